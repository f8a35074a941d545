//! The second verifier, which was written in another language from the spec pages alone, must say
//! what this one says.
//!
//! It needs Python with the packages of `tests/second-verifier/requirements.txt`. `.ci/run` installs
//! them and names the interpreter in `CHANCERY_PYTHON`; without it these tests are skipped, and say
//! so, unless `CHANCERY_REQUIRE_SHARED` is set, because a skipped law looks like a kept one.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::harness::{Network, Node, advisory, chancery, correction, eventually};

/// The interpreter, or nothing when the tests that need it are skipped.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn python() -> Option<OsString> {
    let named = std::env::var_os("CHANCERY_PYTHON");
    if named.is_none() {
        let required = std::env::var_os("CHANCERY_REQUIRE_SHARED").is_some();
        assert!(!required, "CHANCERY_PYTHON names no interpreter: .ci/run installs one");
        println!("skipped: CHANCERY_PYTHON names no interpreter with the packages");
    }
    named
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The second verifier with these arguments.
fn second(python: &OsString, arguments: &[&str]) -> Output {
    let program = root().join("tests/second-verifier/verify_pack.py");
    let run = Command::new(python).arg("-B").arg(program).args(arguments).output();
    run.expect("because CHANCERY_PYTHON names an interpreter")
}

#[track_caller]
fn expect_agreement(run: &Output) {
    let said = String::from_utf8_lossy(&run.stdout);
    let failed = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}{failed}");
}

/// A pack that a real node exported verifies there too.
#[track_caller]
pub(crate) fn verifies(pack: &Path, genesis: &Path) {
    let Some(python) = python() else { return };
    let plain = |path: &Path| path.to_str().expect("because it is a path of ours").to_owned();
    expect_agreement(&second(&python, &[&plain(pack), "--genesis", &plain(genesis)]));
}

/// What the second verifier says of a pack, and with which exit code it ended; nothing when it is skipped.
pub(crate) fn judges(pack: &Path, genesis: &Path) -> Option<(Option<i32>, Value)> {
    let run = second(&python()?, &[plain(pack), "--genesis", plain(genesis), "--json"]);
    let said = serde_json::from_slice(&run.stdout).expect("because it answers in JSON");
    Some((run.status.code(), said))
}

#[test]
fn both_verifiers_agree_about_every_vector() {
    let Some(python) = python() else { return };
    let vectors = root().join("crates/ledger/vectors");
    let vectors = vectors.to_str().expect("because the sources have a plain path");
    expect_agreement(&second(&python, &["--vectors", vectors]));
}

#[test]
fn both_verifiers_agree_about_packs_with_acts_made_at_random() {
    let Some(python) = python() else { return };
    let vectors = root().join("crates/ledger/vectors");
    let mut differ = Command::new(python);
    differ.arg("-B").arg(root().join("tests/second-verifier/differ.py"));
    differ.arg(env!("CARGO_BIN_EXE_chancery")).arg(vectors).args([SEED, PACKS]);
    let run = differ.output().expect("because CHANCERY_PYTHON names an interpreter");
    expect_agreement(&run);
}

/// The same packs in every run; a person who looks for more gives other seeds.
const SEED: &str = "2026";
const PACKS: &str = "300";

/// What both say of a pack that verifies.
const SAID_ALIKE: [&str; 11] = [
    "verified",
    "reference",
    "id",
    "state",
    "authority",
    "kind",
    "marking",
    "status",
    "held_by",
    "members",
    "checkpoint_size",
];

#[test]
fn both_verifiers_say_the_same_of_packs_that_nodes_export() {
    let Some(python) = python() else { return };
    let states = ["EE", "KR", "NL"];
    let network = Network::create(&states);
    let nodes = network.running("catch_up_ms = 1_000\n[checkpoint]\nevery_seconds = 1\n");
    nodes.iter().for_each(|node| node.sees(2));
    let reference = nodes[0].published(&advisory("EE", "Proved to anyone"));
    nodes[0].published(&correction("EE", &reference, "Proved to anyone, again"));
    let genesis = network.genesis();
    for (node, name) in nodes.iter().zip(["one.pack", "two.pack", "three.pack"]) {
        let file = network.path(name);
        let said = eventually("every state in the pack", || {
            let said = exported(node, &reference, &file, &genesis)?;
            let whole = said["held_by"] == json!(states) && said["status"] == "corrected";
            if whole { Ok(said) } else { Err(said.to_string()) }
        });
        let second = second_json(&python, &file, &genesis);
        for field in SAID_ALIKE {
            assert_eq!(said[field], second[field], "{field}: {said} {second}");
        }
        flipped_is_refused_by_both(&python, &file, &genesis);
    }
}

/// Exports the pack, and gives what the real program says of it; an answer while there is none yet.
fn exported(node: &Node, reference: &str, file: &Path, genesis: &Path) -> Result<Value, String> {
    let _ = fs::remove_file(file);
    let export = node.ask(&["evidence", "export", reference, "--out", plain(file)]);
    if export.code != Some(0) {
        return Err(export.to_string());
    }
    let verify = ["evidence", "verify", plain(file), "--genesis", plain(genesis), "--json"];
    Ok(chancery(&verify).ended(0).json())
}

fn second_json(python: &OsString, file: &Path, genesis: &Path) -> Value {
    let run = second(python, &[plain(file), "--genesis", plain(genesis), "--json"]);
    expect_agreement(&run);
    serde_json::from_slice(&run.stdout).expect("because it answers in JSON")
}

/// One bit in the middle of the pack. All of them are flipped where nothing has to be started for it.
fn flipped_is_refused_by_both(python: &OsString, file: &Path, genesis: &Path) {
    let mut bytes = fs::read(file).expect("because it was exported");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file, bytes).expect("because it is ours");
    let run = second(python, &[plain(file), "--genesis", plain(genesis)]);
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stdout));
    let verify = ["evidence", "verify", plain(file), "--genesis", plain(genesis)];
    assert_ne!(chancery(&verify).code, Some(0));
}

fn plain(path: &Path) -> &str {
    path.to_str().expect("because temporary folders have plain names")
}
