//! sled, opened so that its promises are the ones this project needs.
//!
//! Two trees: the log (entries, heads, log numbers, proofs) and the bodies. A batch writes its
//! bodies first and its entries with their heads second, each atomically, and sled recovers a
//! prefix of what was written: so a crash leaves at most a body without an entry, never an entry
//! without its body, nor a head without its entry. The invariant of [`Database::flush`]: what was
//! written before it is on the disk, not only in the kernel (sled stops at `sync_file_range`).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use sled::{Batch, Db, Tree};

use crate::disk;
use crate::error::{OpenError, StoreError};
use crate::keys::{self, Place, Slot};

#[cfg(test)]
mod tests;

/// The format that this release writes and reads.
const VERSION: u32 = 1;
/// A sled leaf holds up to 17 rows, and a page above a quarter of a segment goes to a file of its
/// own that is never fsynced. 17 pieces of 12 KiB are 204 KiB, a quarter of a segment is 256 KiB.
const PIECE_BYTES: usize = 12 * 1024;
const SEGMENT_BYTES: usize = 1024 * 1024;
/// sled lets go of its file a moment after its handle is dropped: 40 tries of 25 ms.
const REOPEN_TRIES_MAX: u32 = 40;
const REOPEN_RETRY: Duration = Duration::from_millis(25);

/// One entry to be written: where, the statement with its id, the body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) place: Place,
    pub(crate) id: [u8; 32],
    pub(crate) statement: &'a [u8],
    pub(crate) body: &'a [u8],
}

/// The open database. Fields drop in order: sled first, our lock last.
#[derive(Debug)]
pub(crate) struct Database {
    log: Tree,
    bodies: Tree,
    db: Db,
    file: File,
    dir: PathBuf,
    _lock: File,
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
            let this = Database { log, bodies, db, file, dir: dir.to_owned(), _lock: lock };
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

    /// Writes a batch that is one log prefix after another. Not durable before [`Self::flush`].
    pub(crate) fn write(&self, rows: &[Row<'_>]) -> Result<(), StoreError> {
        let bytes: usize = rows.iter().map(|row| row.statement.len() + row.body.len()).sum();
        // Twice: sled writes a page again when it has grown.
        self.make_room(bytes as u64 * 2)?;
        let mut bodies = Batch::default();
        let mut entries = Batch::default();
        for row in rows {
            for (piece, bytes) in pieces(row.body) {
                let too_long = StoreError::TooLong { bytes: row.body.len() };
                let piece = u16::try_from(piece).map_err(|_| too_long)?;
                bodies.insert(keys::piece(row.place, piece), bytes);
            }
            entries.insert(keys::entry(row.place), row.statement);
            // Later rows of a log overwrite the head of earlier ones, inside the batch.
            let head = keys::head_value(row.place.seq, &row.id);
            entries.insert(keys::head(row.place.slot), head);
        }
        let sled = |error| StoreError::from_sled("write to", error);
        self.bodies.apply_batch(bodies).map_err(sled)?;
        self.log.apply_batch(entries).map_err(sled)
    }

    /// Returns when everything written before is on the disk.
    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        self.db.flush().map_err(|error| StoreError::from_sled("flush", error))?;
        self.file.sync_all().map_err(|source| StoreError::from_io("flush", source))
    }

    /// The numbers given to statement keys so far.
    pub(crate) fn numbers(&self) -> Result<Vec<([u8; 32], u32)>, StoreError> {
        self.rows(&keys::numbers(), keys::read_number)
    }

    /// The heads as they were written with their entries.
    pub(crate) fn heads(&self) -> Result<Vec<(Slot, u64, [u8; 32])>, StoreError> {
        self.rows(&keys::heads(), keys::read_head)
    }

    /// The proofs of equivocation.
    pub(crate) fn proofs(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.rows(&keys::proofs(), |_, value| Some(value.to_vec()))
    }

    pub(crate) fn put_number(&self, key: &[u8; 32], number: u32) -> Result<(), StoreError> {
        self.put(keys::number(key), &number.to_be_bytes())
    }

    pub(crate) fn put_head(&self, slot: Slot, seq: u64, id: &[u8; 32]) -> Result<(), StoreError> {
        self.put(keys::head(slot), &keys::head_value(seq, id))
    }

    pub(crate) fn put_proof(
        &self,
        key: &[u8; 32],
        epoch: u64,
        proof: &[u8],
    ) -> Result<(), StoreError> {
        self.put(keys::proof(key, epoch), proof)
    }

    /// All statements, log by log in order of number and epoch, each from its lowest seq.
    pub(crate) fn statements(
        &self,
    ) -> impl Iterator<Item = Result<(Place, sled::IVec), StoreError>> {
        self.log.scan_prefix(keys::entries()).map(|row| {
            let (key, value) = row.map_err(|error| StoreError::from_sled("read", error))?;
            Ok((keys::read_entry(&key).ok_or_else(|| bad_key(&key))?, value))
        })
    }

    pub(crate) fn statement(&self, place: Place) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.log.get(keys::entry(place));
        let found = found.map_err(|error| StoreError::from_sled("read", error))?;
        Ok(found.map(|value| value.to_vec()))
    }

    /// A body, or nothing when no piece of it is there.
    pub(crate) fn body(&self, place: Place) -> Result<Option<Vec<u8>>, StoreError> {
        let mut body = None;
        for (expected, row) in self.bodies.scan_prefix(keys::body(place)).enumerate() {
            let (key, value) = row.map_err(|error| StoreError::from_sled("read", error))?;
            let (_, piece) = keys::read_piece(&key).ok_or_else(|| bad_key(&key))?;
            if usize::from(piece) != expected {
                return Err(StoreError::Corrupt { detail: format!("piece {expected} is missing") });
            }
            body.get_or_insert_with(Vec::new).extend_from_slice(&value);
        }
        Ok(body)
    }

    /// Places that have a body, also those whose entry a crash took.
    pub(crate) fn body_places(&self) -> impl Iterator<Item = Result<Place, StoreError>> {
        self.bodies.iter().keys().filter_map(|key| match key {
            Ok(key) => match keys::read_piece(&key) {
                Some((place, 0)) => Some(Ok(place)),
                Some(_) => None,
                None => Some(Err(bad_key(&key))),
            },
            Err(error) => Some(Err(StoreError::from_sled("read", error))),
        })
    }

    /// What the store takes on the disk.
    pub(crate) fn size_bytes(&self) -> Result<u64, StoreError> {
        self.db.size_on_disk().map_err(|error| StoreError::from_sled("measure", error))
    }

    fn make_room(&self, bytes: u64) -> Result<(), StoreError> {
        match disk::has_room(&self.dir, bytes) {
            Ok(true) => Ok(()),
            Ok(false) => Err(StoreError::DiskFull),
            Err(source) => Err(StoreError::Io { action: "measure the disk of", source }),
        }
    }

    fn put(&self, key: Vec<u8>, value: &[u8]) -> Result<(), StoreError> {
        self.make_room(value.len() as u64)?;
        let done = self.log.insert(key, value);
        done.map(|_| ()).map_err(|error| StoreError::from_sled("write to", error))
    }

    fn rows<T>(
        &self,
        prefix: &[u8],
        read: impl Fn(&[u8], &[u8]) -> Option<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut out = Vec::new();
        for row in self.log.scan_prefix(prefix) {
            let (key, value) = row.map_err(|error| StoreError::from_sled("read", error))?;
            out.push(read(&key, &value).ok_or_else(|| bad_key(&key))?);
        }
        Ok(out)
    }

    fn check_version(&self) -> Result<(), OpenError> {
        let fail = |error: StoreError| error.while_opening(&self.dir);
        let sled = |error| fail(StoreError::from_sled("read", error));
        let dir = self.dir.clone();
        match self.log.get(keys::FORMAT).map_err(sled)? {
            Some(value) => match <[u8; 4]>::try_from(&value[..]).map(u32::from_be_bytes) {
                Ok(VERSION) => Ok(()),
                Ok(found) => Err(OpenError::NewerVersion { dir, found, known: VERSION }),
                Err(_) => Err(OpenError::Corrupt { dir, detail: "no format version".to_owned() }),
            },
            None if self.log.first().map_err(sled)?.is_some() => {
                Err(OpenError::Corrupt { dir, detail: "rows but no format version".to_owned() })
            }
            None => {
                self.put(keys::FORMAT.to_vec(), &VERSION.to_be_bytes()).map_err(fail)?;
                self.flush().map_err(fail)
            }
        }
    }
}

/// A body in pieces; an empty one still has one, so that it is told from a missing one.
fn pieces(body: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let none = body.is_empty().then_some(body);
    none.into_iter().chain(body.chunks(PIECE_BYTES)).enumerate()
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
