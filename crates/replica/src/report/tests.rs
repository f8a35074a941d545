//! Laws of what is shown.

use chancery_ledger::log::Position;

use crate::Input;
use crate::tests::cast::{head_of, history, log, peer};
use crate::tests::solo::Solo;
use crate::wire::Answer;

#[test]
fn a_holder_is_a_holder_also_while_it_is_away() {
    let nl = history("NL", 3);
    let mut solo = Solo::holding(&[head_of(&nl)]);
    let sync = solo.connect("KR");
    solo.respond(&sync, Answer::Equal);
    solo.meet("LV", vec![head_of(&nl[..2])]);
    let at = |seq| Position { log: log("NL"), seq };
    let holders = |solo: &Solo, seq| solo.replica.holders(at(seq));
    let both = {
        let mut both = vec![peer("KR"), peer("LV")];
        both.sort();
        both
    };
    assert_eq!(holders(&solo, 1), both);
    assert_eq!(holders(&solo, 2), [peer("KR")]);
    assert_eq!(holders(&solo, 3), []);
    solo.feed(Input::Disconnected(peer("KR")));
    assert_eq!(holders(&solo, 2), [peer("KR")]);
    assert!(!solo.replica.peers().iter().all(|report| report.connected));
}

#[test]
fn the_lag_is_what_somebody_holds_and_this_node_does_not() {
    let (nl, kr) = (history("NL", 10), history("KR", 4));
    let mut solo = Solo::holding(&[head_of(&nl[..3])]);
    solo.meet("KR", vec![head_of(&nl), head_of(&kr)]);
    solo.meet("LV", vec![head_of(&nl[..5])]);
    let behind = |code| {
        let mut logs = solo.replica.logs().into_iter();
        logs.find(|report| report.log == log(code)).unwrap().behind
    };
    assert_eq!((behind("NL"), behind("KR")), (7, 4));
    let peers = solo.replica.peers();
    let ahead = |code| peers.iter().find(|report| report.key == peer(code)).unwrap().ahead;
    assert_eq!((ahead("KR"), ahead("LV")), (11, 2));
}

#[test]
fn the_own_chain_is_empty_before_anything_is_held() {
    let solo = Solo::new();
    assert_eq!(solo.replica.own_chain().unwrap().head(), None);
    let own = history("EE", 2);
    let solo = Solo::holding(&[head_of(&own)]);
    assert_eq!(solo.replica.own_chain().unwrap().head(), Some(head_of(&own)));
}
