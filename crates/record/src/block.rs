//! The tables: what stands in a record, block by block.
//!
//! Read `content` first: it says which blocks make which kind. Every bound on a list is a multiple
//! of the largest public case that we know (an Entity List rule of 2019 with 28 parties), and a
//! body's own bound holds over all of them together.

mod assessment;
mod capacity;
mod concern;
mod content;
mod denial;
mod dialogue;
mod envelope;
mod handling;
mod item;
mod keys;
mod language;
mod life;
mod party;
mod practice;
mod question;
mod remark;
mod route;
mod service;
mod target;
mod warning;

pub(crate) use content::RECORD;
pub(crate) use handling::HANDLING;
pub(crate) use language::original_hash;
