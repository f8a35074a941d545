//! The closed map of a pack, written and read.
//!
//! Invariant: `Pack::decode(p.encode()) == p`, and no other bytes decode to `p`.

use chancery_encoding::{Digest, Fields, Limits, decode, encode};
use ciborium::Value;

use super::{PACK_BYTES_MAX, Pack, PackFlaw};
use crate::statement::Entry;
use crate::tree::{PROOF_HASHES_MAX, Proof};

/// The one format so far.
const FORMAT: u64 = 1;

/// Map, list of later entries, pair.
const DEPTH_MAX: usize = 3;

impl Pack {
    /// The deterministic bytes.
    pub fn encode(&self) -> Vec<u8> {
        let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
        let list = |items: &[Vec<u8>]| Value::Array(items.iter().map(|item| bytes(item)).collect());
        let hashes = self.inclusion.hashes().iter().map(|hash| bytes(hash.as_bytes())).collect();
        let pair = |entry: &Entry| Value::Array(vec![bytes(&entry.statement), bytes(&entry.body)]);
        encode(&Value::Map(vec![
            (1.into(), FORMAT.into()),
            (2.into(), bytes(self.network.as_bytes())),
            (3.into(), bytes(&self.statement)),
            (4.into(), self.body.as_deref().map_or(Value::Null, bytes)),
            (5.into(), Value::Array(hashes)),
            (6.into(), bytes(&self.checkpoint)),
            (7.into(), list(&self.acts)),
            (8.into(), Value::Array(self.later.iter().map(pair).collect())),
            (9.into(), list(&self.proofs)),
        ]))
    }

    /// Reads a pack; nothing in it is believed yet.
    ///
    /// # Errors
    /// When the bytes are not a pack's closed map in this format.
    pub fn decode(bytes: &[u8]) -> Result<Self, PackFlaw> {
        let limits = Limits { bytes_max: PACK_BYTES_MAX, depth_max: DEPTH_MAX, tag: None };
        let value = decode(bytes, limits).map_err(PackFlaw::Cbor)?;
        let mut fields = Fields::new(value, "pack").map_err(PackFlaw::Field)?;
        let format = fields.uint(1).map_err(PackFlaw::Field)?;
        let pack = Self {
            network: Digest::from_bytes(fields.bytes32(2).map_err(PackFlaw::Field)?),
            statement: fields.bytes(3).map_err(PackFlaw::Field)?,
            body: read_body(&mut fields)?,
            inclusion: read_inclusion(&mut fields)?,
            checkpoint: fields.bytes(6).map_err(PackFlaw::Field)?,
            acts: read_list(&mut fields, 7, read_bytes)?,
            later: read_list(&mut fields, 8, read_entry)?,
            proofs: read_list(&mut fields, 9, read_bytes)?,
        };
        fields.finish().map_err(PackFlaw::Field)?;
        if format != FORMAT {
            return Err(PackFlaw::Format { found: format });
        }
        Ok(pack)
    }
}

fn read_body(fields: &mut Fields) -> Result<Option<Vec<u8>>, PackFlaw> {
    match fields.value(4).map_err(PackFlaw::Field)? {
        Value::Null => Ok(None),
        Value::Bytes(body) => Ok(Some(body)),
        _ => Err(PackFlaw::Item { field: 4, at: 0 }),
    }
}

fn read_inclusion(fields: &mut Fields) -> Result<Proof, PackFlaw> {
    let hashes = read_list(fields, 5, |item| {
        let hash = <[u8; 32]>::try_from(item.into_bytes().ok()?).ok()?;
        Some(Digest::from_bytes(hash))
    })?;
    if hashes.len() > PROOF_HASHES_MAX {
        return Err(PackFlaw::Item { field: 5, at: PROOF_HASHES_MAX });
    }
    Ok(Proof::new(hashes))
}

fn read_list<T>(
    fields: &mut Fields,
    field: i64,
    read: impl Fn(Value) -> Option<T>,
) -> Result<Vec<T>, PackFlaw> {
    let items = fields.array(field).map_err(PackFlaw::Field)?.into_iter().enumerate();
    items.map(|(at, item)| read(item).ok_or(PackFlaw::Item { field, at })).collect()
}

fn read_bytes(item: Value) -> Option<Vec<u8>> {
    item.into_bytes().ok()
}

fn read_entry(item: Value) -> Option<Entry> {
    let [statement, body] = <[Value; 2]>::try_from(item.into_array().ok()?).ok()?;
    Some(Entry { statement: statement.into_bytes().ok()?, body: body.into_bytes().ok()? })
}
