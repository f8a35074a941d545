//! What a witness says of a checkpoint: that it holds the log so far, at a time (c2sp.org/tlog-cosignature v1).
//!
//! It is a signature line of type 0x04 on the author's note, over the note's text and the time. For us it says
//! more than the standard asks: the witness holds every entry of the log, durably, and computed the root itself.
//! Invariant: a [`Cosignature`] verified under the witness key of the certificate that names its issuer.

use std::cmp::Ordering;

use chancery_encoding::Digest;

use crate::certificate::Certificate;
use crate::key::{PublicKey, SIGNATURE_BYTES, SecretKey};
use crate::note::{NoteKey, SignatureKind, SignatureLine};
use crate::roster::Directory;
use crate::statement::Issuer;
use crate::statement::header::ISSUED_AT_MAX;

/// A time of 8 bytes, and the signature.
pub const COSIGNATURE_BYTES: usize = 8 + SIGNATURE_BYTES;

/// The last second of the year 9999: later times are not shown as dates.
pub const COSIGNATURE_TIME_MAX: u64 = ISSUED_AT_MAX.unsigned_abs();

/// Hex digits of the network's hash and of the witness key that stand in a witness's name.
const NAME_DIGITS: usize = 16;

/// A witness's signature on a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    key: NoteKey,
    issuer: Issuer,
    time: u64,
    signature: [u8; SIGNATURE_BYTES],
}

/// Why a line is no cosignature of a witness of this network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CosignatureFlaw {
    /// No certificate names a witness of this name and key.
    #[error("no certificate names the witness {name}")]
    UnknownWitness {
        /// The name of the line.
        name: String,
    },
    /// Not a time and a signature.
    #[error("a cosignature has {COSIGNATURE_BYTES} bytes, found {found}")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A time behind the year 9999.
    #[error("the time {found} of the cosignature is out of range")]
    Time {
        /// The time.
        found: u64,
    },
    /// The signature does not verify.
    #[error("the cosignature does not verify")]
    BadSignature,
    /// The secret key is not the one that the certificate names.
    #[error("the certificate names another witness key")]
    OtherKey,
}

impl CosignatureFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            CosignatureFlaw::UnknownWitness { .. } => "unknown-witness",
            CosignatureFlaw::Length { .. } => "cosignature-length",
            CosignatureFlaw::Time { .. } => "cosignature-time",
            CosignatureFlaw::BadSignature => "bad-cosignature",
            CosignatureFlaw::OtherKey => "other-witness-key",
        }
    }
}

impl Cosignature {
    /// Signs the text of a checkpoint as the witness that `certificate` names.
    pub(crate) fn sign(
        text: &str,
        certificate: &Certificate,
        key: &SecretKey,
        time: u64,
    ) -> Result<Self, CosignatureFlaw> {
        if key.public() != certificate.witness_key {
            return Err(CosignatureFlaw::OtherKey);
        }
        if time > COSIGNATURE_TIME_MAX {
            return Err(CosignatureFlaw::Time { found: time });
        }
        let signature = key.sign(&message(time, text));
        let issuer = certificate.issuer.clone();
        Ok(Self { key: witness_key(certificate), issuer, time, signature })
    }

    /// Reads and verifies a line of a checkpoint's note.
    pub(crate) fn verify(
        text: &str,
        line: &SignatureLine,
        directory: &Directory,
    ) -> Result<Self, CosignatureFlaw> {
        let unknown = || CosignatureFlaw::UnknownWitness { name: line.name().to_owned() };
        let (key, issuer) = find(line, directory).ok_or_else(unknown)?;
        let found = line.signature().len();
        let (time, signature) = split(line.signature()).ok_or(CosignatureFlaw::Length { found })?;
        if time > COSIGNATURE_TIME_MAX {
            return Err(CosignatureFlaw::Time { found: time });
        }
        key.key()
            .verify(&message(time, text), &signature)
            .map_err(|_| CosignatureFlaw::BadSignature)?;
        Ok(Self { key, issuer, time, signature })
    }

    pub(crate) fn line(&self) -> SignatureLine {
        let bytes = [&self.time.to_be_bytes()[..], &self.signature].concat();
        SignatureLine::new(&self.key, bytes)
    }

    /// State and authority of the witness.
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// The witness key.
    pub fn witness(&self) -> &PublicKey {
        self.key.key()
    }

    /// The name of its line.
    pub fn name(&self) -> &str {
        self.key.name()
    }

    /// When the witness signed, in seconds since 1970, as it says.
    pub fn time(&self) -> u64 {
        self.time
    }

    /// Which of two of one witness everybody keeps: the earlier, then the smaller bytes.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        (self.time, &self.signature).cmp(&(other.time, &other.signature))
    }
}

/// The key that verifies the lines of the witness that a certificate names.
pub fn witness_key(certificate: &Certificate) -> NoteKey {
    let Issuer { state, authority } = &certificate.issuer;
    let network = beginning(certificate.network);
    let witness = beginning(Digest::from_bytes(*certificate.witness_key.as_bytes()));
    let name = format!("chancery/{network}/{state}/{authority}/{witness}");
    NoteKey::named(name, SignatureKind::Cosignature, certificate.witness_key)
}

/// The witness that a line names, by its whole name and the id of its key.
fn find(line: &SignatureLine, directory: &Directory) -> Option<(NoteKey, Issuer)> {
    let [_, _, state, authority, _] = split_name(line.name())?;
    directory
        .witnesses()
        .filter(|known| known.issuer.authority == authority && known.issuer.state.as_str() == state)
        .map(|certificate| (witness_key(certificate), certificate.issuer.clone()))
        .find(|(key, _)| line.is_of(key))
}

fn split_name(name: &str) -> Option<[&str; 5]> {
    name.split('/').collect::<Vec<_>>().try_into().ok()
}

fn beginning(digest: Digest) -> String {
    let mut digits = digest.to_string();
    digits.truncate(NAME_DIGITS);
    digits
}

/// What a witness signs.
pub(crate) fn message(time: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// The time and the signature of a line.
pub(crate) fn split(bytes: &[u8]) -> Option<(u64, [u8; SIGNATURE_BYTES])> {
    let (time, signature) = bytes.split_first_chunk()?;
    Some((u64::from_be_bytes(*time), signature.try_into().ok()?))
}
