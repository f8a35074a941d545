//! Files that must be private, whole and durable: keys, certificates, the pinned genesis.
//!
//! A private file that others could read is refused, not mended: the operator has to know that the
//! key may have been copied. Nothing here overwrites a file.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// Any mode bit for group or others makes a private file public.
const OTHERS_MASK: u32 = 0o077;

/// Why a file was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refused.
    #[error("cannot {act} {path}")]
    Io {
        /// What was tried.
        act: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Others may read it.
    #[error("{path} has mode {mode:04o}: others than its owner may open it")]
    NotPrivate {
        /// The file.
        path: PathBuf,
        /// Its mode bits.
        mode: u32,
    },
    /// It is longer than what belongs there.
    #[error("{path} is longer than {bytes_max} bytes")]
    TooLong {
        /// The file.
        path: PathBuf,
        /// What is allowed.
        bytes_max: u64,
    },
}

impl FileError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            FileError::Io { source, .. } => match source.kind() {
                std::io::ErrorKind::AlreadyExists => {
                    "nothing was overwritten; choose another place".into()
                }
                std::io::ErrorKind::NotFound => "check the path".into(),
                std::io::ErrorKind::PermissionDenied => {
                    "run as the owner of the data directory".into()
                }
                std::io::ErrorKind::StorageFull => {
                    "free some space on that disk and try again".into()
                }
                _ => "see what the system says above".into(),
            },
            FileError::NotPrivate { path, .. } => format!(
                "find out who could have read it; if nobody did, `chmod 600 {}`; otherwise replace it",
                path.display()
            ),
            FileError::TooLong { .. } => "is it the right file?".into(),
        }
    }
}

fn failed<'a>(act: &'static str, path: &'a Path) -> impl FnOnce(std::io::Error) -> FileError + 'a {
    move |source| FileError::Io { act, path: path.to_path_buf(), source }
}

/// Reads a file of at most `bytes_max` bytes.
pub(crate) fn read(path: &Path, bytes_max: u64) -> Result<Vec<u8>, FileError> {
    let file = File::open(path).map_err(failed("open", path))?;
    let mut bytes = Vec::new();
    fill(file, path, bytes_max, &mut bytes)?;
    Ok(bytes)
}

/// Reads a small file that only its owner may open; what was read is wiped when dropped.
pub(crate) fn read_private(path: &Path, bytes_max: u64) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let file = File::open(path).map_err(failed("open", path))?;
    // Of what is open, not of what the path names by now.
    let mode = file.metadata().map_err(failed("open", path))?.mode();
    if mode & OTHERS_MASK != 0 {
        return Err(FileError::NotPrivate { path: path.to_path_buf(), mode: mode & 0o7777 });
    }
    // Room for all of it at once: a buffer that grows leaves copies behind.
    let room = usize::try_from(bytes_max + 1).unwrap_or(0);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    fill(file, path, bytes_max, &mut bytes)?;
    Ok(bytes)
}

fn fill(file: File, path: &Path, bytes_max: u64, bytes: &mut Vec<u8>) -> Result<(), FileError> {
    file.take(bytes_max + 1).read_to_end(bytes).map_err(failed("read", path))?;
    if bytes.len() as u64 > bytes_max {
        return Err(FileError::TooLong { path: path.to_path_buf(), bytes_max });
    }
    Ok(())
}

/// Who may open a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Privacy {
    /// Its owner alone (0600).
    Owner,
    /// Everybody may read (0644).
    Public,
}

/// Writes a new file and makes it durable; a file that is there already is left alone and refused.
pub(crate) fn create(path: &Path, bytes: &[u8], privacy: Privacy) -> Result<(), FileError> {
    let mode = match privacy {
        Privacy::Owner => 0o600,
        Privacy::Public => 0o644,
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path)
        .map_err(failed("create", path))?;
    file.write_all(bytes).map_err(failed("write", path))?;
    file.sync_all().map_err(failed("write", path))?;
    if let Some(parent) = path.parent() {
        sync_dir(parent)?;
    }
    Ok(())
}

/// Makes a directory for its owner alone (0700), with its parents; one that is there is closed to others.
pub(crate) fn create_dir(path: &Path) -> Result<(), FileError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed("create", path))?;
    std::fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(failed("close", path))
}

/// The files of a folder, by name, at most so many; none when it is not there.
pub(crate) fn list(folder: &Path, files_max: usize) -> Result<Vec<PathBuf>, FileError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed("list", folder))?,
    };
    let mut paths = Vec::new();
    for entry in entries.take(files_max) {
        let path = entry.map_err(failed("list", folder))?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The folders in a folder, by name, at most so many; none when it is not there.
pub(crate) fn folders(folder: &Path, folders_max: usize) -> Result<Vec<PathBuf>, FileError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed("list", folder))?,
    };
    let mut paths = Vec::new();
    for entry in entries.take(folders_max) {
        let path = entry.map_err(failed("list", folder))?.path();
        if path.is_dir() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Gives a file or folder another name in the same folder, durably.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), FileError> {
    std::fs::rename(from, to).map_err(failed("rename", from))?;
    to.parent().map_or(Ok(()), sync_dir)
}

/// Removes a file that only an interrupted write can have left; one that is not there is removed already.
pub(crate) fn remove_file(path: &Path) -> Result<(), FileError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(failed("remove", path)(error))
        }
        _ => Ok(()),
    }
}

/// Removes a folder of copies with all that is in it; one that is not there is removed already.
pub(crate) fn remove_dir(path: &Path) -> Result<(), FileError> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(failed("remove", path)(error))
        }
        _ => Ok(()),
    }
}

fn sync_dir(path: &Path) -> Result<(), FileError> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(path).and_then(|dir| dir.sync_all()).map_err(failed("write", path))
}

#[cfg(test)]
mod tests;
