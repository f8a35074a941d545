//! How long a case is kept, and what is left when it is removed.
//!
//! A closed case is kept for the years that the configuration says, from its closing on; an open one for as
//! long as it is open, and a held one for as long as it is held. Nothing is ever removed by itself: what is
//! over is listed, and a person removes it. What stays is a **stone**: that there was a case, when it was
//! removed and why, without a name. Invariant: the stone is on the disk before anything is gone.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::line::CaseLine;

/// Why a case is removed before its day: a word, because a sentence would keep the names that go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Its day has come.
    Retention,
    /// Somebody has the right to have it erased.
    Erasure,
    /// A court or a supervisory authority has ordered it.
    Order,
    /// It was opened by mistake.
    Mistake,
    /// Another file of the authority holds it.
    Moved,
    /// It was a drill.
    Exercise,
}

/// What is left of a case that was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stone {
    /// The name that the case had on this node; never given again.
    pub name: String,
    /// When it was opened, in seconds since 1970.
    pub opened_at_s: i64,
    /// When it was closed, in seconds since 1970; null when it was open.
    pub closed_at_s: Option<i64>,
    /// When it was removed, in seconds since 1970.
    pub removed_at_s: i64,
    /// Why.
    pub why: Why,
    /// How many steps, and how many reliance notes, went with it.
    pub steps: u64,
    /// Reliance notes that went with it.
    pub notes: u64,
    /// SHA-256 of its last step, hex: a case file that was exported says the same.
    pub head: String,
}

impl Why {
    /// Those that a person gives for a removal before the day.
    pub const FORCED: [Why; 5] =
        [Why::Erasure, Why::Order, Why::Mistake, Why::Moved, Why::Exercise];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Why::Retention => "retention",
            Why::Erasure => "erasure",
            Why::Order => "order",
            Why::Mistake => "mistake",
            Why::Moved => "moved",
            Why::Exercise => "exercise",
        }
    }
}

/// The last day on which a case that was closed then is kept.
pub(crate) fn kept_until(closed_at_s: i64, years: u64) -> Date {
    let closed = OffsetDateTime::from_unix_timestamp(closed_at_s).map_or(Date::MAX, |at| at.date());
    let year = i32::try_from(years).ok().and_then(|years| closed.year().checked_add(years));
    let Some(year) = year else { return Date::MAX };
    // A leap day has no anniversary in most years: the day before it is kept a day longer instead.
    closed
        .replace_year(year)
        .or_else(|_| Date::from_calendar_date(year, time::Month::March, 1))
        .unwrap_or(Date::MAX)
}

/// Whether people should look at removing it.
pub(crate) fn is_over(line: &CaseLine, years: u64, today: Date) -> bool {
    !line.held && line.closed_at_s.is_some_and(|closed| kept_until(closed, years) < today)
}
