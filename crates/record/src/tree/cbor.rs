//! CBOR values to tree and back. The bytes themselves are checked before (deterministic, no
//! floats, no tags); here only what a record may not hold although CBOR can: other keys than text,
//! byte strings, integers beyond JSON's.

use std::collections::BTreeMap;

use chancery_encoding::{Item, Pull};
use ciborium::Value;

use super::{INTEGER_MAX, Tree, VALUES_MAX};

/// Why a CBOR value is no record tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeFlaw {
    /// A map key is not a text.
    #[error("a map key is not a text")]
    KeyNotText,
    /// JSON readers disagree about integers beyond 2^53 - 1.
    #[error("an integer is beyond 2^53 - 1")]
    IntegerRange,
    /// Byte strings, tags and floats have no place in a record.
    #[error("a value is neither null, true, false, integer, text, array nor map")]
    Type,
    /// More values than a record may hold.
    #[error("more than {VALUES_MAX} values")]
    TooManyValues,
}

/// Reads a decoded value; depth was bounded when it was decoded.
pub(crate) fn from_cbor(value: Value) -> Result<Tree, TreeFlaw> {
    read(value, &mut 0)
}

fn read(value: Value, values: &mut usize) -> Result<Tree, TreeFlaw> {
    *values += 1;
    if *values > VALUES_MAX {
        return Err(TreeFlaw::TooManyValues);
    }
    Ok(match value {
        Value::Null => Tree::Null,
        Value::Bool(value) => Tree::Bool(value),
        Value::Text(text) => Tree::Text(text),
        Value::Integer(integer) => match i64::try_from(integer) {
            Ok(value) if (-INTEGER_MAX..=INTEGER_MAX).contains(&value) => Tree::Integer(value),
            _ => return Err(TreeFlaw::IntegerRange),
        },
        Value::Array(elements) => Tree::array(
            elements.into_iter().map(|element| read(element, values)).collect::<Result<_, _>>()?,
        ),
        Value::Map(pairs) => Tree::map(
            pairs
                .into_iter()
                .map(|(key, value)| match key {
                    Value::Text(key) => Ok((key, read(value, values)?)),
                    _ => Err(TreeFlaw::KeyNotText),
                })
                .collect::<Result<_, _>>()?,
        ),
        _ => return Err(TreeFlaw::Type),
    })
}

/// Reads the next value of checked bytes, without a tree of CBOR values between.
pub(crate) fn from_items(items: &mut Pull<'_>) -> Result<Tree, TreeFlaw> {
    pull(items, &mut 0)
}

fn pull(items: &mut Pull<'_>, values: &mut usize) -> Result<Tree, TreeFlaw> {
    *values += 1;
    if *values > VALUES_MAX {
        return Err(TreeFlaw::TooManyValues);
    }
    let item = items.next().ok_or(TreeFlaw::Type)?;
    Ok(match item {
        Item::Null => Tree::Null,
        Item::Bool(value) => Tree::Bool(value),
        Item::Text(text) => Tree::Text(text.to_owned()),
        Item::Integer(integer) => match i64::try_from(integer) {
            Ok(value) if (-INTEGER_MAX..=INTEGER_MAX).contains(&value) => Tree::Integer(value),
            _ => return Err(TreeFlaw::IntegerRange),
        },
        Item::Array(count) => {
            // The bytes have been checked, so the elements are there; a count beyond the bound ends soon.
            let mut elements = Vec::with_capacity(count.min(VALUES_MAX));
            for _ in 0..count {
                elements.push(pull(items, values)?);
            }
            Tree::array(elements)
        }
        Item::Map(count) => {
            let mut map = BTreeMap::new();
            for _ in 0..count {
                let Some(Item::Text(key)) = items.next() else {
                    return Err(TreeFlaw::KeyNotText);
                };
                map.insert(key.to_owned(), pull(items, values)?);
            }
            Tree::map(map)
        }
        Item::Bytes(_) | Item::Tag(_) => return Err(TreeFlaw::Type),
    })
}

/// Writes a tree as a CBOR value; the encoder sorts the keys.
pub(crate) fn to_cbor(tree: &Tree) -> Value {
    match tree {
        Tree::Null => Value::Null,
        Tree::Bool(value) => Value::Bool(*value),
        Tree::Integer(value) => Value::Integer((*value).into()),
        Tree::Text(text) => Value::Text(text.clone()),
        Tree::Array(elements) => Value::Array(elements.iter().map(to_cbor).collect()),
        Tree::Map(map) => Value::Map(
            map.iter().map(|(key, value)| (Value::Text(key.clone()), to_cbor(value))).collect(),
        ),
    }
}
