//! When to ask whom where the others are.
//!
//! A peer is asked as soon as it is connected, since it may know what we don't. After that a few are asked
//! in each round, in turn, and the rounds become rarer while nothing new comes.

use std::collections::BTreeSet;
use std::mem;

use crate::PeerKey;
use crate::bounds::{REPORT_FIRST_MS, REPORT_MAX_MS, REPORTS_PER_ROUND_MAX};

/// The state of the rounds.
pub(crate) struct Rounds {
    fresh: BTreeSet<PeerKey>,
    last: Option<PeerKey>,
    wait_ms: u64,
    due_ms: u64,
}

impl Default for Rounds {
    fn default() -> Rounds {
        Rounds {
            fresh: BTreeSet::new(),
            last: None,
            wait_ms: REPORT_FIRST_MS,
            due_ms: REPORT_FIRST_MS,
        }
    }
}

impl Rounds {
    /// A peer is connected.
    pub(crate) fn joined(&mut self, key: PeerKey, now_ms: u64) {
        self.fresh.insert(key);
        self.news(now_ms);
    }

    /// Something has changed: the next round comes soon.
    pub(crate) fn news(&mut self, now_ms: u64) {
        self.wait_ms = REPORT_FIRST_MS;
        self.due_ms = self.due_ms.min(now_ms + self.wait_ms);
    }

    /// Whom to ask now, of these connected peers, which are in order.
    pub(crate) fn due(&mut self, now_ms: u64, connected: &[PeerKey]) -> Vec<PeerKey> {
        let mut asked = mem::take(&mut self.fresh);
        asked.retain(|key| connected.binary_search(key).is_ok());
        if self.due_ms <= now_ms {
            self.due_ms = now_ms + self.wait_ms;
            self.wait_ms = (2 * self.wait_ms).min(REPORT_MAX_MS);
            let turn = connected.partition_point(|key| Some(*key) <= self.last);
            let in_turn = connected[turn..].iter().chain(&connected[..turn]);
            let chosen: Vec<PeerKey> = in_turn.take(REPORTS_PER_ROUND_MAX).copied().collect();
            self.last = chosen.last().copied().or(self.last);
            asked.extend(chosen);
        }
        asked.into_iter().collect()
    }
}

#[cfg(test)]
mod tests;
