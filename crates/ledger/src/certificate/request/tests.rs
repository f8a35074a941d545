//! Laws of requests.

use super::{NodeRequest, REQUEST_BYTES_MAX};
use crate::certificate::CertificateFlaw;
use crate::statement::Issuer;
use crate::tests::cast::{issuer, key, possession, request, roster, state};

fn signed(issuer: Issuer, reader: Option<[u8; 32]>) -> NodeRequest {
    let [one, two, three] = ["EE statement", "EE witness", "EE transport"].map(key);
    NodeRequest::sign(roster().hash(), issuer, [&one, &two, &three], reader).unwrap()
}

#[test]
fn what_is_asked_reads_back() {
    for reader in [None, Some([7; 32])] {
        let asked = signed(issuer("EE"), reader);
        assert_eq!(NodeRequest::decode(&asked.encode()), Ok(asked.clone()));
        assert_eq!(asked.statement_key, request("EE").statement_key);
        assert_eq!(asked.possession, possession("EE", "EE"));
    }
}

#[test]
fn longest_request_fits() {
    let longest = Issuer::new(state("EE"), "a".repeat(63)).unwrap();
    assert!(signed(longest, Some([7; 32])).encode().len() <= REQUEST_BYTES_MAX / 2);
}

#[test]
fn one_key_for_two_jobs_is_not_asked_for() {
    let [one, two] = ["EE statement", "EE witness"].map(key);
    let refused = NodeRequest::sign(roster().hash(), issuer("EE"), [&one, &two, &one], None);
    assert_eq!(refused, Err(CertificateFlaw::KeyReused));
}

#[test]
fn no_request_with_one_bit_flipped_is_taken() {
    let bytes = signed(issuer("EE"), None).encode();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(NodeRequest::decode(&flipped).is_err(), "bit {bit}");
    }
}
