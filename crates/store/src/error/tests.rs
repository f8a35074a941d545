//! Laws of naming a failure: what the reader can do about it decides its name.

use std::io::{Error, ErrorKind};
use std::path::Path;

use super::{OpenError, StoreError};

#[test]
fn no_room_and_no_right_to_write_are_told_from_other_failures() {
    let opening =
        |kind| StoreError::from_io("open", Error::from(kind)).while_opening(Path::new("store"));
    for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge] {
        assert!(matches!(opening(kind), OpenError::DiskFull { .. }), "{kind}");
    }
    for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem] {
        assert!(matches!(opening(kind), OpenError::ReadOnly { .. }), "{kind}");
    }
    assert!(matches!(opening(ErrorKind::Other), OpenError::Io { .. }));
}

#[test]
fn sleds_errors_keep_their_meaning() {
    let full = sled::Error::Io(Error::from(ErrorKind::StorageFull));
    assert!(matches!(StoreError::from_sled("write to", full), StoreError::DiskFull));
    let bug = sled::Error::ReportableBug("words".to_owned());
    let StoreError::Corrupt { detail } = StoreError::from_sled("read", bug) else { panic!() };
    assert!(detail.contains("words"));
}
