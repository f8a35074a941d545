//! Vectors of rosters.

use chancery_encoding::encode;
use ciborium::Value;

use super::{Case, Made, Shared, case};
use crate::roster::Roster;
use crate::tests::cast::{key, roster};
use crate::tests::forge::set;

pub(super) fn judge(_: &Shared, case: &Case) -> Result<(), &'static str> {
    Roster::decode(&case.bytes("roster")).map(|_| ()).map_err(|flaw| flaw.name())
}

fn entry(state: &str, root: Value) -> Value {
    Value::Array(vec![state.into(), "A state".into(), root])
}

fn root(state: &str) -> Value {
    Value::Bytes(key(&format!("{state} root")).public().as_bytes().to_vec())
}

fn states(codes: &[&str]) -> Value {
    Value::Array(codes.iter().map(|code| entry(code, root(code))).collect())
}

/// A roster of EE and KR with a root of EE that is `bytes`.
fn with_root(bytes: &[u8]) -> Vec<u8> {
    let root_of_ee = Value::Bytes(bytes.to_vec());
    bent(4, Value::Array(vec![entry("EE", root_of_ee), entry("KR", root("KR"))]))
}

fn plain() -> Value {
    Value::Map(vec![
        (1.into(), "exercise".into()),
        (2.into(), 0.into()),
        (3.into(), Value::Null),
        (4.into(), states(&["EE", "KR"])),
        (5.into(), states(&["BR"])),
        (6.into(), 2.into()),
    ])
}

/// Version 1 of EE, KR and NL, with a threshold that holds when one of them is suspended too.
fn later() -> Value {
    let mut later = plain();
    set(&mut later, &[2.into()], 1.into());
    set(&mut later, &[3.into()], Value::Bytes(vec![7; 32]));
    for field in 7..=9 {
        set(&mut later, &[field.into()], Value::Array(Vec::new()));
    }
    set(&mut later, &[4.into()], states(&["EE", "KR", "NL"]));
    set(&mut later, &[6.into()], 3.into());
    later
}

fn later_with(field: i64, value: Value) -> Vec<u8> {
    let mut later = later();
    if field == 7 {
        set(&mut later, &[6.into()], 2.into());
    }
    set(&mut later, &[field.into()], value);
    encode(&later)
}

fn digests(fills: &[u8]) -> Value {
    Value::Array(fills.iter().map(|fill| Value::Bytes(vec![*fill; 32])).collect())
}

/// The ending of EE that keeps some acts and closes some logs.
fn ending(keeps: &[u8], closed: &[u8]) -> Value {
    let place = |key: &u8| {
        let bytes = |fill| Value::Bytes(vec![fill; 32]);
        Value::Array(vec![bytes(*key), 0.into(), 5.into(), bytes(9)])
    };
    let closed = Value::Array(closed.iter().map(place).collect());
    Value::Array(vec![Value::Array(vec!["EE".into(), digests(keeps), closed])])
}

fn bent(field: i64, value: Value) -> Vec<u8> {
    let mut roster = plain();
    set(&mut roster, &[field.into()], value);
    encode(&roster)
}

pub(super) fn make() -> Made {
    let rows =
        accepted().into_iter().chain(shapes()).chain(roots()).chain(members()).chain(succession());
    Made {
        about: "Rosters.",
        shared: Vec::new(),
        cases: rows.map(|(name, bytes, flaw)| case(name, "roster", &bytes, flaw)).collect(),
    }
}

type Row = (&'static str, Vec<u8>, Option<&'static str>);

fn accepted() -> Vec<Row> {
    vec![
        ("three members and an observer", roster().encode(), None),
        ("no observers", bent(5, Value::Array(Vec::new())), None),
        ("later version", encode(&later()), None),
        ("suspended member", later_with(7, Value::Array(vec!["EE".into()])), None),
        ("ending with two acts and a closed log", later_with(8, ending(&[1, 2], &[7])), None),
        ("settles two versions", later_with(9, digests(&[1, 2])), None),
    ]
}

fn shapes() -> Vec<Row> {
    let whole = encode(&plain());
    let mut missing = plain();
    missing.as_map_mut().unwrap().pop();
    let two = Value::Array(vec![Value::Array(vec!["EE".into(), root("EE")])]);
    vec![
        ("byte behind the roster", [&whole[..], &[0]].concat(), Some("roster-cbor")),
        ("no threshold", encode(&missing), Some("roster-field")),
        ("seventh field at version 0", bent(7, Value::Null), Some("roster-field")),
        ("tenth field", later_with(10, Value::Null), Some("roster-field")),
        ("state of two parts", bent(4, two), Some("state-entry")),
        ("state that is none", bent(4, states(&["EE", "ZZ"])), Some("state-entry")),
        ("root of 31 bytes", with_root(&[7; 31]), Some("state-entry")),
        ("empty network name", bent(1, "".into()), Some("roster-name")),
        ("name that turns the writing", bent(1, "exer\u{202e}cise".into()), Some("roster-name")),
        ("name with a line break", bent(1, "exer\ncise".into()), Some("roster-name")),
        ("name of 129 bytes", bent(1, "x".repeat(129).into()), Some("roster-name")),
        ("later version that names none before", later_with(3, Value::Null), Some("previous")),
        ("version 0 that names one before", bent(3, Value::Bytes(vec![7; 32])), Some("previous")),
    ]
}

fn roots() -> Vec<Row> {
    let small = |low: u8| {
        let mut bytes = [0; 32];
        bytes[0] = low;
        bytes
    };
    let mut twisted = [0xff; 32];
    (twisted[0], twisted[31]) = (0xed, 0x7f);
    // Case 7 of CCTV: a good point with a part of small order added.
    let mixed = "10eb7c3acfb2bed3e0d6ab89bf5a3d6afddd1176ce4812e38d9fd485058fdb1f";
    let mixed = mixed.parse::<chancery_encoding::Digest>().unwrap();
    vec![
        ("root not canonical", with_root(&twisted), Some("key-not-canonical")),
        ("root no point", with_root(&small(2)), Some("key-not-a-point")),
        ("root weak", with_root(&small(1)), Some("key-weak")),
        ("root of mixed order", with_root(mixed.as_bytes()), Some("key-mixed-order")),
        (
            "one root for two states",
            bent(4, Value::Array(vec![entry("EE", root("EE")), entry("KR", root("EE"))])),
            Some("key-reused"),
        ),
    ]
}

fn members() -> Vec<Row> {
    let both = Value::Array(vec![entry("EE", root("NL"))]);
    vec![
        ("no members", bent(4, Value::Array(Vec::new())), Some("state-count")),
        ("members out of order", bent(4, states(&["KR", "EE"])), Some("state-order")),
        ("member twice", bent(4, states(&["EE", "EE"])), Some("state-order")),
        ("member and observer", bent(5, both), Some("state-order")),
        ("threshold of one in two", bent(6, 1.into()), Some("threshold")),
        ("threshold above all", bent(6, 3.into()), Some("threshold")),
    ]
}

fn succession() -> Vec<Row> {
    let codes = |codes: &[&str]| Value::Array(codes.iter().map(|code| (*code).into()).collect());
    let twice = |one: Value| Value::Array(vec![one.as_array().unwrap()[0].clone(); 2]);
    vec![
        ("suspended observer", later_with(7, codes(&["BR"])), Some("suspended")),
        ("suspended state twice", later_with(7, codes(&["EE", "EE"])), Some("suspended")),
        ("suspended number", later_with(7, Value::Array(vec![1.into()])), Some("suspended")),
        ("ending twice", later_with(8, twice(ending(&[], &[]))), Some("ending")),
        ("kept acts out of order", later_with(8, ending(&[2, 1], &[])), Some("ending")),
        ("closed log twice", later_with(8, ending(&[], &[7, 7])), Some("ending")),
        ("ending of a state that is none", later_with(8, codes(&["ZZ"])), Some("ending")),
        ("settled version twice", later_with(9, digests(&[1, 1])), Some("settles")),
        ("settles a text", later_with(9, codes(&["EE"])), Some("settles")),
    ]
}
