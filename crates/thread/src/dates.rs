//! Until when a record stands, and when its originator looks at it again.
//!
//! The current text says so; what renews it later than that text says it anew, field by field.

use chancery_encoding::Digest;
use time::{Date, format_description::BorrowedFormatItem, macros::format_description};

pub use crate::does::Days;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// A day, and which statement has set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The day.
    pub day: Date,
    /// The version or the renewal.
    pub by: Digest,
}

/// The days that count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The last day on which it stands.
    pub valid_until: Option<Dated>,
    /// When the originator looks at it again.
    pub review_due: Option<Dated>,
}

/// As many bytes as a day has: a parser may take a sign before the year, and the page does not.
const DAY_BYTES: usize = 10;

/// A day as records write it; a text that is none is no day.
pub(crate) fn day(text: &str) -> Option<Date> {
    (text.len() == DAY_BYTES).then(|| Date::parse(text, DAY).ok()).flatten()
}
