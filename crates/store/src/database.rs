//! sled, opened so that its promises are the ones this project needs.
//!
//! Two trees: the log (entries, heads and all other rows of `keys.rs`) and the pieces of long
//! bodies. Pieces are written before their entry and the head behind it, and sled recovers a prefix of what was
//! written: so a crash leaves at most a piece without an entry or a head that is behind, never an
//! entry without its body, nor a head without its entry. The invariant of [`Database::flush`]: what
//! was written before it is on the disk, not only in the kernel (sled stops at `sync_file_range`).

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::ops::Bound;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chancery_ledger::log::LogId;
use chancery_ledger::statement::Entry;
use rustix::fs::{FlockOperation, flock};
use sled::{Db, Tree};

use crate::disk;
use crate::error::{OpenError, StoreError};
use crate::keys::{self, Place, Slot};
use crate::row::Row;
use crate::tree;

mod derived;
pub(crate) use derived::Changes;

#[cfg(test)]
pub(crate) mod tests;

/// The format that this release writes. It reads the first as well, which has no rows but entries,
/// heads, numbers and proofs: opening makes its trees.
const VERSION: u32 = 2;
const VERSION_WITHOUT_TREES: u32 = 1;
/// What rows may be long follows from this: `row.rs`.
const SEGMENT_BYTES: usize = 1024 * 1024;
/// sled lets go of its file a moment after its handle is dropped: 40 tries of 25 ms.
const REOPEN_TRIES_MAX: u32 = 40;
const REOPEN_RETRY: Duration = Duration::from_millis(25);

/// One entry to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewEntry<'a> {
    pub(crate) place: Place,
    pub(crate) id: [u8; 32],
    pub(crate) statement: &'a [u8],
    pub(crate) body: &'a [u8],
}

/// An entry's row as it stands on the disk.
#[derive(Debug)]
pub(crate) struct RawRow {
    pub(crate) place: Place,
    pub(crate) value: sled::IVec,
}

/// The open database. Fields drop in order: sled first, our lock last.
#[derive(Debug)]
pub(crate) struct Database {
    log: Tree,
    bodies: Tree,
    db: Db,
    file: File,
    dir: PathBuf,
    /// Ours, beside sled's. It is empty until the store was whole once.
    lock: File,
}

impl Database {
    pub(crate) fn open(dir: &Path, cache_bytes: u64) -> Result<Database, OpenError> {
        let lock = lock(dir)?;
        let db = start(dir, cache_bytes)?;
        let opened = || -> Result<Database, StoreError> {
            let sled = |error| StoreError::from_sled("open", error);
            let io = |source| StoreError::from_io("flush", source);
            let bodies = db.open_tree("bodies").map_err(sled)?;
            let file = File::open(dir.join("db")).map_err(io)?;
            let log = Tree::clone(&db);
            let this = Database { log, bodies, db, file, dir: dir.to_owned(), lock };
            // What a killed process left in the kernel's memory reads like what is on the disk.
            this.flush()?;
            for dir in [&dir.join("blobs"), dir, dir.parent().unwrap_or(dir)] {
                if !dir.as_os_str().is_empty() {
                    disk::sync_directory(dir).map_err(io)?;
                }
            }
            Ok(this)
        };
        let this = opened().map_err(|error| error.while_opening(dir))?;
        this.check_version()?;
        Ok(this)
    }

    /// Whether a batch may be written: there is room, and nothing is too long. Asked before, so
    /// that [`Self::write`] fails only in ways that leave the disk unknown.
    pub(crate) fn admits(&self, entries: &[NewEntry<'_>], tiles: u64) -> Result<(), StoreError> {
        for new in entries {
            if Row::split(new.statement, new.body).is_none() {
                let bytes = new.statement.len() + new.body.len();
                return Err(StoreError::TooLong { bytes });
            }
        }
        let bytes: usize = entries.iter().map(|new| new.statement.len() + new.body.len()).sum();
        // Twice: sled writes a page again when it has grown.
        self.make_room((bytes as u64 + tree::bytes_of(tiles)) * 2)
    }

    /// Writes entries, each log's in order. Not durable before [`Self::flush`].
    pub(crate) fn write(&self, entries: &[NewEntry<'_>]) -> Result<(), StoreError> {
        self.guarded("write to", || {
            let mut heads = BTreeMap::new();
            for new in entries {
                let (row, pieces) =
                    Row::split(new.statement, new.body).expect("because the batch was admitted");
                // One by one, in order: a sled batch is written in the order of a hash table, at
                // a third more cost, and a prefix of a log is as good as the whole.
                for (piece, bytes) in pieces {
                    self.bodies.insert(keys::piece(new.place, piece), bytes)?;
                }
                self.log.insert(keys::entry(new.place), row.write())?;
                heads.insert(new.place.slot, keys::head_value(new.place.seq, &new.id));
            }
            for (slot, head) in heads {
                self.log.insert(keys::head(slot), head)?;
            }
            Ok(())
        })
    }

    /// Returns when everything written before is on the disk.
    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        self.guarded("flush", || self.db.flush())?;
        self.file.sync_all().map_err(|source| StoreError::from_io("flush", source))
    }

    /// The numbers given to statement keys so far.
    pub(crate) fn numbers(&self) -> Result<Vec<([u8; 32], u32)>, StoreError> {
        self.rows(&keys::numbers(), keys::read_number)
    }

    /// The heads as they were written behind their entries.
    pub(crate) fn heads(&self) -> Result<Vec<(Slot, u64, [u8; 32])>, StoreError> {
        self.rows(&keys::heads(), keys::read_head)
    }

    /// The proofs of equivocation, each with the log that it stands under.
    pub(crate) fn proofs(&self) -> Result<Vec<(LogId, Vec<u8>)>, StoreError> {
        self.rows(&keys::proofs(), keys::read_proof)
    }

    pub(crate) fn put_number(&self, key: &[u8; 32], number: u32) -> Result<(), StoreError> {
        self.put(keys::number(key), &number.to_be_bytes())
    }

    pub(crate) fn put_head(&self, slot: Slot, seq: u64, id: &[u8; 32]) -> Result<(), StoreError> {
        self.put(keys::head(slot), &keys::head_value(seq, id))
    }

    pub(crate) fn put_proof(&self, log: LogId, proof: &[u8]) -> Result<(), StoreError> {
        self.put(keys::proof(log), proof)
    }

    /// At most so many entry rows from a place on, log by log in the order of numbers and
    /// epochs.
    ///
    /// One look-up a row, and no iterator: sled compares its cache with its limit only at every
    /// 64th access to a part of it, and an iterator counts as one access for a whole leaf. Walking
    /// 100,000 entries held 140 MB that way, and 57 MB this way, in the same time.
    pub(crate) fn page(
        &self,
        mut from: Bound<Place>,
        rows_max: usize,
    ) -> Result<Vec<RawRow>, StoreError> {
        let mut rows = Vec::new();
        while rows.len() < rows_max {
            let range = self.log.range(keys::entries(from));
            let next = self.guarded("read", || { range }.next().transpose())?;
            let Some((key, value)) = next else { break };
            let place = keys::read_entry(&key).ok_or_else(|| bad_key(&key))?;
            from = Bound::Excluded(place);
            rows.push(RawRow { place, value });
        }
        Ok(rows)
    }

    /// One entry, with its whole body.
    pub(crate) fn entry(&self, place: Place) -> Result<Option<Entry>, StoreError> {
        let value = self.guarded("read", || self.log.get(keys::entry(place)))?;
        value.map(|value| self.whole(&RawRow { place, value })).transpose()
    }

    /// The entry of a row, with its whole body.
    pub(crate) fn whole(&self, raw: &RawRow) -> Result<Entry, StoreError> {
        let bad = |detail: String| StoreError::Corrupt { detail };
        let row = Row::read(&raw.value).map_err(|flaw| bad(flaw.to_string()))?;
        let mut body = row.inline.to_vec();
        for (piece, bytes) in row.pieces() {
            let found = self.guarded("read", || self.bodies.get(keys::piece(raw.place, piece)))?;
            let found =
                found.ok_or_else(|| bad(format!("piece {piece} of the body is missing")))?;
            if found.len() != bytes {
                return Err(bad(format!("piece {piece} of the body has another length")));
            }
            body.extend_from_slice(&found);
        }
        Ok(Entry { statement: row.statement.to_vec(), body })
    }

    /// What the store takes on the disk.
    pub(crate) fn size_bytes(&self) -> Result<u64, StoreError> {
        self.guarded("measure", || self.db.size_on_disk())
    }

    /// Whether so many bytes may be written.
    pub(crate) fn make_room(&self, bytes: u64) -> Result<(), StoreError> {
        match disk::has_room(&self.file, bytes) {
            Ok(true) => Ok(()),
            Ok(false) => Err(StoreError::DiskFull),
            Err(source) => Err(StoreError::Io { action: "measure the disk of", source }),
        }
    }

    fn put(&self, key: Vec<u8>, value: &[u8]) -> Result<(), StoreError> {
        self.guarded("write to", || self.log.insert(key, value)).map(|_| ())
    }

    fn rows<T>(
        &self,
        prefix: &[u8],
        read: impl Fn(&[u8], &[u8]) -> Option<T>,
    ) -> Result<Vec<T>, StoreError> {
        let rows =
            self.guarded("read", || self.log.scan_prefix(prefix).collect::<Result<Vec<_>, _>>())?;
        rows.iter().map(|(key, value)| read(key, value).ok_or_else(|| bad_key(key))).collect()
    }

    /// Where sled meets bytes that it did not write, it panics: here that is an answer.
    fn guarded<T>(
        &self,
        action: &'static str,
        work: impl FnOnce() -> sled::Result<T>,
    ) -> Result<T, StoreError> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(done) => done.map_err(|error| StoreError::from_sled(action, error)),
            Err(_) => Err(StoreError::Corrupt { detail: format!("sled stopped at: {action}") }),
        }
    }

    fn check_version(&self) -> Result<(), OpenError> {
        let fail = |error: StoreError| error.while_opening(&self.dir);
        let sled = |error| fail(StoreError::from_sled("read", error));
        let dir = self.dir.clone();
        match self.log.get(keys::FORMAT).map_err(sled)? {
            Some(value) => match <[u8; 4]>::try_from(&value[..]).map(u32::from_be_bytes) {
                Ok(VERSION | VERSION_WITHOUT_TREES) => self.mark_used().map_err(fail),
                Ok(found) => Err(OpenError::NewerVersion { dir, found, known: VERSION }),
                Err(_) => Err(OpenError::Corrupt { dir, detail: "no format version".to_owned() }),
            },
            None if self.log.first().map_err(sled)?.is_some() => {
                Err(OpenError::Corrupt { dir, detail: "rows but no format version".to_owned() })
            }
            // sled takes a damaged beginning for an empty file, and says nothing.
            None if self.was_used().map_err(fail)? => Err(OpenError::Corrupt {
                dir,
                detail: "it was in use, and nothing in it can be read".to_owned(),
            }),
            None => {
                self.make_room(0).map_err(fail)?;
                self.put(keys::FORMAT.to_vec(), &VERSION.to_be_bytes()).map_err(fail)?;
                self.flush().map_err(fail)?;
                self.mark_used().map_err(fail)
            }
        }
    }

    /// States this release's format, once everything is there that belongs to it.
    pub(crate) fn mark_version(&self) -> Result<(), StoreError> {
        let version = VERSION.to_be_bytes();
        if self.row(keys::FORMAT)?.is_some_and(|row| *row == version) {
            return Ok(());
        }
        // What opening has put right comes first.
        self.flush()?;
        self.put(keys::FORMAT.to_vec(), &version)?;
        self.flush()
    }

    fn was_used(&self) -> Result<bool, StoreError> {
        let length = self.lock.metadata().map(|metadata| metadata.len());
        length.map(|bytes| bytes > 0).map_err(|source| StoreError::from_io("measure", source))
    }

    /// Notes beside sled's files that they hold something.
    fn mark_used(&self) -> Result<(), StoreError> {
        if self.was_used()? {
            return Ok(());
        }
        let io = |source| StoreError::from_io("write to", source);
        (&self.lock).write_all(b"used\n").map_err(io)?;
        self.lock.sync_all().map_err(io)
    }
}

fn bad_key(key: &[u8]) -> StoreError {
    StoreError::Corrupt { detail: format!("a row that nobody wrote, key {key:02x?}") }
}

/// Takes our own lock, so that "in use" need not be guessed from the text of sled's error.
pub(crate) fn lock(dir: &Path) -> Result<File, OpenError> {
    let fail = |source| StoreError::from_io("open", source).while_opening(dir);
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(fail)?;
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(dir.join("lock"))
        .map_err(fail)?;
    match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(lock),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(OpenError::Locked { dir: dir.to_owned() }),
        Err(errno) => Err(fail(io::Error::from(errno))),
    }
}

/// Starts sled. On damage it may also panic: that is an answer, and not the end of the process.
fn start(dir: &Path, cache_bytes: u64) -> Result<Db, OpenError> {
    let config = sled::Config::default()
        .path(dir)
        .cache_capacity(cache_bytes)
        .segment_size(SEGMENT_BYTES)
        .use_compression(false)
        // Nothing is flushed behind our back: a flush is a promise that somebody waits for.
        .flush_every_ms(None);
    let mut tries = 0;
    loop {
        match catch_unwind(AssertUnwindSafe(|| config.open())) {
            Ok(Ok(db)) => return Ok(db),
            Ok(Err(sled::Error::Io(error))) if error.to_string().contains("acquire lock") => {
                tries += 1;
                if tries > REOPEN_TRIES_MAX {
                    return Err(OpenError::Locked { dir: dir.to_owned() });
                }
                std::thread::sleep(REOPEN_RETRY);
            }
            Ok(Err(error)) => {
                return Err(StoreError::from_sled("open", error).while_opening(dir));
            }
            Err(_) => {
                let detail = "sled stopped while reading it back".to_owned();
                return Err(OpenError::Corrupt { dir: dir.to_owned(), detail });
            }
        }
    }
}
