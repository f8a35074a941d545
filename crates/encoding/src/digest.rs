//! SHA-256 (FIPS 180-4), the one hash of the project, as a value.
//!
//! A type of its own so that a digest is never mistaken for a key or any other 32 bytes, and so
//! that its spelling, lower-case hex of 64 digits, is decided in one place.

#[cfg(test)]
mod tests;

use sha2::Digest as _;

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

/// Text that is not a digest in hex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HexFlaw {
    /// Not 64 characters.
    #[error("expected 64 hexadecimal digits, found {found} characters")]
    Length {
        /// How many bytes the text has.
        found: usize,
    },
    /// A character that is not a lower-case hexadecimal digit.
    #[error("not a lower-case hexadecimal digit at character {at}")]
    Digit {
        /// Its place, counted from 0.
        at: usize,
    },
}

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// A digest that was computed elsewhere.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The first 8 digits: enough to tell digests apart in a failing test.
impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0[..4].iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str("…")
    }
}

/// Lower case only: one digest, one spelling.
impl std::str::FromStr for Digest {
    type Err = HexFlaw;

    fn from_str(text: &str) -> Result<Self, HexFlaw> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(HexFlaw::Length { found: digits.len() });
        }
        let mut bytes = [0; 32];
        for (at, digit) in digits.iter().enumerate() {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return Err(HexFlaw::Digit { at }),
            };
            bytes[at / 2] = bytes[at / 2] << 4 | value;
        }
        Ok(Self(bytes))
    }
}
