//! The bytes that are hashed and travel: deterministic CBOR of the record beside 16 random bytes.
//!
//! The salt exists because a short body that was erased must not be found again by hashing guesses.
//! Reading is strict about bytes and deliberately blind to vocabulary: a newer node's kind is held
//! and forwarded like any other. Invariant: a body that reads has exactly the bytes that writing
//! its record with its salt gives.

use chancery_encoding::{FieldFlaw, Fields, Flaw, Item, Limits, Pull, decode, encode};
use ciborium::Value;

use crate::tree::{DEPTH_MAX, Tree, TreeFlaw, from_cbor, from_items, to_cbor};

#[cfg(test)]
mod tests;

/// A long advisory takes about 20 KiB; 256 KiB leaves room for translations, and 25 states
/// publishing 1,000 each stay within 6.4 GB even at the bound. Anything larger is an attachment.
pub const BODY_BYTES_MAX: usize = 256 * 1024;

/// Bytes of the salt: 128 bits, beyond guessing.
pub const SALT_BYTES: usize = 16;

/// Why bytes are no body.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyFlaw {
    /// Not deterministic CBOR within the bounds.
    #[error("the body is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// Not a map of `record` and `salt`.
    #[error("the body is not a record with its salt")]
    Shape(#[source] FieldFlaw),
    /// The salt has another length.
    #[error("the salt has {0} bytes instead of 16")]
    Salt(usize),
    /// The record holds what no record may hold.
    #[error("the body's record is no record")]
    Tree(#[source] TreeFlaw),
    /// The record is a text, a number, an array.
    #[error("the body's record is not a map")]
    NotMap,
}

pub(crate) fn write(tree: &Tree, salt: [u8; SALT_BYTES]) -> Vec<u8> {
    encode(&Value::Map(vec![
        (Value::Text("record".into()), to_cbor(tree)),
        (Value::Text("salt".into()), Value::Bytes(salt.to_vec())),
    ]))
}

pub(crate) fn read(bytes: &[u8]) -> Result<Tree, BodyFlaw> {
    // One level more than the record: the map around it.
    let limits = Limits { bytes_max: BODY_BYTES_MAX, depth_max: DEPTH_MAX + 1, tag: None };
    let mut items = Pull::new(bytes, limits).map_err(BodyFlaw::Cbor)?;
    if stands_before_record(&mut items) {
        return from_items(&mut items).map_err(BodyFlaw::Tree);
    }
    // Whatever is of another shape is read once more, and what is wrong with it is named.
    let value = decode(bytes, limits).map_err(BodyFlaw::Cbor)?;
    let mut fields = Fields::new(value, "body").map_err(BodyFlaw::Shape)?;
    let record = fields.value("record").map_err(BodyFlaw::Shape)?;
    let salt = fields.bytes("salt").map_err(BodyFlaw::Shape)?;
    fields.finish().map_err(BodyFlaw::Shape)?;
    if salt.len() != SALT_BYTES {
        return Err(BodyFlaw::Salt(salt.len()));
    }
    match from_cbor(record).map_err(BodyFlaw::Tree)? {
        tree @ Tree::Map(_) => Ok(tree),
        _ => Err(BodyFlaw::NotMap),
    }
}

/// Whether the items are those of a body up to its record, and the record is a map.
fn stands_before_record(items: &mut Pull<'_>) -> bool {
    let salted = items.next() == Some(Item::Map(2))
        && items.next() == Some(Item::Text("salt"))
        && matches!(items.next(), Some(Item::Bytes(salt)) if salt.len() == SALT_BYTES);
    salted
        && items.next() == Some(Item::Text("record"))
        && matches!(items.clone().next(), Some(Item::Map(_)))
}
