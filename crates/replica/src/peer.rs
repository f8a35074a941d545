//! One peer as this node sees it: what it says that it holds, what is on its way from it, and
//! its standing. Remembered while disconnected, because a standing that a reconnect wipes is none.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::log::{Head, LogId};

use crate::allowance::Allowance;
use crate::papers::Want;
use crate::standing::Standing;

/// One peer.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) link: Link,
    pub(crate) standing: Standing,
    /// What it may still gossip.
    pub(crate) allowance: Allowance,
    /// How many long lists it may still ask for.
    pub(crate) asking: Allowance,
    /// What it has last said that it holds, per log, also while it is not there. Never more logs
    /// than the roster has authors.
    pub(crate) claims: BTreeMap<LogId, Head>,
    /// Logs of which it did not serve what it claims: not asked for before it says something new.
    pub(crate) doubted: BTreeSet<LogId>,
    /// Papers that it has shown and this node may lack, by what it has shown of them.
    pub(crate) wants: BTreeMap<Want, Digest>,
    /// What was asked of it and brought nothing: its digest and ours. Not asked for again before
    /// one of them changes.
    pub(crate) fruitless: BTreeMap<Want, (Digest, Digest)>,
    /// Acts that it has listed and this node lacks, in its order.
    pub(crate) acts_wanted: VecDeque<(ActId, Digest)>,
    /// Whether a sync was due while another question was under way.
    pub(crate) owed: Owed,
    /// Pages asked of it and not yet answered.
    pub(crate) pages_in_flight: usize,
    /// Reads under way for its requests.
    pub(crate) reads: usize,
    /// The ticket of the question for its frontier or for a paper that is under way.
    pub(crate) question: Option<u64>,
    /// When it was last asked for its frontier.
    pub(crate) synced_ms: Option<u64>,
    /// Failures in a row, for the back-off.
    pub(crate) failures: u32,
}

/// Whether the peer is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Up,
    Down,
}

/// What a peer is to be asked for before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owed {
    Nothing,
    /// Its frontier.
    Sync,
}

impl Peer {
    pub(crate) fn new(now_ms: u64) -> Self {
        Self {
            link: Link::Down,
            standing: Standing::new(now_ms),
            allowance: Allowance::new(now_ms),
            asking: Allowance::new(now_ms),
            claims: BTreeMap::new(),
            doubted: BTreeSet::new(),
            wants: BTreeMap::new(),
            fruitless: BTreeMap::new(),
            acts_wanted: VecDeque::new(),
            owed: Owed::Nothing,
            pages_in_flight: 0,
            reads: 0,
            question: None,
            synced_ms: None,
            failures: 0,
        }
    }

    /// Raises what it says that it holds.
    pub(crate) fn claim(&mut self, head: Head) {
        let claim = self.claims.get(&head.log).map(|claim| claim.seq);
        if claim.is_none_or(|seq| seq < head.seq) {
            self.doubted.remove(&head.log);
        }
        if claim.is_none_or(|seq| seq <= head.seq) {
            self.claims.insert(head.log, head);
        }
    }

    /// Whether it says that it holds the position.
    pub(crate) fn claims(&self, log: &LogId, seq: u64) -> bool {
        self.claims.get(log).is_some_and(|head| head.seq >= seq)
    }

    /// What can be asked of it: what it says that it holds, while it is there and not in doubt.
    pub(crate) fn offers(&self, log: &LogId) -> Option<Head> {
        let offers = self.link == Link::Up && !self.doubted.contains(log);
        self.claims.get(log).filter(|_| offers).copied()
    }
}
