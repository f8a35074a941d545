//! What must hold in every run, by name, and what a breach of it looks like.

use std::fmt;

macro_rules! invariants {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What must hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Invariant { $($(#[$doc])* $variant,)* }

        impl Invariant {
            /// Every invariant.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, in kebab case.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

invariants! {
    /// What an honest author was told is durable is, in the end, on every honest disk.
    NoRecordLost = "no-record-lost";
    /// After healing, all honest nodes hold the same entries below every freeze.
    Converged = "converged";
    /// After healing, all honest nodes hold the same proofs.
    EvidenceConverged = "evidence-converged";
    /// An author of whom two honest nodes hold different statements at one position is proved a
    /// liar at every honest node.
    EquivocationDetected = "equivocation-detected";
    /// A liar that showed the two sides of a cut different statements is proved one at every honest
    /// node within two rounds of catch-up after the cut.
    ProvedInTime = "proved-in-time";
    /// No honest author is ever proved a liar, whatever backup was restored.
    HonestNeverProved = "honest-never-proved";
    /// What is kept as a proof proves something.
    ProofsProve = "proofs-prove";
    /// Nothing is gossiped, passed on, answered or shown before it is on the disk.
    DurableFirst = "durable-first";
    /// Every entry on an honest disk is signed by its author.
    OnlySigned = "only-signed";
    /// No position on a disk is rewritten, and no log has a gap.
    AppendOnly = "append-only";
    /// The bounds of `limits` hold.
    Bounded = "bounded";
    /// Every gossip message gets exactly one verdict, in time.
    OneVerdict = "one-verdict";
    /// Every request gets exactly one answer.
    OneAnswer = "one-answer";
    /// What an honest node says is a message.
    WellFormed = "well-formed";
    /// No honest node is blamed for what only a liar can do.
    HonestNeverBlamed = "honest-never-blamed";
    /// The machine never spins without time passing.
    NoLivelock = "no-livelock";
    /// Equal nodes exchange one digest each way in a period, and nothing else.
    IdleIsQuiet = "idle-is-quiet";
    /// After everything, what is signed still reaches everybody: at once with gossip, and without
    /// it within a few periods.
    StillHeard = "still-heard";
    /// What a node reports of its logs and of who holds what is so.
    ReportsTrue = "reports-true";
    /// After healing, all honest nodes hold the same acts, and the same follows from them.
    ActsConverged = "acts-converged";
    /// After healing, all honest nodes hold the same checkpoints with the same cosignatures.
    NotesConverged = "notes-converged";
    /// No witness signs two roots of one size.
    OneCosignature = "one-cosignature";
    /// Once a node knows that a state is out, that state's node gets nothing from it.
    OutGetsNothing = "out-gets-nothing";
    /// Where nobody lies, every node may sign in the end.
    SigningResumes = "signing-resumes";
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An invariant that did not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{invariant} does not hold at {now_ms} ms: {what}")]
pub struct Breach {
    /// Which one.
    pub invariant: Invariant,
    /// The virtual time.
    pub now_ms: u64,
    /// Who and what.
    pub what: String,
}
