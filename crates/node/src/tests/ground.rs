//! What tests of several modules stand on: a data directory of a network of one state.

use crate::data_dir::{DataDir, Founding, init};
use crate::exercise::create_network;

/// A data directory of EE, without a passphrase, in a folder that goes with the first value.
pub(crate) fn data_dir() -> (tempfile::TempDir, DataDir) {
    let root = tempfile::tempdir().unwrap();
    let states = ["EE".parse().unwrap()];
    let network = create_network("Test", &states, &root.path().join("net"), None, 1).unwrap();
    let founding = Founding {
        genesis: &network.genesis,
        identity: &network.identities[0].1,
        listen: &[],
        peers: &[],
        acts: &[],
        passphrase: None,
    };
    let founded = init(&root.path().join("ee"), founding).unwrap();
    (root, founded.dir)
}
