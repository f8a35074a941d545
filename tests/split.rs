//! An authority signs two statements at one position: two processes under one key, each on its own side.
//!
//! In the field a split stopped everything (hypercore#174), or was not seen because both branches had the same
//! height (p2panda#919). Here every honest node gets the proof as soon as the sides meet, whatever the heights, also one
//! that joins later; that log is frozen, and all others go on.

use std::fs;

use serde_json::json;

use crate::harness::{Network, Node, advisory, copy_all, eventually, free_port};

const STATES: [&str; 5] = ["EE", "FI", "KR", "NL", "NO"];
/// No gossip: only what nodes compare of each other's frontiers can show it.
const SILENT: &str = "gossip = false\ncatch_up_ms = 500\n[checkpoint]\nevery_seconds = 1\n";

/// The two faces of EE with the one that each shows, and the honest nodes of both sides.
struct Sides {
    network: Network,
    faces: Vec<Node>,
    left: Node,
    right: Node,
    branches: [String; 2],
}

fn forked(node: &Node) -> bool {
    let status = node.status().unwrap_or_default();
    let logs = status["logs"].as_array().cloned().unwrap_or_default();
    logs.iter().any(|log| log["state"] == json!("EE") && log["forked"] == json!(true))
}

fn proves(node: &Node) {
    eventually(&format!("{} to prove the fork", node.state), || match forked(node) {
        true => Ok(()),
        false => Err(node.log()),
    });
}

fn lies(face: &Node, title: &str) -> String {
    let line = ["publish", "-", "--json", "--override-own-frontier"];
    let record = advisory("EE", title).to_string();
    let published = face.ask_with(&line, &record).ended(0).json();
    assert_eq!(published["seq"], json!(1), "both faces are as high");
    published["id"].as_str().expect("an id").to_owned()
}

/// Another process under the keys of EE, listening elsewhere.
fn second_face(network: &Network, first: &Node) -> (Node, String) {
    let dir = network.path("face");
    copy_all(first.dir(), &dir);
    let place = format!("/ip4/127.0.0.1/udp/{}/quic-v1", free_port());
    let second = Node::at("EE", dir);
    point(&second, network.place("EE"), &place);
    (second, place)
}

/// Puts another address into a node's configuration.
fn point(node: &Node, from: &str, to: &str) {
    let config = node.dir().join("config.toml");
    let text = fs::read_to_string(&config).expect("because init wrote it");
    assert!(text.contains(from), "{text}");
    fs::write(&config, text.replace(from, to)).expect("because it is ours");
}

fn split() -> Sides {
    let network = Network::create(&STATES);
    let mut first = network.node_among("EE", &[], SILENT);
    let (mut second, place) = second_face(&network, &first);
    let mut left = network.node_among("KR", &[network.place("EE")], SILENT);
    let mut right = network.node_among("NL", &[&place], SILENT);
    [&mut first, &mut second, &mut left, &mut right].into_iter().for_each(Node::start);
    [&left, &right].into_iter().for_each(|node| node.sees(1));
    let branches =
        [lies(&first, "The shipment is clean"), lies(&second, "The shipment is not clean")];
    left.holds(&branches[0]);
    right.holds(&branches[1]);
    Sides { network, faces: vec![first, second], left, right, branches }
}

/// The honest sides meet, and the liar is silent.
fn heal(sides: &mut Sides) {
    sides.faces.iter_mut().for_each(Node::kill);
    sides.left.stop();
    point(&sides.left, sides.network.place("EE"), sides.network.place("NL"));
    sides.left.start();
}

#[test]
fn equal_heights_over_a_fork_are_not_taken_for_the_same_p2panda_919() {
    let mut sides = split();
    let [left, right] = [&sides.left, &sides.right].map(|node| {
        let logs = node.json(&["status"])["logs"].clone();
        let logs = logs.as_array().expect("because logs are a list").clone();
        logs.into_iter().find(|log| log["state"] == json!("EE")).expect("because it is held")
    });
    assert_eq!(left["seq"], right["seq"], "the heights are the same");
    assert_ne!(left["tip"], right["tip"], "and the tips are not");
    heal(&mut sides);
    [&sides.left, &sides.right].into_iter().for_each(proves);
}

#[test]
fn a_liar_is_proven_at_every_honest_node_and_the_others_go_on_hypercore_174() {
    let mut sides = split();
    heal(&mut sides);
    [&sides.left, &sides.right].into_iter().for_each(proves);
    // One that was not there when it happened learns of it as well.
    let known = [sides.network.place("KR").to_owned()];
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut late = sides.network.node_among("NO", &known, SILENT);
    late.start();
    proves(&late);
    for (node, branch) in [(&sides.left, &sides.branches[0]), (&sides.right, &sides.branches[1])] {
        let shown = node.json(&["show", branch]);
        assert_eq!(shown["status"], json!("forked"), "it stays readable: {shown}");
    }
    for author in [&sides.left, &sides.right, &late] {
        let reference = author.published(&advisory(&author.state, "Life goes on"));
        for reader in [&sides.left, &sides.right, &late] {
            reader.holds(&reference);
            assert_eq!(reader.json(&["show", &reference])["status"], json!("in-force"));
        }
    }
    // The liar comes back, and nobody takes anything more of that log.
    point(&sides.faces[0], "peers = []", &format!("peers = [\"{}\"]", sides.network.place("NL")));
    sides.faces[0].start();
    eventually("the liar to see its own proof", || match forked(&sides.faces[0]) {
        true => Ok(()),
        false => Err(sides.faces[0].log()),
    });
    let (error, _) = sides.faces[0].publish(&advisory("EE", "As if nothing")).ended(1).failure();
    assert!(error.contains("sign"), "{error}");
    for node in [&sides.left, &sides.right, &late] {
        assert_eq!(node.json(&["fsck"])["clean"], json!(true), "{}", node.state);
    }
}
