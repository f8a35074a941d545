//! Pairs of parties that may be one, as the desk hands them out.

use chancery_graph::source::{CardId, Cited};

/// A pair with all that was said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamePair {
    /// Its stable name.
    pub name: String,
    /// One party.
    pub one: SameSide,
    /// The other.
    pub other: SameSide,
    /// How sure the proposal was, in thousandths.
    pub score: u16,
    /// What spoke for it, and what against.
    pub reasons: Vec<String>,
    /// The settings with which it was weighed.
    pub settings: String,
    /// When, in seconds since 1970.
    pub proposed_at_s: i64,
    /// How it stands.
    pub state: SameState,
    /// What people decided, the oldest first.
    pub steps: Vec<SameStep>,
    /// What a reader must know now: a party has changed, decisions do not fit together, what follows.
    pub notes: Vec<String>,
}

/// One side of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameSide {
    /// Whose card.
    pub id: CardId,
    /// The version in which it was read.
    pub cited: Cited,
    /// Its key there, or its place: `no. 2`.
    pub party: String,
    /// Its first name.
    pub name: String,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameStep {
    /// When, in seconds since 1970.
    pub at_s: i64,
    /// What it became; open when a decision was taken back.
    pub did: SameState,
    /// Why.
    pub reason: String,
}

/// How a pair stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SameState {
    /// Nobody has decided, or what was decided was taken back.
    Open,
    /// People say that the two are one.
    Confirmed,
    /// People say that they are two.
    Refused,
}

impl SameState {
    /// All of them.
    pub const ALL: [SameState; 3] = [SameState::Open, SameState::Confirmed, SameState::Refused];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            SameState::Open => "open",
            SameState::Confirmed => "confirmed",
            SameState::Refused => "refused",
        }
    }

    /// By its word.
    pub fn of(word: &str) -> Option<SameState> {
        SameState::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameProgress {
    /// What is being done.
    pub stage: &'static str,
    /// Done so far.
    pub done: u64,
    /// In all.
    pub total: u64,
}

/// What a run has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameRun {
    /// Pairs that are new, the surest first.
    pub found: Vec<SamePair>,
    /// Pairs that wait for a decision now, these included.
    pub open: usize,
    /// Whether all that was read has been weighed.
    pub through: bool,
    /// Records that were not read, because there are too many.
    pub beyond: usize,
    /// Parties that were weighed in this run.
    pub weighed: usize,
}
