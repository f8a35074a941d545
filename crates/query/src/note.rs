//! What was read into a query beyond what it says, for whoever asked.

use crate::parse::Token;

/// A note about a part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The first character concerned, from 0.
    pub at: usize,
    /// How many characters.
    pub length: usize,
    /// What was made of it.
    pub said: String,
}

impl Note {
    pub(crate) fn new(token: &Token, said: String) -> Note {
        Note { at: token.at, length: token.length, said }
    }
}
