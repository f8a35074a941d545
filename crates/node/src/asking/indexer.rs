//! The task that keeps the index close behind the arrivals.
//!
//! It works in steps on a thread that may wait, and rests while entries keep coming as long as it has worked,
//! so that taking them in goes before finding them.

use std::sync::Arc;
use std::time::Duration;

use chancery_ledger::log::Position;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::index::Open;
use super::reader::{Reader, Step};
use crate::clock::Uptime;
use crate::desk::{Desk, blocking};

/// Entries come in batches: those of a moment are read together. With a commit behind it a record is found
/// within a second.
const GATHER: Duration = Duration::from_millis(200);

/// How often it is looked whether logs were forked or closed meanwhile; who asks has it looked at once.
const EVERY: Duration = Duration::from_secs(1);

/// How long until a folder is tried again that could not be used.
const RETRY: Duration = Duration::from_secs(5);

/// While entries keep coming: after each step as many times as long a rest.
const REST: u32 = 1;

/// The task.
#[derive(Debug)]
pub(crate) struct Indexer {
    desk: Desk,
    stop: watch::Sender<bool>,
    ended: JoinHandle<()>,
}

impl Indexer {
    /// Starts it.
    pub(crate) fn start(desk: Desk) -> Indexer {
        let (stop, stopping) = watch::channel(false);
        let arrivals = desk.arrivals.subscribe();
        let ended = tokio::spawn(run(desk.clone(), arrivals, stopping));
        Indexer { desk, stop, ended }
    }

    /// Ends it, and returns when the index is closed.
    pub(crate) async fn stop(self) {
        // An error says that it has ended by itself.
        let _ = self.stop.send(true);
        if let Err(error) = self.ended.await {
            tracing::error!(%error, "the indexer did not end well");
        }
        let (index, catalogue) = (Arc::clone(&self.desk.index), Arc::clone(&self.desk.catalogue));
        // Closing waits for the threads of the engine.
        blocking(move || {
            index.set(Open::Checking);
            catalogue.close();
        })
        .await;
    }
}

async fn run(
    desk: Desk,
    mut arrivals: broadcast::Receiver<Position>,
    mut stopping: watch::Receiver<bool>,
) {
    let mut reader = Reader::new(&desk);
    while !*stopping.borrow() && !desk.orders.is_closed() {
        let began = Uptime::start();
        let stepped = tokio::task::spawn_blocking(move || {
            let step = reader.step();
            (reader, step)
        });
        let step;
        (reader, step) = match stepped.await {
            Ok(stepped) => stepped,
            Err(error) if error.is_panic() => {
                desk.index.failed(&desk.index.broke_off());
                (Reader::new(&desk), Step::Stuck)
            }
            // The runtime ends.
            Err(_) => return,
        };
        match step {
            Step::More if arrivals.is_empty() => {}
            Step::More => {
                let rest = REST * Duration::from_millis(began.now_ms());
                arrivals = desk.arrivals.subscribe();
                wait(rest, &desk, &mut stopping).await;
            }
            Step::Stuck => wait(RETRY, &desk, &mut stopping).await,
            Step::Done => tokio::select! {
                () = wait(EVERY, &desk, &mut stopping) => {}
                () = desk.index.wake.notified() => {}
                arrived = arrivals.recv() => match arrived {
                    Ok(_) | Err(RecvError::Lagged(_)) => {
                        let woken = desk.index.wake.notified();
                        tokio::select! {
                            () = wait(GATHER, &desk, &mut stopping) => {}
                            () = woken => {}
                        }
                        arrivals = desk.arrivals.subscribe();
                    }
                    Err(RecvError::Closed) => return,
                },
            },
        }
    }
}

/// So long at most; not when the node stops.
async fn wait(time: Duration, desk: &Desk, stopping: &mut watch::Receiver<bool>) {
    tokio::select! {
        // Its sender waits for this task to end.
        _ = stopping.changed() => {}
        () = desk.stopped() => {}
        () = tokio::time::sleep(time) => {}
    }
}
