//! What was said and changes nothing, and why.
//!
//! Nothing that is held disappears from view: whoever wonders why a renewal did not help finds it
//! here, with a reason that has a stable name. Invariant: every statement of a thread is either an
//! act of its originator, a remark, or stands in this list.

use std::fmt;

use chancery_encoding::Digest;

use crate::said::{Issuer, Said};

/// A statement without effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutEffect {
    /// The statement.
    pub id: Digest,
    /// Who said it.
    pub issuer: Issuer,
    /// When, by the issuer's clock.
    pub issued_at: i64,
    /// The kind as it is spelled.
    pub kind: String,
    /// Why.
    pub reason: Reason,
}

impl WithoutEffect {
    pub(crate) fn new(said: &Said, reason: Reason) -> WithoutEffect {
        WithoutEffect {
            id: said.id,
            issuer: said.issuer.clone(),
            issued_at: said.issued_at,
            kind: said.record.kind_name().to_owned(),
            reason,
        }
    }
}

/// Why a statement has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Only the originator may say this.
    NotTheOriginator,
    /// A drill about a real record, or the reverse.
    ExerciseMismatch,
    /// It names another reference than the one of the statement whose id it names.
    OtherReference,
    /// The record had been withdrawn.
    AfterWithdrawal {
        /// The withdrawal.
        by: Digest,
    },
    /// It tries to take back a withdrawal, which is final.
    Final,
    /// It corrects, and brings no text to stand in the other's place.
    NoText,
    /// It corrects, or withdraws parts of, what has no text.
    NotAText,
    /// It names no part or no day that can be read.
    NothingNamed,
    /// Its kind has nothing to say about that kind: an answer to what is no question.
    WrongKind,
    /// It answers, and that state was not asked.
    NotAsked,
    /// It tells its own state what only another state can be told.
    OwnRecord,
    /// What it is about has no effect itself.
    TargetWithoutEffect,
    /// A correction of it points it at another record.
    Retargeted,
    /// It was taken back.
    TakenBack {
        /// By which withdrawal.
        by: Digest,
    },
    /// It stands where its author's log forked.
    Forked,
    /// It stands behind the place at which its log was closed.
    Revoked,
}

impl Reason {
    /// A name that does not change.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::NotTheOriginator => "not-the-originator",
            Reason::ExerciseMismatch => "exercise-mismatch",
            Reason::OtherReference => "other-reference",
            Reason::AfterWithdrawal { .. } => "after-withdrawal",
            Reason::Final => "final",
            Reason::NoText => "no-text",
            Reason::NotAText => "not-a-text",
            Reason::NothingNamed => "nothing-named",
            Reason::WrongKind => "wrong-kind",
            Reason::NotAsked => "not-asked",
            Reason::OwnRecord => "own-record",
            Reason::TargetWithoutEffect => "target-without-effect",
            Reason::Retargeted => "retargeted",
            Reason::TakenBack { .. } => "taken-back",
            Reason::Forked => "forked",
            Reason::Revoked => "revoked",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::NotTheOriginator => "only the originator can say this",
            Reason::ExerciseMismatch => "one of the two is an exercise and the other is not",
            Reason::OtherReference => "it names another reference beside the id",
            Reason::AfterWithdrawal { .. } => "the record had been withdrawn before",
            Reason::Final => "a withdrawal cannot be undone",
            Reason::NoText => "it brings no text to stand in the other's place",
            Reason::NotAText => "what it is about has no text to change",
            Reason::NothingNamed => "it names no part or no day that can be read",
            Reason::WrongKind => "its kind has nothing to say about that kind of record",
            Reason::NotAsked => "that state was not asked",
            Reason::OwnRecord => "only another state can say this",
            Reason::TargetWithoutEffect => "what it is about has no effect itself",
            Reason::Retargeted => "a correction points it at another record",
            Reason::TakenBack { .. } => "it was taken back",
            Reason::Forked => "it stands where its author's log forked",
            Reason::Revoked => "it stands behind the place at which its log was closed",
        })
    }
}
