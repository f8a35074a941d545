//! Under which policy a record was released, and who approved it.

use serde::{Deserialize, Serialize};

/// How a record was released. Of a record whose authority had declared no policy everything is null or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalsView {
    /// Id of the act that declares the policy, hex; null where none was declared.
    pub policy: Option<String>,
    /// The policy's serial; null where the act is not held here.
    pub serial: Option<u64>,
    /// How many officers the policy asks for, of this kind of record.
    pub officers_needed: Option<u64>,
    /// Whether one is enough because the policy says so of this kind.
    pub exempt: bool,
    /// The approvals.
    pub approvals: Vec<ApprovalView>,
}

/// An officer's approval, whose signature holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalView {
    /// As what: author, reviewer or releaser.
    pub role: String,
    /// The officer's pseudonym; null where the policy is not held here.
    pub officer: Option<String>,
    /// The officer's key, hex.
    pub key: String,
    /// When, RFC 3339 in UTC, by the officer's clock.
    pub at: String,
}
