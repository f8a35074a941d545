//! The door of the disk: a directory that is in use, files that were damaged, a write that was torn.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;

use serde_json::json;

use crate::harness::{Network, Node, advisory};

const OFTEN: &str = "catch_up_ms = 1_000\n";

#[test]
fn a_directory_on_which_a_node_runs_is_refused_to_a_second_one() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    let reference = node.published(&advisory("EE", "Still here"));
    let answer = node.refuses_to_start();
    assert_eq!(answer.code, Some(1), "{answer}");
    assert!(answer.err.contains("hint"), "{answer}");
    node.holds(&reference);
    assert_eq!(node.json(&["fsck"])["clean"], json!(true));
}

#[test]
fn a_directory_that_is_none_is_refused() {
    let network = Network::create(&["EE"]);
    let node = Node::at("EE", network.path("nothing"));
    let (error, hint) = node.ask(&["run", "--json"]).ended(1).failure();
    assert!(error.contains("nothing") && hint.contains("init"), "{error} / {hint}");
}

fn pair() -> (Network, Node, Node) {
    let network = Network::create(&["EE", "KR"]);
    let (mut one, mut other) = (network.node_with("EE", OFTEN), network.node_with("KR", OFTEN));
    one.start();
    other.start();
    (network, one, other)
}

/// Publishes on both sides, and returns when both hold all of it.
fn exchanged(one: &Node, other: &Node) -> Vec<String> {
    let mut references = Vec::new();
    for number in 0..4 {
        references.push(one.published(&advisory("EE", &format!("Ours, {number}"))));
        references.push(other.published(&advisory("KR", &format!("Theirs, {number}"))));
    }
    for reference in &references {
        one.holds(reference);
        other.holds(reference);
    }
    references
}

#[test]
fn a_damaged_store_is_said_and_rebuilt_from_the_own_file_and_the_peers() {
    let (_network, mut one, other) = pair();
    let references = exchanged(&one, &other);
    one.stop();
    let file = one.dir().join("store/db");
    let store = OpenOptions::new().write(true).open(&file).expect("because the store is there");
    let length = store.metadata().expect("because it is there").len();
    for at in (0..length).step_by(97) {
        store.write_all_at(&[0xa5], at).expect("because it is ours");
    }
    drop(store);
    let checked = one.ask(&["fsck"]);
    assert_ne!(
        checked.code,
        Some(0),
        "fsck finds nothing in a store that was overwritten: {checked}"
    );
    let logged = one.log().len();

    one.start();
    references.iter().for_each(|reference| one.holds(reference));
    let said = one.log()[logged..].to_owned();
    assert!(said.contains("rebuil"), "it must say so:\n{said}");
    assert_eq!(one.json(&["fsck"])["clean"], json!(true));
    let next = one.publish(&advisory("EE", "And on")).ended(0).json();
    assert_eq!(next["seq"], json!(5), "no position is signed twice");
}

#[test]
fn a_lost_store_is_rebuilt_from_the_own_file_and_the_peers() {
    let (_network, mut one, other) = pair();
    let references = exchanged(&one, &other);
    one.stop();
    fs::remove_dir_all(one.dir().join("store")).expect("because it is ours");
    one.start();
    references.iter().for_each(|reference| one.holds(reference));
    assert_eq!(one.json(&["fsck"])["clean"], json!(true));
}

#[test]
fn a_lost_own_file_is_adopted_back_from_the_store_and_the_peers() {
    let (_network, mut one, other) = pair();
    let references = exchanged(&one, &other);
    one.stop();
    fs::remove_file(one.dir().join("own.log")).expect("because it is ours");
    one.start();
    let next = one.publish(&advisory("EE", "And on")).ended(0).json();
    assert_eq!(next["seq"], json!(5), "no position is signed twice");
    references.iter().for_each(|reference| one.holds(reference));
    assert_eq!(one.json(&["fsck"])["clean"], json!(true));
}

#[test]
fn a_torn_last_write_of_the_own_file_is_cut_off_and_kept_beside() {
    let (_network, mut one, other) = pair();
    let references = exchanged(&one, &other);
    one.stop();
    let file = one.dir().join("own.log");
    let whole = fs::read(&file).expect("because it is there");
    for torn in [&b"\x01"[..], &[0; 64], &whole[whole.len() - 200..whole.len() - 1]] {
        let logged = one.log().len();
        let mut own = OpenOptions::new().append(true).open(&file).expect("because it is there");
        own.write_all(torn).expect("because it is ours");
        drop(own);
        one.start();
        references.iter().for_each(|reference| one.holds(reference));
        assert_eq!(one.json(&["fsck"])["clean"], json!(true));
        let said = one.log()[logged..].to_owned();
        assert!(said.contains("own.log") || said.contains("torn"), "it must say so:\n{said}");
        one.stop();
        assert_eq!(fs::read(&file).expect("because it is there"), whole);
    }
    one.start();
    assert_eq!(one.publish(&advisory("EE", "And on")).ended(0).json()["seq"], json!(5));
}

#[test]
fn a_bit_flipped_behind_the_back_of_a_node_is_found_by_fsck_and_at_the_start() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    node.start();
    node.published(&advisory("EE", "Changed later"));
    node.published(&advisory("EE", "And not the last"));
    node.stop();
    node.ask(&["fsck", "--json"]).ended(0);

    let file = node.dir().join("own.log");
    let whole = fs::read(&file).expect("because it is there");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    fs::write(&file, &flipped).expect("because it is ours");
    let answer = node.ask(&["fsck", "--json"]).ended(4).json();
    assert_eq!(answer["clean"], json!(false));
    let problem = &answer["problems"][0];
    assert!(problem["what"].as_str().is_some_and(|what| what.contains("own.log")), "{answer}");
    assert!(problem["action"].is_string(), "{answer}");
    // What cannot be fetched again is not moved aside without asking.
    let (error, hint) = node.ask(&["run", "--json"]).ended(1).failure();
    assert!(error.contains("own.log") && hint.contains("aside"), "{error} / {hint}");
    fs::remove_file(&file).expect("because it is ours");
    node.start();
    assert_eq!(node.json(&["fsck"])["clean"], json!(true));
    assert_eq!(fs::read(&file).expect("because it is written again"), whole);
}
