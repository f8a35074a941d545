//! What the node wants done.

use std::collections::HashSet;

use libp2p::gossipsub::MessageAcceptance;

use super::Driver;
use crate::bounds::HOLD_OFF_MS;
use crate::handle::Command;
use crate::{Address, PeerKey, Verdict};

impl Driver {
    pub(super) fn obey(&mut self, command: Command) {
        match command {
            Command::Ask { to, ticket, bytes, slot } => self.ask(to, ticket, bytes, slot),
            Command::Answer { ticket, bytes } => self.answer(ticket, bytes),
            Command::Publish { bytes } => self.publish(bytes),
            Command::Verdict { ticket, verdict } => self.judge(ticket, verdict),
            Command::Disconnect { peer } => self.hold_off(peer),
            Command::Allow { peers } => self.allow(peers),
            // Whoever asked may have stopped waiting.
            Command::Peers { reply } => drop(reply.send(self.peers.list())),
            Command::Listeners { reply } => drop(reply.send(self.listeners())),
            Command::Stop { .. } => unreachable!("because the loop ends on it"),
        }
    }

    fn answer(&mut self, ticket: u64, bytes: Vec<u8>) {
        let Some(channel) = self.answers.remove(&ticket) else {
            tracing::debug!(ticket, "answer to nobody: the question has expired");
            return;
        };
        if self.swarm.behaviour_mut().ask.send_response(channel, bytes).is_err() {
            tracing::debug!(ticket, "answer came too late");
        }
    }

    fn publish(&mut self, bytes: Vec<u8>) {
        if self.swarm.behaviour().gossip.is_enabled() {
            self.publishes.keep(self.now_ms, bytes);
            self.retry_publishes();
        }
    }

    fn judge(&mut self, ticket: u64, verdict: Verdict) {
        let Some((message, from)) = self.verdicts.remove(&ticket) else {
            tracing::debug!(ticket, "verdict on a message that is forgotten");
            return;
        };
        let acceptance = match verdict {
            Verdict::Accept => MessageAcceptance::Accept,
            Verdict::Ignore => MessageAcceptance::Ignore,
            Verdict::Reject => MessageAcceptance::Reject,
        };
        if let Some(gossipsub) = self.swarm.behaviour_mut().gossip.as_mut() {
            gossipsub.report_message_validation_result(&message, &from, acceptance);
        }
    }

    fn hold_off(&mut self, peer: PeerKey) {
        if self.allowed.contains(&peer) {
            self.held_off.insert(peer, self.now_ms + HOLD_OFF_MS);
        }
        self.swarm.behaviour_mut().allowed.disallow_peer(peer.peer_id());
    }

    pub(super) fn allow(&mut self, peers: Vec<PeerKey>) {
        let wanted: HashSet<PeerKey> = peers.into_iter().filter(|key| *key != self.own).collect();
        let list = &mut self.swarm.behaviour_mut().allowed;
        for gone in self.allowed.difference(&wanted) {
            list.disallow_peer(gone.peer_id());
            self.held_off.remove(gone);
        }
        for new in wanted.difference(&self.allowed) {
            list.allow_peer(new.peer_id());
        }
        self.dialler.allow(wanted.clone());
        self.allowed = wanted;
    }

    fn listeners(&self) -> Vec<Address> {
        let listeners = self.swarm.listeners().filter_map(|a| Address::from_multiaddr(a).ok());
        listeners.map(|address| address.with_key(self.own)).collect()
    }
}
