//! Cases that others published, against our keys and our frame.
//!
//! They stand beside the project, not in it. Where they are absent each law says so and is skipped,
//! unless `CHANCERY_REQUIRE_SHARED` is set, because a skipped law looks like a kept one.

use std::path::Path;

use coset::{CoseSign1, TaggedCborSerializable, iana};
use serde_json::Value as Json;

use super::forge::sig_structure;
use crate::key::{PublicKey, SecretKey};
use crate::statement::sign1::Sign1;

/// The published file, or none where there is none.
fn published(file: &str) -> Option<Json> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors").join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(error) => {
            assert!(
                std::env::var_os("CHANCERY_REQUIRE_SHARED").is_none(),
                "{} does not read: {error}",
                path.display()
            );
            println!("skipped: {} does not read: {error}", path.display());
            None
        }
    }
}

fn unhex(text: &Json) -> Vec<u8> {
    let hex = text.as_str().unwrap();
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// What a node does with a key, a message and a signature of any lengths.
fn accepts(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (key.try_into(), signature.try_into()) else {
        return false;
    };
    PublicKey::from_bytes(key).is_ok_and(|key| key.verify(message, &signature).is_ok())
}

/// 913 cases have an edge, named by their flags; case 305 has none and is the control that a
/// verifier which refuses everything fails on. `verify_strict` alone takes 42 of the 913: those
/// whose key has a part of small order that cancels.
#[test]
fn all_914_cases_of_cctv_are_judged_right_and_all_913_edges_refused() {
    let Some(cases) = published("ed25519/cctv.json") else { return };
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), 914);
    let mut taken_by_strict_alone = 0;
    for case in cases {
        let message = case["msg"].as_str().unwrap().as_bytes();
        let (key, signature) = (unhex(&case["key"]), unhex(&case["sig"]));
        let has_edge = case["flags"].is_array();
        assert_eq!(accepts(&key, message, &signature), !has_edge, "case {}", case["number"]);
        assert_eq!(has_edge, case["number"] != 305);
        taken_by_strict_alone += usize::from(has_edge && strict(&key, message, &signature));
    }
    assert_eq!(taken_by_strict_alone, 42, "why keys are tested for a part of small order");
}

/// The library's strict verification without our rules about keys.
fn strict(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = ed25519_dalek::VerifyingKey::from_bytes(key.try_into().unwrap()).unwrap();
    let signature = ed25519_dalek::Signature::from_slice(signature).unwrap();
    key.verify_strict(message, &signature).is_ok()
}

#[test]
fn all_151_cases_of_wycheproof_are_judged_right() {
    let Some(file) = published("ed25519/wycheproof.json") else { return };
    let (mut valid, mut invalid) = (0, 0);
    for group in file["testGroups"].as_array().unwrap() {
        let key = unhex(&group["publicKey"]["pk"]);
        for case in group["tests"].as_array().unwrap() {
            let found = accepts(&key, &unhex(&case["msg"]), &unhex(&case["sig"]));
            let expected = match case["result"].as_str().unwrap() {
                "valid" => true,
                "invalid" => false,
                other => panic!("result {other}"),
            };
            assert_eq!(found, expected, "case {}: {}", case["tcId"], case["comment"]);
            *(if expected { &mut valid } else { &mut invalid }) += 1;
        }
    }
    assert_eq!(valid + invalid, 151);
    assert!(valid > 0 && invalid > 0);
}

/// The frame of a COSE example, and what it is that gets signed there.
fn example(file: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let case = published(&format!("cose/{file}.json"))?;
    // The examples with several signatures keep what is signed elsewhere.
    let signed = &case["intermediates"]["ToBeSign_hex"];
    let signed = if signed.is_string() { unhex(signed) } else { Vec::new() };
    Some((unhex(&case["output"]["cbor"]), signed))
}

/// What our one shape says to a frame: the name of the flaw, `None` when the frame is ours.
fn refusal(frame: &[u8]) -> Option<&'static str> {
    let decoded = Sign1::decode(frame, 4096).and_then(|sign1| sign1.header().map(|_| ()));
    decoded.err().map(|flaw| flaw.name())
}

/// Every example, what we refuse it for, and whether it is a tagged frame to coset, which is general;
/// it does not know algorithm -999.
///
/// All are ES256 with the key id in the unprotected header, so none is a frame of ours, whether it
/// should pass or fail elsewhere. What our shape looks at first is what it names.
const SIGN1_EXAMPLES: [(&str, &str, bool); 9] = [
    ("sign-pass-01", "unprotected-header", true),
    ("sign-pass-02", "unprotected-header", true),
    ("sign-pass-03", "frame-shape", false),
    ("sign-fail-01", "frame-cbor", false),
    ("sign-fail-02", "unprotected-header", true),
    ("sign-fail-03", "unprotected-header", false),
    ("sign-fail-04", "unprotected-header", true),
    ("sign-fail-06", "unprotected-header", true),
    ("sign-fail-07", "unprotected-header", true),
];

#[test]
fn every_cose_sign1_example_is_refused_for_its_reason() {
    for (file, flaw, is_tagged_frame) in SIGN1_EXAMPLES {
        let Some((frame, _)) = example(&format!("sign1-tests/{file}")) else { return };
        assert_eq!(refusal(&frame), Some(flaw), "{file}");
        assert_eq!(CoseSign1::from_tagged_slice(&frame).is_ok(), is_tagged_frame, "{file}");
    }
}

/// Without its unprotected header, each example is refused for what its protected one says.
#[test]
fn every_cose_sign1_example_fails_again_on_its_algorithm() {
    for (file, flaw) in [
        ("sign-pass-01", "header-field"),
        ("sign-pass-02", "algorithm"),
        ("sign-fail-02", "algorithm"),
        ("sign-fail-04", "header-field"),
        ("sign-fail-06", "algorithm"),
        ("sign-fail-07", "algorithm"),
    ] {
        let Some((frame, _)) = example(&format!("sign1-tests/{file}")) else { return };
        let mut parsed = CoseSign1::from_tagged_slice(&frame).unwrap();
        parsed.unprotected = coset::Header::default();
        assert_eq!(refusal(&parsed.to_tagged_vec().unwrap()), Some(flaw), "{file}");
    }
}

/// The examples give the bytes that were signed; where the frame was bent afterwards, the bytes
/// that a reader computes are others, and that is why it has to fail.
#[test]
fn what_is_signed_is_what_the_cose_examples_say() {
    let external = [0x11, 0xaa, 0x22, 0xbb, 0x33, 0xcc, 0x44, 0xdd, 0x55, 0x00, 0x66, 0x99];
    for (file, external, same) in [
        ("sign1-tests/sign-pass-02", &external[..], true),
        ("sign1-tests/sign-fail-02", &[], false),
        ("sign1-tests/sign-fail-04", &[], false),
        ("sign1-tests/sign-fail-06", &[], false),
        ("sign1-tests/sign-fail-07", &[], false),
        ("eddsa-examples/eddsa-sig-01", &[], true),
        ("eddsa-examples/eddsa-sig-02", &[], true),
    ] {
        let Some((frame, signed)) = example(file) else { return };
        let parsed = CoseSign1::from_tagged_slice(&frame).unwrap();
        let protected = parsed.protected.original_data.clone().unwrap();
        let computed = sig_structure(&protected, external, parsed.payload.as_ref().unwrap());
        assert_eq!(computed == signed, same, "{file}");
        assert_eq!(computed, parsed.tbs_data(external), "{file}: coset computes another");
    }
}

/// RFC 9864 renames what RFC 9053 left open: -8 says `EdDSA` and lets the key decide, -19 says
/// Ed25519. The signature is the same; the name is inside what is signed, so it cannot be swapped.
#[test]
fn ed25519_example_verifies_under_its_key_and_its_open_algorithm_is_refused() {
    let Some(case) = published("cose/eddsa-examples/eddsa-sig-01.json") else { return };
    let key = unhex(&case["input"]["sign0"]["key"]["x_hex"]);
    let seed = unhex(&case["input"]["sign0"]["key"]["d_hex"]);
    let (frame, signed) = example("eddsa-examples/eddsa-sig-01").unwrap();
    let mut parsed = CoseSign1::from_tagged_slice(&frame).unwrap();
    assert_eq!(
        parsed.protected.header.alg,
        Some(coset::Algorithm::Assigned(iana::Algorithm::EdDSA))
    );
    assert!(accepts(&key, &signed, &parsed.signature));

    let secret = SecretKey::from_seed(&seed.try_into().unwrap());
    assert_eq!(secret.public().as_bytes().as_slice(), key);
    assert_eq!(secret.sign(&signed).as_slice(), parsed.signature);

    parsed.unprotected = coset::Header::default();
    assert_eq!(refusal(&parsed.clone().to_tagged_vec().unwrap()), Some("algorithm"));

    let protected = parsed.protected.original_data.clone().unwrap();
    assert_eq!(protected[1..3], [0x01, 0x27], "label 1, then -8");
    let renamed = [&[0xa2, 0x01, 0x32], &protected[3..]].concat();
    let renamed = sig_structure(&renamed, &[], parsed.payload.as_ref().unwrap());
    assert!(!accepts(&key, &renamed, &parsed.signature));
}

/// Several signatures in one frame, and another curve, are no frames of ours either.
#[test]
fn other_eddsa_examples_are_refused_for_their_reason() {
    for (file, flaw) in [
        ("eddsa-01", "frame-cbor"),
        ("eddsa-02", "frame-cbor"),
        ("eddsa-sig-01", "unprotected-header"),
        ("eddsa-sig-02", "unprotected-header"),
    ] {
        let Some((frame, _)) = example(&format!("eddsa-examples/{file}")) else { return };
        assert_eq!(refusal(&frame), Some(flaw), "{file}");
    }
}
