//! The complete check of what a node remembers, while it runs or while it does not.
//!
//! The store does the checking; here stands who is told of the progress, and how a check ends early.

use std::ops::ControlFlow;
use std::path::PathBuf;

use chancery_ledger::log::LogId;
use chancery_ledger::roster::{Directory, Register};
use chancery_store::{OpenError, Store};
use tokio::sync::mpsc;

use crate::data_dir::{DataDir, DirError};
use crate::identity::Identity;
use crate::opening::MemoryError;
use crate::reading::ReadError;

/// How far a check is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FsckProgress {
    /// What is being checked.
    pub stage: String,
    /// Done so far.
    pub done: u64,
    /// In all.
    pub total: u64,
}

/// One thing that is wrong with what a node remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub what: String,
    /// What was done, or what to do.
    pub action: String,
}

/// Why a data directory without a node was not checked.
#[derive(Debug, thiserror::Error)]
pub enum FsckError {
    /// It is not a data directory, or its genesis does not hold.
    #[error("the data directory cannot be used")]
    Dir(#[from] DirError),
    /// The store does not open.
    #[error("the store cannot be checked")]
    Memory(#[from] MemoryError),
    /// Somebody ended it.
    #[error("the check was interrupted")]
    Interrupted,
}

impl FsckError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            FsckError::Dir(error) => error.hint(),
            FsckError::Memory(error) => error.hint(),
            FsckError::Interrupted => "run it again: nothing was changed".into(),
        }
    }
}

/// Where the own log's file is, and whose log it is.
#[derive(Clone, Debug)]
pub(crate) struct OwnFile {
    pub(crate) path: PathBuf,
    pub(crate) log: LogId,
}

/// Checks everything that a running node remembers.
pub(crate) fn check(
    store: &Store,
    own: &OwnFile,
    directory: &Directory,
    progress: &mpsc::Sender<FsckProgress>,
) -> Result<Vec<Problem>, ReadError> {
    let mut tell = |told: FsckProgress| match progress.try_send(told) {
        // Progress is a courtesy: what does not fit is left out.
        Ok(()) | Err(mpsc::error::TrySendError::Full(_)) => ControlFlow::Continue(()),
        Err(mpsc::error::TrySendError::Closed(_)) => ControlFlow::Break(()),
    };
    run(store, Some(own), directory, &mut tell)
}

fn run(
    store: &Store,
    own: Option<&OwnFile>,
    directory: &Directory,
    tell: &mut dyn FnMut(FsckProgress) -> ControlFlow<()>,
) -> Result<Vec<Problem>, ReadError> {
    let own = own.map(|own| (own.path.as_path(), own.log));
    let mut told = |at: chancery_store::Progress| {
        tell(FsckProgress { stage: at.stage.to_string(), done: at.done, total: at.total })
    };
    let problems = store.fsck(own, directory, &mut told)?;
    let plain =
        |problem: chancery_store::Problem| Problem { what: problem.what, action: problem.action };
    Ok(problems.into_iter().map(plain).collect())
}

fn unreadable(error: &OpenError) -> Problem {
    Problem {
        what: error.to_string(),
        action: "start the node: it moves the store aside, says where, and rebuilds it from own.log and its peers"
            .to_owned(),
    }
}

/// Checks the data directory of a node that does not run.
///
/// # Errors
/// When the directory is none, its store does not open, or `tell` ends it.
pub fn fsck(
    dir: &DataDir,
    tell: &mut dyn FnMut(FsckProgress) -> ControlFlow<()>,
) -> Result<Vec<Problem>, FsckError> {
    let config = dir.read_config()?;
    let genesis = dir.read_genesis()?;
    let files = dir.read_acts()?;
    let mut directory = Directory::new(&genesis);
    let learn = |held: Vec<Vec<u8>>| {
        let acts: Vec<Vec<u8>> = held.into_iter().chain(files).collect();
        directory = Register::load(&genesis, &acts).0.directory().clone();
        directory.clone()
    };
    let opened = Store::open_learning(&dir.store(), config.store.cache_bytes, learn);
    let store = match opened {
        // Damage is what a check is for: it is a finding, and no reason to find nothing.
        Err(error @ OpenError::Corrupt { .. }) => return Ok(vec![unreadable(&error)]),
        opened => opened.map_err(MemoryError::Store)?,
    };
    let certificate =
        Identity::read_certificate(&dir.keys(), &directory).map_err(DirError::Identity)?;
    let log = LogId { key: *certificate.statement_key.as_bytes(), epoch: certificate.epoch };
    let own = OwnFile { path: dir.own_log(), log };
    // A node that has never run has no own log yet, and nothing is wrong with that.
    let never_ran = store.head(log).is_none() && !own.path.exists();
    let own = (!never_ran).then_some(&own);
    let mut ended = false;
    let mut told = |at: FsckProgress| {
        let flow = tell(at);
        ended |= flow.is_break();
        flow
    };
    match run(&store, own, &directory, &mut told) {
        Ok(problems) => Ok(problems),
        Err(_) if ended => Err(FsckError::Interrupted),
        Err(ReadError::Store(error)) => Err(FsckError::Memory(error.into())),
        Err(_) => Err(FsckError::Interrupted),
    }
}
