//! Why something was refused. Every refusal has one typed reason with a stable name, which the
//! log line, the counter in `status` and the peer's standing all share: nothing is dropped
//! in silence.

use std::fmt;

use chancery_ledger::log::LogId;

use crate::{PeerKey, Verdict};

/// One refusal: what was refused, from whom, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Who sent it; none when this node itself is the cause.
    pub peer: Option<PeerKey>,
    /// The log that it concerns, when that could be read.
    pub log: Option<LogId>,
    /// The position in that log.
    pub seq: Option<u64>,
    /// Why.
    pub reason: Reason,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $cost:literal;)*) => {
        /// Why something was refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $variant,)* }

        impl Reason {
            /// Every reason, for tables and counters.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, in kebab case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it costs the peer that caused it, in points of standing. Nothing, where an
            /// honest peer can be the cause.
            #[must_use]
            pub const fn cost(self) -> i32 {
                match self { $(Self::$variant => $cost,)* }
            }
        }
    };
}

reasons! {
    /// A message longer than its kind may be.
    Oversize = "oversize", 40;
    /// Not deterministic CBOR, or not one of the messages.
    Malformed = "malformed", 40;
    /// A statement that is not shaped as a statement must be.
    BadStatement = "bad-statement", 40;
    /// The body is not the one that the statement names.
    BodyMismatch = "body-mismatch", 40;
    /// The signature does not verify under the author's key.
    BadSignature = "bad-signature", 50;
    /// The author's key is weak, or no key at all: no certificate can have it.
    WeakKey = "weak-key", 50;
    /// No certificate in the roster has this key.
    UnknownAuthor = "unknown-author", 1;
    /// Made under a roster that this node does not have.
    WrongRoster = "wrong-roster", 0;
    /// It names a policy that this node does not have.
    UnknownPolicy = "unknown-policy", 0;
    /// It was not released as its authority has declared that it is done.
    Unapproved = "unapproved", 40;
    /// An epoch that has not been opened.
    FutureEpoch = "future-epoch", 1;
    /// The statement speaks for another authority than its key's.
    WrongIssuer = "wrong-issuer", 40;
    /// The first statement of a log is not its author's certificate.
    WrongFounding = "wrong-founding", 40;
    /// Against a rule of the log that has no name of its own here.
    Inadmissible = "inadmissible", 40;
    /// The previous statement that it names is not the one before it.
    WrongPrev = "wrong-prev", 0;
    /// It skips positions.
    SeqGap = "seq-gap", 0;
    /// Already held.
    Held = "held", 0;
    /// A second statement at a position: the author's lie, not the relay's.
    Fork = "fork", 0;
    /// The log is frozen at or below this position.
    Frozen = "frozen", 0;
    /// An equivocation proof that proves nothing.
    BadProof = "bad-proof", 50;
    /// At or behind the place at which a state root has closed the log.
    Revoked = "revoked", 0;
    /// An act that nobody could have made rightly.
    BadAct = "bad-act", 50;
    /// An act made under a roster that this node does not have yet.
    UnknownRoster = "unknown-roster", 0;
    /// The state, or the network, has as many acts as there may be.
    TooManyActs = "too-many-acts", 0;
    /// A checkpoint that is not signed by its author, or not shaped as one.
    BadNote = "bad-note", 50;
    /// A cosignature by a witness whose certificate this node does not have yet.
    UnknownWitness = "unknown-witness", 0;
    /// A checkpoint of fewer entries than all that are kept, or one that says nothing new.
    Outdated = "outdated", 0;
    /// A checkpoint whose root is not that of the entries held: its author's lie.
    CheckpointMismatch = "checkpoint-mismatch", 0;
    /// An answer with other entries or papers than were asked for.
    WrongPage = "wrong-page", 30;
    /// The peer did not serve what it said that it holds.
    NotServed = "not-served", 10;
    /// The peer shows a chain that contradicts itself.
    Inconsistent = "inconsistent", 40;
    /// A frontier with too many logs, or one log twice.
    BadFrontier = "bad-frontier", 40;
    /// An answer to a question that was not asked, or was given up.
    LateAnswer = "late-answer", 1;
    /// No answer in time.
    TimedOut = "timed-out", 5;
    /// The transport could not carry the request.
    RequestFailed = "request-failed", 2;
    /// The connection went before the answer came.
    Disconnected = "disconnected", 0;
    /// The peer has no room for the request now.
    PeerBusy = "peer-busy", 1;
    /// The peer refused the request.
    PeerRefused = "peer-refused", 5;
    /// This node has no room for it now; it comes back through catch-up.
    Overloaded = "overloaded", 0;
    /// Too far ahead of what is held to be kept waiting.
    TooFarAhead = "too-far-ahead", 0;
    /// It waited too long for its turn.
    Expired = "expired", 0;
    /// The disk did not take it.
    DiskFailed = "disk-failed", 0;
    /// The peer is outside the roster.
    UnknownPeer = "unknown-peer", 0;
    /// The peer's standing is too low to deal with it now.
    PoorStanding = "poor-standing", 0;
    /// A statement of this node's own that does not follow what it holds.
    OwnMismatch = "own-mismatch", 0;
}

/// From this cost on the bytes are bad whoever reads them, and whoever passed them on should have
/// known.
const PROVABLY_BAD_COST: i32 = 40;

impl Reason {
    /// The verdict on a gossip message that is refused for this reason.
    pub(crate) const fn verdict(self) -> Verdict {
        if self.cost() >= PROVABLY_BAD_COST { Verdict::Reject } else { Verdict::Ignore }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests;
