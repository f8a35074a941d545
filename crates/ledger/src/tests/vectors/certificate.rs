//! Vectors of certificates.

use chancery_encoding::encode;
use ciborium::Value;

use super::{Case, Made, Shared, case};
use crate::certificate::Certificate;
use crate::roster::Roster;
use crate::tests::cast::{certificate, key, member, possession, request, roster};
use crate::tests::forge::{Forge, set};

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let roster = Roster::decode(&shared.bytes("roster")).unwrap();
    let read = Certificate::decode(&case.bytes("certificate"), &roster);
    read.map(|_| ()).map_err(|flaw| flaw.name())
}

/// The payload that the root of EE signs, as a map.
fn payload() -> Value {
    let request = request("EE");
    let key = |key: &crate::key::PublicKey| Value::Bytes(key.as_bytes().to_vec());
    Value::Map(vec![
        (1.into(), Value::Bytes(request.network.as_bytes().to_vec())),
        (2.into(), "EE".into()),
        (3.into(), "foreign-trade".into()),
        (4.into(), 1.into()),
        (5.into(), request.issued_at.into()),
        (6.into(), key(&request.statement_key)),
        (7.into(), key(&request.witness_key)),
        (8.into(), key(&request.transport_key)),
        (9.into(), Value::Array(vec!["authority".into()])),
    ])
}

fn forge_over(payload: Vec<u8>) -> Forge {
    let root = key("EE root");
    let header = vec![
        (3.into(), "application/vnd.chancery.certificate+cbor".into()),
        (4.into(), Value::Bytes(root.public().as_bytes().to_vec())),
    ];
    Forge::new(header, payload, root)
}

/// The certificate with one field of its payload replaced.
fn bent(field: i64, value: Value) -> Vec<u8> {
    let mut payload = payload();
    set(&mut payload, &[field.into()], value);
    forge_over(encode(&payload)).bytes()
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

type Row = (&'static str, Vec<u8>, Option<&'static str>);

pub(super) fn make() -> Made {
    let whole = forge_over(encode(&payload())).bytes();
    assert_eq!(whole, certificate("EE").bytes());
    let rows = frames(&whole)
        .into_iter()
        .chain(payloads())
        .chain(keys())
        .chain(standing(&whole))
        .chain(possessions());
    Made {
        about: "Certificates, read under `roster`, whose members are EE, KR and NL and whose \
                observer is BR.",
        shared: vec![("roster", roster().encode())],
        cases: rows.map(|(name, bytes, flaw)| case(name, "certificate", &bytes, flaw)).collect(),
    }
}

fn frames(whole: &[u8]) -> Vec<Row> {
    let forge = || forge_over(encode(&payload()));
    let mut hinted = forge();
    hinted.unprotected = Value::Map(vec![(4.into(), bytes(b"EE"))]);
    let mut later = payload();
    set(&mut later, &[10.into()], bytes(roster().hash().as_bytes()));
    set(&mut later, &[11.into()], 1.into());
    set(&mut later, &[12.into()], bytes(&[7; 32]));
    let later = forge_over(encode(&later)).bytes();
    let other_type = forge().with(&[3.into()], "application/cbor".into());
    let long = bent(100, Value::Bytes(vec![0; 2048]));
    vec![
        ("certificate of a member", whole.to_vec(), None),
        ("certificate of an observer", certificate("BR").bytes().to_vec(), None),
        ("field that nobody knows", bent(100, "newer".into()), None),
        ("epoch 1, a reader key, and the founding roster by name", later, None),
        ("role that nobody knows", bent(9, Value::Array(vec!["newer".into()])), None),
        ("label that nobody knows", forge().with(&[300.into()], Value::Null).bytes(), None),
        ("certificate of more than 2048 bytes", long, Some("frame-cbor")),
        ("frame without its tag", whole[1..].to_vec(), Some("frame-shape")),
        ("label in the unprotected header", hinted.bytes(), Some("unprotected-header")),
        ("algorithm -8", forge().with(&[1.into()], (-8).into()).bytes(), Some("algorithm")),
        ("no key id", forge().without(&[4.into()]).bytes(), Some("header-field")),
        ("another content type", other_type.bytes(), Some("content-type")),
    ]
}

fn payloads() -> Vec<Row> {
    let plain = encode(&payload());
    let trailing = forge_over([&plain[..], &[0]].concat()).bytes();
    let mut missing = payload();
    missing.as_map_mut().unwrap().pop();
    let roles = |role: &str, count| bent(9, Value::Array(vec![role.into(); count]));
    vec![
        ("byte behind the payload", trailing, Some("payload-cbor")),
        ("payload that is no map", forge_over(vec![0x80]).bytes(), Some("payload-field")),
        ("no roles", forge_over(encode(&missing)).bytes(), Some("payload-field")),
        ("negative time of issue", bent(5, (-1).into()), Some("payload-field")),
        ("state that is none", bent(2, "ZZ".into()), Some("issuer")),
        ("authority in capitals", bent(3, "Foreign-Trade".into()), Some("issuer")),
        ("serial 2^53", bent(4, (1_u64 << 53).into()), Some("range")),
        ("epoch 2^53", bent(11, (1_u64 << 53).into()), Some("range")),
        ("roster of 31 bytes", bent(10, bytes(&[7; 31])), Some("payload-field")),
        ("epoch that is a text", bent(11, "1".into()), Some("payload-field")),
        ("reader key of 33 bytes", bent(12, bytes(&[7; 33])), Some("payload-field")),
        ("issued in the year 10000", bent(5, 253_402_300_800_u64.into()), Some("range")),
        ("role of two words", roles("two words", 1), Some("range")),
        ("17 roles", roles("role", 17), Some("range")),
    ]
}

fn keys() -> Vec<Row> {
    let mut twisted = [0xff; 32];
    (twisted[0], twisted[31]) = (0xee, 0x7f);
    let no_point = {
        let mut bytes = [0; 32];
        bytes[0] = 2;
        bytes
    };
    let weak = {
        let mut bytes = [0; 32];
        bytes[0] = 1;
        bytes
    };
    let public = |role: &str| bytes(key(role).public().as_bytes());
    vec![
        ("statement key not canonical", bent(6, bytes(&twisted)), Some("key-not-canonical")),
        ("witness key no point", bent(7, bytes(&no_point)), Some("key-not-a-point")),
        ("transport key weak", bent(8, bytes(&weak)), Some("key-weak")),
        ("key of 31 bytes", bent(6, bytes(&[7; 31])), Some("payload-field")),
        ("one key for two jobs", bent(7, public("EE statement")), Some("key-reused")),
        ("own root for another job", bent(7, public("EE root")), Some("key-reused")),
        ("root of another state", bent(6, public("KR root")), Some("key-reused")),
    ]
}

fn standing(whole: &[u8]) -> Vec<Row> {
    let members = ["EE", "KR"].map(member).into();
    let other = Roster::found("another", members, Vec::new()).unwrap().hash();
    let mut by_other = forge_over(encode(&payload()));
    by_other.key = key("KR root");
    let forge = forge_over(encode(&payload()));
    let names_other = forge.with(&[4.into()], bytes(key("KR root").public().as_bytes()));
    let mut flipped = whole.to_vec();
    *flipped.last_mut().unwrap() ^= 1;
    vec![
        ("another network", bent(1, bytes(other.as_bytes())), Some("other-network")),
        ("roster version that nobody knows", bent(10, bytes(&[7; 32])), Some("unknown-roster")),
        ("state outside the roster", bent(2, "FI".into()), Some("not-in-roster")),
        ("names another root", names_other.bytes(), Some("wrong-root")),
        ("signed by another root", by_other.bytes(), Some("bad-signature")),
        ("bit of the signature flipped", flipped, Some("bad-signature")),
    ]
}

/// Field 13, as the keys of `name` sign it for a state.
fn signed_for(code: &str, name: &str) -> Value {
    possession(code, name).write().1
}

fn possessions() -> Vec<Row> {
    let with = |signatures: Vec<Value>| bent(13, Value::Array(signatures));
    let own = signed_for("EE", "EE").into_array().unwrap();
    let but = |at: usize, other: &Value| {
        let mut signatures = own.clone();
        signatures[at] = other.clone();
        with(signatures)
    };
    let theirs = signed_for("EE", "KR").into_array().unwrap();
    let mut renewed = payload();
    set(&mut renewed, &[4.into()], 2.into());
    set(&mut renewed, &[11.into()], 1.into());
    set(&mut renewed, &[13.into()], Value::Array(own.clone()));
    let renewed = forge_over(encode(&renewed)).bytes();
    let swapped = with(vec![own[1].clone(), own[0].clone(), own[2].clone()]);
    let of_another = bent(13, signed_for("KR", "EE"));
    let mut long = own[0].as_bytes().unwrap().clone();
    long.push(0);
    let mut flipped = own[2].as_bytes().unwrap().clone();
    flipped[0] ^= 1;
    let bad = Some("bad-possession");
    vec![
        ("possession of all three keys", with(own.clone()), None),
        ("the same possession in a renewal", renewed, None),
        ("possession by another statement key", but(0, &theirs[0]), bad),
        ("possession by another witness key", but(1, &theirs[1]), bad),
        ("possession by another transport key", but(2, &theirs[2]), bad),
        ("possession with a bit flipped", but(2, &bytes(&flipped)), bad),
        ("possession for another state", of_another, bad),
        ("possession by two keys in each other's place", swapped, bad),
        ("possession of two signatures", with(own[..2].to_vec()), Some("payload-field")),
        ("possession with a signature of 65 bytes", but(0, &bytes(&long)), Some("payload-field")),
        ("possession that is null", bent(13, Value::Null), Some("payload-field")),
    ]
}
