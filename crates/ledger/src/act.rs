//! What state roots sign beside the logs, and what changes who may speak.
//!
//! Acts are kept, passed on and fetched by id, as proofs of equivocation are; what follows from them
//! is computed from the set ([`crate::roster::Register`]), so that the order in which they came never
//! matters. Invariant: an [`Act`] has been verified against the roster version that it names.

mod double_signature;
mod flaw;
mod id;
mod places;
mod revocation;
pub(crate) mod rooted;
mod roster_signature;
mod step;
mod withdrawal;

use std::sync::Arc;

use chancery_encoding::Digest;

use crate::certificate::Certificate;
use crate::policy::Policy;

pub use double_signature::{DoubleSignature, DoubleSignatureFlaw};
pub use flaw::ActFlaw;
pub use id::ActId;
pub use revocation::{Revocation, RevocationRequest};
pub use rooted::RootedFlaw;
pub use roster_signature::{RosterSignature, sign_roster};
pub use step::{Quorum, Step, StepFlaw};
pub use withdrawal::{Withdrawal, WithdrawalRequest};

pub(crate) use places::{read_ids, read_places, write_ids, write_places};
pub(crate) use revocation::REVOCATION_MEDIA_TYPE;
pub(crate) use step::Outline;
pub(crate) use withdrawal::WITHDRAWAL_MEDIA_TYPE;

/// Most bytes of an act: a step for 256 states is at most 25 KiB of signatures and its roster.
pub const ACT_BYTES_MAX: usize = 128 * 1024;

/// A verified act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    id: ActId,
    digest: Digest,
    content: Content,
}

/// What an act is, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Binds keys to an authority.
    Certificate(Arc<Certificate>),
    /// Closes a log.
    Revocation(Arc<Revocation>),
    /// Ends what a root may do.
    Withdrawal(Arc<Withdrawal>),
    /// Says who approves releases of an authority.
    Policy(Arc<Policy>),
    /// The next version of the roster.
    Step(Arc<Step>),
    /// Names a state whose root signed two rosters of one version.
    DoubleSignature(Arc<DoubleSignature>),
}

/// The kinds of acts, in the order in which each can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActKind {
    /// The next version of the roster.
    Step,
    /// Binds keys to an authority.
    Certificate,
    /// Closes a log.
    Revocation,
    /// Ends what a root may do.
    Withdrawal,
    /// Says who approves releases of an authority.
    Policy,
    /// Names a state whose root signed two rosters of one version.
    DoubleSignature,
}

impl ActKind {
    /// The stable name that counters and pages use.
    pub fn name(self) -> &'static str {
        match self {
            ActKind::Step => "step",
            ActKind::Certificate => "certificate",
            ActKind::Revocation => "revocation",
            ActKind::Withdrawal => "withdrawal",
            ActKind::Policy => "policy",
            ActKind::DoubleSignature => "double-signature",
        }
    }
}

impl Act {
    pub(crate) fn new(content: Content) -> Self {
        let (id, bytes) = match &content {
            Content::Certificate(certificate) => (certificate.id(), certificate.bytes()),
            Content::Revocation(revocation) => (revocation.id(), revocation.bytes()),
            Content::Withdrawal(withdrawal) => (withdrawal.id(), withdrawal.bytes()),
            Content::Policy(policy) => (policy.id(), policy.bytes()),
            Content::Step(step) => (ActId::of_roster(step.hash()), step.bytes()),
            Content::DoubleSignature(double) => (double.id(), double.bytes()),
        };
        Self { id, digest: Digest::of(bytes), content }
    }

    /// The act's name: what was signed, whatever the signatures.
    pub fn id(&self) -> ActId {
        self.id
    }

    /// SHA-256 of the bytes: two copies of one act may differ in signatures.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What it is.
    pub fn kind(&self) -> ActKind {
        match &self.content {
            Content::Certificate(_) => ActKind::Certificate,
            Content::Revocation(_) => ActKind::Revocation,
            Content::Withdrawal(_) => ActKind::Withdrawal,
            Content::Policy(_) => ActKind::Policy,
            Content::Step(_) => ActKind::Step,
            Content::DoubleSignature(_) => ActKind::DoubleSignature,
        }
    }

    /// Where it stands among others, so that each comes behind what it is checked against.
    pub(crate) fn order(&self) -> (ActKind, u64, ActId) {
        let version = match &self.content {
            Content::Step(step) => step.roster().version,
            _ => 0,
        };
        (self.kind(), version, self.id)
    }

    /// What it says.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The bytes as received, or as merged.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Certificate(certificate) => certificate.bytes(),
            Content::Revocation(revocation) => revocation.bytes(),
            Content::Withdrawal(withdrawal) => withdrawal.bytes(),
            Content::Policy(policy) => policy.bytes(),
            Content::Step(step) => step.bytes(),
            Content::DoubleSignature(double) => double.bytes(),
        }
    }

    /// Two copies of one act make one, the same on every node: a step has the signatures of both,
    /// of the others the smaller bytes are kept.
    pub(crate) fn merged(&self, other: &Self) -> Self {
        match (&self.content, &other.content) {
            (Content::Step(one), Content::Step(two)) => {
                Self::new(Content::Step(Arc::new(one.merged(two))))
            }
            _ if other.bytes() < self.bytes() => other.clone(),
            _ => self.clone(),
        }
    }
}
