//! Who this node is: its certificate and the secret keys that the certificate names.
//!
//! A key that does not match the certificate is refused at start, because a node that signs with
//! another key than its certificate says would write a log that nobody admits.

use std::path::{Path, PathBuf};

use chancery_ledger::{Certificate, CertificateFlaw, Genesis, KeyFlaw, SecretKey};
use zeroize::Zeroizing;

use crate::file::{self, FileError, Privacy};
use crate::passphrase::Passphrase;

/// An encrypted PKCS#8 PEM file of one Ed25519 key is under 500 bytes.
const KEY_BYTES_MAX: u64 = 4096;
/// A certificate is under 1 KiB; see `docs/spec/roster.md`.
const CERTIFICATE_BYTES_MAX: u64 = 4096;

/// File names in an identity folder. The root key is never copied into a data directory.
pub(crate) const STATEMENT: &str = "statement.pem";
pub(crate) const WITNESS: &str = "witness.pem";
pub(crate) const TRANSPORT: &str = "transport.pem";
pub(crate) const ROOT: &str = "root.pem";
pub(crate) const CERTIFICATE: &str = "certificate.cbor";

/// The keys that a node works with.
pub(crate) struct Identity {
    pub(crate) certificate: Vec<u8>,
    pub(crate) statement: SecretKey,
    pub(crate) transport: SecretKey,
}

/// Why an identity is not taken.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// A file cannot be read, written, or is open to others.
    #[error("a file of the identity could not be used")]
    File(#[from] FileError),
    /// A key file does not open.
    #[error("the key file {path} does not open")]
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        source: KeyFlaw,
    },
    /// The certificate does not verify under the roster.
    #[error("the certificate {path} does not verify under the pinned genesis")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// Why.
        source: CertificateFlaw,
    },
    /// A key is not the one that the certificate names.
    #[error("the key in {path} is not the one that the certificate names")]
    OtherKey {
        /// The file.
        path: PathBuf,
    },
}

impl IdentityError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            IdentityError::File(source) => source.hint(),
            IdentityError::Key { source, .. } => format!(
                "{source}; give the passphrase in CHANCERY_PASSPHRASE or in the file that keys.passphrase_file names"
            ),
            IdentityError::Certificate { source, .. } => {
                format!("{source}; identity and genesis must come from the same network")
            }
            IdentityError::OtherKey { .. } => {
                "put the key and the certificate of one node together".into()
            }
        }
    }
}

impl Identity {
    /// Opens the keys of a folder and holds them against its certificate.
    pub(crate) fn open(
        folder: &Path,
        genesis: &Genesis,
        passphrase: Option<&Passphrase>,
    ) -> Result<(Identity, Certificate), IdentityError> {
        let (bytes, certificate) = certificate(folder, genesis)?;
        let statement = key(folder, STATEMENT, certificate.statement, passphrase)?;
        let transport = key(folder, TRANSPORT, certificate.transport, passphrase)?;
        Ok((Identity { certificate: bytes, statement, transport }, certificate))
    }

    /// Checks what can be checked of a folder without its passphrase.
    pub(crate) fn check_folder(folder: &Path, genesis: &Genesis) -> Result<(), IdentityError> {
        certificate(folder, genesis)?;
        for name in [STATEMENT, WITNESS, TRANSPORT] {
            file::read_private(&folder.join(name), KEY_BYTES_MAX)?;
        }
        Ok(())
    }

    /// Copies keys and certificate, but never the root key: that one stays offline.
    pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), IdentityError> {
        for name in [STATEMENT, WITNESS, TRANSPORT] {
            let bytes = Zeroizing::new(file::read_private(&from.join(name), KEY_BYTES_MAX)?);
            file::create(&to.join(name), &bytes, Privacy::Owner)?;
        }
        let bytes = file::read(&from.join(CERTIFICATE), CERTIFICATE_BYTES_MAX)?;
        file::create(&to.join(CERTIFICATE), &bytes, Privacy::Public)?;
        Ok(())
    }
}

fn certificate(folder: &Path, genesis: &Genesis) -> Result<(Vec<u8>, Certificate), IdentityError> {
    let path = folder.join(CERTIFICATE);
    let bytes = file::read(&path, CERTIFICATE_BYTES_MAX)?;
    match Certificate::verify(&bytes, &genesis.roster) {
        Ok(certificate) => Ok((bytes, certificate)),
        Err(source) => Err(IdentityError::Certificate { path, source }),
    }
}

fn key(
    folder: &Path,
    name: &str,
    named: [u8; 32],
    passphrase: Option<&Passphrase>,
) -> Result<SecretKey, IdentityError> {
    let path = folder.join(name);
    let pem = Zeroizing::new(file::read_private(&path, KEY_BYTES_MAX)?);
    let text = std::str::from_utf8(&pem).unwrap_or_default();
    match SecretKey::from_pem(text, passphrase.map(Passphrase::text)) {
        Ok(secret) if secret.public().to_bytes() == named => Ok(secret),
        Ok(_) => Err(IdentityError::OtherKey { path }),
        Err(source) => Err(IdentityError::Key { path, source }),
    }
}
