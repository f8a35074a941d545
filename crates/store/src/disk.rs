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

/// Whether this many bytes fit and leave the reserve.
pub(crate) fn has_room(dir: &Path, bytes: u64) -> io::Result<bool> {
    let stat = rustix::fs::statvfs(dir)?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize) >= bytes.saturating_add(RESERVE_BYTES))
}

/// Makes the names in a directory durable: a new file is not there until its directory is.
pub(crate) fn sync_directory(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}
