//! Looking: one step from the watermark that is kept towards all that is held, with what it raises.
//!
//! Everything that it needs is handed to it, the time too, so that laws can be tried over many orders, batches
//! and crashes.

use std::collections::BTreeSet;

use chancery_ledger::log::Position;
use chancery_screening::Commonness;
use chancery_store::{Listing, Store};

use super::compiled::{Compiled, Ready};
use super::error::WatchError;
use super::journal::{Head, Journal};
use super::round;
use super::seen::Seen;
use super::touched;
use crate::vault::Vault;

/// Whether there may be more to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// A step was made.
    Made,
    /// There is nothing new, or the node stops.
    Done,
}

/// What a step works with.
pub(crate) struct Looking<'a> {
    pub(crate) store: &'a Store,
    pub(crate) vault: &'a Vault,
    pub(crate) journal: &'a Journal,
    pub(crate) compiled: &'a Compiled,
    pub(crate) commonness: &'a Commonness,
    pub(crate) go_on: &'a dyn Fn() -> bool,
    pub(crate) now_s: i64,
}

impl Looking<'_> {
    /// One step: a watch that looks back, or what is next in the logs.
    pub(crate) fn step(&self, now: &Seen) -> Result<Progress, WatchError> {
        let Some(head) = self.journal.head(self.vault)? else { return Ok(Progress::Done) };
        let waiting = self.compiled.all.iter().position(|ready| looks_back(ready, &head));
        if let Some(at) = waiting {
            return self.look_back(&head, at);
        }
        if self.compiled.all.is_empty() {
            self.journal.advance(self.vault, now.clone())?;
            return Ok(Progress::Done);
        }
        let next = touched::next(self.store, &head.seen, now, self.compiled.held());
        let Some(step) = next else { return Ok(Progress::Done) };
        let (store, compiled, commonness) = (self.store, self.compiled, self.commonness);
        let raised = round::notices(store, compiled, commonness, &step, self.go_on)?;
        let Some(raised) = raised else { return Ok(Progress::Done) };
        if raised.is_empty() {
            self.journal.advance(self.vault, step.to)?;
        } else {
            tracing::info!(notices = raised.len(), "watches have raised notices");
            let behind = (step.to, head.looked);
            self.journal.commit(self.vault, behind, raised, self.now_s)?;
        }
        Ok(Progress::Made)
    }

    /// Tells what a new watch finds in records that are there already. They are looked at up to the watermark,
    /// and what is behind it comes with the steps.
    fn look_back(&self, head: &Head, at: usize) -> Result<Progress, WatchError> {
        let watch = &self.compiled.all[at].watch;
        let roots = roots_since(self.store, watch.since_s);
        let (store, compiled, commonness) = (self.store, self.compiled, self.commonness);
        let seen = (&head.seen, at);
        let raised = round::looking_back(store, compiled, commonness, seen, roots, self.go_on)?;
        let Some(raised) = raised else { return Ok(Progress::Done) };
        let behind = (head.seen.clone(), watch.id);
        self.journal.commit(self.vault, behind, raised, self.now_s)?;
        Ok(Progress::Made)
    }
}

fn looks_back(ready: &Ready, head: &Head) -> bool {
    ready.watch.since_s.is_some() && ready.watch.id > head.looked
}

/// The records of which anything was issued since then, each once, the newest first.
pub(crate) fn roots_since(store: &Store, since_s: Option<i64>) -> Vec<Position> {
    let listing = Listing { since_s, limit: usize::MAX, ..Listing::default() };
    let mut known = BTreeSet::new();
    let listed = store.list(&listing).0.into_iter();
    let roots = listed.filter_map(|listed| store.root_of(listed.position));
    roots.filter(|root| known.insert(*root)).collect()
}
