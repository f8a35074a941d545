//! Routes about duties: what is due, reliance notes, alerts. All of it stays on this node.

use axum::{
    Json,
    body::Bytes,
    extract::{
        Path, Query, State,
        rejection::{BytesRejection, PathRejection, QueryRejection},
    },
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use chancery_node::answer::{NewReliance, ReliedAs, Scope};
use serde::Deserialize;

use super::Office;
use crate::{
    refusal::Refusal,
    since,
    view::{AlertView, DutyView, NewRelianceView, RelianceView},
};

mod table;

pub(super) use table::table;

/// A case file is CBOR.
const CBOR: &str = "application/cbor";

/// `?on=&all=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DueQuery {
    on: Option<String>,
    all: Option<All>,
}

/// `?after=&all=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlertsQuery {
    after: Option<u64>,
    all: Option<All>,
}

/// `?case=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseQuery {
    case: Option<String>,
}

/// `all=yes`
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum All {
    Yes,
}

fn scope(all: Option<All>) -> Scope {
    match all {
        Some(All::Yes) => Scope::All,
        None => Scope::Open,
    }
}

/// `GET /v1/due`
pub(super) async fn due(
    State(office): State<Office>,
    query: Result<Query<DueQuery>, QueryRejection>,
) -> Result<Json<Vec<DutyView>>, Refusal> {
    let Query(DueQuery { on, all }) = query.map_err(|flaw| bad_query(&flaw))?;
    let on = match on.as_deref().map(since::date) {
        Some(None) => {
            return Err(Refusal::bad_request("`on` is no day", "write it as 2026-11-01"));
        }
        Some(on) => on,
        None => None,
    };
    let due = office.desk.due(on, scope(all)).await?;
    Ok(Json(due.into_iter().map(DutyView::from).collect()))
}

/// `POST /v1/reliance`
pub(super) async fn rely(
    State(office): State<Office>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<RelianceView>), Refusal> {
    let hint = "send name, as, reason, and number and case where they matter";
    let body = body.map_err(|flaw| Refusal::bad_request(flaw.body_text(), hint))?;
    let new = serde_json::from_slice(&body);
    let NewRelianceView { name, number, relied_as, reason, case } =
        new.map_err(|flaw| Refusal::bad_request(flaw.to_string(), hint))?;
    let Some(relied_as) = ReliedAs::of(&relied_as) else {
        let known = ReliedAs::ALL.map(ReliedAs::as_str).join(", ");
        return Err(Refusal::bad_request(
            format!("{relied_as:?} is nothing that is done with a record"),
            format!("one of {known}"),
        ));
    };
    let kept = office.desk.rely(NewReliance { name, number, relied_as, reason, case }).await?;
    Ok((StatusCode::CREATED, Json(kept.into())))
}

/// `GET /v1/reliance`
pub(super) async fn reliance(
    State(office): State<Office>,
    query: Result<Query<CaseQuery>, QueryRejection>,
) -> Result<Json<Vec<RelianceView>>, Refusal> {
    let Query(CaseQuery { case }) = query.map_err(|flaw| bad_query(&flaw))?;
    let notes = office.desk.reliance(case).await?;
    Ok(Json(notes.into_iter().map(RelianceView::from).collect()))
}

/// `GET /v1/reliance/export`
pub(super) async fn case_file(
    State(office): State<Office>,
    query: Result<Query<CaseQuery>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(CaseQuery { case }) = query.map_err(|flaw| bad_query(&flaw))?;
    let bytes = office.desk.case_file(case).await?;
    Ok(([(CONTENT_TYPE, CBOR)], Bytes::from(bytes)).into_response())
}

/// `GET /v1/alerts`
pub(super) async fn alerts(
    State(office): State<Office>,
    query: Result<Query<AlertsQuery>, QueryRejection>,
) -> Result<Json<Vec<AlertView>>, Refusal> {
    let Query(AlertsQuery { after, all }) = query.map_err(|flaw| bad_query(&flaw))?;
    let alerts = office.desk.alerts(after.unwrap_or(0), scope(all)).await?;
    Ok(Json(alerts.into_iter().map(AlertView::from).collect()))
}

/// `POST /v1/alerts/{number}/done`
pub(super) async fn alert_done(
    State(office): State<Office>,
    number: Result<Path<u64>, PathRejection>,
) -> Result<Json<AlertView>, Refusal> {
    let hint = "name the number of an alert: `chancery alerts` lists them";
    let Path(number) = number.map_err(|flaw| Refusal::bad_request(flaw.body_text(), hint))?;
    Ok(Json(office.desk.alert_done(number).await?.into()))
}

fn bad_query(flaw: &QueryRejection) -> Refusal {
    Refusal::bad_request(flaw.body_text(), "docs/reference/http.md lists what a query may hold")
}
