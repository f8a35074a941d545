//! A register from all that was kept, at once.
//!
//! Acts come from a disk in the order of their ids. Steps are taken first, by version, because everything
//! else names one. Invariant: the result is that of inserting
//! one act after another.

use chancery_encoding::{Fields, Limits, decode};

use crate::act::{ACT_BYTES_MAX, ActFlaw};
use crate::roster::{Genesis, Register};

impl Register {
    /// Verifies and takes in all of `acts`; what is refused comes back with its place in the list.
    pub fn load(genesis: &Genesis, acts: &[Vec<u8>]) -> (Self, Vec<(usize, ActFlaw)>) {
        let mut register = Self::new(genesis);
        let mut refused = Vec::new();
        let mut order: Vec<(u64, usize)> =
            acts.iter().enumerate().map(|(at, bytes)| (version_in(bytes), at)).collect();
        order.sort_unstable();
        for (_, at) in order {
            match register.check(&acts[at]) {
                Ok(act) => {
                    register.insert(act);
                }
                Err(flaw) => refused.push((at, flaw)),
            }
        }
        (register, refused)
    }
}

/// The version that a step brings, without believing anything; what is no step comes last.
fn version_in(bytes: &[u8]) -> u64 {
    let field = |bytes: &[u8], depth_max| {
        let value =
            decode(bytes, Limits { bytes_max: ACT_BYTES_MAX, depth_max, tag: None }).ok()?;
        Fields::new(value, "step").ok()
    };
    let roster = field(bytes, 3).and_then(|mut step| step.bytes(1).ok());
    let version = roster.and_then(|roster| field(&roster, 5)?.uint(2).ok());
    // A double signature has a roster too, and may come last as well.
    version.filter(|_| bytes.first() == Some(&0xa2)).unwrap_or(u64::MAX)
}
