//! Laws of the own log file: what was acknowledged stays, and only a torn end is cut.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{HEADER_BYTES, OwnLog, OwnLogError};

fn scratch() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("own.log");
    (dir, path)
}

fn entries(log: &mut OwnLog) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut out = Vec::new();
    log.each(|statement, body| out.push((statement.to_vec(), body.to_vec()))).unwrap();
    out
}

/// Three entries of different lengths; the offsets where each starts, and the end.
fn filled(path: &Path) -> Vec<usize> {
    let mut log = OwnLog::open(path).unwrap();
    let mut starts = vec![HEADER_BYTES];
    for (statement, body) in [(&b"one"[..], &b"first body"[..]), (b"two", b""), (b"three", b"x")] {
        log.append(statement, body).unwrap();
        starts.push(usize::try_from(log.bytes()).unwrap());
    }
    starts
}

#[test]
fn entries_come_back_in_order_after_reopening() {
    let (_dir, path) = scratch();
    filled(&path);
    let mut log = OwnLog::open(&path).unwrap();
    assert_eq!(log.torn(), None);
    let found = entries(&mut log);
    let first = log.first().unwrap().unwrap();
    assert_eq!((first.statement, first.body), found[0]);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], (b"one".to_vec(), b"first body".to_vec()));
    log.append(b"four", b"after reading").unwrap();
    assert_eq!(entries(&mut log).len(), 4);
}

#[test]
fn a_write_torn_at_any_byte_is_cut_off_and_kept_beside() {
    let (_dir, path) = scratch();
    let starts = filled(&path);
    let whole = fs::read(&path).unwrap();
    for end in starts[2] + 1..starts[3] {
        fs::write(&path, &whole[..end]).unwrap();
        let mut log = OwnLog::open(&path).unwrap();
        let torn = log.torn().unwrap().clone();
        assert_eq!(torn.offset, starts[2] as u64);
        assert_eq!(fs::read(&torn.kept).unwrap(), &whole[starts[2]..end]);
        assert_eq!(entries(&mut log).len(), 2);
        drop(log);
        assert_eq!(OwnLog::open(&path).unwrap().torn(), None);
    }
}

#[test]
fn zeros_behind_the_last_entry_are_a_torn_write() {
    let (_dir, path) = scratch();
    filled(&path);
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(&[0; 700]);
    fs::write(&path, &bytes).unwrap();
    let mut log = OwnLog::open(&path).unwrap();
    assert_eq!(log.torn().unwrap().bytes, 700);
    assert_eq!(entries(&mut log).len(), 3);
}

#[test]
fn a_flipped_byte_before_the_last_entry_is_damage_and_nothing_is_cut() {
    let (_dir, path) = scratch();
    let starts = filled(&path);
    let whole = fs::read(&path).unwrap();
    for at in starts[0]..starts[2] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&path, &bytes).unwrap();
        let start = if at < starts[1] { starts[0] } else { starts[1] };
        match OwnLog::open(&path) {
            Err(OwnLogError::Damaged { offset, .. }) => assert_eq!(offset, start as u64),
            other => panic!("byte {at}: {other:?}"),
        }
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn a_second_handle_is_refused_while_the_first_is_open() {
    let (_dir, path) = scratch();
    let first = OwnLog::open(&path).unwrap();
    assert!(matches!(OwnLog::open(&path), Err(OwnLogError::Locked { .. })));
    drop(first);
    OwnLog::open(&path).unwrap();
}

#[test]
fn a_foreign_file_and_a_newer_version_are_refused_untouched() {
    let (_dir, path) = scratch();
    fs::write(&path, b"#!/bin/sh\necho something else\n").unwrap();
    assert!(matches!(OwnLog::open(&path), Err(OwnLogError::NotAnOwnLog { .. })));
    fs::write(&path, b"chancery-own\0\0\0\x02").unwrap();
    assert!(matches!(OwnLog::open(&path), Err(OwnLogError::NewerVersion { found: 2, .. })));
    assert_eq!(fs::read(&path).unwrap(), b"chancery-own\0\0\0\x02");
}

#[test]
fn an_entry_longer_than_the_format_is_refused_and_the_log_goes_on() {
    let (_dir, path) = scratch();
    let mut log = OwnLog::open(&path).unwrap();
    let long = vec![0; 2 * 1024 * 1024];
    assert!(matches!(log.append(b"s", &long), Err(OwnLogError::TooLong { .. })));
    log.append(b"s", b"b").unwrap();
    assert_eq!(entries(&mut log).len(), 1);
}
