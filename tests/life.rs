//! The life of a record: a correction, a partial withdrawal, a renewal and what another state says of it reach a
//! node that was away and one that joins later, and all tell the same.

use serde_json::{Value, json};

use crate::harness::{ENVELOPE, Network, Node, advisory, correction, eventually, withdrawal};

const SETTINGS: &str = "catch_up_ms = 1_000\n";

/// What a node tells of a record, without who holds it, which nodes learn at different times.
fn thread(node: &Node, reference: &str) -> Value {
    let mut thread = node.json(&["show", reference])["thread"].clone();
    for told in ["held_by", "reported_by"] {
        thread["record"].as_object_mut().expect("because a summary is a map").remove(told);
    }
    thread
}

/// Two companies instead of one.
fn widened(mut record: Value) -> Value {
    let mut broker = record["parties"][0].clone();
    broker["key"] = json!("broker");
    broker["names"][0]["value"] = json!("Example Broker Limited");
    let parties = record["parties"].as_array_mut().expect("because they are a list");
    parties.push(broker);
    record
}

/// Only one party goes; the rest stands.
fn delisting(state: &str, target: &str, key: &str) -> Value {
    let mut record = withdrawal(state, target);
    record["reason"] = json!("delisted");
    record["explanation"] = json!("EXERCISE. The broker was taken off the list.");
    record["parts"] = json!({ "parties": [key] });
    record
}

fn about(state: &str, kind: &str, target: &str, fields: &Value) -> Value {
    let whole = advisory(state, "What another says of it");
    let mut record: Value =
        ENVELOPE.iter().map(|key| ((*key).to_owned(), whole[*key].clone())).collect();
    record["kind"] = json!(kind);
    record["commitments"] = json!(["C3"]);
    record["target"] = json!({ "reference": target });
    let more = fields.as_object().expect("because they are a map").clone();
    record.as_object_mut().expect("because it is a map").extend(more);
    record
}

#[test]
fn a_correction_and_a_partial_withdrawal_reach_who_was_away_and_who_joins_later() {
    let network = Network::create(&["EE", "KR", "NL", "NO"]);
    let mut nodes: Vec<Node> =
        ["EE", "KR", "NO"].iter().map(|state| network.node_with(state, SETTINGS)).collect();
    nodes.iter_mut().for_each(Node::start);
    nodes.iter().for_each(|node| node.sees(2));
    let reference = nodes[0].published(&advisory("EE", "As it was first"));
    nodes.iter().for_each(|node| node.holds(&reference));
    let first = thread(&nodes[1], &reference);
    assert_eq!(first["versions"].as_array().map(Vec::len), Some(1), "{first}");

    nodes[1].stop();
    let mut second = correction("EE", &reference, "As it was corrected");
    second["replacement"] = widened(second["replacement"].clone());
    let second = nodes[0].published(&second);
    let delisting = nodes[0].published(&delisting("EE", &reference, "broker"));
    let says = json!({ "stance": "disagree", "basis": "EXERCISE. The end user is known." });
    nodes[2].holds(&delisting);
    let dispute = nodes[2].published(&about("NO", "dispute", &second, &says));
    nodes[0].holds(&dispute);

    nodes[1].start();
    let mut late = network.node_with("NL", SETTINGS);
    late.start();
    nodes.push(late);
    for node in &nodes {
        node.holds(&delisting);
        node.holds(&dispute);
    }
    let told = thread(&nodes[0], &reference);
    for node in &nodes {
        eventually(&format!("{} to tell the same", node.state), || {
            let found = thread(node, &reference);
            if found == told { Ok(()) } else { Err(format!("{found}\n{told}")) }
        });
        assert_eq!(thread(node, &delisting)["record"]["reference"], json!(reference));
    }
    assert_eq!(told["current"], json!(2), "{told}");
    assert_eq!(told["text"]["parties"].as_array().map(Vec::len), Some(1), "the broker is gone");
    assert_eq!(told["withdrawn_parts"][0]["key"], json!("broker"));
    assert_eq!(told["remarks"][0]["says"]["stance"], json!("disagree"));
    let marks: Vec<&str> = told["marks"]
        .as_array()
        .expect("because marks are a list")
        .iter()
        .filter_map(|mark| mark["mark"].as_str())
        .collect();
    assert_eq!(marks, ["partly-withdrawn", "disputed"]);
    the_pages(&nodes[3], &reference);
}

/// What people read at the node that joined last.
fn the_pages(node: &Node, reference: &str) {
    let page = node.ask(&["show", reference]).ended(0).out;
    for said in [
        "*** EXERCISE ***",
        "2 of 2",
        "partly withdrawn; disputed by NO",
        "Example Broker Limited",
        "delisted",
        "party added",
        "NO/authority: Dispute: disagree",
    ] {
        assert!(page.contains(said), "{said:?} is missing:\n{page}");
    }
    let before = node.ask(&["show", reference, "--version", "1"]).ended(0).out;
    assert!(before.contains("NOT the current text"), "{before}");
    assert!(before.contains("As it was first"), "{before}");
    let (error, _) = node.ask(&["show", reference, "--version", "7", "--json"]).ended(3).failure();
    assert!(error.contains("no version 7"), "{error}");
    let history = node.ask(&["history", reference]).ended(0).out;
    let place = |what: &str| history.find(what).unwrap_or_else(|| panic!("{what}: {history}"));
    assert!(place("Published") < place("Corrected"), "{history}");
    assert!(place("Corrected") < place("Partly withdrew"), "{history}");
}

#[test]
fn what_is_over_leaves_the_list_and_no_audit_and_a_renewal_brings_it_back() {
    let network = Network::create(&["EE", "KR"]);
    let nodes = network.running(SETTINGS);
    nodes.iter().for_each(|node| node.sees(1));
    let mut over = advisory("EE", "It held for a day");
    over["created_at"] = json!("2024-11-24T09:00:00Z");
    over["review_due"] = json!("2025-06-30");
    over["valid_until"] = json!("2025-06-30");
    let over = nodes[0].published(&over);
    nodes[1].holds(&over);
    let listed = |line: &[&str]| -> Vec<String> {
        let list = nodes[1].json(line);
        let rows = list.as_array().expect("because it is a list").iter();
        rows.filter_map(|row| row["reference"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(listed(&["list"]), Vec::<String>::new());
    assert_eq!(listed(&["list", "--all"]), [over.as_str()]);
    assert_eq!(listed(&["list", "--status", "expired"]), [over.as_str()]);
    assert_eq!(listed(&["list", "--all", "--exercise", "no"]), Vec::<String>::new());
    let told = nodes[1].ask(&["list"]).ended(0).out;
    assert!(told.contains("1 record not shown, expired"), "{told}");
    assert_eq!(thread(&nodes[1], &over)["standing"]["status"], json!("expired"));
    assert_eq!(nodes[1].json(&["fsck"])["clean"], json!(true));

    let fields = json!({ "reason": "EXERCISE. It still holds.", "valid_until": "2999-12-31" });
    let renewal = nodes[0].published(&about("EE", "renewal", &over, &fields));
    nodes[1].holds(&renewal);
    assert_eq!(
        listed(&["list", "--status", "in-force", "--kind", "threat-advisory"]),
        [over.as_str()]
    );
    let renewed = thread(&nodes[1], &over);
    assert_eq!(renewed["valid_until"]["day"], json!("2999-12-31"), "{renewed}");
    assert_eq!(renewed["marks"][0]["mark"], json!("renewed"));
    // By the id, because a reference says by itself whose it is.
    let mut foreign = withdrawal("KR", &over);
    foreign["target"] = json!({ "id": renewed["record"]["id"] });
    let (error, _) = nodes[1].publish(&foreign).ended(1).failure();
    assert!(error.contains("only its originator can say this of it"), "{error}");
}
