//! The tables: what stands in a record, block by block.
//!
//! Read `content` first: it says which blocks make which kind. Every bound on a list is a multiple
//! of the largest public case that we know (an Entity List rule of 2019 with 28 parties), and a
//! body's own bound holds over all of them together.

mod assessment;
mod concern;
mod content;
mod envelope;
mod handling;
mod item;
mod party;
mod route;

pub(crate) use content::RECORD;
pub(crate) use handling::HANDLING;
