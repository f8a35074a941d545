//! What goes into the machine and what comes out of it: the only door there is.
//!
//! A driver (the node, the simulator) turns events into inputs, and does what the outputs say, in
//! the order in which they stand. Tickets tie an answer to its question; those of gossip messages
//! and of requests are the driver's, all others are the machine's.

use std::collections::BTreeMap;
use std::fmt;

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::key::PublicKey;
use chancery_ledger::log::{Admissible, Head, LogId, Position};
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

/// What a store gives back when a replica starts from it.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// The highest place of each log.
    pub heads: Vec<Head>,
    /// The policies that the statements there name. One that is left out unbinds its log.
    pub policies: BTreeMap<LogId, ActId>,
    /// Proofs of equivocation.
    pub proofs: Vec<Vec<u8>>,
    /// Checkpoints.
    pub notes: Vec<Vec<u8>>,
}

/// Why a checkpoint was not cosigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsigned {
    /// Its root is not that of the entries held. To be looked at first, whatever was promised.
    Mismatch,
    /// Fewer entries are durable.
    NotYet,
    /// Its root is right, and the witness may not sign it: it has promised a larger size, or its key
    /// is retired.
    Refused,
    /// The disk failed.
    DiskFailed,
}

/// What the tree over the entries held says of two sizes of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consistency {
    /// The root at the smaller size.
    pub root: Digest,
    /// The proof that the larger tree begins with the smaller (RFC 9162, 2.1.4).
    pub proof: Vec<Digest>,
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
    /// An [`Output::Persist`], or something that was to be kept, is durable: on the disk, and synced.
    Persisted {
        /// Its ticket.
        ticket: u64,
    },
    /// An [`Output::Persist`], or something that was to be kept, did not become durable.
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
    /// This node signed a checkpoint of its own log: only entries that are durable, and only while
    /// [`crate::Replica::may_sign`] allows it. It is kept and published by the machine.
    Checkpointed {
        /// The checkpoint with its author's line.
        note: Vec<u8>,
    },
    /// What became of an [`Output::Cosign`], one for each note and in their order.
    Cosigned {
        /// Its ticket.
        ticket: u64,
        /// Each note with this node's line, or why there is none.
        outcomes: Vec<Result<Vec<u8>, Unsigned>>,
    },
    /// The answer to an [`Output::ProveConsistency`].
    Consistency {
        /// Its ticket.
        ticket: u64,
        /// None when the disk failed.
        found: Option<Consistency>,
    },
    /// An operator submits an act of a state root.
    Enacted {
        /// The act.
        bytes: Vec<u8>,
    },
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
    /// Keep an act, and sync; answer with `Persisted` or `PersistFailed`. It replaces an earlier copy
    /// of the same id. Several may be under way; they are written in the order of the outputs.
    KeepAct {
        /// The machine's ticket.
        ticket: u64,
        /// What it is kept under.
        id: ActId,
        /// The act.
        bytes: Vec<u8>,
    },
    /// Keep a checkpoint, and sync; answer with `Persisted` or `PersistFailed`. It replaces an
    /// earlier copy of the same size and root. Of one log never two at a time.
    KeepNote {
        /// The machine's ticket.
        ticket: u64,
        /// The log.
        log: LogId,
        /// How many entries it covers.
        size: u64,
        /// Their root.
        root: Digest,
        /// The checkpoint with its author's line and all cosignatures that are known.
        bytes: Vec<u8>,
    },
    /// Drop the checkpoints of a log that cover more entries than stand; without an answer. Kept,
    /// they would be the newest, and crowd out those that stand.
    DropNotes {
        /// The log.
        log: LogId,
        /// How many entries stand at most.
        above: u64,
    },
    /// Compare these checkpoints with the entries held and cosign them: check, promise, sync, and
    /// only then sign. Answer with `Cosigned`. Of one log the largest comes first, which is the one
    /// to be cosigned; the others only have to be compared. Never two at a time.
    Cosign {
        /// The machine's ticket.
        ticket: u64,
        /// Checkpoints, as they are kept.
        notes: Vec<Vec<u8>>,
    },
    /// Say what the tree over the entries held is at two sizes; answer with `Consistency`, always.
    ProveConsistency {
        /// The machine's ticket.
        ticket: u64,
        /// The log.
        log: LogId,
        /// The smaller size.
        size: u64,
        /// The larger size.
        of: u64,
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
    /// Acts became durable, and the directory is another one: whom to connect with, what to show as
    /// revoked, and who may say what follows from it.
    RosterChanged,
    /// An alarm: the author of this log signed a checkpoint of so many entries whose root is not
    /// that of the entries held.
    Mismatch {
        /// The log.
        log: LogId,
        /// How many entries.
        size: u64,
    },
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
