//! Laws of evidence packs: every form verifies, nothing bent does, and one set of facts has one spelling.

use super::{
    Dated, NoEffect, Pack, PackFlaw, Part, PartList, Status, Uncounted, Verdict, WithdrawnPart,
};
use crate::log::AdmissionFlaw;
use crate::policy::OfficersNeeded;
use crate::tests::cast::{genesis, request};
use crate::tests::packing::release::USUAL;
use crate::tests::packing::{Stage, parts};

fn verdict(stage: &Stage) -> Verdict {
    let bytes = stage.pack().encode();
    Pack::decode(&bytes).unwrap().verify(&genesis()).unwrap()
}

fn staged(change: impl FnOnce(&mut Stage)) -> Stage {
    let mut stage = Stage::new();
    change(&mut stage);
    stage
}

fn states(verdict: &Verdict) -> Vec<&str> {
    verdict.held.states.iter().map(|state| state.as_str()).collect()
}

#[test]
fn plain_pack_says_what_who_where_and_who_held_it() {
    let stage = Stage::new();
    let verdict = verdict(&stage);
    assert_eq!(verdict.id, stage.record().id());
    assert_eq!(verdict.header, *stage.record().header());
    assert_eq!((verdict.size, verdict.status), (7, Status::InForce));
    assert_eq!((states(&verdict), verdict.held.of), (vec!["EE", "KR", "NL"], 3));
    assert!(verdict.founded && verdict.has_body && verdict.later.is_empty());
    assert!(stage.pack().acts.is_empty(), "the genesis file has all that is needed");
}

#[test]
fn pack_without_body_or_cosignature_verifies_and_says_so() {
    let stage = staged(|stage| {
        stage.has_body = false;
        stage.witnesses.clear();
    });
    let verdict = verdict(&stage);
    assert!(!verdict.has_body);
    assert_eq!(states(&verdict), ["EE"], "the author's own state holds what it signed");
}

#[test]
fn correction_of_a_correction_is_the_one_that_counts() {
    let stage = staged(|stage| {
        let record = stage.record().clone();
        stage.speak_of("correction", &record);
        let first = stage.log.last().unwrap().clone();
        stage.speak_of("correction", &first);
    });
    let verdict = verdict(&stage);
    assert_eq!(verdict.status, Status::Corrected { by: stage.log[8].id() });
    assert_eq!(verdict.later.len(), 2);
}

#[test]
fn withdrawn_correction_does_not_count_and_a_withdrawal_of_the_record_does() {
    let mut stage = Stage::new();
    let record = stage.record().clone();
    stage.speak_of("correction", &record);
    let correction = stage.log.last().unwrap().clone();
    stage.speak_of("withdrawal", &correction);
    assert_eq!(verdict(&stage).status, Status::InForce);
    stage.speak_of("withdrawal", &record);
    let by = stage.log.last().unwrap().id();
    assert_eq!(verdict(&stage).status, Status::Withdrawn { by });
}

#[test]
fn partial_withdrawal_takes_parts_and_leaves_the_record() {
    let stage = staged(|stage| {
        let record = stage.record().clone();
        stage.speak_with("withdrawal", &record, vec![parts("parties", &["p1"])]);
        // What was taken once does not come back.
        stage.speak_of("correction", &record);
    });
    let verdict = verdict(&stage);
    assert_eq!(verdict.status, Status::Corrected { by: stage.log[8].id() });
    let part = Part { list: PartList::Parties, key: "p1".into() };
    let by = stage.log[7].id();
    assert_eq!(verdict.withdrawn_parts, [WithdrawnPart { part, by, reason: None }]);
}

#[test]
fn renewal_moves_a_day_until_the_record_is_withdrawn() {
    let until = |day: &str| vec![("valid_until", day.into())];
    let mut stage = staged(|stage| stage.publish("risk-advisory", until("2027-06-30")));
    let record = stage.record().clone();
    stage.speak_with("renewal", &record, until("2028-06-30"));
    let by = stage.last().id();
    let renewed = Some(Dated { day: "2028-06-30".into(), by });
    assert_eq!(verdict(&stage).valid_until, renewed);
    stage.speak_of("withdrawal", &record);
    stage.speak_with("renewal", &record, until("2029-06-30"));
    let verdict = verdict(&stage);
    assert_eq!((verdict.valid_until, verdict.renewed_by), (renewed, Some(by)));
    assert_eq!(verdict.later[2].no_effect, Some(NoEffect::AfterWithdrawal));
}

/// The second node's log is shorter, and what it says of a renewal still comes after that renewal.
#[test]
fn what_is_said_of_a_statement_ranks_behind_it_in_whichever_log_it_stands() {
    let mut stage = Stage::new();
    let record = stage.record().clone();
    stage.speak_with("renewal", &record, vec![("valid_until", "2028-06-30".into())]);
    let renewal = stage.last().clone();
    stage.speak_of("correction", &record);
    let correction = stage.last().clone();
    stage.second_node();
    let mut second = Stage::new();
    second.move_to_second_node();
    second.log.truncate(2);
    second.speak_with("renewal", &correction, vec![("valid_until", "2029-06-30".into())]);
    second.speak_of("withdrawal", &renewal);
    stage.later.extend(second.later.clone());
    let verdict = verdict(&stage);
    assert_eq!(verdict.status, Status::Corrected { by: correction.id() });
    assert_eq!(verdict.renewed_by, Some(second.log[2].id()));
    assert!(verdict.later.iter().any(|one| one.no_effect == Some(NoEffect::TakenBack)));
}

#[test]
fn what_is_about_other_records_stays_out() {
    let plain = Stage::new();
    let mut stage = Stage::new();
    let other = stage.log[3].clone();
    stage.speak_of("correction", &other);
    let pack = stage.pack();
    assert!(pack.later.is_empty());
    assert_ne!(pack.checkpoint, plain.pack().checkpoint, "only the checkpoint is a later one");
}

#[test]
fn record_of_a_certified_second_node_brings_its_certificate() {
    let stage = staged(Stage::move_to_second_node);
    assert_eq!(stage.pack().acts.len(), 1);
    let verdict = verdict(&stage);
    assert!(!verdict.founded);
    assert_eq!(verdict.certificate.serial, 2);
}

#[test]
fn record_of_a_later_epoch_brings_the_certificate_that_opens_it() {
    let stage = staged(Stage::next_epoch);
    assert_eq!(verdict(&stage).header.epoch, 1);
}

#[test]
fn step_and_the_certificate_of_an_admitted_cosigner_are_there() {
    let stage = staged(Stage::admit);
    let verdict = verdict(&stage);
    assert_eq!((verdict.version, verdict.held.of), (1, 4));
    assert_eq!(states(&verdict), ["EE", "KR", "NL", "PT"]);
    assert_eq!(verdict.rosters[0].signers.len(), 3);
    assert_eq!(verdict.named_version, 0);
}

#[test]
fn record_below_a_cut_stands_and_one_behind_it_has_no_pack() {
    let stage = staged(|stage| stage.revoke(Some(4)));
    assert_eq!(verdict(&stage).cut, Some((4, stage.log[4].id())));
    for last in [Some(1), None] {
        let behind = staged(|stage| stage.revoke(last));
        assert_eq!(behind.assemble().err(), Some(PackFlaw::Author(AdmissionFlaw::Revoked)));
    }
    let at = staged(|stage| stage.revoke(Some(2)));
    verdict(&at);
}

#[test]
fn only_the_revocation_that_counts_is_there() {
    let mut stage = Stage::new();
    stage.revoke(Some(5));
    stage.revoke(Some(4));
    stage.revoke(Some(6));
    assert_eq!(stage.pack().acts.len(), 1);
    assert_eq!(verdict(&stage).cut.unwrap().0, 4);
}

#[test]
fn proof_forks_what_stands_at_its_place_or_above_and_nothing_below() {
    for (at, status) in [(2, Status::Forked), (1, Status::Forked), (3, Status::InForce)] {
        let stage = staged(|stage| stage.equivocate(at));
        let verdict = verdict(&stage);
        assert_eq!((verdict.status, verdict.forks.len()), (status, 1), "{at}");
    }
}

#[test]
fn cosigner_whose_state_has_left_is_shown_and_not_counted() {
    let stage = staged(Stage::leave);
    let verdict = verdict(&stage);
    assert_eq!(states(&verdict), ["EE", "KR"]);
    assert_eq!(verdict.held.cosigners[1].uncounted, Some(Uncounted::Gone));
}

#[test]
fn acts_that_the_record_does_not_need_are_left_out_and_refused() {
    let mut stage = Stage::new();
    let plain = stage.pack();
    let certificate = stage.second_node();
    assert_eq!(stage.pack(), plain, "a node that has nothing to do with the record");
    let mut padded = plain;
    padded.acts.push(certificate.bytes().to_vec());
    assert_eq!(padded.verify(&genesis()).err(), Some(PackFlaw::ActUnneeded { at: 0 }));
    // Nor is what the genesis file has.
    padded.acts = vec![genesis().certificates()[1].bytes().to_vec()];
    assert_eq!(padded.verify(&genesis()).err(), Some(PackFlaw::ActUnneeded { at: 0 }));
}

#[test]
fn order_in_which_things_were_learnt_does_not_show() {
    let full = |shuffle: bool| {
        let mut stage = Stage::new();
        let record = stage.record().clone();
        let correction = ["correction", "withdrawal"];
        correction.iter().for_each(|kind| stage.speak_of(kind, &record));
        stage.equivocate(5);
        if shuffle {
            stage.leave();
            stage.certify(crate::certificate::CertificateRequest { serial: 9, ..request("KR") });
            stage.later.reverse();
            stage.later.extend(stage.later.clone());
        } else {
            stage.certify(crate::certificate::CertificateRequest { serial: 9, ..request("KR") });
            stage.leave();
        }
        stage
    };
    let (one, other) = (full(false), full(true));
    assert_eq!(one.pack().encode(), other.pack().encode());
}

#[test]
fn pack_of_another_network_is_refused() {
    let mut pack = Stage::new().pack();
    pack.network = chancery_encoding::Digest::of(b"another");
    assert_eq!(pack.verify(&genesis()).unwrap_err().name(), "other-network");
}

fn is_refused(bytes: &[u8], genesis: &crate::roster::Genesis) -> bool {
    Pack::decode(bytes).and_then(|pack| pack.verify(genesis)).is_err()
}

#[test]
fn every_single_bit_flip_of_a_small_pack_is_refused() {
    let (bytes, genesis) = (Stage::new().pack().encode(), genesis());
    assert!(!is_refused(&bytes, &genesis));
    for at in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        assert!(is_refused(&flipped, &genesis), "bit {at}");
    }
}

#[test]
fn every_single_bit_flip_of_a_released_pack_is_refused() {
    let stage = staged(|stage| stage.release(USUAL));
    let (bytes, genesis) = (stage.pack().encode(), genesis());
    assert!(!is_refused(&bytes, &genesis));
    for at in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        assert!(is_refused(&flipped, &genesis), "bit {at}");
    }
}

#[test]
fn released_record_brings_its_policy_and_says_who_approved() {
    let mut stage = staged(|stage| stage.release(USUAL));
    // A policy that nothing here names has no place in the pack.
    stage.declare("EE", 7, OfficersNeeded::One);
    assert_eq!(stage.pack().acts.len(), 1);
    let release = verdict(&stage).release.unwrap();
    assert_eq!((release.serial, release.needed), (1, OfficersNeeded::Two));
    let by: Vec<_> = release.approvals.iter().map(|one| (one.officer.as_str(), one.role)).collect();
    assert_eq!(by, USUAL);
}

/// The same of one with all that a pack can have, at bits that are spread over it.
#[test]
fn bit_flips_of_a_full_pack_are_refused() {
    let mut stage = Stage::new();
    let record = stage.record().clone();
    stage.speak_of("correction", &record);
    stage.speak_of("withdrawal", &record);
    stage.admit();
    stage.revoke(Some(8));
    stage.equivocate(6);
    stage.leave();
    let (bytes, genesis) = (stage.pack().encode(), genesis());
    assert!(!is_refused(&bytes, &genesis));
    // 37 has no factor in common with the 8 bits of a byte.
    for at in (0..bytes.len() * 8).step_by(37) {
        let mut flipped = bytes.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        assert!(is_refused(&flipped, &genesis), "bit {at}");
    }
}
