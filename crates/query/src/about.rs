//! What is not in a document and is asked of it all the same: the day, and how many states hold it.

use time::Date;

use crate::document::{Document, Heard};

/// What the asker knows beside the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// The day on which expiry is read.
    pub today: Date,
    /// How many states hold it, by the newest checkpoints.
    pub held_by: u32,
}

/// Whether a document stands on a day: the words of the glossary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It stands.
    InForce,
    /// Another text stands in its place.
    Corrected,
    /// Its last day has passed.
    Expired,
    /// It was taken back.
    Withdrawn,
    /// Its log forked at or before it.
    Forked,
    /// It stands behind the place at which its log was closed.
    Revoked,
}

impl Status {
    /// All of them, in the order of the documentation.
    pub const ALL: [Status; 6] = [
        Status::InForce,
        Status::Corrected,
        Status::Expired,
        Status::Withdrawn,
        Status::Forked,
        Status::Revoked,
    ];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::InForce => "in-force",
            Status::Corrected => "corrected",
            Status::Expired => "expired",
            Status::Withdrawn => "withdrawn",
            Status::Forked => "forked",
            Status::Revoked => "revoked",
        }
    }
}

impl Document {
    /// How it stands on that day.
    pub fn status(&self, today: Date) -> Status {
        match self.heard {
            Heard::InForce if self.valid_until.is_some_and(|until| until < today) => {
                Status::Expired
            }
            Heard::InForce => Status::InForce,
            Heard::Corrected => Status::Corrected,
            Heard::Withdrawn => Status::Withdrawn,
            Heard::Forked => Status::Forked,
            Heard::Revoked => Status::Revoked,
        }
    }
}
