//! Checkpoint notes: what an author signed about its log, with the cosignatures gathered so far.
//!
//! The bytes are opaque here. Of each log the largest few are kept: a checkpoint is worth what it
//! covers, and a log that nobody prunes would grow by its checkpoints. The invariant: what is kept
//! was durable before anybody could read it, and no log has more than [`NOTES_PER_LOG_MAX`].

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;

use crate::Store;
use crate::database::Database;
use crate::digested;
use crate::error::StoreError;
use crate::keys;

#[cfg(test)]
mod tests;

/// Of a log, so many notes are kept: the last ones, for peers that are some checkpoints behind.
pub const NOTES_PER_LOG_MAX: usize = 8;

/// A row is at most 12 KiB, see `row.rs`.
const PIECE_BYTES: usize = 12 * 1024;
/// Digest and root.
const PREFIX_BYTES: usize = 32 + 32;
/// Five pieces, so that a note still fits a gossip message of 64 KiB. A cosignature takes about 140
/// bytes: some 430 of them.
pub const NOTE_BYTES_MAX: usize = 5 * PIECE_BYTES - PREFIX_BYTES;

/// A note as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) root: Digest,
    pub(crate) bytes: Vec<u8>,
}

/// Notes by log and size; where the rows do not give one, nothing.
pub(crate) type Notes = BTreeMap<(LogId, u64), Option<Note>>;

impl Store {
    /// Keeps a note of the log's first `size` entries, whose root is `root`; it is durable on
    /// return. It takes the place of an earlier one of the same size. When there are more than
    /// [`NOTES_PER_LOG_MAX`], those of the smallest sizes go, this one included.
    ///
    /// # Errors
    /// The note is not kept then, and the earlier ones are.
    pub fn keep_note(
        &self,
        log: LogId,
        size: u64,
        root: &Digest,
        note: &[u8],
    ) -> Result<(), StoreError> {
        if note.len() > NOTE_BYTES_MAX {
            return Err(StoreError::NoteTooLong { bytes: note.len() });
        }
        let mut writer = self.writer()?;
        let rows = self.database.rows_under(&keys::notes_of(log))?;
        let mut sizes: BTreeSet<u64> = BTreeSet::from([size]);
        let places = rows.iter().filter_map(|(key, _)| keys::read_note(key));
        sizes.extend(places.map(|(_, size, _)| size));
        let kept: BTreeSet<u64> = sizes.into_iter().rev().take(NOTES_PER_LOG_MAX).collect();
        if !kept.contains(&size) {
            return Ok(());
        }
        let value = digested::write(&keys::note(log, size, 0), &[root.as_bytes(), note].concat());
        let mut changes = BTreeMap::new();
        for (key, _) in rows {
            let place = keys::read_note(&key);
            if place.is_none_or(|(_, of, _)| of == size || !kept.contains(&of)) {
                changes.insert(key.to_vec(), None);
            }
        }
        for (piece, bytes) in (0..).zip(value.chunks(PIECE_BYTES)) {
            changes.insert(keys::note(log, size, piece), Some(bytes.to_vec()));
        }
        self.database.make_room(value.len() as u64 * 2)?;
        let changed = self.database.change(changes.into_iter().collect());
        changed.and_then(|()| self.database.flush()).inspect_err(|_| writer.poison())
    }

    /// The notes of a log, by size, the smallest first. One that is damaged is left out.
    ///
    /// Waits for whoever writes, because what is not durable is not readable.
    ///
    /// # Errors
    /// When the disk does not give back what was written, or an earlier write failed.
    pub fn notes(&self, log: LogId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read_notes(&keys::notes_of(log))
    }

    /// The notes of all logs, each log's by size.
    ///
    /// # Errors
    /// When the disk does not give back what was written, or an earlier write failed.
    pub fn all_notes(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read_notes(&keys::notes())
    }

    fn read_notes(&self, prefix: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        let _writer = self.writer()?;
        let notes = read(&self.database, prefix)?;
        Ok(notes.into_values().flatten().map(|note| note.bytes).collect())
    }
}

/// The notes under a prefix. A row of no note's key is a note that cannot be read.
pub(crate) fn read(database: &Database, prefix: &[u8]) -> Result<Notes, StoreError> {
    let mut values: BTreeMap<(LogId, u64), Vec<(u8, Vec<u8>)>> = BTreeMap::new();
    let bad = |key: &[u8]| StoreError::Corrupt { detail: format!("no note's key, {key:02x?}") };
    for (key, value) in database.rows_under(prefix)? {
        let (log, size, piece) = keys::read_note(&key).ok_or_else(|| bad(&key))?;
        values.entry((log, size)).or_default().push((piece, value.to_vec()));
    }
    let note = |((log, size), pieces): ((LogId, u64), Vec<(u8, Vec<u8>)>)| {
        let whole = (0..).zip(&pieces).all(|(at, (piece, _))| at == *piece);
        let value: Vec<u8> = pieces.into_iter().flat_map(|(_, bytes)| bytes).collect();
        let content = digested::read(&keys::note(log, size, 0), &value).filter(|_| whole);
        let parts = content.and_then(|content| content.split_first_chunk::<32>());
        let note = |(root, bytes): (&[u8; 32], &[u8])| Note {
            root: Digest::from_bytes(*root),
            bytes: bytes.to_vec(),
        };
        ((log, size), parts.map(note))
    };
    Ok(values.into_iter().map(note).collect())
}
