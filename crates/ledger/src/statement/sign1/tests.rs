//! Laws of the one frame.

use chancery_encoding::{FlawKind, encode};
use ciborium::Value;
use proptest::prelude::*;

use super::{Sign1, Sign1Flaw, sign};
use crate::tests::cast::key;
use crate::tests::forge::{Forge, sig_structure};

fn refusal(bytes: &[u8]) -> Option<Sign1Flaw> {
    Sign1::decode(bytes, 4096).and_then(|sign1| sign1.header().map(|_| ())).err()
}

fn forge() -> Forge {
    Forge::new(vec![(4.into(), Value::Bytes(vec![7; 32]))], b"payload".to_vec(), key("EE root"))
}

#[test]
fn what_is_signed_decodes_and_verifies_with_its_key_alone() {
    let bytes = sign(vec![(4.into(), Value::Bytes(vec![7; 32]))], b"payload", &key("EE root"));
    assert_eq!(bytes, forge().bytes());
    let sign1 = Sign1::decode(&bytes, bytes.len()).unwrap();
    assert_eq!(sign1.payload, b"payload");
    assert!(key("EE root").public().verify(&sign1.signed(), sign1.signature()).is_ok());
    assert!(key("KR root").public().verify(&sign1.signed(), sign1.signature()).is_err());
    assert_eq!(sign1.header().unwrap().bytes32(4), Ok([7; 32]));
}

#[test]
fn signature_covers_header_and_payload_and_no_external_data() {
    let bytes = forge().bytes();
    let sign1 = Sign1::decode(&bytes, 4096).unwrap();
    assert_eq!(sign1.signed(), sig_structure(&forge().protected(), &[], b"payload"));
    assert_eq!(sign1.signed()[..12], *b"\x84\x6aSignature1");
}

#[test]
fn frame_longer_than_asked_for_is_refused_before_it_is_read() {
    let bytes = forge().bytes();
    let Err(Sign1Flaw::Cbor(flaw)) = Sign1::decode(&bytes, bytes.len() - 1) else {
        panic!("not refused by its length");
    };
    assert_eq!(flaw.kind, FlawKind::TooLong);
}

#[test]
fn algorithm_is_checked_before_anything_else_in_the_header() {
    let forge = forge().with(&[1.into()], Value::from(-8)).with(&[2.into()], Value::Null);
    assert_eq!(refusal(&forge.bytes()), Some(Sign1Flaw::Algorithm { found: -8 }));
}

/// RFC 9052 section 3.1: whoever does not know a critical label must refuse. We know none.
#[test]
fn critical_label_is_refused_also_when_it_is_one_of_ours() {
    for critical in [Value::Array(vec![4.into()]), Value::Array(vec![99.into()]), Value::Null] {
        let bytes = forge().with(&[2.into()], critical).bytes();
        assert_eq!(refusal(&bytes), Some(Sign1Flaw::Critical));
    }
}

#[test]
fn label_in_the_unprotected_header_is_refused_whatever_it_is() {
    for label in [1, 4, 99] {
        let mut forge = forge();
        forge.unprotected = Value::Map(vec![(label.into(), Value::Null)]);
        assert_eq!(refusal(&forge.bytes()), Some(Sign1Flaw::Unprotected));
    }
}

#[test]
fn untagged_detached_and_longer_frames_are_refused() {
    let forge = forge();
    let signature = forge.signature(&forge.protected());
    let Value::Array(parts) = forge.parts(forge.protected(), signature) else { unreachable!() };
    let tagged = |parts: Vec<Value>| encode(&Value::Tag(18, Box::new(Value::Array(parts))));
    assert_eq!(refusal(&tagged(parts.clone())), None);
    assert_eq!(refusal(&encode(&Value::Array(parts.clone()))), Some(Sign1Flaw::Shape));
    let mut longer = parts.clone();
    longer.push(Value::Bytes(Vec::new()));
    assert_eq!(refusal(&tagged(longer)), Some(Sign1Flaw::Shape));
    for at in 0..4 {
        let mut other = parts.clone();
        other[at] = Value::Null;
        assert_eq!(refusal(&tagged(other)), Some(Sign1Flaw::Shape), "part {at}");
    }
}

#[test]
fn signature_of_another_length_is_refused() {
    let forge = forge();
    for length in [0, 63, 65] {
        let parts = forge.parts(forge.protected(), vec![7; length]);
        let bytes = encode(&Value::Tag(18, Box::new(parts)));
        assert_eq!(refusal(&bytes), Some(Sign1Flaw::SignatureLength { found: length }));
    }
}

#[test]
fn empty_protected_header_is_no_map() {
    let bytes = forge().bytes_of(Vec::new());
    assert_eq!(refusal(&bytes).unwrap().name(), "header-cbor");
    let bytes = forge().bytes_of(vec![0xa0]);
    assert_eq!(refusal(&bytes).unwrap().name(), "header-field");
}

proptest! {
    #[test]
    fn random_headers_never_panic(protected in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = refusal(&forge().bytes_of(protected));
    }

    #[test]
    fn every_label_that_is_not_ours_passes(label in 100..i64::MAX, text in "[a-z]{0,20}") {
        prop_assert_eq!(refusal(&forge().with(&[label.into()], text.into()).bytes()), None);
    }
}
