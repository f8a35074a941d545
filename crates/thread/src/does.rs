//! What a statement does to the record that it is about, as far as its effect depends on it.
//!
//! Small enough to be kept for every statement in memory: an index that knows this, and who is about
//! whom, can say how ten thousand records stand without reading one body.

use chancery_record::{Kind, Record};
use time::Date;

use crate::{
    dates::day,
    part,
    role::has_text,
    word::{ReviewOutcome, Word},
};

/// The days that one statement names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The last day on which the record stands.
    pub valid_until: Option<Date>,
    /// When its originator looks at it again.
    pub review_due: Option<Date>,
}

impl Days {
    /// The days that a record names of itself, or a renewal or review of another.
    pub fn of(record: &Record) -> Days {
        let read = |name: &str| record.text_at(&[name]).and_then(day);
        Days {
            valid_until: read("valid_until"),
            review_due: match record.kind() {
                Some(Kind::DenialReview) => read("next_review"),
                _ => read("review_due"),
            },
        }
    }

    pub(crate) fn any(self) -> bool {
        self.valid_until.is_some() || self.review_due.is_some()
    }
}

/// What a statement of one of the four changing kinds does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// It puts another text in the place of one; with the days of that text, if there is a text.
    Correct {
        /// The days that the text names.
        text: Option<Days>,
    },
    /// It sets days.
    Renew {
        /// Which.
        days: Days,
    },
    /// It takes back what it is about.
    Withdraw,
    /// It takes back parts.
    WithdrawParts {
        /// How many of them can be read; a stranger's list is no longer than a body.
        parts: u32,
    },
    /// It reviews a denial.
    Review {
        /// What that decided, if it can be read.
        outcome: Option<ReviewOutcome>,
        /// The days that it sets.
        days: Days,
    },
}

impl Does {
    /// What a record does to its target; `None` for every kind that changes nothing.
    pub fn of(record: &Record) -> Option<Does> {
        let days = Days::of(record);
        match record.kind() {
            Some(Kind::Correction) => {
                let text = record.part(&["replacement"]).filter(has_text);
                Some(Does::Correct { text: text.map(|text| Days::of(&text)) })
            }
            Some(Kind::Renewal) => Some(Does::Renew { days }),
            Some(Kind::Withdrawal) => Some(match part::named(record) {
                None => Does::Withdraw,
                Some(parts) => {
                    let parts = u32::try_from(parts.len()).unwrap_or(u32::MAX);
                    Does::WithdrawParts { parts }
                }
            }),
            Some(Kind::DenialReview) => {
                let outcome = Word::read(record.text_at(&["outcome"])).known();
                Some(Does::Review { outcome, days })
            }
            _ => None,
        }
    }

    /// The days that it sets, if it lets the record stand for longer.
    pub(crate) fn renews(self) -> Option<Days> {
        match self {
            Does::Renew { days } => Some(days),
            Does::Review { outcome: Some(ReviewOutcome::Renew | ReviewOutcome::Amend), days } => {
                Some(days)
            }
            Does::Correct { .. }
            | Does::Withdraw
            | Does::WithdrawParts { .. }
            | Does::Review { .. } => None,
        }
        .filter(|days| days.any())
    }
}
