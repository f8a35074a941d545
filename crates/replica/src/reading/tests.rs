//! Laws of answering others.

use chancery_ledger::evidence::Equivocation;

use crate::limits::{PAGE_BYTES_MAX, PAGE_ENTRIES_MAX, READS_MAX, READS_PER_PEER_MAX};
use crate::tests::cast::{self, branch, head_of, history, log, peer};
use crate::tests::solo::{Solo, answers, reasons};
use crate::wire::{Answer, Holdings, Request};
use crate::{Input, Output, Reason, Settings};

fn page(from: u64, count: u64) -> Request {
    Request::Page { log: log("NL"), from, count }
}

fn reads(out: &[Output]) -> Vec<(u64, u64, u64)> {
    let reads = out.iter().filter_map(|output| match output {
        Output::Read { from, entries_max, bytes_max, .. } => {
            Some((*from, *entries_max, *bytes_max))
        }
        _ => None,
    });
    reads.collect()
}

#[test]
fn a_page_is_read_within_its_bounds_and_served() {
    let nl = history("NL", 9);
    let mut solo = Solo::holding(&[head_of(&nl)]);
    let (ticket, out) = solo.request("KR", page(4, PAGE_ENTRIES_MAX));
    assert_eq!(reads(&out), [(4, 5, PAGE_BYTES_MAX)], "no more than is durable");
    let out = solo.read(&out, &nl);
    assert_eq!(answers(&out), [(ticket, Answer::Page { entries: cast::entries(&nl[4..]) })]);
}

#[test]
fn what_is_not_held_is_an_empty_page_without_a_read() {
    let mut solo = Solo::holding(&[head_of(&history("NL", 3))]);
    for wanted in
        [page(3, 1), page(u64::MAX, 512), Request::Page { log: log("LV"), from: 0, count: 1 }]
    {
        let (ticket, out) = solo.request("KR", wanted);
        assert_eq!(answers(&out), [(ticket, Answer::Page { entries: Vec::new() })]);
        assert_eq!(reads(&out), []);
    }
}

#[test]
fn a_page_that_the_disk_does_not_give_is_busy_and_never_empty() {
    let nl = history("NL", 3);
    let mut solo = Solo::holding(&[head_of(&nl)]);
    let (ticket, out) = solo.request("NL", page(0, 3));
    // The disk gives nothing. An empty page would say that this node does not hold what its author
    // may have lost, and the author would sign there again.
    let out = solo.read(&out, &[]);
    assert_eq!(answers(&out), [(ticket, Answer::Busy)]);
    assert_eq!(reasons(&out), [Reason::DiskFailed]);
}

#[test]
fn a_floor_that_the_disk_does_not_give_is_read_again() {
    let one = branch("LV", 200, 4, "one");
    let other = branch("LV", 200, 4, "other");
    let proof = Equivocation::prove(&one[4], &other[4]).unwrap().encode();
    let mut solo = Solo::with(Settings::default(), &[head_of(&one)], &[proof]);
    let out = solo.feed(Input::Wakeup);
    assert_eq!(reads(&out), [(3, 1, 1)]);
    let out = solo.read(&out, &[]);
    assert_eq!(reasons(&out), [Reason::DiskFailed]);
    let out = solo.pass(Settings::default().disk_retry_ms);
    assert_eq!(reads(&out), [(3, 1, 1)]);
    solo.read(&out, &one);
    let nothing = chancery_encoding::Digest::of(b"nothing");
    let (_, out) = solo.request("NL", Request::Sync { heads: nothing, papers: nothing });
    let Answer::Frontier(Holdings { heads, .. }) = answers(&out).pop().unwrap().1 else { panic!() };
    assert_eq!(heads, [head_of(&one[..4])]);
}

#[test]
fn a_disk_that_reads_too_much_does_not_make_a_page_too_large() {
    let nl = history("NL", 9);
    let mut solo = Solo::holding(&[head_of(&nl)]);
    let (_, out) = solo.request("KR", page(0, 2));
    let Some(Output::Read { ticket, .. }) = out.first() else { panic!() };
    let out = solo.feed(Input::Read { ticket: *ticket, entries: cast::entries(&nl) });
    assert_eq!(answers(&out)[0].1, Answer::Page { entries: cast::entries(&nl[..2]) });
}

#[test]
fn reads_are_bounded_for_a_peer_and_room_comes_back() {
    let nl = history("NL", 3);
    let mut solo = Solo::holding(&[head_of(&nl)]);
    let mut under_way = Vec::new();
    for _ in 0..READS_PER_PEER_MAX {
        let (_, out) = solo.request("KR", page(0, 1));
        assert_eq!(reads(&out).len(), 1);
        under_way.push(out);
    }
    let (ticket, out) = solo.request("KR", page(0, 1));
    assert_eq!(answers(&out), [(ticket, Answer::Busy)]);
    let (_, out) = solo.request("LV", page(0, 1));
    assert_eq!(reads(&out).len(), 1, "another peer is not made to wait");
    solo.read(&under_way[0], &nl);
    let (_, out) = solo.request("KR", page(0, 1));
    assert_eq!(reads(&out).len(), 1);
    const { assert!(READS_PER_PEER_MAX < READS_MAX, "one peer cannot take them all") };
}

#[test]
fn equal_digests_are_answered_with_one_word() {
    let mut one = Solo::holding(&[head_of(&history("NL", 3))]);
    let mut other = Solo::holding(&[head_of(&history("NL", 3))]);
    let sync = one.connect("KR");
    let (ticket, out) = other.request("KR", sync.request);
    assert_eq!(answers(&out), [(ticket, Answer::Equal)]);
}

#[test]
fn strangers_and_nonsense_are_refused_by_name() {
    let mut solo = Solo::new();
    let (ticket, out) = solo.request("XX", page(0, 1));
    let refused = |reason: &str| Answer::Refused { reason: reason.into() };
    assert_eq!(answers(&out), [(ticket, refused("unknown-peer"))]);
    let cases = [(vec![0xff; 9], "malformed"), (vec![0; 4_097], "oversize")];
    for (ticket, (bytes, name)) in (1..).zip(cases) {
        let out = solo.feed(Input::Request { ticket, from: peer("KR"), bytes });
        assert_eq!(answers(&out), [(ticket, refused(name))]);
    }
}

#[test]
fn a_peer_of_the_worst_standing_is_told_so() {
    let mut solo = Solo::new();
    solo.meet("KR", Vec::new());
    let mut hung_up = 0;
    for ticket in 1..=4 {
        let bytes = vec![0xff; 9];
        let out = solo.feed(Input::Request { ticket, from: peer("KR"), bytes });
        hung_up += out.iter().filter(|o| matches!(o, Output::Disconnect { .. })).count();
        if ticket == 4 {
            assert_eq!(reasons(&out), [Reason::PoorStanding]);
        }
    }
    assert_eq!(hung_up, 1);
}

#[test]
fn whoever_asks_for_long_lists_without_end_is_told_to_wait_and_others_are_not() {
    let other = chancery_encoding::Digest::of(b"something else");
    for request in [Request::ActList, Request::Sync { heads: other, papers: other }] {
        let mut solo = Solo::new();
        let busy = |solo: &mut Solo, code| {
            let (_, out) = solo.request(code, request.clone());
            answers(&out)[0].1 == Answer::Busy
        };
        let served = (0..1_000).filter(|_| !busy(&mut solo, "KR")).count();
        assert!((100..300).contains(&served), "{served}");
        assert!(!busy(&mut solo, "LV"), "everybody has the same");
        solo.pass(1_000);
        assert!(!busy(&mut solo, "KR"), "it comes back with time");
    }
}
