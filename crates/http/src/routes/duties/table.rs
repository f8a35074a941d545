//! The rows of the table of routes that are about duties.

use axum::routing::{get, post};

use crate::routes::{duties, table::Route};

/// What is due, reliance notes, alerts.
pub(in crate::routes) fn table() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/due",
            handler: get(duties::due),
            call: "`GET /v1/due`, `?on=` `&all=yes`",
            answer: "array of `what`, `reference`, `id`, `kind`, `title`, `state`, `turn`, `exercise`, `day`, `reading`, `working_days_left`, `period` (`procedure`, `basis`, `asked_on`, `first_day`, `extension_asked`, `extension_capped`, `answered_on`, `silence`, `silence_means`, `counted_on`, `holidays`, `notes`, or null), `flaw`, `todo`",
            about: "What others wait for from this state, what it waits for, own reviews and ends; on a day, or today. `all=yes` has those that are answered or far as well.",
        },
        Route {
            path: "/v1/reliance",
            handler: post(duties::rely),
            call: "`POST /v1/reliance`",
            answer: "201, `note`, `version`, `number`, `reference`, `cited`, `title`, `state`, `exercise`, `as`, `reason`, `case`, `made_at`",
            about: "Notes what an analyst did with an exact version; the body has `name`, `as`, `reason`, and `number` and `case` where they matter. It never leaves this node.",
        },
        Route {
            path: "/v1/reliance",
            handler: get(duties::reliance),
            call: "`GET /v1/reliance`, `?case=`",
            answer: "array of the same",
            about: "The reliance notes, the oldest first.",
        },
        Route {
            path: "/v1/reliance/export",
            handler: get(duties::case_file),
            call: "`GET /v1/reliance/export`, `?case=`",
            answer: "`application/cbor`",
            about: "The case file (docs/spec/case.md): notes, and the evidence pack of each version that they cite, for `chancery evidence verify FILE`.",
        },
        Route {
            path: "/v1/alerts",
            handler: get(duties::alerts),
            call: "`GET /v1/alerts`, `?after=` `&all=yes`",
            answer: "array of `number`, `change`, `reference`, `version`, `version_number`, `title`, `state`, `exercise`, `by`, `by_reference`, `by_state`, `reason`, `explanation`, `parts`, `touches`, `note`, `case`, `noticed_at`, `done`, `todo`",
            about: "What changed for whoever relied on a version or acknowledged it, behind a number; `all=yes` has those that were seen to as well.",
        },
        Route {
            path: "/v1/alerts/{number}/done",
            handler: post(duties::alert_done),
            call: "`POST /v1/alerts/{number}/done`",
            answer: "the alert",
            about: "Notes that somebody has seen to it.",
        },
    ]
}
