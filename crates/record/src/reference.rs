//! The name by which people cite a record: `EE-2026-0001`. It is chosen by the author and stands in the
//! statement; the id, a hash, is what identifies. Invariant: one reference has one spelling.

use std::{fmt, str::FromStr};

use crate::state::StateCode;

#[cfg(test)]
mod tests;

/// The largest running number: nine digits, so that every accepted text fits a `u32`.
const NUMBER_MAX: u32 = 999_999_999;

/// State, year and running number of a record; ordered by them in that order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    state: StateCode,
    year: u16,
    number: u32,
}

impl Reference {
    /// `None` outside years 1000 to 9999 and numbers 1 to 999,999,999, which have no spelling.
    pub const fn new(state: StateCode, year: u16, number: u32) -> Option<Self> {
        if year < 1000 || year > 9999 || number == 0 || number > NUMBER_MAX {
            return None;
        }
        Some(Reference { state, year, number })
    }

    /// The state that issued the record.
    pub const fn state(self) -> StateCode {
        self.state
    }

    /// The year of issue, as the author counts it.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The running number within the year, from 1.
    pub const fn number(self) -> u32 {
        self.number
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:04}", self.state, self.year, self.number)
    }
}

/// The text is no reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no reference: state, year and number, like EE-2026-0001")]
pub struct BadReference(pub String);

impl FromStr for Reference {
    type Err = BadReference;

    fn from_str(text: &str) -> Result<Self, BadReference> {
        parse(text)
            // One reference, one spelling: what does not print back the same is another text.
            .filter(|reference| reference.to_string() == text)
            .ok_or_else(|| BadReference(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Reference> {
    let mut parts = text.splitn(3, '-');
    let state = parts.next()?.parse().ok()?;
    let year = parts.next()?.parse().ok()?;
    let number = parts.next()?.parse().ok()?;
    Reference::new(state, year, number)
}
