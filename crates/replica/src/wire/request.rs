//! What one peer asks another. Small by construction: two digests, a log and two integers, or the
//! ids of a few acts.

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;
use ciborium::Value;

use super::items::{self, Items, WireFlaw};
use crate::limits::{ACTS_ASKED_MAX, PAGE_ENTRIES_MAX, REQUEST_BYTES_MAX};

/// A question to one peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Do you hold what I hold? Digests of the own heads and of the own papers.
    Sync { heads: Digest, papers: Digest },
    /// Give me at most `count` entries of `log` from position `from`.
    Page { log: LogId, from: u64, count: u64 },
    /// Give me your proof against the author of `log`.
    Evidence { log: LogId },
    /// Give me the checkpoints that you hold of `log`.
    Notes { log: LogId },
    /// Which acts do you hold?
    ActList,
    /// Give me these acts.
    Acts { ids: Vec<Digest> },
}

impl Request {
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Sync { heads, papers } => {
                items::message(0, [items::digest(heads), items::digest(papers)])
            }
            Self::Page { log, from, count } => {
                let [key, epoch] = items::log(log);
                items::message(1, [key, epoch, items::uint(*from), items::uint(*count)])
            }
            Self::Evidence { log } => items::message(2, items::log(log)),
            Self::Notes { log } => items::message(3, items::log(log)),
            Self::ActList => items::message(4, []),
            Self::Acts { ids } => {
                items::message(5, [Value::Array(ids.iter().map(items::digest).collect())])
            }
        }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, WireFlaw> {
        let mut items = Items::of_message(bytes, REQUEST_BYTES_MAX)?;
        let request = match items.uint()? {
            0 => Self::Sync {
                heads: Digest::from_bytes(items.bytes32()?),
                papers: Digest::from_bytes(items.bytes32()?),
            },
            1 => {
                let (log, from, count) = (items.log()?, items.uint()?, items.uint()?);
                if count == 0 || count > PAGE_ENTRIES_MAX {
                    return Err(WireFlaw::Expected("a count of 1 to 512 entries"));
                }
                Self::Page { log, from, count }
            }
            2 => Self::Evidence { log: items.log()? },
            3 => Self::Notes { log: items.log()? },
            4 => Self::ActList,
            5 => {
                let ids = items.byte_strings(ACTS_ASKED_MAX)?;
                let ids = ids.iter().map(|id| items::digest_of(id));
                let ids = ids.collect::<Result<Vec<_>, _>>()?;
                if ids.is_empty() {
                    return Err(WireFlaw::Expected("the id of an act"));
                }
                Self::Acts { ids }
            }
            _ => return Err(WireFlaw::Expected("a kind of request")),
        };
        items.finish()?;
        Ok(request)
    }
}
