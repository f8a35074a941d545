//! The shapes that programs rely on: `--json` of every command has at least the promised fields,
//! one document on standard output, and nothing else there.

use serde_json::{Value, json};

use crate::harness::{Network, advisory, chancery, correction};

/// What a field must be.
type Is = fn(&Value) -> bool;

const TEXT: Is = |value| value.as_str().is_some_and(|text| !text.is_empty());
const COUNT: Is = Value::is_u64;
const FLAG: Is = Value::is_boolean;
const LIST: Is = Value::is_array;
const MAP: Is = Value::is_object;

#[track_caller]
fn has(document: &Value, fields: &[(&str, Is)]) {
    for (name, is) in fields {
        assert!(is(&document[*name]), "field {name} of {document:#}");
    }
}

fn each(document: &Value, fields: &[(&str, Is)]) {
    let rows = document.as_array().unwrap_or_else(|| panic!("not a list: {document}"));
    assert!(!rows.is_empty(), "an empty list shows no shape");
    rows.iter().for_each(|row| has(row, fields));
}

const SUMMARY: [(&str, Is); 7] = [
    ("reference", TEXT),
    ("id", TEXT),
    ("state", TEXT),
    ("kind", TEXT),
    ("title", TEXT),
    ("status", TEXT),
    ("exercise", FLAG),
];

#[test]
fn commands_without_a_node_answer_in_their_shapes() {
    let network = Network::create(&["EE", "KR"]);
    let text = |name: &str| network.path(name).to_str().expect("a plain path").to_owned();
    let (out, dir, file) = (text("second"), text("dir"), text("record.json"));
    let create = ["network", "create", "--name", "exercise", "--state", "EE", "--out", &out];
    let created = chancery(&[&create[..], &["--json"]].concat()).ended(0).json();
    assert!(created.is_object(), "{created}");
    let (genesis, identity) = (text("second/genesis.cbor"), text("second/EE"));
    let init = ["init", "--dir", &dir, "--genesis", &genesis, "--identity", &identity, "--json"];
    assert!(chancery(&init).ended(0).json().is_object());

    std::fs::write(&file, advisory("EE", "Shape").to_string()).expect("because it is ours");
    let checked = chancery(&["check", &file, "--json"]).ended(0).json();
    has(&checked, &[("valid", FLAG), ("kind", TEXT), ("title", TEXT), ("exercise", FLAG)]);
    assert!(chancery(&["--version"]).ended(0).out.starts_with("chancery "));
    assert!(chancery(&["--help"]).ended(0).out.contains("publish"));
}

#[test]
fn commands_to_a_node_answer_in_their_shapes() {
    let network = Network::create(&["EE", "KR"]);
    let (mut node, mut peer) = (network.node("EE"), network.node("KR"));
    node.start();
    peer.start();
    node.sees(1);

    let published = node.publish(&advisory("EE", "Shape")).ended(0).json();
    let position = [("epoch", COUNT), ("seq", COUNT)];
    has(&published, &[("reference", TEXT), ("id", TEXT), ("state", TEXT)]);
    has(&published, &position);
    let reference = published["reference"].as_str().expect("a reference");
    let number = reference.strip_prefix("EE-").and_then(|rest| rest.split_once('-'));
    assert_eq!(number.map(|(_, number)| number), Some("0001"), "{reference}");
    node.publish(&correction("EE", reference, "Shape, corrected")).ended(0);

    let list = node.json(&["list"]);
    each(&list, &SUMMARY);
    assert_eq!(list.as_array().map(Vec::len), Some(2), "certificates are no records: {list}");
    each(&node.json(&["list", "--state", "EE", "--kind", "correction", "--limit", "1"]), &SUMMARY);
    assert_eq!(node.json(&["list", "--state", "KR"]), json!([]));
    assert_eq!(node.json(&["list", "--since", "2999-01-01"]), json!([]));

    let id = published["id"].as_str().expect("an id");
    for name in [reference, id, &id[..8]] {
        let shown = node.json(&["show", name]);
        has(&shown, &SUMMARY);
        assert_eq!(shown["record"]["kind"], json!("threat-advisory"));
        assert_eq!(shown["id"], json!(id));
    }
    let verified = node.json(&["verify", reference]);
    has(&verified, &[("verified", FLAG), ("checks", LIST)]);
    each(&verified["checks"], &[("check", TEXT), ("ok", FLAG), ("detail", TEXT)]);

    let status = node.json(&["status"]);
    has(&status, &[("state", TEXT), ("logs", LIST), ("peers", COUNT), ("refusals", MAP)]);
    each(&status["logs"], &[("state", TEXT), ("epoch", COUNT), ("seq", COUNT), ("tip", TEXT)]);
    each(&node.json(&["peers"]), &[("state", TEXT), ("peer", TEXT), ("connected", FLAG)]);
    let checked = node.json(&["fsck"]);
    has(&checked, &[("clean", FLAG), ("problems", LIST)]);
}

/// People get text, and never JSON; a terminal never gets what it would obey.
#[test]
fn people_are_answered_in_text() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    let title = "Repaint \u{202e}the line";
    let answer = node.publish(&advisory("EE", title));
    if answer.code == Some(0) {
        let list = node.ask(&["list"]).ended(0);
        assert!(!list.out.contains('\u{202e}'), "{list}");
    }
    let reference = node.published(&advisory("EE", "Plain"));
    for line in
        [&["list"][..], &["show", &reference], &["verify", &reference], &["status"], &["peers"]]
    {
        let answer = node.ask(line).ended(0);
        assert!(!answer.out.trim().is_empty(), "{answer}");
        assert!(serde_json::from_str::<Value>(&answer.out).is_err(), "{answer}");
        // An address is one word, and is not broken.
        let lines = answer.out.lines().filter(|line| !line.contains("/p2p/"));
        let widest = lines.map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(widest <= 100, "a line of {widest} characters: {answer}");
    }
}
