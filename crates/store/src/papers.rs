//! Papers: what states and nodes have signed beside the entries of logs. Acts, and checkpoint notes.
//!
//! Their bytes are opaque here; whoever reads them verifies them. A paper of many kilobytes stands
//! in several rows, because no row may be longer than `row.rs` allows, and carries the digest of
//! its key and content: so one that was changed, or stands in another's place, is told from a good
//! one. The invariant: a paper is whole or not there, and durable before anybody can read it.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;

use crate::Store;
use crate::database::{Changes, Database};
use crate::digested;
use crate::error::StoreError;
use crate::keys::{self, NotePlace};
use crate::row::ROW_BYTES_MAX;

#[cfg(test)]
mod tests;

/// Of a log, the notes of so many sizes are kept: the largest, for peers that are some behind.
pub const NOTE_SIZES_MAX: usize = 8;
/// Of one size so many: two prove that the author has lied, and a third proves nothing more.
const ROOTS_MAX: usize = 2;
/// The longest paper: an act of two rosters of 128 KiB that one root has signed. The ledger has
/// bounds of its own below this.
pub const PAPER_BYTES_MAX: usize = 2 * 128 * 1024 + 4 * 1024;
/// A row is at most 12 KiB, see `row.rs`: 22 rows for the longest, numbered in one byte.
const PIECE_BYTES: usize = ROW_BYTES_MAX;

/// One paper to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper<'a> {
    /// An act. It takes the place of an earlier one of the same id.
    Act {
        /// Its id.
        id: Digest,
        /// Its bytes.
        bytes: &'a [u8],
    },
    /// A checkpoint note. It takes the place of an earlier one of the same size and root.
    Note {
        /// The log that it is about.
        log: LogId,
        /// How many entries.
        size: u64,
        /// The root over them that it states.
        root: Digest,
        /// Its bytes.
        bytes: &'a [u8],
    },
}

/// What stands under the keys that begin alike, by the key without its piece; nothing where the
/// rows do not give what was written.
pub(crate) type Found = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

impl Store {
    /// Keeps an act; it is durable on return.
    ///
    /// # Errors
    /// The act is not kept then, and an earlier one of its id is.
    pub fn keep_act(&self, id: Digest, bytes: &[u8]) -> Result<(), StoreError> {
        self.keep_papers(&[Paper::Act { id, bytes }])
    }

    /// Keeps a note of a log's first `size` entries, whose root is `root`, as [`Self::keep_papers`]
    /// says; it is durable on return.
    ///
    /// # Errors
    /// The note is not kept then, and the earlier ones are.
    pub fn keep_note(
        &self,
        log: LogId,
        size: u64,
        root: Digest,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        self.keep_papers(&[Paper::Note { log, size, root, bytes }])
    }

    /// Keeps several papers, all or none, with one fsync.
    ///
    /// Of each log the notes of the [`NOTE_SIZES_MAX`] largest sizes stay, and of one size those of
    /// the first two roots; others go, or do not come in.
    ///
    /// # Errors
    /// None of them is kept then.
    pub fn keep_papers(&self, papers: &[Paper<'_>]) -> Result<(), StoreError> {
        let mut writer = self.writer()?;
        let mut changes = Pending { database: &self.database, rows: BTreeMap::new() };
        for paper in papers {
            match *paper {
                Paper::Act { id, bytes } => changes.put(&keys::act(&id), bytes)?,
                Paper::Note { log, size, root, bytes } => {
                    changes.put_note(NotePlace { log, size, root }, bytes)?;
                }
            }
        }
        self.change(&mut writer, changes.rows.into_iter().collect())
    }

    /// Drops the notes of a log over more entries than `above`: where the log is stopped they stand
    /// no more, and would crowd out those that do.
    ///
    /// # Errors
    /// None of them is dropped then.
    pub fn drop_notes(&self, log: LogId, above: u64) -> Result<(), StoreError> {
        let mut writer = self.writer()?;
        let mut changes = Pending { database: &self.database, rows: BTreeMap::new() };
        for gone in changes.notes(log)?.into_iter().filter(|held| held.size > above) {
            changes.clear(&keys::note(gone))?;
        }
        self.change(&mut writer, changes.rows.into_iter().collect())
    }

    /// Every act, in the order of ids. One that is damaged is left out.
    ///
    /// # Errors
    /// When the disk does not give back what was written, or an earlier write failed.
    pub fn acts(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.papers(&keys::acts())
    }

    /// The notes of a log, the smallest size first. One that is damaged is left out.
    ///
    /// # Errors
    /// When the disk does not give back what was written, or an earlier write failed.
    pub fn notes(&self, log: LogId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.papers(&keys::notes_of(log))
    }

    /// The notes of all logs, each log's as [`Self::notes`] gives them.
    ///
    /// # Errors
    /// When the disk does not give back what was written, or an earlier write failed.
    pub fn all_notes(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.papers(&keys::notes())
    }

    /// Waits for whoever writes, because what is not durable is not readable.
    fn papers(&self, prefix: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        let _writer = self.writer()?;
        Ok(read(&self.database, prefix)?.into_values().flatten().collect())
    }
}

/// Rows as they will be, over those that are there.
struct Pending<'a> {
    database: &'a Database,
    rows: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
}

impl Pending<'_> {
    fn put_note(&mut self, place: NotePlace, bytes: &[u8]) -> Result<(), StoreError> {
        let mut places = self.notes(place.log)?;
        let roots = places.iter().filter(|held| held.size == place.size && **held != place);
        if roots.count() >= ROOTS_MAX {
            return Ok(());
        }
        self.put(&keys::note(place), bytes)?;
        if !places.contains(&place) {
            places.push(place);
        }
        let mut sizes: Vec<u64> = places.iter().map(|held| held.size).collect();
        sizes.sort_unstable_by(|one, other| other.cmp(one));
        sizes.dedup();
        sizes.truncate(NOTE_SIZES_MAX);
        for gone in places.iter().filter(|held| !sizes.contains(&held.size)) {
            self.clear(&keys::note(*gone))?;
        }
        Ok(())
    }

    /// What notes there will be of a log.
    fn notes(&self, log: LogId) -> Result<Vec<NotePlace>, StoreError> {
        let keys = self.keys(&keys::notes_of(log))?;
        let mut places: Vec<NotePlace> = keys.iter().filter_map(|key| place_of(key)).collect();
        places.dedup();
        Ok(places)
    }

    /// The keys under a prefix that will have a row, in order.
    fn keys(&self, prefix: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        let rows = self.database.rows_under(prefix)?;
        let mut keys: BTreeMap<Vec<u8>, bool> =
            rows.into_iter().map(|(key, _)| (key.to_vec(), true)).collect();
        let changed = self.rows.range(prefix.to_vec()..);
        let changed = changed.take_while(|(key, _)| key.starts_with(prefix));
        keys.extend(changed.map(|(key, value)| (key.clone(), value.is_some())));
        Ok(keys.into_iter().filter(|(_, there)| *there).map(|(key, _)| key).collect())
    }

    fn clear(&mut self, base: &[u8]) -> Result<(), StoreError> {
        for key in self.keys(base)? {
            self.rows.insert(key, None);
        }
        Ok(())
    }

    fn put(&mut self, base: &[u8], content: &[u8]) -> Result<(), StoreError> {
        if content.len() > PAPER_BYTES_MAX {
            return Err(StoreError::TooLong { bytes: content.len() });
        }
        self.clear(base)?;
        let whole = digested::write(base, content);
        for (piece, bytes) in (0_u8..).zip(whole.chunks(PIECE_BYTES)) {
            self.rows.insert([base, &[piece]].concat(), Some(bytes.to_vec()));
        }
        Ok(())
    }
}

fn place_of(key: &[u8]) -> Option<NotePlace> {
    keys::read_note(key.split_last()?.1)
}

/// Every act, in the order of ids, without those that are damaged.
pub(crate) fn acts(database: &Database) -> Result<Vec<Vec<u8>>, StoreError> {
    Ok(read(database, &keys::acts())?.into_values().flatten().collect())
}

/// Reads the papers under a prefix.
pub(crate) fn read(database: &Database, prefix: &[u8]) -> Result<Found, StoreError> {
    let mut found: BTreeMap<Vec<u8>, Vec<(u8, sled::IVec)>> = BTreeMap::new();
    for (key, value) in database.rows_under(prefix)? {
        if let Some((piece, base)) = key.split_last() {
            found.entry(base.to_vec()).or_default().push((*piece, value));
        }
    }
    let content = |(base, pieces): (Vec<u8>, Vec<(u8, sled::IVec)>)| {
        let in_order = (0_u8..).zip(&pieces).all(|(at, (piece, _))| at == *piece);
        let whole: Vec<u8> = pieces.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
        let sound = digested::read(&base, &whole).filter(|_| in_order).map(<[u8]>::to_vec);
        (base, sound)
    };
    Ok(found.into_iter().map(content).collect())
}

/// The notes that are whole, with what they are kept for.
pub(crate) fn notes(database: &Database) -> Result<Vec<(NotePlace, Vec<u8>)>, StoreError> {
    let notes = read(database, &keys::notes())?.into_iter();
    Ok(notes.filter_map(|(base, note)| Some((keys::read_note(&base)?, note?))).collect())
}

/// What is wrong with the papers, in words, and how many there are.
pub(crate) fn flaws(database: &Database) -> Result<(Vec<String>, u64), StoreError> {
    let mut flaws = Vec::new();
    let (acts, notes) = (read(database, &keys::acts())?, read(database, &keys::notes())?);
    let total = (acts.len() + notes.len()) as u64;
    for (base, content) in acts {
        match keys::read_act(&base) {
            None => flaws.push(format!("an act stands under no id, key {base:02x?}")),
            Some(id) if content.is_none() => flaws.push(format!("act {id} is damaged")),
            Some(_) => {}
        }
    }
    for (base, content) in notes {
        match keys::read_note(&base) {
            None => flaws.push(format!("a checkpoint note stands under no log, key {base:02x?}")),
            Some(NotePlace { log, size, .. }) if content.is_none() => {
                flaws.push(format!("log {log}: the checkpoint note of size {size} is damaged"));
            }
            Some(_) => {}
        }
    }
    Ok((flaws, total))
}

/// The rows that one change may put on the disk, with their keys.
pub(crate) fn bytes_of(changes: &Changes) -> u64 {
    let rows = changes.iter();
    rows.map(|(key, value)| (key.len() + value.as_ref().map_or(0, Vec::len)) as u64).sum()
}
