//! Routes about reports.

use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use chancery_report::{Counted, Period, Report, ReportKind, SMALL_DEFAULT};
use serde::Deserialize;

use super::{Office, records::bad_query};
use crate::{refusal::Refusal, view::ReportView};

/// `?from=&to=&exercise=&small=&format=`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportQuery {
    from: String,
    to: String,
    #[serde(default)]
    exercise: bool,
    small: Option<u64>,
    #[serde(default)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Format {
    #[default]
    Json,
    Csv,
}

/// `GET /v1/reports/{report}`
pub(super) async fn one(
    State(office): State<Office>,
    Path(name): Path<String>,
    query: Result<Query<ReportQuery>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(query) = query.map_err(|flaw| bad_query(&flaw))?;
    let kind: ReportKind = name.parse().map_err(|unknown| {
        Refusal::of(StatusCode::NOT_FOUND, &unknown, "ask for one of them".to_owned())
            .counted("http-bad-request")
    })?;
    let period = Period::parse(&query.from, &query.to).map_err(|flaw| {
        Refusal::of(StatusCode::BAD_REQUEST, &flaw, "give `from` and `to` as days".to_owned())
            .counted("http-bad-request")
    })?;
    let counted = if query.exercise { Counted::Drills } else { Counted::Real };
    let facts = office.desk.facts().await?;
    let report = Report::of(kind, &facts, period, counted, query.small.unwrap_or(SMALL_DEFAULT));
    match query.format {
        Format::Json => Ok(Json(ReportView::from(report)).into_response()),
        Format::Csv => {
            let csv = report.to_csv().map_err(|error| {
                Refusal::of(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    &error,
                    "please report it".to_owned(),
                )
            })?;
            Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8")], csv).into_response())
        }
    }
}
