//! The trees over the logs, as far as they are not on the disk.
//!
//! The disk holds full tiles only: they never change, so nothing is ever written twice. What is to
//! the right of them stands here, and is made again from the entries behind the last full tile when
//! the store opens. The invariant: a tree is what its log's entries make it, those that are
//! appended and not yet durable included; who answers from it goes by the durable size.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::tree::{Growth, RightEdge, TILE_BYTES_MAX, TileFlaw, TileId, TreeHead, grow};

use crate::error::StoreError;

#[cfg(test)]
mod tests;

/// Four full tiles at once: no leaf waits in a partial tile that is hashed again for the next.
const REGROWN_AT_ONCE: usize = 1024;

/// A tile that never changes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FullTile {
    pub(crate) id: TileId,
    pub(crate) bytes: Vec<u8>,
}

/// One log's tree: the right edge, and the partial tiles, at most one of 255 hashes a level.
#[derive(Debug, Clone, Default)]
pub(crate) struct GrowingTree {
    edge: RightEdge,
    partial: BTreeMap<u8, (TileId, Vec<u8>)>,
}

impl GrowingTree {
    /// The tree with these leaves behind its last, and the tiles that they fill.
    pub(crate) fn grown(
        &self,
        leaves: &[Digest],
    ) -> Result<(GrowingTree, Vec<FullTile>), StoreError> {
        let growth = grow(&self.edge, leaves, &|tile| self.partial(tile));
        let Growth { edge, tiles } = growth.map_err(|flaw| damaged(&flaw))?;
        let mut partial = self.partial.clone();
        let mut full = Vec::new();
        for (id, bytes) in tiles {
            if id.is_full() {
                partial.remove(&id.level());
                full.push(FullTile { id, bytes });
            } else {
                partial.insert(id.level(), (id, bytes));
            }
        }
        Ok((GrowingTree { edge, partial }, full))
    }

    /// A partial tile; none where it is full and on the disk.
    pub(crate) fn partial(&self, tile: TileId) -> Option<Vec<u8>> {
        let (held, bytes) = self.partial.get(&tile.level())?;
        (held.index() == tile.index()).then(|| bytes.clone())
    }

    pub(crate) fn head(&self) -> TreeHead {
        self.edge.head()
    }
}

/// A log's tree made again from its entries, in the order in which they are read.
#[derive(Debug, Default)]
pub(crate) struct Regrowth {
    tree: GrowingTree,
    leaves: Vec<Digest>,
}

impl Regrowth {
    /// Takes the next leaf. Tiles come now and then, several at once.
    pub(crate) fn push(&mut self, leaf: Digest) -> Result<Vec<FullTile>, StoreError> {
        self.leaves.push(leaf);
        if self.leaves.len() < REGROWN_AT_ONCE { Ok(Vec::new()) } else { self.settle() }
    }

    /// Takes in the leaves that wait.
    pub(crate) fn settle(&mut self) -> Result<Vec<FullTile>, StoreError> {
        let (tree, full) = self.tree.grown(&self.leaves)?;
        self.tree = tree;
        self.leaves.clear();
        Ok(full)
    }

    /// The tree of the leaves that were taken in.
    pub(crate) fn into_tree(self) -> GrowingTree {
        self.tree
    }
}

/// Whether a tree of so many leaves has this tile, and has filled it.
pub(crate) fn is_filled(level: u8, index: u64, leaves: u64) -> bool {
    TileId::in_tree(level, index, leaves).is_some_and(|tile| tile.is_full())
}

/// What these tiles take on the disk.
pub(crate) fn bytes_of(tiles: usize) -> u64 {
    tiles as u64 * TILE_BYTES_MAX as u64
}

/// Tiles that do not fit the tree.
pub(crate) fn damaged(flaw: &TileFlaw) -> StoreError {
    StoreError::Corrupt { detail: format!("the tree over a log: {flaw}") }
}
