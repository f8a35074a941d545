//! Proof that an author said two things of one log that cannot both be true.
//!
//! Two forms: two statements for one place ([`StatementPair`]), and two checkpoints that no log can have
//! ([`CheckpointPair`]). Whoever has the author's key can check either offline; who carries it does not
//! matter. Invariant: everything in an [`Equivocation`] is verified and stands in one order, so that both
//! finders of one fork write the same bytes.

mod checkpoints;
mod statements;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use chancery_encoding::{Digest, FieldFlaw, Fields, Flaw, Limits, decode};

use crate::checkpoint::{CheckpointFlaw, SignedCheckpoint};
use crate::log::Position;
use crate::roster::Directory;
use crate::statement::{Authentic, STATEMENT_BYTES_MAX, StatementFlaw};
use crate::tree::{Proof, ProofFlaw};

pub use checkpoints::CheckpointPair;
pub use statements::StatementPair;

/// Two statements and the map around them. Two checkpoints take less: twice 700 bytes, and 65 hashes of 34.
pub const EQUIVOCATION_BYTES_MAX: usize = 2 * STATEMENT_BYTES_MAX + 16;

/// A proof against one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Equivocation {
    /// Two statements at one place.
    Statements(StatementPair),
    /// Two checkpoints that no log can have.
    Checkpoints(CheckpointPair),
}

/// Why bytes, or two things that an author signed, prove nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EquivocationFlaw {
    /// Not deterministic CBOR.
    #[error("the proof is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// A field is missing, unknown or of another type.
    #[error("the proof is wrong")]
    Field(#[source] FieldFlaw),
    /// One of the statements is refused.
    #[error("a statement of the proof is refused")]
    Statement(#[source] StatementFlaw),
    /// The statements stand at different places.
    #[error("the statements stand at different places")]
    DifferentPlaces,
    /// Both are the same statement.
    #[error("both are the same statement")]
    SameStatement,
    /// The larger one comes first.
    #[error("the two halves of the proof are not in order")]
    Order,
    /// Nobody in the network has this statement key.
    #[error("no certificate names this statement key")]
    UnknownAuthor,
    /// A statement was made under a roster that is not known here: of another network, or too early.
    #[error("a statement of the proof names a roster that is not known here")]
    UnknownRoster,
    /// One of the checkpoints is refused.
    #[error("a checkpoint of the proof is refused")]
    Checkpoint(#[source] CheckpointFlaw),
    /// A checkpoint brings cosignatures, which prove nothing here.
    #[error("a checkpoint of the proof has cosignatures")]
    Cosigned,
    /// The checkpoints are of different logs.
    #[error("the checkpoints are of different logs")]
    DifferentLogs,
    /// Both are the same tree, or the other root is none.
    #[error("the checkpoints do not contradict each other")]
    NoContradiction,
    /// The other root does not lead to the root of the larger checkpoint.
    #[error("the larger checkpoint is not shown to have another beginning")]
    Consistency(#[source] ProofFlaw),
}

impl EquivocationFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            EquivocationFlaw::Cbor(_) => "proof-cbor",
            EquivocationFlaw::Field(_) => "proof-field",
            EquivocationFlaw::Statement(flaw) => flaw.name(),
            EquivocationFlaw::DifferentPlaces => "different-places",
            EquivocationFlaw::SameStatement => "same-statement",
            EquivocationFlaw::Order => "proof-order",
            EquivocationFlaw::UnknownAuthor => "unknown-author",
            EquivocationFlaw::UnknownRoster => "unknown-roster",
            EquivocationFlaw::Checkpoint(flaw) => flaw.name(),
            EquivocationFlaw::Cosigned => "proof-cosigned",
            EquivocationFlaw::DifferentLogs => "different-logs",
            EquivocationFlaw::NoContradiction => "no-contradiction",
            EquivocationFlaw::Consistency(flaw) => flaw.name(),
        }
    }
}

impl Equivocation {
    /// The proof that two authentic entries make.
    ///
    /// # Errors
    /// When they stand at different places or are the same statement.
    pub fn prove(one: &Authentic, other: &Authentic) -> Result<Self, EquivocationFlaw> {
        StatementPair::prove(one, other).map(Self::Statements)
    }

    /// The proof that two checkpoints of one size make.
    ///
    /// # Errors
    /// When they are of different logs or sizes, or have one root.
    pub fn prove_same_size(
        one: &SignedCheckpoint,
        other: &SignedCheckpoint,
    ) -> Result<Self, EquivocationFlaw> {
        CheckpointPair::of_one_size(one, other).map(Self::Checkpoints)
    }

    /// The proof that the larger checkpoint does not continue the smaller: at the smaller's size the larger's log has the
    /// root `beginning`, as `consistency` shows.
    ///
    /// # Errors
    /// When they are of different logs, the sizes are not in order, or it is not shown.
    pub fn prove_other_beginning(
        smaller: &SignedCheckpoint,
        larger: &SignedCheckpoint,
        beginning: Digest,
        consistency: Proof,
    ) -> Result<Self, EquivocationFlaw> {
        CheckpointPair::of_two_sizes(smaller, larger, beginning, consistency).map(Self::Checkpoints)
    }

    /// The deterministic bytes.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Statements(pair) => pair.encode(),
            Self::Checkpoints(pair) => pair.encode(),
        }
    }

    /// Reads a proof of either form and verifies both halves with the author's key.
    ///
    /// # Errors
    /// The first flaw.
    pub fn decode(bytes: &[u8], directory: &Directory) -> Result<Self, EquivocationFlaw> {
        let limits = Limits { bytes_max: EQUIVOCATION_BYTES_MAX, depth_max: 2, tag: None };
        let value = decode(bytes, limits).map_err(EquivocationFlaw::Cbor)?;
        let mut fields = Fields::new(value, "proof").map_err(EquivocationFlaw::Field)?;
        let first = fields.bytes(1).map_err(EquivocationFlaw::Field)?;
        let second = fields.bytes(2).map_err(EquivocationFlaw::Field)?;
        // Only the proof about checkpoints has a fourth field, and it always does.
        let Some(consistency) = fields.optional(4) else {
            fields.finish().map_err(EquivocationFlaw::Field)?;
            return StatementPair::read(first, second, directory).map(Self::Statements);
        };
        let beginning = fields.bytes32_or_null(3).map_err(EquivocationFlaw::Field)?;
        fields.finish().map_err(EquivocationFlaw::Field)?;
        let consistency = checkpoints::read_hashes(consistency)?;
        let beginning = beginning.map(Digest::from_bytes);
        CheckpointPair::read([&first, &second], beginning, consistency, directory)
            .map(Self::Checkpoints)
    }

    /// The place from which on the log is disputed: the one that was signed twice, or the last one of the smaller
    /// checkpoint.
    pub fn position(&self) -> Position {
        match self {
            Self::Statements(pair) => pair.position(),
            Self::Checkpoints(pair) => pair.position(),
        }
    }

    /// The one of two proofs against one log that everybody keeps: lowest place, then statements before
    /// checkpoints, then the smaller of its form.
    #[must_use]
    pub fn smaller_of(self, other: Self) -> Self {
        if other.order(&self).is_lt() { other } else { self }
    }

    fn order(&self, other: &Self) -> Ordering {
        let by_form = || match (self, other) {
            (Self::Statements(own), Self::Statements(other)) => own.order(other),
            (Self::Statements(_), Self::Checkpoints(_)) => Ordering::Less,
            (Self::Checkpoints(_), Self::Statements(_)) => Ordering::Greater,
            (Self::Checkpoints(_), Self::Checkpoints(_)) => self.encode().cmp(&other.encode()),
        };
        self.position().cmp(&other.position()).then_with(by_form)
    }
}
