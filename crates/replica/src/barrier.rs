//! The own-frontier barrier: no signature before the peers have shown what they hold of this
//! node's own log.
//!
//! Restoring a backup and signing again is the commonest fork in the field. So after a start this
//! node first hears enough peers, waits for those that it has asked, and adopts what they hold
//! beyond its own disk. What a peer has said about the own log counts until it is adopted, or the
//! peer is shown not to hold it, or has so often been asked for it in vain that it counts as a lie:
//! a lost answer never opens the barrier, and one member cannot keep it closed for ever.

use std::collections::{BTreeMap, BTreeSet};

use crate::replica::Replica;
use crate::rule::cut_of;
use crate::settings;
use crate::{Output, PeerKey};

/// After so many pages of the own log in a row that a peer was asked for and did not serve, what it
/// says of that log does not count before it serves one. Of an honest peer that loses one answer in
/// ten that is one start in 10^8; a liar wins about as many sync periods, once.
const UNSERVED_MAX: u32 = 8;

/// Who was asked, who has answered, and what they hold of the own log.
#[derive(Debug, Default)]
pub(crate) struct Barrier {
    expected: BTreeSet<PeerKey>,
    answered: BTreeSet<PeerKey>,
    seen: BTreeMap<PeerKey, u64>,
    /// Pages of the own log in a row that a peer did not serve.
    unserved: BTreeMap<PeerKey, u32>,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Closed,
    /// Once open, only a peer that holds more of the own log can block a signature again.
    Open,
}

/// Why this node must not sign now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningBlock {
    /// This node signs no log.
    #[error("this node has no log of its own")]
    NoOwnLog,
    /// Two statements of the own log stand at one position.
    #[error("the own log is frozen at position {seq}: two statements were signed there")]
    Frozen {
        /// The position.
        seq: u64,
    },
    /// The own state has closed the own log, or is no member any more.
    #[error("the own log is closed: no entry at or above position {seq} stands")]
    Closed {
        /// The position.
        seq: u64,
    },
    /// Not enough peers have shown what they hold of the own log.
    #[error("{answered} of {needed} peers have shown what they hold of the own log")]
    AwaitingPeers {
        /// How many have.
        answered: usize,
        /// How many must.
        needed: usize,
    },
    /// Peers were asked and have neither answered nor failed yet.
    #[error("{outstanding} connected peers have not yet shown what they hold of the own log")]
    AwaitingAnswers {
        /// How many.
        outstanding: usize,
    },
    /// A peer holds more of the own log than this disk; it is being adopted.
    #[error("a peer holds {seen} entries of the own log, this node {held}: adopting them first")]
    Adopting {
        /// Entries held here.
        held: u64,
        /// Entries that some peer says it holds.
        seen: u64,
    },
}

impl Barrier {
    pub(crate) fn expect(&mut self, peer: PeerKey) {
        if !self.answered.contains(&peer) {
            self.expected.insert(peer);
        }
    }

    pub(crate) fn stop_expecting(&mut self, peer: PeerKey) {
        self.expected.remove(&peer);
    }

    pub(crate) fn answered(&mut self, peer: PeerKey) {
        self.expected.remove(&peer);
        self.answered.insert(peer);
    }

    /// The peer has shown the highest position of the own log that it holds.
    pub(crate) fn hear(&mut self, peer: PeerKey, seq: Option<u64>) {
        match seq.filter(|_| self.believes(peer)) {
            Some(seq) => self.seen.insert(peer, seq),
            None => self.seen.remove(&peer),
        };
    }

    /// The peer holds at least this position of the own log.
    pub(crate) fn raise(&mut self, peer: PeerKey, seq: u64) {
        if !self.believes(peer) {
            return;
        }
        let seen = self.seen.entry(peer).or_insert(seq);
        *seen = seq.max(*seen);
    }

    /// What the peer has said does not count any more.
    pub(crate) fn discharge(&mut self, peer: PeerKey) {
        self.seen.remove(&peer);
    }

    /// The peer was asked for a page of the own log, and none came.
    pub(crate) fn unserved(&mut self, peer: PeerKey) {
        let pages = self.unserved.entry(peer).or_default();
        *pages = pages.saturating_add(1);
        if !self.believes(peer) {
            self.discharge(peer);
        }
    }

    /// The peer has served an entry of the own log that verifies.
    pub(crate) fn served(&mut self, peer: PeerKey) {
        self.unserved.remove(&peer);
    }

    pub(crate) fn believes(&self, peer: PeerKey) -> bool {
        self.unserved.get(&peer).is_none_or(|pages| *pages < UNSERVED_MAX)
    }

    fn seen_next(&self) -> u64 {
        self.seen.values().max().map_or(0, |seq| seq.saturating_add(1))
    }
}

impl Replica {
    /// Whether this node may sign its next entry now.
    ///
    /// # Errors
    /// What has to happen first.
    pub fn may_sign(&self) -> Result<(), SigningBlock> {
        let own = self.own.ok_or(SigningBlock::NoOwnLog)?;
        let log = self.logs.get(&own);
        if let Some(freeze) = log.and_then(|log| log.freeze.as_ref()) {
            return Err(SigningBlock::Frozen { seq: freeze.seq() });
        }
        if let Some(seq) = cut_of(self.directory(), &own) {
            return Err(SigningBlock::Closed { seq });
        }
        let held = log.map_or(0, |log| log.durable_next());
        let admitted = log.map_or(0, |log| log.chain.next_seq());
        if admitted > held {
            return Err(SigningBlock::Adopting { held, seen: admitted });
        }
        if self.settings.barrier == settings::Barrier::Overridden || self.others() == 0 {
            return Ok(());
        }
        if let Some(block) = self.unheard() {
            return Err(block);
        }
        // A checkpoint of the own log says what was once signed, whoever brings it.
        let checkpointed = log.map_or(0, |log| log.notes.largest());
        let seen = self.barrier.seen_next().max(checkpointed);
        if seen > held { Err(SigningBlock::Adopting { held, seen }) } else { Ok(()) }
    }

    /// Whether enough peers have shown what they know of this node, also where it must not sign for
    /// another reason. An old copy that was restored would otherwise promise less than its keys
    /// have signed already.
    #[must_use]
    pub fn has_been_heard(&self) -> bool {
        self.unheard().is_none()
    }

    fn unheard(&self) -> Option<SigningBlock> {
        let barrier = &self.barrier;
        if self.settings.barrier == settings::Barrier::Overridden || barrier.stage == Stage::Open {
            return None;
        }
        let answered = barrier.answered.len();
        let needed = self.settings.barrier_peers.min(self.others());
        if answered < needed {
            return Some(SigningBlock::AwaitingPeers { answered, needed });
        }
        let outstanding = barrier.expected.len();
        (outstanding > 0).then_some(SigningBlock::AwaitingAnswers { outstanding })
    }

    /// How many others could answer: whoever is out can answer nothing.
    ///
    /// Where the roster has other members and no node of theirs is certified, somebody may still hold
    /// more: the file that this node started from may lack certificates.
    fn others(&self) -> usize {
        let own = self.own.map(|own| own.key);
        let state = own.and_then(|key| Some(self.directory().author(&key)?.issuer.state));
        let mut members = self.directory().roster().active_members();
        let has_others = members.any(|member| Some(member.state) != state);
        let others = self.directory().authors().filter(|author| {
            Some(*author.key.as_bytes()) != own && self.knows(PeerKey(author.transport))
        });
        others.count().max(usize::from(has_others))
    }

    /// Opens the barrier, once, and says so.
    pub(crate) fn watch_barrier(&mut self) {
        if self.barrier.stage == Stage::Closed
            && self.settings.barrier == settings::Barrier::Obeyed
            && self.may_sign().is_ok()
        {
            self.barrier.stage = Stage::Open;
            self.out.push(Output::OwnFrontierKnown);
        }
    }
}

#[cfg(test)]
mod tests;
