//! What the swarm reports, and what of it the node needs to know.

use libp2p::allow_block_list::NotAllowed;
use libp2p::core::ConnectedPoint;
use libp2p::swarm::{ConnectionDenied, ConnectionId, DialError, ListenError, SwarmEvent};
use libp2p::{PeerId, connection_limits, gossipsub, identify, ping, request_response};

use super::Driver;
use crate::behaviour::ProtocolsEvent;
use crate::bounds::{ANSWERS_MAX, VERDICTS_MAX};
use crate::handle::Way;
use crate::peers::{Connection, Remains};
use crate::{Address, Event, FailReason, PeerKey, Refusal};

type AskEvent = request_response::Event<std::sync::Arc<Vec<u8>>, Vec<u8>>;

impl Driver {
    pub(super) fn on_swarm_event(&mut self, event: SwarmEvent<ProtocolsEvent>) {
        match event {
            SwarmEvent::Behaviour(ProtocolsEvent::Ask(event)) => self.on_ask(event),
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
            SwarmEvent::OutgoingConnectionError { peer_id, error, .. } => {
                self.on_dial_failed(peer_id, &error);
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
        let connection = Connection {
            id,
            way: if endpoint.is_dialer() { Way::Outbound } else { Way::Inbound },
            address: Address::from_multiaddr(endpoint.get_remote_address()).ok(),
            round_trip_us: None,
        };
        for surplus in self.peers.opened(self.own, key, connection) {
            self.swarm.close_connection(surplus);
        }
    }

    fn on_closed(&mut self, peer: PeerId, id: ConnectionId) {
        let Some(key) = PeerKey::from_peer_id(&peer) else { return };
        if self.peers.closed(key, id) == Remains::Gone {
            self.outbox.push(Event::Disconnected(key));
        }
    }

    fn on_dial_failed(&mut self, peer: Option<PeerId>, error: &DialError) {
        let peer = peer.as_ref().and_then(PeerKey::from_peer_id);
        match error {
            DialError::Denied { cause } => {
                if let Some(reason) = self.denial(peer, cause) {
                    self.refuse(peer, None, reason);
                }
            }
            DialError::WrongPeerId { obtained, address } => {
                let address = Address::from_multiaddr(address).ok();
                self.refuse(PeerKey::from_peer_id(obtained), address, Refusal::WrongKey);
            }
            error => tracing::debug!(?peer, %error, "peer not reached"),
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

    fn denial(&self, peer: Option<PeerKey>, cause: &ConnectionDenied) -> Option<Refusal> {
        if cause.downcast_ref::<NotAllowed>().is_some() {
            let held_off = peer.is_some_and(|key| self.held_off.contains_key(&key));
            return Some(if held_off { Refusal::HeldOff } else { Refusal::NotAllowed });
        }
        cause.downcast_ref::<connection_limits::Exceeded>().map(|_| Refusal::TooManyConnections)
    }

    fn on_identify(&mut self, event: identify::Event) {
        let identify::Event::Received { peer_id, info, .. } = event else { return };
        let Some(key) = PeerKey::from_peer_id(&peer_id) else { return };
        if info.protocol_version != self.version {
            self.refuse(Some(key), None, Refusal::WrongNetwork);
            // Gone already is as good.
            let _ = self.swarm.disconnect_peer_id(peer_id);
            return;
        }
        if let Some(early) = self.peers.identified(key) {
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

    fn on_ask(&mut self, event: AskEvent) {
        use request_response::{Event as Ask, Message};
        match event {
            Ask::Message { peer, message: Message::Request { request, channel, .. }, .. } => {
                let Some(from) = PeerKey::from_peer_id(&peer) else { return };
                if self.answers.len() >= ANSWERS_MAX {
                    tracing::warn!(%from, answers_max = ANSWERS_MAX, "question dropped: too many");
                    return;
                }
                let ticket = self.ticket();
                self.answers.insert(ticket, channel);
                let bytes = std::sync::Arc::unwrap_or_clone(request);
                self.hand_up(from, Event::Request { ticket, from, bytes });
            }
            Ask::Message { message: Message::Response { request_id, response }, .. } => {
                if let Some(ask) = self.asks.remove(&request_id) {
                    let event = Event::Response { ticket: ask.ticket, bytes: response };
                    self.outbox.settle(event, ask.slot);
                }
            }
            Ask::OutboundFailure { request_id, error, .. } => {
                let Some(ask) = self.asks.remove(&request_id) else { return };
                match fail_reason(&error) {
                    FailReason::Closed
                        if ask.tries_left > 0 && self.peers.is_connected(&ask.to) =>
                    {
                        self.send_ask(ask);
                    }
                    reason => {
                        let event = Event::RequestFailed { ticket: ask.ticket, reason };
                        self.outbox.settle(event, ask.slot);
                    }
                }
            }
            Ask::InboundFailure { peer, error, .. } => {
                tracing::debug!(%peer, %error, "a peer's question came to nothing");
            }
            Ask::ResponseSent { .. } => {}
        }
    }

    fn hand_up(&mut self, from: PeerKey, event: Event) {
        if let Some(event) = self.peers.admit(from, event) {
            self.outbox.push(event);
        }
    }
}

fn fail_reason(error: &request_response::OutboundFailure) -> FailReason {
    use request_response::OutboundFailure as Failure;
    match error {
        Failure::DialFailure => FailReason::NotConnected,
        Failure::Timeout => FailReason::TimedOut,
        Failure::ConnectionClosed => FailReason::Closed,
        Failure::UnsupportedProtocols => FailReason::Unsupported,
        Failure::Io(_) => FailReason::BrokenFrame,
    }
}
