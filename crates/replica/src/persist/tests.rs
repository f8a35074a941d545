//! Laws of what happens before and after something is durable.

use crate::limits::BATCH_ENTRIES_MAX;
use crate::tests::cast;
use crate::tests::cast::{entries, frontier, head_of, history, log};
use crate::tests::solo::{Solo, answers, batches, pages, published, reasons, verdicts};
use crate::wire::{Answer, Gossip, Request};
use crate::{Input, Output, Reason, Verdict};

/// A peer's frontier, as this node shows its own.
fn shown(solo: &mut Solo) -> Answer {
    let other = chancery_encoding::Digest::of(b"something else");
    let (_, out) = solo.request("LV", Request::Sync { heads: other, papers: other });
    answers(&out).pop().unwrap().1
}

fn nothing() -> Answer {
    frontier(Vec::new(), Vec::new())
}

#[test]
fn nothing_is_accepted_or_shown_before_it_is_durable() {
    let mut solo = Solo::new();
    let kr = history("KR", 1);
    let (ticket, out) = solo.gossip("KR", &Gossip::Entry(kr[0].entry().clone()));
    let out = solo.verify(out);
    assert_eq!(batches(&out), [1], "it is on its way to the disk");
    assert_eq!(verdicts(&out), []);
    assert_eq!(shown(&mut solo), nothing());
    let (_, page) = solo.request("LV", Request::Page { log: log("KR"), from: 0, count: 1 });
    assert_eq!(answers(&page)[0].1, Answer::Page { entries: Vec::new() }, "not served either");

    let out = solo.persist(&out);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Accept)]);
    assert!(out.iter().any(|output| matches!(output, Output::Stored(at) if at.len() == 1)));
    let heads = vec![head_of(&kr)];
    assert_eq!(shown(&mut solo), frontier(heads, Vec::new()));
}

#[test]
fn what_a_failed_batch_held_is_asked_for_again() {
    let mut solo = Solo::new();
    let kr = history("KR", 3);
    let out = solo.meet("KR", vec![head_of(&kr)]);
    let page = pages(&out).pop().unwrap();
    let out = solo.respond(&page, Answer::Page { entries: entries(&kr) });
    let out = solo.verify(out);
    let out = solo.fail_writes(&out);
    assert_eq!(reasons(&out), [Reason::DiskFailed]);
    assert_eq!((pages(&out).len(), shown(&mut solo)), (0, nothing()), "the disk rests first");
    let out = solo.pass(crate::Settings::default().disk_retry_ms);
    let again = pages(&out).pop().unwrap();
    assert_eq!(again.request, Request::Page { log: log("KR"), from: 0, count: 3 });
    let out = solo.respond(&again, Answer::Page { entries: entries(&kr) });
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(solo.durable(log("KR")), Some(2));
}

#[test]
fn a_message_whose_batch_failed_is_ignored_and_its_entry_still_comes() {
    let mut solo = Solo::new();
    solo.meet("KR", Vec::new());
    let kr = history("KR", 1);
    let (ticket, out) = solo.gossip("KR", &Gossip::Entry(kr[0].entry().clone()));
    let out = solo.verify(out);
    let out = solo.fail_writes(&out);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    let out = solo.pass(crate::Settings::default().disk_retry_ms);
    assert_eq!(pages(&out).len(), 1, "who passed it on is asked for it");
}

#[test]
fn the_disk_has_one_batch_at_a_time_and_none_is_too_large() {
    let mut solo = Solo::new();
    let (kr, nl) = (history("KR", 3_000), history("NL", 1_700));
    let out = solo.meet("KR", vec![head_of(&kr), head_of(&nl)]);
    let mut out = solo.catch_up(out, &[&kr, &nl]);
    let mut counts = Vec::new();
    loop {
        let batches = batches(&out);
        assert!(batches.len() <= 1, "two at once: {batches:?}");
        let Some(&count) = batches.first() else { break };
        counts.push(count);
        out = solo.persist(&out);
        out = solo.catch_up(out, &[&kr, &nl]);
    }
    assert_eq!(counts.iter().sum::<usize>(), 4_700);
    assert_eq!(counts.iter().max(), Some(&BATCH_ENTRIES_MAX));
    assert_eq!((solo.durable(log("KR")), solo.durable(log("NL"))), (Some(2_999), Some(1_699)));
}

#[test]
fn an_own_entry_is_shown_and_published_once_it_is_authored() {
    let mut solo = Solo::new();
    solo.meet("KR", Vec::new());
    let own = history("EE", 1);
    let mut chain = solo.replica.own_chain().unwrap();
    let entry = chain.admit(own[0].clone(), &cast::directory()).unwrap();
    let out = solo.feed(Input::Authored(entry));
    assert_eq!(published(&out), [Gossip::Entry(own[0].entry().clone())]);
    let heads = vec![head_of(&own)];
    assert_eq!(shown(&mut solo), frontier(heads, Vec::new()));
    let out = solo.pass(crate::Settings::default().announce_ms);
    assert_eq!(published(&out), [Gossip::Head(head_of(&own))], "in case that the entry was lost");
}

#[test]
fn an_authored_entry_that_does_not_follow_is_refused() {
    let own = history("EE", 3);
    let mut chain = chancery_ledger::log::Chain::new(log("EE"));
    let directory = cast::directory();
    let admitted = own.iter().map(|entry| chain.admit(entry.clone(), &directory).unwrap());
    let admitted: Vec<_> = admitted.collect();
    let mut solo = Solo::holding(&[head_of(&own[..1])]);
    let out = solo.feed(Input::Authored(admitted[2].clone()));
    assert_eq!(reasons(&out), [Reason::OwnMismatch]);
    assert_eq!(published(&out), []);
    let mut another = chancery_ledger::log::Chain::new(log("KR"));
    let entry = another.admit(history("KR", 1)[0].clone(), &directory).unwrap();
    assert_eq!(reasons(&solo.feed(Input::Authored(entry))), [Reason::OwnMismatch]);
    assert_eq!(reasons(&solo.feed(Input::Authored(admitted[1].clone()))), []);
}
