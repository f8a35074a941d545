//! Laws of several replicas together about what stands beside the logs.

use chancery_encoding::Digest;

use super::cast::{
    branch, checkpoint, cosigned, history, log, other_version, peer, removal, renewal, revocation,
};
use super::net::{Net, quiet};
use crate::{Reason, Settings, SigningBlock};

/// Four nodes in a row that hold one log of ten entries, and are equal.
fn row(settings: &Settings) -> Net {
    let mut net = Net::of(4, settings);
    for at in 0..4 {
        net.give(at, &history("NL", 10), settings);
    }
    (0..3).for_each(|at| net.connect(at, at + 1));
    net.pass(2 * settings.sync_ms);
    net
}

fn all_equal(net: &Net) -> bool {
    let first = &net.nodes[0];
    net.nodes.iter().all(|node| {
        node.replica.register().digest() == first.replica.register().digest()
            && node.notes(log("NL")) == first.notes(log("NL"))
    })
}

#[test]
fn acts_reach_everybody_without_gossip_in_whatever_order_they_were_made() {
    let settings = quiet();
    let mut net = row(&settings);
    net.enact(0, &other_version());
    net.enact(3, &renewal("LV", 2));
    net.enact(2, &renewal("KR", 5));
    net.pass(6 * settings.sync_ms);
    assert!(all_equal(&net));
    let register = net.nodes[1].replica.register();
    assert_eq!(register.acts().count(), 3);
    assert_eq!(register.directory().roster().version, 1);
    assert!(net.nodes.iter().all(|node| node.papers.acts.len() == 3), "on every disk");
    assert!(net.nodes.iter().all(|node| node.refused.is_empty()));
}

#[test]
fn an_act_reaches_everybody_by_gossip_at_once() {
    let mut net = row(&Settings::default());
    net.enact(0, &renewal("LV", 2));
    assert!(all_equal(&net), "nobody had to ask");
}

#[test]
fn what_a_revocation_closes_leaves_every_frontier() {
    let settings = quiet();
    let mut net = row(&settings);
    net.enact(1, &revocation("NL", Some(&history("NL", 10)[6])));
    net.pass(4 * settings.sync_ms);
    // What is on the disk stays there; a node that joins later gets what stands and no more.
    let late = history("NL", 10);
    net.nodes[2].disk.insert(log("NL"), super::cast::entries(&late[..2]));
    net.restart(2, &settings);
    net.connect(1, 2);
    net.pass(4 * settings.sync_ms);
    assert_eq!(net.nodes[0].disk[&log("NL")].len(), 10);
    assert_eq!(net.nodes[2].disk[&log("NL")].len(), 7);
    let (questions, bytes) = (net.questions, net.bytes_asked);
    net.pass(5 * settings.sync_ms);
    assert!(net.bytes_asked - bytes <= (net.questions - questions) * 80, "equal and quiet");
}

#[test]
fn a_state_that_is_removed_is_hung_up_on_and_gets_nothing_that_comes_later() {
    let settings = quiet();
    let mut net = row(&settings);
    net.give(3, &history("NL", 10), &settings);
    net.restart(3, &settings);
    net.connect(2, 3);
    // The fourth node is NL's: it may not sign either once it hears of it, which it does not.
    net.enact(0, &removal("NL", &history("NL", 10)[9]));
    net.pass(3 * settings.sync_ms);
    assert!(
        (0..3).all(|at| net.nodes[at].replica.directory().by_transport(&peer("NL").0).is_none())
    );
    assert!(net.nodes[3].papers.acts.is_empty(), "nobody told it");
    net.connect(2, 3);
    net.author(0, "after it has left");
    net.pass(3 * settings.sync_ms);
    assert_eq!(net.head(2, log("EE")), net.head(0, log("EE")));
    assert_eq!(net.head(3, log("EE")), None);
    assert!(net.nodes[2].refused.contains(&Reason::UnknownPeer));
}

#[test]
fn two_versions_at_one_height_halt_everybody_and_nothing_else_stops() {
    let settings = quiet();
    let mut net = row(&settings);
    net.enact(3, &other_version());
    net.enact(0, &removal("LV", &history("LV", 1)[0]));
    net.connect(0, 3);
    net.pass(4 * settings.sync_ms);
    // LV was out for a while, as some saw it, and is back.
    (1..3).for_each(|at| net.connect(at, at + 1));
    net.pass(6 * settings.sync_ms);
    assert!(all_equal(&net));
    assert!(net.nodes.iter().all(|node| node.replica.register().halt().is_some()));
    net.author(0, "reading and writing go on");
    net.pass(4 * settings.sync_ms);
    assert!((1..4).all(|at| net.head(at, log("EE")) == net.head(0, log("EE"))));
}

#[test]
fn checkpoints_and_cosignatures_reach_everybody_without_gossip() {
    let settings = quiet();
    let mut net = row(&settings);
    let signed = checkpoint(&history("NL", 10), None);
    net.checkpoint(3, &signed.encode());
    net.pass(12 * settings.sync_ms);
    assert!(all_equal(&net));
    let lines: Vec<_> = net.nodes[0].replica.checkpoints(&log("NL")).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].cosigners().len(), 3, "everybody but its author");
    assert_eq!(net.nodes[0].papers.notes.len(), 1, "and on the disk");
    let (questions, bytes) = (net.questions, net.bytes_asked);
    net.pass(5 * settings.sync_ms);
    assert!(net.bytes_asked - bytes <= (net.questions - questions) * 80, "equal and quiet");
}

#[test]
fn checkpoints_and_cosignatures_spread_by_gossip_at_once() {
    let mut net = row(&Settings::default());
    net.checkpoint(3, &checkpoint(&history("NL", 10), None).encode());
    assert!(all_equal(&net), "nobody had to ask");
    assert_eq!(net.nodes[0].replica.checkpoints(&log("NL")).next().unwrap().cosigners().len(), 3);
}

#[test]
fn only_the_newest_eight_sizes_are_kept_everywhere() {
    let settings = quiet();
    let mut net = row(&settings);
    for size in 1..=10 {
        net.checkpoint(3, &checkpoint(&history("NL", size), None).encode());
    }
    net.pass(12 * settings.sync_ms);
    assert!(all_equal(&net));
    let nl = log("NL");
    let sizes = net.nodes[0].replica.checkpoints(&nl).map(|one| one.checkpoint().size);
    assert_eq!(sizes.collect::<Vec<_>>(), (3..=10).collect::<Vec<_>>());
}

#[test]
fn two_roots_of_one_size_are_a_proof_on_every_node() {
    let settings = quiet();
    let mut net = row(&settings);
    let other = checkpoint(&history("NL", 8), Some(Digest::of(b"another tree")));
    net.checkpoint(0, &checkpoint(&history("NL", 8), None).encode());
    net.checkpoint(3, &other.encode());
    net.pass(6 * settings.sync_ms);
    assert!((0..4).all(|at| net.frozen_at(at, log("NL")) == Some(7)));
    assert!(net.nodes.iter().all(|node| node.proofs == net.nodes[0].proofs));
    assert!(net.nodes.iter().all(|node| node.notes(log("NL")).is_empty()), "neither stands");
    assert!(net.nodes[1].refused.iter().all(|reason| reason.cost() == 0), "nobody is blamed");
}

#[test]
fn a_root_that_is_not_that_of_the_entries_is_an_alarm_and_then_a_proof() {
    let settings = quiet();
    let mut net = row(&settings);
    net.checkpoint(3, &checkpoint(&history("NL", 6), Some(Digest::of(b"no tree"))).encode());
    net.pass(6 * settings.sync_ms);
    assert_eq!(net.nodes[0].mismatches, [(log("NL"), 6)]);
    assert_eq!(net.frozen_at(0, log("NL")), None, "its author may still have lied about either");
    net.checkpoint(3, &checkpoint(&history("NL", 9), None).encode());
    net.pass(6 * settings.sync_ms);
    assert!((0..4).all(|at| net.frozen_at(at, log("NL")) == Some(5)));
    assert!(net.nodes.iter().all(|node| node.proofs == net.nodes[0].proofs));
}

#[test]
fn a_fork_of_statements_is_found_by_their_checkpoints_and_ends_as_the_lower_proof() {
    let settings = quiet();
    let mut net = Net::of(2, &settings);
    let (one, other) = (branch("NL", 12, 4, "one"), branch("NL", 9, 4, "other"));
    net.give(0, &one, &settings);
    net.give(1, &other, &settings);
    net.checkpoint(0, &checkpoint(&one[..8], None).encode());
    net.checkpoint(1, &checkpoint(&other[..8], None).encode());
    net.connect(0, 1);
    net.pass(4 * settings.sync_ms);
    assert_eq!((net.frozen_at(0, log("NL")), net.frozen_at(1, log("NL"))), (Some(4), Some(4)));
    assert_eq!(net.nodes[0].proofs, net.nodes[1].proofs);
}

#[test]
fn a_restored_backup_signs_nothing_below_its_own_checkpoint() {
    let settings = quiet();
    let mut net = Net::of(2, &settings);
    let signed = cosigned(checkpoint(&history("EE", 6), None), &["KR"], 1_800_000_000);
    net.give(0, &history("EE", 3), &settings);
    net.nodes[1].papers.keep(&signed);
    net.restart(1, &settings);
    net.connect(0, 1);
    net.pass(2 * settings.sync_ms);
    // Nobody has the entries any more: the state root has to open a new epoch.
    let block = SigningBlock::Adopting { held: 3, seen: 6 };
    assert_eq!(net.nodes[0].replica.may_sign(), Err(block));
    net.give(1, &history("EE", 6), &settings);
    net.restart(1, &settings);
    net.connect(0, 1);
    net.pass(2 * settings.sync_ms);
    assert_eq!(net.nodes[0].replica.may_sign(), Ok(()));
}

#[test]
fn what_was_kept_is_there_after_a_restart() {
    let settings = quiet();
    let mut net = row(&settings);
    net.checkpoint(3, &checkpoint(&history("NL", 10), None).encode());
    net.enact(0, &renewal("LV", 2));
    net.pass(12 * settings.sync_ms);
    let (notes, acts) = (net.nodes[1].notes(log("NL")), net.nodes[1].replica.register().digest());
    net.restart(1, &settings);
    assert_eq!(net.nodes[1].notes(log("NL")), notes);
    assert_eq!(net.nodes[1].replica.register().digest(), acts);
}
