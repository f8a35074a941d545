//! Laws of the possession of keys.

use chancery_encoding::encode;
use ciborium::Value;

use super::{Claim, Possession};
use crate::certificate::{Certificate, CertificateFlaw, CertificateRequest};
use crate::statement::Issuer;
use crate::tests::cast::{issuer, key, possession, request, roster, state};

fn issue(code: &str, request: &CertificateRequest) -> Result<Certificate, CertificateFlaw> {
    Certificate::issue(request, &key(&format!("{code} root")), &roster())
}

fn proven(code: &str) -> CertificateRequest {
    CertificateRequest { possession: Some(possession(code, code)), ..request(code) }
}

#[test]
fn possession_of_the_three_keys_reads_back() {
    let issued = issue("EE", &proven("EE")).unwrap();
    assert_eq!(issued.possession, Some(possession("EE", "EE")));
    assert!(issued.bytes().len() < 700, "{}", issued.bytes().len());
}

#[test]
fn renewal_keeps_it_under_another_serial_date_epoch_and_roster() {
    let renewed = CertificateRequest {
        serial: 2,
        epoch: 1,
        issued_at: 1_900_000_000,
        under: Some(roster().hash()),
        roles: Vec::new(),
        reader_key: Some([7; 32]),
        ..proven("EE")
    };
    assert!(issue("EE", &renewed).is_ok());
}

#[test]
fn replay_in_a_certificate_of_another_issuer_is_refused() {
    let mut squatter = request("KR");
    squatter.statement_key = request("EE").statement_key;
    squatter.witness_key = request("EE").witness_key;
    squatter.transport_key = request("EE").transport_key;
    assert!(issue("KR", &squatter).is_ok(), "to claim is everybody's");
    squatter.possession = Some(possession("EE", "EE"));
    assert_eq!(issue("KR", &squatter), Err(CertificateFlaw::BadPossession));
    let mut other = proven("EE");
    other.issuer = Issuer::new(state("EE"), "customs").unwrap();
    assert_eq!(issue("EE", &other), Err(CertificateFlaw::BadPossession), "another authority");
}

#[test]
fn keys_of_another_job_or_one_more_of_ones_own_do_not_hold() {
    let mut swapped = proven("EE");
    std::mem::swap(&mut swapped.witness_key, &mut swapped.transport_key);
    assert_eq!(issue("EE", &swapped), Err(CertificateFlaw::BadPossession));
    let mut mixed = proven("EE");
    mixed.witness_key = key("EE other witness").public();
    assert_eq!(issue("EE", &mixed), Err(CertificateFlaw::BadPossession));
}

#[test]
fn each_of_the_three_must_sign() {
    let three = ["EE statement", "EE witness", "EE transport"];
    for at in 0..3 {
        let mut roles = three;
        roles[at] = "KR statement";
        let [one, two, three] = roles.map(key);
        let thieves = Possession::sign(roster().hash(), &issuer("EE"), [&one, &two, &three]);
        let request = CertificateRequest { possession: Some(thieves), ..request("EE") };
        assert_eq!(issue("EE", &request), Err(CertificateFlaw::BadPossession), "{at}");
    }
}

/// The message, written out a second time.
#[test]
fn message_begins_as_nothing_else_that_a_key_signs() {
    let (issuer, request) = (issuer("EE"), request("EE"));
    let claim = Claim {
        network: roster().hash(),
        issuer: &issuer,
        statement_key: &request.statement_key,
        witness_key: &request.witness_key,
        transport_key: &request.transport_key,
    };
    let message = claim.message();
    let protected = encode(&Value::Map(vec![
        (1.into(), (-19).into()),
        (3.into(), "application/vnd.chancery.possession+cbor".into()),
    ]));
    let whole = b"\x84\x6aPossession\x58\x2e";
    assert_eq!(message[..14], whole[..]);
    assert_eq!(message[14..][..protected.len()], protected);
    for other in
        [&b"\x84\x6aSignature1"[..], b"chancery/", b"cosignature/v1", b"libp2p-", b"noise-"]
    {
        assert!(!message.starts_with(other));
    }
}
