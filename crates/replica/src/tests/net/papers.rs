//! What a node's disk does with papers, and its witness.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::checkpoint::SignedCheckpoint;
use chancery_ledger::log::LogId;
use chancery_ledger::roster::Register;
use chancery_ledger::tree::root_of;

use super::{Net, Node};
use crate::tests::cast;
use crate::{Consistency, Input, Output, Unsigned};

/// Acts and checkpoints on a disk.
#[derive(Default)]
pub(crate) struct Papers {
    pub(crate) acts: BTreeMap<ActId, Vec<u8>>,
    pub(crate) notes: BTreeMap<(LogId, u64, Digest), Vec<u8>>,
    pub(crate) promised: BTreeMap<LogId, u64>,
}

impl Papers {
    /// What follows from the acts, whatever the order in which the disk has them.
    pub(crate) fn register(&self) -> Register {
        let mut register = cast::register();
        for _ in 0..self.acts.len() {
            for bytes in self.acts.values() {
                if let Ok(act) = register.check(bytes) {
                    register.insert(act);
                }
            }
        }
        register
    }
}

impl Papers {
    pub(crate) fn keep(&mut self, signed: &SignedCheckpoint) {
        let checkpoint = signed.checkpoint();
        let row = (checkpoint.log, checkpoint.size, checkpoint.root);
        self.notes.insert(row, signed.encode());
    }
}

/// The proof that a log of ten entries or fewer begins with a part of it (RFC 9162, 2.1.4.1).
fn consistency(leaves: &[Digest], size: usize, whole: Whole) -> Vec<Digest> {
    if size == leaves.len() {
        return if whole == Whole::Known { Vec::new() } else { vec![root_of(leaves)] };
    }
    let split = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(split);
    let (mut proof, rest) = if size <= split {
        (consistency(left, size, whole), right)
    } else {
        (consistency(right, size - split, Whole::Part), left)
    };
    proof.push(root_of(rest));
    proof
}

/// Whether the smaller tree is what the verifier knows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Known,
    Part,
}

impl Node {
    /// The checkpoints that it shows of a log.
    pub(crate) fn notes(&self, log: LogId) -> Vec<Vec<u8>> {
        self.replica.checkpoints(&log).map(SignedCheckpoint::encode).collect()
    }

    fn leaves(&self, log: LogId, size: u64) -> Option<Vec<Digest>> {
        let entries = self.disk.get(&log)?.get(..usize::try_from(size).ok()?)?;
        Some(entries.iter().map(|entry| entry.clone().decode().unwrap().leaf()).collect())
    }

    fn root(&self, log: LogId, size: u64) -> Option<Digest> {
        self.leaves(log, size).map(|leaves| root_of(&leaves))
    }

    fn prove(&self, log: LogId, size: u64, of: u64) -> Option<Consistency> {
        let (root, leaves) = (self.root(log, size)?, self.leaves(log, of)?);
        let proof = consistency(&leaves, usize::try_from(size).ok()?, Whole::Known);
        Some(Consistency { root, proof })
    }

    fn cosign(&mut self, note: &[u8]) -> Result<Vec<u8>, Unsigned> {
        let mut signed = SignedCheckpoint::decode(note, self.replica.directory()).unwrap();
        let (log, size) = (signed.checkpoint().log, signed.checkpoint().size);
        if self.root(log, size).ok_or(Unsigned::NotYet)? != signed.checkpoint().root {
            return Err(Unsigned::Mismatch);
        }
        if self.papers.promised.get(&log).is_some_and(|promised| *promised > size) {
            return Err(Unsigned::Refused);
        }
        self.papers.promised.insert(log, size);
        let witness = cast::key(&format!("{} witness", self.code));
        signed.add(signed.cosign(&cast::certificate(self.code), &witness, 1_800_000_000).unwrap());
        Ok(signed.encode())
    }
}

impl Net {
    pub(super) fn work_on_papers(&mut self, at: usize, output: Output) {
        let node = &mut self.nodes[at];
        if let Output::DropNotes { log, above } = output {
            node.papers.notes.retain(|(of, size, _), _| *of != log || *size <= above);
            return;
        }
        let input = match output {
            Output::KeepAct { ticket, id, bytes } => {
                node.papers.acts.insert(id, bytes);
                Input::Persisted { ticket }
            }
            Output::KeepNote { ticket, log, size, root, bytes } => {
                node.papers.notes.insert((log, size, root), bytes);
                Input::Persisted { ticket }
            }
            Output::Cosign { ticket, notes } => {
                let outcomes = notes.iter().map(|note| node.cosign(note)).collect();
                Input::Cosigned { ticket, outcomes }
            }
            Output::ProveConsistency { ticket, log, size, of } => {
                Input::Consistency { ticket, found: node.prove(log, size, of) }
            }
            _ => return,
        };
        self.queue.push_back((at, input));
    }
}
