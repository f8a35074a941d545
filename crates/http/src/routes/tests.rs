//! The reference page of the API is the table of routes.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

use super::*;

/// What stands above the table.
const HEAD: &str = "# The API of a node

HTTP/1.1 over the Unix socket `api.sock` in the data directory, which only its owner may open. The command
line uses it and nothing else to talk to a running node. Requests and answers are JSON unless said
otherwise; a request is at most 1 MiB. This page is made from the table of routes by a test.

    curl --unix-socket DIR/api.sock http://node/v1/status

| call | answer | what it does |
| --- | --- | --- |
";

/// What stands below it.
const TAIL: &str = "
`status` is one of `in-force`, `corrected`, `expired`, `withdrawn`, `forked`, `revoked`; `status_by` is the reference of
what corrected or withdrew the record, `status_reason` what its state's root says about a revoked one. A `mark` is one of
`renewed`, `partly-withdrawn`, `disputed`, `corroborated` (the last two `by` other states) and `pending` (what it is about is not
held here). `held_by` lists
the member states that have proved that they hold it, of so many `members`: its author's, and those whose nodes cosigned a
checkpoint that covers it, each with the earliest time of which a cosignature is kept. `reported_by` lists the
states that have said so, this node's own included: not proved.

## Refusals

Every answer with a status of 400 or more has the body `{\"error\", \"hint\"}`: what is wrong, and what to do
next. A record that is not accepted adds `violations`, each with `path`, `wrong` and `allowed`; a query that is not
understood adds its `place` (`at`, `length`, in characters). Each refusal
is logged with its route and reason and counted in `refusals` of the status.

| status | means |
| --- | --- |
| 400 | the request makes no sense: a query, a name or an encoding |
| 403 | the policy asks for two officers: begin a draft (`POST /v1/drafts`) |
| 404 | nothing has that name, or there is no such route |
| 405 | the route does not take this method |
| 409 | the name stands for several records, or the node must not sign now |
| 413 | the request is too large |
| 422 | this is not a record or an act, or not one that this node may take |
| 500 | the node's own trouble: see its log |
| 503 | not now: the node is busy or stopping |
| 507 | no space on the disk |
";

fn page() -> String {
    let mut page = HEAD.to_owned();
    for route in table::routes() {
        let table::Route { call, answer, about, .. } = route;
        writeln!(page, "| {call} | {answer} | {about} |").expect("a String takes all");
    }
    page + TAIL
}

#[test]
fn the_reference_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/http.md");
    if env::var_os("CHANCERY_BLESS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(published, page(), "run again with CHANCERY_BLESS=1");
}

#[test]
fn every_route_is_described_under_its_own_path() {
    let mut seen = BTreeSet::new();
    for route in table::routes() {
        assert!(route.call.contains(route.path), "{}", route.call);
        assert!(seen.insert(route.call), "{} stands twice", route.call);
    }
}
