//! The table of routes: what is served and what the reference page says about it, in one place.
//!
//! Invariant: a route that is served is described, because both come from the same row.

use axum::routing::{MethodRouter, get, post};

use super::{
    Office, acts, cases, drafts, duties, graphs, lists, node, records, reports, search, streams,
    vocabularies, watches,
};

/// One route with its description.
pub(super) struct Route {
    /// Under which path it stands.
    pub(super) path: &'static str,
    /// What answers.
    pub(super) handler: MethodRouter<Office>,
    /// How it is called, for the reference page.
    #[cfg_attr(not(test), expect(dead_code, reason = "the page is made by a test"))]
    pub(super) call: &'static str,
    /// What is sent back.
    #[cfg_attr(not(test), expect(dead_code, reason = "the page is made by a test"))]
    pub(super) answer: &'static str,
    /// What it is for.
    #[cfg_attr(not(test), expect(dead_code, reason = "the page is made by a test"))]
    pub(super) about: &'static str,
}

/// Every route.
pub(super) fn routes() -> Vec<Route> {
    about_records()
        .into_iter()
        .chain(about_one_record())
        .chain(about_reports())
        .chain(lists::table())
        .chain(duties::table())
        .chain(watches::table())
        .chain(cases::table())
        .chain(search::table())
        .chain(graphs::table())
        .chain(drafts::table::routes())
        .chain(about_acts())
        .chain(about_vocabularies())
        .chain(about_the_node())
        .collect()
}

fn about_records() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/records",
            handler: post(records::publish),
            call: "`POST /v1/records`, `?override=own-frontier`",
            answer: "201, `reference`, `id`, `state`, `epoch`, `seq`",
            about: "Signs and publishes the record in the body (JSON). Answers when it is durable. The override signs although no peer has reported this node's own log.",
        },
        Route {
            path: "/v1/records",
            handler: get(records::list),
            call: "`GET /v1/records`, `?state=` `&kind=` `&since=` `&limit=` `&exercise=` `&status=` `&expired=`",
            answer: "array of summaries: `reference`, `id`, `state`, `authority`, `kind`, `title`, `status`, `status_by`, `status_reason`, `marks` (`mark`, `by`), `exercise`, `marking`, `issued_at`, `epoch`, `seq`, `held_by` (`state`, `by`), `members`, `reported_by`",
            about: "Records held, newest first. `since` is a date or an instant (RFC 3339, UTC); `limit` is 100 unless given, at most 10000; `exercise` is `yes` or `no`; `status` is a status or a mark. With `expired=hide` records that have expired are left out, and the header `chancery-hidden` says how many.",
        },
    ]
}

fn about_one_record() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/records/{name}",
            handler: get(records::one),
            call: "`GET /v1/records/{name}`",
            answer: "a summary, `approvals` (`policy`, `serial`, `officers_needed`, `exempt`, `approvals`: `role`, `officer`, `key`, `at`), and `record`",
            about: "One record, by reference, id, or at least 8 first digits of an id.",
        },
        Route {
            path: "/v1/records/{name}/thread",
            handler: get(records::thread),
            call: "`GET /v1/records/{name}/thread`, `?version=`",
            answer: "`record` (a summary), `asked`, `today`, `standing` (`status`, `by`, `at`, `reason`), `marks`, `valid_until`, `review_due`, `current`, `shown`, `text`, `versions`, `withdrawn_parts`, `tombstone`, `acts`, `remarks`, `without_effect`, `pending`, `related`, `left_out`",
            about: "The record that the name belongs to, with all that became of it and all that is said about it. `text` is the current one without what was withdrawn of it, or that of the version that is asked for as it was.",
        },
        Route {
            path: "/v1/records/{name}/statement",
            handler: get(records::statement),
            call: "`GET /v1/records/{name}/statement`",
            answer: "`application/cbor`",
            about: "The statement's bytes as received (docs/spec/statement.md).",
        },
        Route {
            path: "/v1/records/{name}/body",
            handler: get(records::body),
            call: "`GET /v1/records/{name}/body`",
            answer: "`application/cbor`",
            about: "The body's bytes as received (docs/spec/record.md).",
        },
        Route {
            path: "/v1/records/{name}/copy",
            handler: get(records::copy),
            call: "`GET /v1/records/{name}/copy`",
            answer: "`application/cbor`",
            about: "The signed copy: statement, body and certificate, for `chancery verify FILE`.",
        },
        Route {
            path: "/v1/records/{name}/evidence",
            handler: get(records::evidence),
            call: "`GET /v1/records/{name}/evidence`",
            answer: "`application/cbor`",
            about: "The evidence pack, for `chancery evidence verify FILE`. 409 while no checkpoint covers the record, or when it is revoked.",
        },
        Route {
            path: "/v1/records/{name}/verification",
            handler: get(records::verification),
            call: "`GET /v1/records/{name}/verification`",
            answer: "`verified`, `checks` of `check`, `ok`, `detail`",
            about: "Each check from the bytes up. 200 also when one fails: the answer is the result.",
        },
    ]
}

fn about_reports() -> Vec<Route> {
    vec![Route {
        path: "/v1/reports/{report}",
        handler: get(reports::one),
        call: "`GET /v1/reports/{report}`, `?from=` `&to=` `&exercise=` `&small=` `&format=`",
        answer: "`report`, `title`, `from`, `to`, `exercise`, `small`, `tables` of `name`, `title`, `rows_are`, `columns`, `rows` (`label`, `cells`), `total`, `note`; with `format=csv` `text/csv`",
        about: "The report `commitments`, `activity` or `denials` over the days from `from` to `to`. A cell is a number, `\"suppressed\"` or null; counts below `small` (5) are suppressed, and what would tell them.",
    }]
}

fn about_acts() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/acts",
            handler: post(acts::enact),
            call: "`POST /v1/acts`",
            answer: "`kind`, `id`, `new`",
            about: "Submits the act in the body (its bytes, docs/spec/roster.md): a certificate, revocation, withdrawal or roster step. Answers when it is durable; the node passes it on.",
        },
        Route {
            path: "/v1/acts",
            handler: get(acts::list),
            call: "`GET /v1/acts`",
            answer: "array of `kind`, `id`, `state`, `version`, `bytes` (base64)",
            about: "Every act that is held, in an order in which each can be checked.",
        },
        Route {
            path: "/v1/roster",
            handler: get(node::roster),
            call: "`GET /v1/roster`",
            answer: "`in_force`, `history`, `halt` (`height`, `versions`, `double_signers`, or null); each version: `version`, `hash`, `threshold`, `members`, `observers` (`state`, `name`, `root`, `suspended`), `signed_by`",
            about: "The roster in force and all before it; which states signed two at one height.",
        },
    ]
}

fn about_vocabularies() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/vocabularies",
            handler: get(vocabularies::list),
            call: "`GET /v1/vocabularies`",
            answer: "array of `pack`, `edition`, `effective`, `source`, `vocabularies` (`name`, `words`, `retired`), `lists`",
            about: "The packs that records are checked against.",
        },
        Route {
            path: "/v1/vocabularies/{pack}",
            handler: get(vocabularies::one),
            call: "`GET /v1/vocabularies/{pack}`",
            answer: "the pack (docs/spec/vocabulary.md)",
            about: "One pack, with every word.",
        },
        Route {
            path: "/v1/vocabularies",
            handler: post(vocabularies::load),
            call: "`POST /v1/vocabularies`",
            answer: "`pack`, `edition`, `changes` of `change`, `vocabulary`, `word`",
            about: "Takes the pack in the body into use, and keeps it; 201. 422 when it is none or does not fit: nothing has changed then.",
        },
    ]
}

fn about_the_node() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/peers",
            handler: get(node::peers),
            call: "`GET /v1/peers`",
            answer: "array of `state`, `authority`, `peer`, `connected`, `address`, `ping_ms`, `score`, `ahead`",
            about: "Peers that have a certificate, connected or not.",
        },
        Route {
            path: "/v1/status",
            handler: get(node::status),
            call: "`GET /v1/status`",
            answer: "`state`, `authority`, `network`, `pinned`, `roster_version`, `roster`, `members`, `halt`, `alarms`, `logs`, `peers`, `refusals`, `store_bytes`, `listening`, `signing_blocked`, `own_adopted`, `uptime_s`",
            about: "The node at a glance.",
        },
        Route {
            path: "/v1/logs",
            handler: get(node::logs),
            call: "`GET /v1/logs`",
            answer: "array of `state`, `authority`, `key`, `epoch`, `seq`, `tip`, `behind`, `forked`, `frozen_at`, `closed` (`seq`, `id`, or null), `checkpoint` (`size`, `root`, `cosigned_at`, `age_s`, `cosigners` of `state`, `authority`, `at`, `lagging`, or null)",
            about: "Where each log stands, and what the newest checkpoint that is known of it proves.",
        },
        Route {
            path: "/v1/events",
            handler: get(streams::events),
            call: "`GET /v1/events`, `?after=`",
            answer: "`text/event-stream`: `arrival` (a summary), `lag` (`missed`), `reminder` (a line of `/v1/due`), `alert` (one of `/v1/alerts`), `notice` (one of `/v1/notices`, with its number as `id`)",
            about: "Records as they become durable here, from now on; what becomes due, once for each stage; what was relied on and changes; what watches raise. A slow reader is told how many records it missed; alerts keep their numbers. With `after`, or the header `Last-Event-ID`, the notices behind that number come first, and none is left out.",
        },
        Route {
            path: "/v1/fsck",
            handler: get(streams::fsck),
            call: "`GET /v1/fsck`",
            answer: "`text/event-stream`: `progress` (`stage`, `done`, `total`), then `result` (`clean`, `problems`) or `fault`",
            about: "Re-verifies everything held, while the node runs. Ends with its reader.",
        },
    ]
}
