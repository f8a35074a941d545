//! A statement as the fold takes it in, and the set of those that are held.
//!
//! The set is indexed by id and by target, because everything here asks "what was said about this
//! one?". Building it and reading a whole thread off it takes O(n log n) for n statements: each is
//! looked at once under its target. Invariant: two equal sets give equal indexes, whatever the order
//! in which they were handed in.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_record::{Record, StateCode};

use crate::role::changes;

/// Who said something: a state's authority, as the signature proves it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Issuer {
    /// The state.
    pub state: StateCode,
    /// Its authority.
    pub authority: String,
}

/// Where something stands among all that one issuer said. A new key comes with a new epoch, hence
/// epoch before everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order {
    /// The epoch of the log.
    pub epoch: u64,
    /// The place in the log.
    pub seq: u64,
    /// The key of the log: an authority with two nodes has two logs.
    pub key: [u8; 32],
}

/// What has become of the place in the log where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nothing: what stands there counts.
    Stands,
    /// It stands where, or after, its author signed two different statements.
    Forked,
    /// Its state has closed the log, and it stands behind that place.
    Revoked {
        /// The last place of the log that stands; none when nothing of it does.
        last: Option<u64>,
    },
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The statement's id.
    pub id: Digest,
    /// Who said it.
    pub issuer: Issuer,
    /// Where it stands among all that the issuer said.
    pub order: Order,
    /// When, by the issuer's clock, in seconds since 1970.
    pub issued_at: i64,
    /// The reference in the statement.
    pub reference: String,
    /// What it says.
    pub record: Record,
    /// Whether it counts.
    pub place: Place,
}

impl Said {
    /// Whether it counts: whoever holds a leaked key could otherwise take everything back.
    pub(crate) fn counts(&self) -> bool {
        self.place == Place::Stands
    }

    /// The id that it names as its target; a reference alone is for people.
    pub(crate) fn target(&self) -> Option<Digest> {
        self.record.target()?.id?.parse().ok()
    }

    /// Whether it names another reference than the one of its target beside the target's id.
    pub(crate) fn contradicts(&self, target: &Said) -> bool {
        let named = self.record.target().and_then(|target| target.reference);
        named.is_some_and(|named| named != target.reference)
    }
}

/// All statements held, or as many of them as a thread needs: what it is asked about, what names one
/// of these as target, and so on.
#[derive(Clone, Debug)]
pub struct Statements<'a> {
    by_id: BTreeMap<Digest, &'a Said>,
    by_target: BTreeMap<Digest, Vec<&'a Said>>,
    /// How many statements were looked at: the cost, without a clock.
    #[cfg(test)]
    pub(crate) looked_at: std::cell::Cell<usize>,
}

impl<'a> Statements<'a> {
    /// Indexes a set. An id stands for exactly one statement, so what comes twice is taken once.
    pub fn new(said: impl IntoIterator<Item = &'a Said>) -> Self {
        let by_id: BTreeMap<Digest, &Said> = said.into_iter().map(|said| (said.id, said)).collect();
        let mut by_target: BTreeMap<Digest, Vec<&Said>> = BTreeMap::new();
        for said in by_id.values() {
            if let Some(target) = said.target() {
                by_target.entry(target).or_default().push(said);
            }
        }
        Statements {
            by_id,
            by_target,
            #[cfg(test)]
            looked_at: std::cell::Cell::new(0),
        }
    }

    /// The statement with that id.
    pub fn said(&self, id: &Digest) -> Option<&'a Said> {
        self.by_id.get(id).copied()
    }

    /// What names that id as its target, in the order of ids.
    pub(crate) fn about(&self, id: &Digest) -> impl Iterator<Item = &'a Said> + use<'a, '_> {
        let about = self.by_target.get(id).into_iter().flatten().copied();
        #[cfg(test)]
        let about = about.inspect(|_| self.looked_at.set(self.looked_at.get() + 1));
        about
    }

    /// The record whose thread a statement belongs to: itself, unless it changes another record that
    /// is held. `None` when it is not held, or when statements change one another in a ring, which
    /// ids that are digests cannot.
    pub fn root_of(&self, id: &Digest) -> Option<Digest> {
        let mut seen = BTreeSet::new();
        let mut said = self.said(id)?;
        loop {
            if !seen.insert(said.id) {
                return None;
            }
            let target = said.target().filter(|_| changes(&said.record));
            match target.and_then(|target| self.said(&target)) {
                Some(target) => said = target,
                None => return Some(said.id),
            }
        }
    }

    /// The ids of all records that have a thread of their own, in their order.
    pub fn roots(&self) -> impl Iterator<Item = Digest> + use<'a, '_> {
        let is_root = |said: &&&Said| {
            let target = said.target().filter(|_| changes(&said.record));
            target.is_none_or(|target| !self.by_id.contains_key(&target))
        };
        self.by_id.values().filter(is_root).map(|said| said.id)
    }
}
