//! Routes about the node itself: peers, status, log positions.

use axum::{Json, extract::State};

use super::Office;
use crate::view::{LogView, PeerView, StatusView};

/// `GET /v1/peers`
pub(super) async fn peers(State(office): State<Office>) -> Json<Vec<PeerView>> {
    Json(office.desk.peers().await.into_iter().map(PeerView::from).collect())
}

/// `GET /v1/status`
pub(super) async fn status(State(office): State<Office>) -> Json<StatusView> {
    Json(office.desk.status().await.into())
}

/// `GET /v1/logs`
pub(super) async fn logs(State(office): State<Office>) -> Json<Vec<LogView>> {
    let status = office.desk.status().await;
    Json(status.logs.into_iter().map(LogView::from).collect())
}
