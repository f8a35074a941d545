//! Laws of acts: fetched once, in order, from one peer at a time; refused by name; bounded.

use chancery_encoding::Digest;
use chancery_ledger::roster::Register;

use crate::limits::ACTS_ASKED_MAX;
use crate::tests::cast::{self, other_version, peer, register, renewal};
use crate::tests::solo::{Asked, Solo, answers, asked, reasons, verdicts};
use crate::wire::{Answer, Gossip, Holdings, Request};
use crate::{Input, Output, Reason, Settings, Verdict};

fn holding(acts: &[Vec<u8>]) -> Register {
    let mut register = register();
    for bytes in acts {
        let act = register.check(bytes).unwrap();
        register.insert(act);
    }
    register
}

fn list(register: &Register) -> Vec<(Digest, Digest)> {
    register.acts().map(|act| (act.id().digest(), act.digest())).collect()
}

/// The peer says that it holds these acts; gives the question that follows.
fn meet(solo: &mut Solo, code: &str, register: &Register) -> Vec<Output> {
    let sync = solo.connect(code);
    let (heads, proofs, notes) = (Vec::new(), Vec::new(), Vec::new());
    let acts = register.digest();
    solo.respond(&sync, Answer::Frontier(Holdings { heads, proofs, notes, acts }))
}

fn question(out: &[Output]) -> Asked {
    asked(out).pop().unwrap()
}

fn renewals(count: u64) -> Vec<Vec<u8>> {
    (2..2 + count).map(|serial| renewal("LV", serial)).collect()
}

#[test]
fn acts_are_listed_fetched_and_in_force_once_they_are_durable() {
    let theirs = holding(&renewals(3));
    let mut solo = Solo::new();
    let wanted = question(&meet(&mut solo, "KR", &theirs));
    assert_eq!(wanted.request, Request::ActList);
    let wanted = question(&solo.respond(&wanted, Answer::ActList { acts: list(&theirs) }));
    let ids: Vec<Digest> = list(&theirs).into_iter().map(|(id, _)| id).collect();
    assert_eq!(wanted.request, Request::Acts { ids });
    let acts = theirs.acts().map(|act| act.bytes().to_vec()).collect();
    let write = solo.respond(&wanted, Answer::Acts { acts });
    assert_eq!(solo.replica.register().acts().count(), 0);
    solo.persist(&write);
    assert_eq!(solo.replica.register().digest(), theirs.digest());
    let (_, out) = solo.request("NL", Request::ActList);
    assert_eq!(answers(&out)[0].1, Answer::ActList { acts: list(&theirs) });
}

#[test]
fn more_acts_than_fit_one_question_are_asked_for_in_turn() {
    let theirs = holding(&renewals(ACTS_ASKED_MAX as u64 + 5));
    let mut solo = Solo::new();
    let mut wanted = question(&meet(&mut solo, "KR", &theirs));
    wanted = question(&solo.respond(&wanted, Answer::ActList { acts: list(&theirs) }));
    let mut rounds = 0;
    while let Request::Acts { ids } = &wanted.request {
        assert!(ids.len() <= ACTS_ASKED_MAX);
        rounds += 1;
        // Each time only a prefix is served.
        let served = ids.iter().take(40).map(|id| {
            let act = theirs.acts().find(|act| act.id().digest() == *id).unwrap();
            act.bytes().to_vec()
        });
        let out = solo.respond(&wanted, Answer::Acts { acts: served.collect() });
        solo.persist(&out);
        let Some(next) = asked(&out).pop() else { break };
        wanted = next;
    }
    assert_eq!(rounds, 2);
    assert_eq!(solo.replica.register().digest(), theirs.digest());
}

#[test]
fn whoever_lists_what_it_does_not_serve_pays_each_time_and_holds_nobody_up() {
    let theirs = holding(&renewals(2));
    let mut solo = Solo::new();
    let wanted = question(&meet(&mut solo, "KR", &theirs));
    let waits = meet(&mut solo, "NL", &theirs);
    assert!(asked(&waits).is_empty(), "one at a time");
    let wanted = question(&solo.respond(&wanted, Answer::ActList { acts: list(&theirs) }));
    let out = solo.respond(&wanted, Answer::Acts { acts: Vec::new() });
    assert_eq!(reasons(&out), [Reason::NotServed]);
    let next = question(&out);
    assert_eq!((next.to, next.request), (peer("NL"), Request::ActList));
}

#[test]
fn a_turn_at_acts_is_over_after_a_while_whatever_its_holder_does() {
    let theirs = holding(&renewals(9));
    let mut solo = Solo::new();
    let wanted = question(&meet(&mut solo, "KR", &theirs));
    meet(&mut solo, "NL", &theirs);
    solo.now_ms += Settings::default().request_ms - 1;
    // The holder answers at last, and NL has shown its acts once more.
    let out = meet_again(&mut solo, "NL", &theirs);
    assert!(!asked(&out).iter().any(|asked| asked.request == Request::ActList));
    solo.now_ms += 1;
    let out = meet_again(&mut solo, "NL", &theirs);
    assert!(asked(&out).iter().any(|asked| asked.request == Request::ActList));
    assert_eq!(wanted.to, peer("KR"));
}

fn meet_again(solo: &mut Solo, code: &str, register: &Register) -> Vec<Output> {
    solo.feed(Input::Disconnected(peer(code)));
    meet(solo, code, register)
}

#[test]
fn what_is_no_act_or_another_one_is_refused_at_the_first() {
    let theirs = holding(&renewals(2));
    for (served, reason) in [
        (vec![vec![0xff; 40]], Reason::BadAct),
        (vec![renewal("KR", 9)], Reason::WrongPage),
        (vec![vec![0xff; 40], renewal("LV", 2)], Reason::BadAct),
    ] {
        let mut solo = Solo::new();
        let wanted = question(&meet(&mut solo, "KR", &theirs));
        let wanted = question(&solo.respond(&wanted, Answer::ActList { acts: list(&theirs) }));
        let out = solo.respond(&wanted, Answer::Acts { acts: served });
        assert_eq!(reasons(&out), [reason]);
    }
}

#[test]
fn what_brought_nothing_is_not_asked_for_again_before_something_changes() {
    let mut solo = Solo::new();
    let ours = holding(&renewals(2));
    for act in ours.acts() {
        let write = solo.feed(Input::Enacted { bytes: act.bytes().to_vec() });
        solo.persist(&write);
    }
    // The peer has fewer than this node: its list brings nothing, whatever its digest.
    let theirs = holding(&renewals(1));
    let wanted = question(&meet(&mut solo, "KR", &theirs));
    let out = solo.respond(&wanted, Answer::ActList { acts: list(&theirs) });
    assert!(asked(&out).is_empty());
    let out = solo.pass(Settings::default().sync_ms);
    let sync = asked(&out).into_iter().next().unwrap();
    let (heads, proofs, notes) = (Vec::new(), Vec::new(), Vec::new());
    let holdings = Holdings { heads, proofs, notes, acts: theirs.digest() };
    let out = solo.respond(&sync, Answer::Frontier(holdings));
    assert!(asked(&out).is_empty(), "nothing has changed");
}

#[test]
fn gossip_is_accepted_once_durable_and_known_copies_cost_nothing() {
    let mut solo = Solo::new();
    let gossip = Gossip::Act(renewal("LV", 2));
    let (first, write) = solo.gossip("KR", &gossip);
    let (second, out) = solo.gossip("NL", &gossip);
    assert_eq!((verdicts(&write), verdicts(&out)), (vec![], vec![]));
    let out = solo.persist(&write);
    assert_eq!(verdicts(&out), [(first, Verdict::Accept), (second, Verdict::Accept)]);
    let (third, out) = solo.gossip("KR", &gossip);
    assert_eq!(verdicts(&out), [(third, Verdict::Accept)]);
    let (bad, out) = solo.gossip("KR", &Gossip::Act(vec![0xff; 9]));
    assert_eq!(verdicts(&out), [(bad, Verdict::Reject)]);
    assert_eq!(reasons(&out), [Reason::BadAct]);
}

#[test]
fn of_an_act_that_gets_another_signature_only_the_newest_copy_is_remembered() {
    let copies = cast::other_version_copies();
    let mut solo = Solo::new();
    for (at, copy) in copies.iter().enumerate() {
        let (ticket, write) = solo.gossip("KR", &Gossip::Act(copy.clone()));
        let out = solo.persist(&write);
        assert_eq!(verdicts(&out), [(ticket, Verdict::Accept)], "copy {at}");
        assert_eq!(
            solo.replica.acts.copies.len(),
            1,
            "whoever can make copies could fill this node"
        );
    }
    // What says less than what is held is not passed on: there are as many of it as anybody wants.
    let (ticket, out) = solo.gossip("NL", &Gossip::Act(copies[0].clone()));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
}

#[test]
fn an_act_that_waits_too_long_for_the_disk_is_ignored_and_still_kept() {
    let mut solo = Solo::new();
    let (ticket, write) = solo.gossip("KR", &Gossip::Act(renewal("LV", 2)));
    let out = solo.pass(Settings::default().gossip_wait_ms);
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert!(verdicts(&solo.persist(&write)).is_empty(), "one verdict for each");
    assert_eq!(solo.replica.register().acts().count(), 1);
}

#[test]
fn acts_come_into_force_in_the_order_in_which_they_were_checked() {
    let mut solo = Solo::new();
    let one = solo.feed(Input::Enacted { bytes: other_version() });
    let other = solo.feed(Input::Enacted { bytes: renewal("LV", 2) });
    assert_eq!(solo.replica.register().acts().count(), 0);
    solo.persist(&other);
    assert_eq!(solo.replica.register().acts().count(), 0, "the one before it is not durable");
    let out = solo.persist(&one);
    assert_eq!(solo.replica.register().acts().count(), 2);
    assert_eq!(solo.replica.register().directory().roster().version, 1);
    assert!(out.iter().any(|output| matches!(output, Output::Publish { .. })));
}

#[test]
fn what_an_operator_submits_that_is_no_act_is_refused_by_name() {
    let mut solo = Solo::new();
    assert_eq!(reasons(&solo.feed(Input::Enacted { bytes: vec![1] })), [Reason::BadAct]);
    assert_eq!(cast::register().acts().count(), 0);
}

#[test]
fn an_act_that_follows_one_on_its_way_to_the_disk_is_not_early() {
    let mut solo = Solo::new();
    let follower = cast::version_after_other();
    assert!(solo.replica.check_act(&follower).is_err_and(|flaw| flaw.is_early()));
    solo.feed(Input::Enacted { bytes: other_version() });
    assert!(solo.replica.register().check(&follower).is_err_and(|flaw| flaw.is_early()));
    assert!(solo.replica.check_act(&follower).is_ok(), "it is taken, so nobody is told otherwise");
}
