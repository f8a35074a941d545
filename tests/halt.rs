//! Two rosters of one version, each with a quorum: who signed both is named everywhere, roster changes stop until people
//! choose, and everything else goes on.

use chancery_ledger::roster::RosterProposal;
use serde_json::{Value, json};

use crate::harness::{Network, Node, Roots, advisory, eventually};

const STATES: [&str; 4] = ["EE", "KR", "NL", "NO"];
const OFTEN: &str = "catch_up_ms = 1_000\n";

fn eventually_says(node: &Node, what: &str, told: impl Fn(&Value) -> bool) {
    eventually(&format!("{} to say {what}", node.state), || match node.status() {
        Some(status) if told(&status) => Ok(()),
        other => Err(format!("{other:?}\n{}", node.log())),
    });
}

#[test]
fn who_signs_two_rosters_is_named_on_every_node_and_people_choose() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    nodes.iter().for_each(|node| node.sees(3));
    let before = nodes[0].published(&advisory("EE", "Before"));

    let mut roots = Roots::of(&network);
    let founding = roots.roster();
    let strict = RosterProposal::after(&founding).threshold(4);
    let suspending = RosterProposal::after(&founding).suspend("NO".parse().expect("a state"));
    let suspending = roots.ended(suspending, "NO");
    let other = roots.step_aside(&suspending, &["EE", "KR", "NL"]);
    let one = roots.step(&strict, &["EE", "KR", "NO"]);
    let choice = roots.roster();
    nodes[3].enacts(&one);
    nodes[3].follows(1);
    nodes[0].follows(1);
    nodes[0].enacts(&other);
    for node in &nodes {
        eventually_says(node, "who signed both", |status| {
            status["halt"]["double_signers"] == json!(["EE", "KR"])
        });
        let status = node.json(&["status"]);
        assert_eq!(status["halt"]["height"], json!(1));
        assert_eq!(status["roster_version"], json!(0), "the last that both share");
        let human = node.ask(&["status"]).ended(0).out;
        assert!(human.contains("ALARM") && human.contains("EE, KR"), "{human}");
        let roster = node.get("/v1/roster").expect("because it answers").json();
        assert_eq!(roster["halt"]["double_signers"], json!(["EE", "KR"]));
        assert_eq!(roster["in_force"]["version"], json!(0));
    }
    // Reading, publishing and verification go on.
    let during = nodes[3].published(&advisory("NO", "During"));
    for node in &nodes {
        node.holds(&during);
        for reference in [&before, &during] {
            assert_eq!(node.json(&["verify", reference])["verified"], json!(true));
        }
    }

    // People choose: a version after the one settles the other.
    let loser = roots.hash_of(&suspending);
    let settling = RosterProposal::after(&choice).threshold(3).settle(loser);
    let settled = roots.step(&settling, &STATES);
    nodes[1].enacts(&settled);
    for node in &nodes {
        node.follows(2);
        eventually_says(node, "that it is settled", |status| status["halt"].is_null());
        assert_eq!(node.json(&["verify", &during])["verified"], json!(true));
    }
    let acts = nodes[2].get("/v1/acts").expect("because it answers").json();
    let kinds: Vec<&str> =
        acts.as_array().expect("a list").iter().filter_map(|act| act["kind"].as_str()).collect();
    let steps = kinds.iter().filter(|kind| **kind == "step").count();
    assert_eq!(steps, 3, "every valid step is kept: {kinds:?}");
    let roster = nodes[2].get("/v1/roster").expect("because it answers").json();
    let signed = &roster["in_force"]["signed_by"];
    assert_eq!(signed, &json!(STATES), "{roster}");
}
