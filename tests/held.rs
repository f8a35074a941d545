//! Who holds a record, proved: checkpoints are signed by count and by time, and every other node cosigns them.

use serde_json::{Value, json};

use crate::harness::{Network, Node, advisory, eventually};

const STATES: [&str; 4] = ["EE", "KR", "NL", "NO"];
const OFTEN: &str = "catch_up_ms = 1_000\n[checkpoint]\nevery_seconds = 1\n";

fn holders(node: &Node, reference: &str) -> Vec<Value> {
    let shown = node.json(&["show", reference]);
    shown["held_by"].as_array().expect("because holders are a list").clone()
}

fn held_by(node: &Node, reference: &str, states: &[&str]) {
    eventually(&format!("{} to know who holds {reference}", node.state), || {
        let held = holders(node, reference);
        let named: Vec<&str> = held.iter().filter_map(|holder| holder["state"].as_str()).collect();
        if named == states { Ok(()) } else { Err(format!("{named:?}\n{}", node.log())) }
    });
}

fn log_of(node: &Node, state: &str) -> Value {
    let logs = node.json(&["status"])["logs"].clone();
    let logs = logs.as_array().expect("because logs are a list").clone();
    logs.into_iter().find(|log| log["state"] == json!(state)).expect("because it is held")
}

#[test]
fn every_state_proves_what_it_holds_and_who_lags_is_named() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    nodes.iter().for_each(|node| node.sees(3));
    let early = nodes[0].published(&advisory("EE", "Held by all"));
    nodes.iter().for_each(|node| held_by(node, &early, &STATES));
    for node in &nodes {
        let held = holders(node, &early);
        assert_eq!(held[0], json!({ "state": "EE", "by": null }), "its author needs no proof");
        assert!(held[1..].iter().all(|holder| holder["by"].is_string()), "{held:?}");
        let human = node.ask(&["show", &early]).ended(0).out;
        assert!(human.contains("4 of 4 states"), "{human}");
        let human = node.ask(&["list"]).ended(0).out;
        assert!(human.contains("4 of 4"), "{human}");
    }

    nodes[3].stop();
    let late = nodes[0].published(&advisory("EE", "One is away"));
    held_by(&nodes[1], &late, &STATES[..3]);
    held_by(&nodes[1], &early, &STATES);
    let checkpoint = log_of(&nodes[1], "EE")["checkpoint"].clone();
    assert_eq!(checkpoint["lagging"], json!(["NO"]), "{checkpoint}");
    assert!(checkpoint["age_s"].is_u64() && checkpoint["size"].is_u64(), "{checkpoint}");
    let human = nodes[1].ask(&["status"]).ended(0).out;
    assert!(human.contains("not NO"), "{human}");
    assert!(human.lines().all(|line| line.chars().count() <= 100), "{human}");

    nodes[3].start();
    nodes.iter().for_each(|node| held_by(node, &late, &STATES));
    assert!(nodes.iter().all(|node| node.json(&["fsck"])["clean"] == json!(true)));
}

#[test]
fn a_checkpoint_is_signed_by_count_when_its_time_is_far_away() {
    let network = Network::create(&STATES[..2]);
    let nodes = network.running("[checkpoint]\nevery_entries = 3\nevery_seconds = 86_400\n");
    nodes.iter().for_each(|node| node.sees(1));
    let first = nodes[0].published(&advisory("EE", "One"));
    nodes[1].holds(&first);
    assert!(log_of(&nodes[0], "EE")["checkpoint"].is_null(), "two entries are too few");
    // The certificate is the first of three.
    nodes[0].published(&advisory("EE", "Two"));
    held_by(&nodes[1], &first, &["EE", "KR"]);
    assert_eq!(log_of(&nodes[1], "EE")["checkpoint"]["size"], json!(3));
}

#[test]
fn a_witness_that_lost_its_promises_is_retired_and_says_so() {
    let network = Network::create(&STATES[..2]);
    let mut nodes = network.running(OFTEN);
    let first = nodes[0].published(&advisory("EE", "Before the loss"));
    held_by(&nodes[0], &first, &["EE", "KR"]);
    nodes[1].stop();
    std::fs::remove_dir_all(nodes[1].dir().join("store")).expect("because it is ours");
    nodes[1].start();
    nodes[1].holds(&first);
    let alarms = nodes[1].json(&["status"])["alarms"].to_string();
    assert!(alarms.contains("witness key is retired"), "{alarms}");
    let second = nodes[0].published(&advisory("EE", "After the loss"));
    nodes[1].holds(&second);
    eventually("a checkpoint of the second", || {
        match log_of(&nodes[1], "EE")["checkpoint"].clone() {
            checkpoint if checkpoint["size"] == json!(3) => Ok(()),
            other => Err(other.to_string()),
        }
    });
    let held = holders(&nodes[0], &second);
    assert_eq!(held.len(), 1, "nothing is promised with a key that was retired: {held:?}");
}
