//! Laws of what is said to everybody.

use crate::limits::GOSSIP_BODY_BYTES_MAX;
use crate::tests::cast::{self, body, head_of, history, next};
use crate::tests::net::quiet;
use crate::tests::solo::{Solo, published, verdicts};
use crate::wire::Gossip;
use crate::{Input, Verdict};

#[test]
fn what_came_by_pages_is_announced_to_those_who_may_lack_it() {
    let kr = history("KR", 4);
    let mut solo = Solo::new();
    solo.meet("LV", Vec::new());
    let out = solo.meet("KR", vec![head_of(&kr)]);
    let out = solo.catch_up(out, &[&kr]);
    solo.persist(&out);
    assert_eq!(published(&solo.pass(1)), [Gossip::Head(head_of(&kr))]);
    // Everybody who is there holds it: nothing to say.
    let mut solo = Solo::new();
    let out = solo.meet("KR", vec![head_of(&kr)]);
    let out = solo.catch_up(out, &[&kr]);
    solo.persist(&out);
    assert_eq!(published(&solo.pass(5_000)), []);
}

#[test]
fn a_silent_node_says_nothing_and_still_listens() {
    let mut solo = Solo::with(quiet(), &[], &[]);
    solo.meet("LV", Vec::new());
    let (ticket, out) = solo.gossip("KR", &Gossip::Entry(history("KR", 1)[0].entry().clone()));
    let out = solo.verify(out);
    let out = solo.persist(&out);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Accept)]);
    let mut chain = solo.replica.own_chain().unwrap();
    let own = chain.admit(history("EE", 1)[0].clone(), &cast::directory()).unwrap();
    assert_eq!(published(&solo.feed(Input::Authored(own))), []);
    assert_eq!(published(&solo.pass(20_000)), []);
}

#[test]
fn a_large_body_is_announced_and_not_carried() {
    let own = history("EE", 1);
    let mut solo = Solo::holding(&[head_of(&own)]);
    solo.meet("KR", Vec::new());
    let large = next("EE", own.last(), body(&"x".repeat(GOSSIP_BODY_BYTES_MAX)));
    let mut chain = solo.replica.own_chain().unwrap();
    let admitted = chain.admit(large.clone(), &cast::directory()).unwrap();
    let out = solo.feed(Input::Authored(admitted));
    assert_eq!(published(&out), [Gossip::Head(head_of(&[large]))]);
}
