//! Laws of admission.

use super::{AdmissionFlaw, Chain};
use crate::certificate::{Certificate, CertificateFlaw};
use crate::log::{Id, LogId};
use crate::statement::{Authentic, Draft, founding_entry};
use crate::tests::cast::{
    certificate, directory, draft, first_record, founding, key, request, rival_record, roster,
    state, statement_key,
};

fn chain(code: &str) -> Chain {
    Chain::new(founding(code).position().log)
}

/// The log of a state with its founding statement in it.
fn founded(code: &str) -> Chain {
    let mut chain = chain(code);
    chain.admit(founding(code), &directory()).unwrap();
    chain
}

fn seal(bent: impl FnOnce(&mut Draft)) -> Authentic {
    let mut draft = draft("EE", 1, Some(founding("EE").id()));
    bent(&mut draft);
    draft.seal(&statement_key("EE")).unwrap()
}

fn refusal(chain: &Chain, entry: &Authentic) -> Option<AdmissionFlaw> {
    let judged = chain.judge(entry, &directory()).err();
    let mut moved = chain.clone();
    let admitted = moved.admit(entry.clone(), &directory());
    assert_eq!(admitted.as_ref().err(), judged.as_ref(), "judge and admit disagree");
    assert_eq!(moved == *chain, admitted.is_err(), "the chain moves exactly when it admits");
    judged
}

#[test]
fn log_grows_from_its_certificate_one_place_at_a_time() {
    let mut chain = chain("EE");
    assert_eq!((chain.next_seq(), chain.tip(), chain.head()), (0, None, None));
    let mut prev = chain.admit(founding("EE"), &directory()).unwrap().id();
    for seq in 1..5 {
        let entry = seal(|draft| (draft.seq, draft.prev) = (seq, Some(prev)));
        let bytes = entry.entry().clone();
        let admissible = chain.admit(entry, &directory()).unwrap();
        assert_eq!(admissible.entry(), &bytes);
        assert_eq!(admissible.position().seq, seq);
        assert_eq!(admissible.leaf(), bytes.decode().unwrap().leaf());
        prev = admissible.id();
        assert_eq!((chain.tip(), chain.next_seq()), (Some(prev), seq + 1));
    }
    assert_eq!(Chain::resume(chain.head().unwrap(), None), chain);
}

#[test]
fn same_statement_is_held_and_another_in_its_place_is_a_fork() {
    let mut chain = founded("EE");
    chain.admit(first_record("EE"), &directory()).unwrap();
    assert_eq!(refusal(&chain, &first_record("EE")), Some(AdmissionFlaw::Held));
    let held = first_record("EE").id();
    assert_eq!(refusal(&chain, &rival_record("EE")), Some(AdmissionFlaw::Fork { held }));
    let past = Some(AdmissionFlaw::Past { next: 2, found: 0 });
    assert_eq!(refusal(&chain, &founding("EE")), past);
}

/// A lie leaves evidence, also when it is wrong in other ways as well.
#[test]
fn fork_is_seen_before_issuer_and_predecessor_but_not_before_the_roster() {
    let mut chain = founded("EE");
    chain.admit(first_record("EE"), &directory()).unwrap();
    let held = first_record("EE").id();
    let bent: [fn(&mut Draft); 2] = [
        |draft| draft.prev = Some(Id::from_bytes([7; 32])),
        |draft| draft.issuer.authority = "another".into(),
    ];
    for bent in bent {
        assert_eq!(refusal(&chain, &seal(bent)), Some(AdmissionFlaw::Fork { held }));
    }
    // It may be of another network, and then it is no second one.
    let abroad = seal(|draft| draft.roster = chancery_encoding::Digest::of(b"another roster"));
    assert_eq!(refusal(&chain, &abroad), Some(AdmissionFlaw::WrongRoster));
}

#[test]
fn gap_is_named_with_what_is_next() {
    let ahead = seal(|draft| draft.seq = 2);
    let gap = AdmissionFlaw::SeqGap { expected: 1, found: 2 };
    assert_eq!(refusal(&founded("EE"), &ahead), Some(gap));
    let gap = AdmissionFlaw::SeqGap { expected: 0, found: 1 };
    assert_eq!(refusal(&chain("EE"), &first_record("EE")), Some(gap));
}

#[test]
fn predecessor_is_the_tip() {
    let found = Some(Id::from_bytes([7; 32]));
    let other = seal(|draft| draft.prev = found);
    assert_eq!(refusal(&founded("EE"), &other), Some(AdmissionFlaw::WrongPrev { found }));
}

#[test]
fn other_log_and_other_epoch_are_refused() {
    assert_eq!(refusal(&founded("EE"), &first_record("KR")), Some(AdmissionFlaw::OtherLog));
    let later = seal(|draft| draft.epoch = 1);
    assert_eq!(refusal(&founded("EE"), &later), Some(AdmissionFlaw::OtherLog));
    let log = later.position().log;
    let opened = founding_entry(&certificate("EE"), 1, &statement_key("EE")).unwrap();
    let future = AdmissionFlaw::FutureEpoch { found: 1, open: 0 };
    assert_eq!(refusal(&Chain::new(log), &opened), Some(future));
}

#[test]
fn author_without_a_certificate_is_unknown() {
    let mut draft = draft("EE", 0, None);
    draft.reference = "EE-1".into();
    let stranger = draft.seal(&key("nobody")).unwrap();
    let log = stranger.position().log;
    assert_eq!(refusal(&Chain::new(log), &stranger), Some(AdmissionFlaw::UnknownAuthor));
}

#[test]
fn key_speaks_for_its_own_authority_alone() {
    let other = seal(|draft| draft.issuer.authority = "another".into());
    assert_eq!(refusal(&founded("EE"), &other), Some(AdmissionFlaw::WrongIssuer));
    let other = seal(|draft| {
        draft.issuer.state = state("KR");
        draft.reference = "KR-2026-0001".into();
        draft.body = crate::tests::cast::body("KR", "In another's name");
    });
    assert_eq!(refusal(&founded("EE"), &other), Some(AdmissionFlaw::WrongIssuer));
}

#[test]
fn observer_shows_its_certificate_and_publishes_nothing() {
    assert_eq!(refusal(&chain("BR"), &founding("BR")), None);
    let refused = refusal(&founded("BR"), &first_record("BR"));
    assert_eq!(refused, Some(AdmissionFlaw::ObserverPublishes));
}

#[test]
fn statement_under_another_roster_is_refused() {
    let other = seal(|draft| draft.roster = chancery_encoding::Digest::of(b"another roster"));
    assert_eq!(refusal(&founded("EE"), &other), Some(AdmissionFlaw::WrongRoster));
}

#[test]
fn log_begins_with_a_certificate() {
    let record = seal(|draft| (draft.seq, draft.prev) = (0, None));
    assert_eq!(refusal(&chain("EE"), &record), Some(AdmissionFlaw::NotFounded));
}

/// A statement of kind `certificate` with this body.
fn certifying(body: Vec<u8>, seq: u64) -> Authentic {
    seal(|draft| {
        draft.kind = crate::statement::CERTIFICATE_KIND.into();
        draft.prev = draft.prev.filter(|_| seq > 0);
        draft.seq = seq;
        draft.body = body;
    })
}

#[test]
fn certificate_in_a_log_is_its_authors_own() {
    let other = certifying(certificate("KR").bytes().to_vec(), 0);
    assert_eq!(refusal(&chain("EE"), &other), Some(AdmissionFlaw::OtherCertificate));
    let mut bent = certificate("EE").bytes().to_vec();
    *bent.last_mut().unwrap() ^= 1;
    let refused = refusal(&chain("EE"), &certifying(bent, 0));
    assert_eq!(refused, Some(AdmissionFlaw::Certificate(CertificateFlaw::BadSignature)));
}

#[test]
fn renewed_certificate_may_follow_later() {
    let mut newer = request("EE");
    newer.serial = 2;
    newer.transport_key = key("EE second transport").public();
    let newer = Certificate::issue(&newer, &key("EE root"), &roster()).unwrap();
    assert_eq!(refusal(&founded("EE"), &certifying(newer.bytes().to_vec(), 1)), None);
}

#[test]
fn every_epoch_is_a_log_of_its_own() {
    let key = founding("EE").header().key;
    assert_ne!(LogId { key, epoch: 0 }, LogId { key, epoch: 1 });
    assert_eq!(LogId { key: [0x1f; 32], epoch: 7 }.to_string(), "1f1f1f1f/7");
}
