//! How many tiles a log fills, and what they take.
//!
//! The disk holds full tiles only: they never change, so nothing is ever written twice. What is to
//! the right of them stands in memory ([`Appender`]), and is made again from the entries when the
//! store opens. The invariant: an appender has all that was appended, durable or not; who answers
//! from it goes by the durable size.
//!
//! [`Appender`]: chancery_ledger::tree::Appender

use chancery_ledger::tree::{TILE_BYTES_MAX, TILE_HASHES_MAX, TILE_LEVELS, TileFlaw, TileId};

use crate::error::StoreError;

#[cfg(test)]
mod tests;

/// How many tiles a tree fills when it grows.
pub(crate) fn filled_between(before: u64, after: u64) -> u64 {
    let filled = |size: u64| -> u64 {
        let tiles_of = |level: u8| u64::from(TILE_HASHES_MAX).checked_pow(u32::from(level) + 1);
        (0..TILE_LEVELS).filter_map(tiles_of).map(|leaves| size / leaves).sum()
    };
    filled(after) - filled(before)
}

/// Whether a tree of so many leaves has this tile, and has filled it.
pub(crate) fn is_filled(level: u8, index: u64, leaves: u64) -> bool {
    TileId::in_tree(level, index, leaves).is_some_and(|tile| tile.is_full())
}

/// What these tiles take on the disk.
pub(crate) fn bytes_of(tiles: u64) -> u64 {
    tiles * TILE_BYTES_MAX as u64
}

/// Tiles that do not fit the tree.
pub(crate) fn damaged(flaw: &TileFlaw) -> StoreError {
    StoreError::Corrupt { detail: format!("the tree over a log: {flaw}") }
}
