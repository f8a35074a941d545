//! What the file system's answers mean here: which of them say "no room".

use std::io::{self, ErrorKind};

/// Whether the write failed for want of room: disk, quota or file-size limit.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}
