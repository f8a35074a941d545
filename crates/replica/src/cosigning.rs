//! Comparing checkpoints with the entries held, and cosigning them.
//!
//! A cosignature says that this node holds the entries, all of them and durably. So a checkpoint is
//! looked at once that is so, by the driver, which has the tree and the witness key. Of one log the
//! largest is cosigned, and the others are compared, because a root that is not that of the entries
//! is a lie of the author: an alarm at once, and a proof as soon as a larger checkpoint agrees with
//! the entries, because then the tree shows that the two cannot both be true.

use chancery_encoding::Digest;
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::LogId;
use chancery_ledger::tree::Proof;

use crate::limits::{COSIGN_BATCH_MAX, NOTES_PER_LOG_MAX};
use crate::notes::{Judged, News};
use crate::port::{Consistency, Unsigned};
use crate::replica::{Alarm, Replica};
use crate::{Output, Reason, Refusal};

/// The checkpoints that the driver is looking at.
#[derive(Debug)]
pub(crate) struct Cosigning {
    ticket: u64,
    trees: Vec<(LogId, u64, Digest)>,
}

/// Two sizes of a log that are being compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comparing {
    log: LogId,
    /// Of the checkpoint that differs from the entries.
    size: u64,
    /// Of one that agrees with them.
    of: u64,
}

impl Replica {
    /// The key of this node's own witness, as its certificate names it.
    pub(crate) fn own_witness(&self) -> Option<[u8; 32]> {
        let author = self.directory().author(&self.own?.key)?;
        Some(*author.certificate.witness_key.as_bytes())
    }

    /// Has the checkpoints looked at whose entries are all durable, one batch at a time.
    pub(crate) fn ask_cosign(&mut self) {
        if self.cosigning.is_some() || self.agenda.is_set(Alarm::Disk) {
            return;
        }
        let (mut trees, mut notes) = (Vec::new(), Vec::new());
        while trees.len() + NOTES_PER_LOG_MAX <= COSIGN_BATCH_MAX
            && let Some(id) = self.judging.pop_first()
        {
            let Some(log) = self.logs.get(&id).filter(|_| Some(id) != self.own) else { continue };
            let held = log.durable_next().min(log.ceiling());
            for row in log.notes.rows().rev() {
                let checkpoint = row.signed.checkpoint();
                if row.judged == Judged::Open && row.is_kept() && checkpoint.size <= held {
                    trees.push((id, checkpoint.size, checkpoint.root));
                    notes.push(row.bytes().to_vec());
                }
            }
        }
        if trees.is_empty() {
            return;
        }
        let ticket = self.ticket();
        self.cosigning = Some(Cosigning { ticket, trees });
        self.out.push(Output::Cosign { ticket, notes });
    }

    pub(crate) fn on_cosigned(&mut self, ticket: u64, outcomes: Vec<Result<Vec<u8>, Unsigned>>) {
        let Some(batch) = self.cosigning.take_if(|batch| batch.ticket == ticket) else { return };
        for ((log, size, root), outcome) in batch.trees.into_iter().zip(outcomes) {
            match outcome {
                Ok(bytes) => {
                    self.judge(log, size, &root, Judged::Agrees);
                    self.take_own(&bytes, News::Cosignature);
                }
                Err(Unsigned::Refused) => self.judge(log, size, &root, Judged::Agrees),
                Err(Unsigned::Mismatch) => {
                    self.judge(log, size, &root, Judged::Differs);
                    let (seq, reason) = (size.checked_sub(1), Reason::CheckpointMismatch);
                    self.refuse(Refusal { peer: None, log: Some(log), seq, reason });
                    self.out.push(Output::Mismatch { log, size });
                }
                // When more is durable it is looked at again.
                Err(Unsigned::NotYet) => {}
                Err(Unsigned::DiskFailed) => self.disk_failed(Some(log), None),
            }
            self.compare_sizes(log);
        }
    }

    fn judge(&mut self, log: LogId, size: u64, root: &Digest, judged: Judged) {
        let row = self.logs.get_mut(&log).and_then(|log| log.notes.row_mut(size, root));
        if let Some(row) = row {
            row.judged = judged;
        }
    }

    /// Where a checkpoint differs from the entries and a larger one agrees, the tree proves it.
    fn compare_sizes(&mut self, id: LogId) {
        if self.comparing.values().any(|comparing| comparing.log == id) {
            return;
        }
        let Some(log) = self.logs.get(&id) else { return };
        let rows = || log.notes.rows().map(|row| (row.judged, row.signed.checkpoint().size));
        let agrees = rows().rev().find(|(judged, _)| *judged == Judged::Agrees);
        let differs = rows().find(|(judged, _)| *judged == Judged::Differs);
        let (Some((_, size)), Some((_, of))) = (differs, agrees) else { return };
        if size < of {
            let ticket = self.ticket();
            self.comparing.insert(ticket, Comparing { log: id, size, of });
            self.out.push(Output::ProveConsistency { ticket, log: id, size, of });
        }
    }

    pub(crate) fn on_consistency(&mut self, ticket: u64, found: Option<Consistency>) {
        let Some(Comparing { log: id, size, of }) = self.comparing.remove(&ticket) else { return };
        let Some(Consistency { root, proof }) = found else {
            let (seq, reason) = (size.checked_sub(1), Reason::DiskFailed);
            self.refuse(Refusal { peer: None, log: Some(id), seq, reason });
            return;
        };
        let Some(log) = self.logs.get_mut(&id) else { return };
        let signed = |size| {
            let mut rows = log.notes.rows();
            rows.find(|row| row.signed.checkpoint().size == size).map(|row| row.signed.clone())
        };
        let (Some(smaller), Some(larger)) = (signed(size), signed(of)) else { return };
        let differs = smaller.checkpoint().root;
        if let Some(row) = log.notes.row_mut(size, &differs) {
            row.judged = Judged::Proved;
        }
        let proof = Proof::new(proof);
        if let Ok(proof) = Equivocation::prove_other_beginning(&smaller, &larger, root, proof) {
            self.learn(proof);
        }
    }
}

#[cfg(test)]
mod tests;
