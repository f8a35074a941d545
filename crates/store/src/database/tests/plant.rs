//! Ways to damage a database on purpose, for the tests that must find the damage.

use chancery_ledger::log::LogId;

use crate::database::Database;
use crate::error::StoreError;
use crate::keys::{self, Place, Slot};
use crate::row::Row;

impl Database {
    pub(crate) fn place(&self, log: LogId, seq: u64) -> Place {
        let numbers = self.numbers().unwrap();
        let (_, number) = numbers.into_iter().find(|(key, _)| *key == log.key).unwrap();
        Place { slot: Slot { number, epoch: log.epoch }, seq }
    }

    pub(crate) fn put_version(&self, version: u32) -> Result<(), StoreError> {
        self.put(keys::FORMAT.to_vec(), &version.to_be_bytes())?;
        self.flush()
    }

    pub(crate) fn version(&self) -> u32 {
        let value = self.log.get(keys::FORMAT).unwrap().unwrap();
        u32::from_be_bytes(value[..].try_into().unwrap())
    }

    pub(crate) fn remove_entry(&self, log: LogId, seq: u64) -> Result<(), StoreError> {
        self.remove(keys::entry(self.place(log, seq)))
    }

    pub(crate) fn remove_head(&self, log: LogId) -> Result<(), StoreError> {
        self.remove(keys::head(self.place(log, 0).slot))
    }

    pub(crate) fn remove_number(&self, log: LogId) -> Result<(), StoreError> {
        self.remove(keys::number(&log.key))
    }

    pub(crate) fn remove_piece(&self, log: LogId, seq: u64, piece: u16) {
        self.bodies.remove(keys::piece(self.place(log, seq), piece)).unwrap().unwrap();
        self.flush().unwrap();
    }

    /// A piece that a crash left over, of a body that is not there.
    pub(crate) fn put_orphan(&self, log: LogId, seq: u64, piece: u16) {
        self.bodies.insert(keys::piece(self.place(log, seq), piece), b"left over").unwrap();
        self.flush().unwrap();
    }

    /// Flips one bit of a part of an entry's row.
    pub(crate) fn flip(&self, log: LogId, seq: u64, part: Part, at: usize) {
        let key = keys::entry(self.place(log, seq));
        let mut value = self.log.get(&key).unwrap().unwrap().to_vec();
        let statement_bytes = Row::read(&value).unwrap().statement.len();
        let start = match part {
            Part::Lengths => 0,
            Part::Statement => 6,
            Part::Body => 6 + statement_bytes,
        };
        value[start + at] ^= 1;
        self.log.insert(key, value).unwrap();
        self.flush().unwrap();
    }

    /// Puts the row of one entry in the place of another.
    pub(crate) fn misplace(&self, log: LogId, from: u64, to: u64) {
        let value = self.log.get(keys::entry(self.place(log, from))).unwrap().unwrap();
        self.log.insert(keys::entry(self.place(log, to)), value).unwrap();
        self.flush().unwrap();
    }

    pub(crate) fn put_head_of(&self, log: LogId, seq: u64, id: [u8; 32]) {
        self.put_head(self.place(log, 0).slot, seq, &id).unwrap();
        self.flush().unwrap();
    }

    /// Flips one bit of a tile, at a level and an index.
    pub(crate) fn flip_tile(&self, log: LogId, (level, index): (u8, u64), at: usize) {
        self.flip_row(&keys::tile(self.place(log, 0).slot, level, index), at);
    }

    pub(crate) fn remove_tile_of(&self, log: LogId, (level, index): (u8, u64)) {
        self.remove_row(&keys::tile(self.place(log, 0).slot, level, index));
    }

    /// Flips one bit of any row of the log tree.
    pub(crate) fn flip_row(&self, key: &[u8], at: usize) {
        let mut value = self.log.get(key).unwrap().unwrap().to_vec();
        value[at] ^= 1;
        self.put_row(key, &value);
    }

    pub(crate) fn remove_row(&self, key: &[u8]) {
        self.remove(key.to_vec()).unwrap();
    }

    pub(crate) fn put_row(&self, key: &[u8], value: &[u8]) {
        self.log.insert(key, value).unwrap();
        self.flush().unwrap();
    }

    /// Puts what stands under one key under another.
    pub(crate) fn move_row(&self, from: &[u8], to: &[u8]) {
        let value = self.log.remove(from).unwrap().unwrap();
        self.put_row(to, &value);
    }

    fn remove(&self, key: Vec<u8>) -> Result<(), StoreError> {
        self.guarded("write to", || self.log.remove(key))?.expect("because it is there");
        self.flush()
    }
}

/// A part of an entry's row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    Lengths,
    Statement,
    Body,
}
