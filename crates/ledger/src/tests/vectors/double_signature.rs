//! Vectors of the proof that a root signed two rosters of one version.

use chancery_encoding::encode;
use ciborium::Value;

use super::{Case, Made, Shared, case};
use crate::act::{DoubleSignature, sign_roster};
use crate::roster::register::tests::Stage;
use crate::roster::{Directory, Genesis, Roster, RosterProposal};
use crate::tests::cast::{key, member};

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let directory = Directory::new(&Genesis::decode(&shared.bytes("genesis")).unwrap());
    let read = DoubleSignature::decode(&case.bytes("proof"), directory.versions());
    read.map(|_| ()).map_err(|flaw| flaw.name())
}

fn next(code: &str) -> Roster {
    RosterProposal::after(Stage::new().roster()).admit(member(code)).build().unwrap()
}

/// Two versions that might follow the founding one, the smaller hash first.
fn pair() -> [Roster; 2] {
    let mut pair = [next("SE"), next("DK")];
    pair.sort_by_key(Roster::hash);
    pair
}

fn proof(rosters: [&Roster; 2], role: &str) -> Value {
    let root = key(role);
    let signature = |roster| Value::Bytes(sign_roster(roster, &root).signature.to_vec());
    Value::Map(vec![
        (1.into(), Value::Bytes(rosters[0].encode())),
        (2.into(), Value::Bytes(rosters[1].encode())),
        (3.into(), Value::Bytes(root.public().as_bytes().to_vec())),
        (4.into(), signature(rosters[0])),
        (5.into(), signature(rosters[1])),
    ])
}

fn bent(field: i64, value: Value) -> Vec<u8> {
    let [one, two] = pair();
    let mut bent = proof([&one, &two], "KR root");
    crate::tests::forge::set(&mut bent, &[field.into()], value);
    encode(&bent)
}

pub(super) fn make() -> Made {
    let [one, two] = pair();
    let good = encode(&proof([&one, &two], "KR root"));
    let founding = Stage::new().roster().clone();
    let mut later = RosterProposal::after(&one).admit(member("NO")).build().unwrap();
    let apart = encode(&proof([&one, &later], "KR root"));
    later.previous = Some(later.hash());
    let mut orphan = [later.clone(), RosterProposal::after(&two).build().unwrap()];
    orphan.sort_by_key(Roster::hash);
    let swapped = bent(4, Value::Bytes(sign_roster(&two, &key("KR root")).signature.to_vec()));
    let rows: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("KR signed both", good.clone(), None),
        ("byte behind the proof", [&good[..], &[0]].concat(), Some("proof-cbor")),
        ("sixth field", bent(6, Value::Null), Some("proof-field")),
        ("roster that is none", bent(1, Value::Bytes(vec![0xa0])), Some("roster-field")),
        ("versions 1 and 2", apart, Some("different-versions")),
        (
            "founding version",
            encode(&proof([&founding, &founding], "KR root")),
            Some("different-versions"),
        ),
        ("one roster twice", encode(&proof([&one, &one], "KR root")), Some("same-roster")),
        ("larger hash first", encode(&proof([&two, &one], "KR root")), Some("proof-order")),
        ("signature of 63 bytes", bent(5, Value::Bytes(vec![7; 63])), Some("signature-length")),
        (
            "follow versions that nobody knows",
            encode(&proof([&orphan[0], &orphan[1]], "KR root")),
            Some("unknown-roster"),
        ),
        ("stranger signed both", encode(&proof([&one, &two], "SE root")), Some("not-a-member")),
        ("one signature over the other roster", swapped, Some("bad-signature")),
    ];
    Made {
        about: "Proofs that a root signed two rosters of one version, under `genesis`.",
        shared: vec![("genesis", Stage::new().genesis.encode())],
        cases: rows.iter().map(|(name, bytes, flaw)| case(name, "proof", bytes, *flaw)).collect(),
    }
}
