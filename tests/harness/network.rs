//! An exercise network in a folder of its own, and data directories for its nodes.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::answer::chancery;
use super::node::Node;
use super::ports;

/// What carries the bytes between nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// The first choice.
    Quic,
    /// Where UDP does not get through.
    Tcp,
}

/// A network, made by the command that makes networks.
pub(crate) struct Network {
    folder: TempDir,
    places: Vec<(&'static str, String)>,
}

impl Network {
    /// Makes the keys of these states, and finds each a place to listen.
    pub(crate) fn create(states: &[&'static str]) -> Self {
        Self::create_over(Carrier::Quic, states)
    }

    /// The same with another carrier.
    pub(crate) fn create_over(carrier: Carrier, states: &[&'static str]) -> Self {
        // Short, because a socket's path has room for 107 bytes.
        let folder = tempfile::Builder::new().prefix("chy-").tempdir();
        let folder = folder.expect("because a temporary folder can be made");
        let out = folder.path().join("net");
        let out = out.to_str().expect("because temporary folders have plain names");
        let mut arguments = vec!["network", "create", "--name", "exercise", "--out", out];
        arguments.extend(states.iter().flat_map(|state| ["--state", state]));
        chancery(&arguments).ended(0);
        let place = |state: &&'static str| {
            let port = ports::free();
            let place = match carrier {
                Carrier::Quic => format!("/ip4/127.0.0.1/udp/{port}/quic-v1"),
                Carrier::Tcp => format!("/ip4/127.0.0.1/tcp/{port}"),
            };
            (*state, place)
        };
        let places = states.iter().map(place).collect();
        Self { folder, places }
    }

    /// A data directory for this state, that knows where all the others listen.
    pub(crate) fn node(&self, state: &str) -> Node {
        self.node_with(state, "")
    }

    /// A node for every state, with these lines in its configuration, all of them running.
    pub(crate) fn running(&self, settings: &str) -> Vec<Node> {
        let states = self.places.iter().map(|(state, _)| *state);
        let mut nodes: Vec<Node> = states.map(|state| self.node_with(state, settings)).collect();
        nodes.iter_mut().for_each(Node::start);
        nodes
    }

    /// The same with more lines in its configuration.
    pub(crate) fn node_with(&self, state: &str, settings: &str) -> Node {
        let others = self.places.iter().filter(|(other, _)| *other != state);
        let peers: Vec<&str> = others.map(|(_, place)| place.as_str()).collect();
        self.node_among(state, &peers, settings)
    }

    /// A data directory that knows of these peers and of nobody else.
    pub(crate) fn node_among(&self, state: &str, peers: &[&str], settings: &str) -> Node {
        let dir = self.path(&state.to_ascii_lowercase());
        let (genesis, identity) = (self.genesis(), self.identity(state));
        let mut arguments = vec!["init", "--dir", plain(&dir), "--genesis", plain(&genesis)];
        arguments.extend(["--identity", plain(&identity), "--listen", self.place(state)]);
        arguments.extend(peers.iter().flat_map(|place| ["--peer", *place]));
        chancery(&arguments).ended(0);
        if !settings.is_empty() {
            let config = dir.join("config.toml");
            let text = fs::read_to_string(&config).expect("because init wrote it");
            fs::write(&config, text + settings).expect("because it is ours");
        }
        Node::at(state, dir)
    }

    /// Where this state's node listens.
    pub(crate) fn place(&self, state: &str) -> &str {
        let (_, place) = self.places.iter().find(|(other, _)| *other == state).expect("a member");
        place
    }

    pub(crate) fn genesis(&self) -> PathBuf {
        self.path("net/genesis.cbor")
    }

    /// The folder with this state's keys.
    pub(crate) fn identity(&self, state: &str) -> PathBuf {
        self.path("net").join(state)
    }

    /// A path in the folder that goes with the network.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// A path as an argument.
pub(crate) fn plain(path: &Path) -> &str {
    path.to_str().expect("because temporary folders have plain names")
}

/// Copies a data directory of a node that does not run.
pub(crate) fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("because the folder is ours");
    for entry in fs::read_dir(from).expect("because it is there") {
        let entry = entry.expect("because it is there");
        let kind = entry.file_type().expect("because it is there");
        let place = to.join(entry.file_name());
        if kind.is_dir() {
            copy_all(&entry.path(), &place);
        } else if kind.is_file() {
            fs::copy(entry.path(), place).expect("because there is room");
        }
    }
}
