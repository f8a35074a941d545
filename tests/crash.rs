//! Nodes that are killed without warning, over and over, while everybody publishes.
//!
//! What `publish` has printed is a promise. Every promise is counted, and at the end each must be
//! kept by every node, with no position signed twice and nothing wrong on any disk.
//!
//! `CHANCERY_KILL_ROUNDS` sets how many kills (5 when it is not set).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde_json::{Value, json};

use crate::harness::{Network, Node, advisory, chancery_with, eventually};

const STATES: [&str; 3] = ["EE", "KR", "NL"];

/// Reference to id, as printed.
type Promises = Mutex<BTreeMap<String, String>>;

fn rounds() -> usize {
    let told = std::env::var("CHANCERY_KILL_ROUNDS").ok();
    told.map_or(5, |text| text.parse().expect("CHANCERY_KILL_ROUNDS is a number"))
}

/// Publishes without a pause until told to end; what fails is tried again as another record.
fn publish_until(end: &AtomicBool, state: &str, dir: &str, promises: &Promises) {
    let mut number = 0_u64;
    while !end.load(Ordering::Relaxed) {
        number += 1;
        let record = advisory(state, &format!("Number {number} of {state}")).to_string();
        let line = ["publish", "-", "--json", "--dir", dir];
        let answer = chancery_with(&line, &record, |_| {});
        if answer.code == Some(0) {
            let published = answer.json();
            let text = |key: &str| published[key].as_str().expect("because it has one").to_owned();
            let mut promises = promises.lock().unwrap_or_else(PoisonError::into_inner);
            let before = promises.insert(text("reference"), text("id"));
            assert_eq!(before, None, "one reference was printed twice");
        }
    }
}

fn promised_by(promises: &Promises, state: &str) -> usize {
    let promises = promises.lock().unwrap_or_else(PoisonError::into_inner);
    promises.keys().filter(|reference| reference.starts_with(state)).count()
}

fn kill_and_start(node: &mut Node, promises: &Promises) {
    let state = node.state.clone();
    let before = promised_by(promises, &state);
    // It publishes, and it has received from the others: now is as bad a moment as any.
    eventually("the victim to publish", || match promised_by(promises, &state) {
        now if now > before + 1 => Ok(()),
        now => Err(format!("{state} has {now} promises\n{}", node.log())),
    });
    node.kill();
    node.start();
}

/// State, epoch, seq and tip of every log, as one value that can be compared.
fn logs(node: &Node) -> Value {
    let status = node.status().unwrap_or_default();
    let logs = status["logs"].as_array().cloned().unwrap_or_default();
    let mut rows: Vec<Value> = logs
        .iter()
        .map(|log| json!([log["state"], log["epoch"], log["seq"], log["tip"], log["forked"]]))
        .collect();
    rows.sort_by_key(Value::to_string);
    Value::Array(rows)
}

#[test]
fn nothing_promised_is_lost_when_nodes_are_killed_while_they_publish() {
    let network = Network::create(&STATES);
    let mut nodes = network.running("catch_up_ms = 1_000\n");

    let promises = Promises::default();
    let end = AtomicBool::new(false);
    let places: Vec<(String, String)> = nodes
        .iter()
        .map(|node| (node.state.clone(), node.dir().to_string_lossy().into_owned()))
        .collect();
    thread::scope(|scope| {
        for (state, dir) in &places {
            let (end, promises) = (&end, &promises);
            scope.spawn(move || publish_until(end, state, dir, promises));
        }
        // Whatever happens here, the publishers must be told, or the scope never ends.
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for round in 0..rounds() {
                let victim = round % nodes.len();
                kill_and_start(&mut nodes[victim], &promises);
            }
        }));
        end.store(true, Ordering::Relaxed);
        if let Err(panic) = told {
            std::panic::resume_unwind(panic);
        }
    });

    eventually("all nodes to hold the same", || {
        let all: Vec<Value> = nodes.iter().map(logs).collect();
        let whole = all[0].as_array().is_some_and(|logs| logs.len() == STATES.len());
        let same = all.iter().all(|logs| *logs == all[0]);
        if whole && same { Ok(()) } else { Err(format!("{all:#?}")) }
    });
    let promises = promises.into_inner().unwrap_or_else(PoisonError::into_inner);
    for node in &nodes {
        expect_kept(node, &promises);
    }
    println!("{} kills, {} promises, all kept by all", rounds(), promises.len());
}

/// The same instant for all of them: nobody is left to ask what was promised.
#[test]
fn nothing_promised_is_lost_when_all_nodes_are_killed_at_once() {
    let network = Network::create(&STATES);
    let mut nodes = network.running("catch_up_ms = 1_000\n");
    let mut promises = BTreeMap::new();
    for _ in 0..3 {
        for node in &nodes {
            let published = node.publish(&advisory(&node.state, "Before the dark")).ended(0).json();
            let text = |key: &str| published[key].as_str().expect("because it has one").to_owned();
            promises.insert(text("reference"), text("id"));
        }
        nodes.iter_mut().for_each(Node::kill);
        nodes.iter_mut().for_each(Node::start);
    }
    for node in &nodes {
        promises.keys().for_each(|reference| node.holds(reference));
        expect_kept(node, &promises);
    }
}

fn expect_kept(node: &Node, promises: &BTreeMap<String, String>) {
    let list = node.json(&["list", "--limit", "10000"]);
    let rows = list.as_array().expect("because a list is an array");
    let held: BTreeMap<&str, &str> = rows
        .iter()
        .filter_map(|row| Some((row["reference"].as_str()?, row["id"].as_str()?)))
        .collect();
    assert_eq!(held.len(), rows.len(), "{}: one reference stands for two records", node.state);
    for (reference, id) in promises {
        assert_eq!(held.get(reference.as_str()), Some(&id.as_str()), "{}: {reference}", node.state);
    }
    let forked = rows.iter().any(|row| row["status"] == json!("forked"));
    assert!(!forked, "{}: a position was signed twice", node.state);
    let checked = node.json(&["fsck"]);
    assert_eq!(checked["clean"], json!(true), "{}: {checked}", node.state);
}
