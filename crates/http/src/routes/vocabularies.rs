//! Routes about vocabularies: which packs are in use, one of them, and taking another.

use axum::body::Bytes;
use axum::{
    Json,
    extract::{
        Path, State,
        rejection::{BytesRejection, PathRejection},
    },
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use super::Office;
use crate::{
    refusal::Refusal,
    view::{LoadedView, PackView},
};

/// `GET /v1/vocabularies`
pub(super) async fn list(State(office): State<Office>) -> Json<Vec<PackView>> {
    Json(office.desk.vocabularies().packs().map(PackView::from).collect())
}

/// `GET /v1/vocabularies/{pack}`
pub(super) async fn one(
    State(office): State<Office>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    const HINT: &str = "GET /v1/vocabularies lists the packs";
    let Path(name) = name.map_err(|flaw| Refusal::bad_request(flaw.body_text(), HINT))?;
    let words = office.desk.vocabularies();
    match words.pack(&name) {
        Some(pack) => Ok(([(CONTENT_TYPE, "application/json")], pack.to_text()).into_response()),
        None => {
            let refusal = Refusal::new(StatusCode::NOT_FOUND, "no pack has that name", HINT);
            Err(refusal.counted("http-no-pack"))
        }
    }
}

/// `POST /v1/vocabularies`
pub(super) async fn load(
    State(office): State<Office>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<LoadedView>), Refusal> {
    let body = body.map_err(|flaw| {
        let hint = "docs/spec/vocabulary.md says how long a pack may be";
        Refusal::new(flaw.status(), flaw.body_text(), hint).counted("http-too-large")
    })?;
    let text = String::from_utf8(body.to_vec()).map_err(|flaw| {
        let at = flaw.utf8_error().valid_up_to();
        Refusal::bad_request(format!("the pack is not UTF-8 from byte {at}"), "send UTF-8")
    })?;
    let (pack, difference) = office.desk.load_vocabulary(text).await?;
    Ok((StatusCode::CREATED, Json(LoadedView::of(&pack, difference))))
}
