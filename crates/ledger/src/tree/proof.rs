//! Proofs, and what they prove.
//!
//! A proof is a list of hashes and says nothing by itself: who checks it brings the places and the
//! hashes that it should join. What it must consist of follows from the places alone, so exactly
//! one list of hashes verifies. Inclusion of a leaf, consistency with an earlier tree and
//! consistency with a subtree are one check, of a [`Subtree`] against a tree.

use chancery_encoding::Digest;

use super::edge::TreeHead;
use super::hash::{empty_root, node_hash};
use super::path::{Side, Way};
use super::subtree::Subtree;

/// One hash for each step, of which there is one for each bit of a size, and the foot: 64 + 1.
pub const PROOF_HASHES_MAX: usize = 65;

/// As many hashes of 32 bytes.
pub const PROOF_BYTES_MAX: usize = PROOF_HASHES_MAX * 32;

/// The hashes that stand beside the way, from below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof(Vec<Digest>);

/// Why a proof is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFlaw {
    /// Not a whole number of hashes, or more than any proof has.
    #[error("a proof is at most {PROOF_HASHES_MAX} hashes of 32 bytes, found {found} bytes")]
    Bytes {
        /// How many bytes there are.
        found: usize,
    },
    /// The leaf or subtree is not in the tree.
    #[error("the tree of {size} leaves does not hold [{start}, {end})")]
    Outside {
        /// The first leaf that is asked about.
        start: u64,
        /// One more than the last.
        end: u64,
        /// How many leaves the tree has.
        size: u64,
    },
    /// Every tree is consistent with the empty one: that proves nothing.
    #[error("consistency of {size} leaves with the empty tree proves nothing")]
    Nothing {
        /// How many leaves the later tree has.
        size: u64,
    },
    /// Not as many hashes as the places ask for.
    #[error("the proof should have {expected} hashes, found {found}")]
    Length {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// The proof does not lead to the hash of the subtree or of the earlier tree.
    #[error("the proof leads to another hash of the subtree")]
    Subtree,
    /// The proof does not lead to the root.
    #[error("the proof leads to another root")]
    Root,
}

impl ProofFlaw {
    /// Of one leaf.
    pub(super) fn outside(index: u64, size: u64) -> Self {
        ProofFlaw::Outside { start: index, end: index.saturating_add(1), size }
    }

    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            ProofFlaw::Bytes { .. } => "proof-bytes",
            ProofFlaw::Outside { .. } => "proof-outside",
            ProofFlaw::Nothing { .. } => "proof-nothing",
            ProofFlaw::Length { .. } => "proof-length",
            ProofFlaw::Subtree => "proof-subtree",
            ProofFlaw::Root => "proof-root",
        }
    }
}

impl Proof {
    /// A proof of these hashes.
    pub fn new(hashes: Vec<Digest>) -> Self {
        Self(hashes)
    }

    /// The hashes, in order.
    pub fn hashes(&self) -> &[Digest] {
        &self.0
    }

    /// The hashes, one after the other.
    pub fn encode(&self) -> Vec<u8> {
        self.0.iter().flat_map(|hash| *hash.as_bytes()).collect()
    }

    /// Reads a proof.
    ///
    /// # Errors
    /// When it is not a whole number of hashes, or too many.
    pub fn decode(bytes: &[u8]) -> Result<Self, ProofFlaw> {
        let (hashes, rest) = bytes.as_chunks();
        if !rest.is_empty() || hashes.len() > PROOF_HASHES_MAX {
            return Err(ProofFlaw::Bytes { found: bytes.len() });
        }
        Ok(Self(hashes.iter().copied().map(Digest::from_bytes).collect()))
    }

    /// Checks that `leaf` is the hash of leaf `index` of the tree (RFC 9162 section 2.1.3.2).
    ///
    /// # Errors
    /// When the proof does not show it.
    pub fn check_inclusion(
        &self,
        index: u64,
        leaf: &Digest,
        tree: &TreeHead,
    ) -> Result<(), ProofFlaw> {
        let outside = ProofFlaw::outside(index, tree.size);
        self.join(Subtree::leaf(index).ok_or(outside)?, leaf, tree)
    }

    /// Checks that the later tree begins with the leaves of the earlier (RFC 9162 section 2.1.4.2).
    ///
    /// The empty tree is consistent with itself only; who trusts nothing yet needs no proof.
    ///
    /// # Errors
    /// When the proof does not show it.
    pub fn check_consistency(&self, earlier: &TreeHead, later: &TreeHead) -> Result<(), ProofFlaw> {
        if earlier.size > 0 {
            return self.join(Subtree::first(earlier.size), &earlier.root, later);
        }
        if later.size > 0 {
            return Err(ProofFlaw::Nothing { size: later.size });
        }
        self.join_nothing(&earlier.root)?;
        if later.root == empty_root() { Ok(()) } else { Err(ProofFlaw::Root) }
    }

    /// Checks that `hash` is that of `subtree` of the tree.
    ///
    /// Of an empty subtree this proves nothing about the tree but that it reaches so far.
    ///
    /// # Errors
    /// When the proof does not show it.
    pub fn check_subtree(
        &self,
        subtree: Subtree,
        hash: &Digest,
        tree: &TreeHead,
    ) -> Result<(), ProofFlaw> {
        if subtree.is_empty() && subtree.end <= tree.size {
            return self.join_nothing(hash);
        }
        self.join(subtree, hash, tree)
    }

    /// Checks that `leaf` is the hash of leaf `index` of the tree, which is in `subtree`, which has this hash.
    ///
    /// # Errors
    /// When the proof does not show it.
    pub fn check_inclusion_in_subtree(
        &self,
        index: u64,
        leaf: &Digest,
        subtree: Subtree,
        hash: &Digest,
    ) -> Result<(), ProofFlaw> {
        if !(subtree.start..subtree.end).contains(&index) {
            return Err(ProofFlaw::outside(index, subtree.end));
        }
        let tree = TreeHead { size: subtree.end - subtree.start, root: *hash };
        self.check_inclusion(index - subtree.start, leaf, &tree)
    }

    /// The one proof of an empty subtree is empty.
    fn join_nothing(&self, hash: &Digest) -> Result<(), ProofFlaw> {
        if !self.0.is_empty() {
            return Err(ProofFlaw::Length { expected: 0, found: self.0.len() });
        }
        if *hash == empty_root() { Ok(()) } else { Err(ProofFlaw::Subtree) }
    }

    /// Folds the proof from the foot of the way up, to the hash of the subtree and to the root.
    fn join(&self, subtree: Subtree, hash: &Digest, tree: &TreeHead) -> Result<(), ProofFlaw> {
        let Subtree { start, end } = subtree;
        let way = Way::down(subtree, tree.size);
        let way = way.ok_or(ProofFlaw::Outside { start, end, size: tree.size })?;
        let (expected, found) = (way.beside().count(), self.0.len());
        if expected != found {
            return Err(ProofFlaw::Length { expected, found });
        }
        let mut hashes = self.0.iter();
        let foot = if way.foot_is_known() { Some(hash) } else { hashes.next() };
        let foot = *foot.expect("because the length was just compared");
        let (mut of_subtree, mut of_tree) = (foot, foot);
        for (step, sister) in way.steps.iter().rev().zip(hashes) {
            match step.side {
                Side::Right => of_tree = node_hash(&of_tree, sister),
                Side::Left => of_tree = node_hash(sister, &of_tree),
                Side::Inside => {
                    of_subtree = node_hash(sister, &of_subtree);
                    of_tree = node_hash(sister, &of_tree);
                }
            }
        }
        if of_subtree != *hash {
            return Err(ProofFlaw::Subtree);
        }
        if of_tree == tree.root { Ok(()) } else { Err(ProofFlaw::Root) }
    }
}
