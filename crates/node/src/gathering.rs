//! Gathering what a record's evidence pack is made of, from the store and the register.
//!
//! Everything here blocks and is called on threads that may. Invariant: the same holdings give the
//! same bytes, because `Pack::assemble` chooses and sorts; nothing here does.

use chancery_ledger::checkpoint::SignedCheckpoint;
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::Position;
use chancery_ledger::pack::{Pack, PackFlaw, Parts, best_checkpoint};
use chancery_ledger::roster::{Genesis, Register};
use chancery_ledger::statement::Entry;
use chancery_store::{Standing, Store, StoreError};

use crate::reading::{self, ReadError};

/// Why there is no pack of a record.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The record could not be read.
    #[error("the record could not be read")]
    Read(#[source] ReadError),
    /// It stands behind the place at which its log was closed.
    #[error("the log of the record was closed before place {0}")]
    Revoked(Position),
    /// No checkpoint that this node holds reaches the record.
    #[error("no checkpoint of the log covers place {0} yet")]
    NoCheckpoint(Position),
    /// What is held does not make a pack that verifies.
    #[error("the record has no evidence that verifies")]
    Pack(#[source] PackFlaw),
}

impl EvidenceError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            EvidenceError::Read(error) => error.hint(),
            EvidenceError::NoCheckpoint(_) => {
                "its author's node signs one within a minute; `chancery show` says who holds the record".into()
            }
            EvidenceError::Revoked(_) => "it is not to be relied on; `chancery show` says why".into(),
            EvidenceError::Pack(_) => "`chancery verify REF` says what is wrong with the record".into(),
        }
    }
}

impl From<ReadError> for EvidenceError {
    fn from(error: ReadError) -> Self {
        EvidenceError::Read(error)
    }
}

impl From<StoreError> for EvidenceError {
    fn from(error: StoreError) -> Self {
        EvidenceError::Read(ReadError::Store(error))
    }
}

/// The evidence pack of the record with this name; the register has what is durable, and nothing that has not
/// reached the disk yet.
pub(crate) fn evidence(
    store: &Store,
    genesis: &Genesis,
    register: &Register,
    name: &str,
) -> Result<Vec<u8>, EvidenceError> {
    let position = reading::locate(store, name)?;
    if let Some(Standing::Revoked { .. }) = store.standing(position) {
        return Err(EvidenceError::Revoked(position));
    }
    let entry = reading::entry(store, position)?;
    let checkpoints = checkpoints(store, register, position)?;
    let checkpoint = best_checkpoint(&checkpoints, position.seq, register.directory())
        .ok_or(EvidenceError::NoCheckpoint(position))?;
    let size = checkpoint.checkpoint().size;
    let parts = Parts {
        genesis,
        register,
        statement: &entry.statement,
        body: Some(&entry.body),
        checkpoint,
        inclusion: store.prove_inclusion(position.log, position.seq, size)?,
        later: later(store, position)?,
        proofs: proofs(store, register),
    };
    Ok(Pack::assemble(parts).map_err(EvidenceError::Pack)?.encode())
}

/// Those of the log whose roots are those of the entries held here.
fn checkpoints(
    store: &Store,
    register: &Register,
    position: Position,
) -> Result<Vec<SignedCheckpoint>, StoreError> {
    let notes = store.notes(position.log)?;
    let read = notes.iter().filter_map(|note| {
        let signed = SignedCheckpoint::decode(note, register.directory()).ok()?;
        let root = store.root_at(position.log, signed.checkpoint().size).ok()?;
        (root == signed.checkpoint().root).then_some(signed)
    });
    Ok(read.collect())
}

fn later(store: &Store, position: Position) -> Result<Vec<Entry>, ReadError> {
    store.later(position).into_iter().map(|at| reading::entry(store, at)).collect()
}

fn proofs(store: &Store, register: &Register) -> Vec<Equivocation> {
    let directory = register.directory();
    let kept = store.proofs();
    kept.iter().filter_map(|proof| Equivocation::decode(proof, directory).ok()).collect()
}
