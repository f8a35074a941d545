//! Laws of cosigning: only what is held, the largest first, one batch at a time.

use chancery_encoding::Digest;
use chancery_ledger::checkpoint::SignedCheckpoint;

use crate::tests::cast::{checkpoint, cosigned, head_of, history};
use crate::tests::solo::{Solo, published, reasons};
use crate::wire::Gossip;
use crate::{Input, Output, Reason, Settings, Unsigned};

fn signed(size: u64) -> SignedCheckpoint {
    checkpoint(&history("LV", size), None)
}

/// The batch to cosign in `out`: its ticket and sizes.
fn batch(out: &[Output]) -> Option<(u64, Vec<u64>)> {
    out.iter().find_map(|output| match output {
        Output::Cosign { ticket, notes } => {
            let directory = crate::tests::cast::directory();
            let size = |note: &Vec<u8>| {
                SignedCheckpoint::decode(note, &directory).unwrap().checkpoint().size
            };
            Some((*ticket, notes.iter().map(size).collect()))
        }
        _ => None,
    })
}

fn give(solo: &mut Solo, signed: &SignedCheckpoint) -> Vec<Output> {
    let (_, write) = solo.gossip("KR", &Gossip::Note(signed.encode()));
    solo.persist(&write)
}

#[test]
fn what_is_not_held_in_full_is_not_cosigned_before_it_is() {
    let mut solo = Solo::holding(&[head_of(&history("LV", 5))]);
    assert_eq!(batch(&give(&mut solo, &signed(6))), None);
    let entry = history("LV", 6)[5].entry().clone();
    let (_, out) = solo.gossip("KR", &Gossip::Entry(entry));
    let write = solo.verify(out);
    assert_eq!(batch(&write), None);
    assert_eq!(batch(&solo.persist(&write)).unwrap().1, [6]);
}

#[test]
fn of_one_log_the_largest_comes_first_and_one_batch_at_a_time() {
    let mut solo = Solo::holding(&[head_of(&history("LV", 9))]);
    let (ticket, sizes) = batch(&give(&mut solo, &signed(3))).unwrap();
    assert_eq!(sizes, [3]);
    assert_eq!(batch(&give(&mut solo, &signed(5))), None, "one is under way");
    assert_eq!(batch(&give(&mut solo, &signed(8))), None);
    let out = solo.feed(Input::Cosigned { ticket, outcomes: vec![Err(Unsigned::Refused)] });
    assert_eq!(batch(&out).unwrap().1, [8, 5]);
}

#[test]
fn a_cosignature_is_published_with_the_authors_line_and_no_other_once_it_is_durable() {
    let mut solo = Solo::holding(&[head_of(&history("LV", 9))]);
    let theirs = cosigned(signed(9), &["KR", "NL"], 1_800_000_000);
    let (ticket, _) = batch(&give(&mut solo, &theirs)).unwrap();
    let ours = cosigned(theirs, &["EE"], 1_800_000_001);
    let write = solo.feed(Input::Cosigned { ticket, outcomes: vec![Ok(ours.encode())] });
    assert!(published(&write).is_empty());
    let alone = cosigned(signed(9), &["EE"], 1_800_000_001);
    assert_eq!(published(&solo.persist(&write)), [Gossip::Note(alone.encode())]);
}

#[test]
fn another_root_is_an_alarm_that_is_never_asked_about_again() {
    let mut solo = Solo::holding(&[head_of(&history("LV", 9))]);
    let forged = checkpoint(&history("LV", 4), Some(Digest::of(b"no tree")));
    let (ticket, _) = batch(&give(&mut solo, &forged)).unwrap();
    let out = solo.feed(Input::Cosigned { ticket, outcomes: vec![Err(Unsigned::Mismatch)] });
    assert_eq!(reasons(&out), [Reason::CheckpointMismatch]);
    assert!(out.iter().any(|output| matches!(output, Output::Mismatch { size: 4, .. })));
    assert_eq!(batch(&solo.pass(60_000)), None);
}

#[test]
fn what_the_disk_failed_at_is_tried_again() {
    let mut solo = Solo::holding(&[head_of(&history("LV", 9))]);
    let (ticket, _) = batch(&give(&mut solo, &signed(9))).unwrap();
    solo.feed(Input::Cosigned { ticket, outcomes: vec![Err(Unsigned::DiskFailed)] });
    assert_eq!(batch(&solo.pass(Settings::default().disk_retry_ms)).unwrap().1, [9]);
}

#[test]
fn the_own_log_is_not_cosigned() {
    let mut solo = Solo::holding(&[head_of(&history("EE", 4))]);
    let write =
        solo.feed(Input::Checkpointed { note: checkpoint(&history("EE", 4), None).encode() });
    assert_eq!(batch(&solo.persist(&write)), None);
}
