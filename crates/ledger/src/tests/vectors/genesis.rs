//! Vectors of genesis files.

use chancery_encoding::encode;
use ciborium::Value;

use super::{Case, Made, Shared, case};
use crate::certificate::Certificate;
use crate::roster::Genesis;
use crate::tests::cast::{certificate, genesis, key, request, roster};

pub(super) fn judge(_: &Shared, case: &Case) -> Result<(), &'static str> {
    Genesis::decode(&case.bytes("genesis")).map(|_| ()).map_err(|flaw| flaw.name())
}

fn file(roster: &[u8], certificates: &[Vec<u8>]) -> Vec<u8> {
    encode(&Value::Map(vec![
        (1.into(), Value::Bytes(roster.to_vec())),
        (2.into(), Value::Array(certificates.iter().cloned().map(Value::Bytes).collect())),
    ]))
}

pub(super) fn make() -> Made {
    let plain = roster().encode();
    let [ee, kr] = ["EE", "KR"].map(|code| certificate(code).bytes().to_vec());
    let whole = file(&plain, &[ee.clone(), kr.clone()]);
    let mut later = roster();
    (later.version, later.previous) = (1, Some(roster().hash()));
    let mut weaker = roster();
    weaker.threshold = 2;
    let mut borrowed = request("KR");
    borrowed.transport_key = key("EE witness").public();
    let borrowed = Certificate::issue(&borrowed, &key("KR root"), &roster()).unwrap();
    let borrowed = file(&plain, &[ee.clone(), borrowed.bytes().to_vec()]);
    let roster_alone = encode(&Value::Map(vec![(1.into(), Value::Bytes(plain.clone()))]));
    let mut flipped = kr.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let rows: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("roster and its certificates", genesis().encode(), None),
        ("no certificates yet", file(&plain, &[]), None),
        ("byte behind the file", [&whole[..], &[0]].concat(), Some("genesis-cbor")),
        ("no list of certificates", roster_alone, Some("genesis-field")),
        ("roster that is none", file(&[0xa0], &[]), Some("roster-field")),
        ("roster with a low threshold", file(&weaker.encode(), &[]), Some("threshold")),
        ("later roster", file(&later.encode(), &[]), Some("roster-version")),
        ("certificate that is none", file(&plain, &[Vec::new()]), Some("frame-cbor")),
        ("certificate not signed", file(&plain, &[ee.clone(), flipped]), Some("bad-signature")),
        ("certificates out of order", file(&plain, &[kr, ee.clone()]), Some("certificate-order")),
        ("certificate twice", file(&plain, &[ee.clone(), ee]), Some("certificate-order")),
        ("one key in two certificates", borrowed, Some("key-reused")),
        ("1025 certificates", file(&plain, &vec![Vec::new(); 1025]), Some("certificate-count")),
    ];
    Made {
        about: "Genesis files.",
        shared: Vec::new(),
        cases: rows.iter().map(|(name, bytes, flaw)| case(name, "genesis", bytes, *flaw)).collect(),
    }
}
