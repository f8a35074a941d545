//! An old copy of a data directory is put back, and its owner publishes again. In the field this is
//! the commonest way to sign two statements at one position, and bricked logs for good (patchwork#785).

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::harness::{Network, Node, advisory, copy_all, eventually};

const STATES: [&str; 3] = ["EE", "KR", "NL"];
const OFTEN: &str = "catch_up_ms = 1_000\n";

fn put_back(copy: &Path, node: &Node) {
    fs::remove_dir_all(node.dir()).expect("because it is ours");
    copy_all(copy, node.dir());
}

/// Publishes once, keeps a copy, publishes once more everywhere, and stops the author.
fn with_an_old_copy(network: &Network, nodes: &mut [Node]) -> std::path::PathBuf {
    let first = nodes[0].published(&advisory("EE", "Before the backup"));
    nodes[1].holds(&first);
    nodes[0].stop();
    let copy = network.path("backup");
    copy_all(nodes[0].dir(), &copy);
    nodes[0].start();
    let second = nodes[0].published(&advisory("EE", "After the backup"));
    nodes[1].holds(&second);
    nodes[2].holds(&second);
    nodes[0].stop();
    copy
}

fn has_forked(node: &Node, state: &str) -> bool {
    let status = node.status().unwrap_or_default();
    let logs = status["logs"].as_array().cloned().unwrap_or_default();
    logs.iter().any(|log| log["state"] == json!(state) && log["forked"] == json!(true))
}

#[test]
fn a_restored_node_learns_its_own_log_from_peers_before_it_signs_patchwork_785() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let copy = with_an_old_copy(&network, &mut nodes);
    put_back(&copy, &nodes[0]);
    let logged = nodes[0].log().len();
    nodes[0].start();

    let published = nodes[0].publish(&advisory("EE", "After the restore")).ended(0).json();
    // Place 0 is the certificate, 1 and 2 were signed before.
    assert_eq!(published["seq"], json!(3));
    let said = nodes[0].log()[logged..].to_owned();
    assert!(said.contains("own log") && said.contains("adopt"), "it must say so:\n{said}");
    let status = nodes[0].json(&["status"]);
    assert_eq!(status["own_adopted"], json!(1), "what was learnt is counted: {status}");
    let reference = published["reference"].as_str().expect("a reference");
    for node in &nodes {
        node.holds(reference);
        assert!(!has_forked(node, "EE"), "{} saw a fork", node.state);
        assert_eq!(node.json(&["fsck"])["clean"], json!(true));
    }
}

#[test]
fn a_node_that_nobody_answers_does_not_sign_unless_it_is_overridden() {
    let network = Network::create(&STATES);
    let mut node = network.node("EE");
    node.start();
    let (error, hint) = node.publish(&advisory("EE", "Alone")).ended(1).failure();
    assert!(error.contains("own log"), "{error}");
    assert!(hint.contains("--override-own-frontier"), "{hint}");
    assert!(node.refusals("publish-blocked") > 0);
    let status = node.json(&["status"]);
    assert!(status["signing_blocked"].is_string(), "{status}");

    let line = ["publish", "-", "--json", "--override-own-frontier"];
    let answer = node.ask_with(&line, &advisory("EE", "Alone").to_string()).ended(0).json();
    assert_eq!(answer["seq"], json!(1));
}

#[test]
fn a_fork_made_by_an_override_is_proved_to_everybody_and_freezes_that_log_only() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let copy = with_an_old_copy(&network, &mut nodes);
    put_back(&copy, &nodes[0]);
    nodes[1].kill();
    nodes[2].kill();
    nodes[0].start();
    let line = ["publish", "-", "--json", "--override-own-frontier"];
    let record = advisory("EE", "Signed again").to_string();
    let forked = nodes[0].ask_with(&line, &record).ended(0).json();
    assert_eq!(forked["seq"], json!(2), "the old copy ends at 1");

    nodes[1].start();
    nodes[2].start();
    for node in &nodes {
        eventually("the fork to be known", || match has_forked(node, "EE") {
            true => Ok(()),
            false => Err(format!("{}\n{}", node.state, node.log())),
        });
    }
    let (error, _) = nodes[0].publish(&advisory("EE", "On top of it")).ended(1).failure();
    assert!(error.contains("sign"), "{error}");

    let reference = nodes[1].published(&advisory("KR", "Life goes on"));
    nodes.iter().for_each(|node| node.holds(&reference));
    let before = nodes[1].json(&["list", "--state", "EE"]);
    let status = |title: &str| {
        let rows = before.as_array().expect("because a list is an array");
        rows.iter().find(|row| row["title"] == json!(title)).map(|row| row["status"].clone())
    };
    assert_eq!(status("Before the backup"), Some(json!("in-force")));
    assert_eq!(status("After the backup"), Some(json!("forked")));
}
