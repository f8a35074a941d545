//! How it is sealed and proved.
//!
//! A state's authority seals each record in a statement: a `COSE_Sign1` over the hash of the
//! record's body, at the next place of the authority's log. Who the authorities are is said by
//! certificates of state roots, and who the states are by the roster, whose hash every node pins.
//! Two statements at one place are an equivocation, and prove themselves.
//!
//! Strangers' bytes climb a ladder of types, one step a rung, each made only by its step:
//!
//! ```text
//! Entry ──decode──▶ Decoded ──authenticate──▶ Authentic ──Chain::admit──▶ Admissible
//!        sizes, strict CBOR,    verify_strict           author, epoch, roster,
//!        header, body hash                              seq, prev
//! ```
//!
//! Nothing here reads a clock, draws a random number, or touches a file or a socket.
//! The formats are in `docs/spec/statement.md`, `log.md`, `checkpoint.md`, `roster.md`,
//! `act.md` and `policy.md`.

pub mod act;
pub mod approval;
pub mod key;
pub mod log;

pub mod certificate;
pub mod checkpoint;
pub mod cosignature;
pub mod evidence;
pub mod note;
pub mod pack;
pub mod policy;
pub mod roster;
pub mod statement;
pub mod tree;

#[cfg(test)]
mod tests;
