//! How a refusal is said over HTTP: one JSON shape for every error, with what to do next.
//!
//! Invariant: whatever answers with a status of 400 or more has this body, so that a client needs one reader.

use chancery_record::Violation;
use serde::{Deserialize, Serialize};

/// The body of every answer that is an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What is wrong, in one sentence.
    pub error: String,
    /// What to do next.
    pub hint: String,
    /// Each wrong place of a record that was not accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<FaultViolation>,
    /// The wrong place of a query that was not understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<FaultPlace>,
}

/// The wrong place of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultPlace {
    /// The first character concerned, from 0.
    pub at: usize,
    /// How many characters; 0 where something is missing at the end.
    pub length: usize,
}

/// One wrong place in a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultViolation {
    /// JSON path of the place, `$.parties[0].names`.
    pub path: String,
    /// What is wrong there.
    pub wrong: String,
    /// What is allowed there.
    pub allowed: String,
}

impl From<Violation> for FaultViolation {
    fn from(Violation { path, wrong, allowed }: Violation) -> Self {
        FaultViolation { path, wrong, allowed }
    }
}

impl Fault {
    /// An error and its hint, without violations.
    pub fn new(error: impl Into<String>, hint: impl Into<String>) -> Self {
        Fault { error: error.into(), hint: hint.into(), violations: Vec::new(), place: None }
    }
}
