//! The table of routes. Everything stands under `/v1`; what is not in the table is refused in the same JSON shape.

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    http::StatusCode,
    middleware::{self, Next},
    response::Response,
    routing::get,
};
use chancery_node::Desk;
use tokio::sync::watch;

use crate::refusal::Refusal;

mod name;
mod node;
mod records;
mod streams;

/// JSON spells a body of at most 256 KiB; escapes and indentation may make it four times as long.
pub(crate) const REQUEST_BYTES_MAX: usize = 1024 * 1024;

/// What every route can reach.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    /// The node.
    pub(crate) desk: Desk,
    /// Closes when the server stops, so that streams end.
    pub(crate) stopping: watch::Receiver<()>,
}

/// Every route, over one node.
pub(crate) fn table(office: Office) -> Router {
    Router::new()
        .route("/v1/records", get(records::list).post(records::publish))
        .route("/v1/records/{name}", get(records::one))
        .route("/v1/records/{name}/statement", get(records::statement))
        .route("/v1/records/{name}/body", get(records::body))
        .route("/v1/records/{name}/copy", get(records::copy))
        .route("/v1/records/{name}/verification", get(records::verification))
        .route("/v1/peers", get(node::peers))
        .route("/v1/status", get(node::status))
        .route("/v1/logs", get(node::logs))
        .route("/v1/events", get(streams::events))
        .route("/v1/fsck", get(streams::fsck))
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
        .layer(middleware::from_fn(trace))
        .with_state(office)
}

async fn no_route() -> Refusal {
    Refusal::new(
        StatusCode::NOT_FOUND,
        "there is no such route",
        "docs/reference/http.md lists them",
    )
}

async fn no_method() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "the route does not take this method",
        "docs/reference/http.md lists them",
    )
}

/// Says which route was asked and how it was answered; never names or bodies, which may be somebody's business.
async fn trace(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let status = response.status().as_u16();
    if response.status().is_success() {
        tracing::debug!(%method, route, status, "request answered");
    } else {
        tracing::info!(%method, route, status, "request refused");
    }
    response
}
