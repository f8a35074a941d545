//! Laws of catch-up by pages.

use crate::limits::{
    LOG_AHEAD_ENTRIES_MAX, PAGE_ENTRIES_MAX, PAGES_IN_FLIGHT_MAX, PAGES_IN_FLIGHT_PER_PEER_MAX,
};
use crate::tests::cast::{entries, forged, head_of, history, log, peer};
use crate::tests::solo::{Solo, asked, pages, reasons};
use crate::wire::{Answer, Request};
use crate::{Input, Reason, Settings};

fn head(code: &str, count: u64) -> chancery_ledger::log::Head {
    let tip = chancery_ledger::log::Id::from_bytes([9; 32]);
    chancery_ledger::log::Head { log: log(code), seq: count - 1, tip }
}

#[test]
fn pages_in_flight_are_bounded_for_a_peer_and_in_all() {
    let mut solo = Solo::new();
    let out = solo.meet("KR", vec![head("KR", 1_000_000), head("NL", 1_000_000)]);
    assert_eq!(pages(&out).len(), PAGES_IN_FLIGHT_PER_PEER_MAX);
    let mut total = pages(&out).len();
    for code in ["LV", "NL"] {
        total += pages(&solo.meet(code, vec![head("KR", 1_000_000), head("NL", 1_000_000)])).len();
    }
    assert!(total <= PAGES_IN_FLIGHT_MAX && total == 3 * PAGES_IN_FLIGHT_PER_PEER_MAX, "{total}");
}

#[test]
fn one_log_is_asked_for_only_so_far_ahead() {
    let mut solo = Solo::new();
    let mut highest = 0;
    for code in ["KR", "LV", "NL"] {
        for page in pages(&solo.meet(code, vec![head("KR", 1_000_000)])) {
            let Request::Page { from, count, .. } = page.request else { unreachable!() };
            highest = highest.max(from + count);
        }
    }
    assert_eq!(highest, LOG_AHEAD_ENTRIES_MAX);
}

#[test]
fn no_position_is_asked_for_twice_while_it_is_under_way() {
    let mut solo = Solo::new();
    let mut wanted = Vec::new();
    for code in ["KR", "LV", "NL"] {
        wanted.extend(pages(&solo.meet(code, vec![head("KR", 3_000)])));
    }
    let mut ranges: Vec<(u64, u64)> = wanted
        .iter()
        .map(|page| match page.request {
            Request::Page { from, count, .. } => (from, from + count),
            _ => unreachable!(),
        })
        .collect();
    ranges.sort_unstable();
    assert!(ranges.windows(2).all(|pair| pair[0].1 == pair[1].0), "{ranges:?}");
    assert_eq!((ranges[0].0, ranges[ranges.len() - 1].1), (0, 3_000));
}

#[test]
fn a_page_that_gets_no_answer_is_asked_of_another_peer() {
    let mut solo = Solo::new();
    let kr = history("KR", 3);
    let first = pages(&solo.meet("KR", vec![head_of(&kr)])).pop().unwrap();
    assert_eq!(pages(&solo.meet("LV", vec![head_of(&kr)])).len(), 0);
    let out = solo.pass(Settings::default().request_ms);
    let again: Vec<_> = pages(&out).into_iter().map(|page| (page.to, page.request)).collect();
    assert_eq!(again, [(peer("LV"), first.request)]);
    assert!(reasons(&out).contains(&Reason::TimedOut));
}

#[test]
fn a_short_page_is_taken_and_its_size_learnt() {
    let mut solo = Solo::new();
    let kr = history("KR", 2_000);
    let mut waiting = pages(&solo.meet("KR", vec![head_of(&kr)]));
    let first = waiting.remove(0);
    let out = solo.respond(&first, Answer::Page { entries: entries(&kr[..10]) });
    let next = pages(&out).pop().unwrap();
    assert_eq!(next.request, Request::Page { log: log("KR"), from: 10, count: 10 });
}

#[test]
fn a_peer_that_serves_nothing_is_not_asked_in_a_loop() {
    let mut solo = Solo::new();
    let kr = history("KR", 3);
    let page = pages(&solo.meet("KR", vec![head_of(&kr)])).pop().unwrap();
    let out = solo.respond(&page, Answer::Page { entries: Vec::new() });
    assert_eq!(reasons(&out), [Reason::NotServed]);
    assert_eq!(asked(&out).len(), 0);
    // It is asked what it holds again after a while, and only then for pages.
    let out = solo.pass(20_000);
    assert_eq!(pages(&out).len(), 0);
    assert_eq!(asked(&out).len(), 1);
}

#[test]
fn a_page_of_other_entries_is_refused() {
    let (kr, lv) = (history("KR", 4), history("LV", 4));
    let cases = [
        (entries(&kr[1..3]), Reason::WrongPage),
        (entries(&lv[..3]), Reason::BadStatement),
        (entries(&kr), Reason::WrongPage),
        (vec![kr[0].entry().clone(), forged(&kr[1])], Reason::BadSignature),
    ];
    for (page, reason) in cases {
        let mut solo = Solo::new();
        let question = pages(&solo.meet("NL", vec![head_of(&kr[..3])])).pop().unwrap();
        let mut out = solo.respond(&question, Answer::Page { entries: page });
        let mut found = reasons(&out);
        out = solo.verify(out);
        found.extend(reasons(&out));
        assert_eq!(found, [reason]);
        assert_eq!(solo.replica.peers()[0].score, -reason.cost());
    }
}

#[test]
fn what_was_good_of_a_bad_page_is_kept() {
    let kr = history("KR", 3);
    let mut solo = Solo::new();
    let question = pages(&solo.meet("KR", vec![head_of(&kr)])).pop().unwrap();
    let page = vec![kr[0].entry().clone(), forged(&kr[1]), kr[2].entry().clone()];
    let out = solo.respond(&question, Answer::Page { entries: page });
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(solo.durable(log("KR")), Some(0));
}

#[test]
fn pages_that_arrive_in_any_order_make_one_log() {
    let kr = history("KR", 1_500);
    let mut solo = Solo::new();
    let mut waiting = pages(&solo.meet("KR", vec![head_of(&kr)]));
    waiting.reverse();
    let mut last = Vec::new();
    for page in waiting {
        let Request::Page { from, count, .. } = page.request else { unreachable!() };
        let (from, to) = (usize::try_from(from).unwrap(), usize::try_from(from + count).unwrap());
        let out = solo.respond(&page, Answer::Page { entries: entries(&kr[from..to]) });
        last = solo.verify(out);
    }
    solo.persist(&last);
    assert_eq!(solo.durable(log("KR")), Some(1_499));
}

#[test]
fn several_peers_serve_different_logs() {
    let mut solo = Solo::new();
    let heads = vec![head("KR", 10 * PAGE_ENTRIES_MAX), head("NL", 10 * PAGE_ENTRIES_MAX)];
    solo.meet("KR", heads.clone());
    let out = solo.meet("LV", heads);
    assert!(!pages(&out).is_empty());
    assert!(pages(&out).iter().all(|page| page.to == peer("LV")));
}

#[test]
fn a_disconnected_peer_is_asked_nothing_and_another_goes_on() {
    let kr = history("KR", 3);
    let mut solo = Solo::new();
    solo.meet("KR", vec![head_of(&kr)]);
    solo.meet("LV", vec![head_of(&kr)]);
    let out = solo.feed(Input::Disconnected(peer("KR")));
    let again = pages(&out);
    assert_eq!(again.iter().map(|page| page.to).collect::<Vec<_>>(), [peer("LV")]);
    assert!(pages(&solo.feed(Input::Disconnected(peer("LV")))).is_empty());
}
