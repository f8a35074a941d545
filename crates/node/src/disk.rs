//! The one thread that writes: everybody's entries into the store, this node's own into its own file
//! first.
//!
//! fsync takes milliseconds, and the event loop must not wait for it. Jobs are done one after the
//! other, so what is told as done is durable, and so is everything before it. The invariant of the
//! own log: an entry is in the own file before it is in the store, and in both before anybody hears
//! of it.

use std::sync::Arc;
use std::thread::JoinHandle;

use chancery_encoding::Digest;
use chancery_ledger::evidence::{Equivocation, EquivocationFlaw};
use chancery_ledger::log::{Admissible, LogId};
use chancery_ledger::roster::Directory;
use chancery_store::{OwnLog, OwnLogError, Store, StoreError};
use tokio::sync::mpsc;

use crate::engine::Completion;

/// One batch of entries, one of the node's own, a proof and a checkpoint for each of 1,024 logs, and
/// all acts: the machine never has more under way.
const JOBS_MAX: usize = 2 * 1_024 + 8_192 + 8;

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
    /// An act of a state root.
    KeepAct { ticket: u64, id: Digest, bytes: Vec<u8> },
    /// A checkpoint.
    KeepNote { ticket: u64, log: LogId, size: u64, root: Digest, bytes: Vec<u8> },
    /// Checkpoints that stand no more, out of the way.
    DropNotes { log: LogId, above: u64 },
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Done {
    /// A batch or a proof is durable, or is not.
    Persisted { ticket: u64, outcome: Result<(), WriteError> },
    /// What became of freshly signed entries.
    Authored(Authored),
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
    pub(crate) directory: Directory,
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
                let Some(done) = writer.work(job) else { continue };
                if completions.blocking_send(Completion::Disk(done)).is_err() {
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
    /// Nothing is said of what nobody waits for.
    fn work(&mut self, job: Job) -> Option<Done> {
        let done = match job {
            Job::Persist { ticket, batch } => {
                Done::Persisted { ticket, outcome: self.persist(&batch) }
            }
            Job::Author { batch } => Done::Authored(self.author(batch)),
            Job::Settle { batch } => {
                let unsettled = self.store(&batch).err();
                Done::Authored(Authored { kept: batch, refused: None, unsettled })
            }
            Job::Keep { ticket, proof } => Done::Persisted { ticket, outcome: self.keep(&proof) },
            Job::KeepAct { ticket, id, bytes } => {
                let outcome = self.store.keep_act(id, &bytes).map_err(WriteError::from);
                Done::Persisted { ticket, outcome }
            }
            Job::KeepNote { ticket, log, size, root, bytes } => {
                let outcome = self.store.keep_note(log, size, root, &bytes);
                Done::Persisted { ticket, outcome: outcome.map_err(WriteError::from) }
            }
            Job::DropNotes { log, above } => {
                if let Err(error) = self.store.drop_notes(log, above) {
                    tracing::warn!(%log, %error, "checkpoints that stand no more were not dropped");
                }
                return None;
            }
        };
        Some(done)
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
            match self.append_own(entry) {
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
        let proof = Equivocation::decode(proof, &self.directory)?;
        Ok(self.store.keep_evidence(&proof)?)
    }
}
