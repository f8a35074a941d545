//! How many handshakes one address may have under way towards us.
//!
//! Handshakes are unauthenticated, so their number is bounded; without a bound for each address one
//! stranger with idle sockets would hold every place, and no member could come back. Carriers are counted
//! apart: the source of a UDP packet can be forged, and must not close TCP to whoever is there. An IPv6
//! network of 64 bits counts as one address, because whoever has one has all of it. This machine's own addresses may
//! hold more: a whole exercise network runs behind them, and whoever is on this machine has other means.
//!
//! Invariant: what is counted is exactly what has been let in and is neither established nor given up.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::task::{Context, Poll};

use libp2p::PeerId;
use libp2p::core::Endpoint;
use libp2p::core::multiaddr::{Multiaddr, Protocol};
use libp2p::core::transport::PortUse;
use libp2p::swarm::{
    ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, THandler, THandlerInEvent,
    THandlerOutEvent, ToSwarm, dummy,
};

use crate::address::Carrier;
use crate::bounds::{PENDING_INBOUND_PER_ADDRESS_MAX, PENDING_INBOUND_THIS_MACHINE_MAX};

/// Refuses an address that has too many handshakes under way.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    pending: HashMap<ConnectionId, Source>,
    waiting: HashMap<Source, usize>,
}

/// Where a handshake comes from, as it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Source {
    carrier: Carrier,
    address: IpAddr,
}

/// Too many handshakes of one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found} handshakes of one address are under way")]
pub(crate) struct Crowded {
    found: usize,
}

impl Queue {
    /// Lets one more in, if there is a place for its address.
    fn enter(&mut self, id: ConnectionId, from: Source) -> Result<(), Crowded> {
        let found = self.waiting.get(&from).copied().unwrap_or_default();
        if found >= places(from.address) {
            return Err(Crowded { found });
        }
        self.waiting.insert(from, found + 1);
        self.pending.insert(id, from);
        Ok(())
    }

    /// It is established, or given up.
    fn leave(&mut self, id: ConnectionId) {
        let Some(from) = self.pending.remove(&id) else { return };
        if let Some(waiting) = self.waiting.get_mut(&from) {
            *waiting -= 1;
            if *waiting == 0 {
                self.waiting.remove(&from);
            }
        }
    }
}

fn places(address: IpAddr) -> usize {
    if address.is_loopback() {
        PENDING_INBOUND_THIS_MACHINE_MAX
    } else {
        PENDING_INBOUND_PER_ADDRESS_MAX
    }
}

/// The address as it is counted: of IPv6 the first 64 bits.
fn counted_as(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            let network = address.to_bits() >> 64 << 64;
            IpAddr::V6(network.into())
        }
        other => other,
    }
}

fn source(remote: &Multiaddr) -> Option<Source> {
    let address = remote.iter().find_map(|part| match part {
        Protocol::Ip4(address) => Some(IpAddr::V4(address)),
        Protocol::Ip6(address) => Some(IpAddr::V6(address)),
        _ => None,
    })?;
    let is_udp = remote.iter().any(|part| matches!(part, Protocol::Udp(_)));
    let carrier = if is_udp { Carrier::Quic } else { Carrier::Tcp };
    Some(Source { carrier, address: counted_as(address) })
}

impl NetworkBehaviour for Queue {
    type ConnectionHandler = dummy::ConnectionHandler;
    type ToSwarm = Infallible;

    fn handle_pending_inbound_connection(
        &mut self,
        id: ConnectionId,
        _: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<(), ConnectionDenied> {
        // Both carriers speak over IP; anything else has no address to be counted by.
        let Some(from) = source(remote) else { return Ok(()) };
        self.enter(id, from).map_err(ConnectionDenied::new)
    }

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.leave(id);
        Ok(dummy::ConnectionHandler)
    }

    fn handle_established_outbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(dummy::ConnectionHandler)
    }

    fn on_swarm_event(&mut self, event: FromSwarm<'_>) {
        if let FromSwarm::ListenFailure(failure) = event {
            self.leave(failure.connection_id);
        }
    }

    fn on_connection_handler_event(
        &mut self,
        _: PeerId,
        _: ConnectionId,
        event: THandlerOutEvent<Self>,
    ) {
        match event {}
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        Poll::Pending
    }
}

#[cfg(test)]
mod tests;
