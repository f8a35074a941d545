//! Drafts and their release: what one officer writes, another approves and a third lets out, and nobody alone.
//!
//! Real nodes, real key files, the real commands. Names are in several scripts, and nothing of a draft may be found
//! on the disk in plain text.

mod crash;
mod officers;
mod proved;
mod texts;

use std::fs;
use std::path::Path;

use chancery_ledger::key::PublicFile;
use chancery_ledger::policy::{Officer, Role};
use chancery_ledger::statement::{Entry, Header};
use serde_json::{Value, json};

use crate::harness::{Answer, Network, Node, Roots, advisory, chancery};

const STATES: [&str; 2] = ["EE", "KR"];
const TITLE: &str = "Телефон 추출 ادوات التنصت: ოირატი";

/// A desk with three officers: who writes may release as well, but not a text of their own.
struct Authority {
    network: Network,
    nodes: Vec<Node>,
}

impl Authority {
    fn new() -> Self {
        Self::with("")
    }

    /// The same with these lines in the configuration of every node.
    fn with(settings: &str) -> Self {
        let network = Network::create(&STATES);
        for officer in ["anna", "boris", "clara", "nobody"] {
            let file = network.path(&format!("{officer}.pem"));
            chancery(&["keys", "new", "officer", "--out", text(&file), "--no-passphrase"]).ended(0);
        }
        let nodes = network.running(settings);
        Self { network, nodes }
    }

    fn ee(&self) -> &Node {
        &self.nodes[0]
    }

    /// The root of EE declares that two of these are needed.
    fn declare(&self, serial: u64) {
        let roles = [
            ("anna", vec![Role::Author, Role::Releaser]),
            ("boris", vec![Role::Reviewer]),
            ("clara", vec![Role::Author, Role::Releaser, Role::Reviewer]),
        ];
        let officers = roles.map(|(name, roles)| {
            let pem = fs::read_to_string(self.network.path(&format!("{name}.pub")));
            let pem = pem.expect("because the key was made");
            let PublicFile::Ed25519(key) = PublicFile::from_pem(&pem).expect("because it is a key")
            else {
                panic!("an officer's key signs")
            };
            Officer { name: format!("officer-{name}"), key, roles }
        });
        let act = Roots::of(&self.network).policy("EE", serial, officers.into());
        self.ee().enacts(&act);
    }

    /// A command with the key of an officer.
    fn officer(&self, line: &[&str], officer: &str) -> Answer {
        let key = self.network.path(&format!("{officer}.pem"));
        let all = [line, &["--officer", text(&key), "--json"]].concat();
        self.ee().ask(&all)
    }

    /// The same without a question.
    fn signs(&self, line: &[&str], officer: &str) -> Answer {
        self.officer(&[line, &["--yes"]].concat(), officer)
    }

    /// A draft of this text; gives its name.
    fn draft(&self, record: &Value) -> String {
        let line = ["draft", "new", "--from", "-", "--json"];
        let draft = self.ee().ask_with(&line, &record.to_string()).ended(0).json();
        draft["name"].as_str().expect("because it has a name").to_owned()
    }

    fn shown(&self, draft: &str) -> Value {
        self.ee().json(&["draft", "show", draft])
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("because temporary folders have plain names")
}

/// What was refused, and with which words.
#[track_caller]
fn refused(answer: Answer, words: &str) {
    let (error, hint) = answer.ended(1).failure();
    let said = format!("{error} / {hint}");
    assert!(said.contains(words), "{words:?} is not in {said:?}");
}

/// The header of a record, as this node holds it.
fn header(node: &Node, reference: &str) -> Header {
    let bytes = |part: &str| {
        let reply = node.get(&format!("/v1/records/{reference}/{part}"));
        let reply = reply.expect("because it answers");
        assert_eq!(reply.status, 200);
        reply.body
    };
    let entry = Entry { statement: bytes("statement"), body: bytes("body") };
    entry.decode().expect("because it is held").header().clone()
}

fn record() -> Value {
    let mut record = advisory("EE", TITLE);
    record["parties"][0]["names"][0] =
        json!({ "value": "Ойрат ТОО", "kind": "legal", "script": "Cyrl" });
    record
}

#[test]
fn acknowledgement_waits_as_a_draft_where_two_officers_are_needed() {
    let authority = Authority::new();
    authority.declare(1);
    let other = authority.nodes[1].published(&advisory(STATES[1], "To be read"));
    authority.ee().holds(&other);
    let draft = authority.ee().json(&["acknowledge", &other]);
    assert_eq!(draft["kind"], "acknowledgement", "{draft}");
    assert_eq!(draft["record"]["target"]["reference"], other.as_str());
    let name = draft["name"].as_str().expect("because it has a name");
    assert_eq!(authority.shown(name)["state"], "writing");
    let said = authority.ee().ask(&["list", "--kind", "acknowledgement", "--json"]).ended(0).json();
    assert_eq!(said.as_array().map(Vec::len), Some(0), "nothing is released: {said}");
}
