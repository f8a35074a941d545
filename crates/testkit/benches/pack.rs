//! Evidence packs: how much they add to what they prove, how much of a tree their making touches, and what
//! verifying one costs beside the signature checks that are in it.
//!
//! The log has a million entries of which one is a real statement; the others are leaf hashes, because a
//! proof sees no more of them. The network is that of the Code, 25 states, and all 25 nodes have cosigned.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::Instant;

use chancery_encoding::Digest;
use chancery_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use chancery_ledger::key::{PublicKey, SecretKey};
use chancery_ledger::log::Id;
use chancery_ledger::pack::{Pack, Parts};
use chancery_ledger::roster::Register;
use chancery_ledger::statement::Authentic;
use chancery_ledger::tree::{RightEdge, TileId, TiledTree, grow};
use chancery_testkit::{Cast, ISSUED_AT_S, Player, body_of};

use crate::figures::{figure, median};

/// Bytes that a pack may add to statement and body.
const ADDED_MAX: usize = 16 * 1024;

/// What verifying may cost beside its signature checks.
const RATIO_MAX: f64 = 1.5;

/// Sizes of logs, and so the place of the record in each: not at an edge of anything.
const SIZES: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Leaves that are appended at once.
const CHUNK: u64 = 65_536;

/// Rounds of both measurements, one after the other, so that both see the same machine.
const ROUNDS: usize = 101;

/// The tiles of a log with a real record in it.
struct Log {
    size: u64,
    record: Authentic,
    tiles: Tiles,
    edge: RightEdge,
}

impl Log {
    fn new(author: &Player, size: u64) -> Self {
        let seq = size * 61 / 100;
        let prev = Some(Id::from_bytes(*Digest::of(b"the one before").as_bytes()));
        let record =
            author.draft(seq, prev, body_of(1_024, 7)).seal(author.statement_key()).unwrap();
        let leaf = |at: u64| if at == seq { record.leaf() } else { Digest::of(&at.to_be_bytes()) };
        let (mut tiles, mut edge) = (Tiles::new(), RightEdge::new());
        let mut from = 0;
        while from < size {
            let to = size.min(from + CHUNK);
            let leaves: Vec<Digest> = (from..to).map(leaf).collect();
            let growth =
                grow(&edge, &leaves, &|tile: TileId| tiles.get(&tile.key()).cloned()).unwrap();
            tiles.extend(growth.tiles.into_iter().map(|(tile, bytes)| (tile.key(), bytes)));
            edge = growth.edge;
            from = to;
        }
        Self { size, record, tiles, edge }
    }

    /// The pack, and how many tiles its making read.
    fn pack(&self, cast: &Cast, checkpoint: &SignedCheckpoint) -> (Pack, u64) {
        let read = Cell::new(0);
        let mut tree = TiledTree::new(self.size, |tile: TileId| {
            read.set(read.get() + 1);
            self.tiles.get(&tile.key()).cloned()
        });
        // As the store does: the root first, then the proof.
        assert_eq!(tree.head().unwrap(), checkpoint.checkpoint().head());
        let parts = Parts {
            genesis: cast.genesis(),
            register: &Register::new(cast.genesis()),
            statement: &self.record.entry().statement,
            body: Some(&self.record.entry().body),
            checkpoint,
            inclusion: tree.prove_inclusion(self.record.header().seq).unwrap(),
            later: Vec::new(),
            proofs: Vec::new(),
        };
        (Pack::assemble(parts).unwrap(), read.get())
    }

    fn checkpoint(&self, cast: &Cast) -> SignedCheckpoint {
        let author = &cast.players()[0];
        let checkpoint = Checkpoint {
            log: author.log(),
            issuer: author.certificate().issuer.clone(),
            network: cast.genesis().roster().hash(),
            size: self.size,
            root: self.edge.head().root,
            roster: cast.genesis().roster().hash(),
        };
        let mut signed = checkpoint.sign(author.statement_key()).unwrap();
        for witness in cast.players() {
            let time = ISSUED_AT_S.unsigned_abs() + 60;
            signed.add(signed.cosign(witness.certificate(), witness.witness_key(), time).unwrap());
        }
        signed
    }
}

/// By their keys, so that a wider tile takes the place of a narrower one.
type Tiles = BTreeMap<[u8; 9], Vec<u8>>;

/// How many bytes a pack adds, and how many tiles its making reads, from 10^3 to 10^6 entries.
pub fn size() {
    let cast = Cast::of_the_code();
    let mut before: Option<u64> = None;
    for size in SIZES {
        let log = Log::new(&cast.players()[0], size);
        let checkpoint = log.checkpoint(&cast);
        assert_eq!(checkpoint.cosigners().len(), 25);
        let (pack, tiles) = log.pack(&cast, &checkpoint);
        let entry = log.record.entry();
        let added = pack.encode().len() - entry.statement.len() - entry.body.len();
        figure(
            "pack_size",
            &format!(
                "{size} entries, 25 cosignatures: {added} bytes beside statement and body (at most {ADDED_MAX}), {tiles} tiles read"
            ),
            &[("entries", size as f64), ("added_bytes", added as f64), ("tiles", tiles as f64)],
        );
        assert!(added <= ADDED_MAX, "a pack adds too much");
        // A tile is a byte of the place: ten times the entries is at most two tiles more.
        assert!(before.is_none_or(|before| tiles <= before + 2), "more than the logarithm");
        before = Some(tiles);
    }
}

/// What verifying costs beside the bare signature checks in it: the median of each, in turns.
pub fn verify() {
    let cast = Cast::of_the_code();
    let log = Log::new(&cast.players()[0], *SIZES.last().unwrap());
    let checkpoint = log.checkpoint(&cast);
    let bytes = log.pack(&cast, &checkpoint).0.encode();
    let checks = signatures(&cast, &log, &checkpoint);
    let (mut whole, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for (key, text, signature) in &checks {
            key.verify(text, signature).unwrap();
        }
        bare.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        Pack::decode(&bytes).unwrap().verify(cast.genesis()).unwrap();
        whole.push(start.elapsed().as_secs_f64());
    }
    let (whole, bare) = (median(whole) * 1e6, median(bare) * 1e6);
    let ratio = whole / bare;
    let count = checks.len();
    figure(
        "pack_verify",
        &format!(
            "{whole:.0} us, {ratio:.2} x its {count} signature checks ({bare:.0} us); at most {RATIO_MAX}"
        ),
        &[("verify_us", whole), ("signatures_us", bare), ("ratio", ratio)],
    );
    assert!(ratio <= RATIO_MAX, "verifying costs too much beside its signatures");
}

type Check = (PublicKey, Vec<u8>, [u8; 64]);

/// The checks that are in the pack: the statement, the author's line, and each witness's.
fn signatures(cast: &Cast, log: &Log, checkpoint: &SignedCheckpoint) -> Vec<Check> {
    let check = |key: &SecretKey, text: Vec<u8>| (key.public(), text.clone(), key.sign(&text));
    let author = &cast.players()[0];
    let text = checkpoint.checkpoint().text();
    let mut checks = vec![
        check(author.statement_key(), log.record.entry().statement.clone()),
        check(author.statement_key(), text.clone().into_bytes()),
    ];
    for witness in cast.players() {
        let text = format!("cosignature/v1\ntime {ISSUED_AT_S}\n{text}");
        checks.push(check(witness.witness_key(), text.into_bytes()));
    }
    checks
}
