//! The one thread that writes: everybody's entries into the store, this node's own into its own file
//! first.
//!
//! fsync takes milliseconds, and the event loop must not wait for it. Jobs are done one after the
//! other, so what is told as done is durable, and so is everything before it. The invariant of the
//! own log: an entry is in the own file before it is in the store, and in both before anybody hears
//! of it.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::evidence::{Equivocation, EquivocationFlaw};
use chancery_ledger::log::{Admissible, LogId};
use chancery_replica::Unsigned;
use chancery_store::{OwnLog, OwnLogError, Store, StoreError};
use tokio::sync::mpsc;

use crate::board::Board;
use crate::engine::Completion;
use papers::PAPERS_AT_ONCE_MAX;

mod papers;

/// One batch of entries, one of the node's own, a proof and a checkpoint for each of 1,024 logs, all acts, and a few
/// others: the machine never has more under way.
const JOBS_MAX: usize = 2 * 1_024 + 8_192 + 16;

/// What is to be written.
#[derive(Debug)]
pub(crate) enum Job {
    /// Entries that were admitted, of each log in order.
    Persist { ticket: u64, batch: Vec<Admissible> },
    /// Entries that this node has just signed.
    Author { batch: Vec<Admissible> },
    /// Entries that are in the own file, and that the store did not take the first time.
    Settle { batch: Vec<Admissible> },
    /// A proof of equivocation.
    Keep { ticket: u64, proof: Vec<u8> },
    /// An act.
    KeepAct { ticket: u64, id: ActId, bytes: Vec<u8> },
    /// A checkpoint with its cosignatures.
    KeepNote { ticket: u64, note: Note },
    /// Checkpoints that stand no more, out of the way.
    DropNotes { log: LogId, above: u64 },
    /// Checkpoints of others to be compared with the entries held, and promised; nothing where there is none.
    Promise { ticket: u64, trees: Vec<Option<Tree>> },
    /// The roster's versions, as files beside the store.
    WriteSteps { steps: Vec<(ActId, Vec<u8>)> },
}

/// A checkpoint to be kept.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) log: LogId,
    pub(crate) size: u64,
    pub(crate) root: Digest,
    pub(crate) bytes: Vec<u8>,
}

/// What a checkpoint says of a log.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) log: LogId,
    pub(crate) size: u64,
    pub(crate) root: Digest,
    /// Whether it is to be cosigned, if it is right.
    pub(crate) promise: bool,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Done {
    /// A batch or a proof is durable, or is not.
    Persisted { ticket: u64, outcome: Result<(), WriteError> },
    /// What became of freshly signed entries.
    Authored(Authored),
    /// Which of the checkpoints may be cosigned now.
    Promised { ticket: u64, outcomes: Vec<Result<(), Unsigned>> },
    /// Nobody waits for it.
    Nothing,
}

/// What became of freshly signed entries.
#[derive(Debug)]
pub(crate) struct Authored {
    /// In the own file; durable, and never to be signed again.
    pub(crate) kept: Vec<Admissible>,
    /// Why the next one did not get there; it and those behind it count as never signed.
    pub(crate) refused: Option<WriteError>,
    /// Why `kept` is not in the store; it has to be settled before anything else is signed.
    pub(crate) unsettled: Option<WriteError>,
}

/// Why something was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The store refused.
    #[error("the store did not take it")]
    Store(#[from] StoreError),
    /// The own file refused.
    #[error("the own log did not take it")]
    OwnLog(#[from] OwnLogError),
    /// The proof proves nothing, although the machine made or checked it.
    #[error("the proof of equivocation does not hold")]
    Proof(#[from] EquivocationFlaw),
    /// The own file has a statement at this place already, which did not count when the node was started.
    #[error("the own file has {held} statements, and place {seq} is one of theirs")]
    Ahead {
        /// How many.
        held: u64,
        /// The place.
        seq: u64,
    },
}

impl WriteError {
    /// Whether there is only no room: the next try may do better.
    pub fn is_full(&self) -> bool {
        matches!(
            self,
            Self::Store(StoreError::DiskFull) | Self::OwnLog(OwnLogError::DiskFull { .. })
        )
    }
}

/// The thread's two files and what it must know of them.
pub(crate) struct Writer {
    pub(crate) store: Arc<Store>,
    pub(crate) board: Arc<Board>,
    /// Where the roster's versions stand as files.
    pub(crate) steps_dir: PathBuf,
    pub(crate) own: OwnLog,
    pub(crate) own_log: LogId,
    /// The position that the own file goes on with.
    pub(crate) own_next: u64,
}

/// The way to the thread; dropping it lets the thread finish what it has and end.
pub(crate) struct Disk {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Disk {
    pub(crate) fn start(
        writer: Writer,
        completions: mpsc::Sender<Completion>,
    ) -> std::io::Result<Disk> {
        let (jobs, mut orders) = mpsc::channel(JOBS_MAX);
        let run = move || {
            let mut writer = writer;
            while let Some(job) = orders.blocking_recv() {
                let done = writer.work_with(job, &mut orders);
                let told = done.into_iter().try_for_each(|done| {
                    completions.blocking_send(Completion::Disk(done)).map_err(drop)
                });
                if told.is_err() {
                    break;
                }
            }
        };
        let thread = std::thread::Builder::new().name("disk".to_owned()).spawn(run)?;
        Ok(Disk { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Hands a job over; gives it back when there is no room, which the machine's bounds exclude.
    pub(crate) fn order(&self, job: Job) -> Result<(), Box<Job>> {
        let jobs = self.jobs.as_ref().expect("because only `finish` takes it, and takes all");
        jobs.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(job) | mpsc::error::TrySendError::Closed(job) => {
                Box::new(job)
            }
        })
    }

    /// Waits until everything that was ordered is done.
    pub(crate) fn finish(mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the disk thread has panicked");
        }
    }
}

impl Writer {
    /// Does a job; papers take those that wait behind them along, for one fsync.
    fn work_with(&mut self, job: Job, orders: &mut mpsc::Receiver<Job>) -> Vec<Done> {
        if !job.is_paper() {
            return vec![self.work(job)];
        }
        let mut papers = vec![job];
        let mut other = None;
        while papers.len() < PAPERS_AT_ONCE_MAX
            && other.is_none()
            && let Ok(next) = orders.try_recv()
        {
            if next.is_paper() { papers.push(next) } else { other = Some(next) }
        }
        let mut done = self.keep_papers(papers);
        done.extend(other.map(|job| self.work(job)));
        done
    }

    fn work(&mut self, job: Job) -> Done {
        match job {
            Job::Persist { ticket, batch } => {
                Done::Persisted { ticket, outcome: self.persist(&batch) }
            }
            Job::Author { batch } => Done::Authored(self.author(batch)),
            Job::Settle { batch } => {
                let unsettled = self.store(&batch).err();
                Done::Authored(Authored { kept: batch, refused: None, unsettled })
            }
            Job::Keep { ticket, proof } => Done::Persisted { ticket, outcome: self.keep(&proof) },
            Job::Promise { ticket, trees } => {
                Done::Promised { ticket, outcomes: self.promise(&trees) }
            }
            Job::DropNotes { log, above } => {
                self.drop_notes(log, above);
                Done::Nothing
            }
            Job::WriteSteps { steps } => {
                self.write_steps(&steps);
                Done::Nothing
            }
            paper @ (Job::KeepAct { .. } | Job::KeepNote { .. }) => {
                self.keep_papers(vec![paper]).pop().unwrap_or(Done::Nothing)
            }
        }
    }

    fn persist(&mut self, batch: &[Admissible]) -> Result<(), WriteError> {
        for entry in batch {
            self.append_own(entry)?;
        }
        self.store(batch)
    }

    fn author(&mut self, mut batch: Vec<Admissible>) -> Authored {
        let mut refused = None;
        let mut kept = 0;
        for entry in &batch {
            match self.append_signed(entry) {
                Ok(()) => kept += 1,
                Err(error) => {
                    refused = Some(error);
                    break;
                }
            }
        }
        batch.truncate(kept);
        let unsettled = self.store(&batch).err();
        Authored { kept: batch, refused, unsettled }
    }

    /// Appends what has just been signed. Where the own file has a statement already that did not come into the
    /// store, because it did not count when the node was started, no second one may ever stand.
    fn append_signed(&mut self, entry: &Admissible) -> Result<(), WriteError> {
        let (held, seq) = (self.own_next, entry.position().seq);
        if seq == held { self.append_own(entry) } else { Err(WriteError::Ahead { held, seq }) }
    }

    /// Appends an entry of the own log to the own file, unless it stands there already.
    fn append_own(&mut self, entry: &Admissible) -> Result<(), WriteError> {
        let position = entry.position();
        if position.log != self.own_log || position.seq != self.own_next {
            return Ok(());
        }
        self.own.append(&entry.entry().statement, &entry.entry().body)?;
        self.own_next += 1;
        Ok(())
    }

    fn store(&self, batch: &[Admissible]) -> Result<(), WriteError> {
        if !batch.is_empty() {
            self.store.append(batch)?;
            self.store.sync()?;
        }
        Ok(())
    }

    fn keep(&self, proof: &[u8]) -> Result<(), WriteError> {
        let proof = Equivocation::decode(proof, &self.board.rule().directory)?;
        Ok(self.store.keep_evidence(&proof)?)
    }
}

#[cfg(test)]
mod tests;
