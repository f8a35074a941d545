//! Appending to a tree whose right side is in memory.
//!
//! [`grow`](super::grow) holds the partial tiles of a disk against the edge at every append; who
//! has made them itself and never let go of them need not. So a leaf costs a node hash on average,
//! and only full tiles, which never change again, come out. The invariant: what is held here is
//! what lies to the right of the full tiles, at most 255 hashes a level.

use chancery_encoding::Digest;

use super::edge::{RightEdge, TreeHead};
use super::tile::{TILE_BYTES_MAX, TILE_HASHES_MAX, TILE_LEVELS, TileId, hashes_at, level_of};

/// A tree without its full tiles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appender {
    edge: RightEdge,
    /// The hashes of each level behind its last full tile.
    right: Vec<Vec<u8>>,
}

impl Appender {
    /// The tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        self.edge.head()
    }

    /// Appends a leaf hash and hands out each tile that it fills, the lowest level first.
    pub fn push(&mut self, leaf: Digest, mut filled: impl FnMut(TileId, Vec<u8>)) {
        let (right, size) = (&mut self.right, self.edge.size() + 1);
        self.edge.push_seen(leaf, |height, hash| {
            let Some(level) = level_of(height).filter(|level| *level < TILE_LEVELS) else { return };
            let place = usize::from(level);
            if right.len() <= place {
                right.push(Vec::new());
            }
            right[place].extend_from_slice(hash.as_bytes());
            if right[place].len() == TILE_BYTES_MAX {
                let index = hashes_at(level, size) / u64::from(TILE_HASHES_MAX) - 1;
                let tile = TileId::in_tree(level, index, size);
                let tile = tile.expect("because the tree has just filled it");
                filled(tile, std::mem::take(&mut right[place]));
            }
        });
    }

    /// The bytes of the partial tile at this place, if it is here and not shorter than asked for.
    pub fn partial(&self, tile: TileId) -> Option<&[u8]> {
        let held = self.right.get(usize::from(tile.level()))?;
        let index = hashes_at(tile.level(), self.size()) / u64::from(TILE_HASHES_MAX);
        (index == tile.index() && tile.bytes() <= held.len()).then_some(held)
    }
}
