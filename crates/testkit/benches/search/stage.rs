//! The steps, each in a process of its own: it prints one line of JSON when it is done.

use std::path::Path;
use std::time::Instant;

use chancery_store::Store;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::Settings;
use crate::asked::{Asked, asked};
use crate::data::Data;
use crate::fold::told;
use crate::indexes::{Indexes, Reading};
use crate::ingest::{CACHE_BYTES, Indexing, ingest};
use crate::memory::Memory;
use crate::ours;
use crate::peer::{Loading, Peer};
use crate::table::Spread;

/// Rows that the peer takes in at once.
const ROWS: u64 = 5_000;

/// Rows of a screening of many.
pub const ROWS_SCREENED: usize = 1_000;

/// What a side answers to each kind of question.
#[derive(Serialize, Deserialize)]
pub struct Answers {
    /// Kind, plain, with all facets.
    pub kinds: Vec<(String, Spread, Spread)>,
    /// Question, total, hidden.
    pub totals: Vec<(String, i64, i64)>,
    pub screening: Spread,
    /// Names that were found whose party is known, of so many.
    pub found: (usize, usize),
    pub rows_s: f64,
    pub memory: Memory,
}

/// Runs the step of this name.
pub fn run(name: &str, settings: &Settings) {
    let under = &settings.under;
    let told = match name {
        "data" => {
            let start = Instant::now();
            let data = Data::new(under, settings.seed, settings.records);
            let bodies: u64 = data.entries(u64::MAX).map(|entry| entry.body.len() as u64).sum();
            json!({ "body_bytes": bodies, "made_s": start.elapsed().as_secs_f64() })
        }
        "ingest-off" => ingested(settings, settings.ingest, Indexing::Off),
        "ingest-on" => ingested(settings, settings.ingest, Indexing::On),
        "fill" => ingested(settings, u64::MAX, Indexing::Off),
        "rebuild" => rebuild(settings),
        "ask" => serde_json::to_value(ours::answers(settings)).unwrap(),
        "peer-load" => peer_load(settings),
        "peer-ask" => serde_json::to_value(ours::peer_answers(settings)).unwrap(),
        other => panic!("there is no step {other}"),
    };
    println!("{told}");
}

pub fn data(settings: &Settings) -> Data {
    Data::new(&settings.under, settings.seed, settings.records)
}

fn fresh(path: &Path) {
    if path.exists() {
        std::fs::remove_dir_all(path).unwrap();
    }
    std::fs::create_dir_all(path).unwrap();
}

fn ingested(settings: &Settings, entries: u64, indexing: Indexing) -> serde_json::Value {
    let under = settings.under.join(if entries == u64::MAX { "whole" } else { "round" });
    fresh(&under);
    let data = data(settings);
    let entries = entries.min(settings.records + data.corpus.cast().players().len() as u64);
    let taken = ingest(&data, &under, entries, indexing);
    json!({
        "entries": entries,
        "durable_s": taken.durable_s,
        "level_s": taken.level_s,
        "behind": taken.behind,
        "memory": Memory::now(),
        "store_bytes": size(&under.join("store")),
    })
}

/// Bytes of the files under a directory.
pub fn size(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(about) if about.is_dir() => size(&entry.path()),
            Ok(about) => about.len(),
            Err(_) => 0,
        })
        .sum()
}

fn store(settings: &Settings) -> Store {
    let cast = chancery_testkit::Cast::of_the_code();
    Store::open(&settings.under.join("whole/store"), CACHE_BYTES, cast.directory()).unwrap()
}

/// Makes both indexes from the store, as the command does, and notes what to ask.
fn rebuild(settings: &Settings) -> serde_json::Value {
    let store = store(settings);
    let under = settings.under.join("whole/index");
    fresh(&under);
    let before = Memory::now();
    let start = Instant::now();
    let indexes = Indexes::begin(&under);
    let mut entries = 0;
    loop {
        match indexes.advance(&store, Reading::Whole) {
            0 => break,
            put => entries += put,
        }
    }
    let taken = start.elapsed().as_secs_f64();
    note_questions(settings, &store);
    json!({
        "entries": entries,
        "taken_s": taken,
        "documents": indexes.records.documents().unwrap(),
        "records_bytes": size(&under.join("records")),
        "parties_bytes": size(&under.join("parties")),
        "before": before,
        "memory": Memory::now(),
    })
}

/// Takes questions from records that stand evenly over the store.
fn note_questions(settings: &Settings, store: &Store) {
    let heads = store.heads();
    let total: u64 = heads.iter().map(|head| head.seq).sum();
    let step = (total / (settings.variants as u64 * 4)).max(1);
    let mut questions: Vec<Asked> = Vec::new();
    for head in &heads {
        for seq in (1..=head.seq).step_by(usize::try_from(step).unwrap()) {
            let position = chancery_ledger::log::Position { log: head.log, seq };
            let document = told(store, position).and_then(|told| told.documents.into_iter().next());
            questions.extend(document.iter().flat_map(asked));
        }
    }
    write(&settings.under.join("questions.json"), &questions);
}

/// Takes the same in on the other side.
fn peer_load(settings: &Settings) -> serde_json::Value {
    let store = store(settings);
    let under = settings.under.join("peer");
    fresh(&under);
    let path = under.join("peer.sqlite");
    let (mut documents, mut taken) = (0_u64, 0.0);
    let peer = Peer::open(&path);
    let mut loading = Loading::default();
    let mut waiting = Vec::new();
    let mut flush = |waiting: &mut Vec<crate::fold::Told>| {
        let start = Instant::now();
        peer.begin();
        for told in waiting.drain(..) {
            told.documents.iter().for_each(|document| peer.put(document));
            peer.put_parties(&mut loading, &told.root, &told.appearances);
        }
        peer.commit();
        taken += start.elapsed().as_secs_f64();
    };
    for head in store.heads() {
        for seq in 0..=head.seq {
            let position = chancery_ledger::log::Position { log: head.log, seq };
            // It is spared the replacing: each record is put once, as it stands in the end.
            if store.root_of(position) != Some(position) {
                continue;
            }
            let Some(told) = told(&store, position) else { continue };
            documents += told.documents.len() as u64;
            waiting.push(told);
            if waiting.len() as u64 >= ROWS {
                flush(&mut waiting);
            }
        }
    }
    flush(&mut waiting);
    let start = Instant::now();
    peer.finish();
    let finish_s = start.elapsed().as_secs_f64();
    drop(peer);
    json!({
        "documents": documents, "taken_s": taken + finish_s, "bytes": size(&under),
        "memory": Memory::now(),
    })
}

pub fn write<T: Serialize>(path: &Path, value: &T) {
    std::fs::write(path, serde_json::to_vec(value).unwrap()).unwrap();
}

pub fn read<T: DeserializeOwned>(path: &Path) -> T {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}
