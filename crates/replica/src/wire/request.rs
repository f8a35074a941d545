//! What one peer asks another. Small by construction: two digests, or a log and two integers.

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;

use super::items::{self, Items, WireFlaw};
use crate::limits::{PAGE_ENTRIES_MAX, REQUEST_BYTES_MAX};

/// A question to one peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Do you hold what I hold? Digests of the own frontier and of the own evidence.
    Sync { frontier: Digest, evidence: Digest },
    /// Give me at most `count` entries of `log` from position `from`.
    Page { log: LogId, from: u64, count: u64 },
    /// Give me your proof against the author of `log`.
    Evidence { log: LogId },
}

impl Request {
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Sync { frontier, evidence } => {
                items::message(0, [items::digest(frontier), items::digest(evidence)])
            }
            Self::Page { log, from, count } => {
                let [key, epoch] = items::log(log);
                items::message(1, [key, epoch, items::uint(*from), items::uint(*count)])
            }
            Self::Evidence { log } => items::message(2, items::log(log)),
        }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, WireFlaw> {
        let mut items = Items::of_message(bytes, REQUEST_BYTES_MAX)?;
        let request = match items.uint()? {
            0 => Self::Sync {
                frontier: Digest::from_bytes(items.bytes32()?),
                evidence: Digest::from_bytes(items.bytes32()?),
            },
            1 => {
                let (log, from, count) = (items.log()?, items.uint()?, items.uint()?);
                if count == 0 || count > PAGE_ENTRIES_MAX {
                    return Err(WireFlaw::Expected("a count of 1 to 512 entries"));
                }
                Self::Page { log, from, count }
            }
            2 => Self::Evidence { log: items.log()? },
            _ => return Err(WireFlaw::Expected("a kind of request")),
        };
        items.finish()?;
        Ok(request)
    }
}
