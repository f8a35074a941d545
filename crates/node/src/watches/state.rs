//! What a running node has of watches: the book, the journal, and what is ready to be asked.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chancery_record::vocabulary::Vocabularies;
use chancery_screening::{Commonness, Settings};
use time::Date;

use super::book::Book;
use super::compiled::Compiled;
use super::error::WatchError;
use super::journal::Journal;
use super::receivers::Receivers;
use super::watch::Watch;
use crate::screening::Catalogue;
use crate::vault::Vault;

/// Each is asked about every record that comes: a thousand take some milliseconds for each.
pub(crate) const WATCHES_MAX: usize = 1_000;

/// The part of the cards that may come or go before their words are counted anew: what a word is worth goes by
/// the logarithm of its count, which a sixteenth does not move.
const MOVED: u32 = 16;

/// What the desk needs for watches.
#[derive(Debug)]
pub(crate) struct Watches {
    pub(crate) book: Book,
    pub(crate) journal: Journal,
    pub(crate) receivers: Receivers,
    compiled: Mutex<Option<Arc<Compiled>>>,
    commonness: Mutex<Arc<Commonness>>,
    settings: Settings,
    /// Wakes the watcher: a watch was made.
    pub(crate) wake: tokio::sync::Notify,
    /// The node stops: a step that takes long ends before it is done.
    stopping: AtomicBool,
}

impl Watches {
    pub(crate) fn new(settings: Settings, receivers: Receivers) -> Watches {
        Watches {
            book: Book::default(),
            journal: Journal::default(),
            receivers,
            compiled: Mutex::new(None),
            commonness: Mutex::default(),
            settings,
            wake: tokio::sync::Notify::new(),
            stopping: AtomicBool::new(false),
        }
    }

    /// All watches, ready to be asked on a day.
    pub(crate) fn compiled(
        &self,
        vault: &Vault,
        words: &Arc<Vocabularies>,
        day: Date,
    ) -> Result<Arc<Compiled>, WatchError> {
        let mut kept = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_ref().filter(|compiled| compiled.is_of(words, day)) {
            Some(compiled) => Ok(Arc::clone(compiled)),
            None => {
                let all = self.book.all(vault)?;
                let new = self.compile(&all, words, day);
                *kept = Some(Arc::clone(&new));
                Ok(new)
            }
        }
    }

    /// These watches, ready to be asked.
    pub(crate) fn compile(
        &self,
        watches: &[Watch],
        words: &Arc<Vocabularies>,
        day: Date,
    ) -> Arc<Compiled> {
        Arc::new(Compiled::new(watches, Arc::clone(words), self.settings.clone(), day))
    }

    /// Watches have come or gone.
    pub(crate) fn changed(&self) {
        *self.compiled.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.wake.notify_one();
    }

    /// How common words are among the parties that are held and in lists. It is a copy, made again when their
    /// number has moved by a sixteenth: a step of watches may take long, and must not keep the index from taking in.
    pub(crate) fn commonness(&self, catalogue: &Catalogue) -> Arc<Commonness> {
        let mut kept = self.commonness.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parties) = catalogue.parties() {
            let counted = parties.commonness();
            if counted.total().abs_diff(kept.total()) > kept.total() / MOVED {
                *kept = Arc::new(counted.clone());
            }
        }
        Arc::clone(&kept)
    }

    /// Ends what takes long.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.wake.notify_one();
    }

    /// Whether the node is to go on.
    pub(crate) fn go_on(&self) -> bool {
        !self.stopping.load(Ordering::Relaxed)
    }
}
