//! The watcher: looks at what has come, and makes notices of it.
//!
//! It works behind the arrivals and never in their way: step by step, with a rest after each look. Whatever
//! it has not looked at when the node stops, it looks at after the next start.

use std::collections::BTreeSet;
use std::time::Duration;

use chancery_ledger::log::Position;
use chancery_store::{Listing, Store};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

use super::error::WatchError;
use super::journal::Head;
use super::receivers;
use super::round;
use super::seen::Seen;
use super::touched;
use crate::clock::{Uptime, now_s};
use crate::desk::Desk;
use crate::duties::today;

/// A day is over at midnight, and states cosign all the time: nobody notices half a minute.
const EVERY: Duration = Duration::from_secs(30);

/// Entries come by the thousand after an absence: they are looked at together.
const GATHER: Duration = Duration::from_millis(200);

/// After each look as many times as long a rest, so that it takes a quarter of a core at most.
const REST: u32 = 3;

/// How much a watermark may be behind on the disk while nothing is raised: it costs reading again.
const BEHIND_MAX_MS: u64 = 10_000;

/// The task that looks, and those that tell.
#[derive(Debug)]
pub(crate) struct Watcher {
    desk: Desk,
    looking: JoinHandle<()>,
    telling: Vec<JoinHandle<()>>,
}

impl Watcher {
    /// Starts it.
    pub(crate) fn start(desk: Desk) -> Watcher {
        let arrivals = desk.arrivals.subscribe();
        let telling = receivers::start(&desk);
        let looking = tokio::spawn(look_on(desk.clone(), arrivals));
        Watcher { desk, looking, telling }
    }

    /// Ends it, and returns when nothing of it reads or writes any more.
    pub(crate) async fn stop(self) {
        self.desk.watches.stop();
        for telling in self.telling {
            telling.abort();
            // It ends by being cancelled, which is no error here.
            let _ = telling.await;
        }
        if let Err(error) = self.looking.await {
            tracing::error!(%error, "the watcher did not end well");
        }
    }
}

async fn look_on(desk: Desk, mut arrivals: broadcast::Receiver<Position>) {
    let (mut trouble, mut kept, mut opened) = (None, Uptime::start(), false);
    while desk.watches.go_on() {
        let began = Uptime::start();
        let mut looked = if opened { Ok(()) } else { desk.watching(open).await };
        opened |= looked.is_ok();
        if looked.is_ok() {
            looked = catch_up(&desk).await;
        }
        if looked.is_ok() && kept.now_ms() >= BEHIND_MAX_MS {
            looked = desk.watching(keep).await;
            kept = Uptime::start();
        }
        let said = looked.err().map(|error| crate::causes(&error));
        // The same trouble every half minute is said once.
        if said != trouble {
            if let Some(cause) = &said {
                tracing::error!(cause, "watches are not looked after");
            }
            trouble = said;
        }
        let rest = REST * Duration::from_millis(began.now_ms());
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = desk.watches.wake.notified() => {}
            () = desk.stopped() => break,
            arrived = arrivals.recv() => match arrived {
                Ok(_) | Err(RecvError::Lagged(_)) => {
                    let woken = desk.watches.wake.notified();
                    let rest = tokio::time::sleep(GATHER.max(rest));
                    tokio::select! { () = rest => {}, () = woken => {} }
                    arrivals = desk.arrivals.subscribe();
                }
                Err(RecvError::Closed) => break,
            },
        }
    }
    // What was looked at without a notice need not be looked at again.
    if let Err(error) = desk.watching(keep).await {
        tracing::warn!(cause = crate::causes(&error), "the watermark of the watches is not kept");
    }
}

/// Opens the journal, and finds out where each receiver was.
fn open(desk: &Desk) -> Result<(), WatchError> {
    let watches = &desk.watches;
    let now = Seen::now(&desk.store, &desk.board, today());
    let head = match watches.journal.head(&desk.vault)? {
        Some(head) => head,
        // Where watches are and no journal, it was lost: everything is told anew.
        None if !watches.book.all(&desk.vault)?.is_empty() => {
            watches.journal.begin(&desk.vault, Seen::nothing(now.day))?
        }
        None => watches.journal.begin(&desk.vault, now)?,
    };
    watches.receivers.open(&desk.vault, &head)?;
    watches.journal.wake();
    Ok(())
}

/// Looks at everything that is new, step by step.
async fn catch_up(desk: &Desk) -> Result<(), WatchError> {
    while desk.watches.go_on() && desk.watching(step).await? == Progress::Made {}
    Ok(())
}

/// Whether there may be more to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// A step was made.
    Made,
    /// There is nothing new.
    Done,
}

/// One step: a watch that looks back, or what is next in the logs.
pub(crate) fn step(desk: &Desk) -> Result<Progress, WatchError> {
    let watches = &desk.watches;
    // Before the watches are read: what comes behind a watch that was just made is asked of it.
    let now = Seen::now(&desk.store, &desk.board, today());
    let compiled = watches.compiled(&desk.vault, &desk.vocabularies(), now.day)?;
    let Some(head) = watches.journal.head(&desk.vault)? else { return Ok(Progress::Done) };
    if let Some(at) = compiled.all.iter().position(|ready| looks_back(ready, &head)) {
        return look_back(desk, &compiled, &head, at);
    }
    if compiled.all.is_empty() {
        watches.journal.advance(&desk.vault, now)?;
        return Ok(Progress::Done);
    }
    let Some(step) = touched::next(&desk.store, &head.seen, &now, compiled.held()) else {
        return Ok(Progress::Done);
    };
    let go_on = || watches.go_on();
    let commonness = desk.watches.commonness();
    let from_to = (&head.seen, &step);
    let raised = round::notices(&desk.store, &compiled, &commonness, from_to, &go_on)?;
    let Some(raised) = raised else { return Ok(Progress::Done) };
    if raised.is_empty() {
        watches.journal.advance(&desk.vault, step.to)?;
    } else {
        tracing::info!(notices = raised.len(), "watches have raised notices");
        watches.journal.commit(&desk.vault, (step.to, head.looked), raised, now_s())?;
    }
    Ok(Progress::Made)
}

fn looks_back(ready: &super::compiled::Ready, head: &Head) -> bool {
    ready.watch.since_s.is_some() && ready.watch.id > head.looked
}

/// Tells what a new watch finds in records that are there already. They are looked at up to the watermark,
/// and what is behind it comes with the steps.
fn look_back(
    desk: &Desk,
    compiled: &super::compiled::Compiled,
    head: &Head,
    at: usize,
) -> Result<Progress, WatchError> {
    let watch = &compiled.all[at].watch;
    let go_on = || desk.watches.go_on();
    let roots = roots_since(&desk.store, watch.since_s);
    let commonness = desk.watches.commonness();
    let (store, seen) = (&desk.store, (&head.seen, at));
    let raised = round::looking_back(store, compiled, &commonness, seen, roots, &go_on)?;
    let Some(raised) = raised else { return Ok(Progress::Done) };
    desk.watches.journal.commit(&desk.vault, (head.seen.clone(), watch.id), raised, now_s())?;
    Ok(Progress::Made)
}

/// The records of which anything was issued since then, each once, the newest first.
pub(crate) fn roots_since(store: &Store, since_s: Option<i64>) -> Vec<Position> {
    let listing = Listing { since_s, limit: usize::MAX, ..Listing::default() };
    let mut known = BTreeSet::new();
    let listed = store.list(&listing).0.into_iter();
    let roots = listed.filter_map(|listed| store.root_of(listed.position));
    roots.filter(|root| known.insert(*root)).collect()
}

/// Makes the watermark durable, if it has moved.
fn keep(desk: &Desk) -> Result<(), WatchError> {
    desk.watches.journal.keep(&desk.vault)
}
