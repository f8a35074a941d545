//! Why the vault did not do what was asked.

use std::io;
use std::path::PathBuf;

use super::{NAME_BYTES_MAX, OBJECT_BYTES_MAX};

/// Why an object was not written, read or removed. After a failed write what was there is still there.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A collection or name with other characters, or too long.
    #[error("{name:?} is no name of the vault: 1 to {NAME_BYTES_MAX} of a-z, 0-9 and -")]
    BadName {
        /// What was given.
        name: String,
    },
    /// Longer than an object may be.
    #[error("an object of {bytes} bytes is longer than {OBJECT_BYTES_MAX}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// There is no room.
    #[error("no room on the disk for {path}; what was there before is unchanged")]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("cannot {action} {path}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Its answer.
        source: io::Error,
    },
    /// The file is not what this node sealed there.
    #[error("{path} does not open: {flaw}")]
    Flawed {
        /// The file.
        path: PathBuf,
        /// Why.
        flaw: VaultFlaw,
    },
}

/// What is wrong with a sealed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultFlaw {
    /// It does not begin as one.
    #[error("it is not a sealed file")]
    NotSealed,
    /// Written by a release with another format.
    #[error("it has format version {found}, and this release knows 1")]
    OtherVersion {
        /// The version it states.
        found: u8,
    },
    /// It ends before its length says.
    #[error("it is cut short")]
    Truncated,
    /// It goes on after its end, or says a length that no object has.
    #[error("it is longer than what was sealed")]
    TooLong,
    /// Another vault's key sealed it.
    #[error("it was sealed with another key than keys/vault.pem")]
    OtherKey,
    /// It was sealed for another place: the file was renamed or copied.
    #[error("it was sealed under another name")]
    OtherPlace,
    /// A bit of it is not as it was sealed.
    #[error("it was changed after it was sealed")]
    Changed,
}

impl VaultFlaw {
    /// The stable name that vectors and logs use.
    pub fn name(self) -> &'static str {
        match self {
            VaultFlaw::NotSealed => "vault-not-sealed",
            VaultFlaw::OtherVersion { .. } => "vault-other-version",
            VaultFlaw::Truncated => "vault-truncated",
            VaultFlaw::TooLong => "vault-too-long",
            VaultFlaw::OtherKey => "vault-other-key",
            VaultFlaw::OtherPlace => "vault-other-place",
            VaultFlaw::Changed => "vault-changed",
        }
    }
}
