//! Laws of several replicas together.

use super::cast::{branch, history, log};
use super::net::{Net, quiet};
use crate::{Reason, Settings};

#[test]
fn a_node_that_joins_late_holds_everything_without_gossip() {
    let settings = quiet();
    let mut net = Net::of(2, &settings);
    let kept = history("EE", 1_300);
    net.give(0, &kept, &settings);
    net.connect(0, 1);
    assert_eq!(net.head(1, log("EE")), net.head(0, log("EE")));
    assert_eq!(net.nodes[1].disk, net.nodes[0].disk, "byte for byte");
    assert!(net.nodes.iter().all(|node| node.refused.is_empty()), "nobody was refused anything");
}

#[test]
fn what_two_nodes_hold_comes_together_over_a_third() {
    let settings = quiet();
    let mut net = Net::of(3, &settings);
    net.give(0, &history("EE", 3), &settings);
    net.give(2, &history("LV", 5), &settings);
    net.connect(0, 1);
    net.connect(1, 2);
    net.pass(3 * settings.sync_ms);
    assert_eq!(net.nodes[0].disk, net.nodes[2].disk);
    assert_eq!(net.nodes[0].disk.len(), 2);
}

#[test]
fn a_new_entry_reaches_everybody_by_gossip_at_once() {
    let mut net = Net::of(4, &Settings::default());
    (0..3).for_each(|at| net.connect(at, at + 1));
    net.author(0, "founding");
    net.author(0, "advisory");
    let before = net.questions;
    net.author(0, "correction");
    assert_eq!(net.questions, before, "nobody had to ask");
    assert!((1..4).all(|at| net.head(at, log("EE")) == net.head(0, log("EE"))));
}

#[test]
fn equal_nodes_exchange_two_digests_a_period_and_nothing_else() {
    let settings = Settings::default();
    let mut net = Net::of(2, &settings);
    net.give(0, &history("EE", 40), &settings);
    net.connect(0, 1);
    net.pass(3 * settings.sync_ms);
    let (questions, bytes) = (net.questions, net.bytes_asked);
    net.pass(10 * settings.sync_ms);
    let asked = net.questions - questions;
    // Jitter makes a period up to half less.
    assert!((20..=42).contains(&asked), "{asked} questions in ten periods of two nodes");
    assert!((net.bytes_asked - bytes) <= asked * 80, "each a pair of digests, and `equal`");
}

#[test]
fn a_fork_ends_as_the_same_proof_everywhere_and_stops_only_its_log() {
    let settings = quiet();
    let mut net = Net::of(3, &settings);
    net.give(0, &branch("NL", 40, 17, "one"), &settings);
    net.give(1, &branch("NL", 40, 17, "other"), &settings);
    net.give(2, &history("LV", 2), &settings);
    net.connect(0, 1);
    net.pass(2 * settings.sync_ms);
    assert_eq!((net.frozen_at(0, log("NL")), net.frozen_at(1, log("NL"))), (Some(17), Some(17)));
    // One that joins later gets the proof, and what stands before the fork; the rest goes on.
    net.connect(1, 2);
    net.pass(3 * settings.sync_ms);
    assert_eq!(net.frozen_at(2, log("NL")), Some(17));
    assert_eq!(net.nodes[2].disk[&log("NL")], net.nodes[0].disk[&log("NL")][..17]);
    assert_eq!(net.head(0, log("LV")), net.head(2, log("LV")));
    assert!(net.nodes.iter().all(|node| node.proofs == net.nodes[0].proofs));
    assert_eq!(net.nodes[0].proofs.len(), 1);
}

#[test]
fn frozen_nodes_become_equal_and_quiet() {
    let settings = quiet();
    let mut net = Net::of(2, &settings);
    net.give(0, &branch("NL", 9, 4, "one"), &settings);
    net.give(1, &branch("NL", 12, 4, "other"), &settings);
    net.connect(0, 1);
    net.pass(3 * settings.sync_ms);
    let (questions, bytes) = (net.questions, net.bytes_asked);
    net.pass(10 * settings.sync_ms);
    assert!(net.bytes_asked - bytes <= (net.questions - questions) * 80, "only digests");
}

#[test]
fn nodes_frozen_above_the_fork_find_the_fork_after_a_restart() {
    let settings = quiet();
    let mut net = Net::of(2, &settings);
    let (one, other) = (branch("NL", 20, 4, "one"), branch("NL", 20, 4, "other"));
    let high = chancery_ledger::evidence::Equivocation::prove(&one[9], &other[9]).unwrap().encode();
    for (at, kept) in [(0, &one), (1, &other)] {
        net.nodes[at].proofs.insert(log("NL"), high.clone());
        net.give(at, kept, &settings);
    }
    net.connect(0, 1);
    net.pass(4 * settings.sync_ms);
    assert_eq!((net.frozen_at(0, log("NL")), net.frozen_at(1, log("NL"))), (Some(4), Some(4)));
    assert_eq!(net.nodes[0].proofs, net.nodes[1].proofs);
}

#[test]
fn a_restored_backup_is_brought_up_to_date_before_it_signs() {
    let settings = quiet();
    let mut net = Net::of(2, &settings);
    let kept = history("EE", 6);
    net.give(1, &kept, &settings);
    net.give(0, &kept[..3], &settings);
    assert!(net.nodes[0].replica.may_sign().is_err(), "nobody has been asked");
    net.connect(0, 1);
    assert_eq!(net.head(0, log("EE")).unwrap().seq, 5, "adopted");
    assert_eq!(net.nodes[0].replica.may_sign(), Ok(()));
    let chain = net.nodes[0].replica.own_chain().unwrap();
    assert_eq!(chain.head(), net.head(1, log("EE")));
}

#[test]
fn a_connection_that_comes_and_goes_loses_nothing() {
    let settings = quiet();
    let mut net = Net::of(2, &settings);
    net.give(0, &history("EE", 700), &settings);
    for _ in 0..5 {
        net.connect(0, 1);
        net.part(0, 1);
        net.run();
    }
    net.restart(1, &settings);
    net.connect(0, 1);
    assert_eq!(net.nodes[1].disk, net.nodes[0].disk);
    assert!(!net.nodes[1].refused.contains(&Reason::NotServed));
}
