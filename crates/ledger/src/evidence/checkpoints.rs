//! Two checkpoints that no log can have: one size with two roots, or a larger one that begins otherwise.
//!
//! A log only grows, so at the smaller size it has one root for ever. Of two sizes, a proof of consistency
//! shows which root the larger checkpoint has at the smaller size; when that is not the root that the author
//! signed there, both cannot be true. Invariant: both are of one log and verified, the smaller size first
//! and of one size the smaller root, and neither brings a cosignature.

use chancery_encoding::{Digest, FieldFault, FieldFlaw, Key, encode};
use ciborium::Value;

use super::EquivocationFlaw;
use crate::checkpoint::{CheckpointFlaw, SignedCheckpoint};
use crate::log::Position;
use crate::roster::Directory;
use crate::tree::{Proof, ProofFlaw, TreeHead};

/// Two checkpoints of one log, and how they contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointPair {
    position: Position,
    heads: [TreeHead; 2],
    notes: [Vec<u8>; 2],
    beginning: Option<Digest>,
    consistency: Proof,
}

impl CheckpointPair {
    pub(super) fn of_one_size(
        one: &SignedCheckpoint,
        other: &SignedCheckpoint,
    ) -> Result<Self, EquivocationFlaw> {
        let root = |signed: &SignedCheckpoint| signed.checkpoint().root;
        let in_order = if root(one) <= root(other) { [one, other] } else { [other, one] };
        Self::new(in_order, None, Proof::default())
    }

    pub(super) fn of_two_sizes(
        smaller: &SignedCheckpoint,
        larger: &SignedCheckpoint,
        beginning: Digest,
        consistency: Proof,
    ) -> Result<Self, EquivocationFlaw> {
        Self::new([smaller, larger], Some(beginning), consistency)
    }

    pub(super) fn read(
        notes: [&[u8]; 2],
        beginning: Option<Digest>,
        consistency: Proof,
        directory: &Directory,
    ) -> Result<Self, EquivocationFlaw> {
        let read = |note: &[u8]| {
            let signed = SignedCheckpoint::decode_author(note, directory);
            let signed = signed.map_err(|flaw| match flaw {
                CheckpointFlaw::UnknownAuthor => EquivocationFlaw::UnknownAuthor,
                flaw => EquivocationFlaw::Checkpoint(flaw),
            })?;
            if signed.author_only_bytes() == note {
                Ok(signed)
            } else {
                Err(EquivocationFlaw::Cosigned)
            }
        };
        Self::new([&read(notes[0])?, &read(notes[1])?], beginning, consistency)
    }

    /// The one place where it is decided whether two checkpoints contradict each other.
    fn new(
        [first, second]: [&SignedCheckpoint; 2],
        beginning: Option<Digest>,
        consistency: Proof,
    ) -> Result<Self, EquivocationFlaw> {
        let log = first.checkpoint().log;
        if second.checkpoint().log != log {
            return Err(EquivocationFlaw::DifferentLogs);
        }
        let heads = [first, second].map(|signed| signed.checkpoint().head());
        let [smaller, larger] = heads;
        if (smaller.size, smaller.root) > (larger.size, larger.root) {
            return Err(EquivocationFlaw::Order);
        }
        match beginning {
            None if smaller.size == larger.size && smaller.root != larger.root => {
                if let found @ 1.. = consistency.hashes().len() {
                    return Err(EquivocationFlaw::Consistency(ProofFlaw::Length {
                        expected: 0,
                        found,
                    }));
                }
            }
            Some(root) if smaller.size < larger.size && smaller.root != root => {
                let other = TreeHead { size: smaller.size, root };
                let shown = consistency.check_consistency(&other, &larger);
                shown.map_err(EquivocationFlaw::Consistency)?;
            }
            _ => return Err(EquivocationFlaw::NoContradiction),
        }
        // A checkpoint has at least one entry.
        let position = Position { log, seq: smaller.size.saturating_sub(1) };
        let notes = [first, second].map(SignedCheckpoint::author_only_bytes);
        Ok(Self { position, heads, notes, beginning, consistency })
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let hash = |hash: &Digest| Value::Bytes(hash.as_bytes().to_vec());
        let hashes = self.consistency.hashes().iter().map(hash).collect();
        encode(&Value::Map(vec![
            (1.into(), Value::Bytes(self.notes[0].clone())),
            (2.into(), Value::Bytes(self.notes[1].clone())),
            (3.into(), self.beginning.as_ref().map_or(Value::Null, hash)),
            (4.into(), Value::Array(hashes)),
        ]))
    }

    /// The last place of the smaller checkpoint: at or before it the log parts.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Sizes and roots, the smaller first.
    pub fn heads(&self) -> [TreeHead; 2] {
        self.heads
    }
}

/// The hashes of the proof of consistency.
pub(super) fn read_hashes(value: Value) -> Result<Proof, EquivocationFlaw> {
    let hash = |item: Value| {
        let bytes = item.into_bytes().ok()?;
        bytes.try_into().ok().map(Digest::from_bytes)
    };
    let hashes: Option<_> =
        value.into_array().ok().and_then(|items| items.into_iter().map(hash).collect());
    let fault = FieldFault::Expected("an array of hashes");
    let flaw = EquivocationFlaw::Field(FieldFlaw { key: Key::Int(4), fault });
    hashes.map(Proof::new).ok_or(flaw)
}
