//! One file that proves a record to people who have no node: exported by real nodes, verified by the command alone.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::harness::{
    Network, Node, Roots, advisory, chancery, correction, eventually, head_of, withdrawal,
};
use crate::second;

const STATES: [&str; 3] = ["EE", "KR", "NL"];
const OFTEN: &str = "catch_up_ms = 1_000\n[checkpoint]\nevery_seconds = 1\n";

fn text(path: &Path) -> &str {
    path.to_str().expect("because the folder of a test has a plain path")
}

/// Waits until a pack of this record by this node comes to what is wanted, and keeps it.
fn exported(
    network: &Network,
    node: &Node,
    reference: &str,
    wanted: impl Fn(&Value) -> bool,
) -> PathBuf {
    let file = network.path(&format!("{}-{reference}.pack", node.state));
    eventually(&format!("{} to have the evidence of {reference}", node.state), || {
        // Nothing is overwritten, so the one before goes first.
        let _absent = fs::remove_file(&file);
        let export = node.ask(&["evidence", "export", reference, "--out", text(&file)]);
        if export.code != Some(0) {
            return Err(format!("{}{}", export.err, node.log()));
        }
        let found = verified(network, &file);
        if wanted(&found) { Ok(()) } else { Err(found.to_string()) }
    });
    file
}

/// What the command says of a file, without a node and without a data directory.
fn verified(network: &Network, file: &Path) -> Value {
    let genesis = network.genesis();
    let line = ["evidence", "verify", text(file), "--genesis", text(&genesis), "--json"];
    chancery(&line).ended(0).json()
}

fn held_by_all(found: &Value) -> bool {
    found["held_by"] == json!(STATES)
}

#[test]
fn two_nodes_export_one_file_and_anybody_verifies_it() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let reference = nodes[0].published(&advisory("EE", "Interception system offered"));
    nodes.iter().for_each(|node| node.holds(&reference));
    eventually("two nodes to export one file", || {
        let bytes: Vec<Vec<u8>> = nodes
            .iter()
            .map(|node| fs::read(exported(&network, node, &reference, held_by_all)).unwrap())
            .collect();
        if bytes[0] == bytes[1] && bytes[1] == bytes[2] { Ok(()) } else { Err("they differ") }
    });
    let file = exported(&network, &nodes[1], &reference, held_by_all);
    nodes.iter_mut().for_each(Node::stop);

    let genesis = network.genesis();
    let line = ["evidence", "verify", text(&file), "--genesis", text(&genesis)];
    let said = chancery(&line).ended(0).out;
    for step in ["statement", "author", "checkpoint", "inclusion", "that nothing is withheld"] {
        assert!(said.contains(step), "{step}: {said}");
    }
    assert!(said.contains("3 of 3 states: EE, KR, NL"), "{said}");
    second::verifies(&file, &genesis);

    let page = network.path("page.html");
    let line = [
        "evidence",
        "page",
        text(&file),
        "--genesis",
        text(&genesis),
        "--out",
        text(&page),
        "--json",
    ];
    assert_eq!(chancery(&line).ended(0).json()["file"], json!(text(&page)));
    let page_text = fs::read_to_string(&page).unwrap();
    assert!(page_text.contains(&reference) && page_text.contains("EXERCISE"), "{page_text}");
    let (error, hint) = chancery(&line).ended(1).failure();
    assert!(hint.contains("nothing was overwritten"), "{error} {hint}");
}

#[test]
fn bent_pack_and_pack_of_another_network_do_not_verify() {
    let network = Network::create(&STATES[..2]);
    let nodes = network.running(OFTEN);
    let reference = nodes[0].published(&advisory("EE", "Interception system offered"));
    let file = exported(&network, &nodes[0], &reference, |_| true);
    let mut bytes = fs::read(&file).unwrap();
    let genesis = network.genesis();
    let line = ["evidence", "verify", text(&file), "--genesis", text(&genesis), "--json"];
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, &bytes).unwrap();
    let found = chancery(&line).ended(4).json();
    assert_eq!(found["verified"], json!(false), "{found}");
    assert!(found["flaw"].is_string(), "the flaw has a name: {found}");
    bytes[middle] ^= 1;
    fs::write(&file, &bytes).unwrap();
    chancery(&line).ended(0);

    let other = Network::create(&["FI", "SE"]);
    let genesis = other.genesis();
    let line = ["evidence", "verify", text(&file), "--genesis", text(&genesis), "--json"];
    assert_eq!(chancery(&line).ended(4).json()["flaw"], json!("other-network"));
    let line = ["evidence", "verify", text(&file)];
    chancery(&line).ended(2);
}

#[test]
fn corrections_and_withdrawals_that_are_known_are_in_the_pack() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let reference = nodes[0].published(&advisory("EE", "First text"));
    let early = exported(&network, &nodes[1], &reference, held_by_all);
    let before = network.path("before.pack");
    fs::rename(&early, &before).unwrap();

    let corrected = nodes[0].published(&correction("EE", &reference, "Second text"));
    nodes[1].holds(&corrected);
    let file = exported(&network, &nodes[1], &reference, |found| found["status"] == "corrected");
    let found = verified(&network, &file);
    assert_eq!(found["status_by"], json!(corrected));
    second::verifies(&file, &network.genesis());

    let withdrawn = nodes[0].published(&withdrawal("EE", &reference));
    nodes[1].holds(&withdrawn);
    let file = exported(&network, &nodes[1], &reference, |found| found["status"] == "withdrawn");
    let found = verified(&network, &file);
    assert_eq!(found["status_by"], json!(withdrawn));
    assert_eq!(found["later"].as_array().map(Vec::len), Some(2), "{found}");
    // An earlier pack says what was known when it was made, and goes on verifying.
    assert_eq!(verified(&network, &before)["status"], json!("in-force"));
}

#[test]
fn record_below_a_cut_keeps_its_evidence_and_one_behind_it_has_none() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let kept = nodes[0].published(&advisory("EE", "Below the cut"));
    // A checkpoint that reaches no further than the cut: behind it nobody signs one any more.
    let before = exported(&network, &nodes[1], &kept, held_by_all);
    let before = fs::read(before).unwrap();
    let head = head_of(&nodes[0], "EE").expect("because it is held");
    let cut_off = nodes[0].published(&advisory("EE", "Behind the cut"));
    nodes.iter().for_each(|node| node.holds(&cut_off));

    let mut roots = Roots::of(&network);
    let closing = roots.revocation("EE", head.log, Some((head.seq, head.tip)), "node stolen");
    nodes[1].enacts(&closing);
    let file = exported(&network, &nodes[1], &kept, |found| {
        let checks = found["checks"].as_array().into_iter().flatten();
        let mut details = checks.filter_map(|check| check["detail"].as_str());
        details.any(|detail| detail.contains("the log was closed behind place"))
    });
    second::verifies(&file, &network.genesis());
    let out = network.path("none.pack");
    let line = ["evidence", "export", &cut_off, "--out", text(&out), "--json"];
    let (error, _) = nodes[1].ask(&line).ended(1).failure();
    assert!(error.contains("closed"), "{error}");
    assert!(!out.exists(), "nothing is written");
    // The earlier one still verifies: nobody can tell its reader what came later.
    fs::write(&out, before).unwrap();
    assert_eq!(verified(&network, &out)["status"], json!("in-force"));
}
