//! A state is removed by a quorum of the others.
//!
//! In the field a removed organisation went on pulling through a third one that had not removed it
//! (MISP#10899). Here the others' nodes follow the roster by themselves, and whoever has not heard of it yet cannot
//! hold what was said under it.

use serde_json::json;

use crate::harness::{Network, Node, Roots, advisory, eventually, head_of};

/// Three of four are more than two thirds.
const STATES: [&str; 4] = ["EE", "KR", "NL", "NO"];
const OFTEN: &str = "catch_up_ms = 1_000\n[checkpoint]\nevery_seconds = 1\n";

fn lacks(node: &Node, reference: &str) {
    let reply = node.get(&format!("/v1/records/{reference}")).expect("because it answers");
    assert_eq!(reply.status, 404, "{} has {reference}", node.state);
}

fn alone(node: &Node) {
    eventually(&format!("nobody to speak with {}", node.state), || match node.status() {
        Some(status) if status["peers"] == json!(0) => Ok(()),
        other => Err(format!("{other:?}")),
    });
}

#[test]
fn a_removed_member_gets_nothing_later_through_a_third_misp_10899() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(OFTEN);
    let before = nodes[3].published(&advisory("NO", "Said while a member"));
    nodes.iter().for_each(|node| node.holds(&before));
    let head = head_of(&nodes[0], "NO").expect("because it is held");
    // The third: it does not hear of the removal, and the removed one goes on knowing its address.
    nodes[1].stop();

    let mut roots = Roots::of(&network);
    let removal = roots.removal("NO", head, &["EE", "KR", "NL"]);
    let enacted = nodes[0].enacts(&removal);
    assert_eq!((&enacted["kind"], &enacted["new"]), (&json!("step"), &json!(true)));
    [0, 2].iter().for_each(|at| nodes[*at].follows(1));
    alone(&nodes[3]);
    let after = nodes[0].published(&advisory("EE", "Said when it was gone"));
    nodes[2].holds(&after);

    nodes[1].start();
    nodes[1].follows(1);
    nodes[1].holds(&after);
    alone(&nodes[3]);
    lacks(&nodes[3], &after);

    // What it says now reaches nobody, and what it said before stands.
    let line = ["publish", "-", "--json", "--override-own-frontier"];
    let record = advisory("NO", "Said when out").to_string();
    let late = nodes[3].ask_with(&line, &record).ended(0).json();
    let late = late["reference"].as_str().expect("a reference").to_owned();
    let last = nodes[2].published(&advisory("NL", "Life goes on"));
    nodes[..3].iter().for_each(|node| node.holds(&last));
    for node in &nodes[..3] {
        lacks(node, &late);
        assert_eq!(node.json(&["show", &before])["status"], json!("in-force"));
        assert_eq!(node.json(&["verify", &before])["verified"], json!(true));
        assert!(node.json(&["peers"]).as_array().is_some_and(|peers| {
            peers
                .iter()
                .all(|peer| peer["state"] != json!("NO") || peer["connected"] == json!(false))
        }));
    }
    lacks(&nodes[3], &last);

    // Its operator submits the roster, and is told what has become of the node.
    nodes[3].enacts(&removal);
    nodes[3].follows(1);
    let alarms = nodes[3].json(&["status"])["alarms"].to_string();
    assert!(alarms.contains("not in the network any more"), "{alarms}");
    assert!(nodes[3].log().contains("this needs people"), "{}", nodes[3].log());
}

#[test]
fn a_state_leaves_by_its_own_signature_and_what_it_said_stands() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let before = nodes[3].published(&advisory("NO", "Said while a member"));
    nodes.iter().for_each(|node| node.holds(&before));
    let head = head_of(&nodes[0], "NO").expect("because it is held");
    let leaving = Roots::of(&network).withdrawal("NO", head);
    assert_eq!(nodes[1].enacts(&leaving)["kind"], json!("withdrawal"));
    alone(&nodes[3]);
    for node in &nodes[..3] {
        eventually(&format!("{} to know that it is closed", node.state), || {
            let logs = node.get("/v1/logs").map_err(|error| error.to_string())?.json();
            let logs = logs.as_array().cloned().unwrap_or_default();
            let closed = logs.iter().find(|log| log["state"] == json!("NO"));
            let closed = closed.map(|log| log["closed"]["seq"].clone());
            if closed == Some(json!(head.seq)) { Ok(()) } else { Err(format!("{closed:?}")) }
        });
        let status = node.json(&["status"]);
        assert_eq!(status["roster_version"], json!(0), "it makes no version");
        assert_eq!(node.json(&["show", &before])["status"], json!("in-force"));
        assert_eq!(node.json(&["verify", &before])["verified"], json!(true));
        assert_eq!(node.json(&["fsck"])["clean"], json!(true));
    }
    let after = nodes[0].published(&advisory("EE", "Said when it was gone"));
    nodes[..3].iter().for_each(|node| node.holds(&after));
    lacks(&nodes[3], &after);
}

#[test]
fn a_roster_that_too_few_signed_changes_nothing_and_the_node_says_why() {
    let network = Network::create(&STATES);
    let nodes = network.running(OFTEN);
    let head = eventually("the log of NO", || head_of(&nodes[0], "NO").ok_or("not held"));
    let removal = Roots::of(&network).partial_removal("NO", head, &["EE", "KR"]);
    let error = nodes[0].refuses_act(&removal);
    assert!(error.contains("signatures") || error.contains("signed"), "{error}");
    assert!(nodes[0].refusals("below-quorum") > 0);
    assert_eq!(nodes[0].json(&["status"])["roster_version"], json!(0));
    let error = nodes[0].refuses_act(b"neither act nor anything else");
    assert!(error.contains("no act of a known kind"), "{error}");
}
