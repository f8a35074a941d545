//! The words by which a list is narrowed to how records stand: a standing or a mark, one word each.

use std::str::FromStr;

use crate::standing::Standing;
use crate::threads::Stand;

/// How a record stands, as people ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Nothing changes it.
    InForce,
    /// A later version stands in its place.
    Corrected,
    /// Its last day is over.
    Expired,
    /// Taken back.
    Withdrawn,
    /// Its log forked.
    Forked,
    /// Its state's root closed the log before it.
    Revoked,
    /// Its originator has let it go on.
    Renewed,
    /// Parts of it are taken back.
    PartlyWithdrawn,
    /// Another state contradicts it.
    Disputed,
    /// Another state has seen the same.
    Corroborated,
    /// What it is about is not held.
    Pending,
}

/// No such word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no word for how a record stands")]
pub struct UnknownWord(pub String);

impl Word {
    /// All of them, in the order of the documentation.
    pub const ALL: [Word; 11] = [
        Word::InForce,
        Word::Corrected,
        Word::Expired,
        Word::Withdrawn,
        Word::Forked,
        Word::Revoked,
        Word::Renewed,
        Word::PartlyWithdrawn,
        Word::Disputed,
        Word::Corroborated,
        Word::Pending,
    ];

    /// As people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Word::InForce => "in-force",
            Word::Corrected => "corrected",
            Word::Expired => "expired",
            Word::Withdrawn => "withdrawn",
            Word::Forked => "forked",
            Word::Revoked => "revoked",
            Word::Renewed => "renewed",
            Word::PartlyWithdrawn => "partly-withdrawn",
            Word::Disputed => "disputed",
            Word::Corroborated => "corroborated",
            Word::Pending => "pending",
        }
    }

    /// Whether a record stands so.
    pub(crate) fn holds(self, stand: &Stand) -> bool {
        let marks = &stand.marks;
        match (self, stand.standing) {
            (Word::Renewed, _) => marks.renewed,
            (Word::PartlyWithdrawn, _) => marks.partly_withdrawn,
            (Word::Disputed, _) => !marks.disputed_by.is_empty(),
            (Word::Corroborated, _) => !marks.corroborated_by.is_empty(),
            (Word::Pending, _) => marks.pending,
            (Word::InForce, Standing::InForce)
            | (Word::Corrected, Standing::Corrected { .. })
            | (Word::Expired, Standing::Expired)
            | (Word::Withdrawn, Standing::Withdrawn { .. })
            | (Word::Forked, Standing::Forked)
            | (Word::Revoked, Standing::Revoked { .. }) => true,
            (
                Word::InForce
                | Word::Corrected
                | Word::Expired
                | Word::Withdrawn
                | Word::Forked
                | Word::Revoked,
                _,
            ) => false,
        }
    }
}

impl FromStr for Word {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let found = Word::ALL.into_iter().find(|word| word.as_str() == text);
        found.ok_or_else(|| UnknownWord(text.to_owned()))
    }
}
