//! What a plan throws at the network: crashes, backups, cuts, strangers.

use chancery_replica::Input;

use super::node::{Witness, Write};
use super::{Comeback, Event, World};
use crate::invariant::Invariant;
use crate::plan::Rule;

/// How long a node stays down, at least and at most.
const DOWN_MS: (u64, u64) = (1_500, 15_000);

/// How long a cut lasts, at least and at most.
const CUT_MS: (u64, u64) = (3_000, 30_000);

/// A clock jumps ahead by at most so much.
const JUMP_MS_MAX: u64 = 3_600_000;

/// From a backup to its restore, at least and at most.
const BACKUP_MS: (u64, u64) = (4_000, 25_000);

impl World<'_> {
    /// Puts everything that the plan has in store into the queue.
    pub(super) fn schedule_faults(&mut self) {
        self.dial_everybody();
        let storm_ms = self.plan.storm_ms;
        for at in self.honest() {
            self.publish_later(at, (0, storm_ms / 4));
            self.queue.after(self.plan.checkpoint_ms.unwrap_or(0), Event::Checkpoint { at });
        }
        for (at, _) in self.plan.liars.clone() {
            self.queue.after(500, Event::Scheme { at });
        }
        for (rule, Rule { at_ms, by, .. }) in self.plan.rules.clone().into_iter().enumerate() {
            self.queue.after(at_ms, Event::Enact { at: by, rule });
        }
        let slot_ms = storm_ms / (self.plan.partitions + 1);
        for slot in 0..self.plan.partitions {
            let begin_ms = slot * slot_ms + self.dice.below(slot_ms / 2 + 1);
            let length_ms = self.dice.between(CUT_MS.0, CUT_MS.1.min(slot_ms.max(CUT_MS.0)));
            self.queue.after(begin_ms, Event::Cut);
            self.queue.after(begin_ms + length_ms, Event::Mend);
        }
        let honest = self.honest();
        for _ in 0..self.plan.crashes {
            let at = honest[self.dice.index(honest.len())];
            let delay_ms = self.dice.below(storm_ms);
            // What a restored node has lost, only its neighbours' disks have: they stay whole.
            // So is the disk of whoever submits an act, until others have it.
            let whole = self.plan.restored.is_some() || !self.plan.rules.is_empty();
            let damaged = !whole && self.dice.percent(15);
            let comeback = if damaged { Comeback::OwnFile } else { Comeback::Disk };
            self.queue.after(delay_ms, Event::Crash { at, comeback });
        }
        for at in self.plan.late.clone() {
            let delay_ms = self.dice.between(storm_ms / 3, storm_ms);
            self.queue.after(delay_ms, Event::Restart { at, comeback: Comeback::Disk });
        }
        for _ in 0..self.dice.below(3) {
            let at = honest[self.dice.index(honest.len())];
            let delay_ms = self.dice.below(storm_ms);
            self.queue.after(delay_ms, Event::Jump { at });
        }
        if let Some((at, times)) = self.plan.restored {
            for _ in 0..times {
                let begin_ms = self.dice.below(storm_ms / 2);
                let most_ms = BACKUP_MS.1.min(storm_ms - begin_ms);
                let length_ms = self.dice.between(BACKUP_MS.0, most_ms);
                self.queue.after(begin_ms, Event::Image { at });
                let crash = Event::Crash { at, comeback: Comeback::Backup };
                self.queue.after(begin_ms + length_ms, crash);
            }
        }
        for _ in 0..self.dice.below(3) {
            let (at, delay_ms) = (self.dice.index(self.plan.replicas), self.dice.below(storm_ms));
            self.queue.after(delay_ms, Event::Stranger { at });
        }
    }

    pub(super) fn image(&mut self, at: usize) {
        let name = self.name(at);
        self.tell(|| format!("{name} makes a backup"));
        if let Some(node) = self.node_mut(at) {
            node.backup = Some(node.disk.clone());
        }
    }

    /// The process dies. What was acknowledged is on the disk; what was under way is there whole
    /// or not at all.
    pub(super) fn crash(&mut self, at: usize, comeback: Comeback) {
        let Some(node) = self.node_mut(at) else { return };
        if node.replica.is_none() {
            return;
        }
        let writes = std::mem::take(&mut node.writes);
        let signing = node.signing.take();
        node.forget();
        node.life += 1;
        for write in writes.into_values().chain(signing.map(|own| Write::Batch(vec![own]))) {
            if self.dice.percent(50) {
                self.settle_write(at, write);
            }
        }
        self.tally.count("crashes");
        let name = self.name(at);
        self.tell(|| format!("{name} dies"));
        for peer in self.links.neighbours(at) {
            self.hang_up(at, peer);
        }
        let down_ms = self.dice.between(DOWN_MS.0, DOWN_MS.1);
        self.queue.after(down_ms, Event::Restart { at, comeback });
    }

    pub(super) fn restart(&mut self, at: usize, comeback: Comeback) {
        let name = self.name(at);
        let own = self.cast.players()[at].log();
        match comeback {
            Comeback::Backup if self.restore(at) => {
                self.tally.count("restores");
                self.retire_witness(at);
                self.tell(|| format!("{name} is restored from its backup"));
            }
            Comeback::OwnFile => {
                if let Some(node) = self.node_mut(at) {
                    node.disk.keep_only(own);
                    node.witness = Witness::Retired;
                }
                self.tally.count("stores-lost");
                self.tell(|| format!("{name} starts with nothing but its own log"));
            }
            Comeback::Backup | Comeback::Disk => self.tell(|| format!("{name} starts")),
        }
        self.start(at);
    }

    /// What its witness has promised is older than what it has signed.
    fn retire_witness(&mut self, at: usize) {
        if let Some(node) = self.node_mut(at) {
            node.witness = Witness::Retired;
        }
    }

    /// The machine slept: its clock is ahead at once, and everything that was due is late.
    pub(super) fn jump(&mut self, at: usize) {
        let ahead_ms = self.dice.between(1_000, JUMP_MS_MAX);
        if let Some(node) = self.node_mut(at) {
            node.clock_ms += ahead_ms;
        }
        self.tally.count("clock-jumps");
        self.feed(at, Input::Wakeup);
    }

    /// Puts the backup in the disk's place, if that is a thing that the barrier can mend: what
    /// has left this node must be on the disk of some honest neighbour, or no question to the
    /// neighbours could bring it back. What never left is lost with the disk, and forgiven.
    fn restore(&mut self, at: usize) -> bool {
        let own = self.cast.players()[at].log();
        let neighbours = self.links.neighbours(at);
        let heads = neighbours.iter().filter_map(|&peer| self.node(peer));
        let held = heads.filter_map(|node| node.disk.head_below(own, u64::MAX));
        let held: Vec<_> = held.map(|head| head.seq).collect();
        let honest = neighbours.iter().filter(|&&peer| self.node(peer).is_some()).count();
        let Some(node) = self.node_mut(at) else { return false };
        let left = node.own_left;
        if left > held.iter().copied().max() {
            return false;
        }
        let everywhere = held.len() == honest && left <= held.iter().copied().min();
        let Some(backup) = node.backup.take() else { return false };
        node.disk = backup;
        // One neighbour is enough where every one of them has it; else only all of them are.
        if !everywhere {
            node.settings.barrier_peers = honest;
        }
        let kept = node.disk.head_below(own, u64::MAX).map(|head| head.seq);
        node.to_publish += 1;
        self.publish_later(at, (100, 3_000));
        let lost = |seq: u64| Some(seq) > kept && Some(seq) > left;
        self.acknowledged.retain(|position, _| position.log != own || !lost(position.seq));
        true
    }

    /// Notes that a position of the node's own log was spoken of.
    pub(super) fn note_own_left(&mut self, at: usize, log: chancery_ledger::log::LogId, seq: u64) {
        if self.cast.players()[at].log() == log
            && let Some(node) = self.node_mut(at)
        {
            node.own_left = node.own_left.max(Some(seq));
        }
    }

    /// Everybody who is down comes up, and the weather clears.
    pub(super) fn clear_up(&mut self) {
        self.mend();
        self.weather = crate::plan::Weather::CALM;
        self.tell(|| "the faults end".to_owned());
        if self.plan.replicas < 2 {
            self.breach(Invariant::Converged, || "nobody is there to agree with".to_owned());
        }
    }
}
