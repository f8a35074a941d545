//! Who stands beside whom, and who may be one: asked of real nodes with real commands.
//!
//! The public cases of the demonstration are the records; what is invented besides is told by [`company`].

use std::fs;

use serde_json::{Value, json};

use crate::harness::{Network, Node, advisory, correction, withdrawal};

mod same;

const STATES: [&str; 2] = ["EE", "KR"];
const SETTINGS: &str = "catch_up_ms = 1_000\n";

/// A public case, as this state would sign it.
fn case(file: &str, state: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/");
    let text = fs::read_to_string(format!("{folder}{file}.json")).expect("because it is there");
    let mut record: Value = serde_json::from_str(&text).expect("because it is JSON");
    record["originator"]["state"] = json!(state);
    record
}

/// A company that takes part.
fn company(key: &str, name: &str, country: &str) -> Value {
    json!({
        "key": key, "schema": "Company", "roles": ["vendor"],
        "names": [{ "value": name, "kind": "legal" }], "jurisdictions": [country],
        "statement": "EXERCISE. It takes part.",
    })
}

/// An advisory of this state that names these and tells of no way.
fn naming(state: &str, title: &str, parties: &[Value]) -> Value {
    let mut record = advisory(state, title);
    record["parties"] = json!(parties);
    let fields = record.as_object_mut().expect("because a record is a map");
    fields.remove("routes");
    record
}

fn names(graph: &Value) -> Vec<&str> {
    let nodes = graph["nodes"].as_array().expect("because it has nodes");
    nodes.iter().filter_map(|node| node["names"][0].as_str()).collect()
}

fn links<'a>(graph: &'a Value, link: &str) -> Vec<&'a Value> {
    let edges = graph["edges"].as_array().expect("because it has edges");
    edges.iter().filter(|edge| edge["link"] == link).collect()
}

/// The text fits the screen, and is given.
fn told(node: &Node, arguments: &[&str]) -> String {
    let text = node.ask(arguments).ended(0).out;
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    text
}

#[test]
fn public_cases_are_drawn_with_routes_lists_products_and_drills() {
    let network = Network::create(&STATES);
    let nodes = network.running(SETTINGS);
    for (file, state) in [
        ("02-intellexa-cytrox-listed", 0),
        ("10-licences-to-anti-fraud-agency", 1),
        ("06-finspy-false-end-user", 0),
        ("08-filtering-diverted-by-reseller", 1),
    ] {
        let reference = nodes[state].published(&case(file, STATES[state]));
        nodes.iter().for_each(|node| node.holds(&reference));
    }
    let graph = nodes[0].json(&["graph", "Intellexa"]);
    assert!(names(&graph).contains(&"Cytrox AD"), "{graph}");
    let listed = links(&graph, "listed-by");
    assert!(listed.iter().any(|edge| edge["how"].as_str().unwrap().contains("88 FR 46071")));
    // Korea and Estonia write the same name: that is proposed, not known.
    assert!(!links(&graph, "may-be").is_empty(), "{graph}");
    for edge in graph["edges"].as_array().unwrap() {
        assert!(!edge["sources"].as_array().unwrap().is_empty(), "{edge}");
    }

    let text = told(&nodes[0], &["graph", "FinFisher"]);
    let way = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        way.contains("route 1: DE Germany, origin: FinFisher > BG Bulgaria, diversion-point (electronic): Bulgarian subsidiary of FinFisher > TR Türkiye, actual-destination: Turkish intelligence service"),
        "{text}"
    );
    assert!(
        way.contains("FinSpy (product; eu-annex-i 4D004)") && way.contains("[exercise]"),
        "{text}"
    );
    let way = told(&nodes[0], &["graph", "blue coat systems"]);
    assert!(way.contains("Computerlinks FZCO") && way.contains("SY Syrian"), "{way}");

    // The same graph at both nodes, whatever the order in which records came.
    assert_eq!(graph, nodes[1].json(&["graph", "Intellexa"]));
    let dot = nodes[0].ask(&["graph", "FinFisher", "--format", "dot"]).ended(0).out;
    assert!(dot.starts_with("digraph chancery {") && dot.contains("EXERCISE"), "{dot}");
    let file = network.path("finfisher.svg");
    let file = file.to_str().unwrap();
    let drawn = nodes[0].json(&["graph", "FinFisher", "--format", "svg", "--out", file]);
    let svg = fs::read_to_string(file).unwrap();
    assert_eq!(drawn["bytes"], json!(svg.len()));
    assert!(
        svg.contains("<svg ") && svg.contains("TR Türkiye") && svg.contains("EXERCISE"),
        "{svg}"
    );
    nodes[0].ask(&["graph", "FinFisher", "--out", file]).ended(1);
}

#[test]
fn names_in_many_scripts_owners_and_depth() {
    let network = Network::create(&["EE"]);
    let nodes = network.running("");
    let mut maker = company("maker", "Кестрел Системс", "BG");
    maker["ownership"] =
        json!([{ "owner": "Ἀετός Συμμετοχῶν Α.Ε.", "percentage": "65.5", "as_of": "2024-03" }]);
    let all = [
        maker,
        company("b", "شركة الصقر للأنظمة", "AE"),
        company("c", "株式会社ハヤブサ", "JP"),
        company("d", "מערכות בז בע\"מ", "IL"),
        company("e", "Ekin \"]; <b>x", "TR"),
    ];
    nodes[0].published(&naming("EE", "Many scripts", &all));
    nodes[0].published(&naming(
        "EE",
        "Again",
        &[company("x", "株式会社ハヤブサ", "JP"), company("y", "송골매 주식회사", "KR")],
    ));
    for asked in [
        "Кестрел Системс",
        "Kestrel Sistems",
        "شركة الصقر للأنظمة",
        "株式会社ハヤブサ",
        "EE-2026-0001/d",
    ] {
        let graph = nodes[0].json(&["graph", asked, "--depth", "4"]);
        assert_eq!(graph["nodes"][0]["distance"], json!(0), "{asked}");
        assert!(names(&graph).contains(&"송골매 주식회사"), "{asked}: {graph}");
    }
    let owner = nodes[0].json(&["graph", "Ἀετός Συμμετοχῶν", "--depth", "1"]);
    assert_eq!(names(&owner), ["Ἀετός Συμμετοχῶν Α.Ε.", "Кестрел Системс"]);
    let owns = links(&owner, "owns")[0];
    assert_eq!((&owns["percent"], &owns["as_of"]), (&json!("65.5"), &json!("2024-03")));
    let text = told(&nodes[0], &["graph", "EE-2026-0001/e"]);
    assert!(text.contains("--depth 3"), "what lies behind is said: {text}");
    let drawn =
        |format| nodes[0].ask(&["graph", "EE-2026-0001/e", "--format", format]).ended(0).out;
    assert!(drawn("dot").contains(r#"[label="Ekin \"]; <b>x\n"#), "{}", drawn("dot"));
    assert!(!drawn("svg").contains("<b>x"), "{}", drawn("svg"));
    let narrow = nodes[0].json(&["graph", "株式会社ハヤブサ", "--nodes", "3"]);
    assert_eq!(narrow["nodes"].as_array().map(Vec::len), Some(3));
    assert!(narrow["left_out"]["nodes"].as_u64() > Some(0), "{narrow}");
}

#[test]
fn what_was_taken_back_is_drawn_as_such_and_is_no_path() {
    let network = Network::create(&["EE"]);
    let nodes = network.running("");
    let kestrel = || company("a", "Kestrel Systems AD", "BG");
    nodes[0].published(&naming(
        "EE",
        "Stands",
        &[kestrel(), company("b", "Orchid Trading FZE", "AE")],
    ));
    let partly = nodes[0].published(&naming(
        "EE",
        "Partly",
        &[company("b", "Orchid Trading FZE", "AE"), company("c", "Harbour Freight Line", "NL")],
    ));
    let gone = nodes[0].published(&naming(
        "EE",
        "Gone",
        &[kestrel(), company("d", "Meridian Foods", "FR")],
    ));
    nodes[0].published(&withdrawal("EE", &gone));
    let mut delisting = withdrawal("EE", &partly);
    delisting["reason"] = json!("delisted");
    delisting["parts"] = json!({ "parties": ["b"] });
    nodes[0].published(&delisting);

    let standing = nodes[0].json(&["graph", "Kestrel Systems", "--depth", "4"]);
    assert!(!names(&standing).contains(&"Meridian Foods"), "{standing}");
    assert!(!names(&standing).contains(&"Harbour Freight Line"), "{standing}");
    let withdrawn =
        standing["nodes"].as_array().unwrap().iter().find(|node| node["reference"] == json!(gone));
    assert_eq!(
        withdrawn.map(|node| (&node["status"], &node["stands"])),
        Some((&json!("withdrawn"), &json!(false)))
    );
    let text = told(&nodes[0], &["graph", "Kestrel Systems", "--depth", "4"]);
    assert!(text.contains("WITHDRAWN") && text.contains("`--all`"), "{text}");
    let all = nodes[0].json(&["graph", "Kestrel Systems", "--depth", "4", "--all"]);
    assert!(names(&all).contains(&"Meridian Foods"), "{all}");
    assert!(names(&all).contains(&"Harbour Freight Line"), "{all}");
}

#[test]
fn question_that_makes_no_sense_is_told_what_would() {
    let network = Network::create(&["EE"]);
    let nodes = network.running("");
    nodes[0].published(&naming("EE", "One", &[company("a", "Kestrel Systems AD", "BG")]));
    let (error, hint) = nodes[0].ask(&["graph", "Heron and Sons", "--json"]).ended(3).failure();
    assert!(
        error.contains("Heron and Sons") && hint.contains("EE-2026-0001/KEY"),
        "{error} {hint}"
    );
    let (_, hint) = nodes[0].ask(&["graph", "estrel", "--json"]).ended(3).failure();
    assert!(hint.contains("Kestrel Systems AD"), "a part of a name is told the whole: {hint}");
    let (error, _) = nodes[0].ask(&["graph", "EE-2026-0001/z", "--json"]).ended(3).failure();
    assert!(error.contains("names no party"), "{error}");
    for (option, value) in [("--depth", "7"), ("--depth", "0"), ("--nodes", "251")] {
        let (error, _) =
            nodes[0].ask(&["graph", "Kestrel", option, value, "--json"]).ended(1).failure();
        assert!(error.contains("1 to"), "{error}");
    }
    nodes[0].ask(&["graph", &"x".repeat(5_000), "--json"]).ended(1);
    for path in [
        "/v1/graph",
        "/v1/graph?party=x&depth=-1",
        "/v1/graph?party=x&format=png",
        "/v1/same?state=odd",
        "/v1/graph?party=x&to=KR",
    ] {
        let reply = nodes[0].get(path).expect("because it answers");
        assert_eq!(reply.status, 400, "{path}");
        assert!(!reply.json()["hint"].as_str().expect("a hint").is_empty());
    }
    nodes[0].ask(&["same", "show", "s-0000000000"]).ended(3);
    // What was asked for is nobody's business, not even the log's.
    assert!(!nodes[0].log().contains("Heron"), "{}", nodes[0].log());
}
