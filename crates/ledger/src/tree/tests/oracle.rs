//! The tree as RFC 9162 and the draft on subtrees write it: recursion over all leaves, and the
//! checking algorithms step by step. Slow and dumb on purpose; only hashes of leaf ranges are remembered.

use std::collections::HashMap;

use chancery_encoding::Digest;

use crate::tree::{empty_root, node_hash};

pub(super) struct Oracle {
    leaves: Vec<Digest>,
    known: HashMap<(u64, u64), Digest>,
}

/// The largest power of two smaller than `n`.
fn split(n: u64) -> u64 {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

impl Oracle {
    pub(super) fn new(leaves: Vec<Digest>) -> Self {
        Self { leaves, known: HashMap::new() }
    }

    /// MTH (2.1.1).
    pub(super) fn root(&mut self, start: u64, end: u64) -> Digest {
        if let Some(hash) = self.known.get(&(start, end)) {
            return *hash;
        }
        let hash = match end - start {
            0 => empty_root(),
            1 => self.leaves[usize::try_from(start).unwrap()],
            n => {
                let middle = start + split(n);
                node_hash(&self.root(start, middle), &self.root(middle, end))
            }
        };
        self.known.insert((start, end), hash);
        hash
    }

    /// PATH (2.1.3.1), over the leaves `[start, end)`.
    pub(super) fn path(&mut self, index: u64, start: u64, end: u64) -> Vec<Digest> {
        if end - start == 1 {
            return Vec::new();
        }
        let middle = start + split(end - start);
        let (mut path, sister) = if index < middle {
            (self.path(index, start, middle), self.root(middle, end))
        } else {
            (self.path(index, middle, end), self.root(start, middle))
        };
        path.push(sister);
        path
    }

    /// PROOF (2.1.4.1).
    pub(super) fn consistency(&mut self, earlier: u64, size: u64) -> Vec<Digest> {
        self.subproof((0, earlier), (0, size), true)
    }

    /// SUBTREE_PROOF (draft-ietf-plants-merkle-tree-certs), which is PROOF where the start is 0.
    pub(super) fn subtree(&mut self, subtree: (u64, u64), size: u64) -> Vec<Digest> {
        self.subproof(subtree, (0, size), true)
    }

    fn subproof(
        &mut self,
        (from, to): (u64, u64),
        (start, end): (u64, u64),
        known: bool,
    ) -> Vec<Digest> {
        if (from, to) == (start, end) {
            return if known { Vec::new() } else { vec![self.root(start, end)] };
        }
        let middle = start + split(end - start);
        let (mut proof, sister) = if to <= middle {
            (self.subproof((from, to), (start, middle), known), self.root(middle, end))
        } else if from >= middle {
            (self.subproof((from, to), (middle, end), known), self.root(start, middle))
        } else {
            assert_eq!(from, start);
            (self.subproof((middle, to), (middle, end), false), self.root(start, middle))
        };
        proof.push(sister);
        proof
    }
}

/// The algorithm of 2.1.3.2.
pub(super) fn includes(
    index: u64,
    leaf: Digest,
    size: u64,
    root: Digest,
    proof: &[Digest],
) -> bool {
    if index >= size {
        return false;
    }
    let (mut f, mut s, mut r) = (index, size - 1, leaf);
    for p in proof {
        if s == 0 {
            return false;
        }
        if f % 2 == 1 || f == s {
            r = node_hash(p, &r);
            while f % 2 == 0 && f != 0 {
                f /= 2;
                s /= 2;
            }
        } else {
            r = node_hash(&r, p);
        }
        f /= 2;
        s /= 2;
    }
    s == 0 && r == root
}

/// The algorithm of 2.1.4.2, for 0 < first < second.
pub(super) fn extends(
    (first, first_root): (u64, Digest),
    (second, second_root): (u64, Digest),
    proof: &[Digest],
) -> bool {
    let mut proof = proof.to_vec();
    if proof.is_empty() {
        return false;
    }
    if first.is_power_of_two() {
        proof.insert(0, first_root);
    }
    let (mut f, mut s) = (first - 1, second - 1);
    while f % 2 == 1 {
        f /= 2;
        s /= 2;
    }
    let (mut fr, mut sr) = (proof[0], proof[0]);
    for c in &proof[1..] {
        if s == 0 {
            return false;
        }
        if f % 2 == 1 || f == s {
            fr = node_hash(c, &fr);
            sr = node_hash(c, &sr);
            while f % 2 == 0 && f != 0 {
                f /= 2;
                s /= 2;
            }
        } else {
            sr = node_hash(&sr, c);
        }
        f /= 2;
        s /= 2;
    }
    fr == first_root && sr == second_root && s == 0
}
