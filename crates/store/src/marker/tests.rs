//! Laws of the file of adopted keys: no line goes, and what cannot be read is believed to name all.

use std::fs;
use std::path::Path;

use super::{COUNT_AT, DIGEST_BYTES, KEYS_MAX, LINE_BYTES, Marker, NAME};

fn beside(dir: &Path) -> Marker {
    Marker::beside(&dir.join("store"))
}

#[test]
fn keys_and_counts_are_there_when_it_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut marker = beside(dir.path());
    assert_eq!((marker.flaw(), marker.count(&[1; 32])), (None, None));
    marker.name(&[1; 32], 0).unwrap();
    marker.name(&[2; 32], 7).unwrap();
    marker.advance(&[1; 32], 41).unwrap();
    marker.advance(&[2; 32], u64::MAX).unwrap();
    marker.advance(&[3; 32], 1).unwrap();
    marker.name(&[1; 32], 42).unwrap();
    for marker in [marker, beside(dir.path())] {
        assert_eq!(marker.flaw(), None);
        assert_eq!(marker.count(&[1; 32]), Some(42));
        assert_eq!(marker.count(&[2; 32]), Some(u64::MAX));
        assert_eq!(marker.count(&[3; 32]), Some(1));
        assert_eq!(marker.count(&[4; 32]), None);
    }
    let text = fs::read_to_string(dir.path().join(NAME)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], format!("{} 00000000000000000042", "01".repeat(32)));
    assert_eq!((lines.len(), text.len()), (4, 3 * LINE_BYTES + DIGEST_BYTES));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn every_cut_and_every_changed_byte_is_found_or_changes_a_digit() {
    let dir = tempfile::tempdir().unwrap();
    let mut marker = beside(dir.path());
    marker.name(&[0xA1; 32], 12).unwrap();
    marker.name(&[0xB2; 32], 34).unwrap();
    let path = dir.path().join(NAME);
    let whole = fs::read(&path).unwrap();
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(beside(dir.path()).flaw().is_some(), "cut at {length}");
    }
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut changed = whole.clone();
            changed[at] ^= 1 << bit;
            fs::write(&path, &changed).unwrap();
            let is_count = at < 2 * LINE_BYTES
                && (COUNT_AT..LINE_BYTES - 1).contains(&(at % LINE_BYTES))
                && changed[at].is_ascii_digit();
            let line = at / LINE_BYTES * LINE_BYTES;
            let stays = is_count && {
                let count = &changed[line + COUNT_AT..line + LINE_BYTES - 1];
                std::str::from_utf8(count).unwrap().parse::<u64>().is_ok()
            };
            assert_eq!(beside(dir.path()).flaw().is_none(), stays, "byte {at}, bit {bit}");
        }
    }
    fs::write(&path, [&whole[..], b"and more"].concat()).unwrap();
    assert!(beside(dir.path()).flaw().is_some());
}

#[test]
fn a_directory_in_its_place_and_a_file_that_is_too_long_are_flaws() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(NAME);
    fs::create_dir(&path).unwrap();
    let mut marker = beside(dir.path());
    assert!(marker.flaw().unwrap().contains("cannot be read"), "{:?}", marker.flaw());
    assert!(marker.name(&[1; 32], 0).is_err());
    fs::remove_dir(&path).unwrap();
    fs::write(&path, vec![b'0'; (KEYS_MAX + 1) * LINE_BYTES]).unwrap();
    assert!(beside(dir.path()).flaw().unwrap().contains("is damaged"));
}
