//! Routes about watches, notices and receivers. What is watched stays on this node.

use axum::{
    Json,
    body::Bytes,
    extract::{
        Path, Query, State,
        rejection::{BytesRejection, PathRejection, QueryRejection},
    },
    http::StatusCode,
};
use chancery_node::answer::{Licence, NewWatch, Scope, Watched};
use serde::Deserialize;
use time::{Date, OffsetDateTime};

use super::Office;
use crate::{
    refusal::Refusal,
    since,
    view::{
        DigestView, LicenceView, MatchingView, NewWatchView, NoticeView, ReceiverView, WatchView,
    },
};

mod table;

pub(super) use table::table;

/// `?after=&all=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticesQuery {
    after: Option<u64>,
    all: Option<All>,
}

/// `?day=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DayQuery {
    day: Option<String>,
}

/// `all=yes`
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum All {
    Yes,
}

/// `POST /v1/watches`
pub(super) async fn add(
    State(office): State<Office>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<WatchView>), Refusal> {
    let hint = "send name and either query or party, and licence, note and since where they matter";
    let body = body.map_err(|flaw| Refusal::bad_request(flaw.body_text(), hint))?;
    let new: NewWatchView = serde_json::from_slice(&body)
        .map_err(|flaw| Refusal::bad_request(flaw.to_string(), hint))?;
    let subject = subject(&new)
        .ok_or_else(|| Refusal::bad_request("a watch is of a query or of a party", hint))?;
    let since_s = match new.since.as_deref().map(since::seconds) {
        Some(None) => {
            return Err(Refusal::bad_request("`since` is no day", "write it as 2026-11-01"));
        }
        Some(since) => since,
        None => None,
    };
    let new = NewWatch { name: new.name, subject, note: new.note, since_s };
    let watch = office.desk.watch_add(new).await?;
    Ok((StatusCode::CREATED, Json((watch, None).into())))
}

/// What is watched; none where it is nothing, or two things.
fn subject(new: &NewWatchView) -> Option<Watched> {
    let NewWatchView { query, party, threshold, licence, .. } = new.clone();
    let licence = licence.map(|LicenceView { number, granted }| Licence { number, granted });
    match (query, party) {
        (Some(query), None) if threshold.is_none() && licence.is_none() => {
            Some(Watched::Query(query))
        }
        (None, Some(card)) => Some(Watched::Party { card: Box::new(card), threshold, licence }),
        _ => None,
    }
}

/// `GET /v1/watches`
pub(super) async fn list(State(office): State<Office>) -> Result<Json<Vec<WatchView>>, Refusal> {
    let watches = office.desk.watches().await?;
    Ok(Json(watches.into_iter().map(WatchView::from).collect()))
}

/// `GET /v1/watches/{name}`
pub(super) async fn one(
    State(office): State<Office>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Json<WatchView>, Refusal> {
    let name = named(name)?;
    // With what its query says today, which the list knows.
    let watch = office.desk.watch(&name).await?;
    let all = office.desk.watches().await?;
    let unread = all.into_iter().find(|(other, _)| *other == watch).and_then(|(_, why)| why);
    Ok(Json((watch, unread).into()))
}

/// `DELETE /v1/watches/{name}`
pub(super) async fn remove(
    State(office): State<Office>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Json<WatchView>, Refusal> {
    let watch = office.desk.watch_remove(&named(name)?).await?;
    Ok(Json((watch, None).into()))
}

/// `GET /v1/watches/{name}/matches`
pub(super) async fn test(
    State(office): State<Office>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Json<MatchingView>, Refusal> {
    Ok(Json(office.desk.watch_test(&named(name)?).await?.into()))
}

/// `GET /v1/notices`
pub(super) async fn notices(
    State(office): State<Office>,
    query: Result<Query<NoticesQuery>, QueryRejection>,
) -> Result<Json<Vec<NoticeView>>, Refusal> {
    let Query(NoticesQuery { after, all }) = query.map_err(|flaw| bad_query(&flaw))?;
    let scope = match all {
        Some(All::Yes) => Scope::All,
        None => Scope::Open,
    };
    let notices = office.desk.notices(after.unwrap_or(0), scope).await?;
    Ok(Json(notices.into_iter().map(NoticeView::from).collect()))
}

/// `POST /v1/notices/{number}/done`
pub(super) async fn done(
    State(office): State<Office>,
    number: Result<Path<u64>, PathRejection>,
) -> Result<Json<NoticeView>, Refusal> {
    let hint = "name the number of a notice: `chancery watch notices` lists them";
    let Path(number) = number.map_err(|flaw| Refusal::bad_request(flaw.body_text(), hint))?;
    Ok(Json(office.desk.notice_done(number).await?.into()))
}

/// `GET /v1/digest`
pub(super) async fn digest(
    State(office): State<Office>,
    query: Result<Query<DayQuery>, QueryRejection>,
) -> Result<Json<DigestView>, Refusal> {
    let Query(DayQuery { day }) = query.map_err(|flaw| bad_query(&flaw))?;
    let day = match day {
        Some(day) => since::date(&day)
            .ok_or_else(|| Refusal::bad_request("`day` is no day", "write it as 2026-11-01"))?,
        None => yesterday(),
    };
    Ok(Json(office.desk.digest(day).await?.into()))
}

/// The last day that is over.
fn yesterday() -> Date {
    let now = OffsetDateTime::from_unix_timestamp(chancery_node::now_s());
    let today = now.map_or(Date::MIN, OffsetDateTime::date);
    today.previous_day().unwrap_or(today)
}

/// `GET /v1/receivers`
pub(super) async fn receivers(
    State(office): State<Office>,
) -> Result<Json<Vec<ReceiverView>>, Refusal> {
    let receivers = office.desk.receivers().await?;
    Ok(Json(receivers.into_iter().map(ReceiverView::from).collect()))
}

fn named(name: Result<Path<String>, PathRejection>) -> Result<String, Refusal> {
    let hint = "name a watch: `chancery watch list` shows them";
    let Path(name) = name.map_err(|flaw| Refusal::bad_request(flaw.body_text(), hint))?;
    Ok(name)
}

fn bad_query(flaw: &QueryRejection) -> Refusal {
    Refusal::bad_request(flaw.body_text(), "docs/reference/http.md lists what a query may hold")
}
