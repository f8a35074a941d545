//! Laws of exercise networks.

use std::os::unix::fs::MetadataExt;

use super::*;
use crate::data_dir::read_genesis;

fn states(codes: &[&str]) -> Vec<StateCode> {
    codes.iter().map(|code| code.parse().unwrap()).collect()
}

#[test]
fn a_network_has_a_genesis_and_a_private_identity_for_each_state() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("deep/net");
    let made = create_network("Test", &states(&["KR", "EE", "XK"]), &out, None, 1).unwrap();
    let genesis = read_genesis(&made.genesis).unwrap();
    assert_eq!(genesis.roster().hash(), made.roster);
    assert_eq!(genesis.certificates().len(), 3);
    let codes: Vec<&str> = made.identities.iter().map(|(state, _)| state.as_str()).collect();
    assert_eq!(codes, ["EE", "KR", "XK"]);
    for (_, folder) in &made.identities {
        for name in ["root.pem", "statement.pem", "witness.pem", "transport.pem"] {
            let mode = std::fs::metadata(folder.join(name)).unwrap().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        assert_eq!(std::fs::metadata(folder).unwrap().mode() & 0o777, 0o700);
    }
}

#[test]
fn nothing_is_overwritten_and_a_refusal_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    create_network("Test", &states(&["EE"]), dir.path(), None, 1).unwrap();
    let before = std::fs::read(dir.path().join("EE/root.pem")).unwrap();
    let error = create_network("Test", &states(&["EE", "KR"]), dir.path(), None, 1).unwrap_err();
    assert!(matches!(error, CreateError::Exists(_)), "{error:?}");
    std::fs::remove_file(dir.path().join("genesis.cbor")).unwrap();
    create_network("Test", &states(&["KR", "EE"]), dir.path(), None, 1).unwrap_err();
    assert_eq!(std::fs::read(dir.path().join("EE/root.pem")).unwrap(), before);
    assert!(!dir.path().join("KR").exists());
}

#[test]
fn no_state_one_twice_and_a_nameless_network_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let make = |name: &str, codes: &[&str]| {
        create_network(name, &states(codes), &dir.path().join("net"), None, 1).unwrap_err()
    };
    assert!(matches!(make("Test", &[]), CreateError::States));
    assert!(matches!(make("Test", &["EE", "EE"]), CreateError::States));
    assert!(matches!(make("", &["EE"]), CreateError::Roster(RosterFlaw::Name)));
    assert!(matches!(make("a\u{7}b", &["EE"]), CreateError::Roster(RosterFlaw::Name)));
    assert!(!dir.path().join("net").exists());
}

#[test]
fn no_two_networks_share_a_key() {
    let dir = tempfile::tempdir().unwrap();
    let make = |name: &str| {
        create_network("Test", &states(&["EE"]), &dir.path().join(name), None, 1).unwrap()
    };
    assert_ne!(make("a").roster, make("b").roster);
}
