//! Watches between real nodes: raised behind arrivals, told to programs of the operator's own over outages,
//! and to nobody else.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Stdio;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::harness::{
    Network, Node, advisory, command_at, correction, eventually, free_port, withdrawal,
};

mod receiver;

use receiver::Receiver;

const STATES: [&str; 2] = ["EE", "KR"];
const SECRET: [u8; 32] = [0x2a; 32];

/// What nobody but this node may ever see.
const SECRET_PARTY: &str = "Exampel Trading Ltd";
const SECRET_QUERY: &str = "trading OR windmill";

/// A network of two, the second with a webhook and a hook.
fn stage(port: u16) -> (Network, Vec<Node>, std::path::PathBuf) {
    let network = Network::create(&STATES);
    let out = network.path("hook.out");
    let hook = network.path("hook");
    let text = format!("#!/bin/sh\ncat >> {0}; echo >> {0}\n", out.display());
    fs::write(&hook, text).expect("because the folder is ours");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o700)).expect("because it is ours");
    let secret = network.path("secret");
    fs::write(&secret, format!("whsec_{}\n", STANDARD.encode(SECRET))).expect("because it is ours");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).expect("because it is ours");
    let often = "catch_up_ms = 1_000\n";
    let receivers = format!(
        "{often}[[watches.receivers]]\nname = \"desk\"\nurl = \"http://127.0.0.1:{port}/notices\"\n\
         secret_file = {secret:?}\n[[watches.receivers]]\nname = \"hook\"\ncommand = [{hook:?}]\n\
         carries = \"all\"\nwatches = [\"party\"]\n"
    );
    let nodes = vec![network.node_with("EE", often), network.node_with("KR", &receivers)];
    (network, nodes, out)
}

fn notices(node: &Node, more: &[&str]) -> Vec<Value> {
    let notices = node.json(&[&["watch", "notices"][..], more].concat());
    notices.as_array().expect("because it is a list").clone()
}

/// Waits until so many are there, and gives them.
fn noticed(node: &Node, count: usize) -> Vec<Value> {
    eventually(&format!("{} to have {count} notices", node.state), || {
        let notices = notices(node, &["--all"]);
        if notices.len() == count { Ok(()) } else { Err(format!("{notices:?}\n{}", node.log())) }
    });
    notices(node, &["--all"])
}

/// Returns when the watches have looked at everything that is held.
fn looked_at_all(node: &Node) {
    eventually("the watches to have looked at everything", || {
        let behind = node.json(&["watch", "digest"])["behind"].clone();
        if behind == json!(0) { Ok(()) } else { Err(behind.to_string()) }
    });
}

fn numbers(notices: &[Value]) -> Vec<u64> {
    notices.iter().map(|notice| notice["number"].as_u64().expect("a number")).collect()
}

#[test]
fn watches_are_told_in_order_to_receivers_that_were_down_and_by_a_node_that_was_killed() {
    let port = free_port();
    let (_network, mut nodes, out) = stage(port);
    nodes.iter_mut().for_each(Node::start);
    let made = nodes[1].json(&["watch", "add", "query", "--query", SECRET_QUERY, "--note", "why"]);
    assert_eq!((&made["id"], &made["query"]), (&json!(1), &json!(SECRET_QUERY)));
    let party = ["watch", "add", "party", "--party", SECRET_PARTY];
    nodes[1].json(&[&party[..], &["--licence", "L-17", "--granted", "2026-01-02"]].concat());

    let first = nodes[0].published(&advisory("EE", "First text"));
    nodes[1].holds(&first);
    let told = noticed(&nodes[1], 2);
    let of = |notice: &Value| (notice["watch"].clone(), notice["raised"].clone());
    assert_eq!(of(&told[0]), (json!("query"), json!("matches")));
    assert_eq!(of(&told[1]), (json!("party"), json!("matches")));
    assert_eq!(told[1]["party"]["name"], json!("Example Trading Limited"), "in spite of the typo");
    assert!(told[1]["todo"].as_str().expect("text").contains("L-17"), "{}", told[1]);

    // The receiver is down, the node is killed, and is away while the record is corrected and withdrawn.
    nodes[1].kill();
    let corrected = nodes[0].published(&correction("EE", &first, "Second text"));
    nodes[1].start();
    nodes[1].holds(&corrected);
    noticed(&nodes[1], 4);
    nodes[1].kill();
    let second = nodes[0].published(&advisory("EE", "Another one"));
    let withdrawn = nodes[0].published(&withdrawal("EE", &first));
    nodes[1].start();
    nodes[1].holds(&second);
    nodes[1].holds(&withdrawn);
    let all = noticed(&nodes[1], 8);
    assert_eq!(numbers(&all), (1..=8).collect::<Vec<u64>>(), "without a gap, over two kills");
    assert_eq!(all[..2], told[..], "what was told stays what it was");
    let changed: Vec<&Value> = all.iter().filter(|one| one["raised"] == "changed").collect();
    assert_eq!(changed.len(), 2, "{all:?}");
    let why = changed[0]["changes"][0].as_str().expect("text");
    assert!(why.contains("corrected: error: EXERCISE. The title was wrong."), "{why}");
    let ceased =
        all.iter().filter(|one| one["raised"] == "ceased" && one["reference"] == json!(first));
    assert_eq!(ceased.count(), 2);

    let server = Receiver::listen(port, &SECRET, 2);
    let taken = eventually("the receiver to take everything", || {
        let taken = server.taken();
        let last = taken.iter().any(|one| one["data"]["number"] == json!(8));
        if last { Ok(taken) } else { Err(format!("{taken:?}\n{}", nodes[1].log())) }
    });
    let order: Vec<u64> =
        taken.iter().map(|one| one["data"]["number"].as_u64().expect("a number")).collect();
    assert_eq!(order, (1..=8).collect::<Vec<u64>>(), "in order, and each was refused at first");
    for (one, notice) in taken.iter().zip(&all) {
        let data = one["data"].as_object().expect("an object");
        assert_eq!((&data["watch"], &data["raised"]), (&notice["watch"], &notice["raised"]));
        assert!(!data.contains_key("title") && !data.contains_key("party"), "the least: {data:?}");
    }
    eventually("the receivers to have all", || {
        let states = nodes[1].json(&["watch", "receivers"]);
        let pending = |at: usize| states[at]["pending"].as_u64();
        if (pending(0), pending(1)) == (Some(0), Some(0)) {
            Ok(())
        } else {
            Err(states.to_string())
        }
    });
    nothing_is_missing(&all, &out);
    for secret in [SECRET_PARTY, SECRET_QUERY, "L-17"] {
        assert!(!nodes[1].log().contains(secret), "{}", nodes[1].log());
        assert!(!nodes[0].log().contains(secret), "{}", nodes[0].log());
    }
}

#[test]
fn stream_goes_on_behind_a_number_and_what_was_seen_to_is_not_listed_again() {
    let network = Network::create(&["EE"]);
    let mut nodes = network.running("");
    let node = &nodes[0];
    let before = node.published(&advisory("EE", "Before the watch"));
    looked_at_all(node);
    node.json(&["watch", "add", "new", "--query", "kind:threat-advisory"]);
    node.json(&[
        "watch",
        "add",
        "back",
        "--query",
        "kind:threat-advisory",
        "--since",
        "2026-01-01",
    ]);
    let told = noticed(node, 1);
    assert_eq!((&told[0]["watch"], &told[0]["reference"]), (&json!("back"), &json!(before)));
    node.published(&advisory("EE", "Behind it"));
    let all = noticed(node, 3);

    let heard = heard(node, &["watch", "--after", "1", "--json"], 2);
    assert_eq!(numbers(&heard), [2, 3]);
    assert_eq!(resumed(node, 1, 3), [2, 3], "a client that was cut off behind 1");
    node.json(&["watch", "done", "2", "3"]);
    assert_eq!(numbers(&notices(node, &[])), [1]);
    assert_eq!(notices(node, &["--all", "--after", "1"]).len(), 2);
    assert_eq!(node.ask(&["watch", "done", "9"]).code, Some(3), "there is none");

    let today = all[0]["noticed_at"].as_str().expect("an instant")[..10].to_owned();
    let text = node.ask(&["watch", "digest", "--day", &today]).ended(0).out;
    assert!(text.contains("3 notices") && text.contains("back: 2 records now match"), "{text}");
    let listed = node.ask(&["watch", "list"]).ended(0).out;
    let shown = node.ask(&["watch", "show", "back"]).ended(0).out;
    let tried = node.ask(&["watch", "test", "new"]).ended(0).out;
    assert!(tried.contains("2 of 2 records match"), "{tried}");
    let told = node.ask(&["watch", "notices", "--all"]).ended(0).out;
    for text in [text, listed, shown, tried, told] {
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }
    node.json(&["watch", "remove", "back"]);
    assert_eq!(node.ask(&["watch", "show", "back"]).code, Some(3), "there is none");
    assert_eq!(notices(node, &["--all"]).len(), 3, "what it has raised stays");
    nodes[0].stop();
    nodes[0].start();
    assert_eq!(notices(&nodes[0], &["--all"]).len(), 3);
}

#[test]
fn what_cannot_be_watched_is_refused_with_what_to_do() {
    let network = Network::create(&["EE"]);
    let nodes = network.running("");
    let node = &nodes[0];
    let refused = |arguments: &[&str], said: &str| {
        let answer = node.ask(&[&["watch", "add"][..], arguments].concat());
        assert_ne!(answer.code, Some(0), "{answer}");
        assert!(answer.err.contains(said), "{said} in {answer}");
    };
    refused(&["a", "--query", "kind:nothing-like-it"], "hint");
    refused(&["a", "--query", "("], "character");
    refused(&["a", "--party", " "], "empty");
    refused(&["a", "--party", "x", "--country", "QQ"], "no country code");
    refused(&["a", "--party", "x", "--identifier", "5493001KJTIIGC8Y1R12"], "register");
    refused(&["a", "--party", "x", "--licence", "L"], "--granted");
    refused(&["a", "--party", "x", "--licence", "L", "--granted", "yesterday"], "no day");
    refused(&["a", "--party", "x", "--threshold", "1001"], "1 to 1000");
    refused(&["a"], "--query");
    refused(&[&"n".repeat(65), "--query", "x"], "longer than 64");
    let marks = "a\u{301}".repeat(10_000);
    refused(&["a", "--party", &marks], "longer than 400");
    node.json(&["watch", "add", "a", "--query", "x"]);
    refused(&["a", "--query", "y"], "already");
}

/// The hook was there while the node was killed: some may have come twice, and none is missing.
fn nothing_is_missing(all: &[Value], out: &Path) {
    let hooked = fs::read_to_string(out).expect("because the hook was run");
    let hooked: Vec<Value> =
        hooked.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(hooked.iter().all(|one| one["data"]["watch"] == "party"), "{hooked:?}");
    let of_party = all.iter().filter(|one| one["watch"] == "party");
    let wanted: BTreeSet<u64> = of_party.filter_map(|one| one["number"].as_u64()).collect();
    let came: BTreeSet<u64> =
        hooked.iter().filter_map(|one| one["data"]["number"].as_u64()).collect();
    assert_eq!(came, wanted, "each at least once: {hooked:?}");
}

/// The ids of the notices that the stream gives to a client that says how far it had read, up to the last.
fn resumed(node: &Node, after: u64, last: u64) -> Vec<u64> {
    let mut stream = UnixStream::connect(node.socket()).expect("because it runs");
    let question =
        format!("GET /v1/events HTTP/1.1\r\nhost: node\r\nlast-event-id: {after}\r\n\r\n");
    stream.write_all(question.as_bytes()).expect("because it listens");
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    let ids = lines.filter_map(|line| line.strip_prefix("id: ")?.trim().parse().ok());
    let mut found = Vec::new();
    for id in ids {
        found.push(id);
        if id == last {
            break;
        }
    }
    found
}

/// The notices that a command hears until there are so many.
fn heard(node: &Node, arguments: &[&str], count: usize) -> Vec<Value> {
    let mut child = command_at(arguments, node.dir())
        .stdout(Stdio::piped())
        .spawn()
        .expect("because it is built");
    let lines = BufReader::new(child.stdout.take().expect("because it is piped")).lines();
    let notices = lines
        .map_while(Result::ok)
        .map(|line| serde_json::from_str::<Value>(&line).expect("a document on each line"));
    let heard = notices.filter(|told| told["event"] == "notice").take(count).collect();
    child.kill().expect("because it is our child");
    child.wait().expect("because it is our child");
    heard
}
