//! The crier: tells whoever listens what has become due and what has changed.
//!
//! A reminder is given once for each item and stage, and counts as given only when somebody listened and it
//! is remembered; so a node that starts again does not repeat itself, and one that nobody watches
//! keeps its reminders. Alerts are raised all the same and keep their numbers: whoever comes later asks for
//! those behind the last one that he has seen.

use std::time::Duration;

use chancery_ledger::log::Position;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

use super::{DutyError, today};
use crate::answer::{Duty, Scope, Tiding};
use crate::clock::Uptime;
use crate::desk::Desk;

/// A day is over at midnight: nobody notices a minute.
const EVERY: Duration = Duration::from_secs(60);

/// Entries come by the thousand after an absence: they are looked at together.
const GATHER: Duration = Duration::from_millis(500);

/// Looking takes as long as there are records, and must not take a core from the network: after each
/// look as many times as long a rest.
const REST: u32 = 9;

/// The task that tells.
#[derive(Debug)]
pub(crate) struct Crier(JoinHandle<()>);

impl Crier {
    /// Starts it.
    pub(crate) fn start(desk: Desk) -> Crier {
        let arrivals = desk.arrivals.subscribe();
        Crier(tokio::spawn(cry(desk, arrivals)))
    }

    /// Ends it; what it was about to tell it tells after the next start.
    pub(crate) async fn stop(self) {
        self.0.abort();
        // It ends by being cancelled, which is no error here.
        let _ = self.0.await;
    }
}

async fn cry(desk: Desk, mut arrivals: broadcast::Receiver<Position>) {
    let mut trouble = None;
    loop {
        let began = Uptime::start();
        let told = tell(&desk).await.err().map(|error| crate::causes(&error));
        // The same trouble every minute is said once.
        if told != trouble {
            if let Some(cause) = &told {
                tracing::error!(cause, "duties are not told");
            }
            trouble = told;
        }
        let rest = REST * Duration::from_millis(began.now_ms());
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = desk.duties.wake.notified() => {}
            () = desk.stopped() => return,
            arrived = arrivals.recv() => match arrived {
                Ok(_) | Err(RecvError::Lagged(_)) => {
                    tokio::time::sleep(GATHER.max(rest)).await;
                    arrivals = desk.arrivals.subscribe();
                }
                Err(RecvError::Closed) => return,
            },
        }
    }
}

async fn tell(desk: &Desk) -> Result<(), DutyError> {
    desk.notice().await?;
    remind(desk).await
}

/// Gives the reminders that have not been given, if anybody listens.
async fn remind(desk: &Desk) -> Result<(), DutyError> {
    if desk.duties.tidings.receiver_count() == 0 {
        return Ok(());
    }
    let due = desk.due(Some(today()), Scope::Open).await?;
    desk.waiting(move |desk| {
        let pressing: Vec<(String, Duty)> =
            due.into_iter().filter(|duty| duty.pressing).map(|duty| (key(&duty), duty)).collect();
        let keys = pressing.iter().map(|(key, _)| key.clone());
        let new = desk.duties.journal.not_given(&desk.vault, keys)?;
        let mut given = Vec::new();
        for (key, duty) in pressing.into_iter().filter(|(key, _)| new.contains(key)) {
            tracing::info!(reference = duty.reference, reading = duty.reading, "reminder");
            if desk.duties.tidings.send(Tiding::Reminder(Box::new(duty))).is_ok() {
                given.push(key);
            }
        }
        if given.is_empty() { Ok(()) } else { desk.duties.journal.give(&desk.vault, given) }
    })
    .await
}

/// Item and stage. A day that moved, by an extension or a renewal, is another item.
fn key(duty: &Duty) -> String {
    let day = duty.day.as_deref().unwrap_or_default();
    let Duty { id, turn, what, reading, working_days_left, .. } = duty;
    // On the last day itself nothing is left, and that is a stage of its own.
    let last = if *working_days_left == Some(0) { " last" } else { "" };
    format!("{id} {} {turn} {day} {reading}{last}", what.as_str())
}
