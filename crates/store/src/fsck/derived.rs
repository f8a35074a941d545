//! What stands beside the entries, against the entries: trees, papers, promises.
//!
//! The trees grow again from the leaves of the entries that were verified; behind a bad entry nobody
//! knows what its tree should be, and its tiles are left alone. What differs is looked at once more
//! while nobody writes, because a tile is written a moment after the entry that fills it.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::checkpoint::SignedCheckpoint;
use chancery_ledger::log::LogId;
use chancery_ledger::tree::TileId;

use super::{Run, Stage, Step, Walk};
use crate::error::StoreError;
use crate::keys::{NotePlace, Slot};
use crate::papers;
use crate::problem::{Problem, whole};
use crate::tree;
use crate::witness::{self, RETIRE};

#[cfg(test)]
mod tests;

const RESTART: &str = "start the node again: it makes tiles again from the entries";
const REPLACED: &str = "start the node again: it is not used, and is fetched again from the peers";
/// An act that says more may not have arrived yet, or not be known to who asks.
const NOBODYS_FAULT: [&str; 4] =
    ["unknown-author", "unknown-roster", "future-epoch", "unknown-witness"];
const FETCHED: &str = "keep the node connected: the entries are fetched again from the peers";

impl Run<'_> {
    /// Takes the leaf of an entry that was verified, and holds the tiles that it fills against the
    /// disk's.
    pub(super) fn leaf(
        &mut self,
        walk: &mut Walk,
        log: LogId,
        leaf: Digest,
    ) -> Result<(), StoreError> {
        let Some(tree) = &mut walk.tree else { return Ok(()) };
        let mut filled = Vec::new();
        tree.push(leaf, |tile, bytes| filled.push((tile, bytes)));
        for (tile, bytes) in filled {
            self.tile(walk.slot, log, tile, &bytes)?;
        }
        Ok(())
    }

    fn tile(
        &mut self,
        slot: Slot,
        log: LogId,
        tile: TileId,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let place = (slot, tile.level(), tile.index());
        let found = self.store.database.tile(place)?;
        if found.is_some_and(|found| *found == *bytes) {
            return Ok(());
        }
        let (_, found) = self.store.while_still(|database| database.tile(place))?;
        let what = match found {
            Some(found) if *found == *bytes => return Ok(()),
            Some(_) => format!("log {log}: {tile} is not that of its entries"),
            None => format!("log {log}: {tile} is missing"),
        };
        self.found(Problem::new(what, RESTART));
        Ok(())
    }

    /// Holds the root over a whole log against the one that the store answers with.
    pub(super) fn root(&mut self, walk: &Walk) {
        let (Some(key), Some(tree)) = (walk.key, &walk.tree) else { return };
        let log = LogId { key, epoch: walk.slot.epoch };
        let head = tree.head();
        // An error is a tile that has been named, or entries that are not durable yet.
        if self.store.root_at(log, head.size).is_ok_and(|root| root != head.root) {
            let what = format!("log {log}: the tree of {} entries has another root", head.size);
            self.found(Problem::new(what, RESTART));
        }
    }

    /// Tiles that no log has filled.
    pub(super) fn tiles(&mut self) -> Step {
        let (written, places) = self.store.while_still(|database| database.tile_places())?;
        let logs: BTreeMap<Slot, _> = written.into_iter().collect();
        let total = places.len() as u64;
        for (slot, level, index) in places {
            let head = logs.get(&slot);
            if head.is_some_and(|head| tree::is_filled(level, index, head.seq + 1)) {
                continue;
            }
            let Slot { number, epoch } = slot;
            let what = format!(
                "tile {index} of level {level} stands under number {number}, epoch {epoch}, and \
                 not the entries that fill it"
            );
            self.found(Problem::new(what, RESTART));
        }
        Ok(self.told(Stage::Trees, total, total))
    }

    pub(super) fn papers(&mut self) -> Step {
        let (_, (flaws, total)) = self.store.while_still(papers::flaws)?;
        flaws.into_iter().for_each(|what| self.found(Problem::new(what, REPLACED)));
        let (_, notes) = self.store.while_still(papers::notes)?;
        notes.iter().for_each(|(place, bytes)| self.note(*place, bytes));
        Ok(self.told(Stage::Papers, total, total))
    }

    /// A note verifies, and says what it is kept for. That its root is that of the entries is not
    /// asked: where it is not, it is evidence.
    fn note(&mut self, place: NotePlace, bytes: &[u8]) {
        let NotePlace { log, size, root } = place;
        let what = match SignedCheckpoint::decode(bytes, self.directory) {
            Ok(signed) => {
                let said = signed.checkpoint();
                if (said.log, said.size, said.root) == (log, size, root) {
                    return;
                }
                format!("log {log}: the checkpoint note of size {size} is about something else")
            }
            Err(flaw) if NOBODYS_FAULT.contains(&flaw.name()) => return,
            Err(flaw) => {
                format!("log {log}, checkpoint note of size {size}: {}", whole(&flaw))
            }
        };
        self.found(Problem::new(what, REPLACED));
    }

    /// The promises as they stand on the disk, against the entries.
    pub(super) fn promises(&mut self) -> Step {
        let dir = self.store.dir();
        let (_, witness) = self.store.while_still(|database| witness::read(database, dir))?;
        for what in witness.flaws() {
            self.found(Problem::new(what.to_owned(), RETIRE));
        }
        let promises: Vec<_> = witness.promises().collect();
        for (log, size, root) in &promises {
            match self.store.root_at(*log, *size) {
                Ok(held) if held == *root => {}
                Ok(_) => {
                    let what = format!(
                        "log {log}: the witness has promised another root of {size} entries"
                    );
                    self.found(Problem::new(what, RETIRE));
                }
                Err(StoreError::Beyond { held, .. }) => {
                    let what = format!(
                        "log {log}: the witness has promised {size} entries, and {held} are held"
                    );
                    self.found(Problem::new(what, FETCHED));
                }
                // A tile, which has been named.
                Err(StoreError::Corrupt { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let total = promises.len() as u64;
        Ok(self.told(Stage::Promises, total, total))
    }
}
