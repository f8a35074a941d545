//! Reads the logs into the index, a step at a time.
//!
//! An entry can change the documents of a few records: those are folded again and put in place of what stood there.
//! Forks and cuts change the worth of whole logs: those are taken out at once and read again. The invariant: what a
//! commit says was read is in it, folded from the store as it was then or later.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chancery_encoding::Digest;
use chancery_ledger::log::{Head, Id, LogId, Position};
use chancery_query::{Document, Log};
use chancery_search::{Flaw, Found, IndexError, Parties, Reached, Records, Watermark};
use chancery_store::Store;
use chancery_store::touched::Marked;
use chancery_thread::Thread;

use super::index::{Again, Index, Open};
use crate::clock::Uptime;
use crate::desk::Desk;
use crate::duties::threads::{digest_of, id_of};
use crate::screening::{Catalogue, appearances};
use crate::telling;

/// Entries of one step. Between two steps the node can stop, and the indexer rests.
const STEP_ENTRIES_MAX: u64 = 1_024;

/// What is read while far behind becomes visible after so many entries or so long: each commit costs a few
/// fsyncs and a segment that has to be merged.
const COMMIT_ENTRIES_MAX: u64 = 32_768;
const COMMIT_MS_MAX: u64 = 5_000;

/// Reads the logs into the index.
pub(super) struct Reader {
    store: Arc<Store>,
    index: Arc<Index>,
    catalogue: Arc<Catalogue>,
    open: Option<Reading>,
}

/// An index that is being filled.
struct Reading {
    records: Arc<Records>,
    /// Where there is one.
    parties: Option<Arc<Parties>>,
    /// Of each log, so many entries have been read.
    next: BTreeMap<LogId, u64>,
    marked: BTreeMap<LogId, Marked>,
    uncommitted: u64,
    committed: Uptime,
}

/// What a step came to.
#[derive(Debug)]
pub(super) enum Step {
    /// All that is held is visible.
    Done,
    /// There is more to do.
    More,
    /// It has to wait: the folder cannot be used.
    Stuck,
}

impl Reader {
    pub(super) fn new(desk: &Desk) -> Reader {
        let (store, index) = (Arc::clone(&desk.store), Arc::clone(&desk.index));
        Reader { store, index, catalogue: Arc::clone(&desk.catalogue), open: None }
    }

    /// One step. What goes wrong is noted, and mended in a later one.
    pub(super) fn step(&mut self) -> Step {
        let outcome = self.again().and_then(|()| self.try_step());
        let Err(error) = outcome else { return outcome.unwrap_or(Step::Stuck) };
        self.open = None;
        self.index.failed(&error);
        if !error.is_flawed() {
            let cause = crate::causes(&error);
            // The same trouble at every try is said once.
            let known =
                matches!(self.index.opened(), Open::Shut(it) if crate::causes(&*it) == cause);
            if !known {
                tracing::error!(cause, "the index of searches cannot be used");
            }
            self.index.set(Open::Shut(Arc::new(error)));
        }
        Step::Stuck
    }

    /// Clears the index away, if that was ordered.
    fn again(&mut self) -> Result<(), IndexError> {
        let Some(again) = self.index.account().again.clone() else { return Ok(()) };
        self.open = None;
        let records = Records::begin(&self.index.records_dir())?;
        let parties = self.begin_parties()?;
        let mut account = self.index.account();
        account.again = None;
        account.begun += 1;
        drop(account);
        match again {
            Again::Asked => {
                tracing::info!("the index of searches is made again, because it was asked for")
            }
            Again::Flawed(what) => self.index.note_flaw(what),
        }
        self.take(Arc::new(records), Some(parties), BTreeMap::new());
        Ok(())
    }

    /// The index of parties begins at nothing, with the lists put first.
    fn begin_parties(&self) -> Result<Arc<Parties>, IndexError> {
        let parties = self.catalogue.begin()?;
        if let Err(error) = self.catalogue.stock() {
            let cause = crate::causes(&error);
            tracing::error!(cause, "not all lists can be screened against");
        }
        Ok(parties)
    }

    /// The index of parties as it lies there, or begun anew where it is of another store; and how far it has read.
    fn open_parties(&self) -> Result<Option<(Arc<Parties>, Watermark)>, IndexError> {
        let Some(parties) = self.catalogue.parties() else { return Ok(None) };
        let watermark = parties.watermark();
        if self.is_of_this_store(&watermark) {
            return Ok(Some((parties, watermark)));
        }
        drop(parties);
        tracing::error!("the index of parties was of another store, and is made again");
        Ok(Some((self.begin_parties()?, Watermark::default())))
    }

    fn is_of_this_store(&self, watermark: &Watermark) -> bool {
        let is_held = |reached: &Reached| {
            let position = Position { log: log_id(reached.log), seq: reached.entries - 1 };
            self.store.id_at(position).is_some_and(|id| digest_of(id) == reached.tip)
        };
        // Which log was marked since is not known any more: nothing of it is believed.
        let stale = watermark.marks() != marks_digest(&self.store.marked());
        watermark.logs().all(|reached| is_held(&reached)) && !(stale && watermark.total() > 0)
    }

    fn take(
        &mut self,
        records: Arc<Records>,
        parties: Option<Arc<Parties>>,
        next: BTreeMap<LogId, u64>,
    ) {
        self.index.account().read = next.values().sum();
        let marked = self.store.marked();
        let committed = Uptime::start();
        self.index.set(Open::Ready(Arc::clone(&records)));
        self.open = Some(Reading { records, parties, next, marked, uncommitted: 0, committed });
    }

    /// Opens what lies on the disk, if it is of this store.
    fn open(&mut self) -> Result<(), IndexError> {
        let path = self.index.records_dir();
        let (records, found) = Records::open(&path)?;
        match found {
            Found::Whole | Found::Nothing => {}
            Found::Flawed(flaw) => {
                let what = crate::causes(&flaw);
                tracing::error!(what, "the index of searches was of no use, and is made again");
                self.index.account().begun += 1;
                self.index.note_flaw(what);
            }
        }
        let watermark = records.watermark();
        if !self.is_of_this_store(&watermark) {
            return Err(IndexError::flawed(&path, Flaw::OtherStore));
        }
        let parties = self.open_parties()?;
        // A crash between the two commits leaves one behind the other; what is read twice is put twice.
        let also = |log: &Log, entries: u64| match &parties {
            Some((_, watermark)) => entries.min(watermark.entries(log)),
            None => entries,
        };
        let next = watermark
            .logs()
            .map(|reached| (log_id(reached.log), also(&reached.log, reached.entries)))
            .collect();
        self.take(Arc::new(records), parties.map(|(parties, _)| parties), next);
        Ok(())
    }

    fn try_step(&mut self) -> Result<Step, IndexError> {
        if self.open.is_none() {
            match self.open() {
                // What lies there is of no use, and is cleared away at once.
                Err(error) if error.is_flawed() => {
                    self.index.failed(&error);
                    self.again()?;
                }
                opened => opened?,
            }
        }
        let Some(reading) = &mut self.open else { return Ok(Step::More) };
        reading.follow_marks(&self.store)?;
        let heads = self.store.heads();
        let (read, unread) = reading.read(&self.store, &heads)?;
        let behind =
            heads.iter().any(|head| reading.next.get(&head.log).copied() <= Some(head.seq));
        {
            let mut account = self.index.account();
            account.read = reading.next.values().sum();
            account.unread += unread;
        }
        reading.uncommitted += read;
        let due = reading.uncommitted >= COMMIT_ENTRIES_MAX
            || reading.committed.now_ms() >= COMMIT_MS_MAX
            || !behind;
        if reading.uncommitted > 0 && due {
            reading.commit(&self.store)?;
            self.index.told();
        } else if !behind {
            reading.records.refresh()?;
        }
        Ok(if behind { Step::More } else { Step::Done })
    }
}

impl Reading {
    /// Takes logs out that were forked or closed since, or are no longer, and lets them be read again.
    fn follow_marks(&mut self, store: &Store) -> Result<(), IndexError> {
        let now = store.marked();
        if now == self.marked {
            return Ok(());
        }
        let logs: BTreeSet<LogId> = now.keys().chain(self.marked.keys()).copied().collect();
        for log in logs.into_iter().filter(|log| now.get(log) != self.marked.get(log)) {
            self.records.forget(&log_of(log));
            self.next.remove(&log);
        }
        self.marked = now;
        self.commit(store)
    }

    /// Reads the next entries; gives how many, and how many threads could not be read.
    fn read(&mut self, store: &Store, heads: &[Head]) -> Result<(u64, u64), IndexError> {
        let (mut left, mut records, mut absorbed) =
            (STEP_ENTRIES_MAX, BTreeSet::new(), BTreeSet::new());
        for head in heads {
            let next = self.next.entry(head.log).or_insert(0);
            let end = (head.seq + 1).min(next.saturating_add(left));
            for seq in *next..end {
                let touched = store.touched(Position { log: head.log, seq });
                records.extend(touched.records);
                absorbed.extend(touched.absorbed);
            }
            left -= end.saturating_sub(*next);
            *next = end.max(*next);
        }
        // What is no record of its own any more goes first: its record is put behind it.
        for position in absorbed {
            if let Some(id) = store.id_at(position) {
                self.records.put(&digest_of(id), &[])?;
                if let Some(parties) = &self.parties {
                    parties.put(&digest_of(id), &[])?;
                }
            }
        }
        let mut unread = 0;
        for position in records {
            match telling::fold(store, position) {
                Ok(Some(thread)) => {
                    self.records.put(&thread.root, &documents(store, &thread))?;
                    if let Some(parties) = &self.parties {
                        parties.put(&thread.root, &appearances(&thread))?;
                    }
                }
                // An entry that is no record, such as a certificate.
                Ok(None) => {}
                Err(error) => {
                    let cause = crate::causes(&error);
                    tracing::error!(%position, cause, "a record cannot be searched: it cannot be read");
                    unread += 1;
                }
            }
        }
        Ok((STEP_ENTRIES_MAX - left, unread))
    }

    fn commit(&mut self, store: &Store) -> Result<(), IndexError> {
        let reached = self.next.iter().filter_map(|(log, entries)| {
            let tip = store.id_at(Position { log: *log, seq: entries.checked_sub(1)? })?;
            Some(Reached { log: log_of(*log), entries: *entries, tip: digest_of(tip) })
        });
        let watermark = Watermark::new(reached, marks_digest(&self.marked));
        if let Some(parties) = &self.parties {
            parties.commit(&watermark)?;
        }
        self.records.commit(&watermark)?;
        (self.uncommitted, self.committed) = (0, Uptime::start());
        Ok(())
    }
}

/// The documents of a record, a version each.
pub(super) fn documents(store: &Store, thread: &Thread) -> Vec<Document> {
    Document::of(thread, |id| {
        let position = store.position_of(id_of(*id))?;
        Some((log_of(position.log), position.seq))
    })
}

/// What bears on whole logs, in one digest: under another one an index has read something else.
pub(super) fn marks_digest(marked: &BTreeMap<LogId, Marked>) -> Digest {
    let mut bytes = Vec::new();
    let mut number = |number: Option<u64>| {
        bytes.extend(number.map_or(0, |_| 1_u64).to_be_bytes());
        bytes.extend(number.unwrap_or(0).to_be_bytes());
    };
    let mut ids: Vec<Id> = Vec::new();
    for (log, Marked { forked_from, closed_behind }) in marked {
        ids.push(Id::from_bytes(log.key));
        number(Some(log.epoch));
        number(*forked_from);
        number(closed_behind.map(|last| u64::from(last.is_some())));
        number(closed_behind.flatten().map(|(seq, _)| seq));
        ids.extend(closed_behind.flatten().map(|(_, id)| id));
    }
    ids.iter().for_each(|id| bytes.extend(id.as_bytes()));
    Digest::of(&bytes)
}

pub(super) fn log_of(log: LogId) -> Log {
    Log { key: log.key, epoch: log.epoch }
}

pub(super) fn log_id(log: Log) -> LogId {
    LogId { key: log.key, epoch: log.epoch }
}
