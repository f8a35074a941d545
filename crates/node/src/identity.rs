//! Who this node is: its certificate and the secret keys that the certificate names.
//!
//! A key that does not match the certificate is refused at start, because a node that signs with
//! another key than its certificate says would write a log that nobody admits.

use std::path::{Path, PathBuf};

use chancery_ledger::certificate::{Certificate, CertificateFlaw};
use chancery_ledger::key::{KeyFileFlaw, PublicKey, SecretKey};
use chancery_ledger::roster::Directory;

use crate::file::{self, FileError, Privacy};
use crate::passphrase::Passphrase;

#[cfg(test)]
mod tests;

/// An encrypted PKCS#8 PEM file of one Ed25519 key is under 500 bytes.
pub(crate) const KEY_BYTES_MAX: u64 = 4096;
/// A certificate takes about 450 bytes, and its decoder refuses more than 2 KiB.
const CERTIFICATE_BYTES_MAX: u64 = 4096;

/// File names in an identity folder. The root key is never copied into a data directory.
pub(crate) const STATEMENT: &str = "statement.pem";
pub(crate) const WITNESS: &str = "witness.pem";
pub(crate) const TRANSPORT: &str = "transport.pem";
pub(crate) const ROOT: &str = "root.pem";
/// Not of an identity: the node makes it, and it goes on when the identity is exchanged.
pub(crate) const VAULT: &str = "vault.pem";
pub(crate) const CERTIFICATE: &str = "certificate.cbor";

/// The keys that a node works with.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) certificate: Certificate,
    pub(crate) statement: SecretKey,
    pub(crate) transport: SecretKey,
    pub(crate) witness: SecretKey,
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
        source: KeyFileFlaw,
    },
    /// The certificate does not verify under the roster.
    #[error("the certificate {path} does not verify under the roster versions that are known here")]
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
            IdentityError::Key {
                source: KeyFileFlaw::Locked | KeyFileFlaw::WrongPassphrase, ..
            } => "give the passphrase in CHANCERY_PASSPHRASE, or in a file of mode 0600 that keys.passphrase_file names"
                .into(),
            IdentityError::Key { .. } => "put the key file back from its copy".into(),
            IdentityError::Certificate { source: CertificateFlaw::UnknownRoster, .. } => {
                "put the steps to the roster that it was made under into the folder acts/ of the data directory, or \
                 name them to `chancery init` with --acts"
                    .into()
            }
            IdentityError::Certificate { .. } => {
                "identity and genesis must come from the same network".into()
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
        directory: &Directory,
        passphrase: Option<&Passphrase>,
    ) -> Result<Identity, IdentityError> {
        let certificate = certificate(folder, directory)?;
        let statement = key(folder, STATEMENT, &certificate.statement_key, passphrase)?;
        let transport = key(folder, TRANSPORT, &certificate.transport_key, passphrase)?;
        let witness = key(folder, WITNESS, &certificate.witness_key, passphrase)?;
        Ok(Identity { certificate, statement, transport, witness })
    }

    /// Reads the certificate alone, for work that needs no key.
    pub(crate) fn read_certificate(
        folder: &Path,
        directory: &Directory,
    ) -> Result<Certificate, IdentityError> {
        certificate(folder, directory)
    }

    /// Checks a folder before it is copied. A locked key waits for its passphrase until the start.
    pub(crate) fn check_folder(
        folder: &Path,
        directory: &Directory,
        passphrase: Option<&Passphrase>,
    ) -> Result<Certificate, IdentityError> {
        let certificate = certificate(folder, directory)?;
        let named = [
            (STATEMENT, &certificate.statement_key),
            (WITNESS, &certificate.witness_key),
            (TRANSPORT, &certificate.transport_key),
        ];
        for (name, public) in named {
            match key(folder, name, public, passphrase) {
                Err(IdentityError::Key { source: KeyFileFlaw::Locked, .. }) | Ok(_) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(certificate)
    }

    /// Copies keys and certificate, but never the root key: that one stays offline.
    pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), IdentityError> {
        for name in [STATEMENT, WITNESS, TRANSPORT] {
            let bytes = file::read_private(&from.join(name), KEY_BYTES_MAX)?;
            file::create(&to.join(name), &bytes, Privacy::Owner)?;
        }
        let bytes = file::read(&from.join(CERTIFICATE), CERTIFICATE_BYTES_MAX)?;
        file::create(&to.join(CERTIFICATE), &bytes, Privacy::Public)?;
        Ok(())
    }
}

fn certificate(folder: &Path, directory: &Directory) -> Result<Certificate, IdentityError> {
    let path = folder.join(CERTIFICATE);
    let bytes = file::read(&path, CERTIFICATE_BYTES_MAX)?;
    directory.read_certificate(&bytes).map_err(|source| IdentityError::Certificate { path, source })
}

fn key(
    folder: &Path,
    name: &str,
    named: &PublicKey,
    passphrase: Option<&Passphrase>,
) -> Result<SecretKey, IdentityError> {
    let path = folder.join(name);
    let pem = file::read_private(&path, KEY_BYTES_MAX)?;
    // What is not text is not PEM either, and an empty text is refused as such.
    let text = std::str::from_utf8(&pem).unwrap_or_default();
    match SecretKey::from_pem(text, passphrase.map(Passphrase::text)) {
        Ok(secret) if secret.public() == *named => Ok(secret),
        Ok(_) => Err(IdentityError::OtherKey { path }),
        Err(source) => Err(IdentityError::Key { path, source }),
    }
}
