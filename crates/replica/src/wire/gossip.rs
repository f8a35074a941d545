//! What is said to everybody at once. Gossip is a hint that makes things fast: whatever is lost
//! here comes back through catch-up.
//!
//! The bytes of one fact are the same at every node, so that the transport's content hash
//! recognises them, and a node passes them on only once it holds what they speak of durably.

use chancery_ledger::log::Head;
use chancery_ledger::statement::Entry;

use super::items::{self, Items, WireFlaw};
use crate::limits::{GOSSIP_BYTES_MAX, GOSSIP_NOTE_BYTES_MAX, PROOF_BYTES_MAX};

/// One gossip message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gossip {
    /// A new entry, with its body.
    Entry(Entry),
    /// The highest position of a log that the sender holds durably.
    Head(Head),
    /// A proof of equivocation.
    Evidence(Vec<u8>),
    /// A checkpoint: its author's line, and at most one cosignature.
    Note(Vec<u8>),
    /// An act of a state root.
    Act(Vec<u8>),
}

impl Gossip {
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Entry(entry) => {
                items::message(0, [items::bytes(&entry.statement), items::bytes(&entry.body)])
            }
            Self::Head(head) => items::message(1, items::head(head)),
            Self::Evidence(proof) => items::message(2, [items::bytes(proof)]),
            Self::Note(note) => items::message(3, [items::bytes(note)]),
            Self::Act(act) => items::message(4, [items::bytes(act)]),
        }
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, WireFlaw> {
        let mut items = Items::of_message(bytes, GOSSIP_BYTES_MAX)?;
        let gossip = match items.uint()? {
            0 => Self::Entry(Entry { statement: items.bytes()?, body: items.bytes()? }),
            1 => Self::Head(items.head()?),
            2 => Self::Evidence(bounded(items.bytes()?, PROOF_BYTES_MAX)?),
            3 => Self::Note(bounded(items.bytes()?, GOSSIP_NOTE_BYTES_MAX)?),
            4 => Self::Act(items.bytes()?),
            _ => return Err(WireFlaw::Expected("a kind of gossip")),
        };
        items.finish()?;
        Ok(gossip)
    }
}

fn bounded(bytes: Vec<u8>, most: usize) -> Result<Vec<u8>, WireFlaw> {
    if bytes.len() > most {
        return Err(WireFlaw::Oversize { found: bytes.len(), most });
    }
    Ok(bytes)
}
