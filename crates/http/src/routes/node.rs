//! Routes about the node itself: peers, status, log positions, the roster.

use axum::{Json, extract::State};

use super::Office;
use crate::{
    refusal::Refusal,
    view::{LogView, PeerView, RosterView, StatusView},
};

/// `GET /v1/peers`
pub(super) async fn peers(State(office): State<Office>) -> Result<Json<Vec<PeerView>>, Refusal> {
    Ok(Json(office.desk.peers().await?.into_iter().map(PeerView::from).collect()))
}

/// `GET /v1/status`
pub(super) async fn status(State(office): State<Office>) -> Result<Json<StatusView>, Refusal> {
    Ok(Json(office.desk.status().await?.into()))
}

/// `GET /v1/logs`
pub(super) async fn logs(State(office): State<Office>) -> Result<Json<Vec<LogView>>, Refusal> {
    let status = office.desk.status().await?;
    Ok(Json(status.logs.into_iter().map(LogView::from).collect()))
}

/// `GET /v1/roster`
pub(super) async fn roster(State(office): State<Office>) -> Result<Json<RosterView>, Refusal> {
    Ok(Json(office.desk.roster().await?.into()))
}
