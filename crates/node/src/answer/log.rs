//! Where a log stands, and what has been proved about it.

use chancery_ledger::log::Id;

/// Where one log stands on this node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogView {
    /// State of the log.
    pub state: String,
    /// Authority of the log.
    pub authority: String,
    /// Statement key: with the epoch it names the log.
    pub key: [u8; 32],
    /// Epoch.
    pub epoch: u64,
    /// Highest position held.
    pub seq: u64,
    /// Id at that position.
    pub tip: Id,
    /// Entries that some peer reported beyond it.
    pub behind: u64,
    /// Where two statements at one position were proved, if they were.
    pub frozen_at: Option<u64>,
    /// Where its state's root has closed it, if it has.
    pub closed: Option<Closed>,
    /// The newest checkpoint that is known.
    pub checkpoint: Option<CheckpointView>,
}

/// Where a log ends for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Nothing of it stands.
    WithNothing,
    /// This is the last place that stands.
    After {
        /// Its position.
        seq: u64,
        /// Its id.
        id: Id,
    },
}

/// What is known of a log's newest checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointView {
    /// Entries that it covers.
    pub size: u64,
    /// Root of the tree over them, hex.
    pub root: String,
    /// The earliest time of which a cosignature is kept, in seconds since 1970 (UTC); none before the first.
    pub cosigned_s: Option<u64>,
    /// Seconds since then, or since this node got to know it.
    pub age_s: u64,
    /// Who has cosigned it.
    pub cosigners: Vec<Cosigner>,
    /// Member states, the author's aside, of which no node has cosigned it.
    pub lagging: Vec<String>,
}

/// A node that has cosigned a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigner {
    /// Its state.
    pub state: String,
    /// Its authority.
    pub authority: String,
    /// When, by its clock, in seconds since 1970 (UTC).
    pub at_s: u64,
}
