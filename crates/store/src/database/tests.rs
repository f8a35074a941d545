//! Laws of the database layer: batches, heads, pieces, locks.

use std::fs;

use super::{Database, PIECE_BYTES, Row};
use crate::error::OpenError;
use crate::keys::{Place, Slot};

const CACHE_BYTES: u64 = 4 * 1024 * 1024;

fn place(number: u32, seq: u64) -> Place {
    Place { slot: Slot { number, epoch: 7 }, seq }
}

fn write(database: &Database, place: Place, statement: &[u8], body: &[u8]) {
    let id = [u8::try_from(place.seq).unwrap(); 32];
    database.write(&[Row { place, id, statement, body }]).unwrap();
}

#[test]
fn a_row_and_its_head_are_there_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let database = Database::open(dir.path(), CACHE_BYTES).unwrap();
    write(&database, place(1, 0), b"zero", b"body zero");
    write(&database, place(1, 1), b"one", b"body one");
    database.flush().unwrap();
    drop(database);
    let database = Database::open(dir.path(), CACHE_BYTES).unwrap();
    assert_eq!(database.heads().unwrap(), vec![(place(1, 0).slot, 1, [1; 32])]);
    assert_eq!(database.statement(place(1, 1)).unwrap().unwrap(), b"one");
    assert_eq!(database.body(place(1, 0)).unwrap().unwrap(), b"body zero");
    assert_eq!(database.body(place(1, 2)).unwrap(), None);
}

#[test]
fn bodies_of_every_length_around_a_piece_come_back_whole() {
    let dir = tempfile::tempdir().unwrap();
    let database = Database::open(dir.path(), CACHE_BYTES).unwrap();
    let lengths = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 256 * 1024];
    for (seq, length) in (0..).zip(lengths) {
        let body: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
        write(&database, place(3, seq), b"s", &body);
        assert_eq!(database.body(place(3, seq)).unwrap().unwrap(), body);
    }
}

#[test]
fn large_bodies_never_leave_the_database_file() {
    let dir = tempfile::tempdir().unwrap();
    let database = Database::open(dir.path(), CACHE_BYTES).unwrap();
    let body = vec![0xA5; 256 * 1024];
    for seq in 0..60 {
        write(&database, place(1, seq), &[7; 4096], &body);
    }
    database.flush().unwrap();
    // A file there would not be covered by the fsync of the database file.
    assert_eq!(fs::read_dir(dir.path().join("blobs")).unwrap().count(), 0);
}

#[test]
fn a_second_handle_is_refused_as_locked() {
    let dir = tempfile::tempdir().unwrap();
    let first = Database::open(dir.path(), CACHE_BYTES).unwrap();
    let second = Database::open(dir.path(), CACHE_BYTES);
    assert!(matches!(second, Err(OpenError::Locked { .. })));
    drop(first);
    Database::open(dir.path(), CACHE_BYTES).unwrap();
}

#[test]
fn a_file_in_the_way_is_a_typed_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    fs::write(&path, b"not a directory").unwrap();
    assert!(matches!(Database::open(&path, CACHE_BYTES), Err(OpenError::Io { .. })));
}
