//! Proofs about the trees over the logs: what stands in them, and that they only grew.
//!
//! Tiles come from the memory at the right edge and from the disk elsewhere, some two for each 256-fold
//! of the size. Tiles on the disk are taken at their word by nobody: the head in memory was made
//! from the entries themselves, and each answer is held against it before it is given. The
//! invariant: an answer is about durable entries, and a damaged tile gives an error and never a
//! wrong root.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;
use chancery_ledger::tree::{
    Proof, ProofFlaw, Subtree, TileFlaw, TileId, TiledTree, TreeHead, empty_root,
};

use crate::Store;
use crate::error::StoreError;
use crate::keys::Slot;
use crate::tree::damaged;

#[cfg(test)]
mod tests;

impl Store {
    /// Size and root of the tree over a log's durable entries; the empty tree when none is held.
    pub fn tree_head(&self, log: LogId) -> TreeHead {
        let none = TreeHead { size: 0, root: empty_root() };
        self.index().log_at(log).map_or(none, |held| held.tree())
    }

    /// The root of the tree over a log's first `size` entries.
    ///
    /// # Errors
    /// When fewer are durable, or the disk does not give back what was written.
    pub fn root_at(&self, log: LogId, size: u64) -> Result<Digest, StoreError> {
        let look = Look::at(self, log);
        look.reaches(size)?;
        look.root(size)
    }

    /// The proof that entry `seq` is in the tree over a log's first `size` entries.
    ///
    /// # Errors
    /// When fewer are durable, the entry is not among them, or the disk does not give back what was
    /// written.
    pub fn prove_inclusion(&self, log: LogId, seq: u64, size: u64) -> Result<Proof, StoreError> {
        let look = Look::at(self, log);
        look.reaches(size)?;
        if seq >= size {
            return Err(StoreError::NoProof);
        }
        let head = TreeHead { size, root: look.root(size)? };
        let mut tree = look.tree(size);
        let leaf = Subtree::new(seq, seq + 1).expect("because one leaf is a subtree");
        let leaf = tree.hash(leaf).map_err(|flaw| look.failed(&flaw))?;
        let proof = tree.prove_inclusion(seq).map_err(|flaw| look.failed(&flaw))?;
        proof.check_inclusion(seq, &leaf, &head).map_err(unproven)?;
        Ok(proof)
    }

    /// The proof that a log's first `to` entries begin with its first `from`.
    ///
    /// # Errors
    /// When fewer are durable, there is no such proof (`from` is larger than `to`, or 0), or the
    /// disk does not give back what was written.
    pub fn prove_consistency(&self, log: LogId, from: u64, to: u64) -> Result<Proof, StoreError> {
        let look = Look::at(self, log);
        look.reaches(to)?;
        if from == 0 || from > to {
            return Err(StoreError::NoProof);
        }
        let earlier = TreeHead { size: from, root: look.root(from)? };
        let later = TreeHead { size: to, root: look.root(to)? };
        look.consistency(&earlier, &later)
    }

    /// How many tiles roots and proofs have been made from since opening. For the law that it grows
    /// with the logarithm of a log.
    pub fn tiles_read(&self) -> u64 {
        self.tiles_read.load(Ordering::Relaxed)
    }
}

/// One look at the tree of a log: every tile is read once for all that one answer needs.
struct Look<'a> {
    store: &'a Store,
    log: LogId,
    slot: Option<Slot>,
    /// Made from the entries; durable.
    head: TreeHead,
    held: RefCell<BTreeMap<[u8; 9], Vec<u8>>>,
    /// What the disk said when it gave no tile.
    error: RefCell<Option<StoreError>>,
}

impl<'a> Look<'a> {
    fn at(store: &'a Store, log: LogId) -> Look<'a> {
        let index = store.index();
        let found = index.log_at(log);
        let slot = found.map(|held| Slot { number: held.number, epoch: log.epoch });
        let none = TreeHead { size: 0, root: empty_root() };
        let head = found.map_or(none, |held| held.tree());
        Look { store, log, slot, head, held: RefCell::default(), error: RefCell::default() }
    }

    fn reaches(&self, size: u64) -> Result<(), StoreError> {
        let held = self.head.size;
        if size > held { Err(StoreError::Beyond { size, held }) } else { Ok(()) }
    }

    /// The root of the first `size` leaves, which are consistent with the head.
    fn root(&self, size: u64) -> Result<Digest, StoreError> {
        if size == self.head.size {
            return Ok(self.head.root);
        }
        if size == 0 {
            return Ok(empty_root());
        }
        let earlier = self.tree(size).head().map_err(|flaw| self.failed(&flaw))?;
        self.consistency(&earlier, &self.head)?;
        Ok(earlier.root)
    }

    fn consistency(&self, earlier: &TreeHead, later: &TreeHead) -> Result<Proof, StoreError> {
        let proof = self.tree(later.size).prove_consistency(earlier.size);
        let proof = proof.map_err(|flaw| self.failed(&flaw))?;
        proof.check_consistency(earlier, later).map_err(unproven)?;
        Ok(proof)
    }

    fn tree(&self, size: u64) -> TiledTree<impl Fn(TileId) -> Option<Vec<u8>> + '_> {
        TiledTree::new(size, |tile| self.tile(tile))
    }

    fn tile(&self, tile: TileId) -> Option<Vec<u8>> {
        if let Some(bytes) = self.held.borrow().get(&tile.key()) {
            return Some(bytes.clone());
        }
        self.store.tiles_read.fetch_add(1, Ordering::Relaxed);
        // Memory first: a tile leaves it only when it is on the disk.
        let in_memory = {
            let trees = self.store.trees.read().unwrap_or_else(PoisonError::into_inner);
            trees.get(&self.log).and_then(|tree| tree.partial(tile).map(<[u8]>::to_vec))
        };
        let bytes = in_memory.or_else(|| self.on_disk(tile))?;
        self.held.borrow_mut().insert(tile.key(), bytes.clone());
        Some(bytes)
    }

    fn on_disk(&self, tile: TileId) -> Option<Vec<u8>> {
        match self.store.database.tile((self.slot?, tile.level(), tile.index())) {
            Ok(found) => Some(found?.to_vec()),
            Err(error) => {
                *self.error.borrow_mut() = Some(error);
                None
            }
        }
    }

    fn failed(&self, flaw: &TileFlaw) -> StoreError {
        self.error.borrow_mut().take().unwrap_or_else(|| damaged(flaw))
    }
}

/// The tiles do not lead to the root that the entries gave.
fn unproven(flaw: ProofFlaw) -> StoreError {
    StoreError::Corrupt {
        detail: format!("the tiles of a log are not those of its entries: {flaw}"),
    }
}
