//! Peers coming, going, and being judged.

use crate::peer::{Link, Owed, Peer};
use crate::replica::{Alarm, Replica};
use crate::standing::Conduct;
use crate::{Output, PeerKey, Reason, Refusal};

/// The first back-off after a failure; each further one doubles it, up to the sync period.
const FAILURE_BACK_OFF_MS: u64 = 500;

impl Replica {
    pub(crate) fn on_connected(&mut self, key: PeerKey) {
        if !self.knows(key) {
            self.refuse_peer(key, Reason::UnknownPeer);
            self.out.push(Output::Disconnect { peer: key });
            return;
        }
        let now_ms = self.now_ms;
        let peer = self.peers.entry(key).or_insert_with(|| Peer::new(now_ms));
        peer.link = Link::Up;
        if peer.standing.conduct(now_ms) == Conduct::Disconnect {
            self.refuse_peer(key, Reason::PoorStanding);
            self.out.push(Output::Disconnect { peer: key });
            return;
        }
        self.ask_sync(key);
    }

    pub(crate) fn on_disconnected(&mut self, key: PeerKey) {
        let Some(peer) = self.peers.get_mut(&key) else { return };
        peer.link = Link::Down;
        self.agenda.clear(Alarm::Sync(key));
        let tickets: Vec<u64> =
            self.asked.iter().filter(|(_, asked)| asked.to == key).map(|(&t, _)| t).collect();
        for ticket in tickets {
            self.on_unanswered(ticket, Reason::Disconnected);
        }
        self.agenda.clear(Alarm::Sync(key));
        self.barrier.stop_expecting(key);
        self.end_turn(key);
        if let Some(peer) = self.peers.get_mut(&key) {
            // It may come back with another disk.
            peer.doubted = peer.claims.keys().copied().collect();
            peer.wants.clear();
            peer.acts_wanted.clear();
            peer.owed = Owed::Nothing;
        }
    }

    /// Whether the roster names the peer.
    pub(crate) fn knows(&self, key: PeerKey) -> bool {
        self.directory().by_transport(&key.0).is_some()
    }

    /// Whether what the peer says is taken.
    pub(crate) fn may_hear(&self, key: PeerKey) -> bool {
        let peer = self.peers.get(&key);
        peer.is_none_or(|peer| peer.standing.conduct(self.now_ms) != Conduct::Disconnect)
    }

    /// Whether anything may be asked of the peer now.
    pub(crate) fn may_ask(&self, key: PeerKey) -> bool {
        self.peers.get(&key).is_some_and(|peer| {
            peer.link == Link::Up && peer.standing.conduct(self.now_ms) == Conduct::Deal
        })
    }

    pub(crate) fn refuse_peer(&mut self, peer: PeerKey, reason: Reason) {
        self.refuse(Refusal { peer: Some(peer), log: None, seq: None, reason });
    }

    /// Charges a refusal to a peer, and hangs up when that was one too many.
    pub(crate) fn charge(&mut self, key: PeerKey, reason: Reason) {
        let now_ms = self.now_ms;
        if reason.cost() == 0 {
            return;
        }
        let Some(peer) = self.peers.get_mut(&key) else { return };
        let before = peer.standing.conduct(now_ms);
        let after = peer.standing.charge(now_ms, reason);
        if let Some(again_ms) = peer.standing.deal_again_ms(now_ms) {
            self.agenda.set(Alarm::Deal(key), again_ms);
        }
        if after == Conduct::Disconnect && before != Conduct::Disconnect {
            // What it said about this node's own log is not worth waiting for any more.
            self.barrier.discharge(key);
            self.out.push(Output::Disconnect { peer: key });
        }
    }

    /// Something asked of the peer failed: leave it alone for a moment, longer each time.
    pub(crate) fn back_off(&mut self, key: PeerKey) {
        let Some(peer) = self.peers.get_mut(&key) else { return };
        let doublings = peer.failures.min(16);
        peer.failures = peer.failures.saturating_add(1);
        if peer.link == Link::Down {
            return;
        }
        let wait_ms = (FAILURE_BACK_OFF_MS << doublings).min(self.settings.sync_ms);
        let due_ms = self.now_ms + self.dice.jittered(wait_ms);
        self.agenda.bring_forward(Alarm::Sync(key), due_ms);
    }
}

#[cfg(test)]
mod tests;
