//! Vectors of revocations.

use chancery_encoding::encode;
use ciborium::Value;

use super::{Case, Made, Shared, case};
use crate::act::Revocation;
use crate::roster::{Directory, Genesis};
use crate::tests::cast::{genesis, key, revocation, roster, statement_key};
use crate::tests::forge::{Forge, set};

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let directory = Directory::new(&Genesis::decode(&shared.bytes("genesis")).unwrap());
    let read = Revocation::decode(&case.bytes("revocation"), directory.versions());
    read.map(|_| ()).map_err(|flaw| flaw.name())
}

/// The payload that closes the log of EE behind place 5.
fn payload() -> Value {
    let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
    Value::Map(vec![
        (1.into(), bytes(roster().hash().as_bytes())),
        (2.into(), "EE".into()),
        (3.into(), "foreign-trade".into()),
        (4.into(), bytes(roster().hash().as_bytes())),
        (5.into(), bytes(statement_key("EE").public().as_bytes())),
        (6.into(), 0.into()),
        (7.into(), 5.into()),
        (8.into(), bytes(&[9; 32])),
        (9.into(), crate::tests::cast::NOW.into()),
        (10.into(), "The node was stolen".into()),
    ])
}

/// A frame of this media type around a payload, signed by the root of EE.
pub(super) fn forge(media_type: &str, payload: Vec<u8>) -> Forge {
    let root = key("EE root");
    let header = vec![
        (3.into(), media_type.into()),
        (4.into(), Value::Bytes(root.public().as_bytes().to_vec())),
    ];
    Forge::new(header, payload, root)
}

const MEDIA_TYPE: &str = "application/vnd.chancery.revocation+cbor";

fn bent(fields: &[(i64, Value)]) -> Vec<u8> {
    let mut payload = payload();
    fields.iter().for_each(|(field, value)| set(&mut payload, &[(*field).into()], value.clone()));
    forge(MEDIA_TYPE, encode(&payload)).bytes()
}

type Row = (&'static str, Vec<u8>, Option<&'static str>);

/// What is refused of a frame whatever is in it.
pub(super) fn frames(media_type: &str, payload: &[u8], other: &str) -> Vec<Row> {
    let forge = || forge(media_type, payload.to_vec());
    let whole = forge().bytes();
    let mut by_other = forge();
    by_other.key = key("KR root");
    let kr = Value::Bytes(key("KR root").public().as_bytes().to_vec());
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    vec![
        ("frame without its tag", whole[1..].to_vec(), Some("frame-shape")),
        ("no key id", forge().without(&[4.into()]).bytes(), Some("header-field")),
        (
            "content type of another act",
            forge().with(&[3.into()], other.into()).bytes(),
            Some("content-type"),
        ),
        (
            "byte behind the payload",
            self::forge(media_type, [payload, &[0]].concat()).bytes(),
            Some("payload-cbor"),
        ),
        (
            "payload that is no map",
            self::forge(media_type, vec![0x80]).bytes(),
            Some("payload-field"),
        ),
        ("names another root", forge().with(&[4.into()], kr).bytes(), Some("wrong-root")),
        ("signed by another root", by_other.bytes(), Some("bad-signature")),
        ("bit of the signature flipped", flipped, Some("bad-signature")),
    ]
}

pub(super) fn make() -> Made {
    let nothing = bent(&[(7, Value::Null), (8, Value::Null)]);
    let other = || Value::Bytes(vec![7; 32]);
    let rows: Vec<Row> = vec![
        ("closed behind place 5", bent(&[]), None),
        ("nothing of the epoch stands", nothing, None),
        ("made by the crate", revocation("EE", None).bytes().to_vec(), None),
        ("field that nobody knows", bent(&[(100, "newer".into())]), None),
        ("state that is none", bent(&[(2, "ZZ".into())]), Some("issuer")),
        ("authority in capitals", bent(&[(3, "Foreign-Trade".into())]), Some("issuer")),
        (
            "statement key of 31 bytes",
            bent(&[(5, Value::Bytes(vec![7; 31]))]),
            Some("payload-field"),
        ),
        ("epoch 2^53", bent(&[(6, (1_u64 << 53).into())]), Some("range")),
        ("place 2^53 - 1", bent(&[(7, ((1_u64 << 53) - 1).into())]), Some("range")),
        ("place without its id", bent(&[(8, Value::Null)]), Some("place")),
        ("id without its place", bent(&[(7, Value::Null)]), Some("place")),
        ("place that is a text", bent(&[(7, "5".into())]), Some("payload-field")),
        ("issued in the year 10000", bent(&[(9, 253_402_300_800_u64.into())]), Some("range")),
        ("reason of 201 bytes", bent(&[(10, "x".repeat(201).into())]), Some("reason")),
        ("reason of two lines", bent(&[(10, "one\ntwo".into())]), Some("reason")),
        ("another network", bent(&[(1, other())]), Some("other-network")),
        ("roster version that nobody knows", bent(&[(4, other())]), Some("unknown-roster")),
        ("state outside the roster", bent(&[(2, "FI".into())]), Some("not-in-roster")),
    ];
    let frames =
        frames(MEDIA_TYPE, &encode(&payload()), "application/vnd.chancery.withdrawal+cbor");
    let rows = rows.into_iter().chain(frames);
    Made {
        about: "Revocations, under `genesis`, whose members are EE, KR and NL and whose observer is BR.",
        shared: vec![("genesis", genesis().encode())],
        cases: rows.map(|(name, bytes, flaw)| case(name, "revocation", &bytes, flaw)).collect(),
    }
}
