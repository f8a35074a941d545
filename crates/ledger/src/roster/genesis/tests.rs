//! Laws of the genesis file.

use ciborium::Value;

use super::{AUTHORITIES_MAX, GENESIS_BYTES_MAX, Genesis, GenesisFlaw};
use crate::certificate::{Certificate, CertificateFlaw};
use crate::roster::Roster;
use crate::statement::Issuer;
use crate::tests::cast::{MEMBERS, certificate, genesis, key, member, request, roster};

/// A genesis file put together without asking anyone.
fn file(roster: &Roster, certificates: Vec<Vec<u8>>) -> Vec<u8> {
    chancery_encoding::encode(&Value::Map(vec![
        (1.into(), Value::Bytes(roster.encode())),
        (2.into(), Value::Array(certificates.into_iter().map(Value::Bytes).collect())),
    ]))
}

fn bytes(code: &str) -> Vec<u8> {
    certificate(code).bytes().to_vec()
}

#[test]
fn what_is_written_reads_back() {
    let genesis = genesis();
    assert_eq!(Genesis::decode(&genesis.encode()), Ok(genesis.clone()));
    let codes: Vec<_> = genesis.certificates().iter().map(|each| each.issuer.state).collect();
    assert_eq!(
        codes.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        ["BR", "EE", "KR", "NL"]
    );
}

#[test]
fn order_of_arguments_does_not_matter() {
    let mut codes = MEMBERS.map(certificate).to_vec();
    let one = Genesis::new(roster(), codes.clone()).unwrap();
    codes.reverse();
    assert_eq!(Genesis::new(roster(), codes).unwrap().encode(), one.encode());
}

#[test]
fn network_may_start_without_certificates() {
    assert!(Genesis::new(roster(), Vec::new()).unwrap().certificates().is_empty());
}

#[test]
fn certificates_out_of_order_or_repeated_are_refused() {
    let unsorted = file(&roster(), vec![bytes("KR"), bytes("EE")]);
    assert_eq!(Genesis::decode(&unsorted), Err(GenesisFlaw::Order));
    let repeated = file(&roster(), vec![bytes("EE"), bytes("EE")]);
    assert_eq!(Genesis::decode(&repeated), Err(GenesisFlaw::Order));
}

#[test]
fn one_key_in_two_certificates_is_refused() {
    let mut second = request("KR");
    second.transport_key = key("EE witness").public();
    let second = Certificate::issue(&second, &key("KR root"), &roster()).unwrap();
    let refused = Genesis::new(roster(), vec![certificate("EE"), second]);
    assert_eq!(refused, Err(GenesisFlaw::KeyReused));
}

#[test]
fn certificate_of_another_network_is_named_by_its_place() {
    let other = Roster::found("another", MEMBERS.map(member).into(), Vec::new()).unwrap();
    let flaw = Genesis::decode(&file(&other, vec![bytes("EE")])).unwrap_err();
    assert_eq!(flaw, GenesisFlaw::Certificate { at: 0, source: CertificateFlaw::OtherNetwork });
}

#[test]
fn later_roster_founds_nothing() {
    let mut later = roster();
    (later.version, later.previous) = (1, Some(roster().hash()));
    assert_eq!(Genesis::decode(&file(&later, Vec::new())), Err(GenesisFlaw::Version { found: 1 }));
}

#[test]
fn certificates_are_counted_before_they_are_read() {
    let found = AUTHORITIES_MAX + 1;
    let flaw = Genesis::decode(&file(&roster(), vec![Vec::new(); found])).unwrap_err();
    assert_eq!(flaw, GenesisFlaw::Count { found });
}

/// The bound leaves room for as many of the longest as are counted.
#[test]
fn bound_is_what_it_is_made_of() {
    let mut request = request("EE");
    request.issuer = Issuer::new(request.issuer.state, "x".repeat(63)).unwrap();
    request.roles = vec!["r".repeat(32); 16];
    let longest = Certificate::issue(&request, &key("EE root"), &roster()).unwrap();
    assert!(longest.bytes().len() <= crate::certificate::CERTIFICATE_BYTES_MAX);
    let heads = 16;
    let whole = crate::roster::ROSTER_BYTES_MAX
        + heads
        + AUTHORITIES_MAX * (crate::certificate::CERTIFICATE_BYTES_MAX + 3);
    assert!(whole <= GENESIS_BYTES_MAX);
}
