//! The rows of the routes about drafts.

use axum::routing::{delete, get, post, put};

use crate::routes::{drafts, table::Route};

const DRAFT: &str = "`name`, `state`, `revision`, `kind`, `title`, `history` (`at`, `what`, `by`, `note`), `approvals`, `released` (`reference`, `id`, or null), `record`";

/// Every route about drafts.
pub(in crate::routes) fn routes() -> Vec<Route> {
    about_texts().into_iter().chain(about_officers()).collect()
}

fn about_texts() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/drafts",
            handler: post(drafts::begin),
            call: "`POST /v1/drafts`, `kind`, and one of `record`, `like`, `about`, or none; `language`",
            answer: DRAFT,
            about: "Begins a draft: the blank required fields of a kind, a text, the content of an earlier record, or a record about one. 201.",
        },
        Route {
            path: "/v1/drafts",
            handler: get(drafts::list),
            call: "`GET /v1/drafts`",
            answer: "array of drafts, with `record` null",
            about: "Every draft, oldest first.",
        },
        Route {
            path: "/v1/drafts/{name}",
            handler: get(drafts::one),
            call: "`GET /v1/drafts/{name}`",
            answer: DRAFT,
            about: "One draft. `state` is one of `writing`, `submitted`, `approved`, `released`.",
        },
        Route {
            path: "/v1/drafts/{name}",
            handler: put(drafts::write),
            call: "`PUT /v1/drafts/{name}`, `?revision=`, the record",
            answer: DRAFT,
            about: "Writes its text, whatever is wrong with it; every approval is void. 409 when it has another revision by now.",
        },
        Route {
            path: "/v1/drafts/{name}",
            handler: delete(drafts::remove),
            call: "`DELETE /v1/drafts/{name}`",
            answer: DRAFT,
            about: "Drops it. A statement that it became stays.",
        },
        Route {
            path: "/v1/drafts/{name}/gate",
            handler: get(drafts::gate),
            call: "`GET /v1/drafts/{name}/gate`",
            answer: "`ready`, `blocks`, `notes`, each of `group`, `path`, `what`, `next`",
            about: "All that blocks its release, and what must be seen and does not block.",
        },
        Route {
            path: "/v1/drafts/{name}/suggestions",
            handler: get(drafts::suggestions),
            call: "`GET /v1/drafts/{name}/suggestions`",
            answer: "array of `path`, `value`, `why`",
            about: "What could stand in it, from vocabularies and earlier records; nothing is changed.",
        },
    ]
}

fn about_officers() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/drafts/{name}/claim",
            handler: post(drafts::claim),
            call: "`POST /v1/drafts/{name}/claim`, `role`",
            answer: "`draft`, `state`, `authority`, `policy`, `body` (base64), `digest`",
            about: "What an officer signs (docs/spec/policy.md). The author's claim fixes the bytes, if nothing but approvals is missing.",
        },
        Route {
            path: "/v1/drafts/{name}/approvals",
            handler: post(drafts::approve),
            call: "`POST /v1/drafts/{name}/approvals`, `role`, `officer`, `at`, `signature`",
            answer: DRAFT,
            about: "Takes the signature of its author, which submits it, or of a reviewer.",
        },
        Route {
            path: "/v1/drafts/{name}/rejection",
            handler: post(drafts::reject),
            call: "`POST /v1/drafts/{name}/rejection`, `reason`, `signed`",
            answer: DRAFT,
            about: "Gives it back to its author, with the reason; every approval is void.",
        },
        Route {
            path: "/v1/drafts/{name}/release",
            handler: post(drafts::release),
            call: "`POST /v1/drafts/{name}/release`, `?override=own-frontier`, a releaser's signature or null",
            answer: "201, `draft`, `officers_needed`, `approvals`, `reference`, `id`, `state`, `epoch`, `seq`",
            about: "Runs the gate again and publishes exactly the bytes that were approved. Answers when it is durable. Null where the policy asks for one officer, or none is declared.",
        },
    ]
}
