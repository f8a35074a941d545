//! The keys of the two sled trees, and nothing else knows their bytes.
//!
//! The log tree holds several kinds of row, told apart by their first byte; the bodies tree holds
//! pieces of long bodies under the same position. Numbers are big endian, so that sled's byte order is
//! log order and every append goes to the right edge of the tree. A statement key of 32 bytes is
//! replaced by a number of four, given out in the order in which keys were first seen.

use std::ops::Bound;

use chancery_ledger::log::LogId;

/// The format's version: one row, no further key.
pub(crate) const FORMAT: &[u8] = b"f";
/// Statement key to number.
const NUMBER: u8 = b'n';
/// Log and seq to the entry's row.
const ENTRY: u8 = b'e';
/// Log to seq and tip.
const HEAD: u8 = b'h';
/// Statement key and epoch to proof of equivocation: one a log, so that proofs cannot pile up.
const PROOF: u8 = b'v';

/// One log, with its statement key replaced by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot {
    pub(crate) number: u32,
    pub(crate) epoch: u64,
}

/// One place in one log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) slot: Slot,
    pub(crate) seq: u64,
}

pub(crate) fn number(key: &[u8; 32]) -> Vec<u8> {
    [&[NUMBER][..], key].concat()
}

pub(crate) fn numbers() -> [u8; 1] {
    [NUMBER]
}

pub(crate) fn read_number(key: &[u8], value: &[u8]) -> Option<([u8; 32], u32)> {
    let key = key.strip_prefix(&[NUMBER])?;
    Some((key.try_into().ok()?, u32::from_be_bytes(value.try_into().ok()?)))
}

pub(crate) fn entry(place: Place) -> Vec<u8> {
    [&[ENTRY][..], &bytes(place)].concat()
}

/// The keys of the entries from a place on.
pub(crate) fn entries(from: Bound<Place>) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
    let from = match from {
        Bound::Unbounded => Bound::Included(vec![ENTRY]),
        from => from.map(entry),
    };
    (from, Bound::Excluded(vec![ENTRY + 1]))
}

pub(crate) fn read_entry(key: &[u8]) -> Option<Place> {
    read(key.strip_prefix(&[ENTRY])?)
}

pub(crate) fn head(slot: Slot) -> Vec<u8> {
    [&[HEAD][..], &slot.number.to_be_bytes(), &slot.epoch.to_be_bytes()].concat()
}

pub(crate) fn heads() -> [u8; 1] {
    [HEAD]
}

pub(crate) fn read_head(key: &[u8], value: &[u8]) -> Option<(Slot, u64, [u8; 32])> {
    let (number, epoch) = key.strip_prefix(&[HEAD])?.split_at_checked(4)?;
    let slot = Slot {
        number: u32::from_be_bytes(number.try_into().ok()?),
        epoch: u64::from_be_bytes(epoch.try_into().ok()?),
    };
    let (seq, tip) = value.split_at_checked(8)?;
    Some((slot, u64::from_be_bytes(seq.try_into().ok()?), tip.try_into().ok()?))
}

pub(crate) fn head_value(seq: u64, tip: &[u8; 32]) -> Vec<u8> {
    [&seq.to_be_bytes()[..], tip].concat()
}

pub(crate) fn proof(log: LogId) -> Vec<u8> {
    [&[PROOF][..], &log.key, &log.epoch.to_be_bytes()].concat()
}

pub(crate) fn proofs() -> [u8; 1] {
    [PROOF]
}

pub(crate) fn read_proof(key: &[u8], value: &[u8]) -> Option<(LogId, Vec<u8>)> {
    let (key, epoch) = key.strip_prefix(&[PROOF])?.split_at_checked(32)?;
    let epoch = u64::from_be_bytes(epoch.try_into().ok()?);
    Some((LogId { key: key.try_into().ok()?, epoch }, value.to_vec()))
}

pub(crate) fn piece(place: Place, piece: u16) -> Vec<u8> {
    [&bytes(place)[..], &piece.to_be_bytes()].concat()
}

fn bytes(place: Place) -> [u8; 20] {
    let mut out = [0; 20];
    out[..4].copy_from_slice(&place.slot.number.to_be_bytes());
    out[4..12].copy_from_slice(&place.slot.epoch.to_be_bytes());
    out[12..].copy_from_slice(&place.seq.to_be_bytes());
    out
}

fn read(bytes: &[u8]) -> Option<Place> {
    let bytes: &[u8; 20] = bytes.try_into().ok()?;
    Some(Place {
        slot: Slot {
            number: u32::from_be_bytes(bytes[..4].try_into().ok()?),
            epoch: u64::from_be_bytes(bytes[4..12].try_into().ok()?),
        },
        seq: u64::from_be_bytes(bytes[12..].try_into().ok()?),
    })
}
