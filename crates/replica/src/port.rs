//! What goes into the machine and what comes out of it: the only door there is.
//!
//! A driver (the node, the simulator) turns events into inputs, and does what the outputs say, in
//! the order in which they stand. Tickets tie an answer to its question; those of gossip messages
//! and of requests are the driver's, all others are the machine's.

use std::fmt;

use chancery_ledger::key::PublicKey;
use chancery_ledger::log::{Admissible, LogId, Position};
use chancery_ledger::statement::{Authentic, Entry, StatementFlaw};

use crate::Refusal;

/// A peer, by its transport public key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerKey(pub [u8; 32]);

impl fmt::Display for PeerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PeerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0[..4].iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str("…")
    }
}

/// What happened.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "inputs are taken one by one, never kept in a list")]
pub enum Input {
    /// A first connection to the peer stands.
    Connected(PeerKey),
    /// The last connection to the peer is gone.
    Disconnected(PeerKey),
    /// A gossip message; its verdict comes as [`Output::Verdict`], for every message exactly one.
    Gossip {
        /// The driver's ticket for the verdict.
        ticket: u64,
        /// Who passed it on.
        from: PeerKey,
        /// As received.
        bytes: Vec<u8>,
    },
    /// A peer asks; the answer comes as [`Output::Answer`], for every request exactly one.
    Request {
        /// The driver's ticket for the answer.
        ticket: u64,
        /// Who asks.
        from: PeerKey,
        /// As received.
        bytes: Vec<u8>,
    },
    /// The answer to an [`Output::Ask`].
    Response {
        /// The ticket of the question.
        ticket: u64,
        /// As received.
        bytes: Vec<u8>,
    },
    /// An [`Output::Ask`] that will have no answer.
    RequestFailed {
        /// The ticket of the question.
        ticket: u64,
    },
    /// The outcome of an [`Output::Verify`], one for each job and in their order.
    Verified {
        /// The ticket of the jobs.
        ticket: u64,
        /// What became of each job.
        outcomes: Vec<Result<Authentic, StatementFlaw>>,
    },
    /// An [`Output::Persist`] or [`Output::KeepEvidence`] is durable: on the disk, and synced.
    Persisted {
        /// Its ticket.
        ticket: u64,
    },
    /// An [`Output::Persist`] or [`Output::KeepEvidence`] that did not become durable.
    PersistFailed {
        /// Its ticket.
        ticket: u64,
    },
    /// What an [`Output::Read`] found; empty also when the disk failed.
    Read {
        /// Its ticket.
        ticket: u64,
        /// Entries in order, without a gap, from the position asked for.
        entries: Vec<Entry>,
    },
    /// This node signed an entry of its own log, and it is already durable.
    Authored(Admissible),
    /// The time that was asked for has come.
    Wakeup,
}

/// What is to be done.
#[derive(Debug)]
pub enum Output {
    /// Send a request; answer with `Response` or `RequestFailed`.
    Ask {
        /// The machine's ticket.
        ticket: u64,
        /// Whom to ask.
        to: PeerKey,
        /// The request.
        bytes: Vec<u8>,
    },
    /// Send the answer to a `Request`.
    Answer {
        /// The driver's ticket of the request.
        ticket: u64,
        /// The answer.
        bytes: Vec<u8>,
    },
    /// Climb the first two rungs, off the event loop: of each job,
    /// `entry.decode().and_then(|decoded| decoded.authenticate(&key))`. Answer with `Verified`.
    Verify {
        /// The machine's ticket.
        ticket: u64,
        /// Entries as received, each with its author's key; not decoded, because that is half a
        /// page's work on the loop. Any order, any number of threads; the outcomes keep the order.
        jobs: Vec<(Entry, PublicKey)>,
    },
    /// Append and sync; answer with `Persisted` or `PersistFailed`. Never two at a time.
    Persist {
        /// The machine's ticket.
        ticket: u64,
        /// Entries, of each log in order.
        batch: Vec<Admissible>,
    },
    /// Keep a proof, and sync; answer with `Persisted` or `PersistFailed`. It replaces an earlier
    /// proof against the same log.
    KeepEvidence {
        /// The machine's ticket.
        ticket: u64,
        /// The proof.
        proof: Vec<u8>,
    },
    /// Read from the disk; answer with `Read`, always.
    Read {
        /// The machine's ticket.
        ticket: u64,
        /// The log.
        log: LogId,
        /// The first position.
        from: u64,
        /// At most so many entries.
        entries_max: u64,
        /// At most so many bytes of statements and bodies, but always one entry.
        bytes_max: u64,
    },
    /// Gossip this. The same bytes may be published twice; that is not an error.
    Publish {
        /// The message.
        bytes: Vec<u8>,
    },
    /// The verdict on a gossip message.
    Verdict {
        /// The driver's ticket of the message.
        ticket: u64,
        /// The verdict.
        verdict: Verdict,
    },
    /// Something was refused: log it and count it.
    Refused(Refusal),
    /// Hang up on the peer.
    Disconnect {
        /// Whom.
        peer: PeerKey,
    },
    /// These positions are newly durable, and visible to readers; in order of each log.
    Stored(Vec<Position>),
    /// The author of this log has signed two statements at this position; the proof is kept.
    Frozen(Position),
    /// The peers have shown what they hold of this node's own log: it may sign from now on.
    OwnFrontierKnown,
}

/// What the transport does with a gossip message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Pass it on: what it speaks of is durable here.
    Accept,
    /// Do not pass it on, and think nothing of it.
    Ignore,
    /// The bytes are provably bad: whoever passed them on should have known.
    Reject,
}
