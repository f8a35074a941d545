//! The kinds of record that this version can write and check. A newer node's kind is held and forwarded
//! unread, so a kind inside a statement is text, and only becomes a [`Kind`] where its meaning is needed.

use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// What a record does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Named parties or items, a human-rights concern, and what to do.
    ThreatAdvisory,
    /// A pattern, route, technology or destination; nobody need be accused.
    RiskAdvisory,
    /// The whole corrected content of an earlier record of the same authority.
    Correction,
    /// An earlier record of the same authority no longer stands.
    Withdrawal,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Kind; 4] =
        [Kind::ThreatAdvisory, Kind::RiskAdvisory, Kind::Correction, Kind::Withdrawal];

    /// The kind as records and statements spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::ThreatAdvisory => "threat-advisory",
            Kind::RiskAdvisory => "risk-advisory",
            Kind::Correction => "correction",
            Kind::Withdrawal => "withdrawal",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// This version does not know the kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no kind of record that this version knows")]
pub struct UnknownKind(pub String);

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Kind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownKind(text.to_owned()))
    }
}
