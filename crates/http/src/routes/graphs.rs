//! Routes about graphs and about pairs that may be one. What is asked, and what is decided, stays on this node.

use std::convert::Infallible;

use axum::{
    Json,
    body::Bytes,
    extract::{
        Path, Query, State,
        rejection::{BytesRejection, PathRejection, QueryRejection},
    },
    http::header::CONTENT_TYPE,
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use chancery_graph::{Bounds, Scope};
use chancery_node::answer::{GraphError, SameProgress, SameState};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_stream::{Stream, wrappers::ReceiverStream};

use super::{Office, records::bad_query, streams::KEEP_ALIVE};
use crate::{
    refusal::Refusal,
    view::{DecideView, GraphView, ProgressView, SamePairView, SameRunView},
};

mod table;

pub(super) use table::table;

/// Pairs that one run finds unless more are asked for: an hour or two of reading.
const FOUND_DEFAULT: usize = 100;

/// As many as may wait for a decision.
const FOUND_MAX: usize = 1_000;

/// Steps of a run that wait for their reader.
const EVENTS_WAITING_MAX: usize = 16;

/// `?party=&depth=&nodes=&all=&format=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GraphQuery {
    party: String,
    depth: Option<usize>,
    nodes: Option<usize>,
    all: Option<All>,
    #[serde(default)]
    format: Format,
}

/// `?state=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SameQuery {
    state: Option<String>,
}

/// `?limit=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RunQuery {
    limit: Option<usize>,
}

/// `all=yes`
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum All {
    Yes,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Format {
    #[default]
    Json,
    Dot,
    Svg,
}

/// `GET /v1/graph`
pub(super) async fn graph(
    State(office): State<Office>,
    query: Result<Query<GraphQuery>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(query) = query.map_err(|flaw| bad_query(&flaw))?;
    let scope = match query.all {
        Some(All::Yes) => Scope::All,
        None => Scope::Standing,
    };
    let bounds = Bounds::new(query.depth, query.nodes, scope).map_err(GraphError::from)?;
    let graph = office.desk.graph(query.party, bounds).await?;
    let typed = |kind: &'static str, text: String| ([(CONTENT_TYPE, kind)], text).into_response();
    Ok(match query.format {
        Format::Json => Json(GraphView::from(graph)).into_response(),
        Format::Dot => typed("text/vnd.graphviz; charset=utf-8", graph.to_dot()),
        // A large drawing takes a second, in which this thread would answer nobody.
        Format::Svg => {
            let drawn = tokio::task::spawn_blocking(move || graph.to_svg()).await;
            typed("image/svg+xml", drawn.map_err(|_| Refusal::from(stopped()))?)
        }
    })
}

fn stopped() -> chancery_node::ReadError {
    chancery_node::ReadError::Stopped
}

/// `GET /v1/same`
pub(super) async fn list(
    State(office): State<Office>,
    query: Result<Query<SameQuery>, QueryRejection>,
) -> Result<Json<Vec<SamePairView>>, Refusal> {
    let Query(SameQuery { state }) = query.map_err(|flaw| bad_query(&flaw))?;
    let state = state.as_deref().map(known_state).transpose()?;
    let pairs = office.desk.same(state).await?;
    Ok(Json(pairs.into_iter().map(SamePairView::from).collect()))
}

/// `GET /v1/same/{name}`
pub(super) async fn one(
    State(office): State<Office>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Json<SamePairView>, Refusal> {
    let Path(name) = name.map_err(|flaw| Refusal::bad_request(flaw.body_text(), NAME_HINT))?;
    Ok(Json(office.desk.same_pair(name).await?.into()))
}

const NAME_HINT: &str = "name a pair: `chancery same list --all` lists them";

/// `POST /v1/same/{name}`
pub(super) async fn decide(
    State(office): State<Office>,
    name: Result<Path<String>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<SamePairView>, Refusal> {
    let hint = "send did (confirmed, refused or open) and reason";
    let Path(name) = name.map_err(|flaw| Refusal::bad_request(flaw.body_text(), NAME_HINT))?;
    let body = body.map_err(|flaw| Refusal::bad_request(flaw.body_text(), hint))?;
    let decision = serde_json::from_slice(&body);
    let DecideView { did, reason } =
        decision.map_err(|flaw| Refusal::bad_request(flaw.to_string(), hint))?;
    let did = known_state(&did)?;
    Ok(Json(office.desk.decide_same(name, did, reason).await?.into()))
}

fn known_state(word: &str) -> Result<SameState, Refusal> {
    SameState::of(word).ok_or_else(|| {
        let known = SameState::ALL.map(SameState::as_str).join(", ");
        Refusal::bad_request(format!("{word:?} is no state of a pair"), format!("one of {known}"))
    })
}

/// `POST /v1/same`
pub(super) async fn propose(
    State(office): State<Office>,
    query: Result<Query<RunQuery>, QueryRejection>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let Query(RunQuery { limit }) = query.map_err(|flaw| bad_query(&flaw))?;
    let limit = limit.unwrap_or(FOUND_DEFAULT);
    if !(1..=FOUND_MAX).contains(&limit) {
        return Err(Refusal::bad_request(
            format!("{limit} pairs are asked for"),
            format!("1 to {FOUND_MAX}"),
        ));
    }
    let (events, waiting) = mpsc::channel(EVENTS_WAITING_MAX);
    tokio::spawn(tell_run(office, limit, events));
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    Ok(Sse::new(ReceiverStream::new(waiting)).keep_alive(keep_alive))
}

async fn tell_run(office: Office, limit: usize, events: mpsc::Sender<Result<Event, Infallible>>) {
    let (progress, mut told) = mpsc::channel::<SameProgress>(EVENTS_WAITING_MAX);
    let mut running = std::pin::pin!(office.desk.propose_same(limit, progress));
    let mut stopping = office.stopping.clone();
    let result = loop {
        tokio::select! {
            _ = stopping.changed() => return,
            // Nobody listens: the run ends with its reader, and the next one goes on.
            () = events.closed() => return,
            Some(progress) = told.recv() => {
                if events.send(Ok(event("progress", &ProgressView::from(progress)))).await.is_err() {
                    return;
                }
            }
            result = &mut running => break result,
        }
    };
    let last = match result {
        Ok(run) => event("result", &SameRunView::from(run)),
        Err(error) => event("fault", &Refusal::from(error).fault),
    };
    // A reader that has gone finds it in the list.
    let _gone = events.send(Ok(last)).await;
}

fn event<T: Serialize>(name: &str, data: &T) -> Event {
    let json = serde_json::to_string(data).expect("because views have text keys only");
    Event::default().event(name).data(json)
}
