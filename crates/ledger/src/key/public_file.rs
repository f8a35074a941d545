//! Public keys in files: `SubjectPublicKeyInfo` (RFC 8410) in PEM (RFC 7468), as other tools write and read them.
//!
//! Invariant: one key has one file, but for line ends and what stands before it: 44 fixed bytes.

#[cfg(test)]
mod tests;

use pkcs8::{Document, LineEnding};

use crate::key::{KeyFlaw, PublicKey, reader};

const LABEL: &str = "PUBLIC KEY";

/// A public key file takes 113 bytes; a few lines of explanation before it are allowed.
pub const PUBLIC_FILE_BYTES_MAX: usize = 4096;

/// Everything before the 32 bytes of a key: sequence, algorithm 1.3.101.112 or .110, bit string.
const ED25519: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const X25519: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00];

/// A public key that a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicFile {
    /// Verifies signatures.
    Ed25519(PublicKey),
    /// Is what a reader's secrets are encrypted to.
    X25519([u8; 32]),
}

/// Why a text is not the file of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicFileFlaw {
    /// Longer than any such file.
    #[error("the file has more than {PUBLIC_FILE_BYTES_MAX} bytes")]
    TooLong,
    /// It holds a secret key.
    #[error("the file holds a secret key, not a public one")]
    Secret,
    /// Not PEM, or of another kind.
    #[error("the file is not a public key in PEM")]
    NotOne,
    /// A key of another algorithm.
    #[error("the public key is neither Ed25519 nor X25519")]
    Algorithm,
    /// A key that may not verify.
    #[error("the public key is refused")]
    Key(#[source] KeyFlaw),
}

impl PublicFile {
    /// The 32 bytes of the key.
    pub fn as_bytes(&self) -> &[u8; 32] {
        match self {
            PublicFile::Ed25519(key) => key.as_bytes(),
            PublicFile::X25519(key) => key,
        }
    }

    /// Writes the file.
    pub fn to_pem(&self) -> String {
        let head = match self {
            PublicFile::Ed25519(_) => ED25519,
            PublicFile::X25519(_) => X25519,
        };
        let der = [head.as_slice(), self.as_bytes()].concat();
        Document::try_from(der)
            .and_then(|document| document.to_pem(LABEL, LineEnding::LF))
            .expect("because 44 bytes with a right head are a document")
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is not the file of a key that may be trusted.
    pub fn from_pem(text: &str) -> Result<Self, PublicFileFlaw> {
        if text.len() > PUBLIC_FILE_BYTES_MAX {
            return Err(PublicFileFlaw::TooLong);
        }
        let (label, document) = Document::from_pem(text).map_err(|_| PublicFileFlaw::NotOne)?;
        match label {
            LABEL => {}
            "PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" => return Err(PublicFileFlaw::Secret),
            _ => return Err(PublicFileFlaw::NotOne),
        }
        let (head, key) =
            document.as_bytes().split_first_chunk::<12>().ok_or(PublicFileFlaw::NotOne)?;
        let key: [u8; 32] = key.try_into().map_err(|_| PublicFileFlaw::Algorithm)?;
        match *head {
            ED25519 => {
                PublicKey::from_bytes(key).map(PublicFile::Ed25519).map_err(PublicFileFlaw::Key)
            }
            X25519 if reader::is_weak(&key) => Err(PublicFileFlaw::Key(KeyFlaw::Weak)),
            X25519 => Ok(PublicFile::X25519(key)),
            _ => Err(PublicFileFlaw::Algorithm),
        }
    }
}
