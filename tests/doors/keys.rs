//! The door of the key files: a node that cannot be sure of its keys does not start.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::harness::{Answer, Network, Node, chancery_with};

fn run(node: &Node, change: impl FnOnce(&mut Command)) -> Answer {
    let dir = node.dir().to_str().expect("a plain path");
    chancery_with(&["run", "--dir", dir, "--json"], "", change)
}

fn refused(node: &Node, says: &[&str]) {
    let answer = run(node, |_| {}).ended(1);
    let said = &answer.err;
    for word in says {
        assert!(said.contains(word), "{word}: {answer}");
    }
}

#[test]
fn a_key_file_that_others_can_read_is_refused_and_not_mended() {
    let network = Network::create(&["EE"]);
    let mut node = network.node("EE");
    let file = node.dir().join("keys/statement.pem");
    for mode in [0o644, 0o640, 0o604] {
        fs::set_permissions(&file, Permissions::from_mode(mode)).expect("because it is ours");
        refused(&node, &["statement.pem", &format!("{mode:04o}"), "chmod 600"]);
    }
    fs::set_permissions(&file, Permissions::from_mode(0o600)).expect("because it is ours");
    node.start();
}

#[test]
fn a_damaged_or_foreign_key_file_is_refused() {
    let network = Network::create(&["EE", "KR"]);
    let node = network.node("EE");
    let file = node.dir().join("keys/statement.pem");
    let good = fs::read(&file).expect("because init wrote it");
    let theirs =
        fs::read(network.identity("KR").join("statement.pem")).expect("because it is there");
    let ours = fs::read(network.identity("EE").join("transport.pem")).expect("because it is there");
    let rows: [(&str, &[u8], &str); 5] = [
        ("nothing", b"", "statement.pem"),
        ("half of it", &good[..good.len() / 2], "statement.pem"),
        ("another node's key", &theirs, "certificate"),
        ("our key for another job", &ours, "certificate"),
        ("too long", &[b'-'; 5_000], "statement.pem"),
    ];
    for (what, bytes, says) in rows {
        fs::write(&file, bytes).expect("because it is ours");
        let answer = run(&node, |_| {}).ended(1);
        let (error, hint) = answer.failure();
        assert!(error.contains(says) || hint.contains(says), "{what}: {answer}");
    }
    fs::remove_file(&file).expect("because it is ours");
    refused(&node, &["statement.pem"]);
}

#[test]
fn a_locked_key_opens_with_its_passphrase_only() {
    let place = Network::create(&["EE"]);
    let text = |name: &str| place.path(name).to_str().expect("a plain path").to_owned();
    let out = text("locked");
    let create = ["network", "create", "--name", "exercise", "--state", "EE", "--out", &out];
    let with = |passphrase: &'static str| {
        move |command: &mut Command| {
            command.env("CHANCERY_PASSPHRASE", passphrase);
        }
    };
    chancery_with(&create, "", with("correct horse")).ended(0);
    let pem =
        fs::read_to_string(place.path("locked/EE/statement.pem")).expect("because it is there");
    assert!(pem.contains("ENCRYPTED"), "{pem}");

    let (dir, genesis, identity) = (text("dir"), text("locked/genesis.cbor"), text("locked/EE"));
    let init = ["init", "--dir", &dir, "--genesis", &genesis, "--identity", &identity];
    let listen = ["--listen", "/ip4/127.0.0.1/udp/0/quic-v1"];
    let init = [&init[..], &listen].concat();
    chancery_with(&init, "", |_| {}).ended(0);
    let mut node = Node::at("EE", place.path("dir"));
    refused(&node, &["CHANCERY_PASSPHRASE"]);
    let answer = run(&node, with("wrong horse")).ended(1);
    assert!(answer.failure().0.contains("passphrase"), "{answer}");
    let mut command = crate::harness::command_at(&["run"], node.dir());
    command.env("CHANCERY_PASSPHRASE", "correct horse");
    node.start_as(command);
}

#[test]
fn a_certificate_of_another_network_is_refused() {
    let (ours, theirs) = (Network::create(&["EE"]), Network::create(&["EE"]));
    let node = ours.node("EE");
    let foreign =
        fs::read(theirs.identity("EE").join("certificate.cbor")).expect("because it is there");
    fs::write(node.dir().join("keys/certificate.cbor"), foreign).expect("because it is ours");
    refused(&node, &["certificate"]);
}
