//! Who is connected, over which connections, and which of several is kept.
//!
//! A member counts as connected from the moment it has identified itself as one of this network, not
//! from the handshake: a peer that refuses us closes in between. What it sends before that is kept for
//! so long, so that the node never hears from somebody it was not told of.

use std::collections::BTreeMap;

use libp2p::swarm::ConnectionId;

use crate::address::Carrier;
use crate::bounds::{DOUBLE_DIAL_MS, EARLY_MAX, SETTLE_FIRST_MS, SETTLE_MAX_MS};
use crate::dialler::Reach;
use crate::handle::{PeerInfo, Way};
use crate::{Address, Event, PeerKey};

/// One connection.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    pub(crate) id: ConnectionId,
    pub(crate) way: Way,
    pub(crate) address: Option<Address>,
    pub(crate) opened_ms: u64,
    pub(crate) round_trip_us: Option<u64>,
}

/// One peer with at least one connection.
#[derive(Default)]
struct Peer {
    connections: Vec<Connection>,
    identified: bool,
    early: Vec<Event>,
}

/// What a closed connection leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remains {
    /// Another connection to the same peer.
    Connected,
    /// Nothing, and the node knew the peer as connected.
    Gone,
    /// Nothing, and the node was never told of the peer.
    Unknown,
}

/// Everybody who is connected.
#[derive(Default)]
pub(crate) struct Peers {
    peers: BTreeMap<PeerKey, Peer>,
}

impl Peers {
    /// A connection stands.
    pub(crate) fn opened(&mut self, key: PeerKey, connection: Connection) {
        self.peers.entry(key).or_default().connections.push(connection);
    }

    /// A connection is gone.
    pub(crate) fn closed(&mut self, key: PeerKey, id: ConnectionId) -> Remains {
        let Some(peer) = self.peers.get_mut(&key) else { return Remains::Unknown };
        peer.connections.retain(|connection| connection.id != id);
        if !peer.connections.is_empty() {
            return Remains::Connected;
        }
        let identified = peer.identified;
        self.peers.remove(&key);
        if identified { Remains::Gone } else { Remains::Unknown }
    }

    /// The connections that are to be closed, of peers that have several. At first it is left to see whether
    /// the other end knows of all of them: one closed at once could be the only one that it has. Then the
    /// surplus goes. If several stand even after that, the peer has lost the older one, as a process does
    /// that is killed and started again before we notice: all go, so that both ends begin anew; gossip for
    /// one introduces itself only on a first connection.
    pub(crate) fn too_many(&self, own: PeerKey, now_ms: u64) -> Vec<ConnectionId> {
        let mut closed = Vec::new();
        for (key, peer) in self.peers.iter().filter(|(_, peer)| peer.connections.len() > 1) {
            let opened_ms = peer.connections.iter().map(|connection| connection.opened_ms).max();
            match now_ms.saturating_sub(opened_ms.unwrap_or(now_ms)) {
                0..SETTLE_FIRST_MS => {}
                SETTLE_FIRST_MS..SETTLE_MAX_MS => {
                    closed.extend(surplus(own, *key, &peer.connections));
                }
                _ => closed.extend(peer.connections.iter().map(|connection| connection.id)),
            }
        }
        closed
    }

    /// A peer has said who it is. The first time, gives back what it has sent before.
    pub(crate) fn identified(&mut self, key: PeerKey) -> Option<Vec<Event>> {
        let peer = self.peers.get_mut(&key)?;
        if peer.identified {
            return None;
        }
        peer.identified = true;
        Some(std::mem::take(&mut peer.early))
    }

    /// Whether the node knows this peer as connected.
    pub(crate) fn is_identified(&self, key: &PeerKey) -> bool {
        self.peers.get(key).is_some_and(|peer| peer.identified)
    }

    /// Whether there is any connection to this peer.
    pub(crate) fn is_connected(&self, key: &PeerKey) -> bool {
        self.peers.contains_key(key)
    }

    /// Passes an event of an identified peer through, and keeps one of any other; too many are lost.
    pub(crate) fn admit(&mut self, key: PeerKey, event: Event) -> Option<Event> {
        let peer = self.peers.get_mut(&key)?;
        if peer.identified {
            return Some(event);
        }
        if peer.early.len() < EARLY_MAX {
            peer.early.push(event);
        }
        None
    }

    /// A round trip was measured.
    pub(crate) fn measured(&mut self, key: PeerKey, id: ConnectionId, round_trip_us: u64) {
        let connections = self.peers.get_mut(&key).map(|peer| &mut peer.connections);
        for connection in connections.into_iter().flatten().filter(|c| c.id == id) {
            connection.round_trip_us = Some(round_trip_us);
        }
    }

    /// The identified ones, for the operator.
    pub(crate) fn list(&self) -> Vec<PeerInfo> {
        let known = self.peers.iter().filter(|(_, peer)| peer.identified);
        known.filter_map(|(key, peer)| Some((key, peer.connections.first()?))).map(info).collect()
    }

    /// The keys of the identified ones, in order.
    pub(crate) fn identified_keys(&self) -> Vec<PeerKey> {
        self.peers.iter().filter(|(_, peer)| peer.identified).map(|(key, _)| *key).collect()
    }

    /// Whether a peer is on this machine, as far as its connections show.
    pub(crate) fn reach(&self, key: &PeerKey) -> Reach {
        let connections = self.peers.get(key).into_iter().flat_map(|peer| &peer.connections);
        let mut addresses = connections.filter_map(|connection| connection.address.as_ref());
        if addresses.any(Address::is_loopback) { Reach::Loopback } else { Reach::Elsewhere }
    }

    /// Everybody with a connection.
    pub(crate) fn keys(&self) -> Vec<PeerKey> {
        self.peers.keys().copied().collect()
    }
}

fn info((key, connection): (&PeerKey, &Connection)) -> PeerInfo {
    PeerInfo {
        key: *key,
        address: connection.address.clone(),
        way: connection.way,
        round_trip_us: connection.round_trip_us,
    }
}

/// Which of several connections to close. If they were opened at about the same time, the two have dialled
/// each other. Both ends see the carrier and who dialled, so both keep the same one: QUIC before TCP, then
/// the one that the smaller key dialled. Among connections that are alike in both, only the side that
/// dialled them chooses, and keeps the oldest.
///
/// A dial of ours that gets through long after another connection stood is not needed any more. One of the
/// peer's is either the same, then the peer closes it, or it is a new beginning: see
/// [`Peers::too_many`].
fn surplus(own: PeerKey, peer: PeerKey, connections: &[Connection]) -> Vec<ConnectionId> {
    let (Some(oldest), Some(newest)) = (connections.first(), connections.last()) else {
        return Vec::new();
    };
    if newest.opened_ms.saturating_sub(oldest.opened_ms) > DOUBLE_DIAL_MS {
        return if newest.way == Way::Outbound { vec![newest.id] } else { Vec::new() };
    }
    let class = |connection: &Connection| {
        let carrier = connection.address.as_ref().map_or(Carrier::Tcp, Address::carrier);
        let dialler = match connection.way {
            Way::Outbound => own,
            Way::Inbound => peer,
        };
        (carrier, dialler)
    };
    // `min_by_key` gives the first, which is the oldest.
    let Some(best) = connections.iter().min_by_key(|connection| class(connection)) else {
        return Vec::new();
    };
    connections
        .iter()
        .filter(|c| c.id != best.id && (class(c) != class(best) || c.way == Way::Outbound))
        .map(|c| c.id)
        .collect()
}

#[cfg(test)]
mod tests;
