//! The frontier: per log, the highest position held and its tip, and per lying author, a proof.
//!
//! Heights alone compare equal over a fork, so tips are part of it; two nodes are equal exactly
//! when both digests are. The digests are cached, because an idle node compares them all day.

use std::collections::BTreeMap;

use chancery_encoding::{Digest, encode};
use chancery_ledger::log::{Head, LogId};
use ciborium::Value;

/// What this node tells others that it holds.
#[derive(Debug, Default)]
pub(crate) struct Frontier {
    heads: BTreeMap<LogId, Head>,
    evidence: BTreeMap<LogId, Digest>,
    heads_digest: Option<Digest>,
    evidence_digest: Option<Digest>,
}

impl Frontier {
    /// Sets or removes the head of a log.
    pub(crate) fn set_head(&mut self, log: LogId, head: Option<Head>) {
        self.heads_digest = None;
        match head {
            Some(head) => self.heads.insert(log, head),
            None => self.heads.remove(&log),
        };
    }

    pub(crate) fn set_evidence(&mut self, log: LogId, proof: Digest) {
        self.evidence_digest = None;
        self.evidence.insert(log, proof);
    }

    pub(crate) fn heads(&self) -> Vec<Head> {
        self.heads.values().copied().collect()
    }

    pub(crate) fn evidence(&self) -> Vec<(LogId, Digest)> {
        self.evidence.iter().map(|(&log, &proof)| (log, proof)).collect()
    }

    pub(crate) fn heads_digest(&mut self) -> Digest {
        *self.heads_digest.get_or_insert_with(|| {
            let heads = self.heads.values();
            digest(heads.map(|head| item(&head.log, Some(head.seq), head.tip.as_bytes())))
        })
    }

    pub(crate) fn evidence_digest(&mut self) -> Digest {
        *self.evidence_digest.get_or_insert_with(|| {
            digest(self.evidence.iter().map(|(log, proof)| item(log, None, proof.as_bytes())))
        })
    }
}

fn digest(items: impl Iterator<Item = Value>) -> Digest {
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
