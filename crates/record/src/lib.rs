//! What is said.
//!
//! A record is what one state tells the others: a warning, a denial, a question, an
//! answer, a practice, or what changes an earlier one. This crate knows the vocabulary and the shapes, and nothing of
//! keys, logs or networks: it turns the JSON that people write into the bytes that are signed, and
//! back.
//!
//! Read in this order: [`StateCode`] (who may speak), [`Kind`] (what can be said), [`Marking`] (who
//! may hear it), [`Reference`] (how people cite it), [`Record`] (what is said), [`Violation`] (what
//! is wrong with it).

mod block;
mod body;
mod check;
mod form;
mod kind;
mod lint;
mod marking;
mod record;
mod reference;
#[cfg(test)]
mod sample;
mod schema;
mod shape;
mod skeleton;
mod state;
mod tree;
mod violation;
pub mod vocabulary;

pub use body::{BODY_BYTES_MAX, BodyFlaw, SALT_BYTES};
pub use kind::{Aim, Kind, Speaker, UnknownKind};
pub use marking::{Marking, UnknownMarking};
pub use record::{Record, Relation, Target};
pub use reference::{BadReference, Reference};
pub use schema::schema;
pub use skeleton::skeleton;
pub use state::{StateCode, UnknownState};
pub use tree::TreeFlaw;
pub use violation::Violation;
