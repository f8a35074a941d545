//! What this crate asks of the file system: is it full, may it be written, is it durable.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Left free so that sled never meets a full disk: it stops for good when a write of its own
/// fails. Two segments being written, as many being cleaned, and a snapshot of a large store.
pub(crate) const RESERVE_BYTES: u64 = 8 * 1024 * 1024;

/// Whether the write failed for want of room: disk, quota or file-size limit.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}

/// Whether the place may be read but not written.
pub(crate) fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// Whether the file may grow by this many bytes and leave the reserve, on the disk and below the
/// process's limit on the size of a file.
pub(crate) fn has_room(file: &File, bytes: u64) -> io::Result<bool> {
    let stat = rustix::fs::fstatvfs(file)?;
    let wanted = bytes.saturating_add(RESERVE_BYTES);
    let limit = rustix::process::getrlimit(rustix::process::Resource::Fsize).current;
    let below = match limit {
        Some(limit) => file.metadata()?.len().saturating_add(wanted) <= limit,
        None => true,
    };
    Ok(below && stat.f_bavail.saturating_mul(stat.f_frsize) >= wanted)
}

/// Makes the names in a directory durable: a new file is not there until its directory is.
pub(crate) fn sync_directory(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Makes the name of a file or directory durable, in the directory that its path names.
pub(crate) fn sync_name(path: &Path) -> io::Result<()> {
    match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => sync_directory(parent),
        None => Ok(()),
    }
}
