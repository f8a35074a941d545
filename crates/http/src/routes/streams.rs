//! Routes that keep talking: arrivals as they become durable, and a complete check with its progress.
//!
//! Invariant: a slow reader costs one bounded queue; what it misses is counted and said, never silently dropped.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use chancery_node::{
    Arrivals,
    answer::{Arrival, Tiding, Tidings},
    checking::FsckProgress,
};
use serde::Serialize;
use tokio::sync::{mpsc, watch};
use tokio_stream::{Stream, wrappers::ReceiverStream};

use super::Office;
use crate::{
    refusal::Refusal,
    view::{AlertView, DutyView, FsckView, LagView, ProgressView, SummaryView},
};

/// Events that wait for one reader; the node's own queue of arrivals stands behind it.
const EVENTS_WAITING_MAX: usize = 16;

/// Shorter than the minute after which a proxy may drop a silent connection.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

type Said = Result<Event, Infallible>;

/// `GET /v1/events`
pub(super) async fn events(State(office): State<Office>) -> Sse<impl Stream<Item = Said>> {
    let (events, waiting) = mpsc::channel(EVENTS_WAITING_MAX);
    let tidings = office.desk.tidings();
    tokio::spawn(tell_tidings(tidings, office.stopping.clone(), events.clone()));
    tokio::spawn(tell_arrivals(office.desk.arrivals(), office.stopping, events));
    stream(waiting)
}

/// `GET /v1/fsck`
pub(super) async fn fsck(State(office): State<Office>) -> Sse<impl Stream<Item = Said>> {
    let (events, waiting) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(tell_fsck(office, events));
    stream(waiting)
}

fn stream(waiting: mpsc::Receiver<Said>) -> Sse<impl Stream<Item = Said>> {
    Sse::new(ReceiverStream::new(waiting)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

async fn tell_arrivals(
    mut arrivals: Arrivals,
    mut stopping: watch::Receiver<()>,
    events: mpsc::Sender<Said>,
) {
    loop {
        let event = tokio::select! {
            _ = stopping.changed() => return,
            () = events.closed() => return,
            arrival = arrivals.next() => match arrival {
                Some(Arrival::Record(summary)) => event("arrival", &SummaryView::from(*summary)),
                Some(Arrival::Missed(missed)) => event("lag", &LagView { missed }),
                None => return,
            },
        };
        if events.send(Ok(event)).await.is_err() {
            return;
        }
    }
}

/// Beside the arrivals, because an arrival that is being read must not be dropped for a reminder.
async fn tell_tidings(
    mut tidings: Tidings,
    mut stopping: watch::Receiver<()>,
    events: mpsc::Sender<Said>,
) {
    loop {
        let event = tokio::select! {
            _ = stopping.changed() => return,
            () = events.closed() => return,
            tiding = tidings.next() => match tiding {
                Some(Tiding::Reminder(duty)) => event("reminder", &DutyView::from(*duty)),
                Some(Tiding::Alert(alert)) => event("alert", &AlertView::from(*alert)),
                None => return,
            },
        };
        if events.send(Ok(event)).await.is_err() {
            return;
        }
    }
}

async fn tell_fsck(office: Office, events: mpsc::Sender<Said>) {
    let (progress, mut told) = mpsc::channel::<FsckProgress>(EVENTS_WAITING_MAX);
    let mut checking = std::pin::pin!(office.desk.fsck(progress));
    let mut stopping = office.stopping.clone();
    let result = loop {
        tokio::select! {
            _ = stopping.changed() => return,
            // Nobody listens: the check ends with its reader.
            () = events.closed() => return,
            Some(progress) = told.recv() => {
                if events.send(Ok(event("progress", &ProgressView::from(progress)))).await.is_err() {
                    return;
                }
            }
            result = &mut checking => break result,
        }
    };
    let last = match result {
        Ok(problems) => event("result", &FsckView::from(problems)),
        Err(error) => event("fault", &Refusal::from(error).fault),
    };
    // A reader that has gone does not need the result.
    let _gone = events.send(Ok(last)).await;
}

fn event<T: Serialize>(name: &str, data: &T) -> Event {
    let json = serde_json::to_string(data).expect("because views have text keys only");
    Event::default().event(name).data(json)
}
