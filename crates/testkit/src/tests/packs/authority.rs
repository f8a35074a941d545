//! One authority with two nodes, hence two logs, and the pack and the statements of what it says.
//!
//! Logs have holes: what stands in them is about other records. Invariant: the pack and the statements
//! for the fold are made of the same entries.

use std::collections::BTreeMap;

use chancery_encoding::{Digest, encode};
use chancery_ledger::certificate::{Certificate, CertificateRequest};
use chancery_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::key::SecretKey;
use chancery_ledger::log::Id;
use chancery_ledger::pack::{Pack, Parts, Verdict};
use chancery_ledger::roster::Register;
use chancery_ledger::statement::{Authentic, Draft};
use chancery_ledger::tree::{Proof, RightEdge, TileId, TiledTree, grow};
use chancery_record::Record;
use chancery_thread::{Issuer, Order, Place, Said};
use ciborium::Value as Cbor;
use serde_json::{Value, json};

use super::sayings;
use crate::{Cast, Dice, ISSUED_AT_S, Player, body_of};

/// The authority and what is known of its nodes.
pub(super) struct Authority {
    cast: Cast,
    register: Register,
    second: SecretKey,
}

/// What it said of one record, in the order in which it did.
pub(super) struct Told {
    /// The record is the first.
    pub(super) entries: Vec<Authentic>,
    /// The same for whoever looks into a run that failed: log, place, what it says.
    pub(super) lines: Vec<String>,
    /// The next free place of each log.
    next: [u64; 2],
    /// The key of a log and where it forked, with the proof.
    forks: BTreeMap<[u8; 32], (u64, Equivocation)>,
}

impl Authority {
    pub(super) fn new() -> Self {
        let cast = Cast::of(3);
        let mut register = Register::new(cast.genesis());
        let [second, witness, transport] = ["statement", "witness", "transport"].map(|job| {
            let seed = Digest::of(format!("chancery testkit second {job}").as_bytes());
            SecretKey::from_seed(seed.as_bytes())
        });
        let player = &cast.players()[0];
        let request = CertificateRequest {
            network: cast.genesis().roster().hash(),
            issuer: player.certificate().issuer.clone(),
            serial: 1,
            issued_at: ISSUED_AT_S,
            statement_key: second.public(),
            witness_key: witness.public(),
            transport_key: transport.public(),
            roles: vec!["publisher".to_owned()],
            under: None,
            epoch: 0,
            reader_key: None,
            possession: None,
        };
        let root = player.root_key();
        let certificate = Certificate::issue_under(&request, root, register.directory()).unwrap();
        let act = register.check(certificate.bytes()).unwrap();
        register.insert(act);
        Self { cast, register, second }
    }

    fn player(&self) -> &Player {
        &self.cast.players()[0]
    }

    fn keys(&self) -> [&SecretKey; 2] {
        [self.player().statement_key(), &self.second]
    }

    /// A record and up to so many changes of it and of one another.
    pub(super) fn tells(&self, dice: &mut Dice, changes_max: u64) -> Told {
        let mut told =
            Told { entries: Vec::new(), lines: Vec::new(), next: [1, 1], forks: BTreeMap::new() };
        let exercise = json!(dice.percent(20));
        let record = sayings::record(dice, &exercise);
        told.say(self, dice, &record);
        for _ in 0..dice.between(0, changes_max) {
            // Most of it is about the record, or about what was said last.
            let at = match dice.below(4) {
                0 => 0,
                1 => told.entries.len() - 1,
                _ => dice.index(told.entries.len()),
            };
            let target = &told.entries[at];
            let (id, reference) = (target.id().to_string(), target.header().reference.clone());
            let change = sayings::change(dice, (&id, &reference), &exercise);
            told.say(self, dice, &change);
        }
        if dice.percent(25) {
            told.fork(self, dice);
        }
        told
    }

    /// What a pack with all of it comes to.
    pub(super) fn packed(&self, told: &Told) -> Verdict {
        let record = &told.entries[0];
        let (checkpoint, inclusion) = self.proved(told);
        let pack = Pack::assemble(Parts {
            genesis: self.cast.genesis(),
            register: &self.register,
            statement: &record.entry().statement,
            body: Some(&record.entry().body),
            checkpoint: &checkpoint,
            inclusion,
            later: told.entries[1..].iter().map(|one| one.entry().clone()).collect(),
            proofs: told.forks.values().map(|(_, proof)| proof.clone()).collect(),
        });
        pack.unwrap().verify(self.cast.genesis()).unwrap()
    }

    /// A checkpoint of the record's log, and the proof that the record is in it.
    fn proved(&self, told: &Told) -> (SignedCheckpoint, Proof) {
        let record = told.entries[0].header();
        let at = usize::from(record.key == *self.second.public().as_bytes());
        let mut leaves: Vec<Digest> =
            (0..told.next[at]).map(|seq| Digest::of(&seq.to_be_bytes())).collect();
        let place = usize::try_from(record.seq).unwrap();
        leaves[place] = told.entries[0].leaf();
        let growth = grow(&RightEdge::new(), &leaves, &|_| None).unwrap();
        let find = |tile: TileId| {
            growth.tiles.iter().find(|(id, _)| *id == tile).map(|(_, bytes)| bytes.clone())
        };
        let mut tree = TiledTree::new(leaves.len() as u64, &find);
        let network = self.cast.genesis().roster().hash();
        let checkpoint = Checkpoint {
            log: record.log(),
            issuer: record.issuer.clone(),
            network,
            size: leaves.len() as u64,
            root: tree.head().unwrap().root,
            roster: network,
        };
        let signed = checkpoint.sign(self.keys()[at]).unwrap();
        (signed, tree.prove_inclusion(record.seq).unwrap())
    }
}

impl Told {
    /// Says something at the end of one of the two logs.
    fn say(&mut self, authority: &Authority, dice: &mut Dice, record: &Value) {
        let at = usize::from(dice.percent(35));
        let seq = self.next[at] + dice.below(4);
        self.next[at] = seq + 1;
        let body = encode(&Cbor::Map(vec![
            ("salt".into(), Cbor::Bytes(dice.bytes(16))),
            ("record".into(), Cbor::serialized(record).unwrap()),
        ]));
        let kind = record["kind"].as_str().unwrap().to_owned();
        let reference = format!("AL-2026-{:04}", self.entries.len() + 1);
        let draft = authority.player().draft(seq, Some(Id::from_bytes([7; 32])), body);
        let draft = Draft { kind, reference, ..draft };
        let entry = draft.seal(authority.keys()[at]).unwrap();
        self.lines.push(format!("{:?} at {at}.{seq}: {record}", entry.id()));
        self.entries.push(entry);
    }

    /// Another statement turns up at the place of one of these.
    fn fork(&mut self, authority: &Authority, dice: &mut Dice) {
        let held = &self.entries[dice.index(self.entries.len())];
        let header = held.header();
        let key = authority.keys().into_iter().find(|key| *key.public().as_bytes() == header.key);
        let body = body_of(40, dice.roll());
        let other = authority.player().draft(header.seq, header.prev, body);
        let other = other.seal(key.unwrap()).unwrap();
        let proof = Equivocation::prove(held, &other).unwrap();
        self.forks.insert(header.key, (header.seq, proof));
    }

    /// The same as a node's fold takes it in.
    pub(super) fn said(&self) -> Vec<Said> {
        let one = |entry: &Authentic| {
            let header = entry.header();
            let forked = self.forks.get(&header.key).is_some_and(|(seq, _)| *seq <= header.seq);
            Said {
                id: digest(entry.id()),
                issuer: Issuer {
                    state: header.issuer.state,
                    authority: header.issuer.authority.clone(),
                },
                order: Order { epoch: header.epoch, seq: header.seq, key: header.key },
                issued_at: header.issued_at,
                reference: header.reference.clone(),
                record: Record::from_body(&entry.entry().body).unwrap(),
                place: if forked { Place::Forked } else { Place::Stands },
            }
        };
        self.entries.iter().map(one).collect()
    }
}

/// An id as the fold has it.
pub(super) fn digest(id: Id) -> Digest {
    Digest::from_bytes(*id.as_bytes())
}
