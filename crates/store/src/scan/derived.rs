//! What opening does with everything that stands beside the entries.
//!
//! Tiles follow from the entries, so opening makes them again, holds the disk's against them, and
//! puts right what differs: an older store has none, a crash leaves too few, and a log that ends
//! before a bad entry leaves too many. Promises and notes follow from nothing: what is damaged is
//! named and not used. The invariant: after opening, the tiles on the disk are exactly the full ones
//! of the trees in memory.

use std::path::Path;

use chancery_ledger::log::LogId;
use chancery_ledger::tree::TileId;

use super::Scan;
use crate::error::StoreError;
use crate::keys::Slot;
use crate::problem::Problem;
use crate::{papers, tree, witness};

/// As many tiles as a crash can leave to be made: they go into the reserve, because a node must
/// start on a full disk. 128 of 8 KiB are 1 MiB of 8, and come from 32,768 entries.
const TILES_IN_RESERVE_MAX: u64 = 128;
const PUT_RIGHT: &str = "it is put right";
const NOT_USED: &str = "it is not used, and is fetched again from the peers";

/// What was put right without a word for each.
#[derive(Debug, Default)]
pub(super) struct Mended {
    made: u64,
    removed: u64,
}

impl Scan<'_> {
    /// Holds the disk's tiles against those that the entries gave.
    pub(super) fn tiles(
        &mut self,
        log: LogId,
        slot: Slot,
        tiles: &[(TileId, Vec<u8>)],
    ) -> Result<(), StoreError> {
        for (tile, bytes) in tiles {
            match self.database.tile((slot, tile.level(), tile.index()))? {
                Some(found) if *found == bytes[..] => continue,
                Some(_) => {
                    let what = format!("log {log}: {tile} is not that of its entries");
                    self.scanned.problems.push(Problem::new(what, PUT_RIGHT));
                }
                None => self.mended.made += 1,
            }
            if self.mended.made > TILES_IN_RESERVE_MAX {
                self.database.make_room(tree::bytes_of(1) * 2)?;
            }
            self.database.put_tile(slot, *tile, bytes)?;
        }
        Ok(())
    }

    /// Removes tiles that no log has filled, and says how many there were.
    pub(super) fn other_tiles(&mut self) -> Result<(), StoreError> {
        for (slot, level, index) in self.database.tile_places()? {
            let leaves = self.sizes.get(&slot).copied().unwrap_or(0);
            if !tree::is_filled(level, index, leaves) {
                self.database.remove_tile((slot, level, index))?;
                self.mended.removed += 1;
            }
        }
        let Mended { made, removed } = self.mended;
        if made > 0 || removed > 0 {
            tracing::info!(made, removed, "tiles were made again from the entries");
        }
        Ok(())
    }

    pub(super) fn papers(&mut self) -> Result<(), StoreError> {
        let (flaws, _) = papers::flaws(self.database)?;
        self.scanned.problems.extend(flaws.into_iter().map(|what| Problem::new(what, NOT_USED)));
        Ok(())
    }

    pub(super) fn witness(&mut self, dir: &Path) -> Result<(), StoreError> {
        self.scanned.witness = witness::read(self.database, dir)?;
        let flaws = self.scanned.witness.flaws().map(str::to_owned);
        let problems = flaws.map(|what| Problem::new(what, witness::RETIRE));
        self.scanned.problems.extend(problems);
        Ok(())
    }
}
