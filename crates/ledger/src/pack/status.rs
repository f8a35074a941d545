//! The words for what has become of a record.
//!
//! Invariant: every word stands in `docs/spec/pack.md`, and none depends on a clock: what is over on a
//! day is for whoever asks on that day.

use crate::log::Id;

/// Whether the record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing in the pack that counts is against it.
    InForce,
    /// Its authority has put another content in its place.
    Corrected {
        /// The correction that counts.
        by: Id,
    },
    /// Its authority has taken it back as a whole.
    Withdrawn {
        /// The withdrawal that counts, or the review that revokes.
        by: Id,
    },
    /// It stands where, or after, its author signed two different histories.
    Forked,
}

impl Status {
    /// The word for it.
    pub fn name(&self) -> &'static str {
        match self {
            Status::InForce => "in-force",
            Status::Corrected { .. } => "corrected",
            Status::Withdrawn { .. } => "withdrawn",
            Status::Forked => "forked",
        }
    }
}

/// Why something that the authority said later changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEffect {
    /// What it names has no effect itself.
    Target,
    /// A drill about a real record, or the reverse.
    Exercise,
    /// It corrects, renews or takes parts of what has no text.
    NotAText,
    /// It corrects, and brings no text.
    NoText,
    /// It takes a withdrawal back.
    Final,
    /// It reviews what is no denial.
    WrongKind,
    /// It names no part, no day or no outcome that can be read.
    NothingNamed,
    /// The record, or what it names, had been withdrawn before.
    AfterWithdrawal,
    /// It stands where its author's log forked.
    Forked,
    /// It was withdrawn.
    TakenBack,
}

impl NoEffect {
    /// The word for it, which nodes use as well.
    pub fn name(self) -> &'static str {
        match self {
            NoEffect::Target => "target-without-effect",
            NoEffect::Exercise => "exercise-mismatch",
            NoEffect::NotAText => "not-a-text",
            NoEffect::NoText => "no-text",
            NoEffect::Final => "final",
            NoEffect::WrongKind => "wrong-kind",
            NoEffect::NothingNamed => "nothing-named",
            NoEffect::AfterWithdrawal => "after-withdrawal",
            NoEffect::Forked => "forked",
            NoEffect::TakenBack => "taken-back",
        }
    }
}

/// A list of which elements can be withdrawn alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartList {
    /// Parties.
    Parties,
    /// Items.
    Items,
    /// Claims of the assessment.
    Claims,
}

impl PartList {
    /// All, in their order.
    pub const ALL: [PartList; 3] = [PartList::Parties, PartList::Items, PartList::Claims];

    /// As a withdrawal spells it.
    pub fn name(self) -> &'static str {
        match self {
            PartList::Parties => "parties",
            PartList::Items => "items",
            PartList::Claims => "claims",
        }
    }
}

/// An element of such a list, by its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// In which list.
    pub list: PartList,
    /// Its key there.
    pub key: String,
}

/// A part that was withdrawn while the rest stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawnPart {
    /// Which.
    pub part: Part,
    /// The first withdrawal that names it.
    pub by: Id,
    /// The word that it gives for why, known or not; none when it gives none.
    pub reason: Option<String>,
}

/// A day, and what has set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The day, as `2026-11-24`.
    pub day: String,
    /// The text or the renewal that says so.
    pub by: Id,
}
