//! Where a log stands, and what is proved about it.

use serde::{Deserialize, Serialize};

/// Where one log stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogView {
    /// State of the log.
    pub state: String,
    /// Authority of the log.
    pub authority: String,
    /// Statement key, hex.
    pub key: String,
    /// Epoch.
    pub epoch: u64,
    /// Highest position held.
    pub seq: u64,
    /// Statement id at that position, hex.
    pub tip: String,
    /// Entries that some peer reported beyond it.
    pub behind: u64,
    /// Whether two statements at one position were proved.
    pub forked: bool,
    /// At which position.
    pub frozen_at: Option<u64>,
    /// Where its state's root has closed it, or null.
    pub closed: Option<ClosedView>,
    /// The newest checkpoint that is known, or null.
    pub checkpoint: Option<CheckpointView>,
}

/// Where a log ends for good; without a place, nothing of it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedView {
    /// The last place that stands.
    pub seq: Option<u64>,
    /// Its statement id, hex.
    pub id: Option<String>,
}

/// A log's newest checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointView {
    /// Entries that it covers.
    pub size: u64,
    /// Root of the tree over them, hex.
    pub root: String,
    /// The earliest cosignature that is kept, RFC 3339 in UTC, or null.
    pub cosigned_at: Option<String>,
    /// Seconds since then, or since this node got to know it.
    pub age_s: u64,
    /// Who has cosigned it.
    pub cosigners: Vec<CosignerView>,
    /// Member states of which no node has.
    pub lagging: Vec<String>,
}

/// A node that has cosigned a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CosignerView {
    /// Its state.
    pub state: String,
    /// Its authority.
    pub authority: String,
    /// When, by its clock, RFC 3339 in UTC.
    pub at: String,
}
