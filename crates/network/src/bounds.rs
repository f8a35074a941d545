//! Every bound of the network in one place, each with the arithmetic that chose it.
//!
//! A stranger chooses lengths and counts; we choose what they may cost. The largest network that is
//! planned for is 193 states with one node each, all of them connected to all.

use std::time::Duration;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The longest question: replication asks for 64 acts by id with at most 4 KiB; twice that leaves room, and lets it say
/// itself what is too long. All questions that may wait for our answer are 8 MiB.
pub const QUESTION_BYTES_MAX: usize = 8 * KIB;

/// The longest answer: a page of 1 MiB of entries, and a quarter for its encoding and for the one
/// entry that always goes through.
pub const ANSWER_BYTES_MAX: usize = MIB + MIB / 4;

/// The longest gossip message: a body of 32 KiB that rides along, its statement of at most 4 KiB, and
/// room to spare, within what gossip may transmit.
pub const GOSSIP_BYTES_MAX: usize = GOSSIP_TRANSMIT_BYTES_MAX - GOSSIP_ENVELOPE_BYTES;

/// The longest gossip frame, envelope included.
pub(crate) const GOSSIP_TRANSMIT_BYTES_MAX: usize = 64 * KIB;

/// Room for the protobuf envelope (topic of 64 characters, tags, lengths) around a gossip message.
pub(crate) const GOSSIP_ENVELOPE_BYTES: usize = 512;

/// A whole exchange: 1.25 MiB at 1 Mbit/s takes 10 s; a slower line asks for smaller pages.
pub(crate) const ASK_TIMEOUT: Duration = Duration::from_secs(10);

/// Questions of ours that one peer is asked at once: 4 pages, and twice as many for frontiers, single
/// entries and evidence. More wait here, where they cost the peer nothing.
pub(crate) const ASKS_PER_PEER_MAX: usize = 12;

/// Exchanges open at once on one connection: as many in each direction, and some that are just ending.
pub(crate) const STREAMS_PER_CONNECTION_MAX: usize = 2 * ASKS_PER_PEER_MAX + 8;

/// Questions of ours without an outcome yet: 4 for each of 193 peers, rounded up.
pub(crate) const ASKS_MAX: usize = 1024;

/// Questions of others that wait for our answer: 12 for each of 85 busy peers.
pub(crate) const ANSWERS_MAX: usize = 1024;

/// Gossip messages that wait for a verdict. At the sixteenth of a millisecond that a check takes on one
/// core, 4096 are dealt with in a quarter of a second.
pub(crate) const VERDICTS_MAX: usize = 4096;

/// Commands on their way to the swarm: one busy turn of the node's loop.
pub(crate) const COMMANDS_MAX: usize = 256;

/// Events on their way to the node. The largest carries an answer, so a full queue holds at most
/// 64 x 1.25 MiB = 80 MiB, and in practice 4 pages a peer.
pub(crate) const EVENTS_MAX: usize = 64;

/// Events that are ready while the queue to the node is full: the swarm is not polled above this.
pub(crate) const BACKLOG_MAX: usize = 64;

/// Own messages that wait for a subscriber. At 64 KiB each: 16 MiB at most.
pub(crate) const PUBLISHES_MAX: usize = 256;

/// How long an own message waits for a subscriber. Older ones are fetched by catch-up anyway.
pub(crate) const PUBLISH_EXPIRY_MS: u64 = 60_000;

/// How often time passes for the network: back-off, expiry and retries are measured in these.
pub(crate) const TICK_MS: u64 = 100;

/// Handshakes under way at once, inwards. Unauthenticated, so few.
pub(crate) const PENDING_INBOUND_MAX: u32 = 64;

/// Of these, those of one address on one carrier: a member has one node there, and may try again.
pub(crate) const PENDING_INBOUND_PER_ADDRESS_MAX: usize = 8;

/// Of these, those of this machine's own address on one carrier, where a whole exercise network may run:
/// 25 nodes that dial at once. On both carriers 48, so that 16 places stay for others.
pub(crate) const PENDING_INBOUND_THIS_MACHINE_MAX: usize = 24;

/// Handshakes under way at once, outwards.
pub(crate) const PENDING_OUTBOUND_MAX: u32 = 64;

/// Connections altogether: 193 nodes, twice while duplicates are being settled, rounded up.
pub(crate) const ESTABLISHED_MAX: u32 = 512;

/// Connections of one direction: so that those who dial us cannot take every place.
pub(crate) const ESTABLISHED_ONE_WAY_MAX: u32 = 384;

/// Connections to one peer: one, and one more on each transport while duplicates are being settled.
pub(crate) const ESTABLISHED_PER_PEER_MAX: u32 = 3;

/// Streams on one TCP connection: 32 exchanges, 4 reports, and 2 each of gossip, identify (3 of them with
/// its push) and ping are 43.
pub(crate) const YAMUX_STREAMS_MAX: usize = 64;

/// What one TCP connection may have on its way to us: yamux demands 256 KiB for each stream, and grows the
/// window of a busy one only out of what is beyond that. 64 x 256 KiB = 16 MiB, and 4 pages that grow to
/// 2 MiB each are 7 MiB more. Its default is 1 GiB.
pub(crate) const YAMUX_WINDOW_BYTES: usize = 24 * MIB;

/// Streams of one QUIC connection, as for yamux.
pub(crate) const QUIC_STREAMS_MAX: u32 = 64;

/// What one QUIC stream may have on its way to us: one answer and some.
pub(crate) const QUIC_STREAM_WINDOW_BYTES: u32 = 2 * 1024 * 1024;

/// What one QUIC connection may have on its way to us, as for yamux.
pub(crate) const QUIC_WINDOW_BYTES: u32 = 16 * 1024 * 1024;

/// A handshake that takes longer than this is given up.
pub(crate) const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// A connection that carries nothing is still kept: members stay connected. Ping finds the dead ones.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(3600);

/// How often a connection is probed.
pub(crate) const PING_INTERVAL: Duration = Duration::from_secs(15);

/// Heartbeats that gossip keeps a message for: a verdict later than this is lost.
pub(crate) const GOSSIP_HISTORY_HEARTBEATS: usize = 12;

/// Messages that gossip keeps for one slow peer: at 64 KiB each, 16 MiB. Its default is 5,000.
pub(crate) const GOSSIP_QUEUE_MAX: usize = 256;

/// Messages from a member that is not identified yet, kept until it is: what one peer may ask at once, and
/// as many gossip messages.
pub(crate) const EARLY_MAX: usize = 2 * ASKS_PER_PEER_MAX;

/// Two connections to one peer that were opened within this time are a double dial; a handshake on a busy
/// machine takes no longer. If the second came later, the peer may have lost the first.
pub(crate) const DOUBLE_DIAL_MS: u64 = 3_000;

/// How long a connection too many is left, until both ends know of both, also on a busy machine.
pub(crate) const SETTLE_FIRST_MS: u64 = 1_000;

/// How long both ends have to settle for one connection. What stands after that is no double dial.
pub(crate) const SETTLE_MAX_MS: u64 = 3_000;

/// How long a peer that the node had disconnected is neither dialled nor let in.
pub(crate) const HOLD_OFF_MS: u64 = 60_000;

/// Refusals reported in one second. Strangers set their number; the rest is only counted.
pub(crate) const REFUSALS_PER_SECOND_MAX: u32 = 32;

/// How long a stop waits for connections to say goodbye.
pub(crate) const STOP_GRACE_MS: u64 = 1_000;

/// The first wait after a failed or lost connection; each failure doubles it.
pub(crate) const BACK_OFF_FIRST_MS: u64 = 500;

/// The longest wait between two attempts to reach somebody: 193 dead members cost us six dials a second.
pub(crate) const BACK_OFF_MAX_MS: u64 = 30_000;

/// A connection that lasts this long was a success; one that closes sooner counts as a failure, because
/// a peer that refuses us lets the handshake pass first.
pub(crate) const STABLE_MS: u64 = 10_000;

/// Dials under way at once, so that half of the pending connections stay free for others.
pub(crate) const DIALS_MAX: usize = 32;

/// Addresses kept of one member besides the configured ones: two carriers on four interfaces.
pub(crate) const ADDRESSES_PER_PEER_MAX: usize = 8;

/// After so many failures in a row the addresses that were only reported are forgotten.
pub(crate) const FORGET_AFTER_FAILURES: u32 = 8;

/// Members in one report: 193, rounded up.
pub(crate) const REPORTED_PEERS_MAX: usize = 256;

/// The longest report: 256 members of 33 bytes and 8 addresses of at most 25 (an IPv6 address with
/// QUIC is 24, and one for its length): 58 KiB.
pub(crate) const REPORT_BYTES_MAX: usize = 64 * KIB;

/// How often peers are asked whom they see, at first; it doubles while nothing new comes.
pub(crate) const REPORT_FIRST_MS: u64 = 2_000;

/// How often peers are asked whom they see, at last.
pub(crate) const REPORT_MAX_MS: u64 = 60_000;

/// Peers asked in one round. The next round asks the next ones, so that a large network is asked in turns
/// and a round costs at most 4 x 64 KiB.
pub(crate) const REPORTS_PER_ROUND_MAX: usize = 4;

/// Reports asked or given at once on one connection.
pub(crate) const REPORTS_PER_CONNECTION_MAX: usize = 2;
