//! A proof by two checkpoints is a proof like any other.

use chancery_encoding::Digest;
use chancery_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use chancery_ledger::evidence::Equivocation;

use super::{frozen_at, kept, proof};
use crate::Verdict;
use crate::tests::cast::{directory, log, statement_key};
use crate::tests::solo::{Solo, verdicts};
use crate::wire::Gossip;

/// What Latvia says of so many entries: one thing to one, another to another.
fn said(size: u64, root: &str) -> SignedCheckpoint {
    let directory = directory();
    let checkpoint = Checkpoint {
        log: log("LV"),
        issuer: directory.author(&log("LV").key).unwrap().issuer.clone(),
        network: directory.roster_hash(),
        size,
        root: Digest::of(root.as_bytes()),
        roster: directory.roster_hash(),
    };
    checkpoint.sign(&statement_key("LV")).unwrap()
}

fn two_roots(size: u64) -> Vec<u8> {
    Equivocation::prove_same_size(&said(size, "one"), &said(size, "other")).unwrap().encode()
}

#[test]
fn two_roots_of_one_size_freeze_the_log_from_its_last_entry_on() {
    let mut solo = Solo::new();
    let (ticket, write) = solo.gossip("KR", &Gossip::Evidence(two_roots(5)));
    assert_eq!((verdicts(&write), frozen_at(&solo)), (vec![], Some(4)));
    let out = solo.persist(&write);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Accept)]);
    assert_eq!(kept(&mut solo), Some(two_roots(5)));
}

#[test]
fn statements_at_the_place_replace_checkpoints_and_higher_ones_do_not() {
    let mut solo = Solo::new();
    let (_, out) = solo.gossip("KR", &Gossip::Evidence(two_roots(5)));
    solo.persist(&out);
    let (ticket, out) = solo.gossip("KR", &Gossip::Evidence(proof(4, 9)));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    let (_, out) = solo.gossip("KR", &Gossip::Evidence(proof(4, 4)));
    solo.persist(&out);
    assert_eq!((kept(&mut solo), frozen_at(&solo)), (Some(proof(4, 4)), Some(4)));
    let (ticket, out) = solo.gossip("KR", &Gossip::Evidence(two_roots(5)));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    let (_, out) = solo.gossip("KR", &Gossip::Evidence(two_roots(3)));
    solo.persist(&out);
    assert_eq!((kept(&mut solo), frozen_at(&solo)), (Some(two_roots(3)), Some(2)));
}

#[test]
fn one_checkpoint_is_no_proof() {
    let mut solo = Solo::new();
    let note = said(5, "one").encode();
    let (ticket, out) = solo.gossip("KR", &Gossip::Evidence(note));
    assert_eq!((verdicts(&out), frozen_at(&solo)), (vec![(ticket, Verdict::Reject)], None));
}
