//! The cases with two checkpoints.

use chancery_encoding::{Digest, encode};
use ciborium::Value;

use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::tests::cast::{issuer, key, statement_key};
use crate::tests::forest::{checkpoint, consistency, cosigned, leaves, signed};
use crate::tree::root_of;

/// A proof in parts, so that one of them can be bent.
struct Parts {
    notes: [Vec<u8>; 2],
    beginning: Value,
    hashes: Vec<Digest>,
}

fn bytes(digest: &Digest) -> Value {
    Value::Bytes(digest.as_bytes().to_vec())
}

impl Parts {
    fn fields(&self) -> Vec<(Value, Value)> {
        vec![
            (1.into(), Value::Bytes(self.notes[0].clone())),
            (2.into(), Value::Bytes(self.notes[1].clone())),
            (3.into(), self.beginning.clone()),
            (4.into(), Value::Array(self.hashes.iter().map(bytes).collect())),
        ]
    }

    fn file(&self) -> Vec<u8> {
        encode(&Value::Map(self.fields()))
    }

    fn without(&self, field: usize) -> Vec<u8> {
        let mut fields = self.fields();
        fields.remove(field - 1);
        encode(&Value::Map(fields))
    }

    fn with(&self, field: i64, value: Value) -> Vec<u8> {
        let mut fields = self.fields();
        fields.retain(|(key, _)| *key != Value::from(field));
        fields.push((field.into(), value));
        encode(&Value::Map(fields))
    }
}

/// Two roots at one size.
fn level() -> Parts {
    let [one, other] = [u64::MAX, 4].map(|parting| signed(&leaves(parting, 9)));
    let ordered =
        if one.checkpoint().root < other.checkpoint().root { [one, other] } else { [other, one] };
    Parts { notes: ordered.map(|each| each.encode()), beginning: Value::Null, hashes: Vec::new() }
}

/// The larger checkpoint begins otherwise.
fn steps() -> Parts {
    let honest = leaves(u64::MAX, 9);
    let notes = [signed(&leaves(4, 6)), signed(&honest)].map(|each| each.encode());
    let hashes = consistency(&honest, 6).hashes().to_vec();
    Parts { notes, beginning: bytes(&root_of(&honest[..6])), hashes }
}

fn bent(note: impl FnOnce(&mut Checkpoint)) -> SignedCheckpoint {
    let mut checkpoint = checkpoint(&leaves(u64::MAX, 9));
    note(&mut checkpoint);
    checkpoint.sign(&statement_key("EE")).unwrap()
}

fn flipped(note: &[u8]) -> Vec<u8> {
    let mut flipped = note.to_vec();
    // The last letter of the base64 that has no padding bits: `…X=` and a newline follow.
    let at = flipped.len() - 4;
    flipped[at] = if flipped[at] == b'A' { b'B' } else { b'A' };
    flipped
}

fn foreign() -> Vec<u8> {
    let mut foreign = checkpoint(&leaves(u64::MAX, 9));
    foreign.log.key = *statement_key("KR").public().as_bytes();
    foreign.issuer = issuer("KR");
    foreign.sign(&statement_key("KR")).unwrap().encode()
}

fn stranger() -> Vec<u8> {
    let mut stranger = checkpoint(&leaves(u64::MAX, 9));
    stranger.log.key = *key("nobody").public().as_bytes();
    stranger.sign(&key("nobody")).unwrap().encode()
}

type Named = (&'static str, Vec<u8>, Option<&'static str>);

pub(super) fn cases() -> Vec<Named> {
    accepted().into_iter().chain(of_form()).chain(of_notes()).chain(of_trees()).collect()
}

fn accepted() -> Vec<Named> {
    let roster = bent(|note| note.roster = Digest::of(b"a later roster"));
    let mut later = steps();
    later.notes[1] = roster.encode();
    vec![
        ("two roots at one size", level().file(), None),
        ("larger checkpoint begins otherwise", steps().file(), None),
        ("checkpoint under a roster that is not known", later.file(), None),
    ]
}

fn of_form() -> Vec<Named> {
    let steps = steps();
    let field = Some("proof-field");
    vec![
        ("other root is missing", steps.without(3), field),
        ("hashes are missing", steps.without(4), field),
        ("checkpoints and a fifth field", steps.with(5, Value::Null), field),
        ("other root is too short", steps.with(3, Value::Bytes(vec![0; 31])), field),
        ("hashes are no array", steps.with(4, Value::Bytes(vec![0; 32])), field),
        ("hash is too short", steps.with(4, Value::Array(vec![Value::Bytes(vec![0; 31])])), field),
    ]
}

fn of_notes() -> Vec<Named> {
    let with = |at: usize, note: Vec<u8>| {
        let mut parts = steps();
        parts.notes[at] = note;
        parts.file()
    };
    let [smaller, larger] = steps().notes;
    let honest = leaves(u64::MAX, 9);
    let lines = [&larger[..], "— nobody AAAAAAA=\n".as_bytes()].concat();
    vec![
        ("checkpoint that is none", with(0, Vec::new()), Some("note-form")),
        ("signature of the smaller is bad", with(0, flipped(&smaller)), Some("bad-signature")),
        ("signature of the larger is bad", with(1, flipped(&larger)), Some("bad-signature")),
        (
            "checkpoint has cosignatures",
            with(1, cosigned(&honest).encode()),
            Some("proof-cosigned"),
        ),
        ("checkpoint has a stranger's line", with(1, lines), Some("proof-cosigned")),
        ("checkpoint of another author", with(1, foreign()), Some("different-logs")),
        ("checkpoint without a certificate", with(1, stranger()), Some("unknown-author")),
    ]
}

/// The last hash stands for what is behind the smaller tree.
fn last_is_other(parts: &mut Parts) {
    *parts.hashes.last_mut().unwrap() = Digest::of(b"another leaf");
}

fn of_trees() -> Vec<Named> {
    let with = |parts: Parts, bend: &dyn Fn(&mut Parts)| {
        let mut parts = parts;
        bend(&mut parts);
        parts.file()
    };
    let own = bytes(&root_of(&leaves(4, 6)));
    let other = bytes(&Digest::of(b"another root"));
    let none = Some("no-contradiction");
    vec![
        ("larger size first", with(steps(), &|p| p.notes.reverse()), Some("proof-order")),
        ("larger root first", with(level(), &|p| p.notes.reverse()), Some("proof-order")),
        ("same checkpoint", with(level(), &|p| p.notes[1] = p.notes[0].clone()), none),
        ("one size and another root", with(level(), &|p| p.beginning = other.clone()), none),
        ("two sizes and no other root", with(steps(), &|p| p.beginning = Value::Null), none),
        (
            "other root is the one that was signed",
            with(steps(), &|p| p.beginning = own.clone()),
            none,
        ),
        (
            "one size and a hash",
            with(level(), &|p| p.hashes.push(Digest::of(b""))),
            Some("proof-length"),
        ),
        ("a hash is missing", with(steps(), &|p| p.hashes.truncate(1)), Some("proof-length")),
        (
            "other root is not shown",
            with(steps(), &|p| p.beginning = other.clone()),
            Some("proof-subtree"),
        ),
        ("hashes in another order", with(steps(), &|p| p.hashes.reverse()), Some("proof-subtree")),
        ("hashes lead to another root", with(steps(), &last_is_other), Some("proof-root")),
    ]
}
