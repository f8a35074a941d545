//! The rows of the table of routes that are about cases.

use axum::routing::{delete, get, post, put};

use crate::routes::{cases, table::Route};

/// What most of them answer.
const CASE: &str = "the case (docs/spec/case.md): `name`, `number`, `state`, `authority`, `opened_at_s`, `application`, `screenings`, `hits` (`hit`, `first_at_s`, `current`, `decisions`), `consultations`, `relied`, `hold`, `closed`, `journal`, `head`";

/// Every route about cases.
pub(in crate::routes) fn table() -> Vec<Route> {
    about_all().into_iter().chain(about_the_work()).chain(about_the_end()).collect()
}

fn about_all() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/cases",
            handler: post(cases::open),
            call: "`POST /v1/cases`, `number`, `application`, `by`",
            answer: CASE,
            about: "Opens a case. It stays on this node, sealed. 201.",
        },
        Route {
            path: "/v1/cases",
            handler: get(cases::list),
            call: "`GET /v1/cases`, `?overdue=yes`",
            answer: "array of `name`, `number`, `about`, `opened_at_s`, `outcome`, `closed_at_s`, `steps`, `hits`, `undecided`, `awaited`, `held`, `kept_until`, `overdue`",
            about: "Every case, or those whose retention is over.",
        },
        Route {
            path: "/v1/case-stones",
            handler: get(cases::stones),
            call: "`GET /v1/case-stones`",
            answer: "array of `name`, `opened_at_s`, `closed_at_s`, `removed_at_s`, `why`, `steps`, `notes`, `head`",
            about: "What is left of cases that were removed.",
        },
        Route {
            path: "/v1/cases/{case}",
            handler: get(cases::one),
            call: "`GET /v1/cases/{case}`",
            answer: "`case`, `notes`",
            about: "One case, by its name or number, after its consultations were asked for answers.",
        },
        Route {
            path: "/v1/cases/{case}/application",
            handler: put(cases::amend),
            call: "`PUT /v1/cases/{case}/application`, `application`, `reason`, `by`",
            answer: CASE,
            about: "Puts another application in the place of the one that was there, which stays in the journal.",
        },
    ]
}

fn about_the_work() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/cases/{case}/screenings",
            handler: post(cases::screen),
            call: "`POST /v1/cases/{case}/screenings`, `by`",
            answer: CASE,
            about: "Screens the application, puts the two tests of an essentially identical transaction to every denial, and keeps what came of it. The last of `screenings` says what is `new`, `changed` and `gone`.",
        },
        Route {
            path: "/v1/cases/{case}/decisions",
            handler: post(cases::decide),
            call: "`POST /v1/cases/{case}/decisions`, `hits`, `decision`, `reason`, `by`",
            answer: CASE,
            about: "Notes what somebody makes of hits: `same`, `not-the-same` or `unclear`.",
        },
        Route {
            path: "/v1/cases/{case}/notes",
            handler: post(cases::rely),
            call: "`POST /v1/cases/{case}/notes`, `name`, `number`, `as`, `reason`, `by`",
            answer: "201, `case`, `notes`: the new one",
            about: "Makes a reliance note that belongs to the case, and keeps how the version stood.",
        },
        Route {
            path: "/v1/cases/{case}/consultations",
            handler: post(cases::consult),
            call: "`POST /v1/cases/{case}/consultations`, `hit`, `procedure`, `deadline`, `sketch`, `by`",
            answer: "201, `case`, `draft`, `told`",
            about: "Drafts a consultation-request to the state whose denial the hit is. Nothing is sent before somebody releases the draft; `told` is what every peer learns then.",
        },
    ]
}

fn about_the_end() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/cases/{case}/close",
            handler: post(cases::close),
            call: "`POST /v1/cases/{case}/close`, `outcome`, `reason`, `by`",
            answer: CASE,
            about: "Ends it: `granted`, `granted-with-conditions`, `refused`, `returned` or `taken-back`. 409 while a hit waits for a decision.",
        },
        Route {
            path: "/v1/cases/{case}/reopen",
            handler: post(cases::reopen),
            call: "`POST /v1/cases/{case}/reopen`, `reason`, `by`",
            answer: CASE,
            about: "Opens it again.",
        },
        Route {
            path: "/v1/cases/{case}/hold",
            handler: post(cases::hold),
            call: "`POST /v1/cases/{case}/hold`, `reason`, `by`",
            answer: CASE,
            about: "Holds it: it is not removed until somebody frees it.",
        },
        Route {
            path: "/v1/cases/{case}/free",
            handler: post(cases::free),
            call: "`POST /v1/cases/{case}/free`, `reason`, `by`",
            answer: CASE,
            about: "Ends a hold.",
        },
        Route {
            path: "/v1/cases/{case}/export",
            handler: get(cases::export),
            call: "`GET /v1/cases/{case}/export`",
            answer: "`application/cbor`, at most 64 MiB",
            about: "The case file (docs/spec/case.md), for `chancery case verify FILE`.",
        },
        Route {
            path: "/v1/cases/{case}",
            handler: delete(cases::remove),
            call: "`DELETE /v1/cases/{case}`, `?force=`",
            answer: "the stone that is left",
            about: "Removes a case, its notes, and what alerts say of it, when its retention is over; `force` is one of `erasure`, `order`, `mistake`, `moved`, `exercise` and says why it goes before.",
        },
    ]
}
