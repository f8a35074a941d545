//! After the storm: the faults end, the liars leave, and within a bounded time all honest nodes
//! are equal. Then, for a while, nothing may happen but one digest each way in a period.

use std::collections::BTreeMap;

use chancery_ledger::log::{Head, LogId};

use super::node::speaks;
use super::watch::Quiet;
use super::{Seat, World};
use crate::invariant::Invariant;
use crate::plan::Bodies;

/// The liars go on for this long after the faults have ended.
const LIARS_LEAVE_MS: u64 = 30_000;

/// Authors that could not sign before may still do so for this long.
const PUBLISH_MS: u64 = 45_000;

/// Checkpoints are made for this long: then there is time for those who cosign them.
const CHECKPOINT_MS: u64 = 10_000;

/// All honest nodes are equal this long after the faults have ended: a peer of the worst standing
/// is dealt with again after 6 minutes, and its back-offs end with the next period.
const SETTLE_MS: u64 = 600_000;

/// Between two looks at whether they are.
const LOOK_MS: u64 = 500;

/// After they are equal, answers and announcements may still be under way for so long.
const GRACE_MS: u64 = 25_000;

/// For so long nothing happens then: three periods of 10 s.
const QUIET_MS: u64 = 30_000;

/// In calm weather an entry is with everybody after this time: at most 12 hops of 30 ms.
const HEARD_MS: u64 = 500;

/// Without gossip it travels one hop in a period of 10 s, at most 6 hops far.
const PULLED_MS: u64 = 60_000;

/// What a node holds below the freezes, and its proofs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Holding<'w> {
    heads: BTreeMap<LogId, Head>,
    proofs: Vec<(LogId, &'w [u8])>,
}

impl World<'_> {
    /// Runs until all honest nodes are equal and quiet; gives the time at which they were equal.
    pub(super) fn settle(&mut self) -> u64 {
        if self.breach.is_some() {
            return self.queue.now_ms();
        }
        self.clear_up();
        let calm_ms = self.queue.now_ms();
        self.publish_until_ms = calm_ms + PUBLISH_MS;
        self.checkpoint_until_ms = calm_ms + CHECKPOINT_MS;
        let mut equal_ms = None;
        while self.breach.is_none() {
            let now_ms = self.queue.now_ms();
            let left = self.is_every_liar_gone();
            if !left && now_ms >= calm_ms + LIARS_LEAVE_MS {
                self.liars_leave();
            }
            let equal = self.is_everybody_up() && self.difference().is_none();
            match equal_ms {
                Some(_) if !equal => equal_ms = None,
                None if equal => equal_ms = Some(now_ms),
                Some(_) if left && self.is_all_published() => break,
                _ => {}
            }
            if now_ms > calm_ms + SETTLE_MS {
                let (invariant, what) = self
                    .difference()
                    .unwrap_or((Invariant::Converged, "somebody stays down".to_owned()));
                self.breach(invariant, || what);
                break;
            }
            self.run_until(now_ms + LOOK_MS);
        }
        let settled_ms = equal_ms.unwrap_or(calm_ms);
        self.tell(|| "all honest nodes are equal".to_owned());
        self.stay_quiet();
        self.speak_once_more();
        settled_ms
    }

    fn is_every_liar_gone(&self) -> bool {
        let here = |seat: &Seat| matches!(seat, Seat::Liar(liar) if !liar.has_left());
        !self.seats.iter().any(here)
    }

    pub(super) fn liars_leave(&mut self) {
        for (at, _) in self.plan.liars.clone() {
            if let Some(liar) = self.liar_mut(at) {
                liar.leave();
            }
            for peer in self.links.neighbours(at) {
                self.hang_up(at, peer);
            }
        }
        if !self.plan.liars.is_empty() {
            self.tell(|| "the liars leave".to_owned());
        }
    }

    fn is_everybody_up(&self) -> bool {
        self.honest().into_iter().all(|at| self.node(at).is_some_and(|n| n.replica.is_some()))
    }

    /// Whether nobody will sign any more.
    fn is_all_published(&self) -> bool {
        let idle = |at: usize| {
            self.node(at).is_some_and(|node| node.to_publish == 0 && node.signing.is_none())
        };
        let is_over = self.queue.now_ms() > self.publish_until_ms + 2 * LOOK_MS;
        is_over || (self.plan.checkpoint_ms.is_none() && self.honest().into_iter().all(idle))
    }

    /// What the node holds; where its author has lied, only what stands before the lie.
    pub(super) fn holding(&mut self, at: usize) -> Holding<'_> {
        let Self { seats, registry, .. } = self;
        let Some(Seat::Honest(node)) = seats.get(at) else {
            return Holding { heads: BTreeMap::new(), proofs: Vec::new() };
        };
        let disk = &node.disk;
        let proofs = disk.proofs().iter().map(|(&log, proof)| (log, proof.as_slice()));
        let proofs: Vec<_> = proofs.collect();
        let freezes: BTreeMap<LogId, u64> = proofs
            .iter()
            .filter_map(|(log, proof)| Some((*log, registry.proved(proof)?.seq)))
            .collect();
        let directory = node.replica.as_ref().map(chancery_replica::Replica::directory);
        let cut = |log: &LogId| {
            let author = directory?.author(&log.key)?;
            Some(author.cut(log.epoch)?.map_or(0, |(seq, _)| seq + 1))
        };
        let ceiling = |log: LogId| {
            let fork = freezes.get(&log).copied().unwrap_or(u64::MAX);
            cut(&log).map_or(fork, |cut| cut.min(fork))
        };
        let heads = disk.logs().filter_map(|(log, _)| disk.head_below(log, ceiling(log)));
        Holding { heads: heads.map(|head| (head.log, head)).collect(), proofs }
    }

    /// The first difference between honest nodes, or the first record that is missing somewhere.
    pub(super) fn difference(&mut self) -> Option<(Invariant, String)> {
        let honest = self.honest();
        for &at in &honest {
            let Some(node) = self.node(at) else { continue };
            let mut owed = self.acknowledged.iter().filter(|(p, _)| self.stands(**p));
            let lost = owed.find(|(p, id)| node.disk.id_at(**p) != Some(**id));
            if let Some((position, _)) = lost {
                let what = format!("{} lacks {position}, which was acknowledged", self.name(at));
                return Some((Invariant::NoRecordLost, what));
            }
        }
        let first = *honest.first()?;
        let heads = self.holding(first).heads;
        let proofs: Vec<_> =
            self.holding(first).proofs.iter().map(|(log, proof)| (*log, proof.to_vec())).collect();
        for &at in &honest[1..] {
            let (one, other) = (self.name(first), self.name(at));
            let holding = self.holding(at);
            let same = holding.proofs.len() == proofs.len()
                && holding.proofs.iter().zip(&proofs).all(|(a, b)| a.0 == b.0 && *a.1 == *b.1);
            if !same {
                let what = format!("{one} and {other} hold different proofs");
                return Some((Invariant::EvidenceConverged, what));
            }
            let differs = |log: &&LogId| holding.heads.get(log) != heads.get(log);
            let mut logs = heads.keys().chain(holding.heads.keys());
            if let Some(log) = logs.find(differs) {
                let seq = |heads: &BTreeMap<LogId, Head>| heads.get(log).map(|head| head.seq);
                let (here, there) = (seq(&heads), seq(&holding.heads));
                let what = format!("{one} holds {log} to {here:?} and {other} to {there:?}");
                return Some((Invariant::Converged, what));
            }
        }
        self.papers_differ(first, &honest[1..])
    }

    /// Everybody who may signs one more entry, and everybody gets it.
    fn speak_once_more(&mut self) {
        if self.breach.is_some() {
            return;
        }
        self.publish_until_ms = u64::MAX;
        self.plan.bodies = Bodies::Small;
        for at in self.honest() {
            if let Some(node) = self.node_mut(at) {
                node.to_publish = 1;
            }
            if let Some(chain) = self.ready_to_sign(at) {
                self.sign(at, chain);
            }
        }
        let most_ms = if speaks(&self.plan) { HEARD_MS } else { PULLED_MS };
        self.run_until(self.queue.now_ms() + most_ms);
        if self.breach.is_none()
            && let Some((_, what)) = self.difference()
        {
            self.breach(Invariant::StillHeard, || format!("after {most_ms} ms {what}"));
        }
    }

    fn stay_quiet(&mut self) {
        if self.breach.is_some() {
            return;
        }
        self.run_until(self.queue.now_ms() + GRACE_MS);
        let begin_ms = self.queue.now_ms();
        self.quiet = Some(Quiet::new(begin_ms));
        self.run_until(begin_ms + QUIET_MS);
        self.check_quiet();
        self.quiet = None;
        if self.breach.is_none()
            && let Some((invariant, what)) = self.difference()
        {
            self.breach(invariant, || what);
        }
    }
}
