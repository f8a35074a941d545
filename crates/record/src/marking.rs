//! TLP 2.0 labels: how far a record may travel. They stand in the sealed record and in the statement's header,
//! and are ordered by strictness, so that "never loosened on the way" is one comparison.

use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// A Traffic Light Protocol 2.0 label; a later one is stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marking {
    /// Anyone may know.
    Clear,
    /// The community may know, but not publicly.
    Green,
    /// The recipient's organisation and its clients may know, on a need-to-know basis.
    Amber,
    /// The recipient's organisation only.
    AmberStrict,
    /// The named individual recipients only.
    Red,
}

impl Marking {
    /// Every label, from the most open to the strictest.
    pub const ALL: [Marking; 5] =
        [Marking::Clear, Marking::Green, Marking::Amber, Marking::AmberStrict, Marking::Red];

    /// The label as FIRST writes it, for example `TLP:AMBER+STRICT`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Marking::Clear => "TLP:CLEAR",
            Marking::Green => "TLP:GREEN",
            Marking::Amber => "TLP:AMBER",
            Marking::AmberStrict => "TLP:AMBER+STRICT",
            Marking::Red => "TLP:RED",
        }
    }
}

impl fmt::Display for Marking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no TLP 2.0 label.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no TLP 2.0 label (TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT, TLP:RED)")]
pub struct UnknownMarking(pub String);

impl FromStr for Marking {
    type Err = UnknownMarking;

    /// Exact spelling only: a label that has to be guessed at is no label.
    fn from_str(text: &str) -> Result<Self, UnknownMarking> {
        Marking::ALL
            .into_iter()
            .find(|marking| marking.as_str() == text)
            .ok_or_else(|| UnknownMarking(text.to_owned()))
    }
}
