//! Every bound of the network in one place, each with the arithmetic that chose it.
//!
//! A stranger chooses lengths and counts; we choose what they may cost. The largest network that is
//! planned for is 193 states with one node each, all of them connected to all.

use std::time::Duration;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The longest question. A full frontier of 193 logs is 14 KB; a question carries at most that and
/// some positions, so 256 KiB leaves room and still bounds what a peer may make us hold.
pub const QUESTION_BYTES_MAX: usize = 256 * KIB;

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

/// Exchanges open at once on one connection, both directions: 4 pages each way, and as many again for
/// frontiers and evidence.
pub(crate) const STREAMS_PER_CONNECTION_MAX: usize = 16;

/// Questions of ours without an outcome yet: 4 for each of 193 peers, rounded up.
pub(crate) const ASKS_MAX: usize = 1024;

/// Questions of others that wait for our answer: 16 for each of 64 busy peers.
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

/// Handshakes under way at once, outwards.
pub(crate) const PENDING_OUTBOUND_MAX: u32 = 64;

/// Connections altogether: 193 nodes, twice while duplicates are being settled, rounded up.
pub(crate) const ESTABLISHED_MAX: u32 = 512;

/// Connections of one direction: so that those who dial us cannot take every place.
pub(crate) const ESTABLISHED_ONE_WAY_MAX: u32 = 384;

/// Connections to one peer: one, and one more on each transport while duplicates are being settled.
pub(crate) const ESTABLISHED_PER_PEER_MAX: u32 = 3;

/// Streams on one TCP connection: the exchanges of both directions, gossip, identify and ping, doubled.
pub(crate) const YAMUX_STREAMS_MAX: usize = 64;

/// What one TCP connection may have on its way to us: yamux demands 256 KiB for each stream, so
/// 64 x 256 KiB = 16 MiB. Its default is 1 GiB.
pub(crate) const YAMUX_WINDOW_BYTES: usize = 16 * MIB;

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

/// Messages from a member that is not identified yet, kept until it is: what one connection may ask at
/// once, and as many gossip messages.
pub(crate) const EARLY_MAX: usize = 2 * STREAMS_PER_CONNECTION_MAX;

/// How long a peer that the node had disconnected is neither dialled nor let in.
pub(crate) const HOLD_OFF_MS: u64 = 60_000;

/// Refusals reported in one second. Strangers set their number; the rest is only counted.
pub(crate) const REFUSALS_PER_SECOND_MAX: u32 = 32;

/// How long a stop waits for connections to say goodbye.
pub(crate) const STOP_GRACE_MS: u64 = 1_000;
