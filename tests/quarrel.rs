//! Rosters that contradict each other, on real nodes: who signed two is named everywhere, and a fork stops until a
//! quorum chooses.
//!
//! Everything goes the way of people: proposals, signatures and steps are files, and the nodes hear of them through
//! one of their own.

use std::path::PathBuf;

use serde_json::Value;

use crate::harness::{Answer, Network, Node, advisory, chancery, eventually};

const STATES: [&str; 4] = ["EE", "FI", "KR", "NL"];

/// Four states whose nodes run, and the folder in which their people meet.
struct Table {
    network: Network,
    nodes: Vec<Node>,
}

impl Table {
    fn set() -> Self {
        let network = Network::create(&STATES);
        let nodes = network.running("");
        Self { network, nodes }
    }

    fn file(&self, name: &str) -> String {
        plain(self.network.path(name))
    }

    fn run(&self, words: &[&str]) -> Answer {
        chancery(&[words, &["--json"]].concat())
    }

    /// What the node of Estonia knows now.
    fn papers(&self, name: &str) -> String {
        let folder = self.file(name);
        self.nodes[0].ask(&["roster", "export", "--out", &folder]).ended(0);
        folder
    }

    fn new_root(&self, state: &str) -> String {
        let out = self.file(&format!("{state}.pem"));
        self.run(&["keys", "new", "root", "--no-passphrase", "--out", &out]).ended(0);
        self.file(&format!("{state}.pub"))
    }

    fn propose(&self, papers: &str, change: &[&str], name: &str) -> String {
        let out = self.file(name);
        let words = ["roster", "propose", "--papers", papers, "--out", &out];
        self.run(&[&words, change].concat()).ended(0);
        out
    }

    fn sign(&self, papers: &str, proposal: &str, state: &str) -> Answer {
        let key = plain(self.network.identity(state).join("root.pem"));
        let out = format!("{proposal}.{state}");
        self.run(&["roster", "sign", proposal, "--papers", papers, "--key", &key, "--out", &out])
    }

    fn combine(&self, papers: &str, proposal: &str, states: &[&str]) -> Answer {
        let signatures: Vec<String> =
            states.iter().map(|state| format!("{proposal}.{state}")).collect();
        let signatures: Vec<&str> = signatures.iter().map(String::as_str).collect();
        let out = format!("{proposal}.step");
        let words = ["roster", "combine", proposal, "--papers", papers, "--partial", "--out", &out];
        self.run(&[&words, signatures.as_slice()].concat())
    }

    /// Signed by these states, and put together.
    fn signed(&self, papers: &str, proposal: &str, states: &[&str]) -> String {
        for state in states {
            self.sign(papers, proposal, state).ended(0);
        }
        self.combine(papers, proposal, states).ended(0);
        format!("{proposal}.step")
    }

    fn submit(&self, step: &str) -> Answer {
        self.nodes[0].ask(&["roster", "submit", step, "--json"])
    }

    /// Waits until the rosters on all nodes are so.
    fn everywhere(&self, what: &str, is_so: impl Fn(&Value, &str) -> bool) {
        for node in &self.nodes {
            eventually(what, || {
                let json = node.json(&["roster", "show"]);
                let told = node.ask(&["roster", "show"]).out;
                if is_so(&json, &told) { Ok(()) } else { Err(format!("{}: {told}", node.state)) }
            });
        }
    }
}

fn plain(path: PathBuf) -> String {
    path.to_str().expect("because temporary folders have plain names").to_owned()
}

fn hash_of(proposal: &Answer) -> String {
    let hash = proposal.json()["hash"].as_str().map(str::to_owned);
    hash.expect("because what is combined has a hash")
}

#[test]
fn whoever_signs_two_rosters_of_one_version_is_named_on_every_node() {
    let table = Table::set();
    let papers = table.papers("papers");
    let (japan, sweden) = (table.new_root("JP"), table.new_root("SE"));
    let one = table.propose(&papers, &["--admit", &format!("JP=日本={japan}")], "one");
    let two = table.propose(&papers, &["--admit", &format!("SE=Sverige={sweden}")], "two");
    let first = table.signed(&papers, &one, &["EE", "FI", "KR"]);
    // Estonia's people have not heard of the first, or do not care.
    let partial = table.signed(&papers, &two, &["EE"]);
    table.submit(&first).ended(0);
    let (error, _) = table.submit(&partial).ended(1).failure();
    assert!(error.contains("signed another roster of version 1"), "{error}");
    table.everywhere("the proof to arrive", |json, told| {
        told.contains("the root of EE signed two rosters of version 1") && json["version"] == 1
    });
    // With the papers of today Estonia's own command would not have signed.
    let today = table.papers("papers-today");
    let again = table.propose(&papers, &["--admit", &format!("SE=Sweden={sweden}")], "again");
    let (error, _) = table.sign(&today, &again, "EE").ended(1).failure();
    assert!(error.contains("has signed another roster of version 1"), "{error}");
}

#[test]
fn fork_of_the_roster_stops_every_change_until_a_quorum_settles_it_and_publishing_goes_on() {
    let table = Table::set();
    let papers = table.papers("papers");
    let (japan, sweden) = (table.new_root("JP"), table.new_root("SE"));
    let one = table.propose(&papers, &["--admit", &format!("JP=日本={japan}")], "one");
    let two = table.propose(&papers, &["--admit", &format!("SE=Sverige={sweden}")], "two");
    let first = table.signed(&papers, &one, &["EE", "FI", "KR"]);
    let second = table.signed(&papers, &two, &["EE", "FI", "NL"]);
    let hashes = [&one, &two].map(|file| {
        let states: &[&str] = if *file == one { &["EE", "FI", "KR"] } else { &["EE", "FI", "NL"] };
        let out = format!("{file}.again");
        let signatures: Vec<String> = states.iter().map(|s| format!("{file}.{s}")).collect();
        let signatures: Vec<&str> = signatures.iter().map(String::as_str).collect();
        let words = ["roster", "combine", file.as_str(), "--papers", &papers, "--out", &out];
        hash_of(&table.run(&[&words, signatures.as_slice()].concat()).ended(0))
    });
    table.submit(&first).ended(0);
    table.submit(&second).ended(0);
    table.everywhere("the halt", |json, told| {
        let signed_two = json["halt"]["signed_two"] == serde_json::json!(["EE", "FI"]);
        signed_two && told.contains("HALT") && json["version"] == 0
    });
    let reference = table.nodes[1].published(&advisory("FI", "while the roster is halted"));
    table.nodes.iter().for_each(|node| node.holds(&reference));

    let today = table.papers("papers-halted");
    let (error, hint) = table
        .run(&["roster", "propose", "--papers", &today, "--remove", "NL", "--out", "no"])
        .ended(1)
        .failure();
    assert!(error.contains("two rosters of version 1") && hint.contains("--settle"), "{error}");
    let [keep, settle] = &hashes;
    let choice = table.propose(&today, &["--after", keep, "--settle", settle], "choice");
    let chosen = table.signed(&today, &choice, &["EE", "FI", "KR", "NL"]);
    table.submit(&chosen).ended(0);
    table.everywhere("the choice", |json, _| {
        json["version"] == 2
            && json["halt"].is_null()
            && json["members"].as_array().map(Vec::len) == Some(5)
    });
}
