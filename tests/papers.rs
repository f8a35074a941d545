//! What the operator's guide only tells: a state that leaves, a root that is replaced, a node whose data is lost and
//! whose key is not, and a witness whose promises are lost. By the commands that people use, on real nodes.

use std::fs;
use std::path::PathBuf;

use crate::harness::{Answer, Network, Node, advisory, chancery, eventually};

const STATES: [&str; 4] = ["EE", "FI", "KR", "NL"];
const OFTEN: &str = "catch_up_ms = 1_000\n";

fn plain(path: PathBuf) -> String {
    path.to_str().expect("because temporary folders have plain names").to_owned()
}

/// Four running nodes, of which the first takes what is submitted.
fn four() -> (Network, Vec<Node>) {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    nodes.iter().for_each(|node| node.sees(3));
    (network, nodes)
}

fn key(network: &Network, state: &str, name: &str) -> String {
    plain(network.identity(state).join(name))
}

fn papers(network: &Network, node: &Node, name: &str) -> String {
    let folder = plain(network.path(name));
    node.ask(&["roster", "export", "--out", &folder]).ended(0);
    folder
}

fn run(words: &[&str]) -> Answer {
    chancery(&[words, &["--json"]].concat())
}

/// Signed by these states, combined, and given to a node.
fn enact(network: &Network, node: &Node, papers: &str, change: &[&str], states: &[&str]) {
    let file = plain(network.path("proposal"));
    let step = plain(network.path("step.cbor"));
    run(&[&["roster", "propose", "--papers", papers, "--out", &file], change].concat()).ended(0);
    let signatures: Vec<String> = states.iter().map(|state| format!("{file}.{state}")).collect();
    for (state, out) in states.iter().zip(&signatures) {
        let root = key(network, state, "root.pem");
        run(&["roster", "sign", &file, "--papers", papers, "--key", &root, "--out", out]).ended(0);
    }
    let mut combine = vec!["roster", "combine", &file, "--papers", papers, "--out", &step];
    combine.extend(signatures.iter().map(String::as_str));
    run(&combine).ended(0);
    node.ask(&["roster", "submit", &step]).ended(0);
}

fn version(node: &Node, wanted: u64) {
    eventually("the version to arrive", || {
        let roster = node.json(&["roster", "show"]);
        if roster["version"] == wanted { Ok(()) } else { Err(roster.to_string()) }
    });
}

#[test]
fn a_state_leaves_by_its_own_signature_and_what_it_said_stands() {
    let (network, nodes) = four();
    let before = nodes[2].published(&advisory("KR", "Before it leaves"));
    nodes.iter().for_each(|node| node.holds(&before));
    let today = papers(&network, &nodes[2], "papers");
    let root = key(&network, "KR", "root.pem");
    let out = plain(network.path("withdrawal.cbor"));
    run(&["roster", "withdraw", "--key", &root, "--papers", &today, "--out", &out]).ended(0);
    let shown = run(&["certificate", "show", &out, "--papers", &today]).ended(0).json();
    assert_eq!((&shown["kind"], &shown["says"]["state"]), (&"withdrawal".into(), &"KR".into()));
    nodes[2].ask(&["roster", "submit", &out]).ended(0);
    eventually("the others to hang up", || {
        let peers = nodes[0].json(&["peers"]);
        let is_there = peers.as_array().is_some_and(|peers| {
            peers.iter().any(|peer| peer["state"] == "KR" && peer["connected"] == true)
        });
        if is_there { Err(peers.to_string()) } else { Ok(()) }
    });
    nodes[0].ask(&["verify", &before]).ended(0);

    let told = nodes[0].ask(&["roster", "show"]).ended(0).out;
    assert!(told.contains("withdrawn"), "{told}");

    // The next version leaves it out, and says the same of its logs as it has said itself.
    let today = papers(&network, &nodes[0], "papers-after");
    enact(&network, &nodes[0], &today, &["--remove", "KR"], &["EE", "FI", "NL"]);
    version(&nodes[1], 1);
    nodes[1].ask(&["verify", &before]).ended(0);

    // The old root is burnt, and the command says so before anybody signs.
    let today = papers(&network, &nodes[0], "papers-removed");
    let back = format!("KR=대한민국={}", key(&network, "KR", "root.pub"));
    let no = plain(network.path("no"));
    let words = ["roster", "propose", "--papers", &today, "--admit", &back, "--out", &no];
    let (error, hint) = run(&words).ended(1).failure();
    assert!(error.contains("withdrew") && hint.contains("new root key"), "{error}; {hint}");
}

#[test]
fn a_stolen_root_is_replaced_by_the_others_and_its_node_goes_on() {
    let (network, nodes) = four();
    let before = nodes[1].published(&advisory("FI", "Under the old root"));
    let new = plain(network.path("fi-root.pem"));
    run(&["keys", "new", "root", "--no-passphrase", "--out", &new]).ended(0);
    let today = papers(&network, &nodes[0], "papers");
    let change = format!("FI={}", plain(network.path("fi-root.pub")));
    enact(&network, &nodes[0], &today, &["--replace-root", &change], &["EE", "KR", "NL"]);
    nodes.iter().for_each(|node| version(node, 1));
    let after = nodes[1].published(&advisory("FI", "Under the new root"));
    for node in &nodes {
        node.holds(&after);
        node.ask(&["verify", &before]).ended(0);
    }
    let today = papers(&network, &nodes[0], "papers-after");
    let old = key(&network, "FI", "root.pem");
    let out = plain(network.path("no.cbor"));
    let mut words = vec!["certificate", "revoke", "--authority", "authority", "--nothing"];
    words.extend(["--reason", "spite", "--key", &old, "--papers", &today, "--out", &out]);
    let (error, _) = run(&words).ended(1).failure();
    assert!(error.contains("is not the root of any state"), "{error}");
}

#[test]
fn a_suspended_state_hears_nothing_until_it_is_reinstated_and_then_everything() {
    let (network, nodes) = four();
    let before = nodes[3].published(&advisory("NL", "Before it was suspended"));
    nodes.iter().for_each(|node| node.holds(&before));
    let today = papers(&network, &nodes[0], "papers");
    enact(&network, &nodes[0], &today, &["--suspend", "NL"], &["EE", "FI", "KR"]);
    nodes[..3].iter().for_each(|node| version(node, 1));
    let meanwhile = nodes[0].published(&advisory("EE", "While it was suspended"));
    nodes[..3].iter().for_each(|node| node.holds(&meanwhile));
    let lacks = |node: &Node| {
        node.get(&format!("/v1/records/{meanwhile}")).is_ok_and(|reply| reply.status == 404)
    };
    assert!(lacks(&nodes[3]), "a suspended state was told");
    nodes[1].ask(&["verify", &before]).ended(0);

    // Its operator learns from people what happened, and submits both versions.
    let first = plain(network.path("suspension.cbor"));
    fs::rename(network.path("step.cbor"), &first).expect("because the step was written");
    fs::remove_file(network.path("proposal")).expect("because the proposal was written");
    ["EE", "FI", "KR"].iter().for_each(|state| {
        fs::remove_file(network.path(&format!("proposal.{state}"))).expect("a signature");
    });
    let today = papers(&network, &nodes[0], "papers-suspended");
    enact(&network, &nodes[0], &today, &["--reinstate", "NL"], &["EE", "FI", "KR"]);
    nodes[..3].iter().for_each(|node| version(node, 2));
    let told =
        chancery(&["roster", "review", &plain(network.path("proposal")), "--papers", &today]);
    let told = told.ended(0).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("signed while it was suspended counts"), "{told}");
    let second = plain(network.path("step.cbor"));
    for step in [&first, &second] {
        nodes[3].ask(&["roster", "submit", step]).ended(0);
    }
    nodes[3].holds(&meanwhile);
    let after = nodes[3].published(&advisory("NL", "Back again"));
    nodes.iter().for_each(|node| node.holds(&after));
}

#[test]
fn lost_data_with_a_safe_key_goes_on_in_the_next_epoch_and_with_another_witness() {
    let (network, mut nodes) = four();
    let before = nodes[3].published(&advisory("NL", "Before the loss"));
    nodes.iter().for_each(|node| node.holds(&before));
    nodes[3].stop();
    fs::remove_dir_all(nodes[3].dir()).expect("because it is ours");

    let folder = plain(network.path("second"));
    let witness = plain(network.path("second/witness.pem"));
    fs::create_dir(network.path("second")).expect("because it is not there");
    run(&["witness", "new", "--no-passphrase", "--out", &witness]).ended(0);
    let today = papers(&network, &nodes[0], "papers");
    let root = key(&network, "NL", "root.pem");
    let words = ["recover", "--key", &root, "--papers", &today, "--authority", "authority"];
    let why = ["--reason", "the disk is lost", "--out", &folder];
    let (error, hint) = run(&[&words[..], &why].concat()).ended(2).failure();
    assert!(error.contains("witness") && hint.contains("--witness"), "{error}; {hint}");
    let public = plain(network.path("second/witness.pub"));
    let made = run(&[&words[..], &why, &["--witness", &public]].concat()).ended(0).json();
    assert_eq!(made["certificate"]["epoch"], 1);
    for name in ["certificate.cbor", "revocation.cbor"] {
        let file = plain(network.path("second").join(name));
        nodes[0].ask(&["certificate", "submit", &file]).ended(0);
    }
    for name in ["statement.pem", "transport.pem"] {
        fs::copy(network.identity("NL").join(name), network.path("second").join(name))
            .expect("because both are ours");
    }
    let dir = plain(network.path("nl-again"));
    let (genesis, place) = (plain(network.genesis()), network.place("NL").to_owned());
    let mut words = vec!["init", "--dir", &dir, "--genesis", &genesis, "--identity", &folder];
    words.extend([
        "--listen",
        &place,
        "--peer",
        network.place("EE"),
        "--peer",
        network.place("FI"),
    ]);
    run(&words).ended(0);
    nodes[3] = Node::at("NL", network.path("nl-again"));
    nodes[3].start();
    nodes[3].holds(&before);
    let after = nodes[3].published(&advisory("NL", "After the loss"));
    for node in &nodes {
        node.holds(&after);
        node.ask(&["verify", &before]).ended(0);
    }
    assert_eq!(nodes[0].json(&["show", &after])["epoch"], 1);
}

#[test]
fn witness_that_is_retired_by_hand_cosigns_no_more_until_another_is_certified() {
    let (network, mut nodes) = four();
    let is_told = |node: &Node| {
        let status = node.status().unwrap_or_default();
        status["alarms"].to_string().contains("witness key is retired")
    };
    assert!(!is_told(&nodes[0]));
    nodes[0].stop();
    nodes[0].ask(&["witness", "retire"]).ended(0);
    nodes[0].start();
    eventually("the alarm", || if is_told(&nodes[0]) { Ok(()) } else { Err("no alarm") });

    fs::create_dir(network.path("second")).expect("because it is not there");
    let witness = plain(network.path("second/witness.pem"));
    run(&["witness", "new", "--no-passphrase", "--out", &witness]).ended(0);
    let today = papers(&network, &nodes[1], "papers");
    let certificate = plain(network.path("second/certificate.cbor"));
    let (root, statement) = (key(&network, "EE", "root.pem"), key(&network, "EE", "statement.pub"));
    let (transport, public) =
        (key(&network, "EE", "transport.pub"), plain(network.path("second/witness.pub")));
    let mut words = vec!["certificate", "issue", "--key", &root, "--papers", &today];
    words.extend(["--authority", "authority", "--statement", &statement, "--witness", &public]);
    words.extend(["--transport", &transport, "--out", &certificate]);
    run(&words).ended(0);
    nodes[1].ask(&["certificate", "submit", &certificate]).ended(0);
    for name in ["statement.pem", "transport.pem"] {
        fs::copy(network.identity("EE").join(name), network.path("second").join(name))
            .expect("because both are ours");
    }
    nodes[0].stop();
    nodes[0].ask(&["certificate", "install", &plain(network.path("second"))]).ended(0);
    nodes[0].start();
    eventually("no alarm", || {
        let status = nodes[0].status().unwrap_or_default();
        if status["alarms"] == serde_json::json!([]) { Ok(()) } else { Err(status.to_string()) }
    });
    // The same statement key, in the same log.
    let reference = nodes[0].published(&advisory("EE", "With another witness"));
    nodes.iter().for_each(|node| node.holds(&reference));
}

#[test]
fn files_in_the_wrong_place_are_named_and_a_place_that_the_papers_contradict_closes_nothing() {
    let network = Network::create(&STATES);
    let nodes = network.running(&format!("{OFTEN}[checkpoint]\nevery_seconds = 1\n"));
    let reference = nodes[3].published(&advisory("NL", "Before the mistakes"));
    nodes[0].holds(&reference);
    let (genesis, today) = (plain(network.genesis()), papers(&network, &nodes[0], "papers"));
    let proposal = plain(network.path("proposal"));
    run(&["roster", "propose", "--papers", &today, "--out", &proposal, "--suspend", "NL"]).ended(0);
    let (error, _) = nodes[0].ask(&["roster", "submit", &genesis, "--json"]).ended(1).failure();
    assert!(error.contains("is a genesis file"), "{error}");
    let (_, hint) = nodes[0].ask(&["roster", "submit", &proposal, "--json"]).ended(1).failure();
    assert!(hint.contains("combine it first"), "{hint}");
    let told = chancery(&["roster", "review", &proposal, "--papers", &today]).ended(0).out;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("while it is suspended"), "{told}");

    let (public, no) = (key(&network, "EE", "root.pub"), plain(network.path("no")));
    let words = ["roster", "sign", &proposal, "--papers", &today, "--key", &public, "--out", &no];
    let (error, _) = run(&words).ended(1).failure();
    assert!(error.contains("is a public key"), "{error}");

    let pack = plain(network.path("pack"));
    eventually("a checkpoint that covers the record", || {
        let export = nodes[0].ask(&["evidence", "export", &reference, "--out", &pack]);
        if export.code == Some(0) { Ok(()) } else { Err(export.err) }
    });
    let (_, hint) = run(&["verify", &pack, "--genesis", &genesis]).ended(4).failure();
    assert!(hint.contains("chancery evidence verify"), "{hint}");
    let words = ["evidence", "verify", &genesis, "--genesis", &genesis];
    let (error, _) = run(&words).ended(4).failure();
    assert!(error.contains("not an evidence pack"), "{error}");

    let root = key(&network, "NL", "root.pem");
    let mut words = vec!["certificate", "revoke", "--authority", "authority", "--reason", "lost"];
    words.extend(["--key", &root, "--papers", &today, "--out", &no]);
    let id = "1".repeat(64);
    for (position, wrong) in [("1", "another statement"), ("9", "ends at position 1")] {
        let place = ["--position", position, "--id", &id];
        let (error, _) = run(&[&words[..], &place].concat()).ended(1).failure();
        assert!(error.contains(wrong), "{error}");
    }
}

#[test]
fn a_certificate_goes_before_the_revocation_and_what_was_taken_is_named() {
    let (network, nodes) = four();
    let reference = nodes[3].published(&advisory("NL", "Under the old key"));
    nodes[0].holds(&reference);
    let today = papers(&network, &nodes[0], "papers");
    let (secret, public) = (network.path("new.pem"), network.path("new.pub"));
    run(&["keys", "new", "statement", "--no-passphrase", "--out", &plain(secret)]).ended(0);
    let (root, folder) = (key(&network, "NL", "root.pem"), plain(network.path("second")));
    let mut words = vec!["certificate", "rotate", "--authority", "authority", "--key", &root];
    let public = plain(public);
    words.extend(["--papers", &today, "--statement", &public, "--out", &folder]);
    run(&words).ended(0);
    let at = |name: &str| plain(network.path("second").join(name));
    let (certificate, revocation) = (at("certificate.cbor"), at("revocation.cbor"));
    let garbage = plain(network.path("garbage"));
    fs::write(&garbage, b"\xa0").expect("because the folder is ours");
    let words = ["certificate", "submit", &revocation, &certificate, &garbage, "--json"];
    let (error, hint) = nodes[3].ask(&words).ended(1).failure();
    let (taken, refused) = error.split_once("; ").expect("two halves");
    assert!(taken.contains(&certificate) && !taken.contains(&revocation), "{error}");
    assert!(
        refused.contains("garbage") && !hint.contains("nothing was changed"),
        "{error}; {hint}"
    );
    let words = ["certificate", "submit", &revocation, &certificate, "--json"];
    let submitted = nodes[3].ask(&words).ended(0).json()["submitted"].clone();
    assert_eq!(submitted[0]["kind"], "certificate");
    assert_eq!((&submitted[1]["kind"], &submitted[1]["new"]), (&"revocation".into(), &true.into()));
}

#[test]
fn a_genesis_file_without_a_node_of_some_member_says_so_and_has_a_hash_of_its_own() {
    let network = Network::create(&STATES);
    let (genesis, out) = (plain(network.genesis()), plain(network.path("less.cbor")));
    let certificate = key(&network, "EE", "certificate.cbor");
    let words = ["roster", "found", "--from", &genesis, "--certificate", &certificate];
    let made = run(&[&words[..], &["--out", &out]].concat()).ended(0).json();
    assert_eq!(made["uncertified"], serde_json::json!(["FI", "KR", "NL"]));
    let bytes = fs::read(&out).expect("because it was written");
    assert_eq!(made["file_hash"], chancery_encoding::Digest::of(&bytes).to_string());
    let again = plain(network.path("again.cbor"));
    let told = chancery(&[&words[..], &["--out", &again]].concat()).ended(0).out;
    assert!(told.contains("no node of NL (") && told.contains("file hash"), "{told}");
}
