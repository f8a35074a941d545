//! Laws of peers coming, going, and being judged.

use crate::standing::STANDING_DISCONNECT;
use crate::tests::cast::{head_of, history, peer};
use crate::tests::solo::{Solo, asked, reasons};
use crate::{Input, Output, Reason};

fn hung_up(out: &[Output]) -> bool {
    out.iter().any(|output| matches!(output, Output::Disconnect { .. }))
}

#[test]
fn bad_bytes_lower_the_standing_until_the_peer_is_hung_up_on_and_stays_so_on_return() {
    let mut solo = Solo::new();
    solo.meet("KR", Vec::new());
    let outcomes: Vec<bool> =
        (0..3).map(|_| hung_up(&solo.gossip_bytes("KR", vec![0xff; 9]).1)).collect();
    assert_eq!(outcomes, [false, false, true]);
    assert_eq!(solo.replica.peers()[0].score, STANDING_DISCONNECT);
    solo.feed(Input::Disconnected(peer("KR")));
    let out = solo.feed(Input::Connected(peer("KR")));
    assert!(hung_up(&out), "a reconnect does not wipe a standing");
    assert_eq!(reasons(&out), [Reason::PoorStanding]);
    solo.feed(Input::Disconnected(peer("KR")));
    // Time does.
    solo.pass(10 * 60_000);
    assert_eq!(asked(&solo.feed(Input::Connected(peer("KR")))).len(), 1);
}

#[test]
fn nothing_is_asked_of_a_peer_in_back_off_until_time_has_helped() {
    let mut solo = Solo::new();
    solo.meet("KR", Vec::new());
    solo.gossip_bytes("KR", vec![0xff; 9]);
    solo.gossip_bytes("KR", vec![0xff; 9]);
    assert_eq!(solo.replica.peers()[0].score, -80);
    assert_eq!(asked(&solo.pass(40_000)).len(), 0);
    assert_eq!(asked(&solo.pass(2_000)).len(), 1, "21 points at 2 s each");
}

#[test]
fn a_connection_that_flaps_costs_nothing() {
    let mut solo = Solo::new();
    for _ in 0..100 {
        solo.meet("KR", vec![head_of(&history("KR", 2))]);
        solo.feed(Input::Disconnected(peer("KR")));
    }
    assert_eq!(solo.replica.peers()[0].score, 0);
    assert_eq!(solo.replica.next_wakeup_ms(), None, "nothing is left to be done");
}

#[test]
fn inputs_about_peers_that_never_came_are_ignored() {
    let mut solo = Solo::new();
    assert_eq!(solo.feed(Input::Disconnected(peer("KR"))).len(), 0);
}
