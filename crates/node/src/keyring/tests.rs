//! Laws of keys made one by one.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("because a temporary folder can be made")
}

const JOBS: [Job; 6] =
    [Job::Root, Job::Statement, Job::Witness, Job::Transport, Job::Reader, Job::Officer];

#[test]
fn made_key_is_private_and_both_files_say_the_same() {
    let folder = folder();
    for (at, job) in JOBS.into_iter().enumerate() {
        let out = folder.path().join(format!("{at}.pem"));
        let made = make(job, &out, None).unwrap();
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(made.public_file, folder.path().join(format!("{at}.pub")));
        assert_eq!(read_public(&made.public_file).unwrap(), made.public);
        assert_eq!(public_of(&out, None).unwrap(), made.public);
        assert_eq!(matches!(made.public, PublicFile::X25519(_)), job == Job::Reader);
    }
}

#[test]
fn nothing_is_overwritten_and_nothing_is_left_half_made() {
    let folder = folder();
    let out = folder.path().join("root.pem");
    fs::write(folder.path().join("root.pub"), "mine").unwrap();
    let refused = make(Job::Root, &out, None).unwrap_err();
    assert!(matches!(refused, KeyringError::Exists(_)), "{refused}");
    assert!(!out.exists());
    let named = make(Job::Root, &folder.path().join("a.pub"), None).unwrap_err();
    assert!(matches!(named, KeyringError::PublicName(_)), "{named}");
}

#[test]
fn locked_key_opens_with_its_passphrase_and_no_other() {
    let folder = folder();
    let out = folder.path().join("root.pem");
    let made = make(Job::Root, &out, Some(&Passphrase::of("correct horse"))).unwrap();
    assert!(open_signer(&out, None).unwrap_err().is_locked());
    assert!(open_signer(&out, Some(&Passphrase::of("correct house"))).is_err());
    let opened = public_of(&out, Some(&Passphrase::of("correct horse"))).unwrap();
    assert_eq!(opened, made.public);
}

#[test]
fn key_of_one_sort_does_not_do_for_the_other() {
    let folder = folder();
    let reader = make(Job::Reader, &folder.path().join("reader.pem"), None).unwrap();
    let root = make(Job::Root, &folder.path().join("root.pem"), None).unwrap();
    let sort = |error: KeyringError| matches!(error, KeyringError::Sort { .. });
    assert!(sort(read_signer(&reader.public_file).unwrap_err()));
    assert!(sort(read_reader(&root.public_file).unwrap_err()));
}

#[test]
fn key_that_others_may_read_is_refused() {
    let folder = folder();
    let out = folder.path().join("root.pem");
    make(Job::Root, &out, None).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o644)).unwrap();
    let refused = open_signer(&out, None).unwrap_err();
    assert!(matches!(refused, KeyringError::File(FileError::NotPrivate { .. })), "{refused}");
}
