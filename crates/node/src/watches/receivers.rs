//! Receivers: programs and servers of the operator's own that are told of notices, in order, at least once.
//!
//! Each has a task and a cursor in the vault. A notice is handed over; when the receiver has taken it the
//! cursor moves. Whoever is down is tried again, later and later, and gets everything in order when it is
//! back. Invariant: the cursor never passes a notice that was not taken, except those that the journal has
//! dropped, which are counted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chancery_store::vault::Place;
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

use super::error::WatchError;
use super::journal::{Head, Journal};
use super::notice::Notice;
use crate::clock::now_s;
use crate::config::ReceiverSection;
use crate::desk::{Desk, blocking};
use crate::vault::Vault;

pub(crate) mod command;
pub(crate) mod payload;
pub(crate) mod signature;
#[cfg(test)]
mod tests;
pub(crate) mod webhook;

const COLLECTION: &str = "receivers";

/// The first pause after a failure; each further one is twice as long.
const PAUSE_MIN: Duration = Duration::from_secs(1);

/// The longest pause: whoever mends a receiver does not wait longer than that.
const PAUSE_MAX: Duration = Duration::from_secs(15 * 60);

/// How long one delivery may take, whatever the receiver does.
pub(crate) const DELIVERY_MAX: Duration = Duration::from_secs(10);

/// Notices that are read at once.
const BATCH: usize = 64;

/// Notices that may be handed over again after a crash; the cursor is written behind so many.
const UNKEPT_MAX: u64 = 16;

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

/// What of a receiver is in the vault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Cursor {
    /// Of which series of numbers.
    series: String,
    after: u64,
    taken: u64,
    lost: u64,
    taken_at_s: Option<i64>,
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
                    crate::config::Carries::Least => "least",
                    crate::config::Carries::All => "all",
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
            let cursor = begin(vault, &receiver.name, head)?;
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

/// Starts a task for each.
pub(crate) fn start(desk: &Desk) -> Vec<JoinHandle<()>> {
    let all = desk.watches.receivers.all.iter();
    all.map(|receiver| tokio::spawn(tell(desk.clone(), Arc::clone(receiver)))).collect()
}

async fn tell(desk: Desk, receiver: Arc<ReceiverSection>) {
    let mut told = desk.watches.journal.told();
    let mut failures = 0_u32;
    loop {
        let batch = next(&desk, &receiver).await;
        let done = match batch {
            Ok(None) => told.changed().await.is_ok(),
            Ok(Some((head, batch))) => {
                let taken = hand_over(&desk, &receiver, &head, batch).await;
                if taken.is_ok() {
                    failures = 0;
                } else {
                    failures = failures.saturating_add(1);
                    tokio::time::sleep(pause(failures)).await;
                }
                true
            }
            Err(error) => {
                let cause = crate::causes(&error);
                tracing::error!(receiver = receiver.name, cause, "a receiver is not told");
                tokio::time::sleep(PAUSE_MAX).await;
                true
            }
        };
        if !done {
            return;
        }
    }
}

/// How long is waited after so many failures in a row.
fn pause(failures: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    PAUSE_MIN.saturating_mul(doubled).min(PAUSE_MAX)
}

/// The next notices for a receiver; none where it has all.
async fn next(
    desk: &Desk,
    receiver: &Arc<ReceiverSection>,
) -> Result<Option<(Head, Vec<Notice>)>, WatchError> {
    let name = receiver.name.clone();
    desk.watching(move |desk| {
        let (vault, journal) = (&desk.vault, &desk.watches.journal);
        let Some(head) = journal.head(vault)? else { return Ok(None) };
        let receivers = &desk.watches.receivers;
        // The watcher says when it is open.
        let mut cursor = receivers.cursor(&name);
        if cursor.series != head.series {
            return Ok(None);
        }
        let batch = journal.after(vault, cursor.after, BATCH)?;
        if let Some(first) = batch.first() {
            let lost = first.number - cursor.after - 1;
            cursor.lost += lost;
            cursor.after += lost;
        }
        receivers.note(&name, |live| live.cursor = cursor);
        Ok((!batch.is_empty()).then_some((head, batch)))
    })
    .await
}

/// Where a receiver was; a new one begins behind what was raised before it, and so does one whose journal was lost.
fn begin(vault: &Vault, name: &str, head: &Head) -> Result<Cursor, WatchError> {
    let place = Place { collection: COLLECTION, name };
    if let Some(bytes) = vault.get(place)? {
        let unread = |_| WatchError::Unread { name: format!("{COLLECTION}/{name}") };
        let kept: Cursor = serde_json::from_slice(&bytes).map_err(unread)?;
        if kept.series == head.series {
            return Ok(kept);
        }
    }
    let new = Cursor { series: head.series.clone(), after: head.last, ..Cursor::default() };
    keep(vault, name, &new)?;
    Ok(new)
}

fn keep(vault: &Vault, name: &str, cursor: &Cursor) -> Result<(), WatchError> {
    let bytes = serde_json::to_vec(cursor).expect("because a cursor has text keys");
    Ok(vault.put(Place { collection: COLLECTION, name }, &bytes)?)
}

/// Hands notices over one by one, until one is not taken.
async fn hand_over(
    desk: &Desk,
    receiver: &Arc<ReceiverSection>,
    head: &Head,
    batch: Vec<Notice>,
) -> Result<(), ()> {
    let (mut unkept, mut taken) = (0, Ok(()));
    for notice in batch {
        let number = notice.number;
        let wanted = receiver.watches.is_empty() || receiver.watches.contains(&notice.name);
        if wanted {
            let (to, series) = (Arc::clone(receiver), head.series.clone());
            let sent = blocking(move || send(&to, &series, &notice)).await;
            if let Err(error) = sent.unwrap_or(Err(NotTaken::Stopped)) {
                failed(desk, receiver, &error);
                taken = Err(());
                break;
            }
        }
        desk.watches.receivers.note(&receiver.name, |live| {
            live.cursor.after = number;
            if wanted {
                live.cursor.taken += 1;
                live.cursor.taken_at_s = Some(now_s());
                live.failures = 0;
                live.last_error = None;
            }
        });
        unkept += 1;
        if unkept >= UNKEPT_MAX {
            keep_cursor(desk, receiver).await;
            unkept = 0;
        }
    }
    if unkept > 0 {
        keep_cursor(desk, receiver).await;
    }
    taken
}

/// A cursor that cannot be written is written with the next one; until then a crash tells some once more.
async fn keep_cursor(desk: &Desk, receiver: &Arc<ReceiverSection>) {
    let name = receiver.name.clone();
    let kept = desk.watching(move |desk| {
        let cursor = desk.watches.receivers.cursor(&name);
        keep(&desk.vault, &name, &cursor)
    });
    if let Err(error) = kept.await {
        let cause = crate::causes(&error);
        tracing::warn!(receiver = receiver.name, cause, "a receiver's cursor is not kept");
    }
}

/// What a receiver says may be about anything: it is shown to whoever asks, and the log has the count alone.
fn failed(desk: &Desk, receiver: &ReceiverSection, error: &NotTaken) {
    let cause = super::notice::cut(&crate::causes(error), super::notice::LINE_CHARS_MAX);
    desk.watches.receivers.note(&receiver.name, |live| {
        live.failures = live.failures.saturating_add(1);
        live.last_error = Some(cause);
        live.failed_at_s = Some(now_s());
        if live.failures == 1 {
            tracing::warn!(receiver = receiver.name, "a receiver does not take a notice");
        }
    });
}

fn send(receiver: &ReceiverSection, series: &str, notice: &Notice) -> Result<(), NotTaken> {
    let id = payload::id(series, notice.number);
    let body = payload::body(receiver.carries, &id, notice);
    match receiver.command.split_first() {
        Some((program, arguments)) => Ok(command::run(program, arguments, body)?),
        None => Ok(webhook::post(receiver, &id, now_s(), &body)?),
    }
}
