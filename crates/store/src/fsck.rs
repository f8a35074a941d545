//! Everything verified again, from the bytes up.
//!
//! Opening trusts what was checked when it came; this does not: strict CBOR, digests, signatures,
//! predecessors, heads, trees, proofs, papers, promises, and the own log file against the store. It runs beside a working
//! node, so it reads what is there as it goes, and what must be seen at one moment is looked at
//! while nobody writes. The invariant: a store that this finds clean holds only entries that would
//! be admitted today, or would have been before their log was closed, and every one up to its heads.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::{Bound, ControlFlow};
use std::path::Path;

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::{AdmissionFlaw, Chain, Head, Id, LogId, Position};
use chancery_ledger::roster::Directory;
use chancery_ledger::statement::{Entry, StatementFlaw};
use chancery_ledger::tree::Appender;

use crate::Store;
use crate::database::{Database, RawRow};
use crate::error::StoreError;
use crate::keys::Slot;
use crate::problem::{Problem, whole};
use crate::scan::PAGE_ROWS;

mod derived;
mod own;
#[cfg(test)]
mod tests;

/// Nobody reads more, and a store that is damaged all through has one cause.
const PROBLEMS_MAX: usize = 1_000;
const REBUILD: &str = "stop the node, move the store aside and start it: it is fetched again";

/// What is being verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Every entry of every log.
    Entries,
    /// The heads, against the entries.
    Heads,
    /// The tiles of the trees, against the entries.
    Trees,
    /// The proofs of equivocation.
    Proofs,
    /// The acts and the checkpoint notes.
    Papers,
    /// The witness's promises, against the entries.
    Promises,
    /// The own log file, against the store.
    OwnLog,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Stage::Entries => "entries",
            Stage::Heads => "heads",
            Stage::Trees => "trees",
            Stage::Proofs => "proofs",
            Stage::Papers => "acts and checkpoints",
            Stage::Promises => "promises",
            Stage::OwnLog => "own log",
        })
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being verified.
    pub stage: Stage,
    /// How much of it is done.
    pub done: u64,
    /// How much there was when it began; a node at work may add to it.
    pub total: u64,
}

/// Why an entry is not as it was admitted.
#[derive(Debug, thiserror::Error)]
enum EntryFlaw {
    #[error("its row is damaged")]
    Row(#[source] StoreError),
    #[error("it does not decode")]
    Statement(#[source] StatementFlaw),
    #[error("a statement of another place stands there")]
    OtherPlace,
    #[error("no certificate names its key")]
    UnknownAuthor,
    #[error("its signature is wrong")]
    Signature(#[source] StatementFlaw),
    #[error("it does not fit its log")]
    Chain(#[source] AdmissionFlaw),
}

/// One run. `Break` is the caller's wish to stop, with what was found so far.
struct Run<'a> {
    store: &'a Store,
    directory: &'a Directory,
    progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    problems: Vec<Problem>,
    left_out: usize,
}

/// A run goes on, ends early because the caller wishes it, or fails.
type Step = Result<ControlFlow<()>, StoreError>;

impl Store {
    /// Verifies everything again. `own` is the own log file with the log that it keeps.
    ///
    /// Reports progress as it goes and stops when told to, with what it has found until then.
    ///
    /// # Errors
    /// When the disk cannot be read at all; everything else is a problem and not an error.
    pub fn fsck(
        &self,
        own: Option<(&Path, LogId)>,
        directory: &Directory,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vec<Problem>, StoreError> {
        let mut run = Run { store: self, directory, progress, problems: Vec::new(), left_out: 0 };
        if run.database()?.is_continue()
            && let Some((path, log)) = own
        {
            run.own(path, log);
        }
        if run.left_out > 0 {
            run.problems.push(Problem::new(format!("{} more problems", run.left_out), REBUILD));
        }
        Ok(run.problems)
    }
}

impl Run<'_> {
    fn database(&mut self) -> Step {
        let stages: [fn(&mut Self) -> Step; 6] =
            [Self::entries, Self::heads, Self::tiles, Self::proofs, Self::papers, Self::promises];
        for stage in stages {
            if stage(self)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn found(&mut self, problem: Problem) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(problem);
        } else {
            self.left_out += 1;
        }
    }

    fn told(&mut self, stage: Stage, done: u64, total: u64) -> ControlFlow<()> {
        (self.progress)(Progress { stage, done, total })
    }

    fn entries(&mut self) -> Step {
        let total = self.store.index().entries();
        let numbers = self.store.database.numbers()?;
        let keys: HashMap<u32, [u8; 32]> =
            numbers.into_iter().map(|(key, number)| (number, key)).collect();
        let mut from = Bound::Unbounded;
        let mut walk: Option<Walk> = None;
        let mut done = 0;
        loop {
            if self.told(Stage::Entries, done, total.max(done)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            let page = match self.store.database.page(from, PAGE_ROWS) {
                Err(StoreError::Corrupt { detail }) => {
                    self.found(Problem::new(format!("entries cannot be read: {detail}"), REBUILD));
                    return Ok(ControlFlow::Continue(()));
                }
                page => page?,
            };
            for raw in &page {
                let slot = raw.place.slot;
                if walk.as_ref().is_none_or(|walk| walk.slot != slot) {
                    walk.take().iter().for_each(|walk| self.root(walk));
                    walk = Some(self.start(slot, keys.get(&slot.number).copied()));
                }
                if let Some(walk) = &mut walk {
                    self.entry(walk, raw)?;
                }
                done += 1;
            }
            match page.last() {
                Some(last) if page.len() == PAGE_ROWS => from = Bound::Excluded(last.place),
                _ => {
                    walk.iter().for_each(|walk| self.root(walk));
                    return Ok(self.told(Stage::Entries, done, total.max(done)));
                }
            }
        }
    }

    fn start(&mut self, slot: Slot, key: Option<[u8; 32]>) -> Walk {
        if key.is_none() {
            let what = format!("entries stand under number {}, no key's", slot.number);
            self.found(Problem::new(what, REBUILD));
        }
        Walk { slot, key, next: 0, tip: Tip::Known(None), tree: Some(Appender::new()) }
    }

    /// Verifies one entry, and goes on behind it also when it is bad: each is named by itself.
    fn entry(&mut self, walk: &mut Walk, raw: &RawRow) -> Result<(), StoreError> {
        let Some(key) = walk.key else { return Ok(()) };
        let log = LogId { key, epoch: walk.slot.epoch };
        let seq = raw.place.seq;
        if seq != walk.next {
            let what = format!("log {log}: entries {} to {} are missing", walk.next, seq - 1);
            self.found(Problem::new(what, REBUILD));
            (walk.tip, walk.tree) = (Tip::Unknown, None);
        }
        walk.next = seq.saturating_add(1);
        let entry = self.store.database.whole(raw).map_err(EntryFlaw::Row);
        let position = Position { log, seq };
        match entry.and_then(|entry| verify(entry, position, walk.tip, self.directory)) {
            Ok(Sound { id, policy, leaf }) => {
                walk.tip = Tip::Known(Some((id, policy)));
                self.leaf(walk, log, leaf)?;
            }
            Err(flaw) => {
                let what = format!("log {log}, entry {seq}: {}", whole(&flaw));
                self.found(Problem::new(what, REBUILD));
                (walk.tip, walk.tree) = (Tip::Unknown, None);
            }
        }
        Ok(())
    }

    /// Heads are written behind their entries and must name the last one.
    fn heads(&mut self) -> Step {
        let (written, heads) = self.store.while_still(Database::heads)?;
        let total = written.len() as u64;
        let mut heads: BTreeMap<Slot, (u64, [u8; 32])> =
            heads.into_iter().map(|(slot, seq, tip)| (slot, (seq, tip))).collect();
        for (slot, Head { log, seq, tip }) in written {
            let what = match heads.remove(&slot) {
                None => format!("log {log}: its head is missing"),
                Some((found, _)) if found != seq => {
                    format!("log {log}: its head names entry {found}, and its entries end at {seq}")
                }
                Some((_, found)) if found != *tip.as_bytes() => {
                    format!("log {log}: its head names another statement at {seq}")
                }
                Some(_) => continue,
            };
            self.found(Problem::new(what, "start the node again: it puts heads right"));
        }
        for (slot, (seq, _)) in heads {
            let Slot { number, epoch } = slot;
            let what = format!(
                "a head at {seq} stands under number {number}, epoch {epoch}, and no entry"
            );
            self.found(Problem::new(what, REBUILD));
        }
        Ok(self.told(Stage::Heads, total, total))
    }

    fn proofs(&mut self) -> Step {
        let proofs = self.store.database.proofs()?;
        let total = proofs.len() as u64;
        for (log, bytes) in proofs {
            let what = match Equivocation::decode(&bytes, self.directory) {
                Ok(proof) if proof.position().log == log => continue,
                Ok(_) => format!("log {log}: its proof of equivocation is about another log"),
                Err(flaw) => format!("log {log}, proof of equivocation: {}", whole(&flaw)),
            };
            self.found(Problem::new(what, REBUILD));
        }
        Ok(self.told(Stage::Proofs, total, total))
    }
}

/// The log that is being verified.
struct Walk {
    slot: Slot,
    /// None where the number stands for no key, which has been named.
    key: Option<[u8; 32]>,
    next: u64,
    tip: Tip,
    /// The tree over the entries so far; none behind one that is bad or missing.
    tree: Option<Appender>,
}

/// What an entry is held against.
#[derive(Clone, Copy)]
enum Tip {
    /// The entry before it with the policy that it names; none at the start of a log.
    Known(Option<(Id, Option<ActId>)>),
    /// The entry before it is bad or missing: whatever this one names is taken for it and for its policy.
    Unknown,
}

/// An entry that is what was admitted when it came.
struct Sound {
    id: Id,
    policy: Option<ActId>,
    leaf: Digest,
}

/// The whole ladder that an entry climbed when it came. What its state has closed since is not damaged by that.
fn verify(
    entry: Entry,
    position: Position,
    tip: Tip,
    directory: &Directory,
) -> Result<Sound, EntryFlaw> {
    let Position { log, seq } = position;
    let decoded = entry.decode().map_err(EntryFlaw::Statement)?;
    if decoded.position() != position {
        return Err(EntryFlaw::OtherPlace);
    }
    let header = decoded.header();
    let before = match tip {
        Tip::Known(before) => before,
        Tip::Unknown => header.prev.map(|prev| (prev, header.policy())),
    };
    let sound = Sound { id: decoded.id(), policy: header.policy(), leaf: decoded.leaf() };
    let follows = header.prev == before.map(|(prev, _)| prev);
    let mut chain = match (before, seq.checked_sub(1)) {
        (Some((tip, policy)), Some(seq)) => Chain::resume(Head { log, seq, tip }, policy),
        _ => Chain::new(log),
    };
    let author = directory.author(&log.key).ok_or(EntryFlaw::UnknownAuthor)?;
    let authentic = decoded.authenticate(&author.key).map_err(EntryFlaw::Signature)?;
    match chain.admit(authentic, directory) {
        Ok(_) => Ok(sound),
        Err(AdmissionFlaw::Revoked | AdmissionFlaw::FutureEpoch { .. }) if follows => Ok(sound),
        Err(flaw) => Err(EntryFlaw::Chain(flaw)),
    }
}
