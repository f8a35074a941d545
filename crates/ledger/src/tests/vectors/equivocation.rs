//! Vectors of the proof that an author signed twice.

mod checkpoints;

use chancery_encoding::{Digest, encode};
use ciborium::Value;

use super::{Case, Made, Shared, case};
use crate::evidence::Equivocation;
use crate::key::SecretKey;
use crate::roster::{Directory, Genesis};
use crate::statement::{Authentic, Draft};
use crate::tests::cast::{
    body, draft, first_record, founding, genesis, key, rival_record, statement_key,
};

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let directory = Directory::new(&Genesis::decode(&shared.bytes("genesis")).unwrap());
    Equivocation::decode(&case.bytes("proof"), &directory).map(|_| ()).map_err(|flaw| flaw.name())
}

fn seal(key: &SecretKey, bent: impl FnOnce(&mut Draft)) -> Authentic {
    let mut draft = draft("EE", 1, Some(founding("EE").id()));
    bent(&mut draft);
    draft.seal(key).unwrap()
}

fn file(one: &[u8], other: &[u8]) -> Vec<u8> {
    let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
    encode(&Value::Map(vec![(1.into(), bytes(one)), (2.into(), bytes(other))]))
}

fn in_order(one: &Authentic, other: &Authentic) -> [Vec<u8>; 2] {
    let (first, second) = if one.id() < other.id() { (one, other) } else { (other, one) };
    [first, second].map(|entry| entry.entry().statement.clone())
}

fn flipped(statement: &[u8]) -> Vec<u8> {
    let mut flipped = statement.to_vec();
    *flipped.last_mut().unwrap() ^= 1;
    flipped
}

pub(super) fn make() -> Made {
    let (one, rival) = (first_record("EE"), rival_record("EE"));
    let own = statement_key("EE");
    let [small, large] = in_order(&one, &rival);
    let whole = file(&small, &large);
    let pair = |other: &Authentic| {
        let [small, large] = in_order(&one, other);
        file(&small, &large)
    };
    let next = seal(&own, |draft| (draft.seq, draft.prev) = (2, Some(one.id())));
    let epoch = seal(&own, |draft| draft.epoch = 1);
    let abroad = seal(&own, |draft| draft.roster = Digest::of(b"another network"));
    let [stranger, again] =
        ["one", "two"].map(|title| seal(&key("nobody"), |draft| draft.body = body("EE", title)));
    let [first, second] = in_order(&stranger, &again);
    let missing = encode(&Value::Map(vec![(1.into(), Value::Bytes(small.clone()))]));
    let mut more = Value::Map(vec![(3.into(), Value::Null)]);
    more.as_map_mut()
        .unwrap()
        .extend([(1.into(), Value::Bytes(small.clone())), (2.into(), Value::Bytes(large.clone()))]);
    let cases: Vec<(&str, Vec<u8>, Option<&str>)> = vec![
        ("two statements at one place", whole.clone(), None),
        ("byte behind the proof", [&whole[..], &[0]].concat(), Some("proof-cbor")),
        ("one statement is missing", missing, Some("proof-field")),
        ("third field", encode(&more), Some("proof-field")),
        ("statement that is none", file(b"", &large), Some("frame-cbor")),
        ("signature of the first is bad", file(&flipped(&small), &large), Some("bad-signature")),
        ("signature of the second is bad", file(&small, &flipped(&large)), Some("bad-signature")),
        ("next place", pair(&next), Some("different-places")),
        ("another epoch", pair(&epoch), Some("different-places")),
        ("another author", pair(&first_record("KR")), Some("different-places")),
        ("same statement", file(&small, &small), Some("same-statement")),
        ("two signatures over one", file(&small, &flipped(&small)), Some("same-statement")),
        ("larger id first", file(&large, &small), Some("proof-order")),
        ("key without a certificate", file(&first, &second), Some("unknown-author")),
        ("one under an unknown roster", pair(&abroad), Some("unknown-roster")),
    ];
    let cases = cases.into_iter().chain(checkpoints::cases());
    Made {
        about: "Proofs that an author signed two statements for one place, or two checkpoints that no \
                log can have, read by a node of the network that `genesis` founds.",
        shared: vec![("genesis", genesis().encode())],
        cases: cases.map(|(name, bytes, flaw)| case(name, "proof", &bytes, flaw)).collect(),
    }
}
