//! What the nodes of a bench stand on: an exercise network on disk, and a log written beforehand.

use std::path::{Path, PathBuf};

use chancery_encoding::{Digest, encode};
use chancery_ledger::certificate::Certificate;
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{Admissible, Chain, LogId};
use chancery_ledger::roster::{Directory, Genesis};
use chancery_ledger::statement::{Draft, founding_entry};
use chancery_node::data_dir::DataDir;
use chancery_node::data_dir::{Founding, init, read_genesis};
use chancery_node::exercise::create_network;
use chancery_record::{Marking, StateCode};
use chancery_store::Store;
use ciborium::Value;

/// Bytes of sled's cache while writing; the nodes have their own.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// Entries written between two syncs.
const BATCH: u64 = 1_000;

/// A network of states on disk, with nobody running.
pub struct Ground {
    root: tempfile::TempDir,
}

impl Ground {
    /// A network of these states.
    pub fn new(states: &[&str]) -> Ground {
        let root = tempfile::tempdir().unwrap();
        let states: Vec<StateCode> = states.iter().map(|state| state.parse().unwrap()).collect();
        create_network("bench", &states, &root.path().join("network"), None, 1_700_000_000)
            .unwrap();
        Ground { root }
    }

    pub fn path(&self) -> &Path {
        self.root.path()
    }

    fn network(&self) -> PathBuf {
        self.root.path().join("network")
    }

    pub fn genesis(&self) -> Genesis {
        read_genesis(&self.network().join("genesis.cbor")).unwrap()
    }

    /// A new data directory for a state's node, with lines for its configuration.
    pub fn dir(&self, name: &str, state: &str, peers: &[String], config: &str) -> PathBuf {
        let path = self.root.path().join(name);
        let listen = ["/ip4/127.0.0.1/udp/0/quic-v1".to_owned()];
        let founding = Founding {
            genesis: &self.network().join("genesis.cbor"),
            identity: &self.network().join(state),
            listen: &listen,
            peers,
            acts: &[],
            passphrase: None,
        };
        let dir: DataDir = init(&path, founding).unwrap().dir;
        let mut text = std::fs::read_to_string(dir.config()).unwrap();
        text.push_str(config);
        std::fs::write(dir.config(), text).unwrap();
        path
    }

    /// Has the node of a data directory that knows no peer look for one here.
    pub fn point(dir: &Path, address: &str) {
        let path = dir.join("config.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let pointed = text.replace("peers = []", &format!("peers = [\"{address}\"]"));
        assert_ne!(pointed, text, "it knows a peer already");
        std::fs::write(path, pointed).unwrap();
    }

    /// Writes a log of `entries` of a state into the stores of some data directories; each takes so
    /// many of them.
    pub fn fill(&self, state: &str, body_bytes: usize, into: &[(&Path, u64)]) {
        let genesis = self.genesis();
        let directory = Directory::new(&genesis);
        let certificate = certificate(&genesis, state);
        let path = self.network().join(state).join("statement.pem");
        let key = SecretKey::from_pem(&std::fs::read_to_string(path).unwrap(), None).unwrap();
        let stores: Vec<(Store, u64)> = into
            .iter()
            .map(|(dir, entries)| {
                (Store::open(&dir.join("store"), CACHE_BYTES, &directory).unwrap(), *entries)
            })
            .collect();
        let most = into.iter().map(|(_, entries)| *entries).max().unwrap_or(0);
        let mut chain = Chain::new(LogId { key: *key.public().as_bytes(), epoch: 0 });
        let founding = founding_entry(&certificate, 0, &key).unwrap();
        let mut batch = vec![chain.admit(founding, &directory).unwrap()];
        for seq in 1..most {
            batch.push(entry(&certificate, &key, &mut chain, &directory, body_bytes));
            if seq % BATCH == 0 {
                write(&stores, &batch);
                batch.clear();
            }
        }
        write(&stores, &batch);
    }
}

fn write(stores: &[(Store, u64)], batch: &[Admissible]) {
    for (store, entries) in stores {
        let wanted: Vec<Admissible> =
            batch.iter().filter(|entry| entry.position().seq < *entries).cloned().collect();
        store.append(&wanted).unwrap();
        store.sync().unwrap();
    }
}

fn entry(
    certificate: &Certificate,
    key: &SecretKey,
    chain: &mut Chain,
    directory: &Directory,
    body_bytes: usize,
) -> Admissible {
    let seq = chain.next_seq();
    let state = certificate.issuer.state;
    let draft = Draft {
        issuer: certificate.issuer.clone(),
        reference: format!("{state}-2026-{seq:04}"),
        issued_at: 1_700_000_000 + i64::try_from(seq).unwrap(),
        epoch: 0,
        seq,
        prev: chain.tip(),
        roster: directory.roster_hash(),
        kind: "threat-advisory".to_owned(),
        marking: Marking::Green,
        body: body(seq, body_bytes),
        release: None,
    };
    chain.admit(draft.seal(key).unwrap(), directory).unwrap()
}

/// Characters to begin with; the length of the text then takes two bytes, as it does in the end.
const TEXT_MIN: usize = 300;

/// A record of exactly `bytes` bytes that no compression makes smaller.
fn body(seq: u64, bytes: usize) -> Vec<u8> {
    let mut digest = Digest::of(&seq.to_be_bytes());
    let mut text = String::new();
    while text.len() < bytes {
        text.push_str(&digest.to_string());
        digest = Digest::of(digest.as_bytes());
    }
    let around = plain(seq, &text[..TEXT_MIN], &digest).len() - TEXT_MIN;
    plain(seq, &text[..bytes - around], &digest)
}

fn plain(seq: u64, text: &str, salt: &Digest) -> Vec<u8> {
    let record = Value::Map(vec![
        ("title".into(), format!("bench {seq}").into()),
        ("summary".into(), text.into()),
    ]);
    let salt = Value::Bytes(salt.as_bytes()[..16].to_vec());
    encode(&Value::Map(vec![("record".into(), record), ("salt".into(), salt)]))
}

fn certificate(genesis: &Genesis, state: &str) -> Certificate {
    let of = |certificate: &&Certificate| certificate.issuer.state.as_str() == state;
    genesis.certificates().iter().find(of).unwrap().clone()
}
