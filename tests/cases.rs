//! A licence review between real nodes: nothing of it leaves the node but the consultation that an officer
//! releases, and its file says years later what stood when it was decided and what became of it.

use std::fs;
use std::path::Path;

use chancery_record::Kind;
use serde_json::{Value, json};

use crate::duties::of_kind;
use crate::harness::{Network, Node, chancery, correction, eventually, withdrawal};

mod keeping;
mod listed;
mod story;

const STATES: [&str; 2] = ["EE", "KR"];
const OFTEN: &str = "catch_up_ms = 1_000\n[checkpoint]\nevery_seconds = 1\n";

/// Names that nobody but the node of the case may ever see.
const BUYER: &str = "Windmill Unit 4711";
const SECRET: &str = "Mühlenwerk 비밀 सौदा";

/// A denial of this state, of a phone interceptor for [`BUYER`].
fn denial(state: &str, title: &str) -> Value {
    let mut record: Value = serde_json::from_str(Kind::DenialNotice.example()).expect("JSON");
    record["originator"] = json!({ "state": state, "authority": "authority" });
    record["title"] = json!(title);
    record["parties"] = json!([
        { "key": "buyer", "schema": "Organization", "roles": ["end-user"],
          "names": [{ "value": BUYER, "kind": "legal" }],
          "statement": "EXERCISE. It was to use the device." },
        { "key": "agent", "schema": "Company", "roles": ["broker"],
          "names": [{ "value": "Quayside Logistics Broker", "kind": "legal" }],
          "statement": "EXERCISE. It arranged the sale." },
    ]);
    record
}

/// The whole denial again, with another title.
fn corrected(state: &str, target: &str, title: &str) -> Value {
    let mut record = correction(state, target, title);
    record["replacement"] = denial(state, title);
    record["handling"] = record["replacement"]["handling"].clone();
    record
}

/// The buyer is taken out of a denial.
fn without_the_buyer(state: &str, target: &str) -> Value {
    let mut record = withdrawal(state, target);
    record["handling"] = denial(state, "Refused")["handling"].clone();
    record["parts"] = json!({ "parties": ["buyer"] });
    record["reason"] = json!("delisted");
    record["explanation"] = json!("EXERCISE. It has named its end user.");
    record
}

/// An application like what was denied.
fn application() -> Value {
    json!({
        "number": "2026-0815",
        "destination": "BD",
        "stated_end_use": SECRET,
        "items": [{
            "description": "A device that finds telephones.",
            "tech_category": "mobile-interception-identifiers",
            "codes": [{ "list": "eu-annex-i", "code": "5A001.f.2" }],
        }],
        "parties": [
            { "roles": ["end-user"], "names": [{ "value": BUYER, "kind": "legal" }] },
            { "roles": ["exporter"], "names": [{ "value": SECRET, "kind": "legal" }] },
        ],
        "route": [{ "country": "AE" }],
    })
}

fn text(path: &Path) -> &str {
    path.to_str().expect("because temporary folders have plain names")
}

/// Opens the case of [`application`]; gives its name.
fn opened(node: &Node) -> String {
    let line = ["case", "open", "-", "--by", "officer 7", "--json"];
    let case = node.ask_with(&line, &application().to_string()).ended(0).json();
    case["name"].as_str().expect("because it has a name").to_owned()
}

/// The hit that is the denial of that reference.
fn hit_of(case: &Value, reference: &str) -> Value {
    let hits = case["hits"].as_array().expect("a list");
    let is_it = |hit: &&Value| {
        hit["hit"]["source"]["reference"] == reference && !hit["hit"]["undercut"].is_null()
    };
    hits.iter().find(is_it).unwrap_or_else(|| panic!("no {reference} in {hits:?}")).clone()
}

/// Decides about every hit that waits for it.
fn decide_the_rest(node: &Node, case: &str) {
    let view = node.json(&["case", "show", case]);
    let hits = view["case"]["hits"].as_array().expect("a list");
    let open = hits.iter().filter(|hit| {
        hit["current"] == true
            && hit["hit"]["past"] == false
            && hit["decisions"].as_array().is_some_and(Vec::is_empty)
    });
    let names: Vec<&str> = open.filter_map(|hit| hit["hit"]["hit"].as_str()).collect();
    if !names.is_empty() {
        let line = [&["case", "decide", case][..], &names, &["--unclear", "--reason", "as above"]];
        node.json(&line.concat());
    }
}

/// Fills in what only a person may declare, and releases a draft; gives its reference.
fn released(node: &Node, draft: &str) -> String {
    let attested = "attestations={\"unclassified\":true,\"not_regime_confidential\":true,\
                    \"no_victim_identity\":true,\"personal_data_reviewed\":true}";
    for field in ["personal_data.present=false", attested] {
        node.ask(&["draft", "edit", draft, "--set", field]).ended(0);
    }
    let released = node.json(&["release", draft]);
    released["reference"].as_str().expect("because it has a reference").to_owned()
}

/// Waits until a node has evidence of a record.
fn evident(node: &Node, reference: &str) {
    eventually("evidence", || match node.get(&format!("/v1/records/{reference}/evidence")) {
        Ok(reply) if reply.status == 200 => Ok(()),
        other => Err(format!("{other:?}")),
    });
}

/// A case file in the folder of the network, exported.
fn exported(network: &Network, node: &Node, case: &str, name: &str) -> std::path::PathBuf {
    let file = network.path(name);
    node.ask(&["case", "export", case, text(&file), "--json"]).ended(0);
    file
}

fn verify<'a>(file: &'a Path, genesis: &'a Path) -> Vec<&'a str> {
    vec!["case", "verify", text(file), "--genesis", text(genesis), "--json"]
}
