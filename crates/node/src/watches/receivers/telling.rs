//! Telling: a task for each receiver hands notices over, and remembers what was taken.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use super::{NotTaken, command, payload, webhook};
use crate::clock::now_s;
use crate::config::ReceiverSection;
use crate::desk::{Desk, blocking};
use crate::watches::error::WatchError;
use crate::watches::journal::Head;
use crate::watches::notice::{LINE_CHARS_MAX, Notice, cut};

/// The first pause after a failure; each further one is twice as long.
const PAUSE_MIN: Duration = Duration::from_secs(1);

/// The longest pause: whoever mends a receiver does not wait longer than that.
const PAUSE_MAX: Duration = Duration::from_secs(15 * 60);

/// Notices that are read at once.
const BATCH: usize = 64;

/// Notices that may be handed over again after a crash; the cursor is written behind so many.
const UNKEPT_MAX: u64 = 16;

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
pub(super) fn pause(failures: u32) -> Duration {
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
        cursor.keep(&desk.vault, &name)
    });
    if let Err(error) = kept.await {
        let cause = crate::causes(&error);
        tracing::warn!(receiver = receiver.name, cause, "a receiver's cursor is not kept");
    }
}

/// What a receiver says may be about anything: it is shown to whoever asks, and the log has the count alone.
fn failed(desk: &Desk, receiver: &ReceiverSection, error: &NotTaken) {
    let cause = cut(&crate::causes(error), LINE_CHARS_MAX);
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
