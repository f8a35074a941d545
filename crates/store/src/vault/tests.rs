//! The laws of the vault: what was put is got, nothing else opens, and a stop in between loses nothing.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

mod vectors;

const SECRET: [u8; 32] = [7; 32];
const AT: Place<'_> = Place { collection: "drafts", name: "d1" };
const TEXT: &[u8] = "Ойрат ТОО, ул. Абая 1".as_bytes();

fn vault() -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::new(&dir.path().join("vault"), VaultKey::of(&SECRET));
    (dir, vault)
}

fn flaw(vault: &Vault, place: Place<'_>) -> VaultFlaw {
    match vault.get(place) {
        Err(VaultError::Flawed { flaw, .. }) => flaw,
        other => panic!("opened as {other:?}"),
    }
}

fn got(vault: &Vault, place: Place<'_>) -> Option<Vec<u8>> {
    vault.get(place).unwrap().map(|plain| plain.to_vec())
}

#[test]
fn what_is_put_is_got_until_it_is_removed() {
    let (_dir, vault) = vault();
    assert_eq!(got(&vault, AT), None);
    assert_eq!(vault.list("drafts").unwrap(), Vec::<String>::new());
    vault.put(AT, [1; 24], TEXT).unwrap();
    vault.put(Place { name: "d10", ..AT }, [2; 24], b"").unwrap();
    vault.put(Place { collection: "reliance", ..AT }, [3; 24], b"elsewhere").unwrap();
    assert_eq!(got(&vault, AT).as_deref(), Some(TEXT));
    assert_eq!(vault.list("drafts").unwrap(), ["d1", "d10"]);
    vault.put(AT, [4; 24], b"later").unwrap();
    assert_eq!(got(&vault, AT).as_deref(), Some(b"later".as_slice()));
    assert!(vault.remove(AT).unwrap());
    assert!(!vault.remove(AT).unwrap(), "there is none any more");
    assert_eq!(got(&vault, AT), None);
    assert_eq!(got(&vault, Place { collection: "reliance", ..AT }).unwrap(), b"elsewhere");
}

#[test]
fn files_are_for_their_owner_and_hold_no_plain_text() {
    let (dir, vault) = vault();
    assert!(!Vault::has_objects(&vault.dir).unwrap());
    vault.put(AT, [1; 24], TEXT).unwrap();
    assert!(Vault::has_objects(&vault.dir).unwrap());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let path = vault.path(AT).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(mode(&dir.path().join("vault")), 0o700);
    let sealed = fs::read(path).unwrap();
    assert!(!sealed.windows(4).any(|window| TEXT.windows(4).any(|plain| plain == window)));
}

#[test]
fn names_that_could_be_paths_are_refused() {
    let (_dir, vault) = vault();
    let long = "a".repeat(81);
    for name in ["", ".", "..", "a/b", "A", "a.new", "ä", "a b", "a\0", &long] {
        let refused =
            |place| matches!(vault.put(place, [0; 24], b"x"), Err(VaultError::BadName { .. }));
        assert!(refused(Place { name, ..AT }), "{name:?}");
        assert!(refused(Place { collection: name, ..AT }), "{name:?}");
        assert!(matches!(vault.list(name), Err(VaultError::BadName { .. })), "{name:?}");
    }
    vault.put(Place { name: &long[1..], ..AT }, [0; 24], b"x").unwrap();
}

#[test]
fn object_that_is_too_long_is_refused_and_the_old_one_stays() {
    let (_dir, vault) = vault();
    vault.put(AT, [1; 24], b"old").unwrap();
    let long = vec![0; OBJECT_BYTES_MAX + 1];
    let refused = vault.put(AT, [2; 24], &long);
    assert!(matches!(refused, Err(VaultError::TooLong { bytes }) if bytes == OBJECT_BYTES_MAX + 1));
    assert_eq!(got(&vault, AT).unwrap(), b"old");
    vault.put(AT, [3; 24], &long[1..]).unwrap();
    assert_eq!(got(&vault, AT).unwrap().len(), OBJECT_BYTES_MAX);
    // What no object can be is not read to its end.
    fs::write(vault.path(AT).unwrap(), vec![0; 3 * OBJECT_BYTES_MAX]).unwrap();
    assert_eq!(flaw(&vault, AT), VaultFlaw::NotSealed);
}

#[test]
fn another_key_and_another_name_do_not_open_it() {
    let (_dir, vault) = vault();
    vault.put(AT, [1; 24], TEXT).unwrap();
    let other = Vault::new(&vault.dir, VaultKey::of(&[8; 32]));
    assert_eq!(flaw(&other, AT), VaultFlaw::OtherKey);
    let renamed = Place { name: "d2", ..AT };
    fs::copy(vault.path(AT).unwrap(), vault.path(renamed).unwrap()).unwrap();
    assert_eq!(flaw(&vault, renamed), VaultFlaw::OtherPlace);
    let moved = Place { collection: "reliance", ..AT };
    fs::create_dir(vault.dir.join("reliance")).unwrap();
    fs::copy(vault.path(AT).unwrap(), vault.path(moved).unwrap()).unwrap();
    assert_eq!(flaw(&vault, moved), VaultFlaw::OtherPlace);
    assert_eq!(got(&vault, AT).as_deref(), Some(TEXT));
}

#[test]
fn hints_of_key_and_place_are_believed_only_under_the_tag() {
    let key = VaultKey::of(&SECRET);
    let elsewhere = Place { name: "d2", ..AT };
    // A head that names this place, over what was sealed for another.
    let mut forged = key.seal(elsewhere, [1; 24], TEXT);
    let here = key.seal(AT, [1; 24], TEXT);
    forged[..52].copy_from_slice(&here[..52]);
    assert_eq!(key.open(AT, &forged).unwrap_err(), VaultFlaw::Changed);
}

#[test]
fn stop_between_the_steps_leaves_the_old_object_or_the_new() {
    let (_dir, vault) = vault();
    vault.put(AT, [1; 24], b"old").unwrap();
    let path = vault.path(AT).unwrap();
    let beside = path.with_extension(BESIDE);
    let new = vault.key.seal(AT, [2; 24], b"new");
    let reopened = || Vault::new(&vault.dir, VaultKey::of(&SECRET));
    // Killed at any byte of the first step, the old one is there and nothing else has a name.
    for length in [0, 1, 52, new.len() - 1, new.len()] {
        fs::write(&beside, &new[..length]).unwrap();
        assert_eq!(got(&reopened(), AT).unwrap(), b"old", "killed at byte {length}");
        assert_eq!(reopened().list("drafts").unwrap(), ["d1"]);
    }
    // Killed after the second, the new one is.
    write_beside(&beside, &new).unwrap();
    take_the_name(&beside, &path).unwrap();
    assert_eq!(got(&reopened(), AT).unwrap(), b"new");
    // What a killed write left does not stand in the way of the next.
    fs::write(&beside, b"left").unwrap();
    reopened().put(AT, [3; 24], b"next").unwrap();
    assert_eq!(got(&vault, AT).unwrap(), b"next");
    assert!(!beside.exists());
}

#[test]
fn full_disk_is_said_and_the_old_object_stays() {
    let (_dir, vault) = vault();
    vault.put(AT, [1; 24], b"old").unwrap();
    let beside = vault.path(AT).unwrap().with_extension(BESIDE);
    // The device that is always full stands where the new object would be written.
    symlink("/dev/full", &beside).unwrap();
    let refused = vault.put(AT, [2; 24], b"new");
    assert!(matches!(refused, Err(VaultError::DiskFull { .. })), "{refused:?}");
    assert_eq!(got(&vault, AT).unwrap(), b"old");
    vault.put(AT, [3; 24], b"new").unwrap();
    assert_eq!(got(&vault, AT).unwrap(), b"new");
}

#[test]
fn place_that_cannot_be_written_says_so() {
    let (_dir, vault) = vault();
    fs::create_dir(&vault.dir).unwrap();
    fs::write(vault.dir.join("drafts"), b"a file where the folder belongs").unwrap();
    let refused = vault.put(AT, [1; 24], b"x").unwrap_err();
    assert!(matches!(refused, VaultError::Io { .. }), "{refused}");
    assert!(vault.get(AT).is_err());
}

proptest! {
    #[test]
    fn any_flip_and_any_cut_is_noticed(
        plain in prop::collection::vec(any::<u8>(), 0..200),
        nonce in any::<[u8; 24]>(),
        at in any::<prop::sample::Index>(),
        bit in 0..8u8,
    ) {
        let key = VaultKey::of(&SECRET);
        let sealed = key.seal(AT, nonce, &plain);
        prop_assert_eq!(&**key.open(AT, &sealed).unwrap(), &plain);
        let at = at.index(sealed.len());
        let mut flipped = sealed.clone();
        flipped[at] ^= 1 << bit;
        prop_assert!(key.open(AT, &flipped).is_err(), "bit {} of byte {}", bit, at);
        let cut = key.open(AT, &sealed[..at]).unwrap_err();
        prop_assert_eq!(cut, VaultFlaw::Truncated);
        let longer = [sealed.as_slice(), &[0]].concat();
        prop_assert_eq!(key.open(AT, &longer).unwrap_err(), VaultFlaw::TooLong);
    }
}
