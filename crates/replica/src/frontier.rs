//! The frontier: per log, the highest position held and its tip, and digests of the papers: the
//! proofs, the checkpoints, and all acts.
//!
//! Heights alone compare equal over a fork, so tips are part of it; two nodes are equal exactly
//! when both digests are. The digests are cached, because an idle node compares them all day.

use std::collections::BTreeMap;

use chancery_encoding::{Digest, encode};
use chancery_ledger::log::{Head, LogId};
use ciborium::Value;

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
}

impl Frontier {
    /// Of a node that holds nothing but these acts.
    pub(crate) fn new(acts: Digest) -> Self {
        let (heads, proofs, notes) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { heads, proofs, notes, acts, heads_digest: None, papers_digest: None }
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

    /// All of it, as it is told.
    pub(crate) fn holdings(&self) -> Holdings {
        let list = |papers: &BTreeMap<LogId, Digest>| {
            papers.iter().map(|(&log, &digest)| (log, digest)).collect()
        };
        let (proofs, notes) = (list(&self.proofs), list(&self.notes));
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
