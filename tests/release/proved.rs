//! Who released a record, proved to people who have no node and who trust none.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Answer, Node, chancery_with, eventually};
use crate::second;

use super::{Authority, STATES, header, record, refused, text};

/// Checkpoints soon enough for a test to wait for.
const OFTEN: &str = "catch_up_ms = 1_000\n[checkpoint]\nevery_seconds = 1\n";

/// Role and pseudonym of each approval, in the order in which they stand in the statement.
const APPROVED: [(&str, &str); 3] =
    [("author", "officer-anna"), ("releaser", "officer-clara"), ("reviewer", "officer-boris")];

/// A folder with a pack and a genesis file, and nothing else.
struct Machine {
    folder: TempDir,
}

impl Machine {
    fn new(pack: &Path, genesis: &Path) -> Self {
        let folder = tempfile::tempdir().expect("because a temporary folder can be made");
        for (from, name) in [(pack, "record.pack"), (genesis, "genesis")] {
            fs::copy(from, folder.path().join(name)).expect("because both were written");
        }
        Self { folder }
    }

    fn pack(&self) -> PathBuf {
        self.folder.path().join("record.pack")
    }

    /// What the command says there, where no home and no data directory is.
    fn verify(&self, more: &[&str]) -> Answer {
        let line = ["evidence", "verify", "record.pack", "--genesis", "genesis"];
        chancery_with(&[&line, more].concat(), "", |command| {
            command.current_dir(self.folder.path()).env_clear();
        })
    }

    /// What the second verifier says there; nothing where it is skipped.
    fn second(&self) -> Option<(Option<i32>, Value)> {
        second::judges(&self.pack(), &self.folder.path().join("genesis"))
    }

    /// Whoever verifies leaves nothing behind.
    fn has_two_files(&self) -> bool {
        fs::read_dir(self.folder.path()).expect("because it is ours").count() == 2
    }
}

/// The pack of a record by a node, once all states have cosigned.
fn exported(desk: &Authority, node: &Node, reference: &str) -> PathBuf {
    let file = desk.network.path("released.pack");
    let genesis = desk.network.genesis();
    eventually("every state in the pack", || {
        // Nothing is overwritten, so the one before goes first.
        let _absent = fs::remove_file(&file);
        let export = node.ask(&["evidence", "export", reference, "--out", text(&file)]);
        if export.code != Some(0) {
            return Err(export.to_string());
        }
        let found = Machine::new(&file, &genesis).verify(&["--json"]).ended(0).json();
        if found["held_by"] == json!(STATES) { Ok(()) } else { Err(found.to_string()) }
    });
    file
}

/// A record that one officer wrote, another reviewed and a third released; gives its reference.
fn released(desk: &Authority) -> String {
    desk.declare(1);
    let draft = desk.draft(&record());
    desk.signs(&["draft", "submit", &draft], "anna").ended(0);
    refused(desk.ee().ask(&["release", &draft, "--json"]), "two officers are needed");
    refused(desk.signs(&["release", &draft], "anna"), "nobody releases a text of their own");
    desk.signs(&["approve", &draft], "boris").ended(0);
    let released = desk.signs(&["release", &draft], "clara").ended(0).json();
    released["reference"].as_str().expect("because it is out").to_owned()
}

#[test]
fn approvals_are_proved_to_whoever_has_the_pack_and_the_genesis_file_alone() {
    let mut desk = Authority::with(OFTEN);
    let reference = released(&desk);
    let other = &desk.nodes[1];
    other.holds(&reference);
    let approvals = header(other, &reference).release.expect("because it names a policy").approvals;
    let pack = exported(&desk, other, &reference);
    desk.nodes.iter_mut().for_each(Node::stop);

    let machine = Machine::new(&pack, &desk.network.genesis());
    let said = machine.verify(&[]).ended(0).out;
    // A line may break between any two words.
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("policy 1 asks for two officers"), "{said}");
    for (role, officer) in APPROVED {
        assert!(said.contains(&format!("{role} {officer}")), "{role} {officer}: {said}");
    }
    let found = machine.verify(&["--json"]).ended(0).json();
    assert_eq!(found["policy"], json!("two officers"), "{found}");
    let by = found["approvals"].as_array().expect("because there are some").iter();
    let by: Vec<_> = by.map(|one| json!([one["role"], one["officer"]])).collect();
    assert_eq!(by, APPROVED.map(|one| json!(one)));
    if let Some((code, said)) = machine.second() {
        assert_eq!((code, &said["policy"]), (Some(0), &found["policy"]), "{said}");
        assert_eq!((&said["id"], &said["status"]), (&found["id"], &found["status"]));
        // It writes the time as the statement has it.
        let expected = APPROVED.iter().zip(&approvals);
        let expected = expected.map(|((role, officer), one)| json!([role, officer, one.at]));
        assert_eq!(said["approvals"], json!(expected.collect::<Vec<_>>()));
    }

    let whole = fs::read(&pack).expect("because it was exported");
    for approval in &approvals {
        bent_is_refused_by_both(&machine, &whole, &approval.signature);
        bent_is_refused_by_both(&machine, &whole, &approval.officer);
    }
    fs::write(machine.pack(), &whole).expect("because it is ours");
    machine.verify(&[]).ended(0);
    assert!(machine.has_two_files());
}

/// One bit of these bytes, wherever the pack has them: the statement's own signature covers them too.
fn bent_is_refused_by_both(machine: &Machine, whole: &[u8], part: &[u8]) {
    let places: Vec<usize> = whole
        .windows(part.len())
        .enumerate()
        .filter(|(_, it)| *it == part)
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty(), "what an officer signed is in the pack");
    for at in places {
        let mut bent = whole.to_vec();
        bent[at + part.len() / 2] ^= 1;
        fs::write(machine.pack(), &bent).expect("because it is ours");
        let found = machine.verify(&["--json"]).ended(4).json();
        assert_eq!(found["verified"], json!(false), "{found}");
        if let Some((code, said)) = machine.second() {
            assert_eq!((code, &said["flaw"]), (Some(1), &found["flaw"]), "{said} {found}");
        }
    }
}
