//! Both indexes with one watermark, kept level with a store.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use chancery_encoding::Digest;
use chancery_ledger::log::{LogId, Position};
use chancery_query::Log;
use chancery_search::{Parties, Reached, Records, Watermark};
use chancery_store::Store;

use crate::fold::{log, told};

/// Entries that are folded before it is asked whether to commit.
const STEP: u64 = 2_048;

/// While there is more to read a commit is made so often: each costs a sync and opens files.
const COMMIT_EVERY: Duration = Duration::from_secs(5);

/// What the store gets meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// More: every entry may change what was put before.
    Along,
    /// Nothing: each record is put once, as it stands.
    Whole,
}

/// The two indexes.
pub struct Indexes {
    pub records: Records,
    pub parties: Parties,
    state: Mutex<State>,
}

struct State {
    /// How far was put, per log.
    put: BTreeMap<LogId, u64>,
    /// When what was put last was committed.
    committed: Instant,
    pending: u64,
}

impl Indexes {
    /// Empty ones.
    pub fn begin(under: &Path) -> Indexes {
        let records = Records::begin(&under.join("records")).unwrap();
        let parties = Parties::begin(&under.join("parties")).unwrap();
        let state = State { put: BTreeMap::new(), committed: Instant::now(), pending: 0 };
        Indexes { records, parties, state: Mutex::new(state) }
    }

    /// Those that lie there.
    pub fn open(under: &Path) -> Indexes {
        let records = Records::open(&under.join("records")).unwrap().0;
        let parties = Parties::open(&under.join("parties")).unwrap().0;
        let state = State { put: BTreeMap::new(), committed: Instant::now(), pending: 0 };
        Indexes { records, parties, state: Mutex::new(state) }
    }

    /// How many durable entries it lacks.
    pub fn behind(&self, store: &Store) -> u64 {
        let held: Vec<(Log, u64)> =
            store.heads().iter().map(|head| (log(head.log), head.seq + 1)).collect();
        self.records.watermark().behind(held)
    }

    /// Puts a step of what is durable and not yet put, and commits when it is time; says how many.
    pub fn advance(&self, store: &Store, reading: Reading) -> u64 {
        let mut state = self.state.lock().unwrap();
        let mut left = STEP;
        let mut roots = BTreeSet::new();
        for head in store.heads() {
            let from = state.put.get(&head.log).copied().unwrap_or(0);
            let to = (head.seq + 1).min(from + left);
            for seq in from..to {
                touched(store, Position { log: head.log, seq }, reading, &mut roots);
            }
            left -= to - from;
            state.put.insert(head.log, to);
        }
        for root in roots {
            if let Some(told) = told(store, root) {
                self.records.put(&told.root, &told.documents).unwrap();
                self.parties.put(&told.root, &told.appearances).unwrap();
            }
        }
        let done = STEP - left;
        state.pending += done;
        let level = done < STEP;
        if state.pending > 0 && (level || state.committed.elapsed() > COMMIT_EVERY) {
            self.commit(store, &mut state);
        }
        done
    }

    fn commit(&self, store: &Store, state: &mut State) {
        let reached = state.put.iter().filter(|(_, entries)| **entries > 0).map(|(at, entries)| {
            let position = Position { log: *at, seq: entries - 1 };
            let tip = store.entry(position).unwrap().unwrap().decode().unwrap().id();
            let tip = Digest::from_bytes(*tip.as_bytes());
            Reached { log: log(*at), entries: *entries, tip }
        });
        let watermark = Watermark::new(reached, Digest::of(&[]));
        self.records.commit(&watermark).unwrap();
        self.parties.commit(&watermark).unwrap();
        state.committed = Instant::now();
        state.pending = 0;
    }
}

/// The records that an entry changes: the one that it is, or that it is said to, and the one that it speaks of.
fn touched(store: &Store, at: Position, reading: Reading, roots: &mut BTreeSet<Position>) {
    let root = store.root_of(at);
    if reading == Reading::Whole {
        roots.extend(root.filter(|root| *root == at));
        return;
    }
    roots.extend(root);
    let target = store.thread(at).and_then(|thread| thread.target);
    roots.extend(target.and_then(|target| store.root_of(target)));
}
