//! Laws of the search for a fork.

use crate::limits::SEARCHES_MAX;
use crate::tests::cast::{branch, entries, head_of, log};
use crate::tests::solo::{Asked, Solo, asked, reasons};
use crate::wire::{Answer, Gossip, Request};
use crate::{Output, Reason};

fn probes(out: &[Output]) -> Vec<Asked> {
    let one = |asked: &Asked| matches!(asked.request, Request::Page { count: 1, .. });
    asked(out).into_iter().filter(one).collect()
}

/// Answers one probe after the other from `theirs`, and reads from `ours`; gives the last outputs
/// and the number of probes.
fn search(
    solo: &mut Solo,
    mut out: Vec<Output>,
    ours: &[chancery_ledger::statement::Authentic],
    theirs: &[chancery_ledger::statement::Authentic],
) -> (Vec<Output>, usize) {
    let mut count = 0;
    while let Some(probe) = probes(&out).pop() {
        let Request::Page { from, .. } = probe.request else { unreachable!() };
        let at = usize::try_from(from).unwrap();
        let entries = entries(&theirs[at..=at]);
        out = solo.respond(&probe, Answer::Page { entries });
        out = solo.read(&out, ours);
        count += 1;
    }
    (out, count)
}

#[test]
fn equal_heights_with_other_tips_end_in_a_proof_at_the_lowest_place() {
    let (ours, theirs) = (branch("NL", 1_000, 300, "one"), branch("NL", 1_000, 300, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let out = solo.meet("KR", vec![head_of(&theirs)]);
    let (out, count) = search(&mut solo, out, &ours, &theirs);
    assert!(count <= 11, "{count} probes for a thousand places");
    assert_eq!(reasons(&out), [Reason::Fork]);
    let out = solo.verify(out);
    solo.persist(&out);
    let report = solo.replica.logs().into_iter().find(|report| report.log == log("NL")).unwrap();
    assert_eq!(report.frozen_at, Some(300));
    assert_eq!(solo.replica.peers()[0].score, 0, "the relay is not the liar");
}

#[test]
fn a_page_that_names_another_predecessor_starts_a_search() {
    let (ours, theirs) = (branch("NL", 5, 2, "one"), branch("NL", 8, 2, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let out = solo.meet("KR", vec![head_of(&theirs)]);
    let page = asked(&out).pop().unwrap();
    assert_eq!(page.request, Request::Page { log: log("NL"), from: 5, count: 3 });
    let out = solo.respond(&page, Answer::Page { entries: entries(&theirs[5..]) });
    let out = solo.verify(out);
    assert!(reasons(&out).contains(&Reason::WrongPrev));
    let (out, _) = search(&mut solo, out, &ours, &theirs);
    let out = solo.verify(out);
    solo.persist(&out);
    let report = solo.replica.logs().into_iter().find(|report| report.log == log("NL")).unwrap();
    assert_eq!(report.frozen_at, Some(2));
}

#[test]
fn a_peer_that_claims_another_tip_and_shows_ours_is_charged() {
    let (ours, theirs) = (branch("NL", 5, 2, "one"), branch("NL", 5, 2, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let out = solo.meet("KR", vec![head_of(&theirs)]);
    let (out, _) = search(&mut solo, out, &ours, &ours);
    assert_eq!(reasons(&out), [Reason::Inconsistent]);
    assert!(probes(&solo.pass(1_000)).len() <= 1, "no hot loop");
}

#[test]
fn a_second_statement_at_an_old_place_is_compared_with_ours() {
    let (ours, theirs) = (branch("NL", 300, 4, "one"), branch("NL", 300, 4, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let (_, out) = solo.gossip("KR", &Gossip::Entry(theirs[7].entry().clone()));
    let out = solo.verify(out);
    let out = solo.read(&out, &ours);
    let out = solo.verify(out);
    solo.persist(&out);
    let report = solo.replica.logs().into_iter().find(|report| report.log == log("NL")).unwrap();
    assert_eq!(report.frozen_at, Some(7), "what was shown; lower is found by frontiers");
    // Our own statement again is no lie of anybody.
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let (_, out) = solo.gossip("KR", &Gossip::Entry(ours[7].entry().clone()));
    let out = solo.verify(out);
    let out = solo.read(&out, &ours);
    assert_eq!(reasons(&out), []);
}

#[test]
fn a_second_statement_is_compared_although_the_first_is_still_on_its_way_to_the_disk() {
    let (ours, theirs) = (branch("NL", 2, 1, "one"), branch("NL", 2, 1, "other"));
    let mut solo = Solo::new();
    let mut told = Vec::new();
    for entry in [&ours[0], &ours[1], &theirs[1]] {
        let (_, out) = solo.gossip("NL", &Gossip::Entry(entry.entry().clone()));
        told.extend(solo.verify(out));
    }
    // The disk has not answered, so that it does not hold ours yet.
    let out = solo.read(&told, &[]);
    assert!(!reasons(&out).contains(&Reason::Fork));
    // The first batch is the founding, the second what came while it was written.
    let out = solo.persist(&told);
    let out = solo.persist(&out);
    let out = solo.read(&out, &ours);
    assert_eq!(reasons(&out), [Reason::Fork]);
    let out = solo.verify(out);
    solo.persist(&out);
    let report = solo.replica.logs().into_iter().find(|report| report.log == log("NL")).unwrap();
    assert_eq!(report.frozen_at, Some(1));
}

#[test]
fn a_forged_statement_in_a_search_proves_nothing_and_costs() {
    let (ours, theirs) = (branch("NL", 5, 4, "one"), branch("NL", 5, 4, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let mut out = solo.meet("KR", vec![head_of(&theirs)]);
    while let Some(probe) = probes(&out).pop() {
        let Request::Page { from, .. } = probe.request else { unreachable!() };
        let at = usize::try_from(from).unwrap();
        let entries = vec![crate::tests::cast::forged(&theirs[at])];
        out = solo.respond(&probe, Answer::Page { entries });
        out = solo.read(&out, &ours);
    }
    let out = solo.verify(out);
    assert_eq!(reasons(&out), [Reason::BadSignature]);
    let report = solo.replica.logs().into_iter().find(|report| report.log == log("NL")).unwrap();
    assert_eq!(report.frozen_at, None);
}

#[test]
fn a_search_ends_with_the_peer_and_begins_again_with_it() {
    let (ours, theirs) = (branch("NL", 5, 2, "one"), branch("NL", 5, 2, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    for _ in 0..=SEARCHES_MAX {
        let out = solo.meet("KR", vec![head_of(&theirs)]);
        assert_eq!(probes(&out).len(), 1);
        solo.feed(crate::Input::Disconnected(crate::tests::cast::peer("KR")));
    }
    assert_eq!(solo.replica.peers()[0].score, 0, "a lost connection is nobody's fault");
}
