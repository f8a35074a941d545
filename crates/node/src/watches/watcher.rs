//! The watcher: looks at what has come, and makes notices of it.
//!
//! It works behind the arrivals and never in their way: step by step, with a rest after each look. Whatever
//! it has not looked at when the node stops, it looks at after the next start.

use std::time::Duration;

use chancery_ledger::log::Position;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

use super::error::WatchError;
use super::looking::{Looking, Progress};
use super::receivers;
use super::seen::Seen;
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

/// One step of the running node.
fn step(desk: &Desk) -> Result<Progress, WatchError> {
    let watches = &desk.watches;
    // Before the watches are read: what comes behind a watch that was just made is asked of it.
    let now = Seen::now(&desk.store, &desk.board, today());
    let looking = Looking {
        store: &desk.store,
        vault: &desk.vault,
        journal: &watches.journal,
        compiled: &*watches.compiled(&desk.vault, &desk.vocabularies(), now.day)?,
        commonness: &watches.commonness(&desk.catalogue),
        go_on: &|| watches.go_on(),
        now_s: now_s(),
    };
    looking.step(&now)
}

/// Makes the watermark durable, if it has moved.
fn keep(desk: &Desk) -> Result<(), WatchError> {
    desk.watches.journal.keep(&desk.vault)
}
