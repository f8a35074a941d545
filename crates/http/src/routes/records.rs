//! Routes about records: publish, list, one, its bytes, its verification.

use axum::{
    Json,
    body::Bytes,
    extract::{
        Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use chancery_node::answer::{Barrier, Filter, Found, Listed};
use chancery_record::Record;
use chancery_store::{Expired, Word};
use serde::Deserialize;

use super::{Office, REQUEST_BYTES_MAX, name::Name};
use crate::{
    refusal::Refusal,
    since,
    view::{PublishedView, RecordView, SummaryView, ThreadView, VerificationView},
};

/// Without a limit in the query.
const LIMIT_DEFAULT: usize = 100;

/// A listing of so many summaries, at most 1.5 KiB each, stays below the 16 MiB that the client reads.
const LIMIT_MAX: usize = 10_000;

/// Statement, body and signed copy are CBOR.
const CBOR: &str = "application/cbor";

/// `?override=own-frontier`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PublishQuery {
    #[serde(rename = "override")]
    waived: Option<Waived>,
}

impl PublishQuery {
    /// Whether peers are waited for.
    pub(super) fn barrier(&self) -> Barrier {
        match self.waived {
            Some(Waived::OwnFrontier) => Barrier::Override,
            None => Barrier::Await,
        }
    }
}

/// The one thing that can be waived.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Waived {
    OwnFrontier,
}

/// `POST /v1/records`
pub(super) async fn publish(
    State(office): State<Office>,
    query: Result<Query<PublishQuery>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<PublishedView>), Refusal> {
    let Query(query) = query.map_err(|flaw| bad_query(&flaw))?;
    let body = body.map_err(|flaw| too_large(&flaw))?;
    let text = std::str::from_utf8(&body).map_err(|flaw| {
        let at = flaw.valid_up_to();
        Refusal::bad_request(format!("the record is not UTF-8 from byte {at}"), "send UTF-8")
    })?;
    let record =
        Record::from_json(text, &office.desk.vocabularies()).map_err(Refusal::violations)?;
    let published = office.desk.publish(record, query.barrier()).await?;
    Ok((StatusCode::CREATED, Json(published.into())))
}

/// How many records a listing has left out because they are over.
pub(crate) const HIDDEN: &str = "chancery-hidden";

/// `?state=&kind=&since=&limit=&exercise=&status=&expired=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    state: Option<String>,
    kind: Option<String>,
    since: Option<String>,
    limit: Option<usize>,
    exercise: Option<Answer>,
    status: Option<String>,
    expired: Option<Over>,
}

/// Yes or no, as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Yes,
    No,
}

/// What becomes of records that are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Over {
    Show,
    Hide,
}

impl ListQuery {
    fn filter(self) -> Result<Filter, Refusal> {
        let state = match self.state.as_deref().map(str::parse).transpose() {
            Ok(state) => state,
            Err(unknown) => {
                let hint = "write the two capital letters of ISO 3166-1, or XK".into();
                return Err(Refusal::of(StatusCode::BAD_REQUEST, &unknown, hint)
                    .counted("http-bad-request"));
            }
        };
        let since_s = match self.since.as_deref().map(since::seconds) {
            None => None,
            Some(Some(since_s)) => Some(since_s),
            Some(None) => {
                return Err(Refusal::bad_request(
                    "`since` is neither a date nor an instant",
                    "write 2026-11-01 or 2026-11-01T12:00:00Z",
                ));
            }
        };
        let limit = self.limit.unwrap_or(LIMIT_DEFAULT);
        if limit > LIMIT_MAX {
            return Err(Refusal::bad_request(
                format!("a limit of {limit} is too much"),
                format!("at most {LIMIT_MAX}; narrow the list with state, kind or since"),
            ));
        }
        let expired = match self.expired {
            Some(Over::Hide) => Expired::Hidden,
            Some(Over::Show) | None => Expired::Shown,
        };
        let exercise = self.exercise.map(|answer| answer == Answer::Yes);
        let word = self.status.as_deref().map(word).transpose()?;
        Ok(Filter { state, kind: self.kind, since_s, exercise, word, expired, limit })
    }
}

fn word(status: &str) -> Result<Word, Refusal> {
    status.parse().map_err(|_| {
        let all = Word::ALL.map(Word::as_str).join(", ");
        Refusal::bad_request(format!("{status:?} is no status"), format!("one of {all}"))
    })
}

/// `GET /v1/records`
pub(super) async fn list(
    State(office): State<Office>,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(query) = query.map_err(|flaw| bad_query(&flaw))?;
    let Listed { records, hidden } = office.desk.list(query.filter()?).await?;
    let records: Vec<SummaryView> = records.into_iter().map(SummaryView::from).collect();
    Ok(([(HIDDEN, hidden.to_string())], Json(records)).into_response())
}

/// `GET /v1/records/{name}`
pub(super) async fn one(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Json<RecordView>, Refusal> {
    Ok(Json(office.desk.find(&name).await?.into()))
}

/// `?version=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThreadQuery {
    version: Option<usize>,
}

/// `GET /v1/records/{name}/thread`
pub(super) async fn thread(
    State(office): State<Office>,
    Name(name): Name,
    query: Result<Query<ThreadQuery>, QueryRejection>,
) -> Result<Json<ThreadView>, Refusal> {
    let Query(ThreadQuery { version }) = query.map_err(|flaw| bad_query(&flaw))?;
    let told = office.desk.thread(&name).await?;
    let versions = told.thread.as_ref().map_or(1, |thread| thread.versions.len());
    ThreadView::of(told, version).map(Json).ok_or_else(|| {
        let wrong = format!("{name} has no version {}", version.unwrap_or_default());
        Refusal::new(StatusCode::NOT_FOUND, wrong, format!("it has {versions}, counted from 1"))
            .counted("http-no-version")
    })
}

/// `GET /v1/records/{name}/statement`
pub(super) async fn statement(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Response, Refusal> {
    let Found { statement, .. } = office.desk.find(&name).await?;
    Ok(cbor(statement))
}

/// `GET /v1/records/{name}/body`
pub(super) async fn body(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Response, Refusal> {
    let Found { body, .. } = office.desk.find(&name).await?;
    Ok(cbor(body))
}

/// `GET /v1/records/{name}/copy`
pub(super) async fn copy(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Response, Refusal> {
    Ok(cbor(office.desk.copy(&name).await?))
}

/// `GET /v1/records/{name}/evidence`
pub(super) async fn evidence(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Response, Refusal> {
    Ok(cbor(office.desk.evidence(&name).await?))
}

/// `GET /v1/records/{name}/verification`
pub(super) async fn verification(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Json<VerificationView>, Refusal> {
    Ok(Json(office.desk.verify(&name).await?.into()))
}

fn cbor(bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, CBOR)], bytes).into_response()
}

pub(super) fn bad_query(flaw: &QueryRejection) -> Refusal {
    Refusal::bad_request(flaw.body_text(), "docs/reference/http.md lists what a query may hold")
}

fn too_large(flaw: &BytesRejection) -> Refusal {
    let hint = format!("a record is at most {REQUEST_BYTES_MAX} bytes of JSON");
    Refusal::new(flaw.status(), flaw.body_text(), hint).counted("http-too-large")
}
