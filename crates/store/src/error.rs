//! Why the store does not open, and why an operation on it failed.

use std::io;
use std::path::PathBuf;

use crate::disk;

#[cfg(test)]
mod tests;

/// Why the store did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A running node, or another handle of this process, has it.
    #[error("the store in {dir} is in use by another process")]
    Locked {
        /// The store's directory.
        dir: PathBuf,
    },
    /// The bytes on disk are not what sled or this crate wrote: move it aside and rebuild.
    #[error("the store in {dir} is damaged: {detail}")]
    Corrupt {
        /// The store's directory.
        dir: PathBuf,
        /// What was found.
        detail: String,
    },
    /// Written by a newer release.
    #[error("the store in {dir} has format version {found}, this release knows {known}")]
    NewerVersion {
        /// The store's directory.
        dir: PathBuf,
        /// The version it states.
        found: u32,
        /// The newest version that is understood.
        known: u32,
    },
    /// The directory may be read but not written.
    #[error("the store in {dir} may not be written")]
    ReadOnly {
        /// The store's directory.
        dir: PathBuf,
    },
    /// There is no room to open it: even reading back after a crash writes a little.
    #[error("no room on the disk for the store in {dir}")]
    DiskFull {
        /// The store's directory.
        dir: PathBuf,
    },
    /// The operating system refused.
    #[error("cannot {action} the store in {dir}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The store's directory.
        dir: PathBuf,
        /// Its answer.
        source: io::Error,
    },
}

/// Why a read or a write failed. What was durable stays so in each case; after a failed write that
/// may have left half of itself, every later one is [`StoreError::Poisoned`].
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no room; nothing of the batch counts.
    #[error("no room on the disk for the store")]
    DiskFull,
    /// An entry does not follow on the log's last one.
    #[error("entry {found} was appended where {expected} comes next")]
    Gap {
        /// The seq that the log goes on with.
        expected: u64,
        /// The seq that was given.
        found: u64,
    },
    /// Another statement stands at the entry's position.
    #[error("another statement stands at position {seq}")]
    Conflict {
        /// The position.
        seq: u64,
    },
    /// A body takes more pieces than the format numbers, or a paper is longer than
    /// [`PAPER_BYTES_MAX`](crate::PAPER_BYTES_MAX).
    #[error("{bytes} bytes are longer than the store allows")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// A tree of more entries than are durable.
    #[error("a tree of {size} entries was asked for, and {held} are held")]
    Beyond {
        /// The size that was asked for.
        size: u64,
        /// How many entries of the log are durable.
        held: u64,
    },
    /// No proof shows this: an entry outside its tree, a longer tree before a shorter, or the empty
    /// tree, which is consistent with all.
    #[error("there is no such proof")]
    NoProof,
    /// An earlier write failed in a way that leaves unknown what is on the disk: open it again.
    #[error("an earlier write failed, so the store must be opened again")]
    Poisoned,
    /// The database read back something else than was written.
    #[error("the store is damaged: {detail}")]
    Corrupt {
        /// What was found.
        detail: String,
    },
    /// The operating system refused.
    #[error("cannot {action} the store")]
    Io {
        /// What was tried.
        action: &'static str,
        /// Its answer.
        source: io::Error,
    },
}

impl StoreError {
    /// Sled's errors, sorted by what a caller can do about them.
    pub(crate) fn from_sled(action: &'static str, error: sled::Error) -> StoreError {
        match error {
            sled::Error::Io(source) => StoreError::from_io(action, source),
            sled::Error::Corruption { at, .. } => {
                let place = at.map_or_else(String::new, |at| format!(" at {at:?}"));
                StoreError::Corrupt { detail: format!("bad bytes{place}") }
            }
            sled::Error::CollectionNotFound(_)
            | sled::Error::Unsupported(_)
            | sled::Error::ReportableBug(_) => StoreError::Corrupt { detail: error.to_string() },
        }
    }

    pub(crate) fn from_io(action: &'static str, source: io::Error) -> StoreError {
        if disk::is_full(&source) {
            StoreError::DiskFull
        } else {
            StoreError::Io { action, source }
        }
    }

    /// The same answer, given while opening.
    pub(crate) fn while_opening(self, dir: &std::path::Path) -> OpenError {
        let dir = dir.to_owned();
        match self {
            StoreError::DiskFull => OpenError::DiskFull { dir },
            StoreError::Io { source, .. } if disk::is_read_only(&source) => {
                OpenError::ReadOnly { dir }
            }
            StoreError::Io { action, source } => OpenError::Io { action, dir, source },
            StoreError::Corrupt { detail } => OpenError::Corrupt { dir, detail },
            other => OpenError::Corrupt { dir, detail: other.to_string() },
        }
    }
}
