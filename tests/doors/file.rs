//! The door of the command line: record files that are none, and arguments that make no sense.

use serde_json::{Value, json};

use crate::harness::{Network, advisory, chancery, chancery_with};

/// A row: what it is, the text, and where and what the refusal must name.
struct Row {
    what: &'static str,
    text: String,
    names: &'static str,
}

fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut record = advisory("EE", "A row of the table");
    change(&mut record);
    record.to_string()
}

fn table() -> Vec<Row> {
    let row = |what, text, names| Row { what, text, names };
    let whole = changed(|_| {});
    vec![
        row("nothing", String::new(), "$"),
        row("half a file", whole[..whole.len() / 2].to_owned(), "$"),
        row("two documents", format!("{whole}{whole}"), "$"),
        row("a list", "[]".to_owned(), "$"),
        row("a key twice", whole.replacen('{', "{\"kind\":\"withdrawal\",", 1), "kind"),
        row("too deep", "[".repeat(2_000), "$"),
        row("a text for a flag", changed(|it| it["exercise"] = json!("yes")), "$.exercise"),
        row("a number for a title", changed(|it| it["title"] = json!(7)), "$.title"),
        row("no title", changed(|it| drop(it["title"].take())), "$.title"),
        row("a title too long", changed(|it| it["title"] = json!("x".repeat(5_000))), "$.title"),
        row("an unknown kind", changed(|it| it["kind"] = json!("rumour")), "$.kind"),
        row(
            "an unknown state",
            changed(|it| it["originator"]["state"] = json!("ZZ")),
            "$.originator.state",
        ),
        row(
            "no such marking",
            changed(|it| it["handling"]["tlp"] = json!("TLP:WHITE")),
            "$.handling.tlp",
        ),
        row(
            "two markings",
            changed(|it| it["handling"]["tlp"] = json!(["TLP:CLEAR", "TLP:AMBER"])),
            "$.handling.tlp",
        ),
        row(
            "an empty audience",
            changed(|it| it["handling"]["audience"] = json!([])),
            "$.handling.audience",
        ),
        row(
            "an unknown audience",
            changed(|it| it["handling"]["audience"] = json!(["friends"])),
            "$.handling.audience[0]",
        ),
        row(
            "a public record that is not clear",
            changed(|it| it["handling"]["audience"] = json!(["public"])),
            "$.handling.audience",
        ),
        row(
            "an attestation that is no",
            changed(|it| it["attestations"]["unclassified"] = json!(false)),
            "$.attestations.unclassified",
        ),
        row("no sources", changed(|it| it["sources"] = json!([])), "$.sources"),
        row(
            "a code without its list",
            changed(|it| {
                drop(it["items"][0]["control_refs"][0].as_object_mut().map(|at| at.remove("list")))
            }),
            "$.items[0].control_refs[0].list",
        ),
        row(
            "a day that is none",
            changed(|it| it["valid_until"] = json!("2026-02-30")),
            "$.valid_until",
        ),
        row(
            "a body that is too long",
            changed(|it| it["x-notes"] = json!(vec!["y".repeat(1_000); 300])),
            "$",
        ),
    ]
}

#[test]
fn a_file_that_is_no_record_is_refused_with_the_place_that_is_wrong() {
    for Row { what, text, names } in table() {
        let answer = chancery_with(&["check", "-", "--json"], &text, |_| {}).ended(1);
        answer.failure();
        let said: Value = serde_json::from_str(&answer.err).expect("because failure has read it");
        let violations = said["violations"].as_array().cloned().unwrap_or_default();
        let named = violations.iter().any(|violation| {
            violation["path"].as_str().is_some_and(|path| path.contains(names))
                && violation["wrong"].as_str().is_some_and(|wrong| !wrong.is_empty())
                && violation["allowed"].as_str().is_some_and(|allowed| !allowed.is_empty())
        });
        assert!(named, "{what}: no violation at {names}: {answer}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let text = changed(|it| {
        it["title"] = json!(7);
        it["originator"]["state"] = json!("ZZ");
        it["handling"]["tlp"] = json!("TLP:PINK");
    });
    let answer = chancery_with(&["check", "-"], &text, |_| {}).ended(1);
    for path in ["$.title", "$.originator.state", "$.handling.tlp"] {
        assert!(answer.err.contains(path), "{path}: {answer}");
    }
}

#[test]
fn a_file_that_cannot_be_a_text_is_refused_before_it_is_read_as_one() {
    let network = Network::create(&["EE"]);
    let file = network.path("record.json");
    let name = file.to_str().expect("a plain path");
    let long = " ".repeat(1024 * 1024 + 1).into_bytes();
    let rows: [(&str, Vec<u8>); 2] =
        [("UTF-8", b"{\"title\": \"\xff\xfe\"}".to_vec()), ("longer", long)];
    for (says, bytes) in rows {
        std::fs::write(&file, bytes).expect("because it is ours");
        let (error, _) = chancery(&["check", name, "--json"]).ended(1).failure();
        assert!(error.contains(says), "{error}");
    }
    let (error, _) = chancery(&["check", "/nowhere/at/all.json", "--json"]).ended(1).failure();
    assert!(error.contains("/nowhere/at/all.json"), "{error}");
}

#[test]
fn arguments_that_make_no_sense_end_with_the_code_of_usage() {
    let rows: [&[&str]; 6] = [
        &["publsh", "x.json"],
        &["publish"],
        &["list", "--state", "ZZ", "--dir", "x"],
        &["list", "--limit", "many", "--dir", "x"],
        &["status"],
        &["run", "--dir"],
    ];
    for line in rows {
        let line = [line, &["--json"]].concat();
        chancery(&line).ended(2).failure();
    }
}

#[test]
fn a_command_to_a_node_that_does_not_run_ends_with_the_code_for_that() {
    let network = Network::create(&["EE"]);
    let node = network.node("EE");
    for line in [&["status"][..], &["list"], &["show", "EE-2026-0001"], &["peers"], &["watch"]] {
        node.ask(&[line, &["--json"]].concat()).ended(5).failure();
    }
    node.publish(&advisory("EE", "To nobody")).ended(5).failure();
}

#[test]
fn a_name_that_nothing_has_ends_with_not_found() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    for name in ["EE-2026-9999", "0123456789abcdef", "no such thing"] {
        node.ask(&["show", name, "--json"]).ended(3).failure();
        node.ask(&["verify", name, "--json"]).ended(3).failure();
    }
}

#[test]
fn a_record_of_another_originator_is_not_signed() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    let (error, hint) = node.publish(&advisory("KR", "Not ours to say")).ended(1).failure();
    assert!(error.contains("KR") && hint.contains("EE"), "{error} / {hint}");
    assert_eq!(node.refusals("publish-other-originator"), 1);
}
