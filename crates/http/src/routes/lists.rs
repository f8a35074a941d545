//! Routes about lists and screenings. What is asked stands in bodies, never in a path or query, so that no log
//! and no terminal's history has it.

use axum::{
    Json,
    body::Bytes,
    extract::{
        DefaultBodyLimit, Path, Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::StatusCode,
    routing::{delete, get, post},
};
use chancery_interop::{LIST_BYTES_MAX, Mapping};
use chancery_node::answer::{
    Depth, ListDifference, ListError, ListLoaded, ListRole, ListShown, ListVersion, Loading,
    ScreenError, Screening,
};
use chancery_screening::Application;
use serde::Deserialize;
use serde_json::Value;

use super::{Office, records::bad_query, table::Route};
use crate::refusal::Refusal;

/// The first line of what is sent when a list is loaded.
const HEAD_BYTES_MAX: usize = 128 * 1024;

/// 64 applications with 64 parties of a kilobyte each.
const SCREENING_BYTES_MAX: usize = 8 * 1024 * 1024;

/// How a list is loaded: the first line; what follows is the file as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    list: String,
    format: String,
    file: String,
    role: Option<ListRole>,
    mapping: Option<Value>,
}

/// `?version=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShowQuery {
    version: Option<u64>,
}

/// `?from=&to=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DifferenceQuery {
    from: Option<u64>,
    to: Option<u64>,
}

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    applications: Vec<Application>,
    #[serde(default)]
    all: bool,
}

type Body = Result<Bytes, BytesRejection>;

/// `GET /v1/lists`
pub(super) async fn all(State(office): State<Office>) -> Json<Vec<ListVersion>> {
    Json(office.desk.lists())
}

/// `POST /v1/lists`
pub(super) async fn load(
    State(office): State<Office>,
    body: Body,
) -> Result<(StatusCode, Json<ListLoaded>), Refusal> {
    let body = whole(body)?;
    let (loading, at) = loading(&body)?;
    let loaded = office.desk.load_list(loading, body[at..].to_vec()).await?;
    let status = if loaded.unchanged { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(loaded)))
}

fn loading(body: &[u8]) -> Result<(Loading, usize), Refusal> {
    let bad = |what: String| Refusal::from(ListError::Loading(what));
    let head = &body[..body.len().min(HEAD_BYTES_MAX)];
    let end = head.iter().position(|byte| *byte == b'\n');
    let end = end.ok_or_else(|| bad("its first line does not end".to_owned()))?;
    let head: Head = serde_json::from_slice(&body[..end]).map_err(|flaw| bad(flaw.to_string()))?;
    let format = head.format.parse().map_err(|flaw| bad(format!("{flaw}")))?;
    let mapping = head.mapping.map(|mapping| Mapping::read(&mapping.to_string()));
    let mapping = mapping.transpose().map_err(ListError::from)?;
    let loading = Loading { list: head.list, format, mapping, role: head.role, file: head.file };
    Ok((loading, end + 1))
}

/// `GET /v1/lists/{list}`
pub(super) async fn one(
    State(office): State<Office>,
    Path(list): Path<String>,
    query: Result<Query<ShowQuery>, QueryRejection>,
) -> Result<Json<ListShown>, Refusal> {
    let Query(query) = query.map_err(|flaw| bad_query(&flaw))?;
    Ok(Json(office.desk.show_list(list, query.version).await?))
}

/// `GET /v1/lists/{list}/versions`
pub(super) async fn versions(
    State(office): State<Office>,
    Path(list): Path<String>,
) -> Result<Json<Vec<ListVersion>>, Refusal> {
    Ok(Json(office.desk.list_versions(&list)?))
}

/// `GET /v1/lists/{list}/difference`
pub(super) async fn difference(
    State(office): State<Office>,
    Path(list): Path<String>,
    query: Result<Query<DifferenceQuery>, QueryRejection>,
) -> Result<Json<ListDifference>, Refusal> {
    let Query(query) = query.map_err(|flaw| bad_query(&flaw))?;
    Ok(Json(office.desk.list_difference(list, query.from, query.to).await?))
}

/// `DELETE /v1/lists/{list}`
pub(super) async fn remove(
    State(office): State<Office>,
    Path(list): Path<String>,
) -> Result<StatusCode, Refusal> {
    office.desk.remove_list(list).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/screenings`
pub(super) async fn screen(
    State(office): State<Office>,
    body: Body,
) -> Result<Json<Vec<Screening>>, Refusal> {
    let question: Question = serde_json::from_slice(&whole(body)?)
        .map_err(|flaw| ScreenError::Question(flaw.to_string()))?;
    let depth = if question.all { Depth::All } else { Depth::Threshold };
    Ok(Json(office.desk.screen_all(question.applications, depth).await?))
}

fn whole(body: Body) -> Result<Bytes, Refusal> {
    body.map_err(|flaw| {
        let hint = "send it in parts; docs/spec/list.md says how long a list may be";
        Refusal::new(flaw.status(), flaw.body_text(), hint).counted("http-too-large")
    })
}

/// What of a version is told.
const VERSION: &str = "`list`, `number`, `version` (digest), `role`, `read_as`, `file`, `file_digest`, `loaded_at_s`, `entries`, `refused`, `doubts`, `passed_over`";

/// The routes.
pub(super) fn table() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/lists",
            handler: get(all),
            call: "`GET /v1/lists`",
            answer: VERSION,
            about: "The version in force of each list, as an array.",
        },
        Route {
            path: "/v1/lists",
            handler: post(load).layer(DefaultBodyLimit::max(LIST_BYTES_MAX + HEAD_BYTES_MAX)),
            call: "`POST /v1/lists`, a line of JSON (`list`, `format`, `file`, `role`, `mapping`) and then the file as it is",
            answer: "`version`, `before`, `unchanged`, `added`, `changed`, `removed`, `refused` (`place`, `reason`, `text`)",
            about: "Loads a list as a new version. Answers when it is durable and found by screenings. 201, or 200 where it says what the version in force says.",
        },
        Route {
            path: "/v1/lists/{list}",
            handler: get(one),
            call: "`GET /v1/lists/{list}`, `?version=`",
            answer: "`version`, `in_force`, `refused`, `doubts`",
            about: "One version of a list, with the first 1,000 rows that could not be read and the first 1,000 fields that were left out.",
        },
        Route {
            path: "/v1/lists/{list}",
            handler: delete(remove),
            call: "`DELETE /v1/lists/{list}`",
            answer: "204",
            about: "Takes a list away with all its versions.",
        },
        Route {
            path: "/v1/lists/{list}/versions",
            handler: get(versions),
            call: "`GET /v1/lists/{list}/versions`",
            answer: "array of versions",
            about: "All versions of a list that are kept, the oldest first.",
        },
        Route {
            path: "/v1/lists/{list}/difference",
            handler: get(difference),
            call: "`GET /v1/lists/{list}/difference`, `?from=` `&to=`",
            answer: "`from`, `to`, `added`, `changed`, `removed` (each of `entry`, `name`, `changes`), `added_total`, `changed_total`, `removed_total`",
            about: "What differs between two versions, by default the last two; at most 500 of each.",
        },
        Route {
            path: "/v1/screenings",
            handler: post(screen).layer(DefaultBodyLimit::max(SCREENING_BYTES_MAX)),
            call: "`POST /v1/screenings`, `applications` (at most 64), `all`",
            answer: "array: `at_s`, `application`, `settings`, `lists`, `index`, `hits`, `past`, `weak`, `below`, `left_out`, `not_asked`",
            about: "Compares each application with all that is held and all lists, on this machine alone; nothing of it is logged or leaves the node. docs/spec/screening.md explains scores, docs/reference/lists.md an application.",
        },
    ]
}
