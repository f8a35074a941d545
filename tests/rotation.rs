//! Keys change: what was said before stands for ever, and what is behind a cut stands nowhere.
//!
//! In the field an expired key made every old signature invalid (gocsaf#528), and a key that was missing let
//! everything through (gocsaf#694). Here a log is closed at a position, and a missing key stops the node that needs it.

use std::fs;

use chancery_ledger::key::SecretKey;
use chancery_ledger::roster::RosterProposal;
use chancery_node::data_dir::DataDir;
use serde_json::json;

use crate::harness::{FreshKeys, Network, Node, Roots, advisory, eventually, head_of};

const STATES: [&str; 3] = ["EE", "KR", "NL"];
const OFTEN: &str = "catch_up_ms = 1_000\n[checkpoint]\nevery_seconds = 1\n";

fn install(node: &Node, identity: &std::path::Path) {
    let dir = DataDir::open(node.dir()).expect("because init made it");
    dir.install(identity, None).expect("because the certificate is the authority's");
}

fn status(node: &Node, reference: &str) -> serde_json::Value {
    node.json(&["show", reference])["status"].clone()
}

fn becomes(node: &Node, reference: &str, word: &str) {
    eventually(&format!("{reference} to be {word} at {}", node.state), || {
        match status(node, reference) {
            found if found == json!(word) => Ok(()),
            other => Err(format!("{other}\n{}", node.log())),
        }
    });
}

#[test]
fn old_records_verify_for_ever_after_a_rotation_gocsaf_528() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let old = nodes[0].published(&advisory("EE", "Under the old key"));
    nodes.iter().for_each(|node| node.holds(&old));
    let head = head_of(&nodes[0], "EE").expect("because it is held");

    let mut roots = Roots::of(&network);
    let keys = FreshKeys::of(7);
    let certificate = roots.certificate("EE", &keys, 2, 0);
    let closing = roots.revocation("EE", head.log, Some((head.seq, head.tip)), "yearly rotation");
    nodes[1].enacts(&certificate);
    nodes[1].enacts(&closing);
    nodes[0].stop();
    install(&nodes[0], &roots.identity(&keys, &certificate, "ee-2"));
    nodes[0].start();

    let new = nodes[0].published(&advisory("EE", "Under the new key"));
    for node in &nodes {
        node.holds(&new);
        for reference in [&old, &new] {
            assert_eq!(status(node, reference), json!("in-force"), "{}", node.state);
            assert_eq!(node.json(&["verify", reference])["verified"], json!(true));
        }
        assert_eq!(node.json(&["fsck"])["clean"], json!(true));
    }
    assert!(nodes[0].dir().join("identity.before-1").join("statement.pem").exists());
    let kept = fs::read_dir(nodes[0].dir()).expect("because it is there");
    let names = kept.map(|entry| entry.expect("a name").file_name().into_string().expect("plain"));
    assert!(
        names.into_iter().any(|name| name.starts_with("own.log.") && name.contains("-epoch-0"))
    );
}

#[test]
fn records_behind_a_cut_are_revoked_everywhere_also_those_that_are_out_already() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let first = nodes[0].published(&advisory("EE", "By its owner"));
    nodes[1].holds(&first);
    let head = head_of(&nodes[1], "EE").expect("because it is held");
    let second = nodes[0].published(&advisory("EE", "By a thief"));
    nodes.iter().for_each(|node| node.holds(&second));
    nodes[2].stop();

    let mut roots = Roots::of(&network);
    let closing = roots.revocation("EE", head.log, Some((head.seq, head.tip)), "stolen on Monday");
    nodes[1].enacts(&closing);
    nodes[2].start();
    // Nobody speaks with a node whose log is closed, since its keys may be a thief's: its operator tells it.
    nodes[0].enacts(&closing);
    for node in &nodes {
        becomes(node, &second, "revoked");
        assert_eq!(status(node, &first), json!("in-force"));
        let shown = node.json(&["show", &second]);
        assert_eq!(shown["status_reason"], json!("stolen on Monday"), "the node says why: {shown}");
        let human = node.ask(&["show", &second]).ended(0).out;
        assert!(human.contains("revoked") && human.contains("stolen on Monday"), "{human}");
    }
    let (error, _) = nodes[0].publish(&advisory("EE", "On top of it")).ended(1).failure();
    assert!(error.contains("sign"), "{error}");
    let alarms = nodes[0].json(&["status"])["alarms"].to_string();
    assert!(alarms.contains("closed") && alarms.contains("stolen on Monday"), "{alarms}");
    let reference = nodes[1].published(&advisory("KR", "Life goes on"));
    nodes[1..].iter().for_each(|node| node.holds(&reference));
    for node in &nodes {
        let verified = node.ask(&["verify", &second, "--json"]).ended(4).json();
        assert_eq!(verified["verified"], json!(false));
        assert_eq!(node.json(&["fsck"])["clean"], json!(true), "{}", node.state);
    }
    // It starts again, also when only the file has what was signed behind the cut.
    nodes[0].stop();
    fs::remove_dir_all(nodes[0].dir().join("store")).expect("because it is ours");
    nodes[0].start();
}

#[test]
fn a_lost_node_goes_on_in_a_new_epoch_and_the_old_one_stands_as_far_as_peers_hold_it() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let old = nodes[0].published(&advisory("EE", "Before the fire"));
    nodes.iter().for_each(|node| node.holds(&old));
    let head = head_of(&nodes[1], "EE").expect("because it is held");
    nodes[0].kill();
    fs::remove_dir_all(nodes[0].dir()).expect("because it is ours");

    let mut roots = Roots::of(&network);
    let fresh = FreshKeys::of(9);
    let keys = FreshKeys { statement: roots.key("EE", "statement.pem"), ..fresh };
    let certificate = roots.certificate("EE", &keys, 2, 1);
    let closing = roots.revocation("EE", head.log, Some((head.seq, head.tip)), "lost in a fire");
    [&closing, &certificate].iter().for_each(|act| drop(nodes[2].enacts(act)));
    let again = network.node_with("EE", OFTEN);
    install(&again, &roots.identity(&keys, &certificate, "ee-2"));
    nodes[0] = again;
    nodes[0].start();
    let published = nodes[0].publish(&advisory("EE", "After the fire")).ended(0).json();
    assert_eq!((&published["epoch"], &published["seq"]), (&json!(1), &json!(1)));
    let new = published["reference"].as_str().expect("a reference").to_owned();
    assert_ne!(new, old, "no reference is given twice");
    for node in &nodes {
        node.holds(&new);
        node.holds(&old);
        assert_eq!(status(node, &old), json!("in-force"));
        assert_eq!(node.json(&["verify", &new])["verified"], json!(true));
    }
}

#[test]
fn a_node_certified_under_a_later_roster_starts_although_its_store_is_gone() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let mut roots = Roots::of(&network);
    let stricter = RosterProposal::after(&roots.roster()).threshold(3);
    nodes[1].enacts(&roots.step(&stricter, &STATES));
    nodes.iter().for_each(|node| node.follows(1));
    let fresh = FreshKeys::of(5);
    let keys = FreshKeys { statement: roots.key("EE", "statement.pem"), ..fresh };
    let certificate = roots.certificate("EE", &keys, 2, 0);
    nodes[1].enacts(&certificate);
    nodes[0].stop();
    install(&nodes[0], &roots.identity(&keys, &certificate, "ee-2"));
    std::fs::remove_dir_all(nodes[0].dir().join("store")).expect("because it is ours");
    nodes[0].start();
    nodes[0].follows(1);
    let reference = nodes[0].published(&advisory("EE", "From a file and the peers"));
    for node in &nodes {
        node.holds(&reference);
        assert_eq!(node.json(&["verify", &reference])["verified"], json!(true));
    }
}

#[test]
fn a_missing_key_stops_the_node_and_lets_nothing_through_gocsaf_694() {
    let network = Network::create(&STATES);
    let node = network.node("EE");
    for name in ["statement.pem", "witness.pem", "transport.pem", "certificate.cbor"] {
        let path = node.dir().join("keys").join(name);
        let bytes = fs::read(&path).expect("because init wrote it");
        fs::remove_file(&path).expect("because it is ours");
        let answer = node.refuses_to_start();
        assert!(answer.err.contains(name), "{answer}");
        // Another key in its place is as good as none.
        if name != "certificate.cbor" {
            let other = SecretKey::from_seed(&[8; 32]).to_pem(None).expect("because it is a key");
            write_private(&path, other.as_bytes());
            let answer = node.refuses_to_start();
            assert!(answer.err.contains(name), "{answer}");
        }
        fs::remove_file(&path).unwrap_or_default();
        write_private(&path, &bytes);
    }
}

#[test]
fn an_act_of_a_key_that_is_no_root_is_refused_by_name() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    // The same founders made another network: its roots are not those of this one.
    let other = Network::create(&STATES);
    let foreign = Roots::of(&other).certificate("EE", &FreshKeys::of(3), 2, 0);
    let error = nodes[0].refuses_act(&foreign);
    assert!(error.contains("certificate is refused"), "{error}");
    let status = nodes[0].json(&["status"]);
    let counted = status["refusals"].to_string();
    assert!(counted.contains("other-network"), "{counted}");
    assert_eq!(nodes[0].json(&["peers"]).as_array().map(Vec::len), Some(2));
}

fn write_private(path: &std::path::Path, bytes: &[u8]) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::write(path, bytes).expect("because there is room");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("because it is ours");
}
