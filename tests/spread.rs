//! What a network is for: what one state signs, all the others hold, can read and can verify.

use serde_json::{Value, json};

use crate::harness::{
    Carrier, Network, Node, advisory, chancery, correction, eventually, withdrawal,
};

const STATES: [&str; 3] = ["EE", "KR", "NL"];

fn listed(node: &Node, reference: &str) -> Option<Value> {
    let list = node.json(&["list"]);
    let rows = list.as_array().expect("because a list is an array").clone();
    rows.into_iter().find(|row| row["reference"] == json!(reference))
}

/// Listed, shown and verified, by the commands that people use.
fn held_and_verified(node: &Node, reference: &str, title: &str) {
    node.holds(reference);
    let row = listed(node, reference).unwrap_or_else(|| panic!("{} does not list it", node.state));
    assert_eq!(row["title"], json!(title));
    let shown = node.json(&["show", reference]);
    assert_eq!(shown["record"]["title"], json!(title));
    assert_eq!(shown["id"], row["id"]);
    let verified = node.json(&["verify", reference]);
    assert_eq!(verified["verified"], json!(true), "{verified}");
}

fn spreads(carrier: Carrier, settings: &str) {
    let network = Network::create_over(carrier, &STATES);
    let nodes = network.running(settings);
    for author in &nodes {
        let title = format!("Seen by {}", author.state);
        let reference = author.published(&advisory(&author.state, &title));
        for reader in &nodes {
            held_and_verified(reader, &reference, &title);
        }
    }
}

#[test]
fn what_one_state_publishes_all_the_others_hold_and_verify() {
    spreads(Carrier::Quic, "");
}

#[test]
fn without_gossip_catch_up_alone_brings_everything() {
    spreads(Carrier::Quic, "gossip = false\ncatch_up_ms = 1_000\n");
}

#[test]
fn a_record_too_large_to_be_gossiped_is_pulled_whole_and_keeps_what_nobody_knows() {
    let network = Network::create(&STATES);
    // No timer helps: catch-up comes once an hour, so that the announcement has to do it.
    let nodes = network.running("catch_up_ms = 3_600_000\n");
    nodes.iter().for_each(|node| node.sees(2));
    let mut record = advisory("EE", "Large");
    record["x-notes"] = json!({ "lines": vec!["y".repeat(1_000); 200], "Ünï": [1, null, true] });
    let reference = nodes[0].published(&record);
    for node in &nodes {
        held_and_verified(node, &reference, "Large");
        let shown = node.json(&["show", &reference]);
        assert_eq!(shown["record"]["x-notes"], record["x-notes"], "{} lost a field", node.state);
    }
}

#[test]
fn who_holds_a_record_is_shown_as_soon_as_it_is_known() {
    let network = Network::create(&STATES);
    let nodes = network.running("catch_up_ms = 1_000\n");
    let reference = nodes[0].published(&advisory("EE", "Held by all"));
    eventually("everybody to be known to hold it", || {
        let shown = nodes[0].json(&["show", &reference]);
        if shown["reported_by"] == json!(STATES) {
            Ok(())
        } else {
            Err(shown["reported_by"].to_string())
        }
    });
}

#[test]
fn where_udp_does_not_get_through_tcp_does() {
    spreads(Carrier::Tcp, "");
}

#[test]
fn nodes_that_know_one_address_find_each_other_and_one_that_joins_late_gets_everything() {
    let network = Network::create(&STATES);
    let first = network.place("EE");
    let mut nodes = [
        network.node_among("EE", &[], ""),
        network.node_among("KR", &[first], ""),
        network.node_among("NL", &[first], ""),
    ];
    nodes[0].start();
    nodes[1].start();
    let early = nodes[0].published(&advisory("EE", "Before the third was there"));
    let withdrawn = nodes[0].published(&withdrawal("EE", &early));
    nodes[2].start();
    nodes.iter().for_each(|node| node.sees(2));
    nodes[2].holds(&withdrawn);
    let row = listed(&nodes[2], &early).expect("because what was withdrawn stays");
    assert_eq!(row["status"], json!("withdrawn"));
    nodes[0].kill();
    let late = nodes[1].published(&advisory("KR", "Without the one that introduced us"));
    nodes[2].holds(&late);
}

#[test]
fn a_correction_and_a_withdrawal_reach_a_node_that_was_away() {
    let network = Network::create(&STATES);
    let mut nodes = network.running("catch_up_ms = 1_000\n");
    let first = nodes[0].published(&advisory("EE", "Wrong"));
    let second = nodes[0].published(&advisory("EE", "Mistaken"));
    nodes[2].holds(&second);
    nodes[2].kill();

    let corrected = nodes[0].published(&correction("EE", &first, "Right"));
    let withdrawn = nodes[0].published(&withdrawal("EE", &second));
    nodes[1].holds(&withdrawn);
    nodes[0].stop();

    nodes[2].start();
    nodes[2].holds(&corrected);
    nodes[2].holds(&withdrawn);
    for node in &nodes[1..] {
        let status = |reference: &str| listed(node, reference).expect("because it holds it");
        assert_eq!(status(&first)["status"], json!("corrected"));
        assert_eq!(status(&first)["status_by"], json!(corrected));
        assert_eq!(status(&second)["status"], json!("withdrawn"));
        assert_eq!(node.json(&["verify", &second])["verified"], json!(true));
    }
}

#[test]
fn only_the_originator_corrects_or_withdraws() {
    let network = Network::create(&STATES);
    let nodes = network.running("");
    let reference = nodes[0].published(&advisory("EE", "Not yours"));
    nodes[1].holds(&reference);
    for record in [correction("KR", &reference, "Mine"), withdrawal("KR", &reference)] {
        let answer = nodes[1].publish(&record).ended(1);
        assert!(answer.err.contains("$.target"), "{answer}");
    }
    assert_eq!(listed(&nodes[1], &reference).expect("held")["status"], json!("in-force"));
}

#[test]
fn a_signed_copy_verifies_without_a_node_and_a_tampered_one_does_not() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    let reference = node.published(&advisory("EE", "Handed on by hand"));
    let copy = network.path("copy.cbor");
    let copy_text = copy.to_str().expect("a plain path");
    node.ask(&["export", &reference, "--out", copy_text]).ended(0);
    node.stop();

    let verified = node.ask(&["verify", copy_text, "--json"]).ended(0).json();
    assert_eq!(verified["verified"], json!(true));

    let good = std::fs::read(&copy).expect("because it was just written");
    for at in [0, 40, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        std::fs::write(&copy, &bad).expect("because it is ours");
        let answer = node.ask(&["verify", copy_text, "--json"]).ended(4);
        let verdict = answer.json();
        assert_eq!(verdict["verified"], json!(false), "byte {at}");
        let checks = verdict["checks"].as_array().expect("because the checks are listed");
        assert!(checks.iter().any(|check| check["ok"] == json!(false)), "byte {at}: {verdict}");
    }
}

#[test]
fn a_watcher_hears_of_what_arrives() {
    use std::io::{BufRead as _, BufReader};
    use std::process::Stdio;

    let network = Network::create(&STATES);
    let nodes = network.running("");
    nodes[1].sees(2);
    let mut watcher = crate::harness::command_at(&["watch", "--json"], nodes[1].dir());
    let mut child = watcher.stdout(Stdio::piped()).spawn().expect("because it was just built");
    let mut lines = BufReader::new(child.stdout.take().expect("because it is piped")).lines();
    // Until the stream stands an arrival can pass unheard: publish until one is heard.
    let (heard, hear) = std::sync::mpsc::sync_channel(1);
    let listening = std::thread::spawn(move || drop(heard.send(lines.next())));
    let line = eventually("the watcher to hear", || {
        nodes[0].published(&advisory("EE", "Heard at once"));
        hear.try_recv().map_err(|error| error.to_string())
    });
    child.kill().expect("because it is our child");
    child.wait().expect("because it is our child");
    drop(listening.join());
    let line = line.expect("because the stream was open").expect("because it is text");
    let arrival: Value = serde_json::from_str(&line).expect("because a line is one JSON object");
    assert_eq!(arrival["state"], json!("EE"));
    assert_eq!(arrival["title"], json!("Heard at once"));
}

#[test]
fn a_record_file_is_checked_without_any_node() {
    let network = Network::create(&["EE"]);
    let file = network.path("record.json");
    std::fs::write(&file, advisory("EE", "Well formed").to_string()).expect("because it is ours");
    let answer = chancery(&["check", file.to_str().expect("a plain path"), "--json"]).ended(0);
    assert_eq!(answer.json()["valid"], json!(true));
}
