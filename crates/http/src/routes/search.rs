//! Routes about searches and the index. A query stands in the body of a request and in no log.

use std::convert::Infallible;

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
    routing::{get, post},
};
use chancery_node::answer::{Asked, IndexProgress};
use chancery_query::{Facet, Sort};
use chancery_record::Marking;
use serde::Serialize;
use tokio::sync::mpsc;
use tokio_stream::{Stream, wrappers::ReceiverStream};

use super::{Office, streams::KEEP_ALIVE, table::Route};
use crate::{
    refusal::Refusal,
    view::{IndexView, ProgressView, SearchView, SearchedView},
};

/// Two screens.
const LIMIT_DEFAULT: usize = 20;

/// Steps of a new index that wait for their reader.
const EVENTS_WAITING_MAX: usize = 16;

type Said = Result<Event, Infallible>;

/// The rows of the table of routes.
pub(super) fn table() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/search",
            handler: post(search),
            call: "`POST /v1/search`",
            answer: "`query`, `notes` (`at`, `length`, `said`), `sort`, `total`, `hidden`, `behind`, `hits` (`reference`, `number`, `cited`, `id`, `root`, `state`, `authority`, `kind`, `title`, `status`, `marks`, `exercise`, `marking`, `issued_at`, `epoch`, `seq`, `held_by`, `members`, `because`, `snippets` of `place`, `before`, `found`, `behind`), `facets` (`facet`, `values` of `value`, `count`, `distinct`), `next`, `index`",
            about: "Searches what this node holds (docs/reference/query.md). The body has `query`, and may have `facets` (`state`, `kind`, `category`, `code`, `destination`, `party`, `right`, `status`, `year`), `sort`, `limit` (20, at most 1000), `after` (the `next` of an answer) and `up_to` (a TLP label). `behind` counts entries that are held and were not read yet. A flaw of the query has its `place`. 503 while the index cannot answer rightly.",
        },
        Route {
            path: "/v1/index",
            handler: get(index),
            call: "`GET /v1/index`",
            answer: "`state` (`checking`, `reading`, `current`, `unusable`), `reason`, `read`, `held`, `behind`, `documents`, `bytes`, `unread`, `index`, `flaw` (`what`, `at`)",
            about: "How the index is, how far it has read, and what was wrong last with one that was made again.",
        },
        Route {
            path: "/v1/index/rebuild",
            handler: post(rebuild),
            call: "`POST /v1/index/rebuild`",
            answer: "`text/event-stream`: `progress` (`stage`, `done`, `total`), then `result` (as `GET /v1/index`)",
            about: "Makes the index again from what is held. It goes on when nobody reads, and after the next start of the node.",
        },
    ]
}

/// `POST /v1/search`
pub(super) async fn search(
    State(office): State<Office>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<SearchedView>, Refusal> {
    let hint = "send at least query; docs/reference/http.md has the other fields";
    let body = body.map_err(|flaw| Refusal::bad_request(flaw.body_text(), hint))?;
    let view: SearchView = serde_json::from_slice(&body)
        .map_err(|flaw| Refusal::bad_request(flaw.to_string(), hint))?;
    let asked = asked(view)?;
    Ok(Json(office.desk.search(asked).await?.into()))
}

fn asked(view: SearchView) -> Result<Asked, Refusal> {
    let SearchView { query, facets, sort, limit, after, up_to } = view;
    let facets: Result<Vec<Facet>, Refusal> = facets.iter().map(|name| facet(name)).collect();
    let mut facets = facets?;
    facets.dedup();
    let sort = sort.map(|name| {
        let known = Sort::ALL.map(Sort::as_str).join(", ");
        Sort::named(&name).ok_or_else(|| unknown(&name, "order", &known))
    });
    let up_to = up_to.map(|name| {
        let known = Marking::ALL.map(Marking::as_str).join(", ");
        let label = name.to_uppercase();
        let label = if label.starts_with("TLP:") { label } else { format!("TLP:{label}") };
        label.parse::<Marking>().map_err(|_| unknown(&name, "label", &known))
    });
    Ok(Asked {
        query,
        facets,
        sort: sort.transpose()?,
        limit: limit.unwrap_or(LIMIT_DEFAULT),
        after,
        up_to: up_to.transpose()?,
    })
}

fn facet(name: &str) -> Result<Facet, Refusal> {
    let known = || Facet::ALL.map(Facet::as_str).join(", ");
    Facet::named(name).ok_or_else(|| unknown(name, "facet", &known()))
}

fn unknown(name: &str, what: &str, known: &str) -> Refusal {
    Refusal::bad_request(format!("{name:?} is no {what}"), format!("one of {known}"))
}

/// `GET /v1/index`
pub(super) async fn index(State(office): State<Office>) -> Json<IndexView> {
    Json(office.desk.index().await.into())
}

/// `POST /v1/index/rebuild`
pub(super) async fn rebuild(State(office): State<Office>) -> Sse<impl Stream<Item = Said>> {
    let (events, waiting) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(tell(office, events));
    Sse::new(ReceiverStream::new(waiting)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

async fn tell(office: Office, events: mpsc::Sender<Said>) {
    let (progress, mut told) = mpsc::channel::<IndexProgress>(EVENTS_WAITING_MAX);
    let mut running = std::pin::pin!(office.desk.rebuild_index(progress));
    let mut stopping = office.stopping.clone();
    let status = loop {
        tokio::select! {
            _ = stopping.changed() => return,
            // The node goes on without its reader.
            () = events.closed() => return,
            Some(progress) = told.recv() => {
                if events.send(Ok(event("progress", &ProgressView::from(progress)))).await.is_err() {
                    return;
                }
            }
            status = &mut running => break status,
        }
    };
    // A reader that has gone does not need the result.
    let _gone = events.send(Ok(event("result", &IndexView::from(status)))).await;
}

fn event<T: Serialize>(name: &str, data: &T) -> Event {
    let json = serde_json::to_string(data).expect("because views have text keys only");
    Event::default().event(name).data(json)
}
