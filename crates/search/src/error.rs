//! What can be wrong with an index.
//!
//! Two kinds of trouble: what lies in the folder is of no use ([`Flaw`]), which making it again mends; and
//! the folder itself cannot be written or read ([`IndexError`]), which it does not.

use std::path::PathBuf;

use tantivy::TantivyError;

/// Why what lies in a folder is of no use.
#[derive(Debug, thiserror::Error)]
pub enum Flaw {
    /// It was written by another version of this program.
    #[error("it has the form {found:?}, and this version writes {wanted:?}")]
    OtherForm {
        /// What it says of itself.
        found: String,
        /// What this version writes.
        wanted: String,
    },
    /// A file of it is gone.
    #[error("the file {0} is missing")]
    Missing(PathBuf),
    /// A file of it does not have the checksum that was written with it.
    #[error("the file {0} is damaged")]
    Damaged(PathBuf),
    /// A file of it has changed since it was checked.
    #[error("the file {0} was changed from outside")]
    Changed(PathBuf),
    /// It does not say how far it has read.
    #[error("it does not say how far it has read")]
    NoWatermark,
    /// It was made of other entries than the store holds.
    #[error("it was made of other entries than the store holds")]
    OtherStore,
    /// What it found is not what it was asked for.
    #[error("it found what does not match")]
    Wrong,
    /// Reading it ended in a panic.
    #[error("reading it broke off")]
    BrokeOff,
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why an index does not answer, or did not take what was given.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// What lies in the folder is of no use: it has to be made again.
    #[error("the index in {path} is of no use")]
    Flawed {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: Flaw,
    },
    /// The folder cannot be read or written.
    #[error("the folder {path} cannot be used")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another process has it.
    #[error("another process writes the index in {path}")]
    Locked {
        /// The folder.
        path: PathBuf,
    },
}

impl IndexError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            IndexError::Flawed { .. } => {
                "the node makes it again by itself; ask again in a while".into()
            }
            IndexError::Folder { .. } => {
                "free space or mend the rights of the folder; the node tries again by itself".into()
            }
            IndexError::Locked { .. } => {
                "does another node run on this data directory? stop one of them".into()
            }
        }
    }

    /// Whether making it again can mend it.
    pub fn is_flawed(&self) -> bool {
        matches!(self, IndexError::Flawed { .. })
    }

    pub(crate) fn folder(path: &std::path::Path, source: std::io::Error) -> IndexError {
        IndexError::Folder { path: path.to_path_buf(), source }
    }

    /// The index in a folder is of no use.
    pub fn flawed(path: &std::path::Path, source: Flaw) -> IndexError {
        IndexError::Flawed { path: path.to_path_buf(), source }
    }

    /// What the engine says, sorted into what can be mended and what cannot.
    pub(crate) fn of(path: &std::path::Path, error: TantivyError) -> IndexError {
        use tantivy::directory::error::{LockError, OpenWriteError};
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => {
                IndexError::Locked { path: path.to_path_buf() }
            }
            TantivyError::LockFailure(LockError::IoError(source), _)
            | TantivyError::IoError(source)
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: source, .. })
                if is_of_the_folder(&source) =>
            {
                IndexError::folder(path, std::io::Error::new(source.kind(), source))
            }
            error => IndexError::flawed(path, Flaw::Unreadable(Box::new(error))),
        }
    }
}

/// No room, no right: no damage, and nothing that making it again would mend.
fn is_of_the_folder(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::PermissionDenied
    )
}
