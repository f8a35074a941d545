//! Routes that keep talking: arrivals as they become durable, and a complete check with its progress.
//!
//! Invariant: a slow reader costs one bounded queue; what it misses is counted and said, never silently dropped.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use chancery_node::{
    Arrivals,
    answer::{Arrival, Notices, Tiding, Tidings},
    checking::FsckProgress,
};
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};
use tokio_stream::{Stream, wrappers::ReceiverStream};

use super::Office;
use crate::{
    refusal::Refusal,
    view::{AlertView, DutyView, FsckView, LagView, NoticeView, ProgressView, SummaryView},
};

/// Events that wait for one reader; the node's own queue of arrivals stands behind it.
const EVENTS_WAITING_MAX: usize = 16;

/// Shorter than the minute after which a proxy may drop a silent connection.
pub(super) const KEEP_ALIVE: Duration = Duration::from_secs(15);

type Said = Result<Event, Infallible>;

/// With what a client that was cut off says how far it had read (WHATWG HTML 9.2.3).
const LAST_EVENT_ID: &str = "last-event-id";

/// `?after=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventsQuery {
    after: Option<u64>,
}

/// `GET /v1/events`
pub(super) async fn events(
    State(office): State<Office>,
    headers: HeaderMap,
    query: Result<Query<EventsQuery>, QueryRejection>,
) -> Result<Sse<impl Stream<Item = Said>>, Refusal> {
    let hint = "`after` is the number of a notice: `chancery watch notices` lists them";
    let Query(EventsQuery { after }) =
        query.map_err(|flaw| Refusal::bad_request(flaw.body_text(), hint))?;
    let last = headers.get(LAST_EVENT_ID).map(|last| {
        let number = last.to_str().ok().and_then(|last| last.parse().ok());
        number.ok_or_else(|| Refusal::bad_request("Last-Event-ID is no number", hint))
    });
    let after = after.or(last.transpose()?);
    let (events, waiting) = mpsc::channel(EVENTS_WAITING_MAX);
    match office.desk.notices_from(after).await {
        Ok(notices) => {
            tokio::spawn(tell_notices(notices, office.stopping.clone(), events.clone()));
        }
        // Where the vault is closed there are no notices, and arrivals all the same.
        Err(error) if after.is_some() => return Err(error.into()),
        Err(_) => {}
    }
    let tidings = office.desk.tidings();
    tokio::spawn(tell_tidings(tidings, office.stopping.clone(), events.clone()));
    tokio::spawn(tell_arrivals(office.desk.arrivals(), office.stopping, events));
    Ok(stream(waiting))
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

/// None is left out: a slow reader gets them later, and one that comes again says where it was.
async fn tell_notices(
    mut notices: Notices,
    mut stopping: watch::Receiver<()>,
    events: mpsc::Sender<Said>,
) {
    loop {
        let event = tokio::select! {
            _ = stopping.changed() => return,
            () = events.closed() => return,
            notice = notices.next() => match notice {
                Some(notice) => {
                    let number = notice.number.to_string();
                    event("notice", &NoticeView::from(notice)).id(number)
                }
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
