//! Reader keys: X25519 (RFC 7748), for opening what is encrypted to a node. They sign nothing.
//!
//! Kept in the same key files as the others, under their own algorithm, so that a key of one job
//! cannot be opened as one of another. Invariant: a key that reads has the public half that the file says.

#[cfg(test)]
mod tests;

use pkcs8::der::asn1::ObjectIdentifier;
use sha2::{Digest as _, Sha256};
use x25519_dalek::{PublicKey as Point, StaticSecret};
use zeroize::Zeroizing;

use super::file::{self, KeyFileFlaw, Lock};

/// `id-X25519` of RFC 8410.
const ALGORITHM_OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.110");

/// A secret reader key; wiped from memory when dropped, and never shown.
pub struct ReaderSecret(StaticSecret);

impl ReaderSecret {
    /// The key of 32 random bytes, which the caller draws and wipes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(StaticSecret::from(*seed))
    }

    /// The public half.
    pub fn public(&self) -> [u8; 32] {
        Point::from(&self.0).to_bytes()
    }

    /// Another secret that only whoever has this key can make: SHA-256 of the label, a zero byte, and the
    /// secret half. Two labels give secrets that have nothing to do with each other.
    pub fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        let mut derived = Zeroizing::new([0; 32]);
        let hash = Sha256::new().chain_update(label).chain_update([0]);
        hash.chain_update(self.0.as_bytes()).finalize_into((&mut *derived).into());
        derived
    }

    /// Writes a key file; the text is wiped when dropped.
    ///
    /// # Errors
    /// When the passphrase is empty.
    pub fn to_pem(&self, lock: Option<&Lock<'_>>) -> Result<Zeroizing<String>, KeyFileFlaw> {
        file::write(ALGORITHM_OID, self.0.as_bytes(), &self.public(), lock)
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// When the text is not the file of a reader key, or the passphrase does not open it.
    pub fn from_pem(text: &str, passphrase: Option<&str>) -> Result<Self, KeyFileFlaw> {
        let opened = file::read(ALGORITHM_OID, text, passphrase)?;
        let key = Self::from_seed(&opened.secret);
        opened.belongs_to(&key.public())?;
        Ok(key)
    }
}

/// Whether a public half is a point of small order, with which every secret is the same one.
pub(super) fn is_weak(public: &[u8; 32]) -> bool {
    !StaticSecret::from([1; 32]).diffie_hellman(&Point::from(*public)).was_contributory()
}

impl std::fmt::Debug for ReaderSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReaderSecret(…)")
    }
}
