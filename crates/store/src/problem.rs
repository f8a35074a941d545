//! What is wrong with a store, in words for the person who has to act.
//!
//! Made by opening and by [`fsck`](crate::Store::fsck), shown by whoever asked. A problem names the
//! place, says what was found there, and what becomes of it. The invariant: the words depend on the
//! bytes on the disk alone, so that two runs over one store say the same.

use std::fmt;

/// One thing that is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// What was found, and where.
    pub what: String,
    /// What becomes of it, or what to do.
    pub action: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.action)
    }
}

impl Problem {
    pub(crate) fn new(what: String, action: &str) -> Problem {
        Problem { what, action: action.to_owned() }
    }
}

/// An error with everything behind it, in one line: `Display` alone leaves the sources out.
pub(crate) fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}
