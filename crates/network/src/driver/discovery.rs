//! Finding the others: the dials that are due and what came of them, and what peers tell each other of
//! third ones.
//!
//! Nobody is trusted with more than a hint. Whoever answers at an address has to prove the key that was
//! looked for, and is let in only from the list.

use std::sync::Arc;

use libp2p::Multiaddr;
use libp2p::request_response::{Event as Exchange, Message, OutboundFailure};
use libp2p::swarm::dial_opts::DialOpts;
use libp2p::swarm::{ConnectionId, DialError};

use super::Driver;
use crate::dialler::{Dial, Goal, Source};
use crate::frame::{Question, is_flaw};
use crate::report::{self, Sighting};
use crate::{Address, PeerKey, Refusal};

impl Driver {
    pub(super) fn dial_who_is_due(&mut self) {
        let (peers, held_off) = (&self.peers, &self.held_off);
        let is_settled = |key: &PeerKey| peers.is_connected(key) || held_off.contains_key(key);
        for dial in self.dialler.due(self.now_ms, is_settled) {
            self.dial(dial);
        }
    }

    fn dial(&mut self, dial: Dial) {
        let places: Vec<_> = dial.addresses.iter().map(|address| address.place().clone()).collect();
        let options: DialOpts = match (&dial.goal, places.first()) {
            (Goal::Member(key), _) => DialOpts::peer_id(key.peer_id()).addresses(places).build(),
            (Goal::Place(_), Some(place)) => {
                DialOpts::unknown_peer_id().address(place.clone()).build()
            }
            (Goal::Place(_), None) => return,
        };
        let id = options.connection_id();
        let key = match dial.goal {
            Goal::Member(key) => Some(key),
            Goal::Place(_) => None,
        };
        self.dials.insert(id, dial);
        if let Err(error) = self.swarm.dial(options) {
            self.on_dial_failed(id, key, &error);
        }
    }

    /// A dial of ours got through; the connection has yet to prove itself.
    pub(super) fn on_dialled(&mut self, id: ConnectionId, key: PeerKey, address: Option<Address>) {
        let Some(dial) = self.dials.remove(&id) else { return };
        match address {
            Some(address) => self.dialler.reached(&dial.goal, key, address),
            None => self.dialler.failed(&dial.goal, self.now_ms),
        }
    }

    pub(super) fn on_dial_failed(
        &mut self,
        id: ConnectionId,
        peer: Option<PeerKey>,
        error: &DialError,
    ) {
        let dial = self.dials.remove(&id);
        let goal = dial.as_ref().map(|dial| &dial.goal);
        match error {
            DialError::Denied { cause } => {
                let address = dial.as_ref().and_then(|dial| dial.addresses.first().cloned());
                if let Some(reason) = self.denial(peer, cause) {
                    self.refuse(peer, address, reason);
                }
            }
            DialError::WrongPeerId { obtained, address } => {
                let address = Address::from_multiaddr(address).ok();
                self.refuse(PeerKey::from_peer_id(obtained), address.clone(), Refusal::WrongKey);
                if let (Some(goal), Some(address)) = (goal, address) {
                    return self.dialler.disproved(goal, &address, self.now_ms);
                }
            }
            DialError::LocalPeerId { address } => {
                if let (Some(goal), Ok(address)) = (goal, Address::from_multiaddr(address)) {
                    self.dialler.found_self(goal);
                    return self.dialler.disproved(goal, &address, self.now_ms);
                }
            }
            // The one address there was is one that we listen on.
            DialError::NoAddresses => {
                goal.into_iter().for_each(|goal| self.dialler.found_self(goal))
            }
            error => tracing::debug!(?peer, %error, "peer not reached"),
        }
        if let Some(goal) = goal {
            self.dialler.failed(goal, self.now_ms);
        }
    }

    /// Takes up where a member listens, by its own word.
    pub(super) fn on_listening_at(&mut self, key: PeerKey, listed: &[Multiaddr]) {
        let addresses = listed.iter().filter_map(|address| Address::from_multiaddr(address).ok());
        let reach = self.peers.reach(&key);
        self.dialler.learn(key, addresses.collect(), Source::Itself, reach, self.now_ms);
    }

    /// While somebody is missing, asks whom it is the turn of.
    pub(super) fn ask_for_reports(&mut self) {
        let connected = self.peers.identified_keys();
        let asked = self.rounds.due(self.now_ms, &connected);
        if connected.len() >= self.allowed.len() {
            return;
        }
        for key in asked {
            let question = Question::Whole(Arc::new(Vec::new()));
            self.swarm.behaviour_mut().report.send_request(&key.peer_id(), question);
        }
    }

    pub(super) fn on_report(&mut self, event: Exchange<Question, Vec<u8>>) {
        match event {
            Exchange::Message { peer, message, .. } => {
                let Some(from) = PeerKey::from_peer_id(&peer) else { return };
                match message {
                    Message::Request { request: Question::Broken, .. } => {
                        self.refuse(Some(from), None, Refusal::BrokenFrame);
                    }
                    // Of those who have not identified themselves nothing is taken or told.
                    _ if !self.peers.is_identified(&from) => {}
                    Message::Request { channel, .. } => {
                        let report = self.report_for(from);
                        let behaviour = &mut self.swarm.behaviour_mut().report;
                        if behaviour.send_response(channel, report).is_err() {
                            tracing::debug!(%from, "report came too late");
                        }
                    }
                    Message::Response { response, .. } => self.believe(from, &response),
                }
            }
            Exchange::OutboundFailure { peer, error, .. } => {
                tracing::debug!(%peer, %error, "no report");
                if matches!(&error, OutboundFailure::Io(error) if is_flaw(error)) {
                    self.refuse(PeerKey::from_peer_id(&peer), None, Refusal::BrokenFrame);
                }
            }
            Exchange::InboundFailure { peer, error, .. } => {
                tracing::debug!(%peer, %error, "report not given");
            }
            Exchange::ResponseSent { .. } => {}
        }
    }

    fn report_for(&self, asker: PeerKey) -> Vec<u8> {
        let reach = self.peers.reach(&asker);
        let third = self.peers.identified_keys().into_iter().filter(|key| *key != asker);
        let sightings = third.map(|key| (key, self.dialler.addresses(&key, reach)));
        let placed: Vec<Sighting> = sightings.filter(|(_, places)| !places.is_empty()).collect();
        report::encode(&placed)
    }

    fn believe(&mut self, from: PeerKey, bytes: &[u8]) {
        let sightings = match report::decode(bytes) {
            Ok(sightings) => sightings,
            Err(flaw) => {
                tracing::info!(%from, %flaw, "a report is not believed");
                return self.refuse(Some(from), None, Refusal::BrokenFrame);
            }
        };
        let reach = self.peers.reach(&from);
        for (key, places) in sightings {
            if self.dialler.learn(key, places, Source::Another, reach, self.now_ms) {
                self.rounds.news(self.now_ms);
            }
        }
    }
}
