//! What the tests of the tree stand on: leaves, and a store that keeps the widest tile of a place.

mod appender;
mod edge;
mod flips;
mod oracle;
mod proofs;
mod published;
mod tiles;

use std::cell::RefCell;
use std::collections::BTreeMap;

use chancery_encoding::Digest;

use super::{Growth, RightEdge, TileId, grow, leaf_hash};

/// Leaf hashes that are all different.
fn leaves(count: u64) -> Vec<Digest> {
    (0..count).map(|index| leaf_hash(&index.to_be_bytes())).collect()
}

/// Tiles in memory, and which were asked for.
#[derive(Default)]
struct Shelf {
    tiles: BTreeMap<[u8; 9], Vec<u8>>,
    asked: RefCell<Vec<TileId>>,
}

impl Shelf {
    /// The tiles of these leaves, appended at once.
    fn of(leaves: &[Digest]) -> Self {
        let mut shelf = Self::default();
        shelf.append(&RightEdge::new(), leaves);
        shelf
    }

    fn read(&self, tile: TileId) -> Option<Vec<u8>> {
        self.asked.borrow_mut().push(tile);
        self.tiles.get(&tile.key()).cloned()
    }

    fn append(&mut self, edge: &RightEdge, leaves: &[Digest]) -> Growth {
        let growth = grow(edge, leaves, &|tile| self.read(tile)).unwrap();
        self.tiles.extend(growth.tiles.iter().map(|(tile, bytes)| (tile.key(), bytes.clone())));
        growth
    }

    /// Forgets what was asked for until now and tells it.
    fn asked(&self) -> Vec<TileId> {
        self.asked.take()
    }
}
