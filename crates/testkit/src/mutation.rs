//! Replicas that are broken on purpose. A checker that has never failed proves nothing, so each
//! of these, built into one node's driver, has to be caught by name.

/// How a node's driver is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    /// Says that a batch is durable while it is still on its way to the disk.
    AcknowledgesEarly,
    /// Never manages to keep a proof.
    DropsEvidence,
    /// Signs at once after a backup was restored, without asking whether it may.
    ForgetsBarrier,
    /// Gossips entries while they are still on their way to the disk.
    SpeaksEarly,
    /// Loses the last entry of every batch, and says that it is durable.
    LosesEntries,
    /// Stores entries whose signature does not verify.
    StoresForgeries,
    /// Answers every request twice.
    AnswersTwice,
    /// Never asks for a page.
    NeverAsks,
    /// Asks everything four times.
    Chatters,
    /// Forgets every fifth verdict.
    ForgetsVerdicts,
}

impl Mutation {
    /// Every mutation.
    pub const ALL: &'static [Self] = &[
        Self::AcknowledgesEarly,
        Self::DropsEvidence,
        Self::ForgetsBarrier,
        Self::SpeaksEarly,
        Self::LosesEntries,
        Self::StoresForgeries,
        Self::AnswersTwice,
        Self::NeverAsks,
        Self::Chatters,
        Self::ForgetsVerdicts,
    ];
}
