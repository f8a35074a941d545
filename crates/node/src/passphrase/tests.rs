//! Laws of passphrases.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::*;

fn written(text: &[u8], mode: u32) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("passphrase");
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    (dir, path)
}

#[test]
fn the_first_line_of_a_private_file_is_the_passphrase() {
    let (_dir, path) = written("сорок два\nnot this\n".as_bytes(), 0o600);
    assert_eq!(Passphrase::from_file(&path).unwrap().text(), "сорок два");
}

#[test]
fn a_file_that_others_may_open_is_refused() {
    let (_dir, path) = written(b"secret\n", 0o640);
    let error = Passphrase::from_file(&path).unwrap_err();
    assert!(matches!(error, PassphraseError::File(FileError::NotPrivate { .. })));
}

#[test]
fn an_empty_line_and_what_is_no_text_are_refused() {
    for bytes in [&b""[..], b"\nsecret\n", b"\xff\xfe"] {
        let (_dir, path) = written(bytes, 0o600);
        let error = Passphrase::from_file(&path).unwrap_err();
        assert!(matches!(error, PassphraseError::NotText), "{bytes:?}");
    }
}

#[test]
fn it_is_never_shown() {
    assert!(!format!("{:?}", Passphrase::of("secret")).contains("secret"));
}
