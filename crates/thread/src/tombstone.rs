//! What is left of a record that was withdrawn as a whole: that it stood here, and why it no longer does.

use chancery_encoding::Digest;
use chancery_record::Kind;

use crate::{
    life::{reason, text},
    said::Said,
    word::{WithdrawalReason, Word},
};

/// How a record ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It was withdrawn.
    Withdrawn(Word<WithdrawalReason>),
    /// It is a denial, and its review revoked it.
    Revoked,
}

/// A record that was withdrawn, for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The first statement that ended it.
    pub by: Digest,
    /// When, by the originator's clock.
    pub issued_at: i64,
    /// Why.
    pub ending: Ending,
    /// Why, for people.
    pub explanation: String,
    /// What may be said publicly.
    pub public_note: Option<String>,
}

impl Tombstone {
    pub(crate) fn of(said: &Said) -> Tombstone {
        let record = &said.record;
        let review = record.kind() == Some(Kind::DenialReview);
        Tombstone {
            by: said.id,
            issued_at: said.issued_at,
            ending: if review { Ending::Revoked } else { Ending::Withdrawn(reason(record)) },
            explanation: text(record, if review { "reason" } else { "explanation" }),
            public_note: record.text_at(&["public_note"]).map(str::to_owned),
        }
    }
}
