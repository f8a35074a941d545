//! Ingest, by the way that a node takes: signatures are checked on all cores, what is authentic is admitted,
//! one thread appends and syncs, and behind it another reads what is durable and indexes it.
//!
//! The rate is that of durable entries; how long the index takes to be level with them is measured beside it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use chancery_ledger::log::{Admissible, Chain, LogId};
use chancery_ledger::statement::{Authentic, Entry};
use chancery_store::Store;
use chancery_testkit::Cast;

use crate::data::Data;
use crate::indexes::{Indexes, Reading};

/// Entries in one append and sync, as the machine gives them to the disk thread.
const BATCH: usize = 2_048;

/// Batches that wait between two steps.
const WAITING: usize = 2;

/// Bytes of the store's cache, as a node has it.
pub const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// How long the indexer waits when it is level with the store.
const LEVEL_WAIT: Duration = Duration::from_millis(20);

/// Whether an indexer runs beside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Indexing {
    Off,
    On,
}

/// What came of it, in seconds.
pub struct Taken {
    /// Until all entries were durable.
    pub durable_s: f64,
    /// Until the index was level with them.
    pub level_s: f64,
    /// How many entries it was behind when the last one was durable.
    pub behind: u64,
}

/// Takes in so many entries of the corpus under a directory: `store`, and `index` beside it.
pub fn ingest(data: &Data, under: &Path, entries: u64, indexing: Indexing) -> Taken {
    let cast = data.corpus.cast();
    let store = Store::open(&under.join("store"), CACHE_BYTES, cast.directory()).unwrap();
    let indexes = (indexing == Indexing::On).then(|| Indexes::begin(&under.join("index")));
    let done = AtomicBool::new(false);
    let start = Instant::now();
    let (durable_s, behind) = std::thread::scope(|scope| {
        let (to_check, checked) = sync_channel(WAITING);
        let (to_disk, from_machine) = sync_channel(WAITING);
        let read = data.entries(entries);
        scope.spawn(move || {
            let mut read = read.peekable();
            while read.peek().is_some() {
                let batch: Vec<Entry> = read.by_ref().take(BATCH).collect();
                to_check.send(batch).unwrap();
            }
        });
        scope.spawn(move || admit(cast, checked, |batch| to_disk.send(batch).unwrap()));
        let indexer = indexes.as_ref().map(|indexes| {
            scope.spawn(|| {
                while !done.load(Ordering::Acquire) || indexes.behind(&store) > 0 {
                    if indexes.advance(&store, Reading::Along) == 0 {
                        std::thread::sleep(LEVEL_WAIT);
                    }
                }
            })
        });
        for batch in from_machine {
            store.append(&batch).unwrap();
            store.sync().unwrap();
        }
        let durable_s = start.elapsed().as_secs_f64();
        let behind = indexes.as_ref().map_or(0, |indexes| indexes.behind(&store));
        done.store(true, Ordering::Release);
        if let Some(indexer) = indexer {
            indexer.join().unwrap();
        }
        (durable_s, behind)
    });
    Taken { durable_s, level_s: start.elapsed().as_secs_f64(), behind }
}

/// Checks each batch on all cores, and admits it.
fn admit(cast: &Cast, batches: Receiver<Vec<Entry>>, give: impl Fn(Vec<Admissible>)) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut chains: BTreeMap<LogId, Chain> =
        cast.players().iter().map(|player| (player.log(), Chain::new(player.log()))).collect();
    for batch in batches {
        let size = batch.len().div_ceil(cores).max(1);
        let checked: Vec<Authentic> = std::thread::scope(|scope| {
            let parts: Vec<_> = batch
                .chunks(size)
                .map(|part| scope.spawn(|| part.iter().map(|entry| check(cast, entry)).collect()))
                .collect();
            parts.into_iter().flat_map(|part| -> Vec<Authentic> { part.join().unwrap() }).collect()
        });
        let admitted = checked.into_iter().map(|entry| {
            let chain = chains.get_mut(&entry.position().log).unwrap();
            chain.admit(entry, cast.directory()).unwrap()
        });
        give(admitted.collect());
    }
}

fn check(cast: &Cast, entry: &Entry) -> Authentic {
    let decoded = entry.clone().decode().unwrap();
    let key = decoded.header().key;
    let certificate = |player: &&chancery_testkit::Player| player.log().key == key;
    let player = cast.players().iter().find(certificate).unwrap();
    decoded.authenticate(&player.certificate().statement_key).unwrap()
}
