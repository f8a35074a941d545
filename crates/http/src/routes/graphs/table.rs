//! The rows of the table of routes that are about graphs and pairs.

use axum::routing::{get, post};

use crate::routes::{graphs, table::Route};

/// Graphs, and parties that may be one.
pub(in crate::routes) fn table() -> Vec<Route> {
    vec![
        Route {
            path: "/v1/graph",
            handler: get(graphs::graph),
            call: "`GET /v1/graph`, `?party=` `&depth=` `&nodes=` `&all=yes` `&format=`",
            answer: "`asked`, `depth`, `all`, `nodes` (`id`, `distance`, `stands`, `exercise`, `what`: `party`, `record`, `place`, `product`, `list` or `entry`, and what is known of it), `edges` (`from`, `to`, `link`: `named-in`, `owns`, `route`, `leg`, `at`, `about`, `listed-by` or `may-be`, `sources` of `reference`, `number`, `version`, `more_sources`, `rests_on`, `stands`, `exercise`), `notes`, `left_out`; with `format=dot` Graphviz, with `format=svg` a picture",
            about: "Who stands beside a party: a name in any script, `EE-2026-0001/KEY`, or a number such as `lei:…`. `depth` is 2 unless given, at most 6; `nodes` 60, at most 250. What does not stand is drawn and not walked through, unless `all=yes`.",
        },
        Route {
            path: "/v1/same",
            handler: post(graphs::propose),
            call: "`POST /v1/same`, `?limit=`",
            answer: "`text/event-stream`: `progress` (`stage`, `done`, `total`), then `result` (`found`, `open`, `through`, `beyond`, `weighed`) or `fault`",
            about: "Looks for parties of different states' records that may be one. Ends with its reader, or when `limit` (100) are found; the next run goes on there.",
        },
        Route {
            path: "/v1/same",
            handler: get(graphs::list),
            call: "`GET /v1/same`, `?state=`",
            answer: "array of `name`, `state`, `score`, `one` and `other` (`state`, `reference`, `number`, `version`, `party`, `name`, `card`), `reasons`, `settings`, `proposed_at`, `steps` (`at`, `did`, `reason`), `notes`",
            about: "Pairs that may be one: `open`, `confirmed` or `refused`, or all.",
        },
        Route {
            path: "/v1/same/{name}",
            handler: get(graphs::one),
            call: "`GET /v1/same/{name}`",
            answer: "the pair",
            about: "One pair; `notes` has what has changed since, what follows, and what stands against it.",
        },
        Route {
            path: "/v1/same/{name}",
            handler: post(graphs::decide),
            call: "`POST /v1/same/{name}`",
            answer: "the pair",
            about: "Decides it: `did` is `confirmed`, `refused`, or `open` to take back; `reason` says why. Sealed on this node; no record is changed, and nobody learns of it.",
        },
    ]
}
