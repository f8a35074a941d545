//! Whatever comes in, in whatever order: no panic, exactly one verdict for each message, exactly
//! one answer for each request, and no bytes that are not messages go out.

use proptest::prelude::*;

use super::cast::{self, forged, head_of, history};
use super::solo::{Solo, answers, verdicts};
use crate::wire::{Answer, Gossip, Request};
use crate::{Input, Output};

/// Bytes of every kind: messages, messages with one bit changed, and noise.
fn strange_bytes() -> impl Strategy<Value = Vec<u8>> {
    let nl = history("NL", 4);
    let messages = vec![
        Gossip::Entry(nl[0].entry().clone()).encode(),
        Gossip::Entry(nl[2].entry().clone()).encode(),
        Gossip::Entry(forged(&nl[1])).encode(),
        Gossip::Head(head_of(&nl)).encode(),
        Gossip::Evidence(vec![7; 40]).encode(),
        Request::Page { log: cast::log("NL"), from: 0, count: 9 }.encode(),
        Request::Evidence { log: cast::log("NL") }.encode(),
        Answer::Equal.encode(),
        Answer::Busy.encode(),
        crate::tests::cast::frontier(vec![head_of(&nl)], Vec::new()).encode(),
        Answer::Page { entries: cast::entries(&nl) }.encode(),
        Answer::Page { entries: vec![forged(&nl[0])] }.encode(),
        Answer::Evidence { proof: None }.encode(),
    ];
    let message = prop::sample::select(messages);
    let bent = (message.clone(), any::<prop::sample::Index>(), 0..8u32).prop_map(
        |(mut bytes, at, bit)| {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            bytes
        },
    );
    prop_oneof![4 => message, 2 => bent, 1 => prop::collection::vec(any::<u8>(), 0..90)]
}

#[derive(Clone, Debug)]
enum Step {
    Connected(&'static str),
    Disconnected(&'static str),
    Gossip(&'static str, Vec<u8>),
    Request(&'static str, Vec<u8>),
    Response(u64, Vec<u8>),
    RequestFailed(u64),
    Persisted(u64),
    PersistFailed(u64),
    NoneVerified(u64),
    NoneRead(u64),
    /// Does what was last asked for.
    Obey,
    Pass(u64),
}

fn step() -> impl Strategy<Value = Step> {
    // The last is outside the roster.
    let code = prop::sample::select(vec!["KR", "LV", "NL", "XX"]);
    let ticket = 0..60u64;
    prop_oneof![
        2 => code.clone().prop_map(Step::Connected),
        1 => code.clone().prop_map(Step::Disconnected),
        6 => (code.clone(), strange_bytes()).prop_map(|(code, bytes)| Step::Gossip(code, bytes)),
        4 => (code, strange_bytes()).prop_map(|(code, bytes)| Step::Request(code, bytes)),
        6 => (ticket.clone(), strange_bytes()).prop_map(|(t, bytes)| Step::Response(t, bytes)),
        1 => ticket.clone().prop_map(Step::RequestFailed),
        1 => ticket.clone().prop_map(Step::Persisted),
        1 => ticket.clone().prop_map(Step::PersistFailed),
        1 => ticket.clone().prop_map(Step::NoneVerified),
        1 => ticket.prop_map(Step::NoneRead),
        4 => Just(Step::Obey),
        2 => (0..30_000u64).prop_map(Step::Pass),
    ]
}

fn take(solo: &mut Solo, step: Step, last: Vec<Output>) -> Vec<Output> {
    let peer = cast::peer;
    match step {
        Step::Connected(code) => solo.feed(Input::Connected(peer(code))),
        Step::Disconnected(code) => solo.feed(Input::Disconnected(peer(code))),
        Step::Gossip(code, bytes) => solo.gossip_bytes(code, bytes).1,
        Step::Request(code, bytes) => {
            solo.ticket += 1;
            solo.feed(Input::Request { ticket: solo.ticket, from: peer(code), bytes })
        }
        Step::Response(ticket, bytes) => solo.feed(Input::Response { ticket, bytes }),
        Step::RequestFailed(ticket) => solo.feed(Input::RequestFailed { ticket }),
        Step::Persisted(ticket) => solo.feed(Input::Persisted { ticket }),
        Step::PersistFailed(ticket) => solo.feed(Input::PersistFailed { ticket }),
        Step::NoneVerified(ticket) => solo.feed(Input::Verified { ticket, outcomes: Vec::new() }),
        Step::NoneRead(ticket) => solo.feed(Input::Read { ticket, entries: Vec::new() }),
        Step::Obey => {
            let mut out = solo.persist(&last);
            out.extend(solo.read(&last, &history("NL", 4)));
            out.extend(solo.verify(last));
            out
        }
        Step::Pass(ms) => solo.pass(ms),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_input_makes_it_panic_or_forget_a_verdict(
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut solo = Solo::new();
        let (mut judged, mut last) = (Vec::new(), Vec::new());
        let mut messages = 0;
        for step in steps {
            messages += usize::from(matches!(step, Step::Gossip(..)));
            let out = take(&mut solo, step, last);
            let tickets = verdicts(&out).into_iter().map(|(ticket, _)| ticket);
            judged.extend(tickets);
            // What goes out is what a peer can read.
            answers(&out);
            last = out;
        }
        let mut once = judged.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), judged.len(), "a message was judged twice");
        prop_assert!(judged.len() <= messages);
    }
}
