//! Routes about cases. All of it stays on this node, but what an officer releases as a consultation.

use axum::{
    Json,
    body::Bytes,
    extract::{
        FromRequestParts, Path, Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
    response::{IntoResponse, Response},
};
use chancery_node::answer::{
    Case, CaseError, CaseListed, Consulting, NewReliance, Opening, ReliedAs, Ruling, Sketch, Stone,
    Why,
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{Office, REQUEST_BYTES_MAX};
use crate::{
    refusal::Refusal,
    view::{
        AmendmentView, ByView, CaseListedView, CaseNoteView, CaseView, ClosingView, ConsultingView,
        DraftedView, OpeningView, ReasonView, RulingView,
    },
};

mod table;

pub(super) use table::table;

/// A case file is CBOR.
const CBOR: &str = "application/cbor";

/// A number has at most 120 characters, each of at most four bytes.
const NAME_BYTES_MAX: usize = 480;

type Body = Result<Bytes, BytesRejection>;

/// The name or number of a case.
#[derive(Clone, Debug)]
pub(super) struct Named(String);

/// `?overdue=yes`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    overdue: Option<Yes>,
}

/// `?force=WORD`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemoveQuery {
    force: Option<Why>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Yes {
    Yes,
}

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let hint = "name a case by its number or as `chancery case list` does, such as c7";
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(name)) if name.len() <= NAME_BYTES_MAX => Ok(Named(name)),
            Ok(Path(name)) => {
                Err(Refusal::bad_request(format!("a name of {} bytes is none", name.len()), hint))
            }
            Err(flaw) => Err(Refusal::bad_request(flaw.body_text(), hint)),
        }
    }
}

/// `POST /v1/cases`
pub(super) async fn open(
    State(office): State<Office>,
    body: Body,
) -> Result<(StatusCode, Json<Case>), Refusal> {
    let OpeningView { number, application, by } = read(body)?;
    let case = office.desk.cases().open(Opening { number, application, by }).await?;
    Ok((StatusCode::CREATED, Json(case.shown())))
}

/// `GET /v1/cases`
pub(super) async fn list(
    State(office): State<Office>,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Json<Vec<CaseListedView>>, Refusal> {
    let Query(ListQuery { overdue }) = query.map_err(|flaw| bad_query(&flaw))?;
    let all = office.desk.cases().list().await?.into_iter();
    let wanted = all.filter(|one| overdue.is_none() || one.overdue);
    Ok(Json(wanted.map(CaseListedView::from).collect()))
}

/// `GET /v1/case-stones`
pub(super) async fn stones(State(office): State<Office>) -> Result<Json<Vec<Stone>>, Refusal> {
    Ok(Json(office.desk.cases().stones().await?))
}

/// `GET /v1/cases/{case}`
pub(super) async fn one(
    State(office): State<Office>,
    Named(name): Named,
) -> Result<Json<CaseView>, Refusal> {
    let (case, notes) = office.desk.cases().find(&name).await?;
    let notes = notes.into_iter().map(Into::into).collect();
    Ok(Json(CaseView { case: case.shown(), notes }))
}

/// `DELETE /v1/cases/{case}`
pub(super) async fn remove(
    State(office): State<Office>,
    Named(name): Named,
    query: Result<Query<RemoveQuery>, QueryRejection>,
) -> Result<Json<Stone>, Refusal> {
    let Query(RemoveQuery { force }) = query.map_err(|flaw| bad_query(&flaw))?;
    Ok(Json(office.desk.cases().remove(&name, force).await?))
}

/// `PUT /v1/cases/{case}/application`
pub(super) async fn amend(
    State(office): State<Office>,
    Named(name): Named,
    body: Body,
) -> Result<Json<Case>, Refusal> {
    let AmendmentView { application, reason, by } = read(body)?;
    Ok(Json(office.desk.cases().amend(&name, application, reason, by).await?.shown()))
}

/// `POST /v1/cases/{case}/screenings`
pub(super) async fn screen(
    State(office): State<Office>,
    Named(name): Named,
    body: Body,
) -> Result<Json<Case>, Refusal> {
    let ByView { by } = read(body)?;
    Ok(Json(office.desk.cases().screen(&name, by).await?.shown()))
}

/// `POST /v1/cases/{case}/decisions`
pub(super) async fn decide(
    State(office): State<Office>,
    Named(name): Named,
    body: Body,
) -> Result<Json<Case>, Refusal> {
    let RulingView { hits, decision, reason, by } = read(body)?;
    let ruling = Ruling { hits, decision, reason, by };
    Ok(Json(office.desk.cases().decide(&name, ruling).await?.shown()))
}

/// `POST /v1/cases/{case}/notes`
pub(super) async fn rely(
    State(office): State<Office>,
    Named(case): Named,
    body: Body,
) -> Result<(StatusCode, Json<CaseView>), Refusal> {
    let CaseNoteView { name, number, relied_as, reason, by } = read(body)?;
    let Some(relied_as) = ReliedAs::of(&relied_as) else {
        let known = ReliedAs::ALL.map(ReliedAs::as_str).join(", ");
        return Err(Refusal::bad_request(
            format!("{relied_as:?} is nothing that is done with a record"),
            format!("one of {known}"),
        ));
    };
    let new = NewReliance { name, number, relied_as, reason, case: None };
    let (case, note) = office.desk.cases().rely(&case, new, by).await?;
    Ok((StatusCode::CREATED, Json(CaseView { case: case.shown(), notes: vec![note.into()] })))
}

/// `POST /v1/cases/{case}/consultations`
pub(super) async fn consult(
    State(office): State<Office>,
    Named(name): Named,
    body: Body,
) -> Result<(StatusCode, Json<DraftedView>), Refusal> {
    let ConsultingView { hit, procedure, deadline, sketch, by } = read(body)?;
    let sketch = if sketch { Sketch::Transaction } else { Sketch::Nothing };
    let asked = Consulting { hit, procedure, deadline, sketch, by };
    let drafted = office.desk.cases().consult(&name, asked).await?;
    let view =
        DraftedView { case: drafted.case.shown(), draft: drafted.draft.name, told: drafted.told };
    Ok((StatusCode::CREATED, Json(view)))
}

/// `POST /v1/cases/{case}/close`
pub(super) async fn close(
    State(office): State<Office>,
    Named(name): Named,
    body: Body,
) -> Result<Json<Case>, Refusal> {
    let ClosingView { outcome, reason, by } = read(body)?;
    Ok(Json(office.desk.cases().close(&name, outcome, reason, by).await?.shown()))
}

/// `POST /v1/cases/{case}/reopen`
pub(super) async fn reopen(
    State(office): State<Office>,
    Named(name): Named,
    body: Body,
) -> Result<Json<Case>, Refusal> {
    let ReasonView { reason, by } = read(body)?;
    Ok(Json(office.desk.cases().reopen(&name, reason, by).await?.shown()))
}

/// `POST /v1/cases/{case}/hold`
pub(super) async fn hold(
    State(office): State<Office>,
    Named(name): Named,
    body: Body,
) -> Result<Json<Case>, Refusal> {
    let ReasonView { reason, by } = read(body)?;
    Ok(Json(office.desk.cases().hold(&name, reason, by).await?.shown()))
}

/// `POST /v1/cases/{case}/free`
pub(super) async fn free(
    State(office): State<Office>,
    Named(name): Named,
    body: Body,
) -> Result<Json<Case>, Refusal> {
    let ReasonView { reason, by } = read(body)?;
    Ok(Json(office.desk.cases().free(&name, reason, by).await?.shown()))
}

/// `GET /v1/cases/{case}/export`
pub(super) async fn export(
    State(office): State<Office>,
    Named(name): Named,
) -> Result<Response, Refusal> {
    let bytes = office.desk.cases().export(&name).await?;
    Ok(([(CONTENT_TYPE, CBOR)], Bytes::from(bytes)).into_response())
}

/// The JSON of a request.
fn read<T: DeserializeOwned>(body: Body) -> Result<T, Refusal> {
    let body = body.map_err(|flaw| {
        let hint = format!("an application is at most {REQUEST_BYTES_MAX} bytes of JSON");
        Refusal::new(flaw.status(), flaw.body_text(), hint).counted("http-too-large")
    })?;
    serde_json::from_slice(&body).map_err(|flaw| {
        Refusal::bad_request(
            format!("the request is not what this route takes: {flaw}"),
            "docs/reference/http.md says what it takes",
        )
    })
}

fn bad_query(flaw: &QueryRejection) -> Refusal {
    Refusal::bad_request(flaw.body_text(), "docs/reference/http.md lists what a query may hold")
}

impl From<CaseListed> for CaseListedView {
    fn from(listed: CaseListed) -> Self {
        let CaseListed { line, kept_until, overdue } = listed;
        CaseListedView { line, kept_until, overdue }
    }
}

impl From<CaseError> for Refusal {
    fn from(error: CaseError) -> Self {
        let status = match error {
            CaseError::Read(error) => return error.into(),
            CaseError::Screen(error) => return error.into(),
            CaseError::Duty(error) => return error.into(),
            CaseError::Draft(error) => return error.into(),
            CaseError::NotFound { .. } | CaseError::NoHit { .. } => StatusCode::NOT_FOUND,
            CaseError::Taken { .. }
            | CaseError::TooMany { .. }
            | CaseError::TooManySteps { .. }
            | CaseError::Closed { .. }
            | CaseError::Open { .. }
            | CaseError::NotScreened { .. }
            | CaseError::Undecided { .. }
            | CaseError::Consulted { .. }
            | CaseError::Held { .. }
            | CaseError::NotHeld { .. }
            | CaseError::Kept { .. }
            | CaseError::TooLarge { .. } => StatusCode::CONFLICT,
            CaseError::Length { .. }
            | CaseError::Number { .. }
            | CaseError::Application { .. }
            | CaseError::EmptyApplication
            | CaseError::NotADenial { .. }
            | CaseError::Deadline { .. }
            | CaseError::Procedure { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            CaseError::Vault(ref error) if error.is_full() => StatusCode::INSUFFICIENT_STORAGE,
            CaseError::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            CaseError::Vault(_) | CaseError::Damaged { .. } | CaseError::Unread { .. } => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let hint = error.hint();
        Refusal::of(status, &error, hint).counted("http-case")
    }
}
