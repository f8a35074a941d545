//! Drafts: records that are not released yet, and how they become statements.
//!
//! A draft is written, submitted (its bytes are fixed and its author signs), approved, and released; a
//! rejection or an edit brings it back and voids every approval. Drafts lie in the vault and never travel.
//! Officers' keys never come here: the node hands out what is to be signed, and takes signatures.
//! Invariant: what is published is byte for byte what the officers approved, and it is published once.

mod book;
mod claim;
mod desk;
mod draft;
mod error;
mod gate;
mod hints;
mod officers;
mod releasing;
mod suggest;
mod template;
#[cfg(test)]
mod tests;

pub(crate) use book::Book;
pub use claim::{DraftClaim, Signed, rejection_message};
pub use desk::Drafts;
pub use draft::{Draft, DraftState, DraftStep, Move, Outcome};
pub use error::DraftError;
pub use gate::{Finding, Gate, Group};
pub use releasing::Released;
pub use suggest::Suggestion;
pub use template::{Source, Start};
