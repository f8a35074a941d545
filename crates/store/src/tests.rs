//! What the tests of this crate stand on: somebody who signs, and a store in a scratch directory.

use std::fs;
use std::path::Path;

use chancery_encoding::{Digest, encode};
use chancery_ledger::certificate::{Certificate, CertificateRequest};
use chancery_ledger::checkpoint::Checkpoint;
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{Admissible, Chain, Id, LogId};
use chancery_ledger::roster::{Directory, Register};
use chancery_ledger::statement::{Draft, Entry, founding_entry};
use chancery_testkit::{Cast, Player, body_of};
use ciborium::Value;

use crate::Store;

pub(crate) const CACHE_BYTES: u64 = 4 * 1024 * 1024;

/// An authority's node at work: it founds its log and goes on in it.
pub(crate) struct Scribe {
    certificate: Certificate,
    key: SecretKey,
    directory: Directory,
    chain: Chain,
}

impl Scribe {
    pub(crate) fn new(cast: &Cast, player: usize) -> Scribe {
        let player = &cast.players()[player];
        let key = SecretKey::from_seed(player.statement_key().expose_seed());
        let chain = Chain::new(player.log());
        let certificate = player.certificate().clone();
        Scribe { certificate, key, directory: cast.directory().clone(), chain }
    }

    /// A second node of the player's authority, with its own key, that `directory` has learned of.
    pub(crate) fn second(cast: &Cast, player: &Player, directory: &mut Directory) -> Scribe {
        let key = |seed: u8| SecretKey::from_seed(&[seed; 32]);
        let first = player.certificate();
        let request = CertificateRequest {
            network: first.network,
            issuer: first.issuer.clone(),
            serial: first.serial + 1,
            issued_at: first.issued_at,
            statement_key: key(201).public(),
            witness_key: key(202).public(),
            transport_key: key(203).public(),
            roles: Vec::new(),
            under: None,
            epoch: 0,
            reader_key: None,
            possession: None,
        };
        let certificate =
            Certificate::issue(&request, player.root_key(), directory.roster()).unwrap();
        let mut register = Register::new(cast.genesis());
        register.insert(register.check(certificate.bytes()).unwrap());
        *directory = register.directory().clone();
        let chain = Chain::new(LogId { key: *key(201).public().as_bytes(), epoch: 0 });
        Scribe { certificate, key: key(201), directory: directory.clone(), chain }
    }

    /// The same node restored from a backup of now: what both write next is a fork.
    pub(crate) fn twin(&self) -> Scribe {
        Scribe {
            certificate: self.certificate.clone(),
            key: SecretKey::from_seed(self.key.expose_seed()),
            directory: self.directory.clone(),
            chain: self.chain.clone(),
        }
    }

    pub(crate) fn log(&self) -> LogId {
        self.chain.log()
    }

    /// What the next entry says when nothing else is wished for.
    pub(crate) fn draft(&self) -> Draft {
        let state = self.certificate.issuer.state;
        let seq = self.chain.next_seq();
        Draft {
            issuer: self.certificate.issuer.clone(),
            reference: format!("{state}-2026-{seq:04}"),
            issued_at: 1_767_225_600 + i64::try_from(seq).unwrap(),
            epoch: 0,
            seq,
            prev: self.chain.tip(),
            roster: self.certificate.network,
            kind: "threat-advisory".to_owned(),
            marking: chancery_record::Marking::Clear,
            body: body_of(100, seq),
            release: None,
        }
    }

    /// Signs the next entry: the founding one first, then as `change` wishes.
    pub(crate) fn sign(&mut self, change: impl FnOnce(&mut Draft)) -> Admissible {
        let entry = match self.chain.next_seq() {
            0 => founding_entry(&self.certificate, 0, &self.key).unwrap(),
            _ => {
                let mut draft = self.draft();
                change(&mut draft);
                draft.seal(&self.key).unwrap()
            }
        };
        self.chain.admit(entry, &self.directory).unwrap()
    }

    /// The node's checkpoint of so many entries.
    pub(crate) fn checkpoint(&self, size: u64, root: Digest) -> Vec<u8> {
        let issuer = self.certificate.issuer.clone();
        let network = self.certificate.network;
        let checkpoint =
            Checkpoint { log: self.log(), issuer, network, size, root, roster: network };
        checkpoint.sign(&self.key).unwrap().encode()
    }

    /// The next so many entries, with bodies of about so many bytes.
    pub(crate) fn write(&mut self, count: u64, body_bytes: usize) -> Vec<Admissible> {
        let first = self.chain.next_seq();
        let salt = u64::from(self.log().key[0]) << 32;
        let body = |seq| body_of(body_bytes, salt + seq);
        (first..first + count).map(|seq| self.sign(|draft| draft.body = body(seq))).collect()
    }
}

/// The body of a correction or withdrawal.
pub(crate) fn aimed_body(kind: &str, id: Option<Id>, reference: Option<&str>) -> Vec<u8> {
    let text = |value: String| Value::Text(value);
    let mut target = Vec::new();
    if let Some(id) = id {
        target.push((text("id".into()), text(id.to_string())));
    }
    if let Some(reference) = reference {
        target.push((text("reference".into()), text(reference.into())));
    }
    let mut record =
        vec![(text("kind".into()), text(kind.into())), (text("target".into()), Value::Map(target))];
    if kind == "correction" {
        let replacement = vec![(text("kind".into()), text("threat-advisory".into()))];
        record.push((text("replacement".into()), Value::Map(replacement)));
    }
    let record = Value::Map(record);
    encode(&Value::Map(vec![
        (text("record".into()), record),
        (text("salt".into()), Value::Bytes(vec![7; 16])),
    ]))
}

pub(crate) fn open(dir: &Path, cast: &Cast) -> Store {
    Store::open(dir, CACHE_BYTES, cast.directory()).unwrap()
}

/// Appends and syncs.
pub(crate) fn keep(store: &Store, batch: &[Admissible]) {
    store.append(batch).unwrap();
    store.sync().unwrap();
}

/// All entries of a log as the store reads them.
pub(crate) fn all(store: &Store, log: LogId) -> Vec<Entry> {
    store.read(log, 0, u64::MAX, u64::MAX).unwrap()
}

pub(crate) fn entries(batch: &[Admissible]) -> Vec<Entry> {
    batch.iter().map(|entry| entry.entry().clone()).collect()
}

/// Copies a directory as a power cut would leave it: what is in the files at this moment.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.file_type().unwrap().is_dir() {
            copy(&item.path(), &target);
        } else {
            fs::copy(item.path(), target).unwrap();
        }
    }
}
