//! Laws of checkpoints: each line verified once, shown once durable, one write at a time, bounded.

use chancery_encoding::Digest;

use crate::tests::cast::{checkpoint, cosigned, history, log, revocation};
use crate::tests::solo::{Solo, answers, published, reasons, verdicts};
use crate::wire::{Answer, Gossip, Request};
use crate::{Input, Output, Reason, Verdict};

const TIME: u64 = 1_800_000_000;

fn writes(out: &[Output]) -> usize {
    out.iter().filter(|output| matches!(output, Output::KeepNote { .. })).count()
}

fn served(solo: &mut Solo) -> Vec<Vec<u8>> {
    let (_, out) = solo.request("NL", Request::Notes { log: log("LV") });
    let Answer::Notes { notes } = answers(&out).pop().unwrap().1 else { panic!() };
    notes
}

fn note(size: u64, witnesses: &[&str]) -> Vec<u8> {
    cosigned(checkpoint(&history("LV", size), None), witnesses, TIME).encode()
}

#[test]
fn a_checkpoint_is_shown_and_accepted_once_it_is_durable() {
    let mut solo = Solo::new();
    let (ticket, write) = solo.gossip("KR", &Gossip::Note(note(4, &["KR"])));
    assert_eq!((verdicts(&write), served(&mut solo)), (vec![], vec![]));
    let out = solo.persist(&write);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Accept)]);
    assert_eq!(served(&mut solo), [note(4, &["KR"])], "although none of its entries is held");
    assert!(published(&out).is_empty(), "it is passed on by the verdict");
}

#[test]
fn cosignatures_that_come_while_the_disk_writes_share_the_next_write() {
    let mut solo = Solo::new();
    let (_, first) = solo.gossip("KR", &Gossip::Note(note(4, &["KR"])));
    let (_, second) = solo.gossip("NL", &Gossip::Note(note(4, &["NL"])));
    let (_, third) = solo.gossip("NL", &Gossip::Note(note(4, &["EE"])));
    assert_eq!((writes(&first), writes(&second), writes(&third)), (1, 0, 0));
    let next = solo.persist(&first);
    assert_eq!((writes(&next), verdicts(&next).len()), (1, 1));
    assert_eq!(verdicts(&solo.persist(&next)).len(), 2);
    assert_eq!(served(&mut solo), [note(4, &["EE", "KR", "NL"])]);
}

#[test]
fn a_note_of_which_every_line_is_held_costs_nothing_and_one_bad_line_ends_it() {
    let mut solo = Solo::new();
    let (_, write) = solo.gossip("KR", &Gossip::Note(note(4, &["KR", "NL"])));
    solo.persist(&write);
    let (ticket, out) = solo.gossip("NL", &Gossip::Note(note(4, &["KR"])));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Accept)]);
    assert_eq!(out.len(), 1, "{out:?}");
    let mut bad = note(4, &["EE"]);
    let at = bad.len() - 10;
    bad[at] = if bad[at] == b'A' { b'B' } else { b'A' };
    let (ticket, out) = solo.gossip("NL", &Gossip::Note(bad));
    assert_eq!(
        (verdicts(&out), reasons(&out)),
        (vec![(ticket, Verdict::Reject)], vec![Reason::BadNote])
    );
    assert_eq!(served(&mut solo), [note(4, &["KR", "NL"])]);
}

#[test]
fn of_strangers_and_of_closed_logs_no_checkpoint_is_taken() {
    let mut solo = Solo::new();
    let stranger = String::from_utf8(note(4, &[])).unwrap().replace("/0\n", "/7\n");
    let (_, out) = solo.gossip("KR", &Gossip::Note(stranger.into_bytes()));
    assert_eq!(reasons(&out), [Reason::FutureEpoch]);
    let (_, write) = solo.gossip("KR", &Gossip::Note(note(6, &[])));
    solo.persist(&write);
    let act = revocation("LV", Some(&history("LV", 5)[4]));
    let write = solo.feed(Input::Enacted { bytes: act });
    let out = solo.persist(&write);
    assert!(out.iter().any(|output| matches!(output, Output::DropNotes { above: 5, .. })));
    assert!(served_to_korea(&mut solo).is_empty());
    let (ticket, out) = solo.gossip("KR", &Gossip::Note(note(6, &[])));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(reasons(&out), [Reason::Revoked]);
    let (_, write) = solo.gossip("KR", &Gossip::Note(note(5, &[])));
    solo.persist(&write);
    assert_eq!(served_to_korea(&mut solo), [note(5, &[])], "what covers what stands");
}

fn served_to_korea(solo: &mut Solo) -> Vec<Vec<u8>> {
    let (_, out) = solo.request("KR", Request::Notes { log: log("LV") });
    let Answer::Notes { notes } = answers(&out).pop().unwrap().1 else { panic!() };
    notes
}

#[test]
fn a_ninth_size_replaces_the_smallest_and_a_smaller_one_is_outdated() {
    let mut solo = Solo::new();
    for size in 2..=10 {
        let (_, write) = solo.gossip("KR", &Gossip::Note(note(size, &[])));
        solo.persist(&write);
    }
    assert_eq!(served(&mut solo).len(), 8);
    assert_eq!(served(&mut solo)[0], note(3, &[]));
    let (_, out) = solo.gossip("KR", &Gossip::Note(note(2, &[])));
    assert_eq!(reasons(&out), [Reason::Outdated]);
}

#[test]
fn two_roots_of_one_size_are_a_proof_and_neither_is_kept() {
    let mut solo = Solo::new();
    let (_, write) = solo.gossip("KR", &Gossip::Note(note(4, &[])));
    solo.persist(&write);
    let other = checkpoint(&history("LV", 4), Some(Digest::of(b"another"))).encode();
    let (_, out) = solo.gossip("NL", &Gossip::Note(other));
    assert_eq!(reasons(&out), [Reason::Fork]);
    let out = solo.persist(&out);
    assert!(out.iter().any(|output| matches!(output, Output::Frozen(at) if at.seq == 3)));
    assert!(served(&mut solo).is_empty());
}

#[test]
fn a_write_that_fails_is_tried_again() {
    let mut solo = Solo::new();
    let (ticket, write) = solo.gossip("KR", &Gossip::Note(note(4, &[])));
    let out = solo.fail_writes(&write);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    let again = solo.pass(crate::Settings::default().disk_retry_ms);
    solo.persist(&again);
    assert_eq!(served(&mut solo), [note(4, &[])]);
}

#[test]
fn an_own_checkpoint_is_published_once_it_is_durable() {
    let mut solo = Solo::new();
    let bytes = checkpoint(&history("EE", 3), None).encode();
    let write = solo.feed(Input::Checkpointed { note: bytes.clone() });
    assert!(published(&write).is_empty());
    assert_eq!(published(&solo.persist(&write)), [Gossip::Note(bytes)]);
}
