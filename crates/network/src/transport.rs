//! From an address to an authenticated connection: QUIC, and TCP with Noise and yamux.
//!
//! Both prove the peer's transport key before a byte of ours is exchanged. The swarm tries QUIC first
//! when both are known.

use std::sync::Arc;

use libp2p::core::Transport as _;
use libp2p::core::muxing::StreamMuxerBox;
use libp2p::core::transport::{Boxed, timeout::TransportTimeout};
use libp2p::core::upgrade::Version;
use libp2p::identity::Keypair;
use libp2p::{PeerId, noise, quic, tcp};

use crate::bounds::{
    HANDSHAKE_TIMEOUT, QUIC_STREAM_WINDOW_BYTES, QUIC_STREAMS_MAX, QUIC_WINDOW_BYTES,
};
use crate::meter::Meter;
use crate::muxer::{Metered, Yamux};

/// Both carriers as one.
pub(crate) fn transport(pair: &Keypair, meter: &Arc<Meter>) -> Boxed<(PeerId, StreamMuxerBox)> {
    let mut config = quic::Config::new(pair);
    config.handshake_timeout = HANDSHAKE_TIMEOUT;
    config.max_concurrent_stream_limit = QUIC_STREAMS_MAX;
    config.max_stream_data = QUIC_STREAM_WINDOW_BYTES;
    config.max_connection_data = QUIC_WINDOW_BYTES;
    let quic_meter = Arc::clone(meter);
    let quic = quic::tokio::Transport::new(config).map(move |(peer, muxer), _| {
        (peer, StreamMuxerBox::new(Metered::new(muxer, quic_meter.clone())))
    });
    let tcp_meter = Arc::clone(meter);
    let tcp = tcp::tokio::Transport::new(tcp::Config::default().nodelay(true))
        .upgrade(Version::V1Lazy)
        .authenticate(noise::Config::new(pair).expect("because an Ed25519 key always signs"))
        .multiplex(Yamux)
        .map(move |(peer, muxer), _| {
            (peer, StreamMuxerBox::new(Metered::new(muxer, tcp_meter.clone())))
        });
    let tcp = TransportTimeout::new(tcp, HANDSHAKE_TIMEOUT);
    quic.or_transport(tcp).map(|either, _| either.into_inner()).boxed()
}
