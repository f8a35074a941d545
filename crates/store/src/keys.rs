//! The keys of the two sled trees, and nothing else knows their bytes.
//!
//! The log tree holds several kinds of row, told apart by their first byte; the bodies tree holds
//! pieces of long bodies under the same position. Numbers are big endian, so that sled's byte order is
//! log order and every append goes to the right edge of the tree. A statement key of 32 bytes is
//! replaced by a number of four, given out in the order in which keys were first seen.

use std::ops::Bound;

use chancery_encoding::Digest;
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

// What was added later sorts before the entries, so that an append goes on at the right edge of the
// whole tree: tiles behind the entries made catching up slower by a twentieth.

/// Act id and piece to a part of an act.
const ACT: u8 = b'A';
/// Statement key, epoch, size, root and piece to a part of a checkpoint note. The root is in the
/// key, so that the two notes of a fork never take each other's place.
const NOTE: u8 = b'C';
/// The witness key that the promises are of: one row.
pub(crate) const WITNESS: &[u8] = b"K";
/// Log, level and index to a full tile of the log's tree.
const TILE: u8 = b'T';
/// Statement key and epoch to the largest size, and its root, that the witness has promised.
const PROMISE: u8 = b'W';

/// One log, with its statement key replaced by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot {
    pub(crate) number: u32,
    pub(crate) epoch: u64,
}

/// What a checkpoint note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NotePlace {
    pub(crate) log: LogId,
    pub(crate) size: u64,
    pub(crate) root: Digest,
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
    Some((read_log(key.strip_prefix(&[PROOF])?)?, value.to_vec()))
}

/// A tile's place in a log's tree, as the ledger orders them.
pub(crate) fn tile(slot: Slot, level: u8, index: u64) -> Vec<u8> {
    let Slot { number, epoch } = slot;
    let of_log = [&[TILE][..], &number.to_be_bytes(), &epoch.to_be_bytes()].concat();
    [&of_log[..], &[level], &index.to_be_bytes()].concat()
}

/// The keys of the tiles behind this one.
pub(crate) fn tiles(after: Option<&[u8]>) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
    let after = after.map_or(Bound::Included(vec![TILE]), |key| Bound::Excluded(key.to_vec()));
    (after, Bound::Excluded(vec![TILE + 1]))
}

pub(crate) fn read_tile(key: &[u8]) -> Option<(Slot, u8, u64)> {
    let key: &[u8; 21] = key.strip_prefix(&[TILE])?.try_into().ok()?;
    let slot = Slot {
        number: u32::from_be_bytes(key[..4].try_into().ok()?),
        epoch: u64::from_be_bytes(key[4..12].try_into().ok()?),
    };
    Some((slot, key[12], u64::from_be_bytes(key[13..].try_into().ok()?)))
}

/// What stands before the number of the piece in the keys of an act.
pub(crate) fn act(id: &Digest) -> Vec<u8> {
    [&[ACT][..], id.as_bytes()].concat()
}

pub(crate) fn acts() -> [u8; 1] {
    [ACT]
}

pub(crate) fn read_act(base: &[u8]) -> Option<Digest> {
    Some(Digest::from_bytes(base.strip_prefix(&[ACT])?.try_into().ok()?))
}

/// What stands before the number of the piece in the keys of a note.
pub(crate) fn note(note: NotePlace) -> Vec<u8> {
    let NotePlace { log, size, root } = note;
    [&notes_of(log)[..], &size.to_be_bytes(), root.as_bytes()].concat()
}

pub(crate) fn notes_of(log: LogId) -> Vec<u8> {
    [&[NOTE][..], &log.key, &log.epoch.to_be_bytes()].concat()
}

pub(crate) fn notes() -> [u8; 1] {
    [NOTE]
}

pub(crate) fn read_note(base: &[u8]) -> Option<NotePlace> {
    let (log, rest) = base.strip_prefix(&[NOTE])?.split_at_checked(40)?;
    let (size, root) = rest.split_at_checked(8)?;
    let size = u64::from_be_bytes(size.try_into().ok()?);
    Some(NotePlace { log: read_log(log)?, size, root: Digest::from_bytes(root.try_into().ok()?) })
}

pub(crate) fn promise(log: LogId) -> Vec<u8> {
    [&[PROMISE][..], &log.key, &log.epoch.to_be_bytes()].concat()
}

pub(crate) fn promises() -> [u8; 1] {
    [PROMISE]
}

pub(crate) fn read_promise(key: &[u8]) -> Option<LogId> {
    read_log(key.strip_prefix(&[PROMISE])?)
}

fn read_log(key: &[u8]) -> Option<LogId> {
    let (key, epoch) = key.split_at_checked(32)?;
    let epoch = u64::from_be_bytes(epoch.try_into().ok()?);
    Some(LogId { key: key.try_into().ok()?, epoch })
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
