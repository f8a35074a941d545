//! Laws of the entry point.

use crate::tests::cast::{self, branch, head_of, history, log};
use crate::tests::solo::Solo;
use crate::{Input, Replica, Settings};

#[test]
fn one_seed_and_the_same_inputs_give_the_same_outputs() {
    let run = |seed| {
        let settings = Settings::default();
        let own = Some(cast::log("EE"));
        let mut replica =
            Replica::new(settings, cast::register(), own, &crate::Held::default(), seed);
        let mut story = Vec::new();
        for code in ["KR", "LV", "NL"] {
            story.extend(replica.handle(5, Input::Connected(cast::peer(code))));
        }
        for _ in 0..200 {
            let Some(due_ms) = replica.next_wakeup_ms() else { break };
            story.extend(replica.handle(due_ms, Input::Wakeup));
        }
        format!("{story:?} {:?}", replica.next_wakeup_ms())
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2), "the seed moves the timers");
}

#[test]
fn a_clock_that_runs_backwards_moves_nothing() {
    let mut solo = Solo::new();
    solo.connect("KR");
    let due_ms = solo.replica.next_wakeup_ms();
    solo.now_ms = 0;
    assert_eq!(solo.feed(Input::Wakeup).len(), 0);
    assert_eq!(solo.replica.next_wakeup_ms(), due_ms);
}

#[test]
fn waking_when_it_asked_for_it_never_leaves_it_asking_for_the_same_time() {
    let mut solo = Solo::new();
    for code in ["KR", "LV", "NL"] {
        solo.connect(code);
    }
    for _ in 0..500 {
        let Some(due_ms) = solo.replica.next_wakeup_ms() else { break };
        solo.now_ms = due_ms;
        solo.feed(Input::Wakeup);
        assert!(solo.replica.next_wakeup_ms().is_none_or(|next_ms| next_ms > due_ms));
    }
}

#[test]
fn what_the_disk_holds_of_strangers_is_not_taken_up() {
    let head = head_of(&history("KR", 3));
    let stranger = chancery_ledger::log::Head { log: log("XX"), ..head };
    let beyond = chancery_ledger::log::Head { log: log("LV"), seq: u64::MAX, ..head };
    let solo = Solo::holding(&[head, stranger, beyond]);
    let logs: Vec<_> = solo.replica.logs().into_iter().map(|report| report.log).collect();
    assert_eq!(logs, [log("KR")]);
}

#[test]
fn a_proof_on_the_disk_that_does_not_verify_freezes_nothing() {
    let (one, other) = (branch("LV", 3, 1, "one"), branch("LV", 3, 1, "other"));
    let proof =
        chancery_ledger::evidence::Equivocation::prove(&one[1], &other[1]).unwrap().encode();
    let mut bent = proof.clone();
    *bent.last_mut().unwrap() ^= 1;
    let frozen = |proof: Vec<u8>| {
        let solo = Solo::with(Settings::default(), &[head_of(&one)], &[proof]);
        solo.replica.logs()[0].frozen_at
    };
    assert_eq!((frozen(proof), frozen(bent)), (Some(1), None));
}
