//! Laws of proofs: they are those of the recursion, and they verify what they should.

use proptest::prelude::*;

use super::oracle::{Oracle, extends, includes};
use super::{Shelf, leaves};
use crate::tree::{
    PROOF_BYTES_MAX, PROOF_HASHES_MAX, Proof, ProofFlaw, Subtree, SubtreeFlaw, TileFlaw, TileId,
    TiledTree, TreeHead, empty_root, node_hash, tiles_for,
};

/// Past two tiles, ragged.
const SIZE_MAX: u64 = 520;

/// Every place of small trees and of those around one and two tiles; of the others one of each 64,
/// never the same, and the last two. So each size and each place occurs.
fn places(size: u64) -> impl Iterator<Item = u64> {
    let every = matches!(size, 0..=70 | 254..=260 | 510..=514);
    (0..size).filter(move |place| every || place % 64 == size % 64 || place + 2 >= size)
}

#[test]
fn every_inclusion_proof_is_that_of_the_recursion_and_verifies() {
    let mut oracle = Oracle::new(leaves(SIZE_MAX));
    let shelf = Shelf::of(&leaves(SIZE_MAX));
    for size in 1..=SIZE_MAX {
        let head = TreeHead { size, root: oracle.root(0, size) };
        let mut tree = TiledTree::new(size, |tile| shelf.read(tile));
        assert_eq!(tree.head(), Ok(head));
        for index in places(size) {
            let proof = tree.prove_inclusion(index).unwrap();
            assert_eq!(proof.hashes(), oracle.path(index, 0, size), "{index} in {size}");
            let leaf = oracle.root(index, index + 1);
            assert_eq!(proof.check_inclusion(index, &leaf, &head), Ok(()), "{index} in {size}");
            assert!(includes(index, leaf, size, head.root, proof.hashes()));
        }
    }
}

#[test]
fn every_consistency_proof_is_that_of_the_recursion_and_verifies() {
    let mut oracle = Oracle::new(leaves(SIZE_MAX));
    let shelf = Shelf::of(&leaves(SIZE_MAX));
    for size in 1..=SIZE_MAX {
        let head = TreeHead { size, root: oracle.root(0, size) };
        let mut tree = TiledTree::new(size, |tile| shelf.read(tile));
        for size in places(size).map(|place| place + 1) {
            let earlier = TreeHead { size, root: oracle.root(0, size) };
            let proof = tree.prove_consistency(size).unwrap();
            assert_eq!(proof.hashes(), oracle.consistency(size, head.size), "{earlier:?} {head:?}");
            assert_eq!(proof.check_consistency(&earlier, &head), Ok(()), "{earlier:?} {head:?}");
            if earlier.size < head.size {
                let (first, second) = ((size, earlier.root), (head.size, head.root));
                assert!(extends(first, second, proof.hashes()));
            }
        }
    }
}

#[test]
fn every_subtree_of_small_trees_is_proved() {
    let mut oracle = Oracle::new(leaves(40));
    let shelf = Shelf::of(&leaves(40));
    for size in 0..=40 {
        let head = TreeHead { size, root: oracle.root(0, size) };
        let mut tree = TiledTree::new(size, |tile| shelf.read(tile));
        for start in 0..=size {
            for end in start..=size {
                let Ok(subtree) = Subtree::new(start, end) else { continue };
                let hash = oracle.root(start, end);
                assert_eq!(tree.hash(subtree), Ok(hash));
                let proof = tree.prove_subtree(subtree).unwrap();
                if start < end {
                    assert_eq!(proof.hashes(), oracle.subtree((start, end), size));
                }
                assert_eq!(proof.check_subtree(subtree, &hash, &head), Ok(()));
                for index in start..end {
                    let within = Proof::new(oracle.path(index, start, end));
                    let leaf = oracle.root(index, index + 1);
                    let checked = within.check_inclusion_in_subtree(index, &leaf, subtree, &hash);
                    assert_eq!(checked, Ok(()), "{index} in {subtree:?}");
                }
            }
        }
    }
}

#[test]
fn leaves_are_a_subtree_when_some_tree_has_a_node_over_them() {
    for start in 0..=64_u64 {
        for end in start + 1..=64 {
            // A node of the tree that ends where these leaves end.
            let mut here = (0, end);
            while here.0 < start {
                let middle = here.0 + (here.1 - here.0).next_power_of_two() / 2;
                here = if start < middle { (here.0, middle) } else { (middle, here.1) };
            }
            assert_eq!(Subtree::new(start, end).is_ok(), here == (start, end), "[{start}, {end})");
        }
    }
    assert_eq!(Subtree::new(2, 1), Err(SubtreeFlaw::Order { start: 2, end: 1 }));
    assert!(Subtree::new(0, u64::MAX).is_ok());
    assert!(Subtree::new(1 << 63, u64::MAX).is_ok());
    assert_eq!(SubtreeFlaw::Place { start: 1, end: u64::MAX }, {
        Subtree::new(1, u64::MAX).unwrap_err()
    });
}

#[test]
fn a_proof_of_what_the_tree_does_not_hold_is_not_made_and_not_accepted() {
    let shelf = Shelf::of(&leaves(5));
    let mut tree = TiledTree::new(5, |tile| shelf.read(tile));
    let head = tree.head().unwrap();
    let none = Proof::default();
    for index in [5, 6, 8, u64::MAX] {
        let flaw = ProofFlaw::Outside { start: index, end: index.saturating_add(1), size: 5 };
        assert_eq!(tree.prove_inclusion(index), Err(TileFlaw::Proof(flaw)));
        assert_eq!(none.check_inclusion(index, &empty_root(), &head), Err(flaw));
    }
    let flaw = ProofFlaw::Outside { start: 0, end: 6, size: 5 };
    let longer = TreeHead { size: 6, root: head.root };
    assert_eq!(tree.prove_consistency(6), Err(TileFlaw::Proof(flaw)));
    assert_eq!(none.check_consistency(&longer, &head), Err(flaw));
    assert_eq!(tree.hash(Subtree::first(6)), Err(TileFlaw::Proof(flaw)));
    assert_eq!(tiles_for(Subtree::first(6), 5), Err(flaw));

    let beyond = Subtree::new(6, 6).unwrap();
    let flaw = ProofFlaw::Outside { start: 6, end: 6, size: 5 };
    assert_eq!(tree.prove_subtree(beyond), Err(TileFlaw::Proof(flaw)));
    assert_eq!(none.check_subtree(beyond, &empty_root(), &head), Err(flaw));
    let subtree = Subtree::new(2, 4).unwrap();
    for index in [1, 4] {
        let flaw = ProofFlaw::Outside { start: index, end: index + 1, size: 4 };
        let refused = none.check_inclusion_in_subtree(index, &empty_root(), subtree, &head.root);
        assert_eq!(refused, Err(flaw));
    }
}

#[test]
fn the_empty_tree_is_consistent_with_itself_only() {
    let (none, empty) = (Proof::default(), TreeHead { size: 0, root: empty_root() });
    assert_eq!(none.check_consistency(&empty, &empty), Ok(()));
    let later = TreeHead { size: 1, root: leaves(1)[0] };
    assert_eq!(none.check_consistency(&empty, &later), Err(ProofFlaw::Nothing { size: 1 }));
    let mut tree = TiledTree::new(1, |_| None);
    let nothing = TileFlaw::Proof(ProofFlaw::Nothing { size: 1 });
    assert_eq!(tree.prove_consistency(0), Err(nothing));
    assert_eq!(TiledTree::new(0, |_| None).prove_consistency(0), Ok(none));
    assert_eq!(TiledTree::new(0, |_| None).head(), Ok(empty));
}

#[test]
fn no_proof_is_longer_than_the_longest() {
    let longest = Proof::new(vec![empty_root(); PROOF_HASHES_MAX]);
    assert_eq!(longest.encode().len(), PROOF_BYTES_MAX);
    assert_eq!(Proof::decode(&longest.encode()).as_ref(), Ok(&longest));
    for found in [1, 31, 33, PROOF_BYTES_MAX - 1, PROOF_BYTES_MAX + 32] {
        assert_eq!(Proof::decode(&vec![0; found]), Err(ProofFlaw::Bytes { found }));
    }
    // The largest tree there can be, and the earlier tree whose proof is longest.
    let later = TreeHead { size: u64::MAX, root: empty_root() };
    let earlier = TreeHead { size: (1 << 63) + 1, root: empty_root() };
    let expected = |proof: Result<(), ProofFlaw>| match proof {
        Err(ProofFlaw::Length { expected, .. }) => expected,
        other => panic!("{other:?}"),
    };
    let none = Proof::default();
    assert_eq!(expected(none.check_consistency(&earlier, &later)), PROOF_HASHES_MAX);
    assert_eq!(expected(none.check_inclusion(0, &empty_root(), &later)), PROOF_HASHES_MAX - 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn proofs_of_larger_trees_are_those_of_the_recursion(
        size in 1_u64..6000, one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(),
    ) {
        let mut oracle = Oracle::new(leaves(size));
        let shelf = Shelf::of(&leaves(size));
        let head = TreeHead { size, root: oracle.root(0, size) };
        let mut tree = TiledTree::new(size, |tile| shelf.read(tile));
        let places = usize::try_from(size).unwrap();
        let (index, earlier) = (one.index(places) as u64, other.index(places) as u64 + 1);

        let proof = tree.prove_inclusion(index).unwrap();
        prop_assert_eq!(proof.hashes(), oracle.path(index, 0, size));
        let leaf = oracle.root(index, index + 1);
        prop_assert_eq!(proof.check_inclusion(index, &leaf, &head), Ok(()));
        prop_assert_eq!(Proof::decode(&proof.encode()), Ok(proof));

        let proof = tree.prove_consistency(earlier).unwrap();
        prop_assert_eq!(proof.hashes(), oracle.consistency(earlier, size));
        let earlier = TreeHead { size: earlier, root: oracle.root(0, earlier) };
        prop_assert_eq!(proof.check_consistency(&earlier, &head), Ok(()));
    }

    /// All leaves are alike, so all tiles of a level are, and no size is too large to try.
    #[test]
    fn proofs_of_the_largest_trees_verify(
        size in any::<u64>(), bits in 0_u32..64, one in any::<u64>(), other in any::<u64>(),
    ) {
        let size = (size >> bits).max(1);
        let mut rows = vec![leaves(1)[0]];
        for _ in 0..64 {
            let below = rows[rows.len() - 1];
            rows.push(node_hash(&below, &below));
        }
        let store = |tile: TileId| {
            let hash = rows[usize::from(tile.level()) * 8];
            Some(hash.as_bytes().repeat(usize::from(tile.width())))
        };
        let (index, before) = (one % size, other % size + 1);
        let mut tree = TiledTree::new(size, store);
        let head = tree.head().unwrap();
        let proof = tree.prove_inclusion(index).unwrap();
        prop_assert_eq!(proof.check_inclusion(index, &rows[0], &head), Ok(()));
        prop_assert!(includes(index, rows[0], size, head.root, proof.hashes()));

        let proof = tree.prove_consistency(before).unwrap();
        let earlier = TiledTree::new(before, store).head().unwrap();
        prop_assert_eq!(proof.check_consistency(&earlier, &head), Ok(()));
        let (first, second) = ((before, earlier.root), (size, head.root));
        prop_assert!(before == size || extends(first, second, proof.hashes()));
    }

    #[test]
    fn no_places_and_no_length_make_a_check_panic_or_pass(
        start in any::<u64>(), end in any::<u64>(), size in any::<u64>(), bits in 0_u32..64, count in 0_usize..70,
    ) {
        let (hash, proof) = (leaves(1)[0], Proof::new(leaves(count as u64 + 2)[2..].to_vec()));
        let head = TreeHead { size: size >> bits, root: leaves(2)[1] };
        let earlier = TreeHead { size: end >> bits, root: hash };
        prop_assert!(proof.check_inclusion(start, &hash, &head).is_err());
        prop_assert!(proof.check_inclusion(start >> bits, &hash, &head).is_err());
        prop_assert!(proof.check_consistency(&earlier, &head).is_err());
        let rounded = 1_u64.checked_shl(64 - bits).unwrap_or(0);
        for (start, end) in [(start, end), (start & !(rounded.wrapping_sub(1)), end)] {
            if let Ok(subtree) = Subtree::new(start, end) {
                prop_assert!(proof.check_subtree(subtree, &hash, &head).is_err());
                let within = proof.check_inclusion_in_subtree(start, &hash, subtree, &head.root);
                prop_assert!(within.is_err());
            }
        }
    }
}
