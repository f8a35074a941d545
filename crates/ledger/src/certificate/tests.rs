//! Laws of certificates.

use super::{Certificate, CertificateFlaw, ROLE_BYTES_MAX, ROLES_MAX};
use crate::certificate::CertificateRequest;
use crate::log::POSITION_MAX;
use crate::roster::Roster;
use crate::tests::cast::{certificate, key, member, request, roster, state};

fn issue(bent: impl FnOnce(&mut CertificateRequest)) -> Result<Certificate, CertificateFlaw> {
    let mut request = request("EE");
    bent(&mut request);
    Certificate::issue(&request, &key("EE root"), &roster())
}

#[test]
fn what_is_issued_reads_back_with_its_bytes() {
    let issued = certificate("EE");
    let read = Certificate::decode(issued.bytes(), &roster()).unwrap();
    assert_eq!(read, issued);
    let asked = request("EE");
    assert_eq!((read.issuer, read.serial, read.roles), (asked.issuer, asked.serial, asked.roles));
    assert_eq!(read.statement_key, asked.statement_key);
    assert!(issued.bytes().len() < 512);
}

#[test]
fn only_the_root_of_the_state_certifies() {
    for other in ["KR root", "EE statement"] {
        let refused = Certificate::issue(&request("EE"), &key(other), &roster());
        assert_eq!(refused, Err(CertificateFlaw::WrongRoot), "{other}");
    }
}

#[test]
fn every_job_has_its_own_key() {
    let same = [
        issue(|request| request.witness_key = request.statement_key),
        issue(|request| request.transport_key = request.statement_key),
        issue(|request| request.transport_key = request.witness_key),
    ];
    for refused in same {
        assert_eq!(refused, Err(CertificateFlaw::KeyReused));
    }
}

#[test]
fn no_root_of_any_state_gets_another_job() {
    for root in ["EE root", "KR root", "BR root"] {
        let refused = issue(|request| request.witness_key = key(root).public());
        assert_eq!(refused, Err(CertificateFlaw::KeyReused), "{root}");
    }
}

#[test]
fn certificate_of_another_network_is_refused() {
    let members = ["EE", "KR"].map(member);
    let other = Roster::found("another", members.into(), Vec::new()).unwrap();
    let refused = Certificate::decode(certificate("EE").bytes(), &other);
    assert_eq!(refused, Err(CertificateFlaw::OtherNetwork));
}

#[test]
fn state_outside_the_roster_has_no_certificate() {
    let mut request = request("EE");
    request.issuer.state = state("FI");
    let refused = Certificate::issue(&request, &key("EE root"), &roster());
    assert_eq!(refused, Err(CertificateFlaw::NotInRoster(state("FI"))));
}

#[test]
fn observer_is_certified_by_its_own_root() {
    assert_eq!(certificate("BR").issuer.state, state("BR"));
}

#[test]
fn roles_that_nobody_knows_are_kept_within_their_bounds() {
    let roles: Vec<String> = (0..ROLES_MAX).map(|_| "r".repeat(ROLE_BYTES_MAX)).collect();
    assert_eq!(issue(|request| request.roles = roles.clone()).unwrap().roles, roles);
    assert!(issue(|request| request.roles = Vec::new()).is_ok());
    for bad in ["", "Authority", "two words", "é", &"r".repeat(ROLE_BYTES_MAX + 1)] {
        let refused = issue(|request| request.roles = vec![bad.into()]);
        assert_eq!(refused, Err(CertificateFlaw::Range), "{bad:?}");
    }
    let refused = issue(|request| request.roles = vec!["role".into(); ROLES_MAX + 1]);
    assert_eq!(refused, Err(CertificateFlaw::Range));
}

#[test]
fn numbers_are_counted_to_their_bounds_and_no_further() {
    assert!(issue(|request| request.serial = POSITION_MAX).is_ok());
    let refused = issue(|request| request.serial = POSITION_MAX + 1);
    assert_eq!(refused, Err(CertificateFlaw::Range));
    assert!(issue(|request| request.issued_at = 253_402_300_799).is_ok());
    for time in [253_402_300_800, i64::MAX] {
        let refused = issue(|request| request.issued_at = time);
        assert_eq!(refused, Err(CertificateFlaw::Range));
    }
    assert_eq!(issue(|request| request.issued_at = -1).unwrap_err().name(), "payload-field");
}

#[test]
fn no_certificate_with_one_bit_flipped_is_taken() {
    let bytes = certificate("EE").bytes().to_vec();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(Certificate::decode(&flipped, &roster()).is_err(), "bit {bit}");
    }
}
