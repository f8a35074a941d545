//! A stolen node key under a policy of two officers: it signs what it likes, and nobody takes it.
//!
//! The officers and their policy are made by the commands that people use. The policy is given to one node and reaches the
//! others; what two officers approved is held everywhere, and what only the node's key says is held nowhere.

use std::path::Path;

use chancery_ledger::key::SecretKey;
use chancery_ledger::policy::Role;
use serde_json::json;

use super::author::{Author, message};
use super::liar::{Liar, Lie};
use crate::harness::{Network, Node, advisory, chancery, eventually};

const STATES: [&str; 3] = ["EE", "KR", "NL"];
const OFTEN: &str = "catch_up_ms = 1_000\n";

fn text(path: &Path) -> &str {
    path.to_str().expect("because temporary folders have plain names")
}

/// The key of an officer, made as people make it.
fn officer(network: &Network, name: &str) -> SecretKey {
    let file = network.path(&format!("{name}.pem"));
    chancery(&["keys", "new", "officer", "--out", text(&file), "--no-passphrase"]).ended(0);
    let pem = std::fs::read_to_string(&file).expect("because it was just made");
    SecretKey::from_pem(&pem, None).expect("because it is not locked")
}

/// The root of NL declares Ann and Ben; gives the file and the id of the act.
fn declared(network: &Network, author: &Author) -> (std::path::PathBuf, String) {
    let out = network.path("policy.cbor");
    let root = network.identity("NL").join("root.pem");
    let ann = format!("ann:author,reviewer:{}", text(&network.path("ann.pub")));
    let ben = format!("ben:releaser:{}", text(&network.path("ben.pub")));
    let genesis = network.genesis();
    let line = [
        &["policy", "declare", "--key", text(&root), "--genesis", text(&genesis)][..],
        &["--authority", &author.issuer().authority, "--officers-needed", "2"],
        &["--officer", &ann, "--officer", &ben, "--out", text(&out), "--json"],
    ];
    let said = chancery(&line.concat()).ended(0).json();
    (out, said["id"].as_str().expect("because it has an id").to_owned())
}

fn knows(node: &Node, id: &str) {
    eventually(&format!("{} to know the policy of NL", node.state), || {
        let said = node.json(&["policy", "show", "NL"]);
        let found = &said["authorities"][0];
        let two = found["policy"]["officers_needed"] == json!(2);
        if found["id"] == json!(id) && two { Ok(()) } else { Err(said.to_string()) }
    });
}

fn has_refused(node: &Node, reason: &str) {
    eventually(&format!("{} to refuse as {reason}", node.state), || match node.refusals(reason) {
        0 => Err(format!("{:?}\n{}", node.status(), node.log())),
        _ => Ok(()),
    });
}

#[test]
fn a_stolen_node_key_says_nothing_that_two_officers_have_not_approved() {
    let network = Network::create(&STATES);
    let (ann, ben) = (officer(&network, "ann"), officer(&network, "ben"));
    let author = Author::of(&network, "NL");
    let (file, id) = declared(&network, &author);
    let mut near = network.node_among("EE", &[network.place("KR")], OFTEN);
    let mut far = network.node_among("KR", &[network.place("EE")], OFTEN);
    near.start();
    far.start();
    let submitted = far.json(&["policy", "submit", text(&file)]);
    assert_eq!(submitted["submitted"][0]["kind"], json!("policy"));
    knows(&far, &id);
    knows(&near, &id);

    let policy = id.parse().expect("because it is an id");
    let founding = author.founding();
    let both = [(Role::Author, &ann), (Role::Releaser, &ben)];
    let approved = author.releasing(&founding, policy, &both);
    let forged = author.releasing(&approved, policy, &[]);
    let messages = [&founding, &approved, &forged].map(message).to_vec();
    let liar = Liar::start(&network, "NL", Lie::Gossip(messages));
    near.holds("NL-2026-0001");
    far.holds("NL-2026-0001");
    has_refused(&near, "unapproved");
    liar.stop();

    let shown = far.json(&["show", "NL-2026-0001"]);
    assert_eq!(shown["approvals"]["policy"], json!(id));
    assert_eq!(shown["approvals"]["officers_needed"], json!(2));
    let by = |at: usize| shown["approvals"]["approvals"][at].clone();
    assert_eq!((&by(0)["role"], &by(0)["officer"]), (&json!("author"), &json!("ann")));
    assert_eq!((&by(1)["role"], &by(1)["officer"]), (&json!("releaser"), &json!("ben")));
    let printed = far.ask(&["show", "NL-2026-0001"]).ended(0).out;
    assert!(printed.contains("under policy 1: two officers are needed"), "{printed}");
    assert!(printed.contains("by ben as releaser"), "{printed}");
    for node in [&near, &far] {
        let reply = node.get("/v1/records/NL-2026-0002").expect("because it answers");
        assert_eq!(reply.status, 404, "{} holds what nobody approved", node.state);
        assert_eq!(node.json(&["fsck"])["clean"], json!(true));
    }

    let next = far.published(&advisory("KR", "And the others go on"));
    near.holds(&next);
}
