//! The slow parts of a node: its disk, and its processors.

use std::rc::Rc;

use chancery_ledger::key::PublicKey;
use chancery_ledger::log::Admissible;
use chancery_ledger::statement::Entry;
use chancery_replica::Input;

use super::node::{ReadOf, Write};
use super::{Event, Fate, World};
use crate::Mutation;
use crate::disk::{Appended, Held};
use crate::invariant::Invariant;

impl World<'_> {
    pub(super) fn verify(&mut self, at: usize, ticket: u64, jobs: Vec<(Entry, PublicKey)>) {
        let Some(life) = self.node(at).map(|node| node.life) else { return };
        let delay_ms = self.dice.below(self.weather.verify_ms + 1);
        self.queue.after(delay_ms, Event::Verified { at, life, ticket, jobs });
    }

    pub(super) fn on_verified(
        &mut self,
        at: usize,
        life: u64,
        ticket: u64,
        jobs: Vec<(Entry, PublicKey)>,
    ) {
        if !self.lives(at, life) {
            return;
        }
        self.tally.add("verified", jobs.len() as u64);
        let outcomes: Vec<_> =
            jobs.into_iter().map(|(entry, key)| self.registry.verify(entry, &key)).collect();
        if let Some(node) = self.node_mut(at) {
            for entry in outcomes.iter().flatten() {
                node.witnessed.entry(entry.position()).or_default().insert(entry.id());
            }
        }
        self.feed(at, Input::Verified { ticket, outcomes });
    }

    pub(super) fn persist(&mut self, at: usize, ticket: u64, batch: Vec<Admissible>) {
        self.note_chatter(at, "stores");
        self.check_batch(at, &batch);
        self.story.note(&[ticket, batch.len() as u64]);
        let Some(node) = self.node(at) else { return };
        let life = node.life;
        let (acknowledges, speaks) =
            (node.is(Mutation::AcknowledgesEarly), node.is(Mutation::SpeaksEarly));
        if speaks && let Some(entry) = batch.first() {
            let rumour = crate::wire::Rumour::Entry(entry.entry().clone());
            self.gossip(at, rumour.encode());
        }
        if acknowledges {
            self.queue.after(0, Event::Acknowledged { at, life, ticket });
        }
        self.write(at, ticket, Write::Batch(batch));
    }

    pub(super) fn keep(&mut self, at: usize, ticket: u64, proof: Vec<u8>) {
        self.note_chatter(at, "keeps a proof");
        self.story.note_bytes(&proof);
        self.check_proof(at, &proof);
        self.write(at, ticket, Write::Proof(proof));
    }

    pub(super) fn write(&mut self, at: usize, ticket: u64, write: Write) {
        let delay_ms = self.dice.between(1, self.weather.disk_ms);
        let fails = self.dice.percent(self.weather.disk_failure_percent);
        let Some(node) = self.node_mut(at) else { return };
        let life = node.life;
        let drops = matches!(write, Write::Proof(_)) && node.is(Mutation::DropsEvidence);
        node.writes.insert(ticket, write);
        let fate = if fails || drops { Fate::Failed } else { Fate::Durable };
        self.queue.after(delay_ms, Event::Written { at, life, ticket, fate });
    }

    pub(super) fn on_written(&mut self, at: usize, life: u64, ticket: u64, fate: Fate) {
        if !self.lives(at, life) {
            return;
        }
        let Some(write) = self.node_mut(at).and_then(|node| node.writes.remove(&ticket)) else {
            return;
        };
        let acknowledged = self.node(at).is_some_and(|node| node.is(Mutation::AcknowledgesEarly))
            && matches!(write, Write::Batch(_));
        match fate {
            Fate::Durable => {
                self.settle_write(at, write);
                if !acknowledged {
                    self.feed(at, Input::Persisted { ticket });
                }
            }
            Fate::Failed => {
                self.tally.count("disk-failures");
                if !acknowledged {
                    self.feed(at, Input::PersistFailed { ticket });
                }
            }
        }
    }

    /// Puts a write on the disk.
    pub(super) fn settle_write(&mut self, at: usize, write: Write) {
        match write {
            Write::Batch(mut batch) => {
                if self.node(at).is_some_and(|node| node.is(Mutation::LosesEntries)) {
                    batch.pop();
                }
                batch.iter().for_each(|entry| self.put(at, entry));
            }
            Write::Act(..) | Write::Note(..) | Write::Dropped => self.settle_paper(at, write),
            Write::Proof(proof) => {
                let Some(position) = self.registry.proved(&proof) else { return };
                if let Some(node) = self.node_mut(at) {
                    node.disk.keep(position.log, Rc::new(proof));
                }
            }
        }
    }

    /// Puts one entry on the disk, and checks that it may stand there.
    pub(super) fn put(&mut self, at: usize, admissible: &Admissible) {
        let name = self.name(at);
        let (position, id) = (admissible.position(), admissible.id());
        let mut entry = admissible.entry().clone();
        let Some(node) = self.node_mut(at) else { return };
        if node.is(Mutation::StoresForgeries)
            && let Some(last) = entry.statement.last_mut()
        {
            *last ^= 1;
        }
        let entry = Rc::new(entry);
        let appended = node
            .disk
            .append(position, Held { id, leaf: admissible.leaf(), entry: Rc::clone(&entry) });
        match appended {
            Appended::New => self.tally.count("entries-stored"),
            Appended::Again => {}
            Appended::Rewrites | Appended::Skips => {
                let what = || format!("{name} would store {position}: {appended:?}");
                self.breach(Invariant::AppendOnly, what);
            }
        }
        if self.registry.identify(&entry) != Some((position, id)) {
            let what = || format!("{name} stores at {position} what its author did not sign");
            self.breach(Invariant::OnlySigned, what);
        }
    }

    pub(super) fn read(&mut self, at: usize, ticket: u64, read: ReadOf) {
        self.check_read_bounds(at, &read);
        let delay_ms = self.dice.below(self.weather.disk_ms + 1);
        let Some(node) = self.node_mut(at) else { return };
        let life = node.life;
        node.reads.insert(ticket, read);
        self.queue.after(delay_ms, Event::Read { at, life, ticket });
    }

    pub(super) fn on_read(&mut self, at: usize, life: u64, ticket: u64) {
        if !self.lives(at, life) {
            return;
        }
        let fails = self.dice.percent(self.weather.disk_failure_percent);
        let Some(node) = self.node_mut(at) else { return };
        let Some(ReadOf { log, from, entries_max, bytes_max }) = node.reads.remove(&ticket) else {
            return;
        };
        let entries =
            if fails { Vec::new() } else { node.disk.read(log, from, entries_max, bytes_max) };
        self.feed(at, Input::Read { ticket, entries });
    }
}
