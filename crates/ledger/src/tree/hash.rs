//! The two hashes of the tree, and the root of leaves that are all at hand.
//!
//! Leaves and nodes are hashed with different prefixes, so that no entry can pass for a node.

use chancery_encoding::Digest;

/// Before a leaf entry.
const LEAF_PREFIX: u8 = 0x00;

/// Before the two children of a node.
const NODE_PREFIX: u8 = 0x01;

/// The hash of a leaf: SHA-256 of `0x00 || entry`.
pub fn leaf_hash(entry: &[u8]) -> Digest {
    let mut bytes = Vec::with_capacity(1 + entry.len());
    bytes.push(LEAF_PREFIX);
    bytes.extend_from_slice(entry);
    Digest::of(&bytes)
}

/// The hash of a node: SHA-256 of `0x01 || left || right`.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut bytes = [NODE_PREFIX; 1 + 2 * 32];
    bytes[1..33].copy_from_slice(left.as_bytes());
    bytes[33..].copy_from_slice(right.as_bytes());
    Digest::of(&bytes)
}

/// The root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Digest {
    Digest::of(&[])
}

/// The root of the tree over these leaf hashes.
pub fn root_of(leaves: &[Digest]) -> Digest {
    let mut row = leaves.to_vec();
    if row.is_empty() {
        return empty_root();
    }
    while row.len() > 1 {
        row = row.chunks(2).map(parent_of).collect();
    }
    row[0]
}

/// A node without a sister rises as it is: that is the shape of RFC 9162, seen from below.
fn parent_of(pair: &[Digest]) -> Digest {
    match pair {
        [left, right] => node_hash(left, right),
        _ => pair[0],
    }
}

/// The root of complete trees that stand side by side, the largest first.
pub(super) fn join(peaks: &[Digest]) -> Option<Digest> {
    peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right))
}
