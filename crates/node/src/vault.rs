//! The node's vault: the sealed files of the store, with their key and with chance.
//!
//! The key is a file of its own, `keys/vault.pem`, locked as the other keys are. It is made at the first
//! start; a node whose key does not open runs all the same, because the others wait for its cosignatures,
//! and says so to whoever asks for a draft. Invariant: no key is made where objects of a lost key lie.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chancery_ledger::key::{KeyFileFlaw, Lock, ReaderSecret};
use chancery_store::vault::{self, NONCE_BYTES, Place, VaultKey};
use zeroize::Zeroizing;

use crate::data_dir::DataDir;
use crate::file::{self, FileError, Privacy};
use crate::identity::{KEY_BYTES_MAX, VAULT};
use crate::passphrase::Passphrase;

#[cfg(test)]
mod tests;

/// What of the key file's secret the sealed files are under; another label is another key.
const LABEL: &str = "chancery vault";

/// The vault of a running node.
#[derive(Clone, Debug)]
pub(crate) struct Vault(Result<Arc<vault::Vault>, Arc<KeyError>>);

/// Why the vault's key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file cannot be read or written, or is open to others.
    #[error("the key of the vault could not be used")]
    File(#[from] FileError),
    /// The key file does not open.
    #[error("the key of the vault, {path}, does not open")]
    Locked {
        /// The file.
        path: PathBuf,
        /// Why.
        source: KeyFileFlaw,
    },
    /// There are sealed files, and no key.
    #[error("the key of the vault, {path}, is missing, and sealed files are there")]
    Missing {
        /// Where the key belongs.
        path: PathBuf,
    },
    /// The vault cannot be looked at.
    #[error("the vault cannot be read")]
    Vault(#[from] vault::VaultError),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    Randomness,
}

/// Why the vault did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// Its key cannot be used, so nothing in it can.
    #[error("the vault is closed")]
    Closed(#[source] Arc<KeyError>),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    Randomness,
    /// The file was not written or does not open.
    #[error(transparent)]
    File(#[from] vault::VaultError),
}

impl KeyError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            KeyError::File(source) => source.hint(),
            KeyError::Locked { source: KeyFileFlaw::Locked | KeyFileFlaw::WrongPassphrase, .. } => {
                "it has the passphrase that the node had when it was made: give it the present one with `openssl \
                 pkcs8 -topk8 -scrypt`, and start the node again"
                    .into()
            }
            KeyError::Locked { .. } | KeyError::Missing { .. } => {
                "put the key file back from its copy (the newest identity.before-N has one) and start the node \
                 again; without it the files in vault/ stay closed: move that folder aside to begin a new one"
                    .into()
            }
            KeyError::Vault(_) => "check the disk and the rights of the data directory".into(),
            KeyError::Randomness => "check the machine's entropy source".into(),
        }
    }
}

impl VaultError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            VaultError::Closed(error) => error.hint(),
            VaultError::Randomness => "check the machine's entropy source".into(),
            VaultError::File(error) => match error {
                vault::VaultError::DiskFull { .. } => {
                    "free some space on the disk and try again".into()
                }
                vault::VaultError::Flawed { .. } => {
                    "put the file back from a copy of the data directory, or move it aside".into()
                }
                vault::VaultError::TooLong { .. } => "make it shorter".into(),
                vault::VaultError::BadName { .. } | vault::VaultError::Io { .. } => {
                    "check the disk and the rights of the data directory".into()
                }
            },
        }
    }

    /// Whether the disk has no room.
    pub fn is_full(&self) -> bool {
        matches!(self, VaultError::File(vault::VaultError::DiskFull { .. }))
    }
}

impl Vault {
    /// Opens the vault of a data directory, and makes its key where there is none yet.
    pub(crate) fn open(dir: &DataDir, passphrase: Option<&Passphrase>) -> Vault {
        match key(dir, passphrase) {
            Ok(key) => Vault(Ok(Arc::new(vault::Vault::new(&dir.vault(), key)))),
            Err(error) => {
                tracing::error!(cause = crate::causes(&error), "drafts and notes stay closed");
                Vault(Err(Arc::new(error)))
            }
        }
    }

    /// Seals an object into its place; it is durable on return.
    pub(crate) fn put(&self, place: Place<'_>, plain: &[u8]) -> Result<(), VaultError> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::Randomness)?;
        Ok(self.opened()?.put(place, nonce, plain)?)
    }

    /// Opens the object in a place.
    pub(crate) fn get(&self, place: Place<'_>) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        Ok(self.opened()?.get(place)?)
    }

    /// The names of a collection, in the order of their bytes.
    pub(crate) fn list(&self, collection: &str) -> Result<Vec<String>, VaultError> {
        Ok(self.opened()?.list(collection)?)
    }

    /// Removes an object; says whether there was one.
    pub(crate) fn remove(&self, place: Place<'_>) -> Result<bool, VaultError> {
        Ok(self.opened()?.remove(place)?)
    }

    fn opened(&self) -> Result<&vault::Vault, VaultError> {
        match &self.0 {
            Ok(vault) => Ok(vault),
            Err(error) => Err(VaultError::Closed(Arc::clone(error))),
        }
    }
}

fn key(dir: &DataDir, passphrase: Option<&Passphrase>) -> Result<VaultKey, KeyError> {
    let path = dir.keys().join(VAULT);
    if !path.exists() {
        if vault::Vault::has_objects(&dir.vault())? {
            return Err(KeyError::Missing { path });
        }
        make(&path, passphrase)?;
    }
    let pem = file::read_private(&path, KEY_BYTES_MAX)?;
    // What is not text is not PEM either, and an empty text is refused as such.
    let text = std::str::from_utf8(&pem).unwrap_or_default();
    let secret = ReaderSecret::from_pem(text, passphrase.map(Passphrase::text))
        .map_err(|source| KeyError::Locked { path, source })?;
    Ok(VaultKey::of(&secret.derive(LABEL)))
}

/// Makes the key, whole or not at all: written beside, then given its name.
fn make(path: &Path, passphrase: Option<&Passphrase>) -> Result<(), KeyError> {
    let mut seed = Zeroizing::new([0; 32]);
    let mut salt = [0; 32];
    getrandom::fill(&mut *seed).map_err(|_| KeyError::Randomness)?;
    getrandom::fill(&mut salt).map_err(|_| KeyError::Randomness)?;
    let lock = passphrase.map(|passphrase| Lock { passphrase: passphrase.text(), salt });
    let pem = ReaderSecret::from_seed(&seed)
        .to_pem(lock.as_ref())
        .map_err(|source| KeyError::Locked { path: path.to_owned(), source })?;
    let beside = path.with_extension("pem.new");
    file::remove_file(&beside)?;
    file::create(&beside, pem.as_bytes(), Privacy::Owner)?;
    Ok(file::rename(&beside, path)?)
}
