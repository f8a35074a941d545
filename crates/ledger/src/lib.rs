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
//! The formats are in `docs/spec/statement.md`, `log.md` and `roster.md`.

mod id;
mod position;

mod key;
mod key_file;

mod header;
mod issuer;
mod seal;
mod sign1;
mod statement;

mod certificate;
mod directory;
mod genesis;
mod roster;

mod chain;
mod equivocation;
mod signed_copy;

#[cfg(test)]
mod tests;

pub use certificate::{Certificate, CertificateFlaw, CertificateRequest};
pub use chain::{Admissible, AdmissionFlaw, Chain};
pub use directory::{Author, Directory, Membership};
pub use equivocation::{EQUIVOCATION_BYTES_MAX, Equivocation, EquivocationFlaw};
pub use genesis::{GENESIS_BYTES_MAX, Genesis, GenesisFlaw};
pub use header::{CERTIFICATE_KIND, Header};
pub use id::Id;
pub use issuer::Issuer;
pub use key::{BadSignature, KeyFlaw, PublicKey, SecretKey};
pub use key_file::{KeyFileFlaw, Lock};
pub use position::{Head, LogId, POSITION_MAX, Position};
pub use roster::{Member, Roster, RosterFlaw};
pub use seal::{Draft, founding_entry};
pub use sign1::Sign1Flaw;
pub use signed_copy::{SIGNED_COPY_BYTES_MAX, SignedCopy, SignedCopyFlaw};
pub use statement::{Authentic, Decoded, Entry, STATEMENT_BYTES_MAX, StatementFlaw};
