//! One record in a file that proves itself: what was said, by whom, and who held it when.
//!
//! An analyst hands it to a court or a minister, who needs the genesis file and nothing else: no
//! node, no network, nobody's word. Invariants: reading one believes nothing, [`Pack::verify`] does
//! all the work; every byte of a pack is signed, hashed or told by the format, and whatever is
//! not needed is refused, so that one set of facts has one spelling.

mod choice;
mod flaw;
mod form;
mod later;
mod life;
mod making;
mod needed;
mod release;
mod said;
mod status;
mod step;
mod verdict;
mod verify;

#[cfg(test)]
mod tests;

use chancery_encoding::Digest;

use crate::statement::Entry;
use crate::tree::Proof;

pub use choice::best_checkpoint;
pub use flaw::PackFlaw;
pub use making::Parts;
pub use release::{Approved, Release};
pub use status::{Dated, NoEffect, Part, PartList, Status, WithdrawnPart};
pub use step::PackStep;
pub use verdict::{Cosigner, Held, Later, RosterStep, Uncounted, Verdict};

/// A pack is read whole into memory. One of a network with 200 roster versions of 60 states takes
/// about 2 MiB (8 KiB a step); the rest is for long bodies of corrections and for larger networks.
pub const PACK_BYTES_MAX: usize = 16 * 1024 * 1024;

/// An evidence pack as read: nothing in it is believed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    network: Digest,
    statement: Vec<u8>,
    body: Option<Vec<u8>>,
    inclusion: Proof,
    checkpoint: Vec<u8>,
    acts: Vec<Vec<u8>>,
    later: Vec<Entry>,
    proofs: Vec<Vec<u8>>,
}

impl Pack {
    /// SHA-256 of the pack's bytes, by which people name the file.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.encode())
    }

    /// The body of the record, as it is in the pack.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// The bytes of the statement.
    pub fn statement(&self) -> &[u8] {
        &self.statement
    }

    /// What was said later, with the bodies, in the order of the verdict's list.
    pub fn later(&self) -> &[Entry] {
        &self.later
    }
}
