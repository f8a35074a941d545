//! Pairs that may be one: proposed, decided here, and nobody else's business.

use super::*;

const REASON: &str = "the commercial register of Sofia, entry Windmill-4711";

fn propose(node: &Node) -> Vec<Value> {
    let run = node.json(&["same", "propose"]);
    assert_eq!(run["through"], json!(true), "{run}");
    run["found"].as_array().expect("because it is a list").clone()
}

fn decide(node: &Node, word: &str, pair: &Value) -> Value {
    let name = pair["name"].as_str().expect("a name");
    node.json(&["same", word, name, "--reason", REASON])
}

/// Three states that name one company, each in its own way.
fn three(network: &Network) -> Vec<Node> {
    let nodes = network.running(SETTINGS);
    let written =
        [("EE", "Кестрел Системс"), ("KR", "Kestrel Systems AD"), ("NL", "Kestrel Systems")];
    for (node, (state, name)) in nodes.iter().zip(written) {
        let reference = node.published(&naming(state, "One", &[company("a", name, "BG")]));
        nodes[0].holds(&reference);
    }
    nodes
}

#[test]
fn pair_is_proposed_once_confirmed_used_by_the_graph_and_taken_back_over_a_restart() {
    let network = Network::create(&["EE", "KR", "NL"]);
    let mut nodes = three(&network);
    let found = propose(&nodes[0]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(propose(&nodes[0]), Vec::<Value>::new(), "what waits is not proposed again");
    assert!(found.iter().all(|pair| !pair["reasons"].as_array().unwrap().is_empty()), "{found:?}");

    let first = &found[0];
    let shown = decide(&nodes[0], "confirm", first);
    assert_eq!(
        (&shown["state"], &shown["steps"][0]["reason"]),
        (&json!("confirmed"), &json!(REASON))
    );
    nodes[0].stop();
    nodes[0].start();
    let graph = nodes[0].json(&["graph", "Kestrel Systems"]);
    let joined = graph["nodes"][0]["joined"].as_array().unwrap();
    assert!(joined.iter().any(|one| one["decision"] == first["name"]), "{graph}");
    let text = told(&nodes[0], &["graph", "Kestrel Systems"]);
    assert!(text.contains(first["name"].as_str().unwrap()), "{text}");

    let back = decide(&nodes[0], "take-back", first);
    assert_eq!((&back["state"], back["steps"].as_array().map(Vec::len)), (&json!("open"), Some(2)));
    let graph = nodes[0].json(&["graph", "Kestrel Systems"]);
    assert_eq!(graph["nodes"][0]["joined"], json!([]));
    let again = nodes[0].ask(&[
        "same",
        "take-back",
        first["name"].as_str().unwrap(),
        "--reason",
        "x",
        "--json",
    ]);
    let (error, _) = again.ended(1).failure();
    assert!(error.contains("is open already"), "{error}");
}

#[test]
fn three_decisions_that_do_not_fit_together_are_said() {
    let network = Network::create(&["EE", "KR", "NL"]);
    let nodes = three(&network);
    let found = propose(&nodes[0]);
    decide(&nodes[0], "confirm", &found[0]);
    decide(&nodes[0], "confirm", &found[1]);
    let third = found[2]["name"].as_str().unwrap();
    let follows = nodes[0].json(&["same", "show", third]);
    assert!(follows["notes"].to_string().contains("follows from other pairs"), "{follows}");
    let refused = decide(&nodes[0], "refuse", &found[2]);
    let said = refused["notes"].to_string();
    for pair in &found {
        assert!(said.contains(pair["name"].as_str().unwrap()), "{said}");
    }
    let text = told(&nodes[0], &["graph", "Kestrel Systems"]);
    assert!(text.contains("was refused"), "{text}");
    let open = nodes[0].json(&["same", "list"]);
    assert_eq!(open, json!([]));
    let list = nodes[0].json(&["same", "list", "--refused"]);
    assert_eq!(list[0]["name"], json!(third));
    decide(&nodes[0], "take-back", &found[0]);
    let text = told(&nodes[0], &["graph", "Kestrel Systems"]);
    assert!(!text.contains("was refused"), "{text}");
}

#[test]
fn refused_pair_comes_again_only_when_a_card_changes_and_a_confirmed_one_is_to_be_looked_at() {
    let network = Network::create(&STATES);
    let nodes = network.running(SETTINGS);
    let of = |name: &str| naming("KR", "One", &[company("a", name, "BG")]);
    let ours = naming(
        "EE",
        "One",
        &[company("a", "Kestrel Systems", "BG"), company("b", "Orchid Trading FZE", "AE")],
    );
    let ours = nodes[0].published(&ours);
    let reference = nodes[1].published(&of("Kestrel Systems AD"));
    let second =
        nodes[1].published(&naming("KR", "Two", &[company("b", "Orchid Trading F.Z.E.", "AE")]));
    nodes.iter().for_each(|node| [&ours, &reference, &second].iter().for_each(|it| node.holds(it)));
    let found = propose(&nodes[0]);
    assert_eq!(found.len(), 2, "{found:?}");
    let is_kestrel = |pair: &&Value| pair["one"]["name"].as_str().unwrap().contains("Kestrel");
    let kestrel = found.iter().find(is_kestrel).unwrap();
    let orchid = found.iter().find(|pair| !is_kestrel(pair)).unwrap();
    decide(&nodes[0], "refuse", kestrel);
    decide(&nodes[0], "confirm", orchid);
    assert_eq!(propose(&nodes[0]), Vec::<Value>::new());

    let mut text = correction("KR", &reference, "One");
    text["replacement"] = of("Kestrel Systems EAD");
    let corrected = nodes[1].published(&text);
    let mut text = correction("KR", &second, "Two");
    text["replacement"] = naming("KR", "Two", &[company("b", "Orchid Trading Limited", "AE")]);
    let changed = nodes[1].published(&text);
    nodes[0].holds(&corrected);
    nodes[0].holds(&changed);
    let again = propose(&nodes[0]);
    assert!(again.iter().any(|pair| is_kestrel(&pair)), "{again:?}");
    let note = nodes[0].json(&["same", "show", orchid["name"].as_str().unwrap()]);
    assert!(note["notes"].to_string().contains("has changed since version 1"), "{note}");
    let graph = nodes[0].json(&["graph", "Orchid Trading"]);
    assert!(graph["notes"].to_string().contains("look again"), "{graph}");
}

#[test]
fn nothing_of_a_decision_leaves_the_node_or_lies_open_on_its_disk() {
    let network = Network::create(&STATES);
    let mut nodes = network.running(SETTINGS);
    for (at, name) in [(0, "Kestrel Systems"), (1, "Kestrel Systems AD")] {
        let reference =
            nodes[at].published(&naming(STATES[at], "One", &[company("a", name, "BG")]));
        nodes.iter().for_each(|node| node.holds(&reference));
    }
    let found = propose(&nodes[0]);
    decide(&nodes[0], "confirm", &found[0]);
    assert_eq!(nodes[1].json(&["same", "list", "--all"]), json!([]), "the other has its own");
    nodes.iter_mut().for_each(Node::stop);
    for node in &nodes {
        for (path, bytes) in all_files(node.dir()) {
            let found = bytes.windows(REASON.len()).any(|part| part == REASON.as_bytes());
            assert!(!found, "it stands in {}", path.display());
        }
        assert!(!node.log().contains(REASON), "{}", node.log());
    }
}

/// Every file below a folder, with its bytes.
fn all_files(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("because it is there") {
        let path = entry.expect("because it is there").path();
        if path.is_dir() {
            files.extend(all_files(&path));
        } else if path.is_file() {
            files.push((path.clone(), fs::read(&path).expect("because it is ours")));
        }
    }
    files
}
