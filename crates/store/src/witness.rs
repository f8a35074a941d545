//! What this node's witness has promised: the largest tree of each log that it may have cosigned.
//!
//! A cosignature says that the witness holds these entries and has never said otherwise. So it is
//! recorded before it is made: a promise is durable when [`Store::promise`] returns, and the
//! signature comes after. The invariant: of a log, one key never promises a smaller size after a
//! larger one, nor a second root at one size, nor a root that is not that of the entries held,
//! whatever crashes in between; and where the record cannot be believed, the key is retired.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::PoisonError;

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;

use crate::Store;
use crate::database::{Changes, Database};
use crate::digested;
use crate::error::StoreError;
use crate::keys;
use crate::marker::Marker;

#[cfg(test)]
mod tests;

pub(crate) const RETIRE: &str =
    "nothing is promised with this key any more: retire it and make a new witness key";

/// No store has promised so often, so every store is an older copy.
const COUNT_RETIRED: u64 = u64::MAX;

/// Why a witness must not cosign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PromiseFlaw {
    /// Fewer entries are durable here: later, perhaps.
    #[error("only {held} entries of the log are held")]
    Behind {
        /// How many.
        held: u64,
    },
    /// A larger tree of this log was promised before.
    #[error("a tree of {promised} entries was promised before")]
    Smaller {
        /// Its size.
        promised: u64,
    },
    /// Another root was promised for this size.
    #[error("another root was promised for this size: {promised}")]
    OtherRoot {
        /// That root.
        promised: Digest,
    },
    /// The root is not that of the entries that are held.
    #[error("the entries held have another root: {held}")]
    Disagrees {
        /// Theirs.
        held: Digest,
    },
    /// No key was adopted that may promise anything: see [`Store::adopt_witness`].
    #[error("no witness key was adopted that may promise anything")]
    Retired,
}

/// What is known of a witness key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WitnessState {
    /// It has never promised anything on this node.
    Fresh,
    /// Everything that it has promised.
    Kept,
    /// It was adopted, and what it has promised is lost, damaged, or in an older copy: nothing is
    /// ever promised with it again.
    Retired,
}

/// The record in memory, as it is durable.
#[derive(Debug, Default)]
pub(crate) struct Witness {
    /// The key whose promises these are, and how often it has promised something.
    key: Option<([u8; 32], u64)>,
    promises: BTreeMap<LogId, (u64, Digest)>,
    /// Why they cannot be believed.
    flaws: Vec<String>,
    marker: Marker,
    /// Whether the key was adopted since opening.
    is_adopted: bool,
}

impl Store {
    /// Adopts the key that promises are made with from now on, unless it is retired; what
    /// it is and has promised is durable on return, in the store and in a file beside it.
    ///
    /// A fresh key begins without promises, and the one before it is retired for good.
    ///
    /// # Errors
    /// The key is not adopted then.
    pub fn adopt_witness(&self, key: &[u8; 32]) -> Result<WitnessState, StoreError> {
        let mut writer = self.writer()?;
        let mut witness = self.witness.write().unwrap_or_else(PoisonError::into_inner);
        let state = witness.state(key);
        match state {
            WitnessState::Retired => {
                witness.is_adopted = false;
                return Ok(state);
            }
            WitnessState::Kept => {}
            WitnessState::Fresh => {
                let rows = self.database.rows_under(&keys::promises())?;
                let mut changes: Changes =
                    rows.into_iter().map(|(key, _)| (key.to_vec(), None)).collect();
                changes.push(marker_row(key, 0, 0));
                self.change(&mut writer, changes)?;
                witness.key = Some((*key, 0));
                witness.promises.clear();
                witness.flaws.clear();
            }
        }
        // After the store: of two that differ, the file must never be the one that knows more.
        let count = witness.key.map_or(0, |(_, count)| count);
        witness.is_adopted = false;
        witness.marker.name(key, count)?;
        witness.is_adopted = true;
        Ok(state)
    }

    /// Retires a key for good, because it may have promised something elsewhere: on another machine, or
    /// after the backup from which this one was restored. It is durable on return.
    ///
    /// # Errors
    /// When the file beside the store cannot be written; nothing is promised all the same.
    pub fn retire_witness(&self, key: &[u8; 32]) -> Result<(), StoreError> {
        let _writer = self.writer()?;
        let mut witness = self.witness.write().unwrap_or_else(PoisonError::into_inner);
        witness.is_adopted &= witness.key.is_some_and(|(kept, _)| kept != *key);
        if witness.state(key) == WitnessState::Retired {
            return Ok(());
        }
        witness.marker.name(key, COUNT_RETIRED)
    }

    /// What is known of a witness key.
    pub fn witness_state(&self, key: &[u8; 32]) -> WitnessState {
        self.witness.read().unwrap_or_else(PoisonError::into_inner).state(key)
    }

    /// Records that this node's witness is about to cosign these trees (log, size, root), with one
    /// fsync for all. Where the answer is `Ok` the promise is on the disk: sign. The same again is
    /// promised again.
    ///
    /// # Errors
    /// Nothing may be signed then; some of it may have been recorded.
    pub fn promise(
        &self,
        trees: &[(LogId, u64, Digest)],
    ) -> Result<Vec<Result<(), PromiseFlaw>>, StoreError> {
        let mut writer = self.writer()?;
        let mut witness = self.witness.write().unwrap_or_else(PoisonError::into_inner);
        let Some((key, count)) = witness.key.filter(|_| witness.is_adopted) else {
            return Ok(vec![Err(PromiseFlaw::Retired); trees.len()]);
        };
        let mut promises = witness.promises.clone();
        let mut changes: BTreeMap<Vec<u8>, Option<Vec<u8>>> = BTreeMap::new();
        let mut answers = Vec::with_capacity(trees.len());
        for (log, size, root) in trees {
            let before = promises.get(log).copied();
            let answer = self.may_promise(before, *log, *size, root)?;
            if answer.is_ok() && before != Some((*size, *root)) {
                promises.insert(*log, (*size, *root));
                let (key, row) = promise_row(*log, *size, root);
                changes.insert(key, row);
            }
            answers.push(answer);
        }
        if changes.is_empty() {
            return Ok(answers);
        }
        let count = count.saturating_add(1);
        changes.extend([marker_row(&key, count, promises.len())]);
        self.change(&mut writer, changes.into_iter().collect())?;
        witness.key = Some((key, count));
        witness.promises = promises;
        witness.marker.advance(&key, count)?;
        Ok(answers)
    }

    /// The largest tree of a log that was promised: size and root.
    pub fn promised(&self, log: LogId) -> Option<(u64, Digest)> {
        let witness = self.witness.read().unwrap_or_else(PoisonError::into_inner);
        witness.promises.get(&log).copied()
    }

    fn may_promise(
        &self,
        before: Option<(u64, Digest)>,
        log: LogId,
        size: u64,
        root: &Digest,
    ) -> Result<Result<(), PromiseFlaw>, StoreError> {
        match before {
            Some((promised, _)) if size < promised => {
                return Ok(Err(PromiseFlaw::Smaller { promised }));
            }
            Some((at, promised)) if size == at && promised != *root => {
                return Ok(Err(PromiseFlaw::OtherRoot { promised }));
            }
            _ => {}
        }
        match self.root_at(log, size) {
            Ok(held) if held == *root => Ok(Ok(())),
            Ok(held) => Ok(Err(PromiseFlaw::Disagrees { held })),
            Err(StoreError::Beyond { held, .. }) => Ok(Err(PromiseFlaw::Behind { held })),
            Err(error) => Err(error),
        }
    }
}

impl Witness {
    pub(crate) fn flaws(&self) -> impl Iterator<Item = &str> {
        self.flaws.iter().map(String::as_str).chain(self.marker.flaw())
    }

    pub(crate) fn promises(&self) -> impl Iterator<Item = (LogId, u64, Digest)> {
        self.promises.iter().map(|(log, (size, root))| (*log, *size, *root))
    }

    fn state(&self, key: &[u8; 32]) -> WitnessState {
        if self.marker.flaw().is_some() {
            return WitnessState::Retired;
        }
        match (self.key, self.marker.count(key)) {
            (Some((kept, count)), marked) if kept == *key => {
                let is_older = marked.is_some_and(|marked| marked > count);
                let is_lost = is_older || !self.flaws.is_empty();
                if is_lost { WitnessState::Retired } else { WitnessState::Kept }
            }
            (_, Some(_)) => WitnessState::Retired,
            (_, None) => WitnessState::Fresh,
        }
    }
}

/// The row of the witness: its key, how often it has promised something, and of how many logs
/// there are promises, so that one that is gone is missed.
fn marker_row(key: &[u8; 32], count: u64, logs: usize) -> (Vec<u8>, Option<Vec<u8>>) {
    let logs = u32::try_from(logs).expect("because logs are few");
    let content = [&key[..], &count.to_be_bytes(), &logs.to_be_bytes()].concat();
    (keys::WITNESS.to_vec(), Some(digested::write(keys::WITNESS, &content)))
}

pub(crate) fn promise_row(log: LogId, size: u64, root: &Digest) -> (Vec<u8>, Option<Vec<u8>>) {
    let key = keys::promise(log);
    let value = digested::write(&key, &[&size.to_be_bytes()[..], root.as_bytes()].concat());
    (key, Some(value))
}

/// Reads the record back, with everything that is wrong with it.
pub(crate) fn read(database: &Database, dir: &Path) -> Result<Witness, StoreError> {
    let mut witness = Witness { marker: Marker::beside(dir), ..Witness::default() };
    for (key, value) in database.rows_under(&keys::promises())? {
        match (keys::read_promise(&key), digested::read(&key, &value).and_then(read_promise)) {
            (Some(log), Some(promise)) => {
                witness.promises.insert(log, promise);
            }
            (Some(log), None) => {
                witness.flaws.push(format!("log {log}: the witness's promise is damaged"));
            }
            (None, _) => witness.flaws.push(format!("a promise of no log, key {key:02x?}")),
        }
    }
    let row = database.row(keys::WITNESS)?;
    match row.as_deref().map(|row| digested::read(keys::WITNESS, row).and_then(read_marker)) {
        Some(Some((key, count, logs))) => {
            let missing = (logs as usize).saturating_sub(witness.promises.len());
            if missing > 0 && witness.flaws.is_empty() {
                witness.flaws.push(format!("{missing} of {logs} promises of the witness are gone"));
            }
            witness.key = Some((key, count));
        }
        Some(None) => witness.flaws.push("the row of the witness's key is damaged".to_owned()),
        None if !witness.promises.is_empty() => {
            witness.flaws.push("the witness has promised, and its key is gone".to_owned());
        }
        None => {}
    }
    Ok(witness)
}

fn read_promise(content: &[u8]) -> Option<(u64, Digest)> {
    let (size, root) = content.split_first_chunk()?;
    Some((u64::from_be_bytes(*size), Digest::from_bytes(root.try_into().ok()?)))
}

fn read_marker(content: &[u8]) -> Option<([u8; 32], u64, u32)> {
    let (key, rest) = content.split_first_chunk()?;
    let (count, logs) = rest.split_first_chunk()?;
    Some((*key, u64::from_be_bytes(*count), u32::from_be_bytes(logs.try_into().ok()?)))
}
