//! The steps of verification, with the words for them.
//!
//! Invariant: they stand in the order in which they are taken, so that what comes before a flaw's step held.

/// The steps of verification, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PackStep {
    /// It is a pack.
    Format,
    /// It is of the genesis file's network.
    Network,
    /// The statement is well formed.
    Statement,
    /// The body is the one that was signed.
    Body,
    /// Rosters, certificates, revocations, withdrawals and policies verify.
    Acts,
    /// The author signed, and might.
    Author,
    /// Its officers let it out, as its policy asks.
    Approvals,
    /// The checkpoint and its cosignatures verify.
    Checkpoint,
    /// The record is in the tree of the checkpoint.
    Inclusion,
    /// What was said later verifies and names the record.
    Later,
    /// Proofs of equivocation verify.
    Proofs,
    /// No act is there that nothing needs.
    Needed,
}

impl PackStep {
    /// All steps, in their order.
    pub const ALL: [PackStep; 12] = [
        PackStep::Format,
        PackStep::Network,
        PackStep::Statement,
        PackStep::Body,
        PackStep::Acts,
        PackStep::Author,
        PackStep::Approvals,
        PackStep::Checkpoint,
        PackStep::Inclusion,
        PackStep::Later,
        PackStep::Proofs,
        PackStep::Needed,
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            PackStep::Format => "format",
            PackStep::Network => "network",
            PackStep::Statement => "statement",
            PackStep::Body => "body",
            PackStep::Acts => "acts",
            PackStep::Author => "author",
            PackStep::Approvals => "approvals",
            PackStep::Checkpoint => "checkpoint",
            PackStep::Inclusion => "inclusion",
            PackStep::Later => "later",
            PackStep::Proofs => "proofs",
            PackStep::Needed => "needed",
        }
    }
}
