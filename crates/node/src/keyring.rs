//! Keys made one by one, by the people who will use them: a secret file for its owner alone, and a public one to pass on.
//!
//! Every job has its own key, and the job is the file's name and the certificate's business: a key file does not say it.
//! Invariant: nothing is overwritten, and a secret file is whole, private and durable before its public half is written.

use std::path::{Path, PathBuf};

use chancery_ledger::key::{
    KeyFileFlaw, Lock, PUBLIC_FILE_BYTES_MAX, PublicFile, PublicFileFlaw, PublicKey, ReaderSecret,
    SecretKey,
};
use zeroize::Zeroizing;

use crate::file::{self, FileError, Privacy};
use crate::identity::KEY_BYTES_MAX;
use crate::passphrase::Passphrase;

#[cfg(test)]
mod tests;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// A state's offline key: rosters, certificates, revocations.
    Root,
    /// Statements and checkpoints of one log.
    Statement,
    /// Cosignatures on others' checkpoints.
    Witness,
    /// The node's connections.
    Transport,
    /// Opens what is encrypted to a node.
    Reader,
    /// A person's approvals.
    Officer,
}

/// A key that was made.
#[derive(Clone, Debug)]
pub struct MadeKey {
    /// Its public half.
    pub public: PublicFile,
    /// The file with the secret half, of mode 0600.
    pub secret_file: PathBuf,
    /// The file with the public half.
    pub public_file: PathBuf,
}

/// Why a key was not made or opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The name of the secret file is the one that its public half gets.
    #[error("{0} is the name for the public half")]
    PublicName(PathBuf),
    /// One of the two files is there.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// The system has no random numbers to give.
    #[error("the system gives no random numbers")]
    Randomness(#[source] getrandom::Error),
    /// A file cannot be read, written, or is open to others.
    #[error("a key file could not be used")]
    File(#[from] FileError),
    /// A secret file does not open.
    #[error("the key file {path} does not open")]
    Secret {
        /// The file.
        path: PathBuf,
        /// Why.
        source: KeyFileFlaw,
    },
    /// A public file does not read.
    #[error("{path} is not the file of a public key")]
    Public {
        /// The file.
        path: PathBuf,
        /// Why.
        source: PublicFileFlaw,
    },
    /// A key of the wrong sort for what it is to do.
    #[error("the key in {path} is {found}, and {wanted} is needed")]
    Sort {
        /// The file.
        path: PathBuf,
        /// What it holds.
        found: &'static str,
        /// What is needed.
        wanted: &'static str,
    },
}

const SIGNS: &str = "an Ed25519 key, which signs";
const READS: &str = "an X25519 key, which reads";

impl KeyringError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            KeyringError::PublicName(_) => "name the secret file otherwise, such as root.pem".into(),
            KeyringError::Exists(_) => "nothing was overwritten; choose another name".into(),
            KeyringError::Randomness(_) => "check the machine's entropy source".into(),
            KeyringError::File(source) => source.hint(),
            KeyringError::Secret { source, .. } => match source {
                KeyFileFlaw::Locked | KeyFileFlaw::WrongPassphrase => {
                    "give its passphrase: on a terminal, in CHANCERY_PASSPHRASE, or with --passphrase-file".into()
                }
                KeyFileFlaw::EmptyPassphrase => "choose a passphrase of several words".into(),
                _ => "is it the right file? it begins with -----BEGIN ENCRYPTED PRIVATE KEY-----".into(),
            },
            KeyringError::Public { source: PublicFileFlaw::Secret, path } => format!(
                "never pass a secret key on; its public half is in {}",
                path.with_extension("pub").display()
            ),
            KeyringError::Public { source: PublicFileFlaw::Key(_), .. } => {
                "its owner makes another key; do not use this one".into()
            }
            KeyringError::Public { .. } => {
                "is it the right file? it begins with -----BEGIN PUBLIC KEY-----".into()
            }
            KeyringError::Sort { .. } => "is it the file of another job?".into(),
        }
    }

    /// Whether a passphrase would have opened the file.
    pub fn is_locked(&self) -> bool {
        matches!(self, KeyringError::Secret { source: KeyFileFlaw::Locked, .. })
    }
}

/// Where the public half of a secret file goes.
pub fn public_name(secret: &Path) -> PathBuf {
    secret.with_extension("pub")
}

/// Says whether a key could be made there, before anybody is asked for a passphrase.
///
/// # Errors
/// When a name is taken.
pub fn check_free(out: &Path) -> Result<(), KeyringError> {
    let public_file = public_name(out);
    if public_file == out {
        return Err(KeyringError::PublicName(public_file));
    }
    match [out, &public_file].into_iter().find(|path| path.exists()) {
        Some(there) => Err(KeyringError::Exists(there.to_path_buf())),
        None => Ok(()),
    }
}

/// Makes a key for a job: the secret file at `out`, and its public half beside it, ending in `.pub`.
///
/// # Errors
/// When one of them is there already, or cannot be written.
pub fn make(
    job: Job,
    out: &Path,
    passphrase: Option<&Passphrase>,
) -> Result<MadeKey, KeyringError> {
    check_free(out)?;
    let public_file = public_name(out);
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(KeyringError::Randomness)?;
    let mut salt = [0; 32];
    getrandom::fill(&mut salt).map_err(KeyringError::Randomness)?;
    let lock = passphrase.map(|passphrase| Lock { passphrase: passphrase.text(), salt });
    let (pem, public) = match job {
        Job::Reader => {
            let key = ReaderSecret::from_seed(&seed);
            (key.to_pem(lock.as_ref()), PublicFile::X25519(key.public()))
        }
        Job::Root | Job::Statement | Job::Witness | Job::Transport | Job::Officer => {
            let key = SecretKey::from_seed(&seed);
            (key.to_pem(lock.as_ref()), PublicFile::Ed25519(key.public()))
        }
    };
    let pem = pem.map_err(|source| KeyringError::Secret { path: out.to_path_buf(), source })?;
    file::create(out, pem.as_bytes(), Privacy::Owner)?;
    file::create(&public_file, public.to_pem().as_bytes(), Privacy::Public)?;
    Ok(MadeKey { public, secret_file: out.to_path_buf(), public_file })
}

/// Reads a public file.
///
/// # Errors
/// When it cannot be read, or holds no key to trust.
pub fn read_public(path: &Path) -> Result<PublicFile, KeyringError> {
    let bytes = file::read(path, PUBLIC_FILE_BYTES_MAX as u64)?;
    // What is not text is not PEM either, and an empty text is refused as such.
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    PublicFile::from_pem(text)
        .map_err(|source| KeyringError::Public { path: path.to_path_buf(), source })
}

/// Reads the public half of a key that signs.
///
/// # Errors
/// As [`read_public`], or when it is a reader's.
pub fn read_signer(path: &Path) -> Result<PublicKey, KeyringError> {
    match read_public(path)? {
        PublicFile::Ed25519(key) => Ok(key),
        PublicFile::X25519(_) => {
            Err(KeyringError::Sort { path: path.to_path_buf(), found: READS, wanted: SIGNS })
        }
    }
}

/// Reads the public half of a reader's key.
///
/// # Errors
/// As [`read_public`], or when it is one that signs.
pub fn read_reader(path: &Path) -> Result<[u8; 32], KeyringError> {
    match read_public(path)? {
        PublicFile::X25519(key) => Ok(key),
        PublicFile::Ed25519(_) => {
            Err(KeyringError::Sort { path: path.to_path_buf(), found: SIGNS, wanted: READS })
        }
    }
}

/// Opens a secret key that signs.
///
/// # Errors
/// When the file is open to others, or does not open with the passphrase.
pub fn open_signer(
    path: &Path,
    passphrase: Option<&Passphrase>,
) -> Result<SecretKey, KeyringError> {
    let pem = file::read_private(path, KEY_BYTES_MAX)?;
    let text = std::str::from_utf8(&pem).unwrap_or_default();
    SecretKey::from_pem(text, passphrase.map(Passphrase::text))
        .map_err(|source| KeyringError::Secret { path: path.to_path_buf(), source })
}

/// The public half of a key in any file of ours, secret or public.
///
/// # Errors
/// When the file holds neither, or does not open with the passphrase.
pub fn public_of(path: &Path, passphrase: Option<&Passphrase>) -> Result<PublicFile, KeyringError> {
    match read_public(path) {
        Err(KeyringError::Public { source: PublicFileFlaw::Secret, .. }) => {}
        other => return other,
    }
    match open_signer(path, passphrase) {
        Ok(key) => Ok(PublicFile::Ed25519(key.public())),
        Err(KeyringError::Secret { source: KeyFileFlaw::NotEd25519, .. }) => {
            let pem = file::read_private(path, KEY_BYTES_MAX)?;
            let text = std::str::from_utf8(&pem).unwrap_or_default();
            ReaderSecret::from_pem(text, passphrase.map(Passphrase::text))
                .map(|key| PublicFile::X25519(key.public()))
                .map_err(|source| KeyringError::Secret { path: path.to_path_buf(), source })
        }
        Err(error) => Err(error),
    }
}

/// Writes a file of a ceremony that anybody may read, whole and durable; one that is there is left alone.
///
/// # Errors
/// When it is there already, or cannot be written.
pub fn write_paper(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    file::create(path, bytes, Privacy::Public)
}
