//! Items one by one out of checked bytes, for those who build a tree of their own.
//!
//! A tree of values that is at once taken apart into another tree costs more than the reading. Whoever asks
//! for the items in their order builds its own directly. Invariant: the items are those of the value that
//! [`decode`](crate::decode) gives, each container before what is in it.

#[cfg(test)]
mod tests;

use crate::scan::{Flaw, Head, Limits, check, head};

/// One item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// A number; beyond 64 bits of one sign, CBOR has none.
    Integer(i128),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A text.
    Text(&'a str),
    /// So many items follow that are in it.
    Array(usize),
    /// So many pairs of items follow that are in it.
    Map(usize),
    /// One item follows that has it.
    Tag(u64),
    /// True or false.
    Bool(bool),
    /// Nothing.
    Null,
}

/// The items of bytes that have passed the scan.
#[derive(Clone, Debug)]
pub struct Pull<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Pull<'a> {
    /// Checks the bytes, and stands before the first item.
    ///
    /// # Errors
    /// The [`Flaw`] that [`check`] finds.
    pub fn new(bytes: &'a [u8], limits: Limits) -> Result<Pull<'a>, Flaw> {
        check(bytes, limits)?;
        Ok(Pull { bytes, at: 0 })
    }
}

impl<'a> Iterator for Pull<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let (Head { major, argument }, next) = head(self.bytes, self.at).ok()?;
        self.at = next;
        let length = usize::try_from(argument).unwrap_or(usize::MAX);
        Some(match major {
            0 => Item::Integer(i128::from(argument)),
            1 => Item::Integer(-1 - i128::from(argument)),
            2 => Item::Bytes(self.string(length)),
            3 => Item::Text(std::str::from_utf8(self.string(length)).unwrap_or_default()),
            4 => Item::Array(length),
            5 => Item::Map(length),
            6 => Item::Tag(argument),
            _ if argument == 22 => Item::Null,
            _ => Item::Bool(argument == 21),
        })
    }
}

impl<'a> Pull<'a> {
    fn string(&mut self, length: usize) -> &'a [u8] {
        let start = self.at;
        self.at = start.saturating_add(length).min(self.bytes.len());
        &self.bytes[start..self.at]
    }
}
