//! What the swarm reports, and what of it the node needs to know.

use libp2p::allow_block_list::NotAllowed;
use libp2p::core::ConnectedPoint;
use libp2p::swarm::{ConnectionDenied, ConnectionId, ListenError, SwarmEvent};
use libp2p::{PeerId, connection_limits, gossipsub, identify, ping};

use super::Driver;
use crate::behaviour::ProtocolsEvent;
use crate::bounds::VERDICTS_MAX;
use crate::handle::Way;
use crate::peers::{Connection, Remains};
use crate::queue::Crowded;
use crate::{Address, Event, PeerKey, Refusal};

impl Driver {
    pub(super) fn on_swarm_event(&mut self, event: SwarmEvent<ProtocolsEvent>) {
        match event {
            SwarmEvent::Behaviour(ProtocolsEvent::Ask(event)) => self.on_ask(event),
            SwarmEvent::Behaviour(ProtocolsEvent::Report(event)) => self.on_report(event),
            SwarmEvent::Behaviour(ProtocolsEvent::Gossip(event)) => self.on_gossip(event),
            SwarmEvent::Behaviour(ProtocolsEvent::Identify(event)) => self.on_identify(event),
            SwarmEvent::Behaviour(ProtocolsEvent::Ping(event)) => self.on_ping(event),
            SwarmEvent::ConnectionEstablished { peer_id, connection_id, endpoint, .. } => {
                self.on_opened(peer_id, connection_id, &endpoint);
            }
            SwarmEvent::ConnectionClosed { peer_id, connection_id, .. } => {
                self.on_closed(peer_id, connection_id);
            }
            SwarmEvent::IncomingConnectionError { send_back_addr, error, peer_id, .. } => {
                let peer = peer_id.as_ref().and_then(PeerKey::from_peer_id);
                let address = Address::from_multiaddr(&send_back_addr).ok();
                if let Some(reason) = self.inbound_refusal(peer, &error) {
                    self.refuse(peer, address, reason);
                }
            }
            SwarmEvent::OutgoingConnectionError { peer_id, connection_id, error, .. } => {
                let peer = peer_id.as_ref().and_then(PeerKey::from_peer_id);
                self.on_dial_failed(connection_id, peer, &error);
            }
            SwarmEvent::NewListenAddr { address, .. } => {
                if let Ok(address) = Address::from_multiaddr(&address) {
                    self.outbox.push(Event::Listening(address.with_key(self.own)));
                }
            }
            SwarmEvent::ListenerClosed { addresses, reason: Err(error), .. } => {
                tracing::error!(?addresses, %error, "no longer listening");
            }
            _ => {}
        }
    }

    fn on_opened(&mut self, peer: PeerId, id: ConnectionId, endpoint: &ConnectedPoint) {
        let Some(key) = PeerKey::from_peer_id(&peer) else { return };
        let address = Address::from_multiaddr(endpoint.get_remote_address()).ok();
        self.on_dialled(id, key, address.clone());
        self.dialler.opened(key, self.now_ms);
        let connection = Connection {
            id,
            way: if endpoint.is_dialer() { Way::Outbound } else { Way::Inbound },
            address,
            opened_ms: self.now_ms,
            round_trip_us: None,
        };
        self.peers.opened(key, connection);
    }

    fn on_closed(&mut self, peer: PeerId, id: ConnectionId) {
        let Some(key) = PeerKey::from_peer_id(&peer) else { return };
        let remains = self.peers.closed(key, id);
        if remains == Remains::Connected {
            return;
        }
        self.dialler.closed(key, self.now_ms);
        self.abandon_asks(key);
        if remains == Remains::Gone {
            self.outbox.push(Event::Disconnected(key));
        }
    }

    fn inbound_refusal(&self, peer: Option<PeerKey>, error: &ListenError) -> Option<Refusal> {
        match error {
            ListenError::Denied { cause } => self.denial(peer, cause),
            ListenError::Transport(_) => Some(Refusal::Handshake),
            ListenError::WrongPeerId { .. } => Some(Refusal::WrongKey),
            ListenError::Aborted | ListenError::LocalPeerId { .. } => None,
        }
    }

    pub(super) fn denial(
        &self,
        peer: Option<PeerKey>,
        cause: &ConnectionDenied,
    ) -> Option<Refusal> {
        if cause.downcast_ref::<NotAllowed>().is_some() {
            let held_off = peer.is_some_and(|key| self.held_off.contains_key(&key));
            return Some(if held_off { Refusal::HeldOff } else { Refusal::NotAllowed });
        }
        let crowded = cause.downcast_ref::<Crowded>().is_some()
            || cause.downcast_ref::<connection_limits::Exceeded>().is_some();
        crowded.then_some(Refusal::TooManyConnections)
    }

    fn on_identify(&mut self, event: identify::Event) {
        let (peer_id, info) = match event {
            identify::Event::Received { peer_id, info, .. }
            | identify::Event::Pushed { peer_id, info, .. } => (peer_id, info),
            identify::Event::Sent { .. } | identify::Event::Error { .. } => return,
        };
        let Some(key) = PeerKey::from_peer_id(&peer_id) else { return };
        if info.protocol_version != self.version {
            self.refuse(Some(key), None, Refusal::WrongNetwork);
            // Gone already is as good.
            let _ = self.swarm.disconnect_peer_id(peer_id);
            return;
        }
        self.on_listening_at(key, &info.listen_addrs);
        if let Some(early) = self.peers.identified(key) {
            self.rounds.joined(key, self.now_ms);
            self.outbox.push(Event::Connected(key));
            early.into_iter().for_each(|event| self.outbox.push(event));
        }
    }

    fn on_ping(&mut self, event: ping::Event) {
        let Some(key) = PeerKey::from_peer_id(&event.peer) else { return };
        match event.result {
            Ok(time) => {
                let round_trip_us = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
                self.peers.measured(key, event.connection, round_trip_us);
            }
            Err(ping::Failure::Unsupported) => {}
            Err(_) => {
                self.swarm.close_connection(event.connection);
            }
        }
    }

    fn on_gossip(&mut self, event: gossipsub::Event) {
        let gossipsub::Event::Message { propagation_source, message_id, message } = event else {
            if matches!(event, gossipsub::Event::Subscribed { .. }) {
                self.retry_publishes();
            }
            return;
        };
        let Some(from) = PeerKey::from_peer_id(&propagation_source) else { return };
        self.meter.gossiped_in(message.data.len());
        let ticket = self.ticket();
        if self.verdicts.len() >= VERDICTS_MAX {
            self.verdicts.pop_first();
        }
        self.verdicts.insert(ticket, (message_id, propagation_source));
        self.hand_up(from, Event::Gossip { ticket, from, bytes: message.data });
    }

    pub(super) fn hand_up(&mut self, from: PeerKey, event: Event) {
        if let Some(event) = self.peers.admit(from, event) {
            self.outbox.push(event);
        }
    }
}
