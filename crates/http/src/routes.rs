//! From the table of routes to a service. Everything stands under `/v1`; what is not in the table is refused in the
//! same JSON shape. Every refusal is logged with its route and reason, and counted.

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::Response,
};
use chancery_node::Desk;
use tokio::sync::watch;

use crate::refusal::{Reason, Refusal};

mod acts;
mod cases;
mod drafts;
mod duties;
mod graphs;
mod lists;
mod name;
mod node;
mod records;
mod reports;
mod search;
mod streams;
mod table;
mod vocabularies;
mod watches;

pub(crate) use records::HIDDEN;

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
pub(crate) fn service(office: Office) -> Router {
    table::routes()
        .into_iter()
        .fold(Router::new(), |router, route| router.route(route.path, route.handler))
        .fallback(no_route)
        .method_not_allowed_fallback(no_method)
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
        .layer(middleware::from_fn_with_state(office.clone(), note))
        .with_state(office)
}

async fn no_route() -> Refusal {
    Refusal::new(
        StatusCode::NOT_FOUND,
        "there is no such route",
        "docs/reference/http.md lists them",
    )
    .counted("http-no-route")
}

async fn no_method() -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "the route does not take this method",
        "docs/reference/http.md lists them",
    )
    .counted("http-no-method")
}

/// Says which route was asked and how it was answered; never names or bodies, which may be somebody's business.
async fn note(State(office): State<Office>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let status = response.status().as_u16();
    if response.status().is_success() {
        tracing::debug!(%method, route, status, "request answered");
        return response;
    }
    // What the node itself refuses, it has counted.
    let reason = response.extensions().get::<Reason>().map(|Reason(reason)| *reason);
    if let Some(reason) = reason {
        office.desk.note_refusal(reason);
    }
    tracing::info!(%method, route, status, reason = reason.unwrap_or("node"), "request refused");
    response
}

#[cfg(test)]
mod tests;
