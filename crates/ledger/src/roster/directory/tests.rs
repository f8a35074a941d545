//! Laws of the directory.

use super::{Directory, Membership};
use crate::act::ActFlaw;
use crate::certificate::{Certificate, CertificateFlaw, CertificateRequest};
use crate::roster::register::tests::{FIVE, Stage};
use crate::roster::{Ending, Learnt, Register};
use crate::statement::Issuer;
use crate::tests::cast::{
    MEMBERS, OBSERVER, certificate, directory, genesis, key, request, roster, state, statement_key,
};

fn issue(bent: impl FnOnce(&mut CertificateRequest)) -> Certificate {
    let mut request = request("EE");
    bent(&mut request);
    let root = key(&format!("{} root", request.issuer.state));
    Certificate::issue(&request, &root, &roster()).unwrap()
}

/// A second authority of EE, with keys of its own.
fn second(name: &str) -> Certificate {
    issue(|request| {
        request.issuer = Issuer::new(state("EE"), name).unwrap();
        request.statement_key = key(&format!("{name} statement")).public();
        request.witness_key = key(&format!("{name} witness")).public();
        request.transport_key = key(&format!("{name} transport")).public();
    })
}

fn transport_of(directory: &Directory, code: &str) -> [u8; 32] {
    directory.author(statement_key(code).public().as_bytes()).unwrap().transport
}

#[test]
fn authors_are_found_by_statement_key_and_by_transport_key_alone() {
    let directory = directory();
    for code in MEMBERS.into_iter().chain([OBSERVER]) {
        let asked = request(code);
        let author = directory.author(asked.statement_key.as_bytes()).unwrap();
        assert_eq!(author.issuer, asked.issuer);
        let found = directory.by_transport(asked.transport_key.as_bytes()).unwrap();
        assert_eq!(found.key, asked.statement_key);
        assert!(directory.by_transport(asked.statement_key.as_bytes()).is_none());
        assert!(directory.by_transport(asked.witness_key.as_bytes()).is_none());
        assert!(directory.author(asked.transport_key.as_bytes()).is_none());
    }
    assert_eq!(directory.authors().count(), 4);
    assert!(directory.author(&[7; 32]).is_none());
}

#[test]
fn observer_is_no_member() {
    let directory = directory();
    let membership =
        |code| directory.author(statement_key(code).public().as_bytes()).unwrap().membership;
    assert_eq!(membership("EE"), Membership::Member);
    assert_eq!(membership(OBSERVER), Membership::Observer);
    assert!(directory.member(state(OBSERVER)).is_none());
    assert_eq!(directory.members().len(), 3);
    assert_eq!(directory.roster_hash(), directory.roster().hash());
}

/// The directory once these certificates are known as well.
fn knowing(certificates: &[Certificate]) -> Directory {
    let mut register = Register::new(&genesis());
    for certificate in certificates {
        register.insert(register.check(certificate.bytes()).unwrap());
    }
    register.directory().clone()
}

#[test]
fn second_authority_of_a_state_is_learnt() {
    let directory = knowing(&[second("customs")]);
    let author = directory.author(key("customs statement").public().as_bytes()).unwrap();
    assert_eq!(author.issuer.to_string(), "EE/customs");
    assert_eq!(directory.authors().count(), 5);
}

#[test]
fn higher_serial_replaces_the_other_keys_and_a_lower_one_changes_nothing() {
    let old_transport = transport_of(&directory(), "EE");
    let newer = issue(|request| {
        request.serial = 2;
        request.transport_key = key("EE second transport").public();
    });
    let new_transport = *key("EE second transport").public().as_bytes();
    let oldest = issue(|request| request.serial = 0);
    for order in [vec![newer.clone(), oldest.clone()], vec![oldest, newer.clone()]] {
        let directory = knowing(&order);
        assert_eq!(transport_of(&directory, "EE"), new_transport);
        assert!(directory.by_transport(&old_transport).is_none());
        assert!(directory.by_transport(&new_transport).is_some());
    }
    let mut register = Register::new(&genesis());
    let genesis_again = register.check(certificate("EE").bytes()).unwrap();
    assert_eq!(register.insert(genesis_again), Learnt::Known);
    let act = register.check(newer.bytes()).unwrap();
    assert_eq!(register.insert(act.clone()), Learnt::New);
    assert_eq!(register.insert(act), Learnt::Known);
}

#[test]
fn earlier_witness_key_still_names_its_certificate() {
    let newer = issue(|request| {
        request.serial = 2;
        request.witness_key = key("EE second witness").public();
    });
    let directory = knowing(&[newer]);
    for (role, serial) in [("EE witness", 1), ("EE second witness", 2)] {
        let found = directory.certificate_of_witness(key(role).public().as_bytes()).unwrap();
        assert_eq!(found.serial, serial);
    }
    assert_eq!(directory.witnesses().count(), 5);
}

/// Whichever comes first: everybody keeps the same.
#[test]
fn of_two_certificates_of_one_serial_the_smaller_id_counts() {
    let other = issue(|request| request.roles = vec!["witness".into()]);
    let third = issue(|request| request.roles = vec!["backup".into()]);
    let smallest = [certificate("EE").id(), other.id(), third.id()].into_iter().min().unwrap();
    for order in [[&other, &third], [&third, &other]] {
        let directory = knowing(&order.map(Clone::clone));
        let author = directory.author(statement_key("EE").public().as_bytes()).unwrap();
        assert_eq!(author.certificate.id(), smallest);
    }
}

#[test]
fn key_of_another_authority_is_never_taken_over() {
    for (at, taken) in ["KR statement", "KR witness", "KR transport"].into_iter().enumerate() {
        let thief = issue(|request| {
            request.serial = 2;
            let keys =
                [&mut request.statement_key, &mut request.witness_key, &mut request.transport_key];
            *keys.into_iter().nth(at).unwrap() = key(taken).public();
        });
        let directory = knowing(&[thief]);
        let author = directory.author(statement_key("KR").public().as_bytes()).unwrap();
        assert_eq!(author.issuer.state, state("KR"), "{taken}");
        let witness = directory.certificate_of_witness(key("KR witness").public().as_bytes());
        assert_eq!(witness.unwrap().issuer.state, state("KR"), "{taken}");
        let node = directory.by_transport(key("KR transport").public().as_bytes());
        assert_eq!(node.unwrap().issuer.state, state("KR"), "{taken}");
    }
}

#[test]
fn key_that_two_claim_later_belongs_to_nobody() {
    let customs = second("customs");
    let root = key("KR root");
    let mut request = request("KR");
    request.statement_key = customs.statement_key;
    request.witness_key = customs.witness_key;
    request.transport_key = customs.transport_key;
    let thief = Certificate::issue(&request, &root, &roster()).unwrap();
    let directory = knowing(&[customs.clone(), thief]);
    assert!(directory.author(customs.statement_key.as_bytes()).is_none());
    assert!(directory.certificate_of_witness(customs.witness_key.as_bytes()).is_none());
    assert!(directory.by_transport(customs.transport_key.as_bytes()).is_none());
    assert_eq!(directory.authors().count(), 4);
}

/// The founding certificate stands no more, but a new root has certified the same keys again.
#[test]
fn founding_key_stays_with_its_issuer_when_the_root_is_replaced() {
    let mut stage = Stage::new();
    let nothing = Ending { state: state("EE"), keeps: vec![], closed: vec![] };
    let root = key("EE second root");
    let proposal = stage.propose().replace_root(state("EE"), root.public()).end(nothing);
    let next = proposal.build().unwrap();
    stage.take(&stage.step(&next, &FIVE));
    let again = stage.request("EE", "EE");
    let thief = stage.request("KR", "EE");
    stage.take(&stage.certify(&again, &root));
    stage.take(&stage.certify(&thief, &key("KR root")));
    assert_eq!(stage.author("EE statement").unwrap().issuer.state, state("EE"));
}

#[test]
fn what_does_not_verify_is_not_learnt() {
    let mut bytes = second("customs").bytes().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    let refused = Register::new(&genesis()).check(&bytes);
    assert_eq!(refused, Err(ActFlaw::Certificate(CertificateFlaw::BadSignature)));
}
