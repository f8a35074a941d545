//! The own file on its way into the store, entry by entry up the same ladder as a stranger's.
//!
//! Invariant: what is in the store afterwards was admitted by the log's own chain, and the file and the store
//! hold the same statement wherever both hold one.

use chancery_ledger::key::PublicKey;
use chancery_ledger::log::{Admissible, AdmissionFlaw, Chain, Id, LogId, PolicyFlaw, Position};
use chancery_ledger::roster::Directory;
use chancery_ledger::statement::Entry;
use chancery_store::{Store, StoreError};

use super::{COPY_ENTRIES_MAX, MemoryError};

/// The own file on its way into the store.
pub(super) struct Replay<'a> {
    directory: &'a Directory,
    /// The statement key of the log.
    key: PublicKey,
    store: &'a Store,
    log: LogId,
    /// What the store has already.
    held: u64,
    next: u64,
    chain: Chain,
    batch: Vec<Admissible>,
    failed: Option<MemoryError>,
    /// What follows does not count, by what the state's root has said.
    ended: bool,
}

impl<'a> Replay<'a> {
    pub(super) fn new(
        directory: &'a Directory,
        key: PublicKey,
        store: &'a Store,
        log: LogId,
    ) -> Result<Self, StoreError> {
        let (head, policy) = (store.head(log), store.policy(log)?);
        Ok(Replay {
            directory,
            key,
            store,
            log,
            held: head.map_or(0, |head| head.seq + 1),
            next: 0,
            chain: head.map_or_else(|| Chain::new(log), |head| Chain::resume(head, policy)),
            batch: Vec::new(),
            failed: None,
            ended: false,
        })
    }

    pub(super) fn take(&mut self, statement: &[u8], body: &[u8]) {
        if self.failed.is_none() {
            self.failed = self.step(statement, body).err();
            self.next += 1;
        }
    }

    fn step(&mut self, statement: &[u8], body: &[u8]) -> Result<(), MemoryError> {
        let seq = self.next;
        // Everything below the store's last own entry is pinned by that entry's chain.
        if self.ended || seq + 1 < self.held {
            return Ok(());
        }
        let entry = Entry { statement: statement.to_vec(), body: body.to_vec() };
        let authentic = entry
            .decode()
            .and_then(|decoded| decoded.authenticate(&self.key))
            .map_err(|source| MemoryError::Foreign { seq, source })?;
        if seq + 1 == self.held {
            return self.compare(seq, authentic.id());
        }
        let admitted = match self.chain.admit(authentic, self.directory) {
            Ok(admitted) => admitted,
            Err(flaw) if does_not_count(&flaw) => {
                tracing::warn!(
                    log = %self.log,
                    seq,
                    reason = flaw.name(),
                    "from here on the own log does not count: it stays in its file and does not come into the store"
                );
                self.ended = true;
                return Ok(());
            }
            Err(source) => return Err(MemoryError::Unchained { seq, source }),
        };
        self.batch.push(admitted);
        if self.batch.len() >= COPY_ENTRIES_MAX { self.write() } else { Ok(()) }
    }

    fn compare(&self, seq: u64, id: Id) -> Result<(), MemoryError> {
        let held = self.store.head(self.log).map(|head| head.tip);
        if held == Some(id) { Ok(()) } else { Err(MemoryError::Disagree { seq }) }
    }

    fn write(&mut self) -> Result<(), MemoryError> {
        let batch = std::mem::take(&mut self.batch);
        self.store.append(&batch)?;
        self.store.sync()?;
        Ok(())
    }

    /// How many entries the own file has.
    pub(super) fn finish(mut self) -> Result<u64, MemoryError> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        if !self.batch.is_empty() {
            let entries = self.batch.len();
            let position = Position { log: self.log, seq: self.next.saturating_sub(1) };
            self.write()?;
            // A crash between the two writes leaves a batch of difference; more is a store that was lost.
            if self.held == 0 && self.next > 1 {
                tracing::warn!(
                    entries,
                    "the store held nothing of the own log: it is rebuilt from the own log, and the rest comes from the peers"
                );
            } else {
                tracing::info!(entries, %position, "copied from the own log into the store");
            }
        }
        Ok(self.next)
    }
}

/// Whether an own entry is sound, and only does not count, or not yet, by the acts that are known here.
pub(super) fn does_not_count(flaw: &AdmissionFlaw) -> bool {
    matches!(
        flaw,
        AdmissionFlaw::Revoked
            | AdmissionFlaw::UnknownAuthor
            | AdmissionFlaw::ObserverPublishes
            | AdmissionFlaw::FutureEpoch { .. }
            | AdmissionFlaw::WrongRoster
            | AdmissionFlaw::Release(PolicyFlaw::Unknown)
    )
}
