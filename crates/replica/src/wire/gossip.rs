//! What is said to everybody at once. Gossip is a hint that makes things fast: whatever is lost
//! here comes back through catch-up.
//!
//! The bytes of one fact are the same at every node, so that the transport's content hash
//! recognises them, and a node passes them on only once it holds what they speak of durably.

use chancery_ledger::log::Head;
use chancery_ledger::statement::Entry;
use ciborium::Value;

use super::items::{self, Items, WireFlaw};
use crate::limits::{GOSSIP_BYTES_MAX, PROOF_BYTES_MAX};

/// One gossip message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gossip {
    /// A new entry, with its body.
    Entry(Entry),
    /// The highest position of a log that the sender holds durably.
    Head(Head),
    /// A proof of equivocation.
    Evidence(Vec<u8>),
}

impl Gossip {
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Entry(entry) => {
                items::message(0, [items::bytes(&entry.statement), items::bytes(&entry.body)])
            }
            Self::Head(head) => items::message(1, items::head(head)),
            Self::Evidence(proof) => items::message(2, [Value::Bytes(proof.clone())]),
        }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, WireFlaw> {
        let mut items = Items::of_message(bytes, GOSSIP_BYTES_MAX)?;
        let gossip = match items.uint()? {
            0 => Self::Entry(Entry { statement: items.bytes()?, body: items.bytes()? }),
            1 => Self::Head(items.head()?),
            2 => {
                let proof = items.bytes()?;
                if proof.len() > PROOF_BYTES_MAX {
                    return Err(WireFlaw::Oversize { found: proof.len(), most: PROOF_BYTES_MAX });
                }
                Self::Evidence(proof)
            }
            _ => return Err(WireFlaw::Expected("a kind of gossip")),
        };
        items.finish()?;
        Ok(gossip)
    }
}
