//! What one peer answers another. The largest is a page; its length is checked before anything
//! is allocated for it.

use chancery_encoding::Digest;
use chancery_ledger::log::{Head, LogId};
use chancery_ledger::statement::Entry;
use ciborium::Value;

use super::items::{self, Items, WireFlaw};
use crate::limits::{
    ACTS_ASKED_MAX, ACTS_MAX, ANSWER_BYTES_MAX, LOGS_MAX, NOTES_PER_LOG_MAX, PAGE_ENTRIES_MAX,
    PAPERS_SHOWN_MAX,
};

/// An answer to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// I hold what you hold.
    Equal,
    /// What I hold.
    Frontier(Holdings),
    /// Entries in order, from the position that was asked for. Empty when I hold none there.
    Page { entries: Vec<Entry> },
    /// A proof, or none.
    Evidence { proof: Option<Vec<u8>> },
    /// Not now.
    Busy,
    /// Never: the stable name of the reason.
    Refused { reason: String },
    /// The checkpoints of a log, by size.
    Notes { notes: Vec<Vec<u8>> },
    /// The acts that I hold: id and digest, in an order in which each can be checked.
    ActList { acts: Vec<(Digest, Digest)> },
    /// Of the acts that were asked for the first, and as many after it as fit. None when it is not held.
    Acts { acts: Vec<Vec<u8>> },
}

/// What a node shows that it holds: heads, and the digests of proofs and notes, each in the order
/// of the logs; and one digest of all acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Holdings {
    pub(crate) heads: Vec<Head>,
    pub(crate) proofs: Vec<(LogId, Digest)>,
    pub(crate) notes: Vec<(LogId, Digest)>,
    pub(crate) acts: Digest,
}

impl Answer {
    pub(crate) fn encode(self) -> Vec<u8> {
        match self {
            Self::Equal => items::message(0, []),
            Self::Frontier(Holdings { heads, proofs, notes, acts }) => {
                let heads = heads.iter().map(|head| Value::Array(items::head(head))).collect();
                let papers = |list: Vec<_>| Value::Array(list.iter().map(paper_item).collect());
                let (proofs, notes) = (papers(proofs), papers(notes));
                items::message(1, [Value::Array(heads), proofs, notes, items::digest(&acts)])
            }
            Self::Page { entries } => {
                items::message(2, [Value::Array(entries.into_iter().map(entry_item).collect())])
            }
            Self::Evidence { proof } => items::message(3, proof.map(Value::Bytes)),
            Self::Busy => items::message(4, []),
            Self::Refused { reason } => items::message(5, [Value::Text(reason)]),
            Self::Notes { notes } => items::message(6, [items::byte_strings(notes)]),
            Self::ActList { acts } => {
                let item = |(id, bytes): &(Digest, Digest)| {
                    Value::Array(vec![items::digest(id), items::digest(bytes)])
                };
                items::message(7, [Value::Array(acts.iter().map(item).collect())])
            }
            Self::Acts { acts } => items::message(8, [items::byte_strings(acts)]),
        }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, WireFlaw> {
        let mut items = Items::of_message(bytes, ANSWER_BYTES_MAX)?;
        let answer = match items.uint()? {
            0 => Self::Equal,
            1 => Self::Frontier(Holdings::take(&mut items)?),
            2 => {
                let entries_max = usize::try_from(PAGE_ENTRIES_MAX).unwrap_or(usize::MAX);
                let entries = items.list(entries_max, |items| {
                    Ok(Entry { statement: items.bytes()?, body: items.bytes()? })
                })?;
                Self::Page { entries }
            }
            3 => return Self::decode_evidence(items),
            4 => Self::Busy,
            5 => Self::Refused { reason: items.text()? },
            6 => Self::Notes { notes: items.byte_strings(NOTES_PER_LOG_MAX)? },
            7 => {
                let acts = items.list(ACTS_MAX, |items| Ok((items.digest()?, items.digest()?)))?;
                Self::ActList { acts }
            }
            8 => Self::Acts { acts: items.byte_strings(ACTS_ASKED_MAX)? },
            _ => return Err(WireFlaw::Expected("a kind of answer")),
        };
        items.finish()?;
        Ok(answer)
    }

    fn decode_evidence(mut items: Items) -> Result<Self, WireFlaw> {
        if items.is_empty() {
            return Ok(Self::Evidence { proof: None });
        }
        let proof = items.bytes()?;
        items.finish()?;
        Ok(Self::Evidence { proof: Some(proof) })
    }
}

impl Holdings {
    fn take(items: &mut Items) -> Result<Self, WireFlaw> {
        let heads = items.list(LOGS_MAX, Items::head)?;
        let mut papers =
            || items.list(PAPERS_SHOWN_MAX, |items| Ok((items.log()?, items.digest()?)));
        let (proofs, notes) = (papers()?, papers()?);
        let sorted = |list: &[(LogId, Digest)]| list.is_sorted_by(|a, b| a.0 < b.0);
        if !heads.is_sorted_by(|a, b| a.log < b.log) || !sorted(&proofs) || !sorted(&notes) {
            return Err(WireFlaw::Unsorted);
        }
        Ok(Self { heads, proofs, notes, acts: items.digest()? })
    }
}

fn paper_item((log, digest): &(LogId, Digest)) -> Value {
    let [key, epoch] = items::log(log);
    Value::Array(vec![key, epoch, items::digest(digest)])
}

fn entry_item(entry: Entry) -> Value {
    Value::Array(vec![Value::Bytes(entry.statement), Value::Bytes(entry.body)])
}
