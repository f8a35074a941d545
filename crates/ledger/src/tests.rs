//! What the tests of this crate stand on, and the laws that go through all of it.
//!
//! [`cast`] is who appears, [`officers`] who approves, [`forge`] bends what they sign, [`packing`] puts a record and
//! all about it together, `published` holds the cases of others
//! against our keys and frames, and `vectors` writes our own.

pub(crate) mod cast;
pub(crate) mod forest;
pub(crate) mod forge;
pub(crate) mod officers;
pub(crate) mod packing;

mod hostile;
mod independent;
mod published;
mod vectors;
