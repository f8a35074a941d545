//! What the operator is shown of replication, and what the node around the machine may ask it.

use chancery_ledger::checkpoint::SignedCheckpoint;
use chancery_ledger::log::{Chain, Head, LogId, Position};
use chancery_ledger::roster::Directory;

use crate::log::Log;
use crate::peer::{Link, Peer};
use crate::replica::Replica;
use crate::{PeerKey, settings};

/// One peer, as this node sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerReport {
    /// Its transport key.
    pub key: PeerKey,
    /// Whether it is there.
    pub connected: bool,
    /// Its standing: 0 is the best, -60 means that nothing is asked of it, -120 that it is hung up on.
    pub score: i32,
    /// How many entries it says that it holds and this node does not.
    pub ahead: u64,
}

/// One log, as this node holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogReport {
    /// The log.
    pub log: LogId,
    /// The highest durable place; none when nothing is held.
    pub durable: Option<Head>,
    /// How many entries some peer says that it holds beyond it.
    pub behind: u64,
    /// Where the author signed two statements, when it did.
    pub frozen_at: Option<u64>,
}

impl Replica {
    /// An operator has said, for this run, that the log on this disk is the newest there is.
    pub fn waive_barrier(&mut self) {
        self.settings.barrier = settings::Barrier::Overridden;
    }

    /// Who may sign what.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        self.acts.register().directory()
    }

    /// The checkpoints of a log that are durable, by size, with all cosignatures that are known.
    pub fn checkpoints(&self, log: &LogId) -> impl Iterator<Item = &SignedCheckpoint> {
        let rows = self.logs.get(log).into_iter().flat_map(|log| log.notes.rows());
        rows.filter(|row| row.is_kept()).map(|row| &row.signed)
    }

    /// The chain of the own log as it is admitted; none without an own log.
    #[must_use]
    pub fn own_chain(&self) -> Option<Chain> {
        let own = self.own?;
        Some(self.logs.get(&own).map_or_else(|| Chain::new(own), |log| log.chain.clone()))
    }

    /// The peers that have last said that they hold this position, also if they are not there now.
    #[must_use]
    pub fn holders(&self, position: Position) -> Vec<PeerKey> {
        let holds = |peer: &Peer| {
            peer.claims.get(&position.log).is_some_and(|head| head.seq >= position.seq)
        };
        self.peers.iter().filter(|(_, peer)| holds(peer)).map(|(&key, _)| key).collect()
    }

    /// Every peer that has been there.
    #[must_use]
    pub fn peers(&self) -> Vec<PeerReport> {
        let report = |(&key, peer): (&PeerKey, &Peer)| PeerReport {
            key,
            connected: peer.link == Link::Up,
            score: peer.standing.score(self.now_ms),
            ahead: peer.claims.values().map(|head| self.missing(head)).sum(),
        };
        self.peers.iter().map(report).collect()
    }

    /// Every log of which anything is held or said.
    #[must_use]
    pub fn logs(&self) -> Vec<LogReport> {
        self.logs.keys().map(|id| self.log_report(*id)).collect()
    }

    /// One log, also one of which nothing is held or said.
    #[must_use]
    pub fn log_report(&self, id: LogId) -> LogReport {
        let log = self.logs.get(&id);
        let claims = self.peers.values().filter_map(|peer| peer.claims.get(&id));
        LogReport {
            log: id,
            durable: log.and_then(|log| log.durable),
            behind: claims.map(|head| self.missing(head)).max().unwrap_or(0),
            frozen_at: log.and_then(|log| log.freeze.as_ref()).map(|freeze| freeze.seq()),
        }
    }

    /// How many entries up to this head are not durable here and could be.
    fn missing(&self, head: &Head) -> u64 {
        let log = self.logs.get(&head.log);
        let ceiling = log.map_or(u64::MAX, Log::ceiling);
        let held = log.map_or(0, Log::durable_next);
        head.seq.saturating_add(1).min(ceiling).saturating_sub(held)
    }
}

#[cfg(test)]
mod tests;
