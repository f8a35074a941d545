//! Routes about drafts: begin, read, write, drop; the gate; what officers sign, and their signatures.
//!
//! No officer's key is ever asked for: a claim goes out, a signature comes in.

use axum::{
    Json,
    body::Bytes,
    extract::{
        Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::StatusCode,
};
use chancery_ledger::policy::Role;
use chancery_node::answer::{Barrier, DraftError, Signed, Source, Start};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Office, REQUEST_BYTES_MAX, name::Name, records::PublishQuery};
use crate::{
    fault::FaultViolation,
    refusal::Refusal,
    view::{ClaimView, DraftView, GateView, ReleasedView, SuggestionView},
};

pub(super) mod table;

type Body = Result<Bytes, BytesRejection>;

/// What a draft begins from: one of `record`, `like`, `about`, or the kind alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Beginning {
    kind: Option<String>,
    record: Option<Value>,
    like: Option<String>,
    about: Option<String>,
    language: Option<String>,
}

/// In which role somebody is about to sign.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    role: String,
}

/// A rejection, with the signature over it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rejection {
    reason: String,
    signed: Signed,
}

/// `?revision=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WriteQuery {
    revision: Option<u64>,
}

/// `POST /v1/drafts`
pub(super) async fn begin(
    State(office): State<Office>,
    body: Body,
) -> Result<(StatusCode, Json<DraftView>), Refusal> {
    let Beginning { kind, record, like, about, language } = read(body)?;
    let source = match (record, like, about) {
        (None, None, None) => Source::Blank,
        (Some(record), None, None) => Source::Text(record),
        (None, Some(name), None) => Source::Like(name),
        (None, None, Some(name)) => Source::About(name),
        _ => {
            return Err(Refusal::bad_request(
                "a draft begins from one thing",
                "send one of record, like and about",
            ));
        }
    };
    let draft = office.desk.drafts().begin(Start { kind, source, language }).await?;
    Ok((StatusCode::CREATED, Json(draft.into())))
}

/// `GET /v1/drafts`
pub(super) async fn list(State(office): State<Office>) -> Result<Json<Vec<DraftView>>, Refusal> {
    let drafts = office.desk.drafts().list().await?;
    let lines = drafts.into_iter().map(|draft| DraftView { record: Value::Null, ..draft.into() });
    Ok(Json(lines.collect()))
}

/// `GET /v1/drafts/{name}`
pub(super) async fn one(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Json<DraftView>, Refusal> {
    Ok(Json(office.desk.drafts().find(&name).await?.into()))
}

/// `PUT /v1/drafts/{name}`
pub(super) async fn write(
    State(office): State<Office>,
    Name(name): Name,
    query: Result<Query<WriteQuery>, QueryRejection>,
    body: Body,
) -> Result<Json<DraftView>, Refusal> {
    let Query(query) = query.map_err(|flaw| {
        Refusal::bad_request(flaw.body_text(), "docs/reference/http.md lists what a query may hold")
    })?;
    let record: Value = read(body)?;
    Ok(Json(office.desk.drafts().write(&name, record, query.revision).await?.into()))
}

/// `DELETE /v1/drafts/{name}`
pub(super) async fn remove(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Json<DraftView>, Refusal> {
    Ok(Json(office.desk.drafts().remove(&name).await?.into()))
}

/// `GET /v1/drafts/{name}/gate`
pub(super) async fn gate(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Json<GateView>, Refusal> {
    Ok(Json(office.desk.drafts().gate(&name).await?.into()))
}

/// `GET /v1/drafts/{name}/suggestions`
pub(super) async fn suggestions(
    State(office): State<Office>,
    Name(name): Name,
) -> Result<Json<Vec<SuggestionView>>, Refusal> {
    let suggestions = office.desk.drafts().suggestions(&name).await?;
    Ok(Json(suggestions.into_iter().map(SuggestionView::from).collect()))
}

/// `POST /v1/drafts/{name}/claim`
pub(super) async fn claim(
    State(office): State<Office>,
    Name(name): Name,
    body: Body,
) -> Result<Json<ClaimView>, Refusal> {
    let Asked { role } = read(body)?;
    let role: Role = role.parse().map_err(|flaw: chancery_ledger::policy::UnknownRole| {
        Refusal::bad_request(flaw.to_string(), "write one of them")
    })?;
    Ok(Json(office.desk.drafts().claim(&name, role).await?.into()))
}

/// `POST /v1/drafts/{name}/approvals`
pub(super) async fn approve(
    State(office): State<Office>,
    Name(name): Name,
    body: Body,
) -> Result<Json<DraftView>, Refusal> {
    let signed: Signed = read(body)?;
    Ok(Json(office.desk.drafts().approve(&name, signed).await?.into()))
}

/// `POST /v1/drafts/{name}/rejection`
pub(super) async fn reject(
    State(office): State<Office>,
    Name(name): Name,
    body: Body,
) -> Result<Json<DraftView>, Refusal> {
    let Rejection { reason, signed } = read(body)?;
    Ok(Json(office.desk.drafts().reject(&name, reason, signed).await?.into()))
}

/// `POST /v1/drafts/{name}/release`
pub(super) async fn release(
    State(office): State<Office>,
    Name(name): Name,
    query: Result<Query<PublishQuery>, QueryRejection>,
    body: Body,
) -> Result<(StatusCode, Json<ReleasedView>), Refusal> {
    let Query(query) = query.map_err(|flaw| {
        Refusal::bad_request(flaw.body_text(), "docs/reference/http.md lists what a query may hold")
    })?;
    let signed: Option<Signed> = read(body)?;
    let barrier: Barrier = query.barrier();
    let released = office.desk.drafts().release(&name, signed, barrier).await?;
    Ok((StatusCode::CREATED, Json(released.into())))
}

/// The JSON of a request.
fn read<T: DeserializeOwned>(body: Body) -> Result<T, Refusal> {
    let body = body.map_err(|flaw| {
        let hint = format!("a draft is at most {REQUEST_BYTES_MAX} bytes of JSON");
        Refusal::new(flaw.status(), flaw.body_text(), hint).counted("http-too-large")
    })?;
    serde_json::from_slice(&body).map_err(|flaw| {
        Refusal::bad_request(
            format!("the request is not what this route takes: {flaw}"),
            "docs/reference/http.md says what it takes",
        )
    })
}

impl From<DraftError> for Refusal {
    fn from(error: DraftError) -> Self {
        let status = match error {
            DraftError::Publish(error) => return error.into(),
            DraftError::Read(error) => return error.into(),
            DraftError::NotFound { .. } => StatusCode::NOT_FOUND,
            DraftError::Changed { .. }
            | DraftError::State { .. }
            | DraftError::Released { .. }
            | DraftError::Releasing { .. }
            | DraftError::NoPolicy { .. }
            | DraftError::PolicyChanged { .. }
            | DraftError::TooMany { .. } => StatusCode::CONFLICT,
            DraftError::NoObject
            | DraftError::TooLong { .. }
            | DraftError::UnknownKind { .. }
            | DraftError::Unreadable
            | DraftError::Blocked { .. }
            | DraftError::NotAnOfficer { .. }
            | DraftError::RoleNotHeld { .. }
            | DraftError::AuthorReleases { .. }
            | DraftError::SameOfficer { .. }
            | DraftError::SecondOfficerMissing { .. }
            | DraftError::OtherText { .. }
            | DraftError::NoSignature
            | DraftError::NoReason => StatusCode::UNPROCESSABLE_ENTITY,
            DraftError::Vault(ref error) if error.is_full() => StatusCode::INSUFFICIENT_STORAGE,
            DraftError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            DraftError::Vault(_) | DraftError::Damaged { .. } | DraftError::Randomness => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let mut refusal = Refusal::of(status, &error, error.hint());
        let place =
            |path: &str| if path.is_empty() { "the draft".to_owned() } else { path.to_owned() };
        let violations = error.findings().iter().map(|finding| FaultViolation {
            path: place(&finding.path),
            wrong: finding.what.clone(),
            allowed: finding.next.clone(),
        });
        refusal.fault.violations = violations.collect();
        refusal
    }
}
