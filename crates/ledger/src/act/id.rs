//! The name of an act: SHA-256 of what was signed.
//!
//! Of the `Sig_structure` for what one root signs, of the roster for a step, of all bytes for a double
//! signature. Invariant: copies of one act that differ only in signatures have one id.

use chancery_encoding::{Digest, HexFlaw};

/// An act's id; 64 lower-case hex digits when written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActId(Digest);

impl ActId {
    pub(crate) fn of_signed(signed: &[u8]) -> Self {
        Self(Digest::of(signed))
    }

    /// The id of the step to the roster with this hash.
    pub const fn of_roster(hash: Digest) -> Self {
        Self(hash)
    }

    /// An id that was kept or sent as bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Digest::from_bytes(bytes))
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The same as a digest.
    pub const fn digest(&self) -> Digest {
        self.0
    }
}

impl std::fmt::Display for ActId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Debug for ActId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::str::FromStr for ActId {
    type Err = HexFlaw;

    fn from_str(text: &str) -> Result<Self, HexFlaw> {
        text.parse().map(Self)
    }
}
