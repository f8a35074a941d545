//! Starting: keys, listeners, and the task that owns the swarm.

use std::io;
use std::net::{TcpListener, UdpSocket};
use std::sync::Arc;

use libp2p::TransportError;
use libp2p::identity::Keypair;
use libp2p::swarm::{self, Swarm};
use tokio::sync::mpsc;

use crate::address::Carrier;
use crate::behaviour::{Protocols, protocol_version, protocols};
use crate::bounds::{COMMANDS_MAX, EVENTS_MAX, IDLE_TIMEOUT};
use crate::driver::Driver;
use crate::gossip::topic;
use crate::meter::Meter;
use crate::transport::transport;
use crate::{Address, Event, Handle, PeerKey, Settings};

/// The way in: see [`Network::start`].
pub struct Network;

/// Why the network did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: Address,
        /// What the system says.
        source: io::Error,
    },
}

impl Network {
    /// Opens the listeners and starts the swarm on the current tokio runtime. The secret is the seed of
    /// the transport key; it is wiped on return.
    ///
    /// # Errors
    ///
    /// When an address cannot be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn start(
        settings: Settings,
        secret: &mut [u8; 32],
    ) -> Result<(Handle, mpsc::Receiver<Event>), StartError> {
        let pair = Keypair::ed25519_from_bytes(secret)
            .expect("because every 32 bytes are the seed of an Ed25519 key");
        let peer = pair.public().to_peer_id();
        let key = PeerKey::from_peer_id(&peer).expect("because the key was just made as Ed25519");
        let meter = Arc::new(Meter::default());
        let topic = topic(&settings.network);
        let transport = transport(&pair, &meter);
        let protocols =
            protocols(&pair, protocol_version(&settings.network), settings.gossip, &topic, &meter);
        let config = swarm::Config::with_tokio_executor()
            .with_idle_connection_timeout(IDLE_TIMEOUT)
            .with_smart_dial();
        let mut swarm = Swarm::new(transport, protocols, peer, config);
        let failed =
            |address: &Address, source| StartError::Listen { address: address.clone(), source };
        // All before the first is taken: to the system, IPv6 may stand for IPv4 as well.
        for address in &settings.listen {
            ask_for(address).map_err(|source| failed(address, source))?;
        }
        for address in &settings.listen {
            listen(&mut swarm, address).map_err(|source| failed(address, source))?;
        }
        let (commands, orders) = mpsc::channel(COMMANDS_MAX);
        let (events, inbox) = mpsc::channel(EVENTS_MAX);
        let driver = Driver::new(swarm, settings, topic, Arc::clone(&meter), orders, events);
        tokio::spawn(driver.run());
        Ok((Handle::new(key, commands, meter), inbox))
    }
}

/// Asks the system for a port, without sharing it. libp2p shares TCP ports, so that it can dial from them;
/// two nodes on one port would then each get some of the connections.
fn ask_for(address: &Address) -> io::Result<()> {
    let place = (address.ip(), address.port());
    match address.carrier() {
        Carrier::Tcp => TcpListener::bind(place).map(drop),
        Carrier::Quic => UdpSocket::bind(place).map(drop),
    }
}

fn listen(swarm: &mut Swarm<Protocols>, address: &Address) -> io::Result<()> {
    match swarm.listen_on(address.place().clone()) {
        Ok(_) => Ok(()),
        Err(TransportError::Other(error)) => Err(error),
        Err(unsupported) => Err(io::Error::other(unsupported)),
    }
}

#[cfg(test)]
mod tests;
