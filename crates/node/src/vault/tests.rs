//! Laws of the vault's key: made once, locked as the others, missed when it is gone.

use super::*;
use crate::tests::ground::data_dir;

const AT: Place<'_> = Place { collection: "drafts", name: "d1" };

fn closed(vault: &Vault) -> Arc<KeyError> {
    match vault.list("drafts") {
        Err(VaultError::Closed(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn key_is_made_once_and_opens_what_was_sealed_before() {
    let (_root, dir) = data_dir();
    Vault::open(&dir, None).put(AT, b"one").unwrap();
    let key = std::fs::read(dir.keys().join(VAULT)).unwrap();
    let again = Vault::open(&dir, None);
    assert_eq!(&**again.get(AT).unwrap().unwrap(), b"one");
    assert_eq!(std::fs::read(dir.keys().join(VAULT)).unwrap(), key);
}

#[test]
fn key_is_locked_with_the_passphrase_of_the_node() {
    let (_root, dir) = data_dir();
    let passphrase = Passphrase::of("long words");
    Vault::open(&dir, Some(&passphrase)).put(AT, b"one").unwrap();
    let text = std::fs::read_to_string(dir.keys().join(VAULT)).unwrap();
    assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"), "{text}");
    let why = closed(&Vault::open(&dir, None));
    assert!(matches!(&*why, KeyError::Locked { source: KeyFileFlaw::Locked, .. }), "{why}");
    let why = closed(&Vault::open(&dir, Some(&Passphrase::of("other words"))));
    assert!(
        matches!(&*why, KeyError::Locked { source: KeyFileFlaw::WrongPassphrase, .. }),
        "{why}"
    );
    assert!(Vault::open(&dir, Some(&passphrase)).get(AT).unwrap().is_some());
}

#[test]
fn no_key_is_made_over_sealed_files_and_a_half_made_one_is_made_again() {
    let (_root, dir) = data_dir();
    let path = dir.keys().join(VAULT);
    std::fs::write(path.with_extension("pem.new"), b"-----BEGIN").unwrap();
    Vault::open(&dir, None).put(AT, b"one").unwrap();
    std::fs::rename(&path, dir.path().join("kept.pem")).unwrap();
    let why = closed(&Vault::open(&dir, None));
    assert!(matches!(&*why, KeyError::Missing { .. }), "{why}");
    assert!(!path.exists());
    std::fs::rename(dir.path().join("kept.pem"), &path).unwrap();
    assert!(Vault::open(&dir, None).get(AT).unwrap().is_some());
}
