//! What the disk thread does beside entries: acts and checkpoints are kept, others' checkpoints are promised.
//!
//! Papers come in crowds, when a roster changes or all witnesses answer one checkpoint, so those that wait
//! together share one fsync. The invariant: what is told as promised is on the disk, and only then signed.

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::checkpoint::SignedCheckpoint;
use chancery_ledger::log::LogId;
use chancery_replica::Unsigned;
use chancery_store::witness::PromiseFlaw;
use chancery_store::{Paper, StoreError};

use super::{Done, Job, Note, Tree, WriteError, Writer};
use crate::clock::now_s;
use crate::data_dir;

/// Papers that share an fsync: 64 of at most 128 KiB are 8 MiB.
pub(super) const PAPERS_AT_ONCE_MAX: usize = 64;

impl Job {
    /// Whether it is an act or a checkpoint to be kept.
    pub(super) fn is_paper(&self) -> bool {
        matches!(self, Job::KeepAct { .. } | Job::KeepNote { .. })
    }
}

impl Writer {
    /// Keeps acts and checkpoints, together if that can be, and one by one where it cannot.
    pub(super) fn keep_papers(&mut self, jobs: Vec<Job>) -> Vec<Done> {
        let papers: Vec<Paper<'_>> = jobs.iter().filter_map(paper).collect();
        let together = self.store.keep_papers(&papers);
        let mut done = Vec::with_capacity(jobs.len());
        for job in &jobs {
            let outcome = match &together {
                Ok(()) => Ok(()),
                Err(_) => paper(job).map_or(Ok(()), |paper| self.store.keep_papers(&[paper])),
            };
            if outcome.is_ok()
                && let Job::KeepNote { note, .. } = job
            {
                self.pin(note);
            }
            if let Job::KeepAct { ticket, .. } | Job::KeepNote { ticket, .. } = job {
                let outcome = outcome.map_err(WriteError::from);
                done.push(Done::Persisted { ticket: *ticket, outcome });
            }
        }
        done
    }

    fn pin(&self, note: &Note) {
        match SignedCheckpoint::decode(&note.bytes, &self.board.rule().directory) {
            Ok(signed) => self.board.pin(&signed, seconds()),
            Err(flaw) => {
                tracing::debug!(log = %note.log, size = note.size, %flaw, "a checkpoint is kept and not shown");
            }
        }
    }

    pub(super) fn drop_notes(&self, log: LogId, above: u64) {
        self.board.drop_above(log, above);
        if let Err(error) = self.store.drop_notes(log, above) {
            tracing::warn!(%log, %error, "checkpoints that stand no more were not dropped");
        }
    }

    /// Compares checkpoints with the entries held, and promises those that are right and to be cosigned.
    pub(super) fn promise(&self, trees: &[Option<Tree>]) -> Vec<Result<(), Unsigned>> {
        let mut outcomes: Vec<Result<(), Unsigned>> =
            trees.iter().map(|tree| self.compare(tree.as_ref())).collect();
        let wanted: Vec<(usize, (LogId, u64, Digest))> = outcomes
            .iter()
            .zip(trees)
            .enumerate()
            .filter_map(|(at, (outcome, tree))| {
                let tree = tree.as_ref().filter(|_| outcome.is_ok())?;
                Some((at, (tree.log, tree.size, tree.root)))
            })
            .collect();
        let asked: Vec<_> = wanted.iter().map(|(_, tree)| *tree).collect();
        match self.store.promise(&asked) {
            Ok(answers) => {
                for ((at, _), answer) in wanted.into_iter().zip(answers) {
                    outcomes[at] = answer.map_err(unsigned);
                }
            }
            Err(error) => {
                tracing::error!(%error, "nothing can be promised");
                wanted.into_iter().for_each(|(at, _)| outcomes[at] = Err(Unsigned::DiskFailed));
            }
        }
        outcomes
    }

    /// Writes each version of the roster that has no file yet. A start without them would not know under
    /// which roster this node's own certificate was made; what fails is written at the next start.
    pub(crate) fn write_steps(&self, steps: &[(ActId, Vec<u8>)]) {
        if let Err(error) = data_dir::steps::keep(&self.steps_dir, steps) {
            let cause = crate::causes(&error);
            tracing::error!(cause, "a version of the roster has no file beside the store");
        }
    }

    fn compare(&self, tree: Option<&Tree>) -> Result<(), Unsigned> {
        let tree = tree.ok_or(Unsigned::Refused)?;
        match self.store.root_at(tree.log, tree.size) {
            Ok(root) if root != tree.root => Err(Unsigned::Mismatch),
            Ok(_) if tree.promise => Ok(()),
            Ok(_) => Err(Unsigned::Refused),
            Err(StoreError::Beyond { .. }) => Err(Unsigned::NotYet),
            Err(error) => {
                tracing::error!(log = %tree.log, size = tree.size, %error, "a root could not be computed");
                Err(Unsigned::DiskFailed)
            }
        }
    }
}

fn paper(job: &Job) -> Option<Paper<'_>> {
    match job {
        Job::KeepAct { id, bytes, .. } => {
            Some(Paper::Act { id: Digest::from_bytes(*id.as_bytes()), bytes })
        }
        Job::KeepNote { note: Note { log, size, root, bytes }, .. } => {
            Some(Paper::Note { log: *log, size: *size, root: *root, bytes })
        }
        _ => None,
    }
}

fn unsigned(flaw: PromiseFlaw) -> Unsigned {
    match flaw {
        PromiseFlaw::Behind { .. } => Unsigned::NotYet,
        PromiseFlaw::Disagrees { .. } => Unsigned::Mismatch,
        PromiseFlaw::OtherRoot { .. } => {
            tracing::error!(%flaw, "a checkpoint was not cosigned");
            Unsigned::Refused
        }
        PromiseFlaw::Smaller { .. } | PromiseFlaw::Retired => Unsigned::Refused,
    }
}

fn seconds() -> u64 {
    u64::try_from(now_s()).unwrap_or(0)
}
