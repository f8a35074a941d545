//! The index as the node has it: open, being opened, or of no use just now; and what is told of it.
//!
//! The indexer alone opens, fills and replaces it. Whoever asks takes what is open, and says so when it failed him.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use chancery_search::{Flaw, IndexError, Records, Watermark};
use tokio::sync::{Notify, watch};

use crate::answer::{IndexFlaw, IndexState};
use crate::clock::now_s;

/// The index and what is told of it.
#[derive(Debug)]
pub(crate) struct Index {
    dir: PathBuf,
    open: RwLock<Open>,
    /// How often something has become visible; who waits looks at it.
    pub(super) commits: watch::Sender<u64>,
    /// Wakes the indexer.
    pub(super) wake: Notify,
    account: Mutex<Account>,
}

/// What there is to ask.
#[derive(Clone, Debug)]
pub(super) enum Open {
    /// Its files are being checked.
    Checking,
    /// It can be asked.
    Ready(Arc<Records>),
    /// It cannot be opened or written; it is tried again.
    Shut(Arc<IndexError>),
}

/// What is told of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Account {
    /// What was wrong last, and when that was found.
    pub(super) flaw: Option<IndexFlaw>,
    /// It is to be made again.
    pub(super) again: Option<Again>,
    /// Entries that were read, committed or not.
    pub(super) read: u64,
    /// Threads that could not be read from the store.
    pub(super) unread: u64,
    /// How often it was made again since the start.
    pub(super) begun: u64,
}

/// Why an index is to be made again.
#[derive(Clone, Debug)]
pub(super) enum Again {
    /// Somebody asked for it.
    Asked,
    /// It is of no use.
    Flawed(String),
}

impl Index {
    pub(crate) fn new(dir: PathBuf) -> Index {
        Index {
            dir,
            open: RwLock::new(Open::Checking),
            commits: watch::Sender::new(0),
            wake: Notify::new(),
            account: Mutex::default(),
        }
    }

    /// Where the index of records lies.
    pub(super) fn records_dir(&self) -> PathBuf {
        self.dir.join("records")
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn opened(&self) -> Open {
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set(&self, open: Open) {
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = open;
        self.told();
    }

    /// Says that something has become visible, or cannot be seen any more.
    pub(super) fn told(&self) {
        self.commits.send_modify(|commits| *commits += 1);
    }

    pub(super) fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far what can be asked has read; none when nothing can be asked.
    pub(super) fn watermark(&self) -> Option<Watermark> {
        match self.opened() {
            Open::Ready(records) => Some(records.watermark()),
            Open::Checking | Open::Shut(_) => None,
        }
    }

    /// Notes what is wrong with it; the indexer makes it again where that helps.
    pub(crate) fn failed(&self, error: &IndexError) {
        let cause = crate::causes(error);
        let mut account = self.account();
        if error.is_flawed() && account.again.is_none() {
            tracing::error!(cause, "the index of searches is of no use, and is made again");
            account.again = Some(Again::Flawed(cause));
        }
        drop(account);
        if error.is_flawed() {
            self.set(Open::Checking);
        }
        self.wake.notify_one();
    }

    /// What is wrong when reading it ended in a panic.
    pub(super) fn broke_off(&self) -> IndexError {
        IndexError::flawed(&self.records_dir(), Flaw::BrokeOff)
    }

    /// Notes a flaw that has led to making it again.
    pub(super) fn note_flaw(&self, what: String) {
        self.account().flaw = Some(IndexFlaw { what, at_s: now_s() });
    }

    /// How it is, in a word.
    pub(super) fn state(&self, behind: u64) -> IndexState {
        match self.opened() {
            Open::Checking => IndexState::Checking,
            Open::Shut(error) => IndexState::Unusable(crate::causes(&*error)),
            Open::Ready(_) if self.account().again.is_some() => IndexState::Reading,
            Open::Ready(_) if behind > 0 => IndexState::Reading,
            Open::Ready(_) => IndexState::Current,
        }
    }
}
