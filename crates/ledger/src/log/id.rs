//! The name of a statement: SHA-256 over its `Sig_structure`.
//!
//! Not over the COSE bytes, because those are malleable outside what is signed, and an author can
//! make many signatures over one statement. Invariant: one id, one signed content; copies that
//! differ only in the signature are the same statement.

use chancery_encoding::{Digest, HexFlaw};

/// A statement's id; 64 lower-case hex digits when written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Digest);

impl Id {
    /// The id of a statement whose `Sig_structure` is `signed`.
    pub(crate) fn of_signed(signed: &[u8]) -> Self {
        Self(Digest::of(signed))
    }

    /// An id that was kept or sent as bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Digest::from_bytes(bytes))
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Debug for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::str::FromStr for Id {
    type Err = HexFlaw;

    fn from_str(text: &str) -> Result<Self, HexFlaw> {
        text.parse().map(Self)
    }
}
