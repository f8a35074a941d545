//! The right edge of a tree: all that is needed to append to it and to name its root.
//!
//! The leaves so far fall into complete trees, one for each set bit of the size, the largest
//! first; the edge holds their roots. Invariant: as many hashes as the size has set bits. So a
//! size and hashes that do not belong together do not decode.

use chancery_encoding::Digest;

use super::hash::{empty_root, join, node_hash};
use crate::log::POSITION_MAX;

/// The size in 8 bytes, and a hash for each of the 53 bits that a size can have.
pub const EDGE_BYTES_MAX: usize = 8 + 53 * 32;

/// The state of an appender.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RightEdge {
    size: u64,
    /// Largest first.
    peaks: Vec<Digest>,
}

/// What a checkpoint says about a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TreeHead {
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

/// Bytes that are no edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EdgeFlaw {
    /// Shorter than a size.
    #[error("a right edge has at least 8 bytes, found {found}")]
    Short {
        /// How many bytes there are.
        found: usize,
    },
    /// No log is that long.
    #[error("a tree of {size} leaves is larger than any log")]
    Size {
        /// The size that is written.
        size: u64,
    },
    /// Not one hash for each set bit of the size.
    #[error("the right edge of {size} leaves has {expected} bytes, found {found}")]
    Length {
        /// The size that is written.
        size: u64,
        /// How many bytes it asks for.
        expected: usize,
        /// How many bytes there are.
        found: usize,
    },
}

impl EdgeFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            EdgeFlaw::Short { .. } => "edge-short",
            EdgeFlaw::Size { .. } => "edge-size",
            EdgeFlaw::Length { .. } => "edge-length",
        }
    }
}

impl RightEdge {
    /// The edge of the tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: join(&self.peaks).unwrap_or_else(empty_root) }
    }

    /// Appends a leaf hash.
    pub fn push(&mut self, leaf: Digest) {
        self.push_seen(leaf, |_, _| {});
    }

    /// Appends a leaf hash and shows each node that it completes, with its height, the leaf first.
    pub(super) fn push_seen(&mut self, leaf: Digest, mut seen: impl FnMut(u32, Digest)) {
        let mut node = leaf;
        seen(0, node);
        // As with a carry: each set bit from below is a tree that the new one completes.
        for height in 1..=self.size.trailing_ones() {
            let left = self.peaks.pop().expect("because there is one hash for each set bit");
            node = node_hash(&left, &node);
            seen(height, node);
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The root of the complete tree that stands for the bit `height` of the size.
    pub(super) fn peak(&self, height: u32) -> Option<Digest> {
        let bit = 1_u64.checked_shl(height).filter(|bit| self.size & bit != 0)?;
        let above = (self.size & !(bit | (bit - 1))).count_ones();
        self.peaks.get(above as usize).copied()
    }

    /// The deterministic bytes: the size in 8 bytes, big end first, then the hashes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        self.peaks.iter().for_each(|peak| bytes.extend_from_slice(peak.as_bytes()));
        bytes
    }

    /// Reads an edge. That the hashes are those of its leaves is not seen here: compare the root.
    ///
    /// # Errors
    /// When the length is not the one that the size asks for.
    pub fn decode(bytes: &[u8]) -> Result<Self, EdgeFlaw> {
        let (size, hashes) =
            bytes.split_first_chunk().ok_or(EdgeFlaw::Short { found: bytes.len() })?;
        let size = u64::from_be_bytes(*size);
        if size > POSITION_MAX {
            return Err(EdgeFlaw::Size { size });
        }
        let expected = 8 + 32 * size.count_ones() as usize;
        if bytes.len() != expected {
            return Err(EdgeFlaw::Length { size, expected, found: bytes.len() });
        }
        let (hashes, _) = hashes.as_chunks();
        Ok(Self { size, peaks: hashes.iter().copied().map(Digest::from_bytes).collect() })
    }
}
