//! States: ISO 3166-1 alpha-2, and `XK` for Kosovo, which ISO leaves to its users and which subscribes to the
//! Code. The table is our own because the kept libraries leave `XK` out. Which of these states are members is
//! data (the roster), never a matter for this table. Invariant: a `StateCode` is a row of the table.

use std::{fmt, str::FromStr};

use table::TABLE;

mod table;
#[cfg(test)]
mod tests;

/// A state, by its two-letter code; ordered by the code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateCode(u8);

impl StateCode {
    /// The two letters.
    pub fn as_str(self) -> &'static str {
        TABLE[usize::from(self.0)].0
    }

    /// The short English name.
    pub fn name(self) -> &'static str {
        TABLE[usize::from(self.0)].1
    }

    /// Every state, in the order of the codes.
    pub fn all() -> impl Iterator<Item = StateCode> {
        (0..=u8::MAX).take(TABLE.len()).map(StateCode)
    }
}

impl fmt::Display for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no state's code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no state: two capital letters, ISO 3166-1 alpha-2 or XK")]
pub struct UnknownState(pub String);

impl FromStr for StateCode {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, UnknownState> {
        TABLE
            .binary_search_by(|(code, _)| (*code).cmp(text))
            .ok()
            .and_then(|row| u8::try_from(row).ok())
            .map(StateCode)
            .ok_or_else(|| UnknownState(text.to_owned()))
    }
}
