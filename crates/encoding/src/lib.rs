//! How bytes are written: deterministic CBOR (RFC 8949 section 4.2.1), checked before every decode.
//!
//! Two nodes that write the same thing must write the same bytes, because what is signed and
//! hashed is bytes. And a reader that is lenient about how a value is written lets one value have
//! many spellings, so that two nodes disagree about what they hold. Hence one rule for the whole
//! project: strangers' bytes pass [`check`] before anything looks inside them, and everything that
//! we write ourselves leaves through [`encode`].
//!
//! - [`check`] scans without allocating, and says what is wrong and at which byte ([`Flaw`]).
//! - [`decode`] is `check` and then a tree of values; [`encode`] is its inverse.
//! - [`Pull`] is `check` and then one item after the other, for trees of one's own.
//! - [`Fields`] takes typed fields out of a map and names the field that is wrong ([`FieldFlaw`]).
//! - [`text_at`] finds one text, and [`texts_at`] a list of them, in checked bytes without building the tree.
//! - [`Digest`] is SHA-256, the one hash of the project.
//!
//! The invariant: `decode(b)` succeeds exactly when `check(b)` does, and then `encode` gives `b`.
//! The rules are written out in `docs/spec/cbor.md`; `vectors/` holds one case for each.

mod codec;
mod digest;
mod fields;
mod pull;
mod scan;
mod seek;

pub use codec::{decode, encode};
pub use digest::{Digest, HexFlaw};
pub use fields::{FieldFault, FieldFlaw, Fields, Key};
pub use pull::{Item, Pull};
pub use scan::{DEPTH_CEILING, Flaw, FlawKind, Limits, check};
pub use seek::{text_at, texts_at};
