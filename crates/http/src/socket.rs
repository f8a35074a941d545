//! The Unix socket of a data directory: who may connect, and when an old one may go.
//!
//! Invariant: the socket answers its owner only, and a socket on which somebody still answers is never removed.

use std::{
    fs, io,
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use tokio::net::{UnixListener, UnixStream};

#[cfg(test)]
mod tests;

/// `sun_path` of unix(7) has 108 bytes, the last of them a zero.
const SOCKET_PATH_BYTES_MAX: usize = 107;

/// Read and write for the owner, nothing for anybody else.
const MODE: u32 = 0o600;

/// The socket cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    /// The system has no room for such a path.
    #[error(
        "{} has {} bytes, and a socket's path has room for {SOCKET_PATH_BYTES_MAX}",
        .path.display(), .path.as_os_str().len()
    )]
    PathTooLong {
        /// The path.
        path: PathBuf,
    },
    /// Another node serves this data directory.
    #[error("somebody answers at {} already", .path.display())]
    InUse {
        /// The path.
        path: PathBuf,
    },
    /// What stands there is not a socket.
    #[error("{} is there and is not a socket", .path.display())]
    NotSocket {
        /// The path.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("the socket {} cannot be opened", .path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl SocketError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            SocketError::PathTooLong { .. } => {
                "move the data directory to a shorter path, or name it through a short symbolic link"
                    .into()
            }
            SocketError::InUse { .. } => "one node per data directory: stop the other first".into(),
            SocketError::NotSocket { .. } => "move it out of the way, then start again".into(),
            SocketError::Io { .. } => "is the data directory there, and yours to write?".into(),
        }
    }
}

/// The bound socket; its file is removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Socket {
    pub(crate) listener: UnixListener,
    pub(crate) file: SocketFile,
}

/// Removes the socket's file at the end.
#[derive(Debug)]
pub(crate) struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        // A file that is gone already is what was wanted.
        let _gone = fs::remove_file(&self.0);
    }
}

/// Opens the socket, after removing one that a dead node has left.
pub(crate) async fn bind(path: &Path) -> Result<Socket, SocketError> {
    if path.as_os_str().len() > SOCKET_PATH_BYTES_MAX {
        return Err(SocketError::PathTooLong { path: path.to_owned() });
    }
    let failed = |source| SocketError::Io { path: path.to_owned(), source };
    remove_stale(path).await?;
    // The mode is set before the name is there, so that nobody can connect in between.
    let unready = path.with_extension("new");
    if unready.as_os_str().len() > SOCKET_PATH_BYTES_MAX {
        return Err(SocketError::PathTooLong { path: unready });
    }
    remove_stale(&unready).await?;
    let listener = UnixListener::bind(&unready).map_err(failed)?;
    fs::set_permissions(&unready, fs::Permissions::from_mode(MODE)).map_err(failed)?;
    fs::rename(&unready, path).map_err(failed)?;
    Ok(Socket { listener, file: SocketFile(path.to_owned()) })
}

async fn remove_stale(path: &Path) -> Result<(), SocketError> {
    let failed = |source| SocketError::Io { path: path.to_owned(), source };
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
        Ok(metadata) if !metadata.file_type().is_socket() => {
            return Err(SocketError::NotSocket { path: path.to_owned() });
        }
        Ok(_) => {}
    }
    match UnixStream::connect(path).await {
        Ok(_) => Err(SocketError::InUse { path: path.to_owned() }),
        // Refused: the file is there and nobody listens. Anything else may be a busy node, and stays.
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            fs::remove_file(path).map_err(failed)
        }
        Err(error) => Err(failed(error)),
    }
}
