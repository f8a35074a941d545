//! The store's writing half, and what it takes to open it.
//!
//! Entries climb to here as `Admissible` and nothing else gets in. Writing has two steps, so that
//! many entries share one fsync: [`Store::append`] hands a batch to the database, [`Store::sync`]
//! returns when everything appended is on the disk. The invariant between them: what is not
//! durable is not readable, so nothing can be served, counted or acknowledged too early.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::{Admissible, Head, Id, LogId, Position};
use chancery_ledger::roster::Directory;
use chancery_ledger::tree::{Appender, TileId, TreeHead};

use crate::database::{Changes, Database, NewEntry};
use crate::error::{OpenError, StoreError};
use crate::index::{Index, Noted};
use crate::keys::{Place, Slot};
use crate::papers;
use crate::problem::Problem;
use crate::row::ROW_BYTES_MAX;
use crate::scan;
use crate::tree;
use crate::witness::Witness;

#[cfg(test)]
mod tests;

/// What a node remembers. Share it as an `Arc`: every method takes `&self`.
#[derive(Debug)]
pub struct Store {
    pub(crate) database: Database,
    /// Durable entries only. Held for moments, never over a read or write of the database.
    index: RwLock<Index>,
    /// The trees with all that was appended, changed by the writer when their full tiles are written.
    pub(crate) trees: RwLock<HashMap<LogId, Appender>>,
    pub(crate) tiles_read: AtomicU64,
    /// As it is durable.
    pub(crate) witness: RwLock<Witness>,
    /// Held over writing and flushing: one writer at a time.
    writer: Mutex<Writer>,
    dir: PathBuf,
    damage: Vec<Problem>,
}

/// What stands between appending and being durable.
#[derive(Debug)]
pub(crate) struct Writer {
    /// The numbers of statement keys in the database's keys.
    numbers: HashMap<[u8; 32], u32>,
    next_number: u32,
    /// Every log's last appended entry, also the ones that are not yet durable.
    tips: BTreeMap<LogId, Head>,
    /// Appended and not yet durable.
    pending: Vec<Noted>,
    poisoned: bool,
}

impl Store {
    /// Opens or creates the store in `dir`, and reads everything back to build the index.
    ///
    /// Damage inside a log does not keep the others from opening: such a log ends before its
    /// first bad entry, so that the rest is fetched again, and [`Store::damage`] names it.
    ///
    /// # Errors
    /// When it is in use, of a newer format, or cannot be read at all: see [`crate::set_aside`].
    pub fn open(dir: &Path, cache_bytes: u64, directory: &Directory) -> Result<Store, OpenError> {
        Store::open_learning(dir, cache_bytes, |_| directory.clone())
    }

    /// The same, for a caller who has the directory only when the acts that the store holds are read.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_learning(
        dir: &Path,
        cache_bytes: u64,
        learn: impl FnOnce(Vec<Vec<u8>>) -> Directory,
    ) -> Result<Store, OpenError> {
        let database = Database::open(dir, cache_bytes)?;
        let fail = |error: StoreError| error.while_opening(dir);
        let directory = learn(papers::acts(&database).map_err(fail)?);
        let scanned = scan::scan(&database, dir, &directory).map_err(fail)?;
        database.mark_version().map_err(fail)?;
        for problem in &scanned.problems {
            tracing::error!(what = problem.what, action = problem.action, "the store is damaged");
        }
        let writer = Writer {
            numbers: scanned.numbers,
            next_number: scanned.next_number,
            tips: scanned.index.heads().into_iter().map(|head| (head.log, head)).collect(),
            pending: Vec::new(),
            poisoned: false,
        };
        Ok(Store {
            database,
            index: RwLock::new(scanned.index),
            trees: RwLock::new(scanned.trees),
            tiles_read: AtomicU64::new(0),
            witness: RwLock::new(scanned.witness),
            writer: Mutex::new(writer),
            dir: dir.to_owned(),
            damage: scanned.problems,
        })
    }

    /// What was found damaged on opening.
    pub fn damage(&self) -> &[Problem] {
        &self.damage
    }

    /// Where it is.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Writes a batch, each log's entries in order. Entries that are held already are passed
    /// over. Nothing counts, and nothing is readable, before [`Store::sync`] has returned.
    ///
    /// # Errors
    /// Nothing of the batch counts then. Refusals (a gap, a conflict, no room, too long) leave the
    /// store as it was; after any other error it must be opened again.
    pub fn append(&self, batch: &[Admissible]) -> Result<(), StoreError> {
        let mut writer = self.writer()?;
        let mut tips: BTreeMap<LogId, Head> = BTreeMap::new();
        let mut fresh = Vec::with_capacity(batch.len());
        for entry in batch {
            let Position { log, seq } = entry.position();
            let tip = tips.get(&log).or_else(|| writer.tips.get(&log)).copied();
            let expected = tip.map_or(0, |tip| tip.seq + 1);
            if seq > expected {
                return Err(StoreError::Gap { expected, found: seq });
            }
            if seq < expected {
                let appended = fresh.iter().any(|new: &&Admissible| new.id() == entry.id());
                if appended || self.holds(&writer, entry.position(), entry.id()) {
                    continue;
                }
                return Err(StoreError::Conflict { seq });
            }
            if entry.header().prev != tip.map(|tip| tip.tip) {
                return Err(StoreError::Conflict { seq });
            }
            tips.insert(log, Head { log, seq, tip: entry.id() });
            fresh.push(entry);
        }
        let noted = self.write(&mut writer, &fresh)?;
        writer.tips.extend(tips);
        writer.pending.extend(noted);
        Ok(())
    }

    /// Returns when everything appended is on the disk; from then on it is readable.
    ///
    /// # Errors
    /// It is unknown then what is on the disk: the store must be opened again.
    pub fn sync(&self) -> Result<(), StoreError> {
        let mut writer = self.writer()?;
        self.database.flush().inspect_err(|_| writer.poisoned = true)?;
        if !writer.pending.is_empty() {
            let logs: BTreeSet<LogId> =
                writer.pending.iter().map(|noted| noted.position.log).collect();
            let heads: Vec<(LogId, TreeHead)> = {
                let trees = self.trees.read().unwrap_or_else(PoisonError::into_inner);
                logs.iter().filter_map(|log| Some((*log, trees.get(log)?.head()))).collect()
            };
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            writer.pending.drain(..).for_each(|noted| index.add(noted));
            heads.into_iter().for_each(|(log, head)| index.grow(log, head));
        }
        Ok(())
    }

    /// Keeps a proof of equivocation; it is durable on return. A log has one: a later one takes
    /// the place of an earlier one, and which of two is kept is the caller's choice.
    ///
    /// # Errors
    /// The proof is not kept then.
    pub fn keep_evidence(&self, proof: &Equivocation) -> Result<(), StoreError> {
        let mut writer = self.writer()?;
        let position = proof.position();
        let bytes = proof.encode();
        if bytes.len() > ROW_BYTES_MAX {
            return Err(StoreError::TooLong { bytes: bytes.len() });
        }
        self.database.make_room(bytes.len() as u64)?;
        let put = self.database.put_proof(position.log, &bytes);
        put.and_then(|()| self.database.flush()).inspect_err(|_| writer.poisoned = true)?;
        self.index.write().unwrap_or_else(PoisonError::into_inner).fork(position, bytes);
        Ok(())
    }

    /// Closes logs behind their last place that stands, or altogether, instead of those that were
    /// closed before: what is behind it is shown as revoked. Not stored; derived from acts.
    pub fn close_logs(&self, cuts: impl IntoIterator<Item = (LogId, Option<(u64, Id)>)>) {
        let cuts = cuts.into_iter().collect();
        self.index.write().unwrap_or_else(PoisonError::into_inner).close(cuts);
    }

    /// Changes rows, all or none of them; it is durable on return.
    pub(crate) fn change(&self, writer: &mut Writer, rows: Changes) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        // Twice: sled writes a page again when it has grown.
        self.database.make_room(papers::bytes_of(&rows) * 2)?;
        let changed = self.database.change(rows);
        changed.and_then(|()| self.database.flush()).inspect_err(|_| writer.poisoned = true)
    }

    /// What the store takes on the disk.
    ///
    /// # Errors
    /// When the operating system does not say.
    pub fn size_bytes(&self) -> Result<u64, StoreError> {
        self.database.size_bytes()
    }

    pub(crate) fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every log's last written entry with its key in the database, durable or not, read while
    /// nobody writes, together with what `look` sees meanwhile.
    pub(crate) fn while_still<T>(
        &self,
        look: impl FnOnce(&Database) -> Result<T, StoreError>,
    ) -> Result<(Vec<(Slot, Head)>, T), StoreError> {
        let writer = self.writer()?;
        let slot = |head: &Head| {
            let number = *writer.numbers.get(&head.log.key)?;
            Some((Slot { number, epoch: head.log.epoch }, *head))
        };
        let written = writer.tips.values().filter_map(slot).collect();
        Ok((written, look(&self.database)?))
    }

    pub(crate) fn writer(&self) -> Result<MutexGuard<'_, Writer>, StoreError> {
        let writer = self.writer.lock().map_err(|_| StoreError::Poisoned)?;
        if writer.poisoned { Err(StoreError::Poisoned) } else { Ok(writer) }
    }

    fn holds(&self, writer: &Writer, position: Position, id: Id) -> bool {
        self.index().id_at(position) == Some(id)
            || writer.pending.iter().any(|noted| noted.id == id)
    }

    fn write(&self, writer: &mut Writer, fresh: &[&Admissible]) -> Result<Vec<Noted>, StoreError> {
        let mut rows: Vec<NewEntry<'_>> = Vec::with_capacity(fresh.len());
        let mut noted = Vec::with_capacity(fresh.len());
        let mut numbers = Vec::new();
        for entry in fresh {
            let Position { log: LogId { key, epoch }, seq } = entry.position();
            let number = writer.number(&key, &mut numbers);
            let id = *entry.id().as_bytes();
            let place = Place { slot: Slot { number, epoch }, seq };
            let (statement, body) = (&entry.entry().statement, &entry.entry().body);
            rows.push(NewEntry { place, id, statement, body });
            noted.push(Noted::new(entry.header(), entry.id(), body, number));
        }
        self.database.admits(&rows, self.tiles_filled_by(fresh))?;
        // From here on a failure may leave half a write, which only reading back can tell.
        writer.poisoned = true;
        for (key, number) in &numbers {
            self.database.put_number(key, *number)?;
        }
        self.database.write(&rows)?;
        // Behind the entries that fill them: a tile on the disk has its entries there. And before
        // they leave the memory, where readers look first.
        let grown = self.grown(fresh, &rows);
        for (slot, tile, bytes) in &grown.tiles {
            self.database.put_tile(*slot, *tile, bytes)?;
        }
        self.trees.write().unwrap_or_else(PoisonError::into_inner).extend(grown.trees);
        writer.poisoned = false;
        let count = u32::try_from(numbers.len()).expect("because logs are few");
        writer.next_number = writer.next_number.saturating_add(count);
        writer.numbers.extend(numbers);
        Ok(noted)
    }

    /// How many tiles these entries fill.
    fn tiles_filled_by(&self, fresh: &[&Admissible]) -> u64 {
        let mut sizes: BTreeMap<LogId, (u64, u64)> = BTreeMap::new();
        for Position { log, seq } in fresh.iter().map(|entry| entry.position()) {
            sizes.entry(log).or_insert((seq, seq)).1 = seq + 1;
        }
        sizes.into_values().map(|(before, after)| tree::filled_between(before, after)).sum()
    }

    /// The trees with these entries, and the tiles that they fill. Nothing has changed yet.
    fn grown(&self, fresh: &[&Admissible], rows: &[NewEntry<'_>]) -> Grown {
        let held = self.trees.read().unwrap_or_else(PoisonError::into_inner);
        let mut trees: HashMap<LogId, Appender> = HashMap::new();
        let mut tiles = Vec::new();
        for (entry, row) in fresh.iter().zip(rows) {
            let log = entry.position().log;
            let tree = trees.entry(log);
            let tree = tree.or_insert_with(|| held.get(&log).cloned().unwrap_or_default());
            tree.push(entry.leaf(), |tile, bytes| tiles.push((row.place.slot, tile, bytes)));
        }
        Grown { trees, tiles }
    }
}

/// Trees as they are after a batch, and the tiles that it fills.
struct Grown {
    trees: HashMap<LogId, Appender>,
    tiles: Vec<(Slot, TileId, Vec<u8>)>,
}

impl Writer {
    /// The number of a statement key, also one that this batch brings.
    fn number(&self, key: &[u8; 32], brought: &mut Vec<([u8; 32], u32)>) -> u32 {
        let given = brought.iter().find(|(new, _)| new == key).map(|(_, number)| *number);
        if let Some(number) = self.numbers.get(key).copied().or(given) {
            return number;
        }
        let count = u32::try_from(brought.len()).expect("because logs are few");
        let number = self.next_number.saturating_add(count);
        brought.push((*key, number));
        number
    }
}
