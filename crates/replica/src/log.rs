//! One author's log as this node has it: what is durable, what is admitted and on its way to the
//! disk, what waits for its turn, and what has been asked for.
//!
//! Invariant: `durable` ≤ `chain`, and everything in `ready` is authentic and at or above the
//! chain's next position. Only what is durable is spoken of to anybody.

use std::collections::{BTreeMap, VecDeque};

use chancery_ledger::act::ActId;
use chancery_ledger::log::{Chain, Head, Id, LogId};
use chancery_ledger::statement::{Authentic, Entry};

use crate::evidence::Freeze;
use crate::limits::{
    MISFITS_PER_LOG_MAX, PAGE_ENTRIES_MAX, PENDING_BYTES_PER_LOG_MAX, PENDING_ENTRIES_PER_LOG_MAX,
    RECENT_IDS_PER_LOG,
};
use crate::notes::Notes;
use crate::{PeerKey, Reason};

/// One log.
#[derive(Debug)]
pub(crate) struct Log {
    /// What was admitted, durable or not yet.
    pub(crate) chain: Chain,
    /// What the disk has.
    pub(crate) durable: Option<Head>,
    /// The policy that the statement there names.
    pub(crate) durable_policy: Option<ActId>,
    /// Identifiers of the newest positions of the chain, the newest last.
    recent: VecDeque<Id>,
    /// Authentic entries that wait for their turn.
    pub(crate) ready: BTreeMap<u64, Ready>,
    /// Of those, how many came by gossip ahead of their turn, and their bytes.
    pending: Pending,
    /// Authentic entries that did not fit when it was their turn, or came in another's place:
    /// proofs, once something else stands at their own.
    misfits: BTreeMap<u64, (Authentic, PeerKey)>,
    /// Ranges asked for or being verified: first position, and the one behind the last.
    pub(crate) asked: BTreeMap<u64, u64>,
    /// How many entries fit a page of this log, judged by the last page.
    pub(crate) span: u64,
    /// Who serves this log at present.
    pub(crate) source: Option<PeerKey>,
    /// Gossip messages whose verdict waits for a position to be durable.
    pub(crate) waiting: BTreeMap<u64, Vec<u64>>,
    /// The proof against the author, when there is one.
    pub(crate) freeze: Option<Freeze>,
    /// Where the author's state has closed the log: the first place that does not stand.
    pub(crate) cut: Option<u64>,
    /// The last place that stands, as far as more than that is held.
    pub(crate) floor: Option<Head>,
    /// The checkpoints that are known.
    pub(crate) notes: Notes,
    /// The highest position that everybody has been told of.
    pub(crate) announced: Option<u64>,
    /// When this node last announced it.
    pub(crate) announced_ms: Option<u64>,
}

/// An authentic entry that waits for its turn.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) entry: Authentic,
    pub(crate) from: PeerKey,
    pub(crate) origin: Origin,
}

/// How an entry came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In a page that was asked for.
    Page,
    /// By gossip, when it was its turn; the verdict is still due.
    Gossip { ticket: u64 },
    /// By gossip, ahead of its turn; the verdict was `Ignore`.
    Early,
}

#[derive(Debug, Default)]
struct Pending {
    entries: usize,
    bytes: u64,
}

impl Log {
    /// A log that is held up to there, with the policy that is named there, and closed by its state at `cut`.
    pub(crate) fn new(
        log: LogId,
        durable: Option<Head>,
        policy: Option<ActId>,
        cut: Option<u64>,
    ) -> Self {
        Self {
            chain: durable.map_or_else(|| Chain::new(log), |head| Chain::resume(head, policy)),
            durable,
            durable_policy: policy,
            recent: durable.iter().map(|head| head.tip).collect(),
            ready: BTreeMap::new(),
            pending: Pending::default(),
            misfits: BTreeMap::new(),
            asked: BTreeMap::new(),
            span: PAGE_ENTRIES_MAX,
            source: None,
            waiting: BTreeMap::new(),
            freeze: None,
            cut,
            floor: None,
            notes: Notes::default(),
            announced: durable.map(|head| head.seq),
            announced_ms: None,
        }
    }

    /// The position after the last durable one.
    pub(crate) fn durable_next(&self) -> u64 {
        self.durable.map_or(0, |head| head.seq.saturating_add(1))
    }

    /// No entry at or above this position is admitted any more.
    pub(crate) fn ceiling(&self) -> u64 {
        let fork = self.freeze.as_ref().map_or(u64::MAX, Freeze::seq);
        self.cut.map_or(fork, |cut| cut.min(fork))
    }

    /// Why nothing is admitted at or above the ceiling.
    pub(crate) fn stop(&self) -> Reason {
        let is_cut = self.cut.is_some_and(|cut| cut == self.ceiling());
        if is_cut { Reason::Revoked } else { Reason::Frozen }
    }

    /// What is told to others: what is durable, up to the last position that stands.
    pub(crate) fn settled(&self) -> Option<Head> {
        if self.durable_next() > self.ceiling() { self.floor } else { self.durable }
    }

    /// The id of an admitted position, when it is recent enough to be known without a read.
    pub(crate) fn recent_id(&self, seq: u64) -> Option<Id> {
        let age = self.chain.next_seq().checked_sub(seq)?;
        let age = usize::try_from(age).ok()?;
        self.recent.len().checked_sub(age).and_then(|at| self.recent.get(at)).copied()
    }

    /// Whether another statement is known, without a read, to stand in the entry's place.
    pub(crate) fn contradicts(&self, entry: &Authentic) -> bool {
        self.recent_id(entry.position().seq).is_some_and(|held| held != entry.id())
    }

    /// The id of a position that is held, as far as it is known without a read: a recent one, or
    /// the one that others are told of.
    pub(crate) fn known_id(&self, seq: u64) -> Option<Id> {
        let settled = self.settled().filter(|head| head.seq == seq).map(|head| head.tip);
        settled.or_else(|| self.recent_id(seq))
    }

    pub(crate) fn note_admitted(&mut self, id: Id) {
        if self.recent.len() == RECENT_IDS_PER_LOG {
            self.recent.pop_front();
        }
        self.recent.push_back(id);
    }

    /// Moves the chain over an entry that became durable by another way.
    pub(crate) fn resume(&mut self, head: Head, policy: Option<ActId>) {
        self.chain = Chain::resume(head, policy);
        self.note_admitted(head.tip);
        (self.durable, self.durable_policy) = (Some(head), policy);
    }

    /// Goes back to what is durable, because the disk did not take the rest.
    pub(crate) fn fall_back(&mut self, log: LogId) {
        let lost = self.chain.next_seq().saturating_sub(self.durable_next());
        let kept = self.recent.len().saturating_sub(usize::try_from(lost).unwrap_or(usize::MAX));
        self.recent.truncate(kept);
        if self.recent.is_empty() {
            self.recent.extend(self.durable.map(|head| head.tip));
        }
        let policy = self.durable_policy;
        self.chain =
            self.durable.map_or_else(|| Chain::new(log), |head| Chain::resume(head, policy));
    }

    /// Whether there is room in line. Early gossip is bounded here; pages are by what is asked for.
    pub(crate) fn has_room(&self, ready: &Ready) -> bool {
        let bytes = self.pending.bytes.saturating_add(weight(ready.entry.entry()));
        ready.origin != Origin::Early
            || (self.pending.entries < PENDING_ENTRIES_PER_LOG_MAX
                && bytes <= PENDING_BYTES_PER_LOG_MAX)
    }

    /// Puts an entry in line.
    pub(crate) fn line_up(&mut self, seq: u64, ready: Ready) {
        if ready.origin == Origin::Early {
            self.pending.entries += 1;
            self.pending.bytes += weight(ready.entry.entry());
        }
        self.ready.insert(seq, ready);
    }

    /// Takes an entry out of the line.
    pub(crate) fn step_out(&mut self, seq: u64) -> Option<Ready> {
        let ready = self.ready.remove(&seq)?;
        if ready.origin == Origin::Early {
            self.pending.entries -= 1;
            self.pending.bytes -= weight(ready.entry.entry());
        }
        Some(ready)
    }

    /// Keeps an entry that fits nowhere now, the lowest of all; gives another one of its place.
    pub(crate) fn keep_misfit(&mut self, entry: Authentic, from: PeerKey) -> Option<Authentic> {
        let (seq, id) = (entry.position().seq, entry.id());
        let (kept, _) = self.misfits.entry(seq).or_insert((entry, from));
        let other = (kept.id() != id).then(|| kept.clone());
        if self.misfits.len() > MISFITS_PER_LOG_MAX {
            self.misfits.pop_last();
        }
        other
    }

    /// Takes out what once did not fit the place where this is to stand, if it is another one.
    pub(crate) fn take_misfit(&mut self, seq: u64, id: Id) -> Option<(Authentic, PeerKey)> {
        self.misfits.remove(&seq).filter(|(misfit, _)| misfit.id() != id)
    }

    /// The lowest range of at most `span` positions, below `end`, that is neither admitted nor in
    /// line nor asked for.
    pub(crate) fn hole(&self, end: u64) -> Option<(u64, u64)> {
        let end = end.min(self.ceiling());
        let mut from = self.chain.next_seq();
        loop {
            if let Some((_, &to)) = self.asked.range(..=from).next_back()
                && to > from
            {
                from = to;
            } else {
                let in_line = self.ready.range(from..).map(|(&seq, _)| seq).zip(from..);
                let in_line = in_line.take_while(|(seq, next)| seq == next).count() as u64;
                if in_line == 0 {
                    break;
                }
                from += in_line;
            }
        }
        let asked = self.asked.range(from..).next().map_or(end, |(&next, _)| next);
        let ready = self.ready.range(from..).next().map_or(end, |(&next, _)| next);
        let to = end.min(asked).min(ready).min(from.saturating_add(self.span));
        (from < to).then_some((from, to))
    }
}

/// The bytes that an entry keeps in memory, for the bound on what is not yet durable.
pub(crate) fn weight(entry: &Entry) -> u64 {
    (entry.statement.len() + entry.body.len()) as u64
}

#[cfg(test)]
mod tests;
