//! The engine's folder, with what it leaves unguarded guarded.
//!
//! The engine writes a checksum behind every file of a segment, and none behind the two small files that
//! name the segments: a flipped digit there could leave deletions out. So those two carry a digest as
//! their last line. The invariant: what [`Sealed`] reads from them is what it wrote.

use std::io;
use std::path::Path;
use std::sync::Arc;

use chancery_encoding::Digest;
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// A newline and 64 digits.
const SEAL_BYTES: usize = 1 + 64;

/// The engine's folder.
#[derive(Clone, Debug)]
pub(crate) struct Sealed(MmapDirectory);

impl Sealed {
    pub(crate) fn open(path: &Path) -> tantivy::Result<Sealed> {
        Ok(Sealed(MmapDirectory::open(path)?))
    }
}

pub(crate) fn seal(content: &[u8]) -> Vec<u8> {
    [content, b"\n", Digest::of(content).to_string().as_bytes()].concat()
}

pub(crate) fn unseal(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let at = bytes.len().checked_sub(SEAL_BYTES)?;
    let holds = bytes == seal(&bytes[..at]);
    bytes.truncate(at);
    holds.then_some(bytes)
}

impl Directory for Sealed {
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        unseal(self.0.atomic_read(path)?).ok_or_else(|| {
            let broken = io::Error::new(io::ErrorKind::InvalidData, "the seal does not hold");
            OpenReadError::wrap_io_error(broken, path.to_path_buf())
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.0.atomic_write(path, &seal(data))
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.0.open_write(path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.0.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.0.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}
