//! Laws of questions and their answers.

use crate::tests::cast::{frontier, head_of, history};
use crate::tests::solo::{Solo, asked, pages, reasons};
use crate::wire::Answer;
use crate::{Input, Reason};

#[test]
fn an_answer_of_another_kind_is_malformed() {
    let mut solo = Solo::new();
    let sync = solo.connect("KR");
    let out = solo.respond(&sync, Answer::Page { entries: Vec::new() });
    assert_eq!(reasons(&out), [Reason::Malformed]);
}

#[test]
fn an_answer_that_nobody_waits_for_is_counted_and_changes_nothing() {
    let mut solo = Solo::new();
    let sync = solo.connect("KR");
    solo.respond(&sync, Answer::Equal);
    let out = solo.respond(&sync, Answer::Equal);
    assert_eq!((reasons(&out), out.len()), (vec![Reason::LateAnswer], 1));
    assert_eq!(solo.feed(Input::RequestFailed { ticket: sync.ticket }).len(), 0);
}

#[test]
fn a_busy_or_refusing_peer_is_asked_again_later_and_less_often() {
    for answer in [Answer::Busy, Answer::Refused { reason: "no".into() }] {
        let mut solo = Solo::new();
        let mut sync = solo.connect("KR");
        let mut waits = Vec::new();
        for _ in 0..4 {
            let asked_ms = solo.now_ms;
            let out = solo.respond(&sync, answer.clone());
            assert_eq!(asked(&out).len(), 0, "not at once");
            sync = loop {
                if let Some(sync) = asked(&solo.pass(10)).pop() {
                    break sync;
                }
            };
            waits.push(solo.now_ms - asked_ms);
        }
        assert!(waits[0] >= 250 && waits[3] > 2 * waits[0], "{waits:?}");
    }
}

#[test]
fn a_refused_page_is_not_asked_for_before_the_peer_says_something_new() {
    let mut solo = Solo::new();
    let kr = history("KR", 3);
    let page = pages(&solo.meet("KR", vec![head_of(&kr)])).pop().unwrap();
    let out = solo.respond(&page, Answer::Busy);
    assert_eq!(reasons(&out), [Reason::PeerBusy]);
    assert_eq!(asked(&out).len(), 0);
    let sync = asked(&solo.pass(10_000)).pop().unwrap();
    let heads = vec![head_of(&kr)];
    let out = solo.respond(&sync, frontier(heads, Vec::new()));
    assert_eq!(pages(&out).len(), 1);
}
