//! Appending to a tree that is kept in tiles.
//!
//! The edge says what the tree is; tiles follow it. So the partial tiles at the right, which a
//! disk has kept since the last time, are held against the edge before anything is built on them,
//! and a damaged one is named instead of being carried into a signed root. Nothing is changed in
//! place: who appends stores the tiles and the new edge together, and then begins with that edge.

use std::collections::BTreeMap;

use chancery_encoding::Digest;

use super::edge::RightEdge;
use super::hash::root_of;
use super::tile::{TILE_HASHES_MAX, TILE_LEVELS, TileId, hashes_at, height_of, level_of};
use super::tiled::{TileFlaw, read_tile};

/// What an append leaves to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The right edge after it.
    pub edge: RightEdge,
    /// The tiles that it completed or changed, in order.
    pub tiles: Vec<(TileId, Vec<u8>)>,
}

/// The tiles that a tree gets when it grows from `before` to `after` leaves, in order: new ones,
/// and the partial tiles of before that are wider now. None when it does not grow.
pub fn changed_tiles(before: u64, after: u64) -> impl Iterator<Item = TileId> {
    (0..TILE_LEVELS).flat_map(move |level| {
        let (from, to) = (hashes_at(level, before), hashes_at(level, after));
        let tile_hashes = u64::from(TILE_HASHES_MAX);
        let tiles = if from < to { from / tile_hashes..to.div_ceil(tile_hashes) } else { 0..0 };
        tiles.filter_map(move |index| TileId::in_tree(level, index, after))
    })
}

/// Appends leaf hashes to the tree of `edge`, whose partial tiles are read from `store`.
///
/// Costs a hash for each leaf and at most 255 for each level that changes.
///
/// # Errors
/// When a partial tile of the tree is missing, has another length, or does not give the hashes of the edge.
pub fn grow(
    edge: &RightEdge,
    leaves: &[Digest],
    store: &impl Fn(TileId) -> Option<Vec<u8>>,
) -> Result<Growth, TileFlaw> {
    let before = edge.size();
    let after = before + leaves.len() as u64;
    // The hashes of each level from the first that changes on, old ones of a partial tile included.
    let mut levels = BTreeMap::new();
    for level in 0..TILE_LEVELS {
        if hashes_at(level, before) < hashes_at(level, after) {
            levels.insert(level, partial_tile(level, edge, store)?);
        }
    }
    let mut edge = edge.clone();
    for leaf in leaves {
        edge.push_seen(*leaf, |height, hash| {
            if let Some(hashes) = level_of(height).and_then(|level| levels.get_mut(&level)) {
                hashes.extend_from_slice(hash.as_bytes());
            }
        });
    }
    let mut tiles = Vec::new();
    for (level, hashes) in levels {
        let first = hashes_at(level, before) / u64::from(TILE_HASHES_MAX);
        for (index, bytes) in (first..).zip(hashes.chunks(super::TILE_BYTES_MAX)) {
            let id = TileId::in_tree(level, index, after);
            tiles.push((id.expect("because the tree has just got it"), bytes.to_vec()));
        }
    }
    Ok(Growth { edge, tiles })
}

/// The bytes of the partial tile at the right of a level, or nothing where there is none.
fn partial_tile(
    level: u8,
    edge: &RightEdge,
    store: &impl Fn(TileId) -> Option<Vec<u8>>,
) -> Result<Vec<u8>, TileFlaw> {
    let last = hashes_at(level, edge.size()) / u64::from(TILE_HASHES_MAX);
    let Some(tile) = TileId::in_tree(level, last, edge.size()) else {
        return Ok(Vec::new());
    };
    let hashes = read_tile(tile, store)?;
    let mut rest = hashes.as_slice();
    // The bits of the width are bits of the size, so the edge has a hash for each.
    while let Some(rises) = rest.len().checked_ilog2() {
        let (complete, after) = rest.split_at(1 << rises);
        if edge.peak(height_of(level) + rises) != Some(root_of(complete)) {
            return Err(TileFlaw::Damaged { tile });
        }
        rest = after;
    }
    Ok(hashes.iter().flat_map(|hash| *hash.as_bytes()).collect())
}
