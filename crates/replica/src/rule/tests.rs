//! Laws of what follows from acts for one node.

use chancery_ledger::log::Chain;

use crate::tests::cast::{
    directory, head_of, history, log, other_version, peer, removal, revocation, second_certificate,
    second_liar,
};
use crate::tests::solo::{Solo, answers, pages, published, reasons, verdicts};
use crate::wire::{Answer, Gossip, Request};
use crate::{Input, Output, Reason, SigningBlock, Verdict};

/// Estonia holds ten entries of Latvia's log, and meets Korea and Latvia.
fn solo() -> Solo {
    let mut solo = Solo::holding(&[head_of(&history("LV", 10))]);
    for code in ["KR", "LV"] {
        solo.meet(code, vec![head_of(&history("LV", 10))]);
    }
    solo
}

fn enact(solo: &mut Solo, act: Vec<u8>) -> Vec<Output> {
    let write = solo.feed(Input::Enacted { bytes: act });
    solo.persist(&write)
}

fn shown(solo: &mut Solo) -> Vec<(u64, u64)> {
    let digest = chancery_encoding::Digest::of(b"other");
    let (_, out) = solo.request("KR", Request::Sync { heads: digest, papers: digest });
    let Answer::Frontier(holdings) = answers(&out).pop().unwrap().1 else { panic!() };
    holdings.heads.iter().map(|head| (head.log.epoch, head.seq)).collect()
}

fn hung_up_on(out: &[Output]) -> Vec<crate::PeerKey> {
    let gone = out.iter().filter_map(|output| match output {
        Output::Disconnect { peer } => Some(*peer),
        _ => None,
    });
    gone.collect()
}

#[test]
fn an_act_counts_once_it_is_durable_and_not_before() {
    let mut solo = solo();
    let act = revocation("LV", Some(&history("LV", 10)[4]));
    let write = solo.feed(Input::Enacted { bytes: act });
    assert_eq!(shown(&mut solo), [(0, 9)]);
    let out = solo.fail_writes(&write);
    assert_eq!(reasons(&out), [Reason::DiskFailed]);
    assert_eq!(solo.replica.register().acts().count(), 0);
    let again = solo.pass(crate::Settings::default().disk_retry_ms);
    let out = solo.persist(&again);
    assert!(out.iter().any(|output| matches!(output, Output::RosterChanged)));
    assert!(shown(&mut solo).is_empty(), "before the last place that stands is read");
    solo.read(&out, &history("LV", 10));
    assert_eq!(shown(&mut solo), [(0, 4)]);
}

#[test]
fn an_entry_behind_a_cut_is_refused_and_nobody_is_blamed() {
    let mut solo = solo();
    enact(&mut solo, revocation("LV", Some(&history("LV", 10)[9])));
    let entry = history("LV", 11)[10].entry().clone();
    let (ticket, out) = solo.gossip("KR", &Gossip::Entry(entry));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(reasons(&out), [Reason::Revoked]);
    let out = solo.meet("NL", vec![head_of(&history("LV", 20))]);
    assert!(pages(&out).is_empty(), "nothing behind it is asked for");
}

#[test]
fn a_state_that_is_out_is_hung_up_on_and_neither_served_nor_heard() {
    let mut solo = solo();
    let log = history("LV", 10);
    // A page that is being read for it when the act comes is not served either.
    let (page, reading) =
        solo.request("LV", Request::Page { log: log[0].position().log, from: 0, count: 4 });
    let out = enact(&mut solo, removal("LV", &log[9]));
    assert_eq!(hung_up_on(&out), [peer("LV")]);
    let refused = |ticket| (ticket, Answer::Refused { reason: "unknown-peer".into() });
    assert_eq!(answers(&solo.read(&reading, &log)), [refused(page)]);
    let (ticket, out) = solo.request("LV", Request::ActList);
    assert_eq!(answers(&out), [refused(ticket)]);
    let (ticket, out) = solo.gossip("LV", &Gossip::Head(head_of(&log)));
    assert_eq!(verdicts(&out), [(ticket, Verdict::Ignore)]);
    assert_eq!(hung_up_on(&solo.feed(Input::Connected(peer("LV")))), [peer("LV")]);
    assert_eq!(shown(&mut solo), [(0, 9)], "what it said before stands");
}

#[test]
fn a_state_that_comes_back_while_a_page_is_read_for_it_is_counted_right() {
    let mut solo = solo();
    let log = history("LV", 10);
    let page = || Request::Page { log: log[0].position().log, from: 0, count: 4 };
    let (_, reading) = solo.request("LV", page());
    enact(&mut solo, removal("LV", &log[9]));
    // Another version of the same height: nobody is out before people settle it.
    enact(&mut solo, other_version());
    assert!(solo.replica.register().halt().is_some());
    solo.feed(Input::Connected(peer("LV")));
    solo.read(&reading, &log);
    let (_, again) = solo.request("LV", page());
    assert!(matches!(answers(&solo.read(&again, &log))[0].1, Answer::Page { .. }));
}

#[test]
fn a_log_of_which_nothing_stands_is_shown_to_nobody() {
    let mut solo = solo();
    enact(&mut solo, revocation("LV", None));
    assert!(shown(&mut solo).is_empty());
}

#[test]
fn whose_own_log_is_closed_signs_no_more() {
    let mut solo = Solo::new();
    solo.meet("KR", Vec::new());
    assert_eq!(solo.replica.may_sign(), Ok(()));
    enact(&mut solo, revocation("EE", None));
    assert_eq!(solo.replica.may_sign(), Err(SigningBlock::Closed { seq: 0 }));
}

#[test]
fn an_own_entry_that_was_signed_while_the_own_log_was_closed_hides_nothing_and_is_not_published() {
    let own = history("EE", 4);
    let late = Chain::resume(head_of(&own[..3]), None).admit(own[3].clone(), &directory()).unwrap();
    let mut solo = Solo::holding(&[head_of(&own[..3])]);
    solo.meet("KR", Vec::new());
    enact(&mut solo, revocation("EE", Some(&own[2])));
    assert_eq!(shown(&mut solo), [(0, 2)]);
    let out = solo.feed(Input::Authored(late));
    assert_eq!(published(&out), [], "it does not stand");
    assert_eq!(solo.durable(log("EE")), Some(3), "and is held");
    assert_eq!(shown(&mut solo), [(0, 2)], "what stands is still shown");
}

#[test]
fn a_proof_against_an_author_who_is_known_no_more_does_not_keep_the_disk_busy() {
    let mut solo = solo();
    enact(&mut solo, second_certificate("LV"));
    let (log, proof) = second_liar("LV");
    let (_, write) = solo.gossip("KR", &Gossip::Evidence(proof));
    enact(&mut solo, removal("LV", &history("LV", 10)[9]));
    assert!(solo.replica.directory().author(&log.key).is_none(), "the removal does not keep it");
    // Whoever writes it finds no author any more.
    let out = solo.fail_writes(&write);
    assert_eq!(reasons(&out), [Reason::DiskFailed]);
    let out = solo.pass(10 * crate::Settings::default().disk_retry_ms);
    let keeps = out.iter().filter(|output| matches!(output, Output::KeepEvidence { .. })).count();
    assert_eq!(keeps, 0, "each failure would stop the disk for everybody");
}

#[test]
fn everybody_else_is_asked_soon() {
    let mut solo = solo();
    solo.pass(crate::Settings::default().sync_ms / 2);
    enact(&mut solo, revocation("LV", Some(&history("LV", 10)[9])));
    let out = solo.pass(crate::Settings::default().sync_ms / 2);
    let asked = crate::tests::solo::asked(&out);
    assert!(asked.iter().any(|asked| asked.to == peer("KR")));
    assert!(asked.iter().all(|asked| asked.to != peer("LV")), "its log is closed, so it is out");
    assert_eq!(log("LV"), history("LV", 1)[0].position().log);
}
