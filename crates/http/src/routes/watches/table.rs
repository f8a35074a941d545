//! The rows of the table of routes that are about watches.

use axum::routing::{delete, get, post};

use crate::routes::{table::Route, watches};

/// What a watch looks like.
const WATCH: &str = "`id`, `name`, `query` (or null), `party` (a card, or null), `threshold`, `licence` (`number`, `granted`, or null), `note`, `made_at`, `since`, `unread`";

/// What a notice looks like.
const NOTICES: &str = "array of `number`, `watch`, `raised`, `reference`, `id`, `version`, `version_number`, `kind`, `title`, `state`, `exercise`, `changes`, `party` (`name`, `key`, `score`, `reasons`, or null), `licence`, `several` (`matches`, `changed`, `ceased`, `references`, or null), `noticed_at`, `done`, `todo`";

/// Watches, what they raise, and who is told.
pub(in crate::routes) fn table() -> Vec<Route> {
    about_watches().into_iter().chain(about_notices()).collect()
}

fn about_watches() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/watches",
            handler: post(watches::add),
            call: "`POST /v1/watches`",
            answer: "201, the watch",
            about: "Keeps a watch; the body has `name`, either `query` or `party` (a card: `names` of `value` and `kind`, `countries`, `identifiers` of `scheme` and `value`, and so on), with a party `threshold` and `licence` where they matter, `note`, and `since`: how far it looks back. 422 when the query cannot be read.",
        },
        Route {
            path: "/v1/watches",
            handler: get(watches::list),
            call: "`GET /v1/watches`",
            answer: "array of watches",
            about: "All watches, the oldest first.",
        },
        Route {
            path: "/v1/watches/{name}",
            handler: get(watches::one),
            call: "`GET /v1/watches/{name}`",
            answer: WATCH,
            about: "One watch. `unread` says why its query cannot be read with the vocabularies of today.",
        },
        Route {
            path: "/v1/watches/{name}",
            handler: delete(watches::remove),
            call: "`DELETE /v1/watches/{name}`",
            answer: "the watch",
            about: "Removes it. What it has raised stays.",
        },
        Route {
            path: "/v1/watches/{name}/matches",
            handler: get(watches::test),
            call: "`GET /v1/watches/{name}/matches`",
            answer: "`total`, `shown` (notices without a number, at most 100), `looked_at`, `left_out`, `unread`",
            about: "What the watch finds now among the newest 20,000 records. Nothing is raised.",
        },
    ]
}

fn about_notices() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/notices",
            handler: get(watches::notices),
            call: "`GET /v1/notices`, `?after=` `&all=yes`",
            answer: NOTICES,
            about: "What the watches have raised behind a number, at most 1,000; `all=yes` has those that were seen to as well.",
        },
        Route {
            path: "/v1/notices/{number}/done",
            handler: post(watches::done),
            call: "`POST /v1/notices/{number}/done`",
            answer: "the notice",
            about: "Notes that somebody has seen to it.",
        },
        Route {
            path: "/v1/digest",
            handler: get(watches::digest),
            call: "`GET /v1/digest`, `?day=`",
            answer: "`day`, `watches` of `watch`, `matches`, `changed`, `ceased`, `notices`; `more`, `behind`, `unread` of `watch`, `why`",
            about: "What was raised on a day (UTC), by watch; without one, yesterday.",
        },
        Route {
            path: "/v1/receivers",
            handler: get(watches::receivers),
            call: "`GET /v1/receivers`",
            answer: "array of `name`, `kind`, `target`, `carries`, `watches`, `after`, `pending`, `taken`, `lost`, `failures`, `last_error`, `failed_at`, `taken_at`",
            about: "Where notices are sent, as the configuration says, and how each receiver stands.",
        },
    ]
}
