//! One bit of a proof, of a hash or of a place is wrong: refused, and by the textbook too.

use chancery_encoding::Digest;

use super::oracle::{Oracle, extends, includes};
use super::{Shelf, leaves};
use crate::tree::{Proof, ProofFlaw, Subtree, TiledTree, TreeHead};

/// One complete, one ragged, one that begins a second tile.
const SIZES: [u64; 4] = [8, 13, 21, 259];

/// The same bytes with one bit turned, for each bit.
fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut bytes = bytes.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes
    })
}

fn digest_flips(digest: &Digest) -> impl Iterator<Item = Digest> {
    flips(digest.as_bytes()).map(|bytes| Digest::from_bytes(bytes.try_into().unwrap()))
}

fn few(size: u64) -> impl Iterator<Item = u64> {
    (0..size).filter(move |place| size <= 21 || [0, 1, 127, 128, 255, 256, 258].contains(place))
}

#[test]
fn every_flipped_bit_of_an_inclusion_proof_is_refused() {
    for size in SIZES {
        let shelf = Shelf::of(&leaves(size));
        let mut tree = TiledTree::new(size, |tile| shelf.read(tile));
        let head = tree.head().unwrap();
        for index in few(size) {
            let leaf = tree.hash(Subtree::new(index, index + 1).unwrap()).unwrap();
            let proof = tree.prove_inclusion(index).unwrap();
            for bytes in flips(&proof.encode()) {
                let bent = Proof::decode(&bytes).unwrap();
                let refused = bent.check_inclusion(index, &leaf, &head);
                assert!(refused.is_err(), "{index} in {size}");
                assert!(!includes(index, leaf, size, head.root, bent.hashes()));
            }
            for leaf in digest_flips(&leaf) {
                assert!(proof.check_inclusion(index, &leaf, &head).is_err());
            }
            for root in digest_flips(&head.root) {
                let bent = TreeHead { size, root };
                assert_eq!(proof.check_inclusion(index, &leaf, &bent), Err(ProofFlaw::Root));
            }
            for other in (0..size + 2).filter(|other| *other != index) {
                assert!(proof.check_inclusion(other, &leaf, &head).is_err(), "{index} as {other}");
            }
        }
    }
}

#[test]
fn every_flipped_bit_of_a_consistency_proof_is_refused() {
    for size in SIZES {
        let shelf = Shelf::of(&leaves(size));
        let mut oracle = Oracle::new(leaves(size));
        let mut tree = TiledTree::new(size, |tile| shelf.read(tile));
        let head = tree.head().unwrap();
        for before in few(size).filter(|before| *before > 0) {
            let earlier = TreeHead { size: before, root: oracle.root(0, before) };
            let proof = tree.prove_consistency(before).unwrap();
            for bytes in flips(&proof.encode()) {
                let bent = Proof::decode(&bytes).unwrap();
                assert!(bent.check_consistency(&earlier, &head).is_err(), "{before} in {size}");
                assert!(!extends((before, earlier.root), (size, head.root), bent.hashes()));
            }
            for root in digest_flips(&earlier.root) {
                let bent = TreeHead { size: before, root };
                assert!(proof.check_consistency(&bent, &head).is_err(), "{before} in {size}");
            }
            for root in digest_flips(&head.root) {
                let bent = TreeHead { size, root };
                assert_eq!(proof.check_consistency(&earlier, &bent), Err(ProofFlaw::Root));
            }
        }
    }
}

#[test]
fn a_hash_too_many_or_too_few_is_refused_for_the_length() {
    let shelf = Shelf::of(&leaves(13));
    let mut tree = TiledTree::new(13, |tile| shelf.read(tile));
    let head = tree.head().unwrap();
    for subtree in [(0, 13), (0, 6), (8, 13), (4, 7), (12, 13)] {
        let subtree = Subtree::new(subtree.0, subtree.1).unwrap();
        let hash = tree.hash(subtree).unwrap();
        let proof = tree.prove_subtree(subtree).unwrap();
        let expected = proof.hashes().len();
        let mut longer = proof.hashes().to_vec();
        longer.push(hash);
        let refused = Proof::new(longer).check_subtree(subtree, &hash, &head);
        assert_eq!(refused, Err(ProofFlaw::Length { expected, found: expected + 1 }));
        if let Some((_, shorter)) = proof.hashes().split_last() {
            let refused = Proof::new(shorter.to_vec()).check_subtree(subtree, &hash, &head);
            assert_eq!(refused, Err(ProofFlaw::Length { expected, found: expected - 1 }));
        }
    }
}
