//! What this node's witness has promised: the largest tree of each log that it may have cosigned.
//!
//! A cosignature says that the witness holds these entries and has never said otherwise. So it is
//! recorded before it is made: a promise is durable when [`Store::promise`] returns, and the
//! signature comes after. The invariant: of a log, no smaller size is ever promised after a larger
//! one, nor a second root at one size, whatever crashes in between; and where the record cannot be
//! believed, nothing is promised at all.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;

use crate::Store;
use crate::database::Database;
use crate::digested;
use crate::error::StoreError;
use crate::keys;

#[cfg(test)]
mod tests;

/// Digest, size and root; and digest, key and number of logs.
const ROWS_BYTES: u64 = (32 + 8 + 32) + (32 + 32 + 4);

/// Whether a witness may cosign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "who was refused must not sign"]
pub enum Promise {
    /// It is on the disk, now or since before: sign.
    Made,
    /// A larger tree of this log was promised before.
    Smaller {
        /// Its size.
        promised: u64,
    },
    /// Another root was promised for this size.
    OtherRoot {
        /// That root.
        promised: Digest,
    },
    /// No witness key has been adopted, so nobody knows what it has promised elsewhere.
    NoWitness,
}

/// What is known of this node's witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WitnessState {
    /// Nothing: the store is new, or came after one that was set aside. A key that has cosigned
    /// anything before must not go on.
    Fresh,
    /// Everything that was promised, by the key that [`Store::witness_key`] names.
    Kept,
    /// Something, and it cannot be believed: [`Store::damage`] says what. The key must not go on.
    Damaged,
}

/// The record in memory, as it is durable.
#[derive(Debug, Default)]
pub(crate) struct Witness {
    pub(crate) key: Option<[u8; 32]>,
    pub(crate) promises: BTreeMap<LogId, (u64, Digest)>,
    /// Why it cannot be believed.
    pub(crate) flaws: Vec<String>,
}

impl Store {
    /// Records the key that promises are made with from now on; it is durable on return.
    ///
    /// Only for a key that has cosigned nothing yet, or nothing that this store does not know.
    /// Promises that are here bind the next key as well.
    ///
    /// # Errors
    /// The key is not adopted then.
    pub fn adopt_witness(&self, key: &[u8; 32]) -> Result<(), StoreError> {
        let mut writer = self.writer()?;
        let logs = self.believed(|witness| witness.promises.len())?;
        if self.witness_key() == Some(*key) {
            return Ok(());
        }
        self.database.make_room(ROWS_BYTES * 2)?;
        let changed = self.database.change(vec![marker(key, logs)]);
        changed.and_then(|()| self.database.flush()).inspect_err(|_| writer.poison())?;
        self.recorded(|witness| witness.key = Some(*key));
        Ok(())
    }

    /// Records that this node's witness is about to cosign the tree of a log; it is durable when
    /// [`Promise::Made`] is returned. The same again is made again.
    ///
    /// That the tree is the one that is held is the caller's to see to: [`Store::root_at`].
    ///
    /// # Errors
    /// Nothing is promised then.
    pub fn promise(&self, log: LogId, size: u64, root: &Digest) -> Result<Promise, StoreError> {
        let mut writer = self.writer()?;
        let known = |witness: &Witness| {
            (witness.key, witness.promises.get(&log).copied(), witness.promises.len())
        };
        let (key, before, logs) = self.believed(known)?;
        let Some(key) = key else { return Ok(Promise::NoWitness) };
        match before {
            Some((promised, _)) if size < promised => return Ok(Promise::Smaller { promised }),
            Some((promised, held)) if size == promised => {
                let same = held == *root;
                return Ok(if same {
                    Promise::Made
                } else {
                    Promise::OtherRoot { promised: held }
                });
            }
            _ => {}
        }
        let row = keys::promise(log);
        let value = digested::write(&row, &[&size.to_be_bytes()[..], root.as_bytes()].concat());
        let mut changes = vec![(row, Some(value))];
        if before.is_none() {
            changes.push(marker(&key, logs + 1));
        }
        self.database.make_room(ROWS_BYTES * 2)?;
        let changed = self.database.change(changes);
        changed.and_then(|()| self.database.flush()).inspect_err(|_| writer.poison())?;
        self.recorded(|witness| witness.promises.insert(log, (size, *root)));
        Ok(Promise::Made)
    }

    /// The largest tree of a log that was promised: size and root.
    pub fn promised(&self, log: LogId) -> Option<(u64, Digest)> {
        self.witness().promises.get(&log).copied()
    }

    /// What is known of this node's witness.
    pub fn witness_state(&self) -> WitnessState {
        let witness = self.witness();
        match witness.key {
            _ if !witness.flaws.is_empty() => WitnessState::Damaged,
            Some(_) => WitnessState::Kept,
            None => WitnessState::Fresh,
        }
    }

    /// The key that was adopted last; none when that is not known.
    pub fn witness_key(&self) -> Option<[u8; 32]> {
        self.witness().key
    }

    pub(crate) fn witness(&self) -> std::sync::RwLockReadGuard<'_, Witness> {
        self.witness.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn believed<T>(&self, look: impl FnOnce(&Witness) -> T) -> Result<T, StoreError> {
        let witness = self.witness();
        if witness.flaws.is_empty() { Ok(look(&witness)) } else { Err(StoreError::Witness) }
    }

    fn recorded<T>(&self, change: impl FnOnce(&mut Witness) -> T) {
        change(&mut self.witness.write().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The row of the witness: its key, and of how many logs there are promises, so that a promise that
/// is gone is missed.
fn marker(key: &[u8; 32], logs: usize) -> (Vec<u8>, Option<Vec<u8>>) {
    let logs = u32::try_from(logs).expect("because logs are few");
    let value = digested::write(keys::WITNESS, &[&key[..], &logs.to_be_bytes()].concat());
    (keys::WITNESS.to_vec(), Some(value))
}

/// Reads the record back, with everything that is wrong with it.
pub(crate) fn read(database: &Database) -> Result<Witness, StoreError> {
    let mut witness = Witness::default();
    for (key, value) in database.rows_under(&keys::promises())? {
        let content = digested::read(&key, &value).and_then(|content| content.split_first_chunk());
        let content = content.and_then(|(size, root)| Some((*size, root.try_into().ok()?)));
        match (keys::read_promise(&key), content) {
            (Some(log), Some((size, root))) => {
                let promise = (u64::from_be_bytes(size), Digest::from_bytes(root));
                witness.promises.insert(log, promise);
            }
            (Some(log), None) => {
                witness.flaws.push(format!("log {log}: the witness's promise is damaged"));
            }
            (None, _) => witness.flaws.push(format!("a promise of no log, key {key:02x?}")),
        }
    }
    let row = database.row(keys::WITNESS)?;
    let content = row.as_deref().and_then(|row| digested::read(keys::WITNESS, row));
    let parts = content.and_then(|content| content.split_first_chunk::<32>());
    let logs = parts.and_then(|(_, logs)| Some(u32::from_be_bytes(logs.try_into().ok()?)));
    match (parts, logs) {
        (Some((key, _)), Some(logs)) => {
            let found = witness.promises.len();
            let missing = (logs as usize).saturating_sub(found);
            if missing > 0 && witness.flaws.is_empty() {
                witness.flaws.push(format!("{missing} of {logs} promises of the witness are gone"));
            }
            witness.key = Some(*key);
        }
        _ if row.is_some() => witness.flaws.push("the witness's key is damaged".to_owned()),
        _ if !witness.promises.is_empty() => {
            witness.flaws.push("the witness has promised, and its key is gone".to_owned());
        }
        _ => {}
    }
    Ok(witness)
}
