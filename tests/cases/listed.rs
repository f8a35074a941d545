//! A case and the lists that are loaded: what was found in which version, and what a new version changes.

use super::*;

/// Loads a table of names as a list; gives what the node says of it.
fn load(network: &Network, node: &Node, names: &[&str]) -> Value {
    let rows: String = names.iter().map(|name| format!("{name},entity-list\n")).collect();
    let (file, mapping) = (network.path("list.csv"), network.path("mapping.json"));
    fs::write(&file, format!("Name,Ground\n{rows}")).expect("because it is ours");
    let columns = json!({ "columns": { "name": "Name", "programme": "Ground" } });
    fs::write(&mapping, columns.to_string()).expect("because it is ours");
    let line = ["list", "load", text(&file), "--name", "national", "--format", "csv"];
    let more = ["--mapping", text(&mapping), "--role", "adverse"];
    node.json(&[&line[..], &more].concat())
}

fn hits_in_lists(case: &Value) -> Vec<Value> {
    let hits = case["hits"].as_array().expect("a list");
    hits.iter().filter(|hit| hit["hit"]["source"]["in"] == "list").cloned().collect()
}

/// Screens until so many hits in lists are found, because a list is put into the index behind its loading.
fn screened(node: &Node, case: &str, count: usize) -> Value {
    eventually("the list to be searched", || {
        let case = node.json(&["case", "screen", case]);
        let found = hits_in_lists(&case).len();
        if found == count { Ok(case) } else { Err(format!("{found} in {case}")) }
    })
}

#[test]
fn list_that_is_loaded_anew_opens_no_decision_again_and_says_what_is_new() {
    let network = Network::create(&["KR"]);
    let nodes = network.running(OFTEN);
    let korea = &nodes[0];
    load(&network, korea, &[BUYER, "Somebody Else Entirely"]);
    let case = opened(korea);
    let first = screened(korea, &case, 1);
    let hit = hits_in_lists(&first).remove(0);
    let last = first["screenings"].as_array().and_then(|all| all.last()).expect("a screening");
    assert_eq!(last["taken"]["lists"][0]["list"], "national");
    assert_eq!(hit["hit"]["source"]["programme"], "entity-list");
    assert!(!hit["hit"]["reasons"].as_array().expect("a list").is_empty(), "{hit}");
    let name = hit["hit"]["hit"].as_str().expect("a name").to_owned();
    let reason = "another unit of the same name";
    korea.json(&["case", "decide", &case, &name, "--not-the-same", "--reason", reason]);

    load(&network, korea, &["A New Entry Of The List", BUYER, SECRET]);
    let second = screened(korea, &case, 2);
    let again =
        second["hits"].as_array().expect("a list").iter().find(|it| it["hit"]["hit"] == name);
    let again = again.expect("because it is on the list still");
    assert_eq!(again["decisions"][0]["about_older"], json!(false), "{again}");
    assert_eq!(again["hit"]["source"]["number"], json!(2), "and where it was found last is said");
    let told = korea.ask(&["case", "show", &case]).ended(0).out;
    assert!(told.contains("without a decision: 1 hit ("), "{told}");
    assert!(told.contains(&format!("{name}  ")) && told.contains(reason), "{told}");
    assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");

    // The file says both versions of the list, and verifies without any record.
    decide_the_rest(korea, &case);
    korea.json(&["case", "close", &case, "--outcome", "granted", "--reason", "nobody is the same"]);
    let (file, genesis) = (exported(&network, korea, &case, "case.cbor"), network.genesis());
    let found = chancery(&verify(&file, &genesis)).ended(0).json();
    let screenings = found["case"]["screenings"].as_array().expect("a list");
    let versions: std::collections::BTreeSet<String> =
        screenings.iter().map(|one| one["taken"]["lists"][0]["version"].to_string()).collect();
    assert!(versions.len() >= 2, "{versions:?}");
}
