//! What this node says by gossip: its new entries, and the heads of logs that others may lack.
//!
//! Gossip forwards what was accepted; what came by pages was told to nobody, so it is announced by
//! its head, at most once in a while for each log. Everything said here is durable.

use chancery_ledger::log::{Head, LogId};
use chancery_ledger::statement::Entry;

use crate::limits::GOSSIP_BODY_BYTES_MAX;
use crate::peer::Link;
use crate::replica::{Alarm, Replica};
use crate::wire::Gossip;
use crate::{Output, settings};

impl Replica {
    pub(crate) fn publish(&mut self, gossip: &Gossip) {
        if self.settings.gossip == settings::Gossip::Published {
            self.out.push(Output::Publish { bytes: gossip.encode() });
        }
    }

    /// Publishes a new entry of the own log; one with a large body is announced instead.
    pub(crate) fn publish_entry(&mut self, head: Head, entry: &Entry) {
        if entry.body.len() <= GOSSIP_BODY_BYTES_MAX {
            self.publish(&Gossip::Entry(entry.clone()));
        } else {
            self.publish(&Gossip::Head(head));
        }
    }

    /// Sees to it that everybody is told of the head of a log, at most once in a while.
    pub(crate) fn announce_soon(&mut self, id: LogId) {
        if self.settings.gossip == settings::Gossip::Silent {
            return;
        }
        let announced_ms = self.log_mut(id).announced_ms;
        let next_ms = announced_ms.map_or(0, |ms| ms + self.settings.announce_ms);
        self.agenda.bring_forward(Alarm::Announce(id), next_ms.max(self.now_ms));
    }

    /// Tells everybody the head of a log, unless everybody who is there is known to hold it.
    pub(crate) fn announce(&mut self, id: LogId) {
        let Some(head) = self.logs.get(&id).and_then(|log| log.settled()) else { return };
        let now_ms = self.now_ms;
        let log = self.log_mut(id);
        if log.announced.is_some_and(|seq| seq >= head.seq) {
            return;
        }
        log.announced = Some(head.seq);
        log.announced_ms = Some(now_ms);
        let mut connected = self.peers.values().filter(|peer| peer.link == Link::Up);
        if connected.any(|peer| !peer.claims(&id, head.seq)) {
            self.publish(&Gossip::Head(head));
        }
    }
}

#[cfg(test)]
mod tests;
