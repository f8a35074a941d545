//! What has to be looked at again because of an entry, and because of forks and cuts.
//!
//! Whoever keeps something that follows from threads asks here which threads an entry can have changed. The
//! invariant: what is not named is what it was before the entry came.

use std::collections::{BTreeMap, BTreeSet};

use chancery_ledger::log::{Id, LogId, Position};

use crate::Store;
use crate::index::At;

#[cfg(test)]
mod tests;

/// What an entry can have changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// The records whose threads may read otherwise: its own; the one that it speaks of, or whose
    /// remark it corrects; and those that came before it and speak of it.
    pub records: BTreeSet<Position>,
    /// Entries that were shown as records of their own while this one was not held, and belong to it now.
    pub absorbed: BTreeSet<Position>,
}

/// What bears on all entries of a log at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marked {
    /// From this place on it is forked.
    pub forked_from: Option<u64>,
    /// It is closed behind its last place that stands; altogether, where that is none.
    pub closed_behind: Option<Option<(u64, Id)>>,
}

impl Store {
    /// What an entry can have changed; nothing when it is not held.
    pub fn touched(&self, position: Position) -> Touched {
        let index = self.index();
        let mut touched = Touched::default();
        let Some(at) = index.at(position) else { return touched };
        let mut record = |at: At| {
            let root = index.shown_root(at);
            touched.records.insert(index.position(root));
            // What it is about shows who disputes it, and who has seen the same.
            if let Some(target) = index.target(root) {
                touched.records.insert(index.position(index.shown_root(target)));
            }
        };
        record(at);
        for by in index.naming(at) {
            record(by);
            if index.shown_root(by) != by {
                touched.absorbed.insert(index.position(by));
            }
        }
        touched
    }

    /// The logs that are forked or closed.
    pub fn marked(&self) -> BTreeMap<LogId, Marked> {
        self.index().marked()
    }
}
