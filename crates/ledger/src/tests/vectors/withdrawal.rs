//! Vectors of withdrawals.

use chancery_encoding::encode;
use ciborium::Value;

use super::revocation::{forge, frames};
use super::{Case, Made, Shared, case};
use crate::act::Withdrawal;
use crate::roster::{Directory, Genesis};
use crate::tests::cast::{genesis, roster};
use crate::tests::forge::set;

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let directory = Directory::new(&Genesis::decode(&shared.bytes("genesis")).unwrap());
    let read = Withdrawal::decode(&case.bytes("withdrawal"), directory.versions());
    read.map(|_| ()).map_err(|flaw| flaw.name())
}

const MEDIA_TYPE: &str = "application/vnd.chancery.withdrawal+cbor";

fn digests(fills: &[u8]) -> Value {
    Value::Array(fills.iter().map(|fill| Value::Bytes(vec![*fill; 32])).collect())
}

fn places(places: &[(u8, u64, u64)]) -> Value {
    let place = |(key, epoch, seq): &(u8, u64, u64)| {
        let bytes = |fill| Value::Bytes(vec![fill; 32]);
        Value::Array(vec![bytes(*key), (*epoch).into(), (*seq).into(), bytes(9)])
    };
    Value::Array(places.iter().map(place).collect())
}

fn payload() -> Value {
    let network = || Value::Bytes(roster().hash().as_bytes().to_vec());
    Value::Map(vec![
        (1.into(), network()),
        (2.into(), "EE".into()),
        (3.into(), crate::tests::cast::NOW.into()),
        (4.into(), network()),
        (5.into(), digests(&[1, 2])),
        (6.into(), places(&[(7, 0, 5), (7, 1, 0), (8, 0, 3)])),
    ])
}

fn bent(field: i64, value: Value) -> Vec<u8> {
    let mut payload = payload();
    set(&mut payload, &[field.into()], value);
    forge(MEDIA_TYPE, encode(&payload)).bytes()
}

pub(super) fn make() -> Made {
    let other = || Value::Bytes(vec![7; 32]);
    let end = (1 << 53) - 1;
    let rows: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("two acts and three logs", bent(3, 0.into()), None),
        ("nothing is kept", bent(5, digests(&[])), None),
        ("no log stands", bent(6, places(&[])), None),
        ("field that nobody knows", bent(100, "newer".into()), None),
        ("state that is none", bent(2, "ZZ".into()), Some("issuer")),
        ("issued in the year 10000", bent(3, 253_402_300_800_u64.into()), Some("range")),
        ("kept acts out of order", bent(5, digests(&[2, 1])), Some("list-order")),
        ("kept act twice", bent(5, digests(&[1, 1])), Some("list-order")),
        ("kept act that is a number", bent(5, Value::Array(vec![1.into()])), Some("list-order")),
        ("closed log twice", bent(6, places(&[(7, 0, 5), (7, 0, 6)])), Some("list-order")),
        ("place 2^53 - 1", bent(6, places(&[(7, 0, end)])), Some("list-order")),
        ("another network", bent(1, other()), Some("other-network")),
        ("roster version that nobody knows", bent(4, other()), Some("unknown-roster")),
        ("state outside the roster", bent(2, "FI".into()), Some("not-in-roster")),
    ];
    let frames =
        frames(MEDIA_TYPE, &encode(&payload()), "application/vnd.chancery.revocation+cbor");
    let rows = rows.into_iter().chain(frames);
    Made {
        about: "Withdrawals, under `genesis`, whose members are EE, KR and NL and whose observer is BR.",
        shared: vec![("genesis", genesis().encode())],
        cases: rows.map(|(name, bytes, flaw)| case(name, "withdrawal", &bytes, flaw)).collect(),
    }
}
