//! Vocabularies: a state's new words are in use without a new build, and only where an operator said so.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Network, advisory, chancery};

const RISK: &str = include_str!("../crates/record/packs/risk.json");

/// The shipped pack of risk indicators as the second edition, with one word more.
fn second_edition() -> Value {
    let mut pack: Value = serde_json::from_str(RISK).expect("because it ships");
    pack["edition"] = json!("2");
    let words = pack["vocabularies"][0]["words"].as_array_mut().expect("because it has words");
    words.push(json!({ "word": "tx.crypto-payment", "about": "payment in a cryptocurrency" }));
    pack
}

fn record_with_the_word() -> Value {
    let mut record = advisory("EE", "A sign that is new");
    record["risk_indicators"] = json!(["tx.crypto-payment"]);
    record
}

fn text(path: &Path) -> &str {
    path.to_str().expect("because it is plain")
}

#[test]
fn a_pack_is_used_from_the_moment_it_is_loaded_and_after_a_restart_and_nowhere_else() {
    let network = Network::create(&["EE", "KR"]);
    let (mut node, mut other) = (network.node("EE"), network.node("KR"));
    node.start();
    other.start();
    let files = tempfile::tempdir().expect("because there is room");
    let pack = files.path().join("risk.json");
    fs::write(&pack, second_edition().to_string()).expect("because there is room");
    let refused = node.publish(&record_with_the_word()).ended(1);
    assert!(refused.err.contains("tx.crypto-payment"), "{refused}");

    // Shown and not loaded, and a script can tell.
    let shown = node.ask(&["vocabulary", "load", text(&pack), "--json"]).ended(1).json();
    assert_eq!(shown["loaded"], json!(false));
    assert_eq!(shown["changes"][0]["word"], json!("tx.crypto-payment"));
    node.publish(&record_with_the_word()).failure();

    let loaded = node.json(&["vocabulary", "load", text(&pack), "--yes"]);
    assert_eq!((&loaded["loaded"], &loaded["edition"]), (&json!(true), &json!("2")));
    let reference = node.published(&record_with_the_word());
    node.stop();
    node.start();
    node.published(&record_with_the_word());

    // The other state never loaded it: it holds and shows the record all the same, and writes no such word.
    other.holds(&reference);
    let mut theirs = record_with_the_word();
    theirs["originator"]["state"] = json!("KR");
    other.publish(&theirs).failure();
}

#[test]
fn without_a_node_a_folder_of_packs_is_checked_against() {
    let files = tempfile::tempdir().expect("because there is room");
    let packs = files.path().join("packs");
    fs::create_dir(&packs).expect("because there is room");
    fs::write(packs.join("risk.json"), second_edition().to_string())
        .expect("because there is room");
    let record = files.path().join("record.json");
    fs::write(&record, record_with_the_word().to_string()).expect("because there is room");
    chancery(&["check", text(&record), "--json"]).ended(1);
    let checked = chancery(&["check", text(&record), "--vocabulary", text(&packs), "--json"]);
    assert_eq!(checked.ended(0).json()["valid"], json!(true));
    let shown =
        chancery(&["vocabulary", "show", "risk-indicator", "--vocabulary", text(&packs), "--json"]);
    let shown = shown.ended(0).json();
    let words = shown["words"].as_array().expect("because it has words");
    assert!(words.iter().any(|word| word["word"] == "tx.crypto-payment"), "{shown}");
}

#[test]
fn a_pack_that_loses_a_word_is_refused_and_stops_a_node_that_has_it_in_its_folder() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    let mut pack = second_edition();
    pack["vocabularies"][0]["words"].as_array_mut().expect("because it has words").remove(0);
    let folder = node.dir().join("vocabulary");
    fs::create_dir(&folder).expect("because there is room");
    let file = folder.join("risk.json");
    fs::write(&file, pack.to_string()).expect("because there is room");
    let refused = node.refuses_to_start();
    assert!(refused.err.contains("item.marketed-covert"), "{refused}");
    fs::remove_file(&file).expect("because it is there");
    node.start();
    let (status, _) = posted(&node, &pack.to_string());
    assert_eq!(status, 422);
    assert_eq!(node.refusals("vocabulary-word-gone"), 1);
    let listed = node.json(&["vocabulary", "list"]);
    let risk = listed.as_array().expect("a list").iter().find(|pack| pack["pack"] == "risk");
    assert_eq!(risk.expect("it ships")["edition"], json!("1"));
}

fn posted(node: &crate::harness::Node, body: &str) -> (u16, String) {
    use std::io::{Read as _, Write as _};
    let mut socket =
        std::os::unix::net::UnixStream::connect(node.socket()).expect("because it runs");
    let head = format!(
        "POST /v1/vocabularies HTTP/1.1\r\nHost: chancery\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).expect("because it listens");
    socket.write_all(body.as_bytes()).expect("because it listens");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).expect("because it answers");
    let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
    (status.expect("a status"), answer)
}

/// The pack as a record of EE: what an advisory carries in its envelope, and the pack.
fn carried(pack: &Value) -> Value {
    const ENVELOPE: [&str; 10] = [
        "schema_version",
        "title",
        "originator",
        "created_at",
        "handling",
        "attestations",
        "personal_data",
        "languages",
        "commitments",
        "valid_from",
    ];
    let advisory = advisory("EE", "Signs of payment in a cryptocurrency");
    let fields = advisory.as_object().expect("because a record is an object").iter();
    let mut record: Value =
        fields.filter(|(name, _)| ENVELOPE.contains(&name.as_str())).fold(json!({}), |mut r, f| {
            r[f.0] = f.1.clone();
            r
        });
    record["kind"] = json!("vocabulary-pack");
    record["exercise"] = json!(false);
    record["pack"] = pack.clone();
    record
}

#[test]
fn a_pack_that_another_state_signed_is_used_when_an_operator_says_so_and_not_before() {
    let network = Network::create(&["EE", "KR"]);
    let (mut node, mut other) = (network.node("EE"), network.node("KR"));
    node.start();
    other.start();
    let mut broken = second_edition();
    broken["vocabularies"][0]["later"] = json!(1);
    let refused = node.publish(&carried(&broken)).ended(1);
    assert!(refused.err.contains("unknown field"), "{refused}");
    let reference = node.published(&carried(&second_edition()));
    let mut drill = carried(&second_edition());
    drill["exercise"] = json!(true);
    let drill = node.published(&drill);
    other.holds(&reference);
    other.holds(&drill);

    let shown = other.json(&["vocabulary", "show", &reference]);
    assert_eq!((&shown["pack"], &shown["signed"]["state"]), (&json!("risk"), &json!("EE")));
    let mut theirs = record_with_the_word();
    theirs["originator"]["state"] = json!("KR");
    other.publish(&theirs).failure();
    let asked = other.ask(&["vocabulary", "load", &reference, "--json"]).ended(1).json();
    assert_eq!((&asked["loaded"], &asked["signed"]["state"]), (&json!(false), &json!("EE")));
    other.publish(&theirs).failure();
    let refused = other.ask(&["vocabulary", "load", &drill, "--yes", "--json"]).ended(1);
    assert!(refused.failure().0.contains("exercise"), "{refused}");

    other.json(&["vocabulary", "load", &reference, "--yes"]);
    other.published(&theirs);
}
