//! Laws of private files.

use super::*;

#[test]
fn a_private_file_is_made_for_its_owner_alone_and_reads_back() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("key");
    create(&path, b"secret", Privacy::Owner).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    assert_eq!(*read_private(&path, 6).unwrap(), b"secret");
}

#[test]
fn every_looser_mode_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("key");
    create(&path, b"secret", Privacy::Owner).unwrap();
    for mode in [0o640, 0o604, 0o610, 0o601, 0o620, 0o602, 0o644, 0o666] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let error = read_private(&path, 6).unwrap_err();
        assert!(matches!(error, FileError::NotPrivate { .. }), "{mode:o}");
    }
}

#[test]
fn a_file_that_exists_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("key");
    create(&path, b"first", Privacy::Owner).unwrap();
    assert!(matches!(create(&path, b"second", Privacy::Owner), Err(FileError::Io { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), b"first");
}

#[test]
fn a_file_over_its_bound_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("key");
    create(&path, b"1234567", Privacy::Public).unwrap();
    assert!(matches!(read(&path, 6), Err(FileError::TooLong { .. })));
}

#[test]
fn a_directory_that_was_open_to_others_is_closed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a/b");
    create_dir(&path).unwrap();
    std::fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
    create_dir(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o700);
}
