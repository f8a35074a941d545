//! Laws of the proof that an author signed twice.

mod checkpoints;

use chancery_encoding::encode;
use ciborium::Value;

use super::{EQUIVOCATION_BYTES_MAX, Equivocation, EquivocationFlaw, StatementPair};
use crate::certificate::{Certificate, CertificateRequest};
use crate::log::{AdmissionFlaw, Chain, Head, Id};
use crate::statement::{Authentic, Draft, StatementFlaw, founding_entry};
use crate::tests::cast::{
    MEMBERS, directory, draft, first_record, founding, key, member, request, rival_record,
    statement_key,
};

fn proof() -> Equivocation {
    Equivocation::prove(&first_record("EE"), &rival_record("EE")).unwrap()
}

fn pair(proof: &Equivocation) -> &StatementPair {
    let Equivocation::Statements(pair) = proof else { unreachable!("not of statements") };
    pair
}

fn seal(bent: impl FnOnce(&mut Draft)) -> Authentic {
    let mut draft = draft("EE", 1, Some(founding("EE").id()));
    bent(&mut draft);
    draft.seal(&statement_key("EE")).unwrap()
}

/// The proof that two statements would make, put together without asking anyone.
fn file(one: &[u8], other: &[u8]) -> Vec<u8> {
    let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
    encode(&Value::Map(vec![(1.into(), bytes(one)), (2.into(), bytes(other))]))
}

fn in_order(one: &Authentic, other: &Authentic) -> Vec<u8> {
    let (first, second) = if one.id() < other.id() { (one, other) } else { (other, one) };
    file(&first.entry().statement, &second.entry().statement)
}

#[test]
fn proof_reads_back_and_names_the_place() {
    let read = Equivocation::decode(&proof().encode(), &directory()).unwrap();
    assert_eq!(read, proof());
    assert_eq!(read.position(), first_record("EE").position());
    let mut ids = [first_record("EE").id(), rival_record("EE").id()];
    ids.sort();
    assert_eq!(pair(&read).ids(), ids);
}

#[test]
fn both_finders_write_the_same_bytes() {
    let other = Equivocation::prove(&rival_record("EE"), &first_record("EE")).unwrap();
    assert_eq!(other.encode(), proof().encode());
}

#[test]
fn one_statement_twice_and_two_places_prove_nothing() {
    let one = first_record("EE");
    assert_eq!(Equivocation::prove(&one, &one), Err(EquivocationFlaw::SameStatement));
    let next = seal(|draft| (draft.seq, draft.prev) = (2, Some(one.id())));
    assert_eq!(Equivocation::prove(&one, &next), Err(EquivocationFlaw::DifferentPlaces));
    for (other, flaw) in [
        (one.clone(), EquivocationFlaw::SameStatement),
        (next, EquivocationFlaw::DifferentPlaces),
        (seal(|draft| draft.epoch = 1), EquivocationFlaw::DifferentPlaces),
        (first_record("KR"), EquivocationFlaw::DifferentPlaces),
    ] {
        let found = Equivocation::decode(&in_order(&one, &other), &directory());
        assert_eq!(found, Err(flaw));
    }
}

#[test]
fn two_signatures_over_one_statement_prove_nothing() {
    let statement = first_record("EE").into_entry().statement;
    let mut other = statement.clone();
    *other.last_mut().unwrap() ^= 1;
    let found = Equivocation::decode(&file(&statement, &other), &directory());
    assert_eq!(found, Err(EquivocationFlaw::SameStatement));
}

#[test]
fn larger_id_first_is_refused() {
    let (one, rival) = (first_record("EE"), rival_record("EE"));
    let (small, large) = if one.id() < rival.id() { (one, rival) } else { (rival, one) };
    let file = file(&large.entry().statement, &small.entry().statement);
    let found = Equivocation::decode(&file, &directory());
    assert_eq!(found, Err(EquivocationFlaw::Order));
}

/// Otherwise anyone could freeze anyone's log.
#[test]
fn statement_that_the_author_did_not_sign_proves_nothing() {
    let bad = EquivocationFlaw::Statement(StatementFlaw::BadSignature);
    let whole = proof().encode();
    let Value::Map(parts) = chancery_encoding::decode(
        &whole,
        chancery_encoding::Limits { bytes_max: whole.len(), depth_max: 1, tag: None },
    )
    .unwrap() else {
        unreachable!()
    };
    for at in 0..2 {
        let mut bent = parts.clone();
        let Value::Bytes(statement) = &mut bent[at].1 else { unreachable!() };
        *statement.last_mut().unwrap() ^= 1;
        let found = Equivocation::decode(&encode(&Value::Map(bent)), &directory());
        assert_eq!(found, Err(bad.clone()), "statement {at}");
    }
}

#[test]
fn stranger_proves_nothing_about_itself() {
    let seal = |title| {
        let mut draft = draft("EE", 1, Some(founding("EE").id()));
        draft.body = crate::tests::cast::body("EE", title);
        draft.seal(&key("nobody")).unwrap()
    };
    let found = Equivocation::decode(&in_order(&seal("one"), &seal("two")), &directory());
    assert_eq!(found, Err(EquivocationFlaw::UnknownAuthor));
}

#[test]
fn log_parts_where_both_name_the_same_predecessor() {
    assert!(pair(&proof()).is_minimal());
    let other = seal(|draft| draft.prev = Some(Id::from_bytes([7; 32])));
    let later = Equivocation::prove(&first_record("EE"), &other).unwrap();
    assert!(!pair(&later).is_minimal());
}

#[test]
fn everybody_keeps_the_same_proof_whatever_comes_first() {
    let third = seal(|draft| draft.issued_at += 1);
    let entries = [first_record("EE"), rival_record("EE"), third];
    let proofs: Vec<Equivocation> = [(0, 1), (0, 2), (1, 2)]
        .map(|(one, other)| Equivocation::prove(&entries[one], &entries[other]).unwrap())
        .into();
    let kept: Vec<Vec<u8>> = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        .map(|order| {
            let arrived = order.map(|at| proofs[at].clone());
            arrived.into_iter().reduce(Equivocation::smaller_of).unwrap().encode()
        })
        .into();
    assert!(kept.windows(2).all(|pair| pair[0] == pair[1]));
    let lower = seal(|draft| (draft.seq, draft.prev) = (2, Some(Id::from_bytes([1; 32]))));
    let other = seal(|draft| (draft.seq, draft.prev) = (2, Some(Id::from_bytes([2; 32]))));
    let later = Equivocation::prove(&lower, &other).unwrap();
    assert_eq!(later.smaller_of(proof()), proof(), "the lowest place is kept");
}

#[test]
fn two_statements_at_their_bound_fit() {
    let longest = vec![0; crate::statement::STATEMENT_BYTES_MAX];
    assert!(file(&longest, &longest).len() <= EQUIVOCATION_BYTES_MAX);
}

/// One key in two networks, an exercise and the real one: both logs begin at place 0, and nobody has lied.
#[test]
fn author_that_speaks_in_two_networks_is_not_convicted() {
    let roster = crate::roster::Roster::found("real", MEMBERS.map(member).into(), vec![]).unwrap();
    let request = CertificateRequest { network: roster.hash(), ..request("EE") };
    let certificate = Certificate::issue(&request, &key("EE root"), &roster).unwrap();
    let other = founding_entry(&certificate, 0, &statement_key("EE")).unwrap();
    let abroad = seal(|draft| draft.roster = roster.hash());
    for (here, there) in [(founding("EE"), other), (first_record("EE"), abroad)] {
        let found = Equivocation::decode(&in_order(&here, &there), &directory());
        assert_eq!(found, Err(EquivocationFlaw::UnknownRoster));
        let log = here.header().log();
        let held = Head { log, seq: here.header().seq, tip: here.id() };
        let judged = Chain::resume(held, None).judge(&there, &directory());
        assert_eq!(judged, Err(AdmissionFlaw::WrongRoster), "nor is it a fork");
    }
}
