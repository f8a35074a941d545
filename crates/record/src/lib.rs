//! What is said.
//!
//! A record is what one state tells the others: a threat advisory, a risk advisory, or the correction or
//! withdrawal of one. This crate knows the vocabulary and the shapes, and nothing of keys, logs or networks:
//! it turns the JSON that people write into the bytes that are signed, and back.
//!
//! Read in this order: [`StateCode`] (who may speak), [`Kind`] (what can be said), [`Marking`] (who may
//! hear it), [`Reference`] (how people cite it).

mod kind;
mod marking;
mod reference;
mod state;

pub use kind::{Kind, UnknownKind};
pub use marking::{Marking, UnknownMarking};
pub use reference::{BadReference, Reference};
pub use state::{StateCode, UnknownState};
