//! The Merkle tree of a short log, from its definition (RFC 9162, 2.1): slow, and not the code under
//! test.

use chancery_encoding::Digest;
use chancery_ledger::tree::root_of;

/// The proof that the tree over all leaves begins with the tree over the first `size`.
pub(crate) fn consistency(leaves: &[Digest], size: usize) -> Vec<Digest> {
    let mut proof = Vec::new();
    descend(leaves, size, Whole::Known, &mut proof);
    proof
}

/// Whether the smaller tree is one that the verifier knows already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Known,
    Unknown,
}

fn descend(leaves: &[Digest], size: usize, whole: Whole, proof: &mut Vec<Digest>) {
    if size == leaves.len() {
        if whole == Whole::Unknown {
            proof.push(root_of(leaves));
        }
        return;
    }
    let split = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(split);
    if size <= split {
        descend(left, size, whole, proof);
        proof.push(root_of(right));
    } else {
        descend(right, size - split, Whole::Unknown, proof);
        proof.push(root_of(left));
    }
}

#[cfg(test)]
mod tests;
