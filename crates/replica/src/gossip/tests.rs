//! Laws of the verdicts, and of what is said by gossip.

use crate::limits::{
    GOSSIP_IN_FLIGHT_MAX, GOSSIP_PER_PEER_BURST_MAX, LOG_AHEAD_ENTRIES_MAX,
    PENDING_ENTRIES_PER_LOG_MAX,
};
use crate::tests::cast::{self, body, entries, forged, head_of, history, log};
use crate::tests::solo::{Solo, asked, pages, reasons, verdicts};
use crate::wire::{Answer, Gossip, Request};
use crate::{Output, Reason, Settings, Verdict};

fn rumour(entry: &chancery_ledger::statement::Authentic) -> Gossip {
    Gossip::Entry(entry.entry().clone())
}

#[test]
fn a_bad_signature_is_rejected_and_the_good_copy_still_accepted() {
    let mut solo = Solo::new();
    let kr = history("KR", 1);
    let (bad, out) = solo.gossip("LV", &Gossip::Entry(forged(&kr[0])));
    let out = solo.verify(out);
    assert_eq!(verdicts(&out), [(bad, Verdict::Reject)]);
    assert_eq!(reasons(&out), [Reason::BadSignature]);
    let (good, out) = solo.gossip("KR", &rumour(&kr[0]));
    let out = solo.verify(out);
    let out = solo.persist(&out);
    assert_eq!(verdicts(&out), [(good, Verdict::Accept)]);
}

#[test]
fn only_provably_bad_bytes_are_rejected() {
    let mut solo = Solo::new();
    let kr = history("KR", 2);
    let mut other_body = kr[1].entry().clone();
    other_body.body = body("another");
    let mut cases = vec![
        (vec![0xff; 30], Reason::Malformed, Verdict::Reject),
        (vec![0; 50_000], Reason::Oversize, Verdict::Reject),
        (Gossip::Entry(other_body).encode(), Reason::BodyMismatch, Verdict::Reject),
        (Gossip::Evidence(vec![1, 2, 3]).encode(), Reason::BadProof, Verdict::Reject),
    ];
    let stranger = chancery_ledger::log::Head { log: log("XX"), ..head_of(&kr) };
    cases.push((Gossip::Head(stranger).encode(), Reason::UnknownAuthor, Verdict::Ignore));
    let weak = chancery_ledger::log::LogId { key: [0; 32], epoch: 0 };
    let weak = chancery_ledger::log::Head { log: weak, ..head_of(&kr) };
    cases.push((Gossip::Head(weak).encode(), Reason::WeakKey, Verdict::Reject));
    let later = chancery_ledger::log::LogId { epoch: 1, ..log("KR") };
    let later = chancery_ledger::log::Head { log: later, ..head_of(&kr) };
    cases.push((Gossip::Head(later).encode(), Reason::FutureEpoch, Verdict::Ignore));
    for (bytes, reason, verdict) in cases {
        let (ticket, out) = solo.gossip_bytes("LV", bytes);
        assert_eq!((reasons(&out), verdicts(&out)), (vec![reason], vec![(ticket, verdict)]));
        // Time forgives, so that standing is not what is tested.
        solo.pass(300_000);
    }
}

#[test]
fn a_stranger_is_not_listened_to() {
    let mut solo = Solo::new();
    let (ticket, out) = solo.gossip("XX", &rumour(&history("KR", 1)[0]));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(reasons(&out), [Reason::UnknownPeer]);
}

#[test]
fn an_announcement_is_enough_to_start_a_catch_up() {
    let mut solo = Solo::new();
    solo.meet("KR", Vec::new());
    let kr = history("KR", 5);
    let (ticket, out) = solo.gossip("KR", &Gossip::Head(head_of(&kr)));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)], "not held, so not passed on");
    assert_eq!(pages(&out)[0].request, Request::Page { log: log("KR"), from: 0, count: 5 });
    let out = solo.catch_up(out, &[&kr]);
    solo.persist(&out);
    let (ticket, out) = solo.gossip("LV", &Gossip::Head(head_of(&kr)));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Accept)], "held now");
}

#[test]
fn an_entry_ahead_of_its_turn_waits_for_the_gap() {
    let mut solo = Solo::new();
    solo.meet("KR", Vec::new());
    let kr = history("KR", 3);
    let (ticket, out) = solo.gossip("KR", &rumour(&kr[2]));
    let out = solo.verify(out);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    let page = pages(&out).pop().unwrap();
    assert_eq!(page.request, Request::Page { log: log("KR"), from: 0, count: 2 }, "only the gap");
    let out = solo.respond(&page, Answer::Page { entries: entries(&kr[..2]) });
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(solo.durable(log("KR")), Some(2));
}

#[test]
fn what_waits_for_a_gap_is_bounded() {
    let mut solo = Solo::new();
    let kr = history("KR", PENDING_ENTRIES_PER_LOG_MAX as u64 + 12);
    let mut refused = 0;
    for entry in &kr[2..] {
        let (_, out) = solo.gossip("KR", &rumour(entry));
        let out = solo.verify(out);
        refused += reasons(&out).iter().filter(|&&reason| reason == Reason::TooFarAhead).count();
    }
    assert_eq!(refused, 10);
}

#[test]
fn an_entry_far_ahead_counts_as_an_announcement() {
    let mut solo = Solo::new();
    solo.meet("KR", Vec::new());
    let kr = history("KR", LOG_AHEAD_ENTRIES_MAX + 1);
    let (ticket, out) = solo.gossip("KR", &rumour(&kr[kr.len() - 1]));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(reasons(&out), [Reason::TooFarAhead]);
    assert!(!pages(&out).is_empty());
}

#[test]
fn a_message_that_waits_too_long_for_the_disk_is_ignored_once() {
    let mut solo = Solo::new();
    let (ticket, out) = solo.gossip("KR", &rumour(&history("KR", 1)[0]));
    let write = solo.verify(out);
    let out = solo.pass(Settings::default().gossip_wait_ms);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(reasons(&out), [Reason::Expired]);
    assert_eq!(verdicts(&solo.persist(&write)), [], "one verdict for each message");
}

#[test]
fn a_second_copy_waits_with_the_first() {
    let mut solo = Solo::new();
    let kr = history("KR", 1);
    let (one, first) = solo.gossip("KR", &rumour(&kr[0]));
    let (two, second) = solo.gossip("LV", &rumour(&kr[0]));
    let write = solo.verify(first);
    assert_eq!(verdicts(&solo.verify(second)), []);
    let out = solo.persist(&write);
    assert_eq!(verdicts(&out), [(one, Verdict::Accept), (two, Verdict::Accept)]);
    let (three, out) = solo.gossip("NL", &rumour(&kr[0]));
    assert_eq!(verdicts(&out), [(three, Verdict::Ignore)], "held: not verified again");
}

#[test]
fn messages_beyond_the_bound_are_ignored_unread() {
    let mut solo = Solo::new();
    let kr = history("KR", 3);
    for _ in 0..GOSSIP_IN_FLIGHT_MAX {
        let (_, out) = solo.gossip("KR", &rumour(&kr[0]));
        assert_eq!(verdicts(&out), []);
    }
    let (ticket, out) = solo.gossip("KR", &rumour(&kr[1]));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(reasons(&out), [Reason::Overloaded]);
}

#[test]
fn an_entry_of_the_wrong_issuer_is_rejected_after_its_signature() {
    let mut solo = Solo::new();
    let kr = history("KR", 1);
    let mut draft = cast::draft("KR", 1, &kr[0], body("1"));
    draft.issuer =
        chancery_ledger::statement::Issuer::new("KR".parse().unwrap(), "another").unwrap();
    let wrong = draft.seal(&cast::statement_key("KR")).unwrap();
    let (_, out) = solo.gossip("KR", &rumour(&kr[0]));
    let out = solo.verify(out);
    solo.persist(&out);
    let (ticket, out) = solo.gossip("KR", &rumour(&wrong));
    let out = solo.verify(out);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Reject)]);
    assert_eq!(reasons(&out), [Reason::WrongIssuer]);
    assert!(asked(&out).is_empty());
    assert!(!out.iter().any(|output| matches!(output, Output::Persist { .. })));
}

#[test]
fn a_peer_that_says_too_much_is_left_unread_and_the_others_are_heard() {
    let mut solo = Solo::new();
    let kr = history("KR", 2);
    let useless = Gossip::Head(head_of(&kr[..1]));
    for _ in 0..GOSSIP_PER_PEER_BURST_MAX {
        let (_, out) = solo.gossip("LV", &useless);
        assert!(reasons(&out).is_empty());
    }
    let (ticket, out) = solo.gossip("LV", &useless);
    assert_eq!(reasons(&out), [Reason::Overloaded]);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    let (_, out) = solo.gossip("KR", &rumour(&kr[0]));
    assert!(out.iter().any(|output| matches!(output, Output::Verify { .. })), "KR is heard");
}
