//! The protocols of a connection, put together.
//!
//! Limits and the allow list stand first: a stranger's connection is closed before any other protocol
//! hears of it.

use std::sync::Arc;

use libp2p::allow_block_list::{self, AllowedPeers};
use libp2p::connection_limits::{self, ConnectionLimits};
use libp2p::gossipsub::IdentTopic;
use libp2p::identity::Keypair;
use libp2p::request_response::{self, ProtocolSupport};
use libp2p::swarm::NetworkBehaviour;
use libp2p::swarm::behaviour::toggle::Toggle;
use libp2p::{StreamProtocol, identify, ping};

use crate::bounds::{
    ANSWER_BYTES_MAX, ASK_TIMEOUT, ESTABLISHED_MAX, ESTABLISHED_ONE_WAY_MAX,
    ESTABLISHED_PER_PEER_MAX, PENDING_INBOUND_MAX, PENDING_OUTBOUND_MAX, PING_INTERVAL,
    QUESTION_BYTES_MAX, REPORT_BYTES_MAX, REPORTS_PER_CONNECTION_MAX, STREAMS_PER_CONNECTION_MAX,
};
use crate::frame::Frames;
use crate::gossip::{Gossipsub, gossipsub, hex};
use crate::meter::Meter;
use crate::queue::Queue;
use crate::settings::Gossip;

/// Questions and answers of the node. The number is the version of the frames.
pub(crate) const ASK_PROTOCOL: StreamProtocol = StreamProtocol::new("/chancery/ask/1");

/// Where others are: an empty question, and a report as its answer (see `report`).
pub(crate) const REPORT_PROTOCOL: StreamProtocol = StreamProtocol::new("/chancery/report/1");

#[derive(NetworkBehaviour)]
pub(crate) struct Protocols {
    pub(crate) queue: Queue,
    pub(crate) limits: connection_limits::Behaviour,
    pub(crate) allowed: allow_block_list::Behaviour<AllowedPeers>,
    pub(crate) identify: identify::Behaviour,
    pub(crate) ping: ping::Behaviour,
    pub(crate) ask: request_response::Behaviour<Frames>,
    pub(crate) report: request_response::Behaviour<Frames>,
    pub(crate) gossip: Toggle<Gossipsub>,
}

/// What identify says we speak: the version and the network, so that two networks never mix.
pub(crate) fn protocol_version(network: &[u8; 32]) -> String {
    format!("chancery/1/{}", hex(network))
}

/// The protocols of one node.
pub(crate) fn protocols(
    pair: &Keypair,
    version: String,
    gossip: Gossip,
    topic: &IdentTopic,
    meter: &Arc<Meter>,
) -> Protocols {
    let limits = ConnectionLimits::default()
        .with_max_pending_incoming(Some(PENDING_INBOUND_MAX))
        .with_max_pending_outgoing(Some(PENDING_OUTBOUND_MAX))
        .with_max_established(Some(ESTABLISHED_MAX))
        .with_max_established_incoming(Some(ESTABLISHED_ONE_WAY_MAX))
        .with_max_established_outgoing(Some(ESTABLISHED_ONE_WAY_MAX))
        .with_max_established_per_peer(Some(ESTABLISHED_PER_PEER_MAX));
    let identify = identify::Config::new(version, pair.public())
        .with_agent_version(concat!("chancery/", env!("CARGO_PKG_VERSION")).to_owned())
        .with_push_listen_addr_updates(true)
        .with_cache_size(0);
    let exchanges = request_response::Config::default().with_request_timeout(ASK_TIMEOUT);
    Protocols {
        queue: Queue::default(),
        limits: connection_limits::Behaviour::new(limits),
        allowed: allow_block_list::Behaviour::default(),
        identify: identify::Behaviour::new(identify),
        ping: ping::Behaviour::new(ping::Config::new().with_interval(PING_INTERVAL)),
        ask: request_response::Behaviour::with_codec(
            Frames::new(QUESTION_BYTES_MAX, ANSWER_BYTES_MAX, Some(Arc::clone(meter))),
            [(ASK_PROTOCOL, ProtocolSupport::Full)],
            exchanges.clone().with_max_concurrent_streams(STREAMS_PER_CONNECTION_MAX),
        ),
        report: request_response::Behaviour::with_codec(
            Frames::new(0, REPORT_BYTES_MAX, None),
            [(REPORT_PROTOCOL, ProtocolSupport::Full)],
            exchanges.with_max_concurrent_streams(REPORTS_PER_CONNECTION_MAX),
        ),
        gossip: match gossip {
            Gossip::On => Some(gossipsub(topic)).into(),
            Gossip::Off => None.into(),
        },
    }
}
