//! What is looked up, kept in memory and never on disk.
//!
//! Six index trees in sled made writing five times slower; and an index that is rebuilt at every
//! start cannot disagree with the entries for long. It holds what finds, sorts and judges an entry, about
//! 300 bytes each (a row of 80, its reference of 32, some 30 in each of four ordered sets, and 110 where
//! it is about another), and reads everything else from the entry itself. The invariant: it holds
//! exactly the durable entries, each log a prefix without a gap.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chancery_encoding::Digest;
use chancery_ledger::log::{Head, Id, LogId, Position};
use chancery_ledger::statement::{Header, Issuer};
use chancery_ledger::tree::{TreeHead, empty_root};
use chancery_record::{Reference, StateCode};
use chancery_thread::dates::Days;

use crate::touched::Marked;

mod claims;
pub(crate) mod facts;
#[cfg(test)]
mod tests;

use claims::Claim;
use facts::{Aim, Facts};

/// Two dozen kinds today; a member that invents one for every entry must not make adding slow.
const KINDS_MAX: usize = 256;

/// What the index takes from an entry.
#[derive(Debug, Clone)]
pub(crate) struct Noted {
    pub(crate) id: Id,
    pub(crate) position: Position,
    /// The number of the log's key in the database.
    pub(crate) number: u32,
    pub(crate) issuer: Issuer,
    pub(crate) reference: String,
    pub(crate) kind: String,
    pub(crate) issued_at: i64,
    pub(crate) facts: Facts,
}

/// A position in memory: a place in [`Index::logs`] and a place in its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    log: u32,
    row: u32,
}

/// An entry behind the place at which its log was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Revoked {
    /// The last place that stands.
    pub(crate) last: Option<u64>,
}

/// One log: who writes it, a row for every seq from 0, and the root over them.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) id: LogId,
    pub(crate) number: u32,
    pub(crate) issuer: Issuer,
    rows: Vec<Row>,
    tree: TreeHead,
}

/// One entry.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: Id,
    pub(crate) issued_at: i64,
    pub(crate) reference: Box<str>,
    pub(crate) aim: Option<Box<Aim>>,
    pub(crate) days: Days,
    kind: u16,
    pub(crate) exercise: bool,
}

/// The index.
#[derive(Debug, Default)]
pub(crate) struct Index {
    logs: Vec<Log>,
    by_log: HashMap<LogId, u32>,
    /// By the first 8 bytes of the id: enough to look up what people abbreviate.
    by_id: BTreeSet<(u64, At)>,
    /// By the first 8 bytes of the reference's digest; a reference is as long as its author likes.
    by_reference: BTreeSet<(u64, At)>,
    /// Ties in time by the log's key and then by seq, so that everybody sees one order.
    by_time: BTreeSet<(i64, u64, At)>,
    /// By the digest of an authority's own file number.
    by_native: BTreeSet<(u64, At)>,
    claims: HashMap<Id, Vec<Claim>>,
    /// The proof that is kept against a log, and the place that it proves.
    proofs: BTreeMap<LogId, (u64, Vec<u8>)>,
    /// Logs that are closed, each behind its last entry that stands; without one, altogether.
    cuts: HashMap<LogId, Option<(u64, Id)>>,
    numbers: HashMap<(StateCode, u16), u32>,
    kinds: Vec<Box<str>>,
}

impl Noted {
    pub(crate) fn new(header: &Header, id: Id, body: &[u8], number: u32) -> Noted {
        Noted {
            id,
            position: header.position(),
            number,
            issuer: header.issuer.clone(),
            reference: header.reference.clone(),
            kind: header.kind.clone(),
            issued_at: header.issued_at,
            facts: Facts::of(&header.issuer, body),
        }
    }
}

impl Index {
    /// Adds an entry that follows on its log's last one.
    pub(crate) fn add(&mut self, noted: Noted) {
        let log = self.log_of(&noted);
        let kind = self.kind_of(&noted.kind);
        if let Ok(reference) = noted.reference.parse::<Reference>() {
            let key = (reference.state(), reference.year());
            let last = self.numbers.entry(key).or_default();
            *last = reference.number().max(*last);
        }
        let rows = &self.logs[log as usize].rows;
        debug_assert_eq!(rows.len() as u64, noted.position.seq, "a log is held without gaps");
        let row = u32::try_from(rows.len()).expect("because so many rows do not fit a memory");
        let at = At { log, row };
        self.by_id.insert((first(noted.id.as_bytes()), at));
        self.by_reference.insert((digest(&noted.reference), at));
        // Within a second an author's entries stand in the order of its log.
        self.by_time.insert((noted.issued_at, first(&noted.position.log.key), at));
        let Facts { exercise, days, native, aim, related } = noted.facts;
        self.by_native.extend(native.map(|native| (native, at)));
        self.claim(at, aim.as_ref(), &related);
        self.logs[log as usize].rows.push(Row {
            id: noted.id,
            issued_at: noted.issued_at,
            reference: noted.reference.into_boxed_str(),
            aim: aim.map(Box::new),
            days,
            kind,
            exercise,
        });
    }

    /// Takes over the tree over a log's entries, all of which have been added.
    pub(crate) fn grow(&mut self, log: LogId, tree: TreeHead) {
        if let Some(log) = self.by_log.get(&log).and_then(|at| self.logs.get_mut(*at as usize)) {
            debug_assert_eq!(tree.size, log.rows.len() as u64, "a leaf for each entry");
            log.tree = tree;
        }
    }

    /// Keeps a proof in place of an earlier one: the log is forked from its position on.
    pub(crate) fn fork(&mut self, position: Position, proof: Vec<u8>) {
        self.proofs.insert(position.log, (position.seq, proof));
    }

    pub(crate) fn proofs(&self) -> Vec<Vec<u8>> {
        self.proofs.values().map(|(_, proof)| proof.clone()).collect()
    }

    /// The logs that are forked or closed.
    pub(crate) fn marked(&self) -> BTreeMap<LogId, Marked> {
        let mut marked: BTreeMap<LogId, Marked> = BTreeMap::new();
        for (log, (seq, _)) in &self.proofs {
            marked.entry(*log).or_default().forked_from = Some(*seq);
        }
        for (log, last) in &self.cuts {
            marked.entry(*log).or_default().closed_behind = Some(*last);
        }
        marked
    }

    pub(crate) fn is_forked(&self, at: At) -> bool {
        let from = self.proofs.get(&self.log(at).id).map(|(seq, _)| *seq);
        from.is_some_and(|from| from <= u64::from(at.row))
    }

    /// Closes these logs, and no others.
    pub(crate) fn close(&mut self, cuts: HashMap<LogId, Option<(u64, Id)>>) {
        self.cuts = cuts;
    }

    /// Where an entry's log is closed, if the entry is behind that place.
    ///
    /// Where another statement stands at the place than the one that was named, this is the other
    /// branch of a fork, and nothing of it from there on is what was meant.
    pub(crate) fn revoked(&self, at: At) -> Option<Revoked> {
        let Some((seq, id)) = *self.cuts.get(&self.log(at).id)? else {
            return Some(Revoked { last: None });
        };
        let place = u64::from(at.row);
        let stands = place < seq || place == seq && self.row(at).id == id;
        let other = || {
            let named = At { log: at.log, row: u32::try_from(seq).ok()? };
            self.log(named).rows.get(named.row as usize).map(|row| row.id != id)
        };
        let last = if other() == Some(true) { seq.checked_sub(1) } else { Some(seq) };
        (!stands).then_some(Revoked { last })
    }

    /// Whether what is said from this place counts against other entries.
    pub(crate) fn counts(&self, at: At) -> bool {
        !self.is_forked(at) && self.revoked(at).is_none()
    }

    pub(crate) fn heads(&self) -> Vec<Head> {
        let mut heads: Vec<Head> = self.logs.iter().filter_map(Log::head).collect();
        heads.sort_unstable();
        heads
    }

    pub(crate) fn head(&self, log: LogId) -> Option<Head> {
        self.log_at(log)?.head()
    }

    pub(crate) fn log_at(&self, log: LogId) -> Option<&Log> {
        self.logs.get(*self.by_log.get(&log)? as usize)
    }

    pub(crate) fn log(&self, at: At) -> &Log {
        &self.logs[at.log as usize]
    }

    pub(crate) fn row(&self, at: At) -> &Row {
        &self.log(at).rows[at.row as usize]
    }

    pub(crate) fn kind(&self, at: At) -> &str {
        self.kinds.get(usize::from(self.row(at).kind)).map_or("", AsRef::as_ref)
    }

    pub(crate) fn position(&self, at: At) -> Position {
        Position { log: self.log(at).id, seq: u64::from(at.row) }
    }

    pub(crate) fn at(&self, position: Position) -> Option<At> {
        let log = *self.by_log.get(&position.log)?;
        let row = u32::try_from(position.seq).ok()?;
        ((row as usize) < self.logs[log as usize].rows.len()).then_some(At { log, row })
    }

    pub(crate) fn id_at(&self, position: Position) -> Option<Id> {
        self.at(position).map(|at| self.row(at).id)
    }

    /// Whoever bears the reference, in no order.
    pub(crate) fn with_reference<'a>(&'a self, name: &'a str) -> impl Iterator<Item = At> + 'a {
        let found = within(&self.by_reference, digest(name), digest(name));
        found.filter(move |at| *self.row(*at).reference == *name)
    }

    /// Whoever's id starts with these lower-case digits, in no order.
    pub(crate) fn with_id<'a>(&'a self, digits: &'a str) -> impl Iterator<Item = At> + 'a {
        let bound = |fill| {
            let digits = digits.bytes().map(char::from).chain(std::iter::repeat(fill)).take(16);
            u64::from_str_radix(&digits.collect::<String>(), 16)
        };
        let bounds = bound('0').ok().zip(bound('f').ok());
        let found = bounds.into_iter().flat_map(|(least, most)| within(&self.by_id, least, most));
        found.filter(move |at| self.row(*at).id.to_string().starts_with(digits))
    }

    /// Newest first, by what the issuers say.
    pub(crate) fn newest(&self) -> impl Iterator<Item = At> {
        self.by_time.iter().rev().map(|(_, _, at)| *at)
    }

    /// Whatever bears this file number of its authority (see [`facts::native_digest`]), in no order.
    pub(crate) fn with_native(&self, native: u64) -> impl Iterator<Item = At> {
        within(&self.by_native, native, native)
    }

    /// The highest running number of a state's references of a year.
    pub(crate) fn last_number(&self, state: StateCode, year: u16) -> u32 {
        self.numbers.get(&(state, year)).copied().unwrap_or(0)
    }

    pub(crate) fn entries(&self) -> u64 {
        self.by_id.len() as u64
    }

    fn log_of(&mut self, noted: &Noted) -> u32 {
        let next = u32::try_from(self.logs.len()).expect("because a roster has fewer logs");
        *self.by_log.entry(noted.position.log).or_insert_with(|| {
            let Noted { number, issuer, position, .. } = noted;
            let (issuer, rows) = (issuer.clone(), Vec::new());
            let tree = TreeHead { size: 0, root: empty_root() };
            self.logs.push(Log { id: position.log, number: *number, issuer, rows, tree });
            next
        })
    }

    /// Kinds are few; those beyond what is numbered have no name here, and no filter finds them.
    fn kind_of(&mut self, kind: &str) -> u16 {
        let found = self.kinds.iter().position(|known| **known == *kind);
        let number = found.unwrap_or_else(|| {
            if self.kinds.len() < KINDS_MAX {
                self.kinds.push(kind.into());
                self.kinds.len() - 1
            } else {
                KINDS_MAX
            }
        });
        u16::try_from(number).expect("because KINDS_MAX fits")
    }
}

impl Log {
    fn head(&self) -> Option<Head> {
        let tip = self.rows.last()?.id;
        Some(Head { log: self.id, seq: self.rows.len() as u64 - 1, tip })
    }

    /// Size and root of the tree over it.
    pub(crate) fn tree(&self) -> TreeHead {
        self.tree
    }
}

fn within(set: &BTreeSet<(u64, At)>, least: u64, most: u64) -> impl Iterator<Item = At> {
    let from = (least, At { log: 0, row: 0 });
    let to = (most, At { log: u32::MAX, row: u32::MAX });
    set.range(from..=to).map(|(_, at)| *at)
}

fn digest(reference: &str) -> u64 {
    first(Digest::of(reference.as_bytes()).as_bytes())
}

fn first(bytes: &[u8; 32]) -> u64 {
    let (first, _) = bytes.split_first_chunk().expect("because 32 is more than 8");
    u64::from_be_bytes(*first)
}
