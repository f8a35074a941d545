//! The store's threads: which entries belong to a record, and how it stands in a list on a given day.
//!
//! A thread is found from the index alone; what it says is in the entries. The invariant: a thread is a
//! function of the set of entries held, in the order of epoch, seq and key, whatever came first.

use std::collections::BTreeSet;

use chancery_ledger::log::{Id, Position};
use chancery_ledger::statement::Issuer;

use crate::Store;
use crate::index::At;
use crate::index::facts::{Day, native_digest};
use crate::judged::{Judge, order};
use crate::marks::{Marks, marks};
use crate::standing::{Standing, is_over, standing};

#[cfg(test)]
pub(crate) mod tests;

/// What is read for one thread: with at most 256 KiB a body a hostile one could cost 1 GiB of disk reads,
/// an honest one of twenty corrections and all states' acknowledgements has fifty.
const SAID_MAX: usize = 4096;

/// The entries of a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The record that the thread is about.
    pub root: Position,
    /// What the record itself is about, if it is a remark and that is held.
    pub target: Option<Position>,
    /// All that is said in it, the root first: what its issuer said later, then what names any of
    /// these as its target, each with what its own issuer said of it.
    pub said: Vec<Position>,
    /// What else stands in relation to any version of it.
    pub related: Vec<Position>,
    /// So many are left out because the thread is too long.
    pub left_out: usize,
}

/// How an entry stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// Whether it stands.
    pub standing: Standing,
    /// What stands beside that.
    pub marks: Marks,
    /// The record of which it is a version, or of which it speaks as its originator, is over.
    pub over: bool,
}

impl Store {
    /// The thread that an entry belongs to; nothing when it is not held.
    pub fn thread(&self, position: Position) -> Option<Thread> {
        let index = self.index();
        let root = index.shown_root(index.at(position)?);
        let mut judge = Judge::new(&index);
        let own = judge.of(root).0.members.clone();
        let mut remarks = BTreeSet::new();
        for version in &own {
            let foreign = index.about(*version).map(|(by, _)| by).filter(|by| !own.contains(by));
            remarks.extend(foreign.map(|by| (order(&index, by), by)));
        }
        let mut of = |by| judge.of(by).0.members.clone();
        let remarks: Vec<At> = remarks.into_iter().flat_map(|(_, by)| of(by)).collect();
        let mut seen = BTreeSet::new();
        let all: Vec<At> =
            own.iter().copied().chain(remarks).filter(|at| seen.insert(*at)).collect();
        let related: BTreeSet<Position> = own
            .iter()
            .flat_map(|version| index.related_to(*version))
            .map(|at| index.position(at))
            .collect();
        Some(Thread {
            root: index.position(root),
            target: index.target(root).map(|target| index.position(target)),
            said: all.iter().take(SAID_MAX).map(|at| index.position(*at)).collect(),
            related: related.into_iter().collect(),
            left_out: all.len().saturating_sub(SAID_MAX),
        })
    }

    /// How an entry stands on a day; nothing when it is not held.
    pub fn stand(&self, position: Position, today: Option<Day>) -> Option<Stand> {
        let index = self.index();
        index.at(position).map(|at| stand(&mut Judge::new(&index), at, today))
    }

    /// The roots of the threads of this issuer in which its own file number stands, each once.
    pub fn with_native(&self, issuer: &Issuer, native: &str) -> Vec<Position> {
        let index = self.index();
        let found = index.with_native(native_digest(issuer, native));
        let roots: BTreeSet<Position> =
            found.map(|at| index.position(index.thread_root(at))).collect();
        roots.into_iter().collect()
    }

    /// The record whose thread an entry belongs to; nothing when it is not held.
    pub fn root_of(&self, position: Position) -> Option<Position> {
        let index = self.index();
        index.at(position).map(|at| index.position(index.thread_root(at)))
    }

    /// The id of the entry at a place; nothing when it is not held.
    pub fn id_at(&self, position: Position) -> Option<Id> {
        self.index().id_at(position)
    }

    /// Where the entry of this id stands; nothing when it is not held.
    pub fn position_of(&self, id: Id) -> Option<Position> {
        let index = self.index();
        index.by_id(id).map(|at| index.position(at))
    }
}

pub(crate) fn stand(judge: &mut Judge<'_>, at: At, today: Option<Day>) -> Stand {
    Stand {
        standing: standing(judge, at, today),
        marks: marks(judge, at),
        over: is_over(&judge.of(at).0, today),
    }
}
