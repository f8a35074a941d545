//! Laws of the barrier: a restored backup must not sign before it has caught up with itself.

use chancery_ledger::log::Head;

use crate::tests::cast::{
    checkpoint, entries, forged, frontier, head_of, history, log, peer, revocation,
};
use crate::tests::solo::{Solo, asked, pages, reasons};
use crate::wire::{Answer, Gossip, Request};
use crate::{Barrier, Input, Output, Reason, Replica, Settings, SigningBlock};

fn opened(out: &[Output]) -> bool {
    out.iter().any(|output| matches!(output, Output::OwnFrontierKnown))
}

fn needing(barrier_peers: usize) -> Solo {
    Solo::with(Settings { barrier_peers, ..Settings::default() }, &[], &[])
}

#[test]
fn nothing_is_signed_before_enough_peers_have_answered() {
    let mut solo = needing(2);
    let block = |answered| Err(SigningBlock::AwaitingPeers { answered, needed: 2 });
    assert_eq!(solo.replica.may_sign(), block(0));
    assert!(!opened(&solo.meet("KR", Vec::new())));
    assert_eq!(solo.replica.may_sign(), block(1));
    assert!(opened(&solo.meet("LV", Vec::new())));
    assert_eq!(solo.replica.may_sign(), Ok(()));
}

#[test]
fn who_must_not_sign_for_another_reason_has_not_been_heard_by_that() {
    let own = history("EE", 3);
    let mut solo = needing(2);
    let out = solo.meet("KR", vec![head_of(&own)]);
    let write = solo.catch_up(out, &[&own]);
    let adopting = Err(SigningBlock::Adopting { held: 0, seen: 3 });
    assert_eq!(solo.replica.may_sign(), adopting, "what one peer holds is on its way to the disk");
    assert!(!solo.replica.has_been_heard(), "one of two");
    solo.persist(&write);
    assert!(!solo.replica.has_been_heard());
    let mut closed = needing(2);
    let act = closed.feed(Input::Enacted { bytes: revocation("EE", None) });
    closed.persist(&act);
    assert_eq!(closed.replica.may_sign(), Err(SigningBlock::Closed { seq: 0 }));
    assert!(!closed.replica.has_been_heard(), "nobody has answered");
    for code in ["KR", "LV"] {
        closed.meet(code, Vec::new());
    }
    assert!(closed.replica.has_been_heard());
    solo.meet("LV", vec![head_of(&own)]);
    assert!(solo.replica.has_been_heard());
    solo.connect("NL");
    assert!(solo.replica.has_been_heard(), "heard once is heard");
}

#[test]
fn everybody_who_was_asked_is_waited_for() {
    let mut solo = Solo::new();
    let late = solo.connect("LV");
    assert!(!opened(&solo.meet("KR", Vec::new())));
    let block = SigningBlock::AwaitingAnswers { outstanding: 1 };
    assert_eq!(solo.replica.may_sign(), Err(block));
    let own = history("EE", 3);
    let out = solo.respond(&late, frontier(vec![head_of(&own)], Vec::new()));
    assert_eq!(solo.replica.may_sign(), Err(SigningBlock::Adopting { held: 0, seen: 3 }));
    let out = solo.catch_up(out, &[&own]);
    assert!(opened(&solo.persist(&out)), "what the peer holds is adopted, then signed upon");
    assert_eq!(solo.replica.own_chain().unwrap().head(), Some(head_of(&own)));
}

#[test]
fn one_lost_answer_does_not_open_the_barrier() {
    let mut solo = Solo::new();
    let lost = solo.connect("LV");
    solo.meet("KR", Vec::new());
    assert!(!opened(&solo.feed(Input::RequestFailed { ticket: lost.ticket })));
    assert!(solo.replica.may_sign().is_err());
    // It is asked again, and its answer opens.
    let out = solo.pass(1_000);
    let again = asked(&out).into_iter().find(|asked| asked.to == peer("LV")).unwrap();
    assert!(opened(&solo.respond(&again, Answer::Equal)));
}

#[test]
fn a_peer_that_never_answers_does_not_close_it_for_ever() {
    let mut solo = Solo::new();
    let silent = solo.connect("LV");
    solo.meet("KR", Vec::new());
    let mut asked_of_it = vec![silent];
    let mut open = false;
    for _ in 0..10 {
        for asked in std::mem::take(&mut asked_of_it) {
            open |= opened(&solo.feed(Input::RequestFailed { ticket: asked.ticket }));
        }
        let out = solo.pass(10_000);
        asked_of_it = asked(&out).into_iter().filter(|asked| asked.to == peer("LV")).collect();
    }
    assert!(open);
}

#[test]
fn a_peer_that_is_gone_is_not_waited_for_and_what_it_said_still_counts() {
    let mut solo = Solo::new();
    solo.connect("LV");
    solo.meet("KR", Vec::new());
    assert!(opened(&solo.feed(Input::Disconnected(peer("LV")))));
    let mut solo = Solo::new();
    solo.meet("KR", vec![head_of(&history("EE", 3))]);
    solo.feed(Input::Disconnected(peer("KR")));
    assert_eq!(solo.replica.may_sign(), Err(SigningBlock::Adopting { held: 0, seen: 3 }));
}

#[test]
fn a_peer_that_does_not_hold_what_it_said_is_discharged() {
    let own = history("EE", 3);
    for empty in [Vec::new(), vec![forged(&own[0])]] {
        let mut solo = Solo::new();
        let out = solo.meet("KR", vec![head_of(&own)]);
        let page = pages(&out).pop().unwrap();
        let out = solo.respond(&page, Answer::Page { entries: empty });
        let verified = solo.verify(out);
        assert_eq!(solo.replica.may_sign(), Ok(()), "{:?}", reasons(&verified));
    }
}

/// Answers every question of this time with `heads` of KR and the truth of the others; pages never.
fn lie_and_be_silent(solo: &mut Solo, heads: &[Head], truth: Head, seconds: u64) {
    for _ in 0..seconds {
        let mut questions = asked(&solo.pass(1_000));
        while let Some(question) = questions.pop() {
            if let Request::Sync { .. } = question.request {
                let is_liar = question.to == peer("KR");
                let heads = if is_liar { heads.to_vec() } else { vec![truth] };
                let answer = frontier(heads, Vec::new());
                questions.extend(asked(&solo.respond(&question, answer)));
            }
        }
    }
}

#[test]
fn a_peer_that_says_more_and_never_serves_it_does_not_close_it_for_ever() {
    let own = history("EE", 4);
    let (held, lie) = (head_of(&own[..3]), head_of(&own));
    let mut solo = Solo::holding(&[held]);
    solo.meet("LV", vec![held]);
    solo.meet("KR", vec![lie]);
    let block = Err(SigningBlock::Adopting { held: 3, seen: 4 });
    lie_and_be_silent(&mut solo, &[lie], held, 60);
    assert_eq!(solo.replica.may_sign(), block, "a few lost answers open nothing");
    lie_and_be_silent(&mut solo, &[lie], held, 600);
    assert_eq!(solo.replica.may_sign(), Ok(()));
    solo.gossip("KR", &Gossip::Head(lie));
    assert_eq!(solo.replica.may_sign(), Ok(()), "nor is it believed when it says so again");
}

#[test]
fn a_peer_that_serves_at_last_is_believed_again() {
    let (mut barrier, kr) = (super::Barrier::default(), peer("KR"));
    barrier.hear(kr, Some(3));
    for _ in 0..super::UNSERVED_MAX {
        assert_eq!(barrier.seen_next(), 4);
        barrier.unserved(kr);
    }
    assert_eq!(barrier.seen_next(), 0);
    barrier.hear(kr, Some(3));
    barrier.raise(kr, 4);
    assert_eq!(barrier.seen_next(), 0);
    barrier.served(kr);
    barrier.raise(kr, 4);
    assert_eq!(barrier.seen_next(), 5);
}

#[test]
fn peers_that_fail_by_turns_do_not_close_it_for_ever() {
    let mut solo = needing(1);
    let mut waiting = [Some(solo.connect("LV")), Some(solo.connect("KR"))];
    solo.meet("NL", Vec::new());
    for turn in 0..20 {
        let failed = std::mem::take(&mut waiting[turn % 2]);
        if let Some(failed) = failed {
            solo.respond(&failed, Answer::Busy);
        }
        for question in asked(&solo.pass(10_000)) {
            match question.to {
                to if to == peer("LV") => waiting[0] = Some(question),
                to if to == peer("KR") => waiting[1] = Some(question),
                _ => drop(solo.respond(&question, Answer::Equal)),
            }
        }
        assert!(turn > 0 || solo.replica.may_sign().is_err(), "both are waited for at first");
    }
    assert_eq!(solo.replica.may_sign(), Ok(()));
}

#[test]
fn a_rumour_of_more_own_entries_blocks_until_it_is_tested() {
    let own = history("EE", 2);
    let mut solo = Solo::holding(&[head_of(&own[..1])]);
    solo.meet("KR", Vec::new());
    assert_eq!(solo.replica.may_sign(), Ok(()));
    let (_, out) = solo.gossip("KR", &Gossip::Head(head_of(&own)));
    assert_eq!(solo.replica.may_sign(), Err(SigningBlock::Adopting { held: 1, seen: 2 }));
    let page = pages(&out).pop().unwrap();
    let out = solo.respond(&page, Answer::Page { entries: entries(&own[1..]) });
    let out = solo.verify(out);
    solo.persist(&out);
    assert_eq!(solo.replica.may_sign(), Ok(()));
}

fn knowing_a_checkpoint(heads: Vec<Head>) -> Answer {
    let notes = vec![(log("EE"), chancery_encoding::Digest::from_bytes([3; 32]))];
    let Answer::Frontier(holdings) = frontier(heads, Vec::new()) else { unreachable!() };
    Answer::Frontier(crate::wire::Holdings { notes, ..holdings })
}

/// The entries never left the node whose disk is lost, but a checkpoint over them did: to sign others in
/// their place would convict it.
#[test]
fn checkpoints_of_the_own_log_are_heard_before_anything_is_signed() {
    let mut solo = needing(1);
    let sync = solo.connect("KR");
    let out = solo.respond(&sync, knowing_a_checkpoint(Vec::new()));
    assert!(!opened(&out));
    assert!(solo.replica.may_sign().is_err());
    let asked =
        asked(&out).into_iter().find(|asked| asked.request == Request::Notes { log: log("EE") });
    let note = checkpoint(&history("EE", 3), None).encode();
    let out = solo.respond(&asked.unwrap(), Answer::Notes { notes: vec![note] });
    assert!(!opened(&out));
    assert_eq!(solo.replica.may_sign(), Err(SigningBlock::Adopting { held: 0, seen: 3 }));
}

#[test]
fn a_peer_that_never_shows_the_checkpoints_does_not_close_it_for_ever() {
    let mut solo = needing(1);
    let mut out = solo.feed(Input::Connected(peer("KR")));
    let mut open = false;
    for _ in 0..200 {
        let questions = asked(&out);
        out = solo.pass(10_000);
        for question in questions {
            let answer = match question.request {
                Request::Sync { .. } => solo.respond(&question, knowing_a_checkpoint(Vec::new())),
                _ => solo.feed(Input::RequestFailed { ticket: question.ticket }),
            };
            out.extend(answer);
        }
        open |= opened(&out);
    }
    assert!(open);
}

#[test]
fn an_operator_may_waive_it_and_a_frozen_log_stays_frozen() {
    let mut solo = Solo::new();
    assert!(solo.replica.may_sign().is_err());
    solo.replica.waive_barrier();
    assert_eq!(solo.replica.may_sign(), Ok(()));
    let (one, other) =
        (crate::tests::cast::branch("EE", 3, 1, "a"), crate::tests::cast::branch("EE", 3, 1, "b"));
    let proof =
        chancery_ledger::evidence::Equivocation::prove(&one[1], &other[1]).unwrap().encode();
    let settings = Settings { barrier: Barrier::Overridden, ..Settings::default() };
    let solo = Solo::with(settings, &[head_of(&one)], &[proof]);
    assert_eq!(solo.replica.may_sign(), Err(SigningBlock::Frozen { seq: 1 }));
}

#[test]
fn without_an_own_log_nothing_is_signed_and_alone_anything_is() {
    let register = crate::tests::cast::register();
    let reader = Replica::new(Settings::default(), register, None, &crate::Held::default(), 1);
    assert_eq!(reader.may_sign(), Err(SigningBlock::NoOwnLog));
    let alone = crate::tests::cast::register_alone("EE");
    let alone =
        Replica::new(Settings::default(), alone, Some(log("EE")), &crate::Held::default(), 1);
    assert_eq!(alone.may_sign(), Ok(()));
}

#[test]
fn members_without_a_certified_node_may_still_hold_more() {
    let unknown = crate::tests::cast::register_of(&["EE"]);
    let held = crate::Held::default();
    let unknown = Replica::new(Settings::default(), unknown, Some(log("EE")), &held, 1);
    let block = SigningBlock::AwaitingPeers { answered: 0, needed: 1 };
    assert_eq!(unknown.may_sign(), Err(block));
}

#[test]
fn reasons_of_an_unserved_page_are_charged_to_the_peer() {
    let mut solo = Solo::new();
    let out = solo.meet("KR", vec![head_of(&history("EE", 3))]);
    let page = pages(&out).pop().unwrap();
    let out = solo.respond(&page, Answer::Page { entries: Vec::new() });
    assert_eq!(reasons(&out), [Reason::NotServed]);
    assert_eq!(solo.replica.peers()[0].score, -Reason::NotServed.cost());
}
