//! What one peer answers another. The largest is a page; its length is checked before anything
//! is allocated for it.

use chancery_encoding::Digest;
use chancery_ledger::log::{Head, LogId};
use chancery_ledger::statement::Entry;
use ciborium::Value;

use super::items::{self, Items, WireFlaw};
use crate::limits::{ANSWER_BYTES_MAX, LOGS_MAX, PAGE_ENTRIES_MAX};

/// An answer to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// I hold what you hold.
    Equal,
    /// What I hold: heads, and the digests of the proofs, each in the order of the logs.
    Frontier { heads: Vec<Head>, evidence: Vec<(LogId, Digest)> },
    /// Entries in order, from the position that was asked for. Empty when I hold none there.
    Page { entries: Vec<Entry> },
    /// A proof, or none.
    Evidence { proof: Option<Vec<u8>> },
    /// Not now.
    Busy,
    /// Never: the stable name of the reason.
    Refused { reason: String },
}

impl Answer {
    pub(crate) fn encode(self) -> Vec<u8> {
        match self {
            Self::Equal => items::message(0, []),
            Self::Frontier { heads, evidence } => {
                let heads = heads.iter().map(|head| Value::Array(items::head(head))).collect();
                let evidence = evidence.iter().map(proof_item).collect();
                items::message(1, [Value::Array(heads), Value::Array(evidence)])
            }
            Self::Page { entries } => {
                items::message(2, [Value::Array(entries.into_iter().map(entry_item).collect())])
            }
            Self::Evidence { proof } => items::message(3, proof.map(Value::Bytes)),
            Self::Busy => items::message(4, []),
            Self::Refused { reason } => items::message(5, [Value::Text(reason)]),
        }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, WireFlaw> {
        let mut items = Items::of_message(bytes, ANSWER_BYTES_MAX)?;
        let answer = match items.uint()? {
            0 => Self::Equal,
            1 => {
                let heads = items.list(LOGS_MAX, Items::head)?;
                let evidence = items.list(LOGS_MAX, |items| {
                    Ok((items.log()?, Digest::from_bytes(items.bytes32()?)))
                })?;
                if !heads.is_sorted_by(|a, b| a.log < b.log)
                    || !evidence.is_sorted_by(|a, b| a.0 < b.0)
                {
                    return Err(WireFlaw::Unsorted);
                }
                Self::Frontier { heads, evidence }
            }
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

fn proof_item((log, proof): &(LogId, Digest)) -> Value {
    let [key, epoch] = items::log(log);
    Value::Array(vec![key, epoch, items::digest(proof)])
}

fn entry_item(entry: Entry) -> Value {
    Value::Array(vec![Value::Bytes(entry.statement), Value::Bytes(entry.body)])
}
