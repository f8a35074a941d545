//! Laws of acts in files: verified from the genesis up, written once, and never a reason not to start.

use chancery_ledger::act::{Step, sign_roster};
use chancery_ledger::key::SecretKey;
use chancery_ledger::roster::RosterProposal;

use super::*;
use crate::data_dir::{Founding, init};
use crate::exercise::{CreatedNetwork, create_network};

const STATES: [&str; 4] = ["EE", "KR", "NL", "NO"];

fn network(root: &Path) -> CreatedNetwork {
    let states = STATES.map(|state| state.parse().unwrap());
    create_network("Test", &states, &root.join("net"), None, 1).unwrap()
}

/// The steps to versions 1 and 2, each of which only changes the threshold.
fn steps(root: &Path, genesis: &Genesis) -> Vec<Vec<u8>> {
    let mut before = genesis.roster().clone();
    let mut steps = Vec::new();
    for threshold in [4, 3] {
        let next = RosterProposal::after(&before).threshold(threshold).build().unwrap();
        let signatures: Vec<_> = STATES
            .iter()
            .map(|state| {
                let pem = std::fs::read_to_string(root.join("net").join(state).join("root.pem"));
                sign_roster(&next, &SecretKey::from_pem(&pem.unwrap(), None).unwrap())
            })
            .collect();
        steps.push(Step::combine(&next, &before, &signatures).unwrap().bytes().to_vec());
        before = next;
    }
    steps
}

fn write(root: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = root.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_directory_begins_with_the_roster_that_it_was_given_in_any_order() {
    let root = tempfile::tempdir().unwrap();
    let network = network(root.path());
    let genesis = crate::data_dir::read_genesis(&network.genesis).unwrap();
    let steps = steps(root.path(), &genesis);
    let acts = [write(root.path(), "b", &steps[1]), write(root.path(), "a", &steps[0])];
    let founding = Founding {
        genesis: &network.genesis,
        identity: &network.identities[0].1,
        listen: &[],
        peers: &[],
        acts: &acts,
        passphrase: None,
    };
    let dir = init(&root.path().join("ee"), founding).unwrap().dir;
    let register = dir.read_register(&genesis).unwrap();
    assert_eq!(register.directory().roster().version, 2);
    // What stands there and is none does not keep the node from starting.
    write(&dir.acts(), "zzz.cbor", b"no act at all");
    assert_eq!(dir.read_register(&genesis).unwrap().directory().roster().version, 2);
}

#[test]
fn a_file_that_does_not_count_is_named_and_nothing_is_made() {
    let root = tempfile::tempdir().unwrap();
    let network = network(root.path());
    let genesis = crate::data_dir::read_genesis(&network.genesis).unwrap();
    let steps = steps(root.path(), &genesis);
    let mut turned = steps[0].clone();
    *turned.last_mut().unwrap() ^= 1;
    for bytes in [&b""[..], b"no act", &steps[1], &turned] {
        let acts = [write(root.path(), "act", bytes)];
        let founding = Founding {
            genesis: &network.genesis,
            identity: &network.identities[0].1,
            listen: &[],
            peers: &[],
            acts: &acts,
            passphrase: None,
        };
        let error = init(&root.path().join("ee"), founding).unwrap_err();
        assert!(matches!(&error, DirError::Act { path, .. } if *path == acts[0]), "{error:?}");
        assert!(!root.path().join("ee").exists());
    }
}

#[test]
fn an_act_is_written_once() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("acts");
    let id = ActId::from_bytes([7; 32]);
    keep(&folder, &[(id, b"first".to_vec())]).unwrap();
    keep(&folder, &[(id, b"second".to_vec())]).unwrap();
    let path = folder.join(format!("{id}.cbor"));
    assert_eq!(std::fs::read(path).unwrap(), b"first");
}
