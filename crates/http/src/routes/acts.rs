//! Routes about acts: what the state roots have signed beside the logs.

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
};

use super::{Office, REQUEST_BYTES_MAX};
use crate::{
    refusal::Refusal,
    view::{ActView, EnactedView},
};

/// `GET /v1/acts`
pub(super) async fn list(State(office): State<Office>) -> Result<Json<Vec<ActView>>, Refusal> {
    Ok(Json(office.desk.acts().await?.into_iter().map(ActView::from).collect()))
}

/// `POST /v1/acts`
pub(super) async fn enact(
    State(office): State<Office>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<EnactedView>, Refusal> {
    let body = body.map_err(|flaw| {
        let hint = format!("an act is far below {REQUEST_BYTES_MAX} bytes");
        Refusal::new(flaw.status(), flaw.body_text(), hint).counted("http-too-large")
    })?;
    Ok(Json(office.desk.enact(body.to_vec()).await?.into()))
}
