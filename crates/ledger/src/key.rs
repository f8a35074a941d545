//! Ed25519 keys (RFC 8032), with the strict rule and no other.
//!
//! Implementations of Ed25519 disagree at the edges: weak keys, second encodings of a point,
//! signatures that hold only in a batch. Nodes that disagree about one signature fork. So a key is
//! parsed once, only a canonical point of the prime-order group parses, and the only verification
//! is `verify_strict`. Invariant: what one node accepts, every node accepts.

mod file;
mod known;
mod public_file;
mod reader;
#[cfg(test)]
mod tests;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

pub use file::{KeyFileFlaw, Lock};
pub use public_file::{PUBLIC_FILE_BYTES_MAX, PublicFile, PublicFileFlaw};
pub use reader::ReaderSecret;

pub(crate) use known::KnownKeys;

/// Bytes of a signature.
pub(crate) const SIGNATURE_BYTES: usize = 64;

/// A public key that may verify: the canonical bytes of a point of the prime-order group.
///
/// The decompressed point is kept, because decompressing costs a fifth of a verification.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// Why 32 bytes are not a key to trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFlaw {
    /// A second encoding of a point that has a shorter one.
    #[error("the key is not encoded canonically")]
    NotCanonical,
    /// No point of the curve.
    #[error("the key is no point of the curve")]
    NotAPoint,
    /// A point of small order: anyone can make signatures that it accepts.
    #[error("the key is weak")]
    Weak,
    /// A point with a part of small order: verifiers disagree about some of its signatures.
    #[error("the key has a part of small order")]
    MixedOrder,
}

impl KeyFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(self) -> &'static str {
        match self {
            KeyFlaw::NotCanonical => "key-not-canonical",
            KeyFlaw::NotAPoint => "key-not-a-point",
            KeyFlaw::Weak => "key-weak",
            KeyFlaw::MixedOrder => "key-mixed-order",
        }
    }
}

/// A signature that the key did not make over these bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

impl PublicKey {
    /// Parses the 32 bytes of RFC 8032.
    ///
    /// # Errors
    /// When the bytes are not a key that may verify.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, KeyFlaw> {
        if !is_canonical(&bytes) {
            return Err(KeyFlaw::NotCanonical);
        }
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| KeyFlaw::NotAPoint)?;
        if key.is_weak() {
            return Err(KeyFlaw::Weak);
        }
        // `verify_strict` takes a mixed key whenever the small part happens to cancel. Of a key in
        // the prime-order group it takes only an R there too, so this one test settles both.
        if !key.to_edwards().is_torsion_free() {
            return Err(KeyFlaw::MixedOrder);
        }
        Ok(Self(key))
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Verifies strictly.
    ///
    /// # Errors
    /// When the signature does not verify.
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), BadSignature> {
        let signature = Signature::from_bytes(signature);
        self.0.verify_strict(message, &signature).map_err(|_| BadSignature)
    }
}

/// Whether the y coordinate, little-endian without the sign bit, is below `p = 2^255 - 19`.
fn is_canonical(bytes: &[u8; 32]) -> bool {
    let top = bytes[31] & 0x7f;
    let middle_is_full = bytes[1..31].iter().all(|byte| *byte == 0xff);
    !(top == 0x7f && middle_is_full && bytes[0] >= 0xed)
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_bytes()[..4].iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str("…")
    }
}

/// A secret key; wiped from memory when dropped, and never shown.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// The key of a 32-byte seed, which the caller draws and wipes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The seed, for the two places that must hand it on: a key file and the transport.
    pub fn expose_seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs; the same bytes always give the same signature.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}
