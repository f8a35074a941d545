//! Reading everything back: what opening does to build the index.
//!
//! Signatures and digests were checked when the entries came, and `fsck` checks them again; here
//! each entry is only decoded and held against its place and its predecessor, so that opening
//! takes seconds and not minutes. The trees over the logs grow again on the way. The invariant: what
//! reaches the index is a prefix of its log; a log ends before its first bad entry, and the damage
//! has a name.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::path::Path;

use chancery_encoding::Digest;
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::{Id, LogId};
use chancery_ledger::roster::Directory;
use chancery_ledger::statement::{Header, StatementFlaw};
use chancery_ledger::tree::Appender;

use crate::database::{Database, RawRow};
use crate::error::StoreError;
use crate::index::{Index, Noted};
use crate::keys::Slot;
use crate::problem::{Problem, whole};
use crate::row::{BadRow, Row};
use crate::witness::Witness;

mod derived;
#[cfg(test)]
mod tests;

use derived::Mended;

/// Rows read at once: at most 512 of 12 KiB, 6 MiB.
pub(crate) const PAGE_ROWS: usize = 512;
const FETCHED_AGAIN: &str = "the node fetches it again from its peers";

/// What reading back gave.
#[derive(Debug)]
pub(crate) struct Scanned {
    pub(crate) index: Index,
    /// The numbers of statement keys in the database's keys.
    pub(crate) numbers: HashMap<[u8; 32], u32>,
    /// The first number that is not taken.
    pub(crate) next_number: u32,
    /// The trees over the logs, at their right edges.
    pub(crate) trees: HashMap<LogId, Appender>,
    pub(crate) witness: Witness,
    pub(crate) problems: Vec<Problem>,
}

/// Why an entry's row ends its log.
#[derive(Debug, thiserror::Error)]
enum RowFlaw {
    #[error("the row is damaged")]
    Row(#[source] BadRow),
    #[error("the statement is damaged")]
    Statement(#[source] StatementFlaw),
    #[error("a statement of another place stands there")]
    OtherPlace,
    #[error("the entry is missing")]
    Missing,
    #[error("it does not follow on the entry before it")]
    Prev,
    #[error("the body is damaged")]
    Body(#[source] StoreError),
}

/// The log that is being read.
struct Walk {
    slot: Slot,
    /// None where the number stands for no key.
    log: Option<LogId>,
    next: u64,
    tip: Option<Id>,
    tree: Appender,
    /// The first bad entry, and rows that are left out with it.
    ended: Option<(RowFlaw, u64)>,
}

/// Reads the whole database.
///
/// # Errors
/// When it cannot be read at all, or what must be put right cannot be written.
pub(crate) fn scan(
    database: &Database,
    dir: &Path,
    directory: &Directory,
) -> Result<Scanned, StoreError> {
    let numbers: HashMap<[u8; 32], u32> = database.numbers()?.into_iter().collect();
    let keys: HashMap<u32, [u8; 32]> =
        numbers.iter().map(|(key, number)| (*number, *key)).collect();
    let next_number = numbers.values().max().map_or(0, |last| last.saturating_add(1));
    let heads = database.heads()?.into_iter().map(|(slot, seq, id)| (slot, (seq, id))).collect();
    let scanned = Scanned {
        index: Index::default(),
        numbers,
        next_number,
        trees: HashMap::new(),
        witness: Witness::default(),
        problems: Vec::new(),
    };
    let (sizes, mended) = (BTreeMap::new(), Mended::default());
    let mut scan = Scan { database, keys, heads, sizes, mended, scanned };
    scan.entries()?;
    scan.lost_logs();
    scan.other_tiles()?;
    scan.proofs(directory)?;
    scan.papers()?;
    scan.witness(dir)?;
    Ok(scan.scanned)
}

struct Scan<'a> {
    database: &'a Database,
    keys: HashMap<u32, [u8; 32]>,
    heads: BTreeMap<Slot, (u64, [u8; 32])>,
    /// How many entries each log has.
    sizes: BTreeMap<Slot, u64>,
    mended: Mended,
    scanned: Scanned,
}

impl Scan<'_> {
    fn entries(&mut self) -> Result<(), StoreError> {
        let mut from = Bound::Unbounded;
        let mut walk: Option<Walk> = None;
        loop {
            let page = self.database.page(from, PAGE_ROWS)?;
            for raw in &page {
                let slot = raw.place.slot;
                if walk.as_ref().is_none_or(|walk| walk.slot != slot) {
                    self.close(walk.take())?;
                    walk = Some(self.start(slot));
                }
                if let Some(walk) = &mut walk {
                    self.entry(walk, raw)?;
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE_ROWS => from = Bound::Excluded(last.place),
                _ => return self.close(walk),
            }
        }
    }

    fn start(&mut self, slot: Slot) -> Walk {
        let log = self.keys.get(&slot.number).map(|key| LogId { key: *key, epoch: slot.epoch });
        self.scanned.next_number = self.scanned.next_number.max(slot.number.saturating_add(1));
        Walk { slot, log, next: 0, tip: None, tree: Appender::new(), ended: None }
    }

    fn entry(&mut self, walk: &mut Walk, raw: &RawRow) -> Result<(), StoreError> {
        let Some(log) = walk.log else { return Ok(()) };
        if let Some((_, left_out)) = &mut walk.ended {
            *left_out += 1;
            return Ok(());
        }
        match read(self.database, log, walk, raw) {
            Ok((noted, leaf)) => {
                walk.next += 1;
                walk.tip = Some(noted.id);
                self.scanned.index.add(noted);
                let mut filled = Vec::new();
                walk.tree.push(leaf, |tile, bytes| filled.push((tile, bytes)));
                self.tiles(log, walk.slot, &filled)
            }
            Err(flaw) => {
                walk.ended = Some((flaw, 1));
                Ok(())
            }
        }
    }

    fn grown(&mut self, log: LogId, slot: Slot, tree: Appender) {
        self.sizes.insert(slot, tree.size());
        self.scanned.index.grow(log, tree.head());
        self.scanned.trees.insert(log, tree);
    }

    /// Holds the log against its head, which is written behind its entries.
    fn close(&mut self, walk: Option<Walk>) -> Result<(), StoreError> {
        let Some(Walk { slot, log, next, tip, tree, ended }) = walk else { return Ok(()) };
        let head = self.heads.remove(&slot);
        let Some(log) = log else {
            let what = format!("entries stand under number {}, which has no key", slot.number);
            self.scanned.problems.push(Problem::new(what, FETCHED_AGAIN));
            return Ok(());
        };
        if next > 0 {
            self.grown(log, slot, tree);
        }
        if let Some((flaw, left_out)) = ended {
            let what = format!("log {log}, entry {next}: {}", whole(&flaw));
            let what = format!("{what}; {left_out} entries from there on are left out");
            self.scanned.problems.push(Problem::new(what, FETCHED_AGAIN));
            return Ok(());
        }
        let Some(tip) = tip else { return Ok(()) };
        match head {
            Some((seq, _)) if seq >= next => {
                let what = format!("log {log}: entries {next} to {seq} are missing");
                self.scanned.problems.push(Problem::new(what, FETCHED_AGAIN));
            }
            Some((seq, id)) if seq + 1 == next && id == *tip.as_bytes() => {}
            Some((seq, _)) if seq + 1 == next => {
                let what = format!("log {log}: its head names another statement at {seq}");
                self.scanned.problems.push(Problem::new(what, "it is put right"));
                self.database.put_head(slot, seq, tip.as_bytes())?;
            }
            // Behind: a crash between the entries and their head.
            _ => self.database.put_head(slot, next - 1, tip.as_bytes())?,
        }
        Ok(())
    }

    /// Logs that have a head and not one entry.
    fn lost_logs(&mut self) {
        for (slot, (seq, _)) in &self.heads {
            let what = match self.keys.get(&slot.number) {
                Some(key) => {
                    let log = LogId { key: *key, epoch: slot.epoch };
                    format!("log {log}: entries 0 to {seq} are missing")
                }
                None => format!("a head stands under number {}, which has no key", slot.number),
            };
            self.scanned.problems.push(Problem::new(what, FETCHED_AGAIN));
        }
    }

    fn proofs(&mut self, directory: &Directory) -> Result<(), StoreError> {
        for (log, bytes) in self.database.proofs()? {
            match Equivocation::decode(&bytes, directory) {
                Ok(proof) if proof.position().log == log => {
                    self.scanned.index.fork(proof.position(), bytes);
                }
                Ok(_) => {
                    let what = format!("log {log}: its proof of equivocation is about another");
                    self.scanned.problems.push(Problem::new(what, FETCHED_AGAIN));
                }
                Err(flaw) => {
                    let what = format!("log {log}, proof of equivocation: {}", whole(&flaw));
                    self.scanned.problems.push(Problem::new(what, FETCHED_AGAIN));
                }
            }
        }
        Ok(())
    }
}

fn read(
    database: &Database,
    log: LogId,
    walk: &Walk,
    raw: &RawRow,
) -> Result<(Noted, Digest), RowFlaw> {
    if raw.place.seq != walk.next {
        return Err(RowFlaw::Missing);
    }
    let row = Row::read(&raw.value).map_err(RowFlaw::Row)?;
    let (header, id, leaf) = Header::of_stored_leaf(row.statement).map_err(RowFlaw::Statement)?;
    if header.log() != log || header.seq != walk.next {
        return Err(RowFlaw::OtherPlace);
    }
    if header.prev != walk.tip {
        return Err(RowFlaw::Prev);
    }
    let number = walk.slot.number;
    if row.body_bytes > row.inline.len() {
        let entry = database.whole(raw).map_err(RowFlaw::Body)?;
        return Ok((Noted::new(&header, id, &entry.body, number), leaf));
    }
    Ok((Noted::new(&header, id, row.inline, number), leaf))
}
