//! A failure ends with its documented code and says what to do.

use chancery_http::Fault;

use super::*;

#[test]
fn a_node_that_does_not_know_the_name_ends_with_not_found() {
    let fault = Fault::new("nothing is called EE-2026-9999", "see `chancery list`");
    let failure = Failure::from(ClientError::Refused { status: 404, fault });
    assert_eq!(failure.exit, Exit::NotFound);
    assert_eq!(failure.hint, "see `chancery list`");
}

#[test]
fn a_missing_node_ends_with_no_node() {
    let source = io::Error::from(io::ErrorKind::NotFound);
    let failure = Failure::from(ClientError::NoNode { socket: "/x/api.sock".into(), source });
    assert_eq!(failure.exit, Exit::NoNode);
    assert_eq!(failure.message, "no node answers at /x/api.sock: entity not found");
}

#[test]
fn a_failure_as_json_has_error_and_hint() {
    let json = serde_json::to_value(Failure::new("no", "do this")).unwrap();
    assert_eq!(json, serde_json::json!({"error": "no", "hint": "do this"}));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let failure = Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));
    assert_eq!(failure.report(Form::Human), Exit::Done);
}

#[test]
fn violations_stand_under_the_error_with_what_is_allowed() {
    let failure = Failure::of_violations(
        "a.json",
        vec![Violation {
            path: "$.kind".into(),
            wrong: "\"threat\" is no kind".into(),
            allowed: "threat-advisory".into(),
        }],
    );
    let human = failure.human();
    assert!(human.starts_with("error: a.json is not a record: 1 thing is wrong\n"), "{human}");
    assert!(human.contains("  $.kind: \"threat\" is no kind\n      allowed: threat-advisory\n"));
}
