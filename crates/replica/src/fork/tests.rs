//! Laws of the search for a fork.

use crate::limits::SEARCHES_MAX;
use crate::tests::cast::{branch, directory, entries, head_of, log};
use crate::tests::solo::{Asked, Solo, asked, reasons};
use crate::wire::{Answer, Gossip, Request};
use crate::{Input, Output, PeerKey, Reason, Settings};

/// Gossips an entry and verifies it.
fn show(solo: &mut Solo, entry: &chancery_ledger::statement::Authentic) -> Vec<Output> {
    let (_, out) = solo.gossip("KR", &Gossip::Entry(entry.entry().clone()));
    solo.verify(out)
}

fn frozen_at(solo: &Solo, code: &str) -> Option<u64> {
    let mut logs = solo.replica.logs().into_iter();
    logs.find(|report| report.log == log(code)).and_then(|report| report.frozen_at)
}

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
fn a_second_statement_outlives_a_batch_that_failed_with_the_first() {
    let (ours, theirs) = (branch("NL", 2, 1, "one"), branch("NL", 2, 1, "other"));
    let mut solo = Solo::holding(&[head_of(&ours[..1])]);
    let write = show(&mut solo, &ours[1]);
    let out = show(&mut solo, &theirs[1]);
    solo.read(&out, &ours[..1]);
    solo.fail_writes(&write);
    assert_eq!(frozen_at(&solo, "NL"), None);
    // The other one took the place in line, and the first meets it there when it comes again.
    let write = solo.pass(Settings::default().disk_retry_ms);
    let out = show(&mut solo, &ours[1]);
    solo.read(&out, &ours[..1]);
    let out = solo.persist(&write);
    let out = solo.read(&out, &theirs);
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(frozen_at(&solo, "NL"), Some(1));
}

#[test]
fn a_search_that_comes_to_nothing_does_not_hide_what_was_shown() {
    let (ours, theirs) = (branch("NL", 9, 4, "one"), branch("NL", 9, 4, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let out = solo.meet("KR", vec![head_of(&theirs)]);
    assert_eq!(probes(&out).len(), 1, "a search is under way");
    let shown = show(&mut solo, &theirs[8]);
    solo.feed(Input::Disconnected(crate::tests::cast::peer("KR")));
    let out = solo.read(&shown, &ours);
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(frozen_at(&solo, "NL"), Some(8));
}

#[test]
fn a_forged_probe_does_not_hide_what_was_shown() {
    let (ours, theirs) = (branch("NL", 1, 0, "one"), branch("NL", 9, 4, "other"));
    let ours = [ours, branch("NL", 9, 4, "one")[1..].to_vec()].concat();
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let mut out = solo.meet("KR", vec![head_of(&theirs)]);
    let mut read = Vec::new();
    while let Some(probe) = probes(&out).pop() {
        let Request::Page { from, .. } = probe.request else { unreachable!() };
        let at = usize::try_from(from).unwrap();
        let entries = vec![crate::tests::cast::forged(&theirs[at])];
        read = solo.respond(&probe, Answer::Page { entries });
        out = solo.read(&read, &ours);
    }
    assert!(!read.is_empty());
    // The forged one is being verified when the true one comes.
    let shown = show(&mut solo, &theirs[8]);
    assert_eq!(reasons(&solo.verify(out)), [Reason::BadSignature]);
    let out = solo.read(&shown, &ours);
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(frozen_at(&solo, "NL"), Some(8));
}

#[test]
fn a_statement_that_did_not_follow_is_a_proof_once_the_one_that_does_is_here() {
    let (ours, theirs) = (branch("NL", 6, 4, "one"), branch("NL", 6, 4, "other"));
    let mut solo = Solo::holding(&[head_of(&ours[..5])]);
    let out = show(&mut solo, &theirs[5]);
    assert!(reasons(&out).contains(&Reason::WrongPrev));
    let out = show(&mut solo, &ours[5]);
    assert_eq!(reasons(&out), [Reason::Fork]);
    solo.persist(&out);
    assert_eq!(frozen_at(&solo, "NL"), Some(5));
    // The same one again, once it follows, is no lie of anybody.
    let mut solo = Solo::holding(&[head_of(&ours[..4])]);
    show(&mut solo, &theirs[5]);
    for entry in &theirs[4..] {
        let out = show(&mut solo, entry);
        assert!(!reasons(&out).contains(&Reason::Fork));
        solo.persist(&out);
    }
    assert_eq!((solo.durable(log("NL")), frozen_at(&solo, "NL")), (Some(5), None));
}

#[test]
fn what_waited_for_a_place_that_this_node_then_signed_is_a_proof() {
    let (ours, theirs) = (branch("EE", 3, 1, "one"), branch("EE", 3, 1, "other"));
    let mut chain = chancery_ledger::log::Chain::new(log("EE"));
    let admitted = ours.iter().map(|entry| chain.admit(entry.clone(), &directory()).unwrap());
    let admitted: Vec<_> = admitted.collect();
    // Ahead of its turn, so that it waits in line; or at its turn and behind another.
    for waits in [2, 1] {
        let mut solo = Solo::holding(&[head_of(&ours[..waits])]);
        if waits == 2 {
            let out = show(&mut solo, &theirs[2]);
            assert!(reasons(&out).contains(&Reason::WrongPrev));
        } else {
            let out = show(&mut solo, &theirs[2]);
            assert_eq!(reasons(&out), [Reason::SeqGap]);
        }
        let mut out = Vec::new();
        for entry in &admitted[waits..] {
            out.extend(solo.feed(Input::Authored(entry.clone())));
        }
        let out = solo.read(&out, &ours);
        let out = solo.verify(out);
        solo.persist(&out);
        assert_eq!(frozen_at(&solo, "EE"), Some(2), "somebody else has our key");
    }
}

#[test]
fn what_came_in_the_place_of_another_is_a_proof_beside_what_stands_in_its_own() {
    let (ours, theirs) = (branch("NL", 8, 4, "one"), branch("NL", 8, 4, "other"));
    // Its place is held, or comes to be.
    for (held, misplaced) in [(6, 5), (6, 7)] {
        let mut solo = Solo::holding(&[head_of(&ours[..held])]);
        let out = solo.meet("KR", vec![head_of(&ours)]);
        let page = asked(&out).pop().unwrap();
        let out =
            solo.respond(&page, Answer::Page { entries: entries(&theirs[misplaced..=misplaced]) });
        let mut out = solo.verify(out);
        assert!(reasons(&out).contains(&Reason::WrongPage));
        for entry in &ours[held..] {
            out.extend(show(&mut solo, entry));
        }
        let read = solo.read(&out, &ours);
        out.extend(solo.verify(read));
        solo.persist(&out);
        assert_eq!(frozen_at(&solo, "NL"), Some(misplaced as u64));
    }
}

#[test]
fn a_second_founding_that_is_none_is_a_proof_all_the_same() {
    let one = branch("NL", 1, 1, "");
    let mut draft = crate::tests::cast::draft("NL", 0, &one[0], crate::tests::cast::body("x"));
    draft.prev = None;
    let other = draft.seal(&crate::tests::cast::statement_key("NL")).unwrap();
    let mut solo = Solo::new();
    assert!(reasons(&show(&mut solo, &other)).contains(&Reason::WrongFounding));
    let out = show(&mut solo, &one[0]);
    assert_eq!(reasons(&out), [Reason::Fork]);
    solo.persist(&out);
    assert_eq!(frozen_at(&solo, "NL"), Some(0));
}

#[test]
fn two_that_fit_nowhere_and_name_one_place_are_a_proof() {
    let (one, other) = (branch("NL", 9, 3, "one"), branch("NL", 9, 3, "other"));
    let third = branch("NL", 5, 3, "third");
    let mut solo = Solo::holding(&[head_of(&third)]);
    show(&mut solo, &one[5]);
    let out = show(&mut solo, &other[5]);
    assert!(reasons(&out).contains(&Reason::Fork));
    solo.persist(&out);
    assert_eq!(frozen_at(&solo, "NL"), Some(5));
}

#[test]
fn the_lowest_of_what_fits_nowhere_is_kept() {
    let (ours, theirs) = (branch("NL", 20, 3, "one"), branch("NL", 20, 3, "other"));
    let mut log = crate::log::Log::new(log("NL"), Some(head_of(&ours[..2])), None, None);
    for seq in [9, 5, 12, 4, 7, 6, 15] {
        log.keep_misfit(theirs[seq].clone(), PeerKey([1; 32]));
    }
    let kept = (0..20_usize).filter(|&at| log.take_misfit(at as u64, ours[at].id()).is_some());
    assert_eq!(kept.collect::<Vec<_>>(), [4, 5, 6, 7]);
}

#[test]
fn a_read_that_fails_is_tried_again_before_what_was_shown_is_given_up() {
    let (ours, theirs) = (branch("NL", 2, 1, "one"), branch("NL", 2, 1, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let mut out = show(&mut solo, &theirs[1]);
    for _ in 0..2 {
        out = solo.read(&out, &[]);
    }
    let again = solo.read(&out, &ours);
    let again = solo.verify(again);
    solo.persist(&again);
    assert_eq!(frozen_at(&solo, "NL"), Some(1));
    // A place that cannot be read is not read for ever.
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let mut out = show(&mut solo, &theirs[1]);
    for _ in 0..3 {
        out = solo.read(&out, &[]);
    }
    assert!(!out.iter().any(|output| matches!(output, Output::Read { .. })));
    assert!(solo.replica.searches.is_empty());
}

#[test]
fn what_is_perhaps_only_old_does_not_hide_what_is_certain() {
    let (ours, theirs) = (branch("NL", 300, 280, "one"), branch("NL", 300, 280, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    let old = show(&mut solo, &ours[7]);
    let shown = show(&mut solo, &theirs[299]);
    solo.read(&old, &ours);
    let out = solo.read(&shown, &ours);
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(frozen_at(&solo, "NL"), Some(299));
}

#[test]
fn what_is_certain_to_be_a_proof_needs_no_free_place() {
    let (ours, theirs) = (branch("NL", 2, 1, "one"), branch("NL", 2, 1, "other"));
    let mut solo = Solo::holding(&[head_of(&ours)]);
    for number in 0..SEARCHES_MAX {
        let key = [u8::try_from(number).unwrap(); 32];
        let other = chancery_ledger::log::LogId { key, epoch: 0 };
        let peer = PeerKey(key);
        solo.replica.searches.insert(other, super::Search::new(peer, None));
    }
    let out = show(&mut solo, &theirs[1]);
    let out = solo.read(&out, &ours);
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(frozen_at(&solo, "NL"), Some(1));
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
