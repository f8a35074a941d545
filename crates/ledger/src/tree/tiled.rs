//! A tree that is read from tiles: hashes of subtrees, and proofs.
//!
//! A proof needs the tile of each level above its leaf and those at the right edge, so their
//! number grows with the logarithm of the size; each is asked for once. Tiles are taken as the
//! store gives them, only their length is checked: who signs or sends a proof checks it against
//! the root first, which costs no more than it has hashes.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;

use super::edge::TreeHead;
use super::hash::{empty_root, join, root_of};
use super::path::Way;
use super::proof::{Proof, ProofFlaw};
use super::subtree::{Node, Subtree};
use super::tile::TileId;

/// A tree of a size over a store of tiles.
#[derive(Debug)]
pub struct TiledTree<F> {
    size: u64,
    store: F,
    held: BTreeMap<TileId, Vec<Digest>>,
}

/// Why tiles give no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileFlaw {
    /// The store does not have it.
    #[error("{tile} is missing")]
    Missing {
        /// The tile.
        tile: TileId,
    },
    /// Too short for its width, too long for any, or not a whole number of hashes.
    #[error("{tile} should have {expected} bytes, found {found}")]
    Length {
        /// The tile.
        tile: TileId,
        /// How many bytes it has at least.
        expected: usize,
        /// How many bytes there are.
        found: usize,
    },
    /// Its hashes are not those that the right edge stands on.
    #[error("{tile} does not give the hashes of the right edge")]
    Damaged {
        /// The tile.
        tile: TileId,
    },
    /// The tree has no such leaves.
    #[error("there is no such proof")]
    Proof(#[source] ProofFlaw),
}

impl TileFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            TileFlaw::Missing { .. } => "tile-missing",
            TileFlaw::Length { .. } => "tile-length",
            TileFlaw::Damaged { .. } => "tile-damaged",
            TileFlaw::Proof(flaw) => flaw.name(),
        }
    }
}

/// Reads a tile. A wider one serves: it begins with the same hashes.
pub(super) fn read_tile(
    tile: TileId,
    store: &impl Fn(TileId) -> Option<Vec<u8>>,
) -> Result<Vec<Digest>, TileFlaw> {
    let bytes = store(tile).ok_or(TileFlaw::Missing { tile })?;
    let (hashes, rest) = bytes.as_chunks();
    if !(tile.bytes()..=super::TILE_BYTES_MAX).contains(&bytes.len()) || !rest.is_empty() {
        return Err(TileFlaw::Length { tile, expected: tile.bytes(), found: bytes.len() });
    }
    let width = usize::from(tile.width());
    Ok(hashes[..width].iter().copied().map(Digest::from_bytes).collect())
}

/// The tiles that the proof of `subtree` in a tree of `size` leaves is made from, each once, in order.
///
/// # Errors
/// When the subtree is not in the tree.
pub fn tiles_for(subtree: Subtree, size: u64) -> Result<Vec<TileId>, ProofFlaw> {
    let way = way_to(subtree, size)?;
    let nodes = way.iter().flat_map(Way::beside).flat_map(Subtree::nodes);
    let tiles = nodes.filter_map(|node| TileId::under(node, size)).map(|(tile, _)| tile);
    Ok(tiles.collect::<BTreeSet<_>>().into_iter().collect())
}

/// No way leads to an empty subtree, and none is needed.
fn way_to(subtree: Subtree, size: u64) -> Result<Option<Way>, ProofFlaw> {
    let Subtree { start, end } = subtree;
    match Way::down(subtree, size) {
        None if end > size => Err(ProofFlaw::Outside { start, end, size }),
        way => Ok(way),
    }
}

impl<F: Fn(TileId) -> Option<Vec<u8>>> TiledTree<F> {
    /// The tree of the first `size` leaves of what the store holds, which may be more.
    pub fn new(size: u64, store: F) -> Self {
        Self { size, store, held: BTreeMap::new() }
    }

    /// Size and root.
    ///
    /// # Errors
    /// When a tile is missing or has another length.
    pub fn head(&mut self) -> Result<TreeHead, TileFlaw> {
        let root = self.hash(Subtree::first(self.size))?;
        Ok(TreeHead { size: self.size, root })
    }

    /// The hash of a subtree; of one leaf, the leaf hash.
    ///
    /// # Errors
    /// When it is not in the tree, or a tile is missing or has another length.
    pub fn hash(&mut self, subtree: Subtree) -> Result<Digest, TileFlaw> {
        let Subtree { start, end } = subtree;
        if end > self.size {
            return Err(TileFlaw::Proof(ProofFlaw::Outside { start, end, size: self.size }));
        }
        let peaks: Result<Vec<_>, _> = subtree.nodes().map(|node| self.node(node)).collect();
        Ok(join(&peaks?).unwrap_or_else(empty_root))
    }

    /// The proof that leaf `index` is in the tree.
    ///
    /// # Errors
    /// When it is not, or a tile is missing or has another length.
    pub fn prove_inclusion(&mut self, index: u64) -> Result<Proof, TileFlaw> {
        let outside = TileFlaw::Proof(ProofFlaw::outside(index, self.size));
        self.prove_subtree(Subtree::leaf(index).ok_or(outside)?)
    }

    /// The proof that the tree begins with the tree of the first `earlier` leaves.
    ///
    /// # Errors
    /// When it is not that long, or `earlier` is 0 and the tree is not empty, or a tile is missing
    /// or has another length.
    pub fn prove_consistency(&mut self, earlier: u64) -> Result<Proof, TileFlaw> {
        if earlier == 0 && self.size > 0 {
            return Err(TileFlaw::Proof(ProofFlaw::Nothing { size: self.size }));
        }
        self.prove_subtree(Subtree::first(earlier))
    }

    /// The proof that the tree holds `subtree`.
    ///
    /// # Errors
    /// When it does not, or a tile is missing or has another length.
    pub fn prove_subtree(&mut self, subtree: Subtree) -> Result<Proof, TileFlaw> {
        let way = way_to(subtree, self.size).map_err(TileFlaw::Proof)?;
        let beside = way.iter().flat_map(Way::beside);
        beside.map(|part| self.hash(part)).collect::<Result<_, _>>().map(Proof::new)
    }

    /// The hash of a complete node of the tree.
    fn node(&mut self, node: Node) -> Result<Digest, TileFlaw> {
        let under = TileId::under(node, self.size);
        let (tile, within) = under.expect("because the tree reaches beyond the node");
        let hashes = match self.held.entry(tile) {
            Entry::Occupied(held) => held.into_mut(),
            Entry::Vacant(place) => place.insert(read_tile(tile, &self.store)?),
        };
        Ok(root_of(&hashes[within]))
    }
}
