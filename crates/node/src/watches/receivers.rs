//! Receivers: programs and servers of the operator's own that are told of notices, in order, at least once.
//!
//! Each has a task and a cursor in the vault. A notice is handed over; when the receiver has taken it the
//! cursor moves. Whoever is down is tried again, later and later, and gets everything in order when it is
//! back. Invariant: the cursor never passes a notice that was not taken, except those that the journal has
//! dropped, which are counted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::error::WatchError;
use super::journal::{Head, Journal};
use crate::config::{Carries, ReceiverSection};
use crate::vault::Vault;
use cursor::Cursor;

mod command;
mod cursor;
mod payload;
mod signature;
mod telling;
#[cfg(test)]
mod tests;
mod webhook;

pub(crate) use telling::start;
#[cfg(test)]
pub(crate) use tests::vectors;

/// How long one delivery may take, whatever the receiver does.
pub(crate) const DELIVERY_MAX: Duration = Duration::from_secs(10);

/// Why a receiver did not take a notice.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotTaken {
    /// The program does not run, or fails.
    #[error(transparent)]
    Command(#[from] command::CommandError),
    /// The server does not answer, or refuses.
    #[error(transparent)]
    Webhook(#[from] webhook::WebhookError),
    /// The node stops.
    #[error("the node is stopping")]
    Stopped,
}

/// How a receiver stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiverState {
    /// Its name.
    pub name: String,
    /// `command` or `webhook`.
    pub kind: &'static str,
    /// The program, or the address.
    pub target: String,
    /// `least` or `all`.
    pub carries: &'static str,
    /// The watches whose notices it gets; none means all.
    pub watches: Vec<String>,
    /// It has taken every notice up to this one.
    pub after: u64,
    /// So many notices are behind that.
    pub pending: u64,
    /// How many it has taken.
    pub taken: u64,
    /// How many were dropped before it could take them.
    pub lost: u64,
    /// How often in a row it did not take the next one.
    pub failures: u32,
    /// Why not, the last time.
    pub last_error: Option<String>,
    /// When that was, in seconds since 1970 (UTC).
    pub failed_at_s: Option<i64>,
    /// When it last took one.
    pub taken_at_s: Option<i64>,
}

/// What of it is in memory.
#[derive(Clone, Debug, Default)]
struct Live {
    cursor: Cursor,
    failures: u32,
    last_error: Option<String>,
    failed_at_s: Option<i64>,
}

/// All receivers of a node.
#[derive(Debug, Default)]
pub(crate) struct Receivers {
    all: Vec<Arc<ReceiverSection>>,
    live: Mutex<BTreeMap<String, Live>>,
}

impl Receivers {
    pub(crate) fn new(sections: &[ReceiverSection]) -> Receivers {
        Receivers { all: sections.iter().cloned().map(Arc::new).collect(), live: Mutex::default() }
    }

    /// How each stands.
    pub(crate) fn states(
        &self,
        vault: &Vault,
        journal: &Journal,
    ) -> Result<Vec<ReceiverState>, WatchError> {
        let last = journal.head(vault)?.map_or(0, |head| head.last);
        let live = self.live();
        let state = |receiver: &Arc<ReceiverSection>| {
            let Live { cursor, failures, last_error, failed_at_s } =
                live.get(&receiver.name).cloned().unwrap_or_default();
            let (kind, target) = match receiver.command.first() {
                Some(program) => ("command", program.clone()),
                None => ("webhook", receiver.url.clone()),
            };
            ReceiverState {
                name: receiver.name.clone(),
                kind,
                target,
                carries: match receiver.carries {
                    Carries::Least => "least",
                    Carries::All => "all",
                },
                watches: receiver.watches.clone(),
                after: cursor.after,
                pending: last.saturating_sub(cursor.after),
                taken: cursor.taken,
                lost: cursor.lost,
                failures,
                last_error,
                failed_at_s,
                taken_at_s: cursor.taken_at_s,
            }
        };
        Ok(self.all.iter().map(state).collect())
    }

    fn live(&self) -> MutexGuard<'_, BTreeMap<String, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds out where each of them was, before anything new is raised. Nobody is told before that.
    pub(crate) fn open(&self, vault: &Vault, head: &Head) -> Result<(), WatchError> {
        for receiver in &self.all {
            let cursor = Cursor::begin(vault, &receiver.name, head)?;
            self.note(&receiver.name, |live| live.cursor = cursor);
        }
        Ok(())
    }

    /// Changes what is known of one.
    fn note(&self, name: &str, change: impl FnOnce(&mut Live)) {
        change(self.live().entry(name.to_owned()).or_default());
    }

    fn cursor(&self, name: &str) -> Cursor {
        self.live().get(name).map(|live| live.cursor.clone()).unwrap_or_default()
    }
}
