//! Every bound of replication, with its arithmetic beside it. What is not bounded here is
//! bounded by the roster (peers, logs). A peer that needs more than a bound waits or is refused;
//! it never makes this node hold more.

/// Entries in one page. A page of 512 small entries verifies in about 30 ms on one core, so four
/// of them in flight keep a core busy over a round trip of 100 ms.
pub const PAGE_ENTRIES_MAX: u64 = 512;

/// Bytes of entries in one page (statements and bodies, before framing): 512 entries of 2 KiB.
/// One entry always fits: 4 KiB of statement and 256 KiB of body.
pub const PAGE_BYTES_MAX: u64 = 1024 * 1024;

/// Pages asked of one peer and not yet answered: 4 MiB at most on the way from one peer.
pub const PAGES_IN_FLIGHT_PER_PEER_MAX: usize = 4;

/// Pages asked of all peers and not yet answered: 16 MiB at most on the way in.
pub const PAGES_IN_FLIGHT_MAX: usize = 16;

/// Bytes of entries received and not yet durable, over all logs. No page is asked for beyond it:
/// with 16 pages in flight that is at most 48 MiB of unsaved entries.
pub const UNSAVED_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Entries that arrived by gossip ahead of their turn, kept per log until the gap is pulled.
pub const PENDING_ENTRIES_PER_LOG_MAX: usize = 64;

/// Bytes of the same, per log: 64 entries of 8 KiB. 193 logs could hold 96 MiB so, therefore
/// they also count towards [`UNSAVED_BYTES_MAX`].
pub const PENDING_BYTES_PER_LOG_MAX: u64 = 512 * 1024;

/// Entries of one log that fit nowhere, kept because whatever comes to stand at their places proves
/// their author a liar. Only liars have any: 4 × 260 KiB is 1 MiB of each.
pub const MISFITS_PER_LOG_MAX: usize = 4;

/// Identifiers of the newest entries of a log that are kept in memory, so that a copy which
/// arrives late is recognised without a read: 64 × 32 bytes × 193 logs is 400 KB.
pub const RECENT_IDS_PER_LOG: usize = 64;

/// Entries in one batch handed to the disk. Larger batches make the fsync cheaper per entry, and
/// the entries wait longer for it; 2,048 entries of 1 KiB are 3 MiB.
pub const BATCH_ENTRIES_MAX: usize = 2_048;

/// Logs in one frontier, which is all that there can be: each was opened by a certificate, and there
/// are 1,024 in a genesis file and 7,168 that acts bring. A bound below that would let roots that
/// open logs for nothing make honest frontiers unreadable. 8,192 × 87 bytes is 713 KB.
pub const LOGS_MAX: usize = 8_192;

/// Logs with proofs in one frontier, and logs with checkpoints; of more it shows others each time. 60
/// states that make a new key each year for ten years have 600. 2 × 2,048 × 78 bytes is 320 KB.
pub const PAPERS_SHOWN_MAX: usize = 2_048;

/// Bytes of one request: the largest asks for [`ACTS_ASKED_MAX`] acts, of 34 bytes each.
pub const REQUEST_BYTES_MAX: usize = 4 * 1024;

/// Bytes of one answer: a full page, 16 bytes of framing for each of its entries, and room for
/// the answer's own frame. A frontier of [`LOGS_MAX`] logs and [`PAPERS_SHOWN_MAX`] proofs and notes
/// is 1,033 KB, a list of [`ACTS_MAX`] acts 560 KB.
pub const ANSWER_BYTES_MAX: usize = 1024 * 1024 + 512 * 16 + 64;

/// Bytes of a body that rides along with its statement in gossip; a larger one is pulled.
pub const GOSSIP_BODY_BYTES_MAX: usize = 32 * 1024;

/// Bytes of one gossip message: a body, a statement of 4 KiB, and framing. Below the 64 KiB at
/// which the transport cuts.
pub const GOSSIP_BYTES_MAX: usize = 40 * 1024;

/// Bytes of one equivocation proof: two statements of 4 KiB and framing. Two checkpoints with their
/// authors' lines and a consistency proof of 64 hashes are half of that.
pub const PROOF_BYTES_MAX: usize = 2 * 4096 + 64;

/// Bytes of a checkpoint in gossip: its text of 4 lines and two signature lines, names of 64 bytes.
pub const GOSSIP_NOTE_BYTES_MAX: usize = 2 * 1024;

/// Checkpoints of one log that are kept and shown, the newest. With the lines of 256 witnesses, 190
/// bytes each, they are 400 KB.
pub const NOTES_PER_LOG_MAX: usize = 8;

/// Acts that a network has: 60 states that rotate a key each month for ten years make 7,200.
pub const ACTS_MAX: usize = 8_192;

/// Acts asked for at once: 64 certificates are 40 KB, and 64 steps of 25 signatures 300 KB.
pub const ACTS_ASKED_MAX: usize = 64;

/// Bytes of acts in one answer; what is beyond is asked for again. One act always fits: 128 KiB.
pub const ACTS_BYTES_MAX: usize = 1024 * 1024;

/// Acts that wait for the disk and were not asked for by this node: gossip beyond it is ignored.
/// 64 x 40 KiB is 2.5 MiB.
pub const ACTS_IN_LINE_MAX: usize = 64;

/// Checkpoints in one batch that this node is to cosign: one sync for all of them.
pub const COSIGN_BATCH_MAX: usize = 64;

/// Gossip messages being verified, waiting for their turn, or waiting for the disk; beyond it,
/// messages are ignored and come back through catch-up. 256 × 40 KiB is 10 MiB.
pub const GOSSIP_IN_FLIGHT_MAX: usize = 256;

/// Gossip messages of one peer that are read in one breath. A message costs at most one signature
/// check: 4,096 are a quarter of a second of one core.
pub const GOSSIP_PER_PEER_BURST_MAX: u64 = 4_096;

/// Gossip messages of one peer that are read each second for ever: 25 peers that say as much as they
/// may keep two thirds of a core busy. 512 advisories a second are more than all states publish in a year.
pub const GOSSIP_PER_PEER_PER_SECOND: u64 = 512;

/// What a proof of equivocation costs of the same: two checks on the event loop, and perhaps a sync.
pub const GOSSIP_PROOF_PRICE: u64 = 32;

/// What a checkpoint costs of the same: two checks, and its share of a sync.
pub const GOSSIP_NOTE_PRICE: u64 = 2;

/// Bytes of an act for each of which it costs one message more: a line of a step, which is one check.
pub const GOSSIP_ACT_BYTES_PER_MESSAGE: u64 = 100;

/// What a frontier costs of what a peer may ask in the same time, which is as much again as it may
/// gossip: 256 at once and 32 a second. An honest peer asks four times in a sync period; one of 4,096
/// logs takes 2 ms.
pub const FRONTIER_PRICE: u64 = 16;

/// What the list of acts costs of it: 128 at once and 16 a second. One of [`ACTS_MAX`] takes 5 ms.
pub const ACT_LIST_PRICE: u64 = 32;

/// Reads under way for other peers' requests; beyond it the answer is `busy`. 64 pages of 1 MiB.
pub const READS_MAX: usize = 64;

/// Reads under way for one peer's requests: its four pages, and as many one-entry pages.
pub const READS_PER_PEER_MAX: usize = 8;

/// Searches for a point of divergence under way at once. Each is one small request at a time.
pub const SEARCHES_MAX: usize = 16;

/// Peers whose standing is remembered: 193 states with up to five authorities each.
pub const PEERS_MAX: usize = 1_024;

/// Entries of one log asked for ahead of what is admitted: four pages of one peer, and four more
/// that are being verified.
pub const LOG_AHEAD_ENTRIES_MAX: u64 = 8 * PAGE_ENTRIES_MAX;
