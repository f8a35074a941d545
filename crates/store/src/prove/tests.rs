//! Laws of roots and proofs: they are those of the entries, at every size, before and after
//! reopening; and damage gives an error and never a wrong root.

use chancery_encoding::Digest;
use chancery_ledger::log::{Admissible, LogId};
use chancery_ledger::tree::{TreeHead, empty_root, root_of};
use chancery_testkit::Cast;
use proptest::prelude::*;

use crate::database::tests::plant::Part;
use crate::tests::{Scribe, keep, open};
use crate::{Store, StoreError};

fn leaves(batch: &[Admissible]) -> Vec<Digest> {
    batch.iter().map(Admissible::leaf).collect()
}

/// Holds heads, roots and proofs of sizes against the naive root.
fn hold(store: &Store, log: LogId, leaves: &[Digest], sizes: &[u64]) {
    let root = |size: u64| root_of(&leaves[..usize::try_from(size).unwrap()]);
    let all = leaves.len() as u64;
    assert_eq!(store.tree_head(log), TreeHead { size: all, root: root(all) });
    for size in sizes.iter().copied() {
        let later = TreeHead { size, root: store.root_at(log, size).unwrap() };
        assert_eq!(later.root, root(size), "size {size}");
        for earlier in sizes.iter().copied().filter(|earlier| (1..=size).contains(earlier)) {
            let proof = store.prove_consistency(log, earlier, size).unwrap();
            let earlier = TreeHead { size: earlier, root: root(earlier) };
            proof.check_consistency(&earlier, &later).unwrap();
        }
        for seq in sizes.iter().copied().filter(|seq| *seq < size) {
            let proof = store.prove_inclusion(log, seq, size).unwrap();
            let leaf = leaves[usize::try_from(seq).unwrap()];
            proof.check_inclusion(seq, &leaf, &later).unwrap();
        }
    }
}

#[test]
fn roots_and_proofs_are_those_of_the_entries_and_the_same_after_reopening() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    let store = open(&place, &cast);
    let (mut scribe, mut other) = (Scribe::new(&cast, 0), Scribe::new(&cast, 1));
    let batch = scribe.write(1_100, 60);
    let others = other.write(300, 60);
    for (at, chunk) in batch.chunks(130).enumerate() {
        let theirs = others.chunks(130).nth(at).unwrap_or_default();
        keep(&store, &[chunk, theirs].concat());
    }
    let sizes = [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 1_000, 1_024, 1_099, 1_100];
    hold(&store, scribe.log(), &leaves(&batch), &sizes);
    hold(&store, other.log(), &leaves(&others), &[0, 1, 256, 299, 300]);
    drop(store);
    let store = open(&place, &cast);
    assert_eq!(store.damage(), []);
    hold(&store, scribe.log(), &leaves(&batch), &sizes);
    hold(&store, other.log(), &leaves(&others), &[0, 1, 256, 299, 300]);
    let (more, theirs) = (scribe.write(200, 60), other.write(1, 60));
    keep(&store, &[&more[..], &theirs].concat());
    let all = leaves(&[batch, more].concat());
    hold(&store, scribe.log(), &all, &[1, 256, 1_100, 1_101, 1_279, 1_280, 1_281, 1_300]);
}

#[test]
fn what_is_not_held_or_cannot_be_proved_is_refused() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(&dir.path().join("store"), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let log = scribe.log();
    assert_eq!(store.tree_head(log), TreeHead { size: 0, root: empty_root() });
    assert_eq!(store.root_at(log, 0).unwrap(), empty_root());
    let beyond = |answer| matches!(answer, Err(StoreError::Beyond { size: 4, held: 3 }));
    keep(&store, &scribe.write(3, 60));
    // Appended, and not durable: it does not count.
    store.append(&scribe.write(1, 60)).unwrap();
    assert_eq!(store.tree_head(log).size, 3);
    assert!(beyond(store.root_at(log, 4)));
    assert!(beyond(store.prove_inclusion(log, 0, 4).map(|_| empty_root())));
    assert!(beyond(store.prove_consistency(log, 1, 4).map(|_| empty_root())));
    for refused in [
        store.prove_inclusion(log, 3, 3),
        store.prove_inclusion(log, 0, 0),
        store.prove_consistency(log, 0, 3),
        store.prove_consistency(log, 3, 2),
    ] {
        assert!(matches!(refused, Err(StoreError::NoProof)), "{refused:?}");
    }
    store.sync().unwrap();
    assert_eq!(store.tree_head(log).size, 4);
}

#[test]
fn a_damaged_or_missing_tile_gives_an_error_and_never_a_wrong_root() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(&dir.path().join("store"), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let log = scribe.log();
    let leaves = {
        let batch = scribe.write(600, 60);
        keep(&store, &batch);
        leaves(&batch)
    };
    for at in [0, 31, 32 * 200 + 5, 32 * 255] {
        store.database.flip_tile(log, (0, 0), at);
        for size in 1..=300 {
            let root = store.root_at(log, size);
            let right = root_of(&leaves[..usize::try_from(size).unwrap()]);
            assert!(root.is_err() || root.is_ok_and(|root| root == right), "{size}");
        }
        assert!(store.root_at(log, 255).is_err(), "byte {at}");
        assert!(store.prove_inclusion(log, 7, 600).is_err() || at > 32 * 100);
        store.database.flip_tile(log, (0, 0), at);
    }
    hold(&store, log, &leaves, &[1, 255, 256, 600]);
    store.database.remove_tile_of(log, (0, 1));
    assert!(matches!(store.root_at(log, 300), Err(StoreError::Corrupt { .. })));
    assert_eq!(store.root_at(log, 600).unwrap(), root_of(&leaves), "the head is in memory");
    // Flipping an entry does not change what was computed from it.
    store.database.flip(log, 3, Part::Body, 0);
    assert_eq!(store.root_at(log, 200).unwrap(), root_of(&leaves[..200]));
}

#[test]
fn the_tiles_that_an_answer_reads_grow_with_the_logarithm() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(&dir.path().join("store"), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    keep(&store, &scribe.write(3_000, 60));
    for seq in [0, 255, 256, 1_500, 2_999] {
        let before = store.tiles_read();
        store.prove_inclusion(scribe.log(), seq, 2_999.max(seq + 1)).unwrap();
        // Two levels; over the leaf, and at the right edge.
        assert!(store.tiles_read() - before <= 4, "{}", store.tiles_read() - before);
    }
}

#[test]
fn readers_beside_a_writer_prove_what_is_durable_over_every_tile_that_fills() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(&dir.path().join("store"), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let (log, batch) = (scribe.log(), scribe.write(1_600, 60));
    let leaves = leaves(&batch);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| batch.chunks(50).for_each(|chunk| keep(&store, chunk)));
        while !writing.is_finished() {
            let head = store.tree_head(log);
            if head.size == 0 {
                continue;
            }
            let seq = head.size * 2 / 3;
            let proof = store.prove_inclusion(log, seq, head.size).unwrap();
            proof.check_inclusion(seq, &leaves[usize::try_from(seq).unwrap()], &head).unwrap();
            let earlier = head.size.div_ceil(2);
            let proof = store.prove_consistency(log, earlier, head.size).unwrap();
            let root = store.root_at(log, earlier).unwrap();
            proof.check_consistency(&TreeHead { size: earlier, root }, &head).unwrap();
        }
    });
    assert_eq!(store.tree_head(log).root, root_of(&leaves));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn however_a_log_is_cut_into_batches_its_roots_are_the_naive_ones(
        cuts in prop::collection::vec(1_usize..300, 1..6),
        reopened in prop::collection::vec(any::<bool>(), 6),
        asked in prop::collection::vec(0_u64..1_500, 4),
    ) {
        let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
        let place = dir.path().join("store");
        let mut store = open(&place, &cast);
        let mut scribe = Scribe::new(&cast, 0);
        let mut all = Vec::new();
        for (count, reopen) in cuts.iter().zip(reopened) {
            let batch = scribe.write(*count as u64, 60);
            keep(&store, &batch);
            all.extend(leaves(&batch));
            if reopen {
                drop(store);
                store = open(&place, &cast);
            }
        }
        let size = all.len() as u64;
        let sizes: Vec<u64> = asked.iter().map(|asked| asked % (size + 1)).collect();
        hold(&store, scribe.log(), &all, &sizes);
    }
}
