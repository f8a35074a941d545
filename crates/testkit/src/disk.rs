//! A node's disk: entries by log, and proofs. What is here survives a crash; a copy of it is a
//! backup.
//!
//! Invariant: a log here has no gap and no position is ever rewritten; a write that would do
//! either is refused and named, because a real store would have to refuse it too.

use std::collections::BTreeMap;
use std::rc::Rc;

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::log::{Head, Id, LogId, Position};
use chancery_ledger::statement::{Entry, Header};

/// What stands at one position.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) id: Id,
    /// In the tree of the log.
    pub(crate) leaf: Digest,
    pub(crate) entry: Rc<Entry>,
}

/// A disk, or a backup of one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    logs: BTreeMap<LogId, Vec<Held>>,
    proofs: BTreeMap<LogId, Rc<Vec<u8>>>,
    acts: BTreeMap<ActId, Rc<Vec<u8>>>,
    /// Checkpoints, by size and root.
    notes: BTreeMap<LogId, Notes>,
}

type Notes = BTreeMap<(u64, Digest), Rc<Vec<u8>>>;

/// Of so many sizes the checkpoints of a log stay.
const NOTE_SIZES_MAX: usize = 8;

/// What became of one entry of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Appended {
    New,
    /// The same statement stands there already.
    Again,
    /// Another statement stands there.
    Rewrites,
    /// Positions before it are missing.
    Skips,
}

impl Disk {
    pub(crate) fn append(&mut self, position: Position, held: Held) -> Appended {
        let log = self.logs.entry(position.log).or_default();
        match log.get(place(position.seq)) {
            Some(there) if there.id == held.id => Appended::Again,
            Some(_) => Appended::Rewrites,
            None if place(position.seq) > log.len() => Appended::Skips,
            None => {
                log.push(held);
                Appended::New
            }
        }
    }

    pub(crate) fn keep(&mut self, log: LogId, proof: Rc<Vec<u8>>) {
        self.proofs.insert(log, proof);
    }

    pub(crate) fn keep_act(&mut self, id: ActId, act: Rc<Vec<u8>>) {
        self.acts.insert(id, act);
    }

    pub(crate) fn keep_note(&mut self, log: LogId, tree: (u64, Digest), note: Rc<Vec<u8>>) {
        let notes = self.notes.entry(log).or_default();
        notes.insert(tree, note);
        while notes.len() > NOTE_SIZES_MAX {
            notes.pop_first();
        }
    }

    /// Drops the checkpoints of a log of more entries than this.
    pub(crate) fn drop_notes(&mut self, log: LogId, above: u64) {
        if let Some(notes) = self.notes.get_mut(&log) {
            notes.retain(|(size, _), _| *size <= above);
        }
    }

    /// Loses everything but one log.
    pub(crate) fn keep_only(&mut self, log: LogId) {
        self.logs.retain(|held, _| *held == log);
        self.proofs.clear();
        self.acts.clear();
        self.notes.clear();
    }

    pub(crate) fn acts(&self) -> &BTreeMap<ActId, Rc<Vec<u8>>> {
        &self.acts
    }

    pub(crate) fn notes(&self) -> impl Iterator<Item = &Rc<Vec<u8>>> {
        self.notes.values().flat_map(BTreeMap::values)
    }

    /// The leaves of the first `size` entries of a log; none when fewer are held.
    pub(crate) fn leaves(&self, log: LogId, size: u64) -> Option<Vec<Digest>> {
        let held = self.log(log).get(..place(size))?;
        Some(held.iter().map(|held| held.leaf).collect())
    }

    pub(crate) fn heads(&self) -> Vec<Head> {
        self.logs.keys().filter_map(|&log| self.head_below(log, u64::MAX)).collect()
    }

    /// The policies that the last statements of the logs name.
    pub(crate) fn policies(&self) -> BTreeMap<LogId, ActId> {
        let policy = |held: &Held| Header::of_stored(&held.entry.statement).ok()?.0.policy();
        let named = self.logs.iter().filter_map(|(&log, held)| Some((log, policy(held.last()?)?)));
        named.collect()
    }

    /// The head of what is held below a position.
    pub(crate) fn head_below(&self, log: LogId, ceiling: u64) -> Option<Head> {
        let held = self.log(log);
        let count = held.len().min(usize::try_from(ceiling).unwrap_or(usize::MAX));
        let last = held[..count].last()?;
        Some(Head { log, seq: count as u64 - 1, tip: last.id })
    }

    pub(crate) fn proofs(&self) -> &BTreeMap<LogId, Rc<Vec<u8>>> {
        &self.proofs
    }

    pub(crate) fn logs(&self) -> impl Iterator<Item = (LogId, &[Held])> {
        self.logs.iter().map(|(&log, held)| (log, held.as_slice()))
    }

    pub(crate) fn log(&self, log: LogId) -> &[Held] {
        self.logs.get(&log).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn id_at(&self, position: Position) -> Option<Id> {
        self.log(position.log).get(place(position.seq)).map(|held| held.id)
    }

    /// Entries in order from a position, as the store reads them: always one if it is held.
    pub(crate) fn read(&self, log: LogId, from: u64, entries: u64, bytes: u64) -> Vec<Entry> {
        let held = self.log(log).iter().skip(place(from)).take(place(entries));
        let mut read = Vec::new();
        let mut sum = 0;
        for held in held {
            sum += (held.entry.statement.len() + held.entry.body.len()) as u64;
            if sum > bytes && !read.is_empty() {
                break;
            }
            read.push(Entry::clone(&held.entry));
        }
        read
    }
}

fn place(seq: u64) -> usize {
    usize::try_from(seq).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
