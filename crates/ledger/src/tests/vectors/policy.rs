//! Vectors of policies.

use chancery_encoding::encode;
use ciborium::Value;

use super::revocation::{forge, frames};
use super::{Case, Made, Shared, case};
use crate::act::rooted::Says;
use crate::policy::{OFFICERS_MAX, Policy, Role};
use crate::roster::{Directory, Genesis};
use crate::tests::cast::{genesis, key};
use crate::tests::forge::set;
use crate::tests::officers::{officer, terms};

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let directory = Directory::new(&Genesis::decode(&shared.bytes("genesis")).unwrap());
    let read = Policy::decode(&case.bytes("policy"), directory.versions());
    read.map(|_| ()).map_err(|flaw| flaw.name())
}

const MEDIA_TYPE: &str = "application/vnd.chancery.policy+cbor";

fn payload() -> Value {
    Value::Map(terms("EE", 1).write())
}

fn bent(field: i64, value: Value) -> Vec<u8> {
    let mut payload = payload();
    set(&mut payload, &[field.into()], value);
    forge(MEDIA_TYPE, encode(&payload)).bytes()
}

/// An officer as it is written.
fn row(name: &str, key: &[u8], roles: &[&str]) -> Value {
    let roles = roles.iter().map(|role| (*role).into()).collect();
    Value::Array(vec![name.into(), Value::Bytes(key.to_vec()), Value::Array(roles)])
}

fn of_cast(name: &str, roles: &[&str]) -> Value {
    row(name, officer(name, &Role::ALL).key.as_bytes(), roles)
}

fn officers(rows: Vec<Value>) -> Vec<u8> {
    bent(9, Value::Array(rows))
}

fn kinds(kinds: &[&str]) -> Vec<u8> {
    bent(8, Value::Array(kinds.iter().map(|kind| (*kind).into()).collect()))
}

/// Ben, who makes two with whoever may write.
fn with_ben(other: Value) -> Vec<u8> {
    officers(vec![other, of_cast("ben", &["releaser", "reviewer"])])
}

type Row = (&'static str, Vec<u8>, Option<&'static str>);

fn taken() -> Vec<Row> {
    let many =
        (0..OFFICERS_MAX).map(|at| of_cast(&format!("officer-{at:02}"), &["author", "releaser"]));
    vec![
        ("two of three officers", forge(MEDIA_TYPE, encode(&payload())).bytes(), None),
        ("one of three officers", bent(7, 1.into()), None),
        ("no kind for one alone", kinds(&[]), None),
        ("64 officers", officers(many.collect()), None),
        (
            "name in another script",
            officers(vec![
                of_cast("ben", &["releaser"]),
                row("Анна", officer("ann", &[]).key.as_bytes(), &["author"]),
            ]),
            None,
        ),
        ("field that nobody knows", bent(100, "newer".into()), None),
    ]
}

fn refused_officers() -> Vec<Row> {
    let ann = || officer("ann", &[]).key;
    let many =
        (0..=OFFICERS_MAX).map(|at| of_cast(&format!("officer-{at:02}"), &["author", "releaser"]));
    let flaw = Some("officers");
    vec![
        ("65 officers", officers(many.collect()), flaw),
        ("officer without roles", with_ben(of_cast("ann", &[])), flaw),
        ("role that nobody has", with_ben(of_cast("ann", &["author", "editor"])), flaw),
        ("roles out of order", with_ben(of_cast("ann", &["reviewer", "author"])), flaw),
        ("role twice", with_ben(of_cast("ann", &["author", "author"])), flaw),
        ("officer without a name", with_ben(row("", ann().as_bytes(), &["author"])), flaw),
        (
            "name that is not seen",
            with_ben(row("an\u{200b}n", ann().as_bytes(), &["author"])),
            flaw,
        ),
        ("name with a space behind", with_ben(row("ann ", ann().as_bytes(), &["author"])), flaw),
        ("name of 65 bytes", with_ben(row(&"a".repeat(65), ann().as_bytes(), &["author"])), flaw),
        ("name twice", with_ben(row("ben", ann().as_bytes(), &["author"])), flaw),
        ("key of 31 bytes", with_ben(row("ann", &[1; 31], &["author"])), flaw),
        ("officer that is a text", with_ben("ann".into()), flaw),
        ("key of small order", with_ben(row("ann", &[0; 32], &["author"])), Some("key-weak")),
        (
            "one key under two names",
            with_ben(row("ann", officer("ben", &[]).key.as_bytes(), &["author"])),
            Some("key-reused"),
        ),
        (
            "key that is a root",
            with_ben(row("ann", key("KR root").public().as_bytes(), &["author"])),
            Some("key-reused"),
        ),
    ]
}

fn refused() -> Vec<Row> {
    let other = || Value::Bytes(vec![7; 32]);
    let long: Vec<String> = (0..33).map(|at| format!("kind-{at:02}")).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    vec![
        (
            "nobody may release",
            officers(vec![of_cast("ann", &["author"]), of_cast("ben", &["reviewer"])]),
            Some("too-few-officers"),
        ),
        (
            "one officer for two",
            officers(vec![of_cast("cid", &["author", "releaser", "reviewer"])]),
            Some("too-few-officers"),
        ),
        (
            "two releasers and no other",
            officers(vec![of_cast("ann", &["releaser"]), of_cast("ben", &["releaser"])]),
            Some("too-few-officers"),
        ),
        ("kinds out of order", kinds(&["b", "a"]), Some("kinds")),
        ("kind twice", kinds(&["a", "a"]), Some("kinds")),
        ("kind with a space", kinds(&["a b"]), Some("kinds")),
        ("certificates alone", kinds(&["certificate"]), Some("kinds")),
        ("corrections alone", kinds(&["correction"]), Some("kinds")),
        ("33 kinds", kinds(&long), Some("kinds")),
        ("no officer needed", bent(7, 0.into()), Some("range")),
        ("three officers needed", bent(7, 3.into()), Some("range")),
        ("serial 2^53", bent(5, (1_u64 << 53).into()), Some("range")),
        ("issued in the year 10000", bent(6, 253_402_300_800_u64.into()), Some("range")),
        ("authority with a capital", bent(3, "Foreign".into()), Some("issuer")),
        ("another network", bent(1, other()), Some("other-network")),
        ("roster version that nobody knows", bent(4, other()), Some("unknown-roster")),
        ("state outside the roster", bent(2, "FI".into()), Some("not-in-roster")),
    ]
}

pub(super) fn make() -> Made {
    let frames =
        frames(MEDIA_TYPE, &encode(&payload()), "application/vnd.chancery.revocation+cbor");
    let rows = taken().into_iter().chain(refused_officers()).chain(refused()).chain(frames);
    Made {
        about: "Policies, under `genesis`, whose members are EE, KR and NL and whose observer is BR.",
        shared: vec![("genesis", genesis().encode())],
        cases: rows.map(|(name, bytes, flaw)| case(name, "policy", &bytes, flaw)).collect(),
    }
}
