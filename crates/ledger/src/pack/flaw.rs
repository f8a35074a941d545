//! Why a pack is refused, and at which step.
//!
//! Invariant: every flaw has a stable name and belongs to one step, so that a reader sees how far
//! the pack held.

use chancery_encoding::{Digest, FieldFlaw, Flaw};

use super::PackStep;
use crate::act::ActFlaw;
use crate::checkpoint::CheckpointFlaw;
use crate::evidence::EquivocationFlaw;
use crate::log::AdmissionFlaw;
use crate::statement::StatementFlaw;
use crate::tree::ProofFlaw;

/// Why a pack is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackFlaw {
    /// Not deterministic CBOR.
    #[error("the pack is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// A field is missing, unknown or of another type.
    #[error("the pack is wrong")]
    Field(#[source] FieldFlaw),
    /// A part of a field is of another type, or one too many.
    #[error("item {at} of field {field} is wrong")]
    Item {
        /// Which field.
        field: i64,
        /// Which part, from 0.
        at: usize,
    },
    /// Another format than 1.
    #[error("the pack has format {found}, and this reads format 1")]
    Format {
        /// Its format.
        found: u64,
    },
    /// Of another network than the genesis file's.
    #[error("the pack is of network {found}, and the genesis file founds {expected}")]
    OtherNetwork {
        /// The pack's network.
        found: Digest,
        /// The genesis file's.
        expected: Digest,
    },
    /// The statement is refused.
    #[error("the statement is refused")]
    Statement(#[source] StatementFlaw),
    /// The statement holds a certificate.
    #[error("the statement holds a certificate, not a record")]
    NotARecord,
    /// The body is refused.
    #[error("the body is refused")]
    Body(#[source] StatementFlaw),
    /// An act is refused.
    #[error("act {at} is refused")]
    Act {
        /// Its place, from 0.
        at: usize,
        /// Why.
        source: ActFlaw,
    },
    /// An act does not come after the one before it.
    #[error("act {at} does not stand in its order")]
    ActOrder {
        /// Its place, from 0.
        at: usize,
    },
    /// The signature does not hold under the author's key.
    #[error("the author did not sign the statement")]
    Signature(#[source] StatementFlaw),
    /// The author may not say this there.
    #[error("the author might not sign the statement")]
    Author(#[source] AdmissionFlaw),
    /// An officer did not sign this.
    #[error("an officer did not approve the statement")]
    Approval(#[source] StatementFlaw),
    /// It was not let out as its authority has declared.
    #[error("the statement was not released under the policy that it names")]
    Release(#[source] AdmissionFlaw),
    /// The checkpoint or one of its lines is refused.
    #[error("the checkpoint is refused")]
    Checkpoint(#[source] CheckpointFlaw),
    /// The checkpoint is of another log.
    #[error("the checkpoint is of another log")]
    OtherLog,
    /// The record is not shown to be in the tree.
    #[error("the record is not shown to be in the checkpoint's tree")]
    Inclusion(#[source] ProofFlaw),
    /// A later entry is refused.
    #[error("later entry {at} is refused")]
    LaterStatement {
        /// Its place, from 0.
        at: usize,
        /// Why.
        source: StatementFlaw,
    },
    /// A later entry is of a kind that changes nothing.
    #[error("later entry {at} is no correction, withdrawal, renewal or review")]
    LaterKind {
        /// Its place, from 0.
        at: usize,
    },
    /// A later entry does not come after the one before it.
    #[error("later entry {at} does not stand in its order")]
    LaterOrder {
        /// Its place, from 0.
        at: usize,
    },
    /// The author of a later entry may not say this there.
    #[error("the author might not sign later entry {at}")]
    LaterAuthor {
        /// Its place, from 0.
        at: usize,
        /// Why.
        source: AdmissionFlaw,
    },
    /// A later entry is by another authority than the record's.
    #[error("later entry {at} is by another authority")]
    LaterOfAnother {
        /// Its place, from 0.
        at: usize,
    },
    /// A later entry does not name the record or another later entry.
    #[error("later entry {at} does not name the record, nor another later entry")]
    LaterTarget {
        /// Its place, from 0.
        at: usize,
    },
    /// A proof is refused.
    #[error("proof {at} is refused")]
    Proof {
        /// Its place, from 0.
        at: usize,
        /// Why.
        source: EquivocationFlaw,
    },
    /// A proof is against a log that has nothing in the pack.
    #[error("proof {at} is against a log that has nothing in the pack")]
    ProofOfAnother {
        /// Its place, from 0.
        at: usize,
    },
    /// A proof does not come after the one before it.
    #[error("proof {at} does not stand in its order")]
    ProofOrder {
        /// Its place, from 0.
        at: usize,
    },
    /// Nothing needs an act.
    #[error("nothing in the pack needs act {at}")]
    ActUnneeded {
        /// Its place, from 0.
        at: usize,
    },
}

impl PackFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            PackFlaw::Cbor(_) => "pack-cbor",
            PackFlaw::Field(_) | PackFlaw::Item { .. } => "pack-field",
            PackFlaw::Format { .. } => "pack-format",
            PackFlaw::OtherNetwork { .. } => "other-network",
            PackFlaw::Statement(flaw)
            | PackFlaw::Body(flaw)
            | PackFlaw::Signature(flaw)
            | PackFlaw::Approval(flaw) => flaw.name(),
            PackFlaw::NotARecord => "not-a-record",
            PackFlaw::Act { source, .. } => source.name(),
            PackFlaw::ActOrder { .. } => "act-order",
            PackFlaw::Author(flaw) | PackFlaw::Release(flaw) => flaw.name(),
            PackFlaw::Checkpoint(flaw) => flaw.name(),
            PackFlaw::OtherLog => "other-log",
            PackFlaw::Inclusion(flaw) => flaw.name(),
            PackFlaw::LaterStatement { source, .. } => source.name(),
            PackFlaw::LaterKind { .. } => "later-kind",
            PackFlaw::LaterOrder { .. } => "later-order",
            PackFlaw::LaterAuthor { source, .. } => source.name(),
            PackFlaw::LaterOfAnother { .. } => "later-of-another",
            PackFlaw::LaterTarget { .. } => "later-target",
            PackFlaw::Proof { source, .. } => source.name(),
            PackFlaw::ProofOfAnother { .. } => "proof-of-another",
            PackFlaw::ProofOrder { .. } => "proofs-order",
            PackFlaw::ActUnneeded { .. } => "act-unneeded",
        }
    }

    /// The step that does not hold; all before it did.
    pub fn step(&self) -> PackStep {
        match self {
            PackFlaw::Cbor(_)
            | PackFlaw::Field(_)
            | PackFlaw::Item { .. }
            | PackFlaw::Format { .. } => PackStep::Format,
            PackFlaw::OtherNetwork { .. } => PackStep::Network,
            PackFlaw::Statement(_) | PackFlaw::NotARecord => PackStep::Statement,
            PackFlaw::Body(_) => PackStep::Body,
            PackFlaw::Act { .. } | PackFlaw::ActOrder { .. } => PackStep::Acts,
            PackFlaw::Signature(_) | PackFlaw::Author(_) => PackStep::Author,
            PackFlaw::Approval(_) | PackFlaw::Release(_) => PackStep::Approvals,
            PackFlaw::Checkpoint(_) | PackFlaw::OtherLog => PackStep::Checkpoint,
            PackFlaw::Inclusion(_) => PackStep::Inclusion,
            PackFlaw::LaterStatement { .. }
            | PackFlaw::LaterKind { .. }
            | PackFlaw::LaterOrder { .. }
            | PackFlaw::LaterAuthor { .. }
            | PackFlaw::LaterOfAnother { .. }
            | PackFlaw::LaterTarget { .. } => PackStep::Later,
            PackFlaw::Proof { .. }
            | PackFlaw::ProofOfAnother { .. }
            | PackFlaw::ProofOrder { .. } => PackStep::Proofs,
            PackFlaw::ActUnneeded { .. } => PackStep::Needed,
        }
    }
}
