//! The tidy test: the rules of `docs/style.md` and `docs/architecture.md` that a program can check.
//!
//! A rule that nobody checks is a wish. Each rule is a pure function from sources (or from what
//! `cargo metadata` says) to a list of [`Breach`]es; one test runs it over this repository, and
//! another gives it a small bad sample, so that every rule is known to be able to fail.
//!
//! The invariant: no rule has a list of exceptions by file. What cannot keep a rule changes the
//! rule, here and in the page that gives its reason.

mod absences;
mod arrows;
mod code;
mod commands;
mod dependencies;
mod exports;
mod files;
mod habits;
mod layout;
mod links;
mod manifest;
mod source;
mod words;

use std::fmt;

/// One place that does not keep a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Breach {
    /// The file, crate or package, and the line where there is one.
    place: String,
    /// What is wrong, and what would be right.
    what: String,
}

impl Breach {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.what)
    }
}

/// Fails the test with every breach at once, so that one run shows all there is to mend.
fn expect_none(breaches: &[Breach]) {
    let lines: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} breaches:\n{}", lines.len(), lines.join("\n"));
}
