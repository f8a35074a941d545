//! Laws of the frontier exchange.

use crate::tests::cast::{frontier, head_of, history, log, peer};
use crate::tests::solo::{Solo, asked, pages, reasons};
use crate::wire::{Answer, Request};
use crate::{Input, Output, Reason, Settings};

#[test]
fn a_peer_is_asked_at_once_and_then_within_each_period() {
    let mut solo = Solo::new();
    let mut sync = solo.connect("KR");
    assert!(matches!(sync.request, Request::Sync { .. }));
    for _ in 0..5 {
        solo.respond(&sync, Answer::Equal);
        let out = solo.pass(Settings::default().sync_ms);
        let questions = asked(&out);
        assert!(!questions.is_empty(), "within a period");
        sync = questions.into_iter().next_back().unwrap();
    }
}

#[test]
fn one_question_at_a_time_is_asked_of_a_peer() {
    let mut solo = Solo::new();
    solo.connect("KR");
    assert_eq!(asked(&solo.pass(Settings::default().request_ms - 1)).len(), 0);
}

#[test]
fn a_peer_that_was_seen_to_differ_is_asked_soon_but_not_each_time() {
    let mut solo = Solo::new();
    let sync = solo.connect("KR");
    solo.respond(&sync, Answer::Equal);
    let other = chancery_encoding::Digest::of(b"something else");
    let mut questions = 0;
    for _ in 0..100 {
        solo.request("KR", Request::Sync { heads: other, papers: other });
        let out = solo.pass(100);
        for question in asked(&out) {
            solo.respond(&question, Answer::Equal);
            questions += 1;
        }
    }
    assert!((1..=5).contains(&questions), "{questions} in a period of 10 s");
}

#[test]
fn heads_of_unknown_authors_are_left_alone() {
    let mut solo = Solo::new();
    let kr = history("KR", 1);
    let stranger = chancery_ledger::log::Head { log: log("XX"), ..head_of(&kr) };
    let out = solo.meet("LV", vec![stranger]);
    assert_eq!(reasons(&out), [Reason::UnknownAuthor]);
    assert_eq!(pages(&out).len(), 0);
    assert_eq!(solo.replica.peers()[0].score, 0);
    assert_eq!(solo.replica.logs().len(), 0, "strangers cannot fill this node");
}

#[test]
fn a_thousand_strangers_in_one_frontier_are_one_refusal() {
    let mut solo = Solo::new();
    let kr = head_of(&history("KR", 2));
    let stranger = |epoch| chancery_ledger::log::Head {
        log: chancery_ledger::log::LogId { key: [7; 32], epoch },
        ..kr
    };
    let out = solo.meet("LV", (0..1_000).map(stranger).chain([kr]).collect());
    assert_eq!(reasons(&out).len(), 1);
    assert_eq!(pages(&out).len(), 1, "what is known among them is taken");
}

#[test]
fn a_height_beyond_what_is_counted_is_refused() {
    let mut solo = Solo::new();
    let kr = history("KR", 1);
    let far = chancery_ledger::log::Head { seq: u64::MAX, ..head_of(&kr) };
    assert_eq!(reasons(&solo.meet("LV", vec![far])), [Reason::BadFrontier]);
}

#[test]
fn a_peer_outside_the_roster_is_hung_up_on() {
    let mut solo = Solo::new();
    let out = solo.feed(Input::Connected(peer("XX")));
    assert_eq!(reasons(&out), [Reason::UnknownPeer]);
    assert!(out.iter().any(|output| matches!(output, Output::Disconnect { .. })));
    assert_eq!(solo.replica.peers().len(), 0);
}

#[test]
fn a_smaller_frontier_takes_back_what_was_claimed() {
    let nl = history("NL", 5);
    let mut solo = Solo::holding(&[head_of(&nl)]);
    solo.meet("KR", vec![head_of(&nl)]);
    let sync = asked(&solo.pass(10_000)).pop().unwrap();
    let heads = vec![head_of(&nl[..2])];
    solo.respond(&sync, frontier(heads, Vec::new()));
    assert_eq!(solo.replica.holders(head_of(&nl).position()), []);
}

#[test]
fn an_equal_answer_takes_back_what_was_claimed_beyond() {
    let nl = history("NL", 5);
    let mut solo = Solo::holding(&[head_of(&nl[..2])]);
    solo.meet("KR", vec![head_of(&nl)]);
    assert_eq!(solo.replica.holders(head_of(&nl).position()), [peer("KR")]);
    // It has lost its disk since, and holds what this node holds.
    let out = solo.pass(10_000);
    let sync = asked(&out).into_iter().rfind(|asked| matches!(asked.request, Request::Sync { .. }));
    solo.respond(&sync.unwrap(), Answer::Equal);
    assert_eq!(solo.replica.holders(head_of(&nl).position()), []);
    assert_eq!(solo.replica.holders(head_of(&nl[..2]).position()), [peer("KR")]);
}
