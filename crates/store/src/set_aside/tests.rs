//! Laws of setting a store aside.

use std::fs;
use std::io::ErrorKind;

use chancery_testkit::Cast;

use super::set_aside;
use crate::tests::{Scribe, all, entries, keep, open};

#[test]
fn a_store_set_aside_keeps_its_bytes_and_a_new_one_can_be_built() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    let mut scribe = Scribe::new(&cast, 0);
    let batch = scribe.write(3, 100);
    for number in 1..=2 {
        let store = open(&place, &cast);
        keep(&store, &batch);
        drop(store);
        let aside = set_aside(&place).unwrap();
        assert_eq!(aside, dir.path().join(format!("store.damaged-{number}")));
        assert!(!place.exists());
        assert_eq!(all(&open(&aside, &cast), scribe.log()), entries(&batch));
    }
    assert_eq!(open(&place, &cast).heads(), []);
}

#[test]
fn a_store_in_use_is_not_set_aside() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    let store = open(&place, &cast);
    assert_eq!(set_aside(&place).unwrap_err().kind(), ErrorKind::ResourceBusy);
    drop(store);
    set_aside(&place).unwrap();
}

#[test]
fn a_file_in_the_way_is_set_aside_as_well_and_nothing_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("store");
    assert_eq!(set_aside(&place).unwrap_err().kind(), ErrorKind::NotFound);
    fs::write(&place, b"not a store").unwrap();
    assert_eq!(fs::read(set_aside(&place).unwrap()).unwrap(), b"not a store");
}
