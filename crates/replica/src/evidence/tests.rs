//! Laws of proofs: kept first, shown after, smallest of all, and a stop for one log only.

mod checkpoints;

use chancery_ledger::evidence::Equivocation;

use crate::tests::cast::{branch, frontier, head_of, history, log};
use crate::tests::solo::{Solo, answers, asked, pages, published, reasons, verdicts};
use crate::wire::{Answer, Gossip, Holdings, Request};
use crate::{Output, Reason, Settings, Verdict};

/// The proof that two branches of Latvia's log make at a place.
fn proof(fork: u64, seq: usize) -> Vec<u8> {
    let (one, other) = (branch("LV", 30, fork, "one"), branch("LV", 30, fork, "other"));
    Equivocation::prove(&one[seq], &other[seq]).unwrap().encode()
}

fn kept(solo: &mut Solo) -> Option<Vec<u8>> {
    let (_, out) = solo.request("NL", Request::Evidence { log: log("LV") });
    match answers(&out).pop().unwrap().1 {
        Answer::Evidence { proof } => proof,
        other => panic!("{other:?}"),
    }
}

fn frozen_at(solo: &Solo) -> Option<u64> {
    let mut logs = solo.replica.logs().into_iter();
    logs.find(|report| report.log == log("LV")).and_then(|report| report.frozen_at)
}

#[test]
fn a_proof_counts_at_once_and_is_passed_on_once_it_is_durable() {
    let mut solo = Solo::new();
    let (ticket, write) = solo.gossip("KR", &Gossip::Evidence(proof(4, 4)));
    assert_eq!((verdicts(&write), frozen_at(&solo)), (vec![], Some(4)));
    assert_eq!(kept(&mut solo), None, "not shown before it is durable");
    let out = solo.persist(&write);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Accept)]);
    assert!(out.iter().any(|output| matches!(output, Output::Frozen(at) if at.seq == 4)));
    assert_eq!(kept(&mut solo), Some(proof(4, 4)));
}

#[test]
fn the_same_proof_twice_changes_nothing() {
    let mut solo = Solo::new();
    let (_, out) = solo.gossip("KR", &Gossip::Evidence(proof(4, 4)));
    solo.persist(&out);
    let (ticket, out) = solo.gossip("NL", &Gossip::Evidence(proof(4, 4)));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Accept)]);
    assert_eq!(out.len(), 1, "{out:?}");
}

#[test]
fn a_smaller_proof_replaces_and_a_larger_one_is_ignored() {
    let mut solo = Solo::new();
    let (_, out) = solo.gossip("KR", &Gossip::Evidence(proof(4, 9)));
    solo.persist(&out);
    let (_, write) = solo.gossip("KR", &Gossip::Evidence(proof(4, 4)));
    assert_eq!(kept(&mut solo), Some(proof(4, 9)), "until the smaller is durable");
    solo.persist(&write);
    assert_eq!((kept(&mut solo), frozen_at(&solo)), (Some(proof(4, 4)), Some(4)));
    let (ticket, out) = solo.gossip("KR", &Gossip::Evidence(proof(4, 9)));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(kept(&mut solo), Some(proof(4, 4)));
}

#[test]
fn a_smaller_proof_that_comes_while_one_is_being_kept_is_kept_after_it() {
    let mut solo = Solo::new();
    let (larger, first) = solo.gossip("KR", &Gossip::Evidence(proof(4, 9)));
    let (smaller, out) = solo.gossip("KR", &Gossip::Evidence(proof(4, 4)));
    assert_eq!(verdicts(&out), [(larger, Verdict::Ignore)]);
    let keeps = |out: &[Output]| {
        out.iter().filter(|output| matches!(output, Output::KeepEvidence { .. })).count()
    };
    assert_eq!((keeps(&first), keeps(&out)), (1, 0), "one at a time for each log");
    let second = solo.persist(&first);
    assert_eq!(keeps(&second), 1);
    assert_eq!(kept(&mut solo), Some(proof(4, 9)), "what is shown is what the disk has");
    assert_eq!(verdicts(&solo.persist(&second)), [(smaller, Verdict::Accept)]);
    assert_eq!(kept(&mut solo), Some(proof(4, 4)));
}

#[test]
fn the_proof_that_is_shown_is_always_the_one_on_the_disk() {
    let mut solo = Solo::new();
    let (_, write) = solo.gossip("KR", &Gossip::Evidence(proof(2, 20)));
    solo.persist(&write);
    let (_, write) = solo.gossip("KR", &Gossip::Evidence(proof(2, 9)));
    solo.gossip("KR", &Gossip::Evidence(proof(2, 2)));
    let write = solo.persist(&write);
    assert_eq!(kept(&mut solo), Some(proof(2, 9)), "a smaller one is on its way, and not there");
    solo.persist(&write);
    assert_eq!(kept(&mut solo), Some(proof(2, 2)));
}

#[test]
fn a_proof_that_the_disk_refused_is_kept_later() {
    let mut solo = Solo::new();
    solo.meet("NL", Vec::new());
    let (ticket, out) = solo.gossip("KR", &Gossip::Evidence(proof(4, 4)));
    let out = solo.fail_writes(&out);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(reasons(&out), [Reason::DiskFailed]);
    assert_eq!(frozen_at(&solo), Some(4), "it counts all the same");
    let out = solo.pass(Settings::default().disk_retry_ms);
    let out = solo.persist(&out);
    assert_eq!(published(&out), [Gossip::Evidence(proof(4, 4))]);
    assert_eq!(kept(&mut solo), Some(proof(4, 4)));
}

#[test]
fn a_frozen_log_admits_what_stands_before_the_fork_and_nothing_above() {
    let mut solo = Solo::new();
    let one = branch("LV", 30, 4, "one");
    let out = solo.meet("LV", vec![head_of(&one)]);
    let page = pages(&out).pop().unwrap();
    let (_, write) = solo.gossip("KR", &Gossip::Evidence(proof(4, 4)));
    solo.persist(&write);
    let out = solo.respond(&page, Answer::Page { entries: crate::tests::cast::entries(&one) });
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(solo.durable(log("LV")), Some(3));
    let (ticket, out) = solo.gossip("LV", &Gossip::Entry(one[4].entry().clone()));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(reasons(&out), [Reason::Frozen]);
    assert!(pages(&solo.pass(60_000)).is_empty(), "nothing above is asked for");
}

#[test]
fn other_logs_go_on() {
    let mut solo = Solo::new();
    let (_, write) = solo.gossip("KR", &Gossip::Evidence(proof(0, 1)));
    solo.persist(&write);
    let kr = history("KR", 3);
    let out = solo.meet("KR", vec![head_of(&kr)]);
    let out = solo.catch_up(out, &[&kr]);
    solo.persist(&out);
    assert_eq!(solo.durable(log("KR")), Some(2));
}

#[test]
fn what_is_held_beyond_the_fork_is_not_counted_in_the_frontier() {
    let one = branch("LV", 200, 4, "one");
    let mut solo = Solo::with(Settings::default(), &[head_of(&one)], &[proof(4, 4)]);
    // The place before the fork is too old to be known: it is read.
    let out = solo.feed(crate::Input::Wakeup);
    solo.read(&out, &one);
    let other = chancery_encoding::Digest::of(b"something else");
    let (_, out) = solo.request("NL", Request::Sync { heads: other, papers: other });
    let Answer::Frontier(Holdings { heads, proofs: evidence, .. }) = answers(&out).pop().unwrap().1
    else {
        panic!()
    };
    assert_eq!(heads, [head_of(&one[..4])]);
    assert_eq!(evidence, [(log("LV"), chancery_encoding::Digest::of(&proof(4, 4)))]);
}

#[test]
fn a_proof_in_a_frontier_is_asked_for() {
    let mut solo = Solo::new();
    let sync = solo.connect("KR");
    let digest = chancery_encoding::Digest::of(&proof(4, 4));
    let evidence = vec![(log("LV"), digest)];
    let out = solo.respond(&sync, frontier(Vec::new(), evidence));
    let question = asked(&out).pop().unwrap();
    assert_eq!(question.request, Request::Evidence { log: log("LV") });
    let out = solo.respond(&question, Answer::Evidence { proof: Some(proof(4, 4)) });
    let out = solo.persist(&out);
    assert_eq!(published(&out), [Gossip::Evidence(proof(4, 4))], "nobody was told of it yet");
    assert_eq!(frozen_at(&solo), Some(4));
}

#[test]
fn a_proof_of_nothing_is_refused_whichever_way_it_comes() {
    let one = branch("LV", 3, 1, "one");
    let mut solo = Solo::new();
    let same = chancery_encoding::encode(&ciborium::Value::Map(vec![
        (1.into(), ciborium::Value::Bytes(one[1].entry().statement.clone())),
        (2.into(), ciborium::Value::Bytes(one[1].entry().statement.clone())),
    ]));
    let (ticket, out) = solo.gossip("KR", &Gossip::Evidence(same.clone()));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Reject)]);
    let sync = solo.connect("NL");
    let evidence = vec![(log("LV"), chancery_encoding::Digest::of(&same))];
    let out = solo.respond(&sync, frontier(Vec::new(), evidence));
    let question = asked(&out).pop().unwrap();
    let out = solo.respond(&question, Answer::Evidence { proof: Some(same) });
    assert_eq!(reasons(&out), [Reason::BadProof]);
    assert_eq!(frozen_at(&solo), None);
}

#[test]
fn two_statements_waiting_at_one_place_are_a_proof() {
    let mut solo = Solo::new();
    let (one, other) = (branch("LV", 6, 4, "one"), branch("LV", 6, 4, "other"));
    let (_, out) = solo.gossip("LV", &Gossip::Entry(one[4].entry().clone()));
    solo.verify(out);
    let (_, out) = solo.gossip("LV", &Gossip::Entry(other[4].entry().clone()));
    let out = solo.verify(out);
    assert!(reasons(&out).contains(&Reason::Fork));
    solo.persist(&out);
    assert_eq!(kept(&mut solo), Some(proof(4, 4)));
}
