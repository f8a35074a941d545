//! What a node can set about replication. Bounds that protect others are not settings: they are
//! constants in `limits`.

/// How this replica behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether anything is published by gossip. Without it, catch-up alone brings everything.
    pub gossip: Gossip,
    /// Between two frontier exchanges with one peer at most; jitter makes it up to half less.
    pub sync_ms: u64,
    /// No answer in this time counts as a failure, and the work goes to another peer.
    pub request_ms: u64,
    /// A gossip message that waited this long for its turn gets its verdict, `Ignore`. The
    /// transport forgets a message after 12 heartbeats of a second.
    pub gossip_wait_ms: u64,
    /// Head announcements of one log are at least this far apart.
    pub announce_ms: u64,
    /// After the disk refused a batch, the next try comes this much later.
    pub disk_retry_ms: u64,
    /// As many peers must have shown what they hold of this node's own log before it signs.
    pub barrier_peers: usize,
    /// Whether the barrier is obeyed.
    pub barrier: Barrier,
}

/// Whether anything is published by gossip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gossip {
    /// Entries, heads and evidence are published.
    Published,
    /// Nothing is published; what arrives is still taken.
    Silent,
}

/// Whether the own-frontier barrier is obeyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// No signature before peers have shown what they hold of this node's own log.
    Obeyed,
    /// An operator has said, for this run, that the log on this disk is the newest there is.
    Overridden,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            gossip: Gossip::Published,
            sync_ms: 10_000,
            request_ms: 20_000,
            gossip_wait_ms: 8_000,
            announce_ms: 1_000,
            disk_retry_ms: 5_000,
            barrier_peers: 1,
            barrier: Barrier::Obeyed,
        }
    }
}
