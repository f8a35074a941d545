//! How soon a lie is proved: the network is cut along a liar's two faces, and made whole again.
//!
//! Each side holds the branch that the liar shows it, and nobody can know better. When the cut ends
//! the liar leaves, so that only honest nodes can bring the branches together. Invariant: every
//! honest node has the proof on its disk within two rounds of catch-up after the connections are up again.

use chancery_ledger::log::LogId;
use chancery_replica::Settings;

use super::links::DIAL_MS;
use super::{Outcome, World};
use crate::Cast;
use crate::invariant::Invariant;
use crate::plan::Plan;
use crate::story::Telling;

/// As many rounds of catch-up are enough.
const ROUNDS: u64 = 2;

/// Between two looks at the disks.
const LOOK_MS: u64 = 50;

impl World<'_> {
    /// Runs the plan until the lie is proved everywhere, or too late.
    fn run_parted(mut self) -> Outcome {
        let plan = self.plan.to_string();
        self.story.tell(0, || plan);
        let logs: Vec<LogId> =
            self.plan.liars.iter().map(|(liar, _)| self.cast.players()[*liar].log()).collect();
        self.part();
        for at in self.honest() {
            self.start(at);
        }
        self.run_until(self.plan.storm_ms);
        self.liars_leave();
        let told = logs.iter().filter(|log| self.is_held_twice(**log)).count();
        self.tally.add("lies-told", told as u64);
        if told < logs.len() {
            let what = || "the two sides do not hold different statements".to_owned();
            self.breach(Invariant::ProvedInTime, what);
        }
        let whole_ms = self.queue.now_ms();
        self.mend();
        let latest_ms = whole_ms + DIAL_MS.1 + ROUNDS * Settings::default().sync_ms;
        while self.breach.is_none()
            && let Some(what) = self.unproved(&logs)
        {
            let now_ms = self.queue.now_ms();
            if now_ms >= latest_ms {
                self.breach(Invariant::ProvedInTime, || what);
            }
            self.run_until((now_ms + LOOK_MS).min(latest_ms));
        }
        let settled_ms = self.queue.now_ms().saturating_sub(whole_ms);
        if self.breach.is_none() {
            self.tally.add("forks-proved", logs.len() as u64);
        }
        self.end(settled_ms)
    }

    /// Who still has no proof against whom.
    fn unproved(&self, logs: &[LogId]) -> Option<String> {
        let lacks = |at: usize| {
            let proofs = self.node(at)?.disk.proofs();
            let log = logs.iter().find(|log| !proofs.contains_key(log))?;
            Some(format!("{} has no proof against {log}", self.name(at)))
        };
        self.honest().into_iter().find_map(lacks)
    }

    /// Whether two honest nodes hold different statements at one place of the log.
    fn is_held_twice(&self, log: LogId) -> bool {
        let head = |at| self.node(at)?.disk.head_below(log, u64::MAX);
        let heads: Vec<_> = self.honest().into_iter().filter_map(head).collect();
        let parts = |at| {
            let disk = &self.node(at)?.disk;
            let differs = |head: &&chancery_ledger::log::Head| {
                disk.id_at(head.position()).is_some_and(|id| id != head.tip)
            };
            heads.iter().find(differs)
        };
        self.honest().into_iter().any(|at| parts(at).is_some())
    }
}

/// Runs a plan of [`Plan::parted`]; its `settled_ms` says how long after the cut the last honest node
/// had the proof.
///
/// # Panics
/// When the cast is smaller than the plan.
pub fn prove_in_time(cast: &Cast, plan: Plan, telling: Telling) -> Outcome {
    assert!(cast.players().len() >= plan.replicas, "the cast is smaller than the plan");
    World::new(cast, plan, telling).run_parted()
}

#[cfg(test)]
mod tests;
