//! The rows beside the entries: tiles, acts, checkpoint notes, promises.
//!
//! Tiles are written behind the entries that fill them and one by one, as entries are; a crash
//! leaves at most too few, which opening makes again. Rows that must change together go in one sled
//! batch, which is recovered whole or not at all. The invariant: everything here is a row of the
//! log tree, of at most 12 KiB, so what `row.rs` says about pages holds.

use chancery_ledger::tree::TileId;
use sled::{Batch, IVec};

use super::{Database, bad_key};
use crate::error::StoreError;
use crate::keys::{self, Slot};

/// A tile's place: log, level, index.
pub(crate) type TilePlace = (Slot, u8, u64);

/// Rows that change together: what stands under a key from now on, or nothing.
pub(crate) type Changes = Vec<(Vec<u8>, Option<Vec<u8>>)>;

impl Database {
    /// A full tile, if it is there.
    pub(crate) fn tile(&self, (slot, level, index): TilePlace) -> Result<Option<IVec>, StoreError> {
        self.guarded("read", || self.log.get(keys::tile(slot, level, index)))
    }

    /// Writes tiles. Not durable before [`Self::flush`], and not before their entries.
    pub(crate) fn put_tile(
        &self,
        slot: Slot,
        tile: TileId,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        self.put(keys::tile(slot, tile.level(), tile.index()), bytes)
    }

    /// Where tiles stand, log by log, level by level.
    ///
    /// One look-up a row, for the reason that [`Self::page`] gives.
    pub(crate) fn tile_places(&self) -> Result<Vec<TilePlace>, StoreError> {
        let mut places = Vec::new();
        let mut last: Option<IVec> = None;
        loop {
            let range = self.log.range(keys::tiles(last.as_deref()));
            let Some((key, _)) = self.guarded("read", || { range }.next().transpose())? else {
                return Ok(places);
            };
            places.push(keys::read_tile(&key).ok_or_else(|| bad_key(&key))?);
            last = Some(key);
        }
    }

    pub(crate) fn remove_tile(&self, (slot, level, index): TilePlace) -> Result<(), StoreError> {
        let key = keys::tile(slot, level, index);
        self.guarded("write to", || self.log.remove(key)).map(|_| ())
    }

    /// Every row under a prefix, in the order of keys. Only where rows are few.
    pub(crate) fn rows_under(&self, prefix: &[u8]) -> Result<Vec<(IVec, IVec)>, StoreError> {
        self.guarded("read", || self.log.scan_prefix(prefix).collect())
    }

    /// One row.
    pub(crate) fn row(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        self.guarded("read", || self.log.get(key))
    }

    /// Changes rows, all or none of them. Not durable before [`Self::flush`].
    pub(crate) fn change(&self, changes: Changes) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        for (key, value) in changes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        self.guarded("write to", || self.log.apply_batch(batch))
    }
}
