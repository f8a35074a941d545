//! Laws of the directory.

use super::{Directory, Membership};
use crate::certificate::{Certificate, CertificateFlaw, CertificateRequest};
use crate::statement::Issuer;
use crate::tests::cast::{
    MEMBERS, OBSERVER, certificate, directory, key, request, roster, state, statement_key,
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

#[test]
fn second_authority_of_a_state_is_learnt() {
    let mut directory = directory();
    assert_eq!(directory.learn(second("customs").bytes()), Ok(()));
    let author = directory.author(key("customs statement").public().as_bytes()).unwrap();
    assert_eq!(author.issuer.to_string(), "EE/customs");
    assert_eq!(directory.authors().count(), 5);
}

#[test]
fn higher_serial_replaces_the_other_keys_and_a_lower_one_changes_nothing() {
    let mut directory = directory();
    let old_transport = transport_of(&directory, "EE");
    let newer = issue(|request| {
        request.serial = 2;
        request.transport_key = key("EE second transport").public();
    });
    assert_eq!(directory.learn(newer.bytes()), Ok(()));
    let new_transport = *key("EE second transport").public().as_bytes();
    assert_eq!(transport_of(&directory, "EE"), new_transport);
    assert!(directory.by_transport(&old_transport).is_none());
    for known in [certificate("EE"), newer] {
        assert_eq!(directory.learn(known.bytes()), Ok(()));
        assert_eq!(transport_of(&directory, "EE"), new_transport);
    }
}

#[test]
fn two_certificates_of_one_serial_contradict_each_other() {
    let mut directory = directory();
    let other = issue(|request| request.roles = vec!["witness".into()]);
    assert_eq!(directory.learn(other.bytes()), Err(CertificateFlaw::Conflict));
    assert_eq!(transport_of(&directory, "EE"), *key("EE transport").public().as_bytes());
}

#[test]
fn key_of_another_authority_is_never_taken_over() {
    let mut directory = directory();
    for taken in ["KR statement", "KR witness", "KR transport"] {
        let thief = issue(|request| {
            request.serial = 2;
            request.transport_key = key(taken).public();
        });
        assert_eq!(directory.learn(thief.bytes()), Err(CertificateFlaw::Conflict), "{taken}");
    }
    let thief = issue(|request| {
        request.serial = 2;
        request.statement_key = key("KR statement").public();
    });
    assert_eq!(directory.learn(thief.bytes()), Err(CertificateFlaw::Conflict));
    let author = directory.author(statement_key("KR").public().as_bytes()).unwrap();
    assert_eq!(author.issuer.state, state("KR"));
}

#[test]
fn what_does_not_verify_is_not_learnt() {
    let mut directory = directory();
    let mut bytes = second("customs").bytes().to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    assert_eq!(directory.learn(&bytes), Err(CertificateFlaw::BadSignature));
    assert_eq!(directory.authors().count(), 4);
}

#[test]
fn directory_has_a_bound() {
    let mut directory = directory();
    let mut number = 0;
    let refused = loop {
        let learnt = directory.learn(second(&format!("agency-{number}")).bytes());
        match learnt {
            Ok(()) => number += 1,
            Err(flaw) => break flaw,
        }
    };
    assert_eq!(refused, CertificateFlaw::Full);
    assert_eq!(directory.authors().count(), crate::roster::genesis::AUTHORITIES_MAX);
    let newer = issue(|request| request.serial = 2);
    assert_eq!(directory.learn(newer.bytes()), Ok(()), "a known authority still renews");
}
