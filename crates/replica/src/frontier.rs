//! The frontier: per log, the highest position held and its tip, and digests of the papers: the
//! proofs, the checkpoints, and all acts.
//!
//! Heights alone compare equal over a fork, so tips are part of it; two nodes are equal exactly
//! when both digests are. The digests are cached, because an idle node compares them all day.

use std::collections::BTreeMap;
use std::ops::Bound;

use chancery_encoding::{Digest, encode};
use chancery_ledger::log::{Head, LogId};
use ciborium::Value;

use crate::limits::PAPERS_SHOWN_MAX;
use crate::wire::Holdings;

/// What this node tells others that it holds.
#[derive(Debug)]
pub(crate) struct Frontier {
    heads: BTreeMap<LogId, Head>,
    proofs: BTreeMap<LogId, Digest>,
    notes: BTreeMap<LogId, Digest>,
    acts: Digest,
    heads_digest: Option<Digest>,
    papers_digest: Option<Digest>,
    /// The last logs of which papers were shown, while there are more than are shown at once.
    proofs_after: Option<LogId>,
    notes_after: Option<LogId>,
}

impl Frontier {
    /// Of a node that holds nothing but these acts.
    pub(crate) fn new(acts: Digest) -> Self {
        let (heads, proofs, notes) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (heads_digest, papers_digest) = (None, None);
        let (proofs_after, notes_after) = (None, None);
        Self { heads, proofs, notes, acts, heads_digest, papers_digest, proofs_after, notes_after }
    }

    /// Sets or removes the head of a log.
    pub(crate) fn set_head(&mut self, log: LogId, head: Option<Head>) {
        self.heads_digest = None;
        match head {
            Some(head) => self.heads.insert(log, head),
            None => self.heads.remove(&log),
        };
    }

    pub(crate) fn set_proof(&mut self, log: LogId, proof: Digest) {
        self.papers_digest = None;
        self.proofs.insert(log, proof);
    }

    /// Sets or removes the digest of a log's checkpoints.
    pub(crate) fn set_notes(&mut self, log: LogId, notes: Option<Digest>) {
        self.papers_digest = None;
        match notes {
            Some(notes) => self.notes.insert(log, notes),
            None => self.notes.remove(&log),
        };
    }

    pub(crate) fn set_acts(&mut self, acts: Digest) {
        self.papers_digest = None;
        self.acts = acts;
    }

    pub(crate) fn heads(&self) -> Vec<Head> {
        self.heads.values().copied().collect()
    }

    /// All of it, as it is told; of too many papers the next.
    pub(crate) fn holdings(&mut self) -> Holdings {
        let proofs = next_of(&self.proofs, &mut self.proofs_after);
        let notes = next_of(&self.notes, &mut self.notes_after);
        Holdings { heads: self.heads(), proofs, notes, acts: self.acts }
    }

    pub(crate) fn heads_digest(&mut self) -> Digest {
        *self.heads_digest.get_or_insert_with(|| {
            let heads = self.heads.values();
            digest(heads.map(|head| item(&head.log, Some(head.seq), head.tip.as_bytes())))
        })
    }

    pub(crate) fn papers_digest(&mut self) -> Digest {
        *self.papers_digest.get_or_insert_with(|| {
            let papers = |papers: &BTreeMap<LogId, Digest>| {
                digest(papers.iter().map(|(log, paper)| item(log, None, paper.as_bytes())))
            };
            let all = [papers(&self.proofs), papers(&self.notes), self.acts];
            digest(all.iter().map(|digest| Value::Bytes(digest.as_bytes().to_vec())))
        })
    }
}

/// All papers, or as many as may be shown, round and round, so that each is shown at some time.
fn next_of(papers: &BTreeMap<LogId, Digest>, after: &mut Option<LogId>) -> Vec<(LogId, Digest)> {
    let from = after.filter(|_| papers.len() > PAPERS_SHOWN_MAX);
    let from = from.map_or(Bound::Unbounded, Bound::Excluded);
    let round = papers.range((from, Bound::Unbounded)).chain(papers);
    let count = papers.len().min(PAPERS_SHOWN_MAX);
    let mut shown: Vec<(LogId, Digest)> =
        round.take(count).map(|(&log, &digest)| (log, digest)).collect();
    *after = shown.last().map(|(log, _)| *log);
    shown.sort();
    shown
}

/// The digest of a list.
pub(crate) fn digest(items: impl Iterator<Item = Value>) -> Digest {
    Digest::of(&encode(&Value::Array(items.collect())))
}

fn item(log: &LogId, seq: Option<u64>, hash: &[u8; 32]) -> Value {
    let mut item = vec![Value::Bytes(log.key.to_vec()), Value::Integer(log.epoch.into())];
    item.extend(seq.map(|seq| Value::Integer(seq.into())));
    item.push(Value::Bytes(hash.to_vec()));
    Value::Array(item)
}

#[cfg(test)]
mod tests;
