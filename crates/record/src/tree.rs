//! A record as a tree, with everything in it, known or not.
//!
//! Typed structs would drop what a newer node wrote; a tree keeps it, so that an unknown field
//! comes out of a round trip as it went in. There are no floats (two machines print them
//! differently, and no field needs one) and no byte strings (people write JSON). Invariant: a tree
//! keeps the bounds below, whichever door it came through, so that any tree can be written as JSON
//! and as CBOR.

use std::collections::BTreeMap;
use std::sync::Arc;

mod cbor;
mod json;
#[cfg(test)]
mod tests;

pub use cbor::TreeFlaw;
pub(crate) use cbor::{from_cbor, from_items, to_cbor};
pub(crate) use json::{from_json, to_json};

/// Arrays and maps inside one another. A correction nests deepest: itself, replacement, parties,
/// party, names and name make 6; 16 leaves later versions room without letting a stranger pick our
/// stack depth.
pub(crate) const DEPTH_MAX: usize = 16;

/// A long advisory has about a thousand values; sixteen times that, at under 100 bytes of memory
/// each beside the text itself, keeps a tree near 1.5 MiB, where a body of 256 KiB alone would
/// allow 256 Ki of one byte each.
pub(crate) const VALUES_MAX: usize = 16 * 1024;

/// JSON numbers beyond 2^53 - 1 are read differently by different readers (RFC 7493 section 2.2).
pub(crate) const INTEGER_MAX: i64 = (1 << 53) - 1;

/// One value of a record. A copy shares what is below it: records are taken apart and put beside each other
/// far more often than they are changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Integer(i64),
    Text(String),
    Array(Arc<Vec<Tree>>),
    Map(Arc<BTreeMap<String, Tree>>),
}

impl Tree {
    pub(crate) fn array(elements: Vec<Tree>) -> Tree {
        Tree::Array(Arc::new(elements))
    }

    pub(crate) fn map(map: BTreeMap<String, Tree>) -> Tree {
        Tree::Map(Arc::new(map))
    }

    /// The field of that name, to be changed; nothing else that shares it is.
    pub(crate) fn field_mut(&mut self, name: &str) -> Option<&mut Tree> {
        match self {
            Tree::Map(map) => Arc::make_mut(map).get_mut(name),
            _ => None,
        }
    }

    /// Puts a field, if this is a map.
    pub(crate) fn set(&mut self, name: &str, value: Tree) {
        if let Tree::Map(map) = self {
            Arc::make_mut(map).insert(name.to_owned(), value);
        }
    }

    /// The elements, to be changed; nothing else that shares them is.
    pub(crate) fn elements_mut(&mut self) -> Option<&mut Vec<Tree>> {
        match self {
            Tree::Array(elements) => Some(Arc::make_mut(elements)),
            _ => None,
        }
    }

    /// What a person calls it.
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Tree::Null => "null",
            Tree::Bool(_) => "true or false",
            Tree::Integer(_) => "an integer",
            Tree::Text(_) => "a text",
            Tree::Array(_) => "an array",
            Tree::Map(_) => "an object",
        }
    }

    /// The field of that name, if this is a map that has it.
    pub(crate) fn field(&self, name: &str) -> Option<&Tree> {
        match self {
            Tree::Map(map) => map.get(name),
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Tree::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The elements, none if this is no array.
    pub(crate) fn elements(&self) -> &[Tree] {
        match self {
            Tree::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The text of the field of that name.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.field(name).and_then(Tree::as_text)
    }
}
