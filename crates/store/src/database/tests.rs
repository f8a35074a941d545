//! Laws of the database layer: batches, heads, pieces, locks.

use std::fs;

use chancery_ledger::statement::Entry;

use super::{Database, NewEntry};
use crate::error::OpenError;
use crate::keys::{Place, Slot};
use crate::row::{INLINE_BYTES, PIECE_BYTES};

pub(crate) mod plant;

const CACHE_BYTES: u64 = 4 * 1024 * 1024;

fn place(number: u32, seq: u64) -> Place {
    Place { slot: Slot { number, epoch: 7 }, seq }
}

fn write(database: &Database, place: Place, statement: &[u8], body: &[u8]) {
    let id = [u8::try_from(place.seq).unwrap(); 32];
    database.write(&[NewEntry { place, id, statement, body }]).unwrap();
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
    let entry =
        |statement: &[u8], body: &[u8]| Entry { statement: statement.into(), body: body.into() };
    assert_eq!(database.entry(place(1, 0)).unwrap(), Some(entry(b"zero", b"body zero")));
    assert_eq!(database.entry(place(1, 1)).unwrap(), Some(entry(b"one", b"body one")));
    assert_eq!(database.entry(place(1, 2)).unwrap(), None);
}

#[test]
fn bodies_of_every_length_around_a_piece_come_back_whole() {
    let dir = tempfile::tempdir().unwrap();
    let database = Database::open(dir.path(), CACHE_BYTES).unwrap();
    let whole = INLINE_BYTES + PIECE_BYTES;
    let lengths = [
        0,
        1,
        INLINE_BYTES - 1,
        INLINE_BYTES,
        INLINE_BYTES + 1,
        whole - 1,
        whole,
        whole + 1,
        256 * 1024,
    ];
    for (seq, length) in (0..).zip(lengths) {
        let body: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
        write(&database, place(3, seq), b"s", &body);
        assert_eq!(database.entry(place(3, seq)).unwrap().unwrap().body, body);
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

/// `cargo test -p chancery-store -- --ignored --nocapture hundred_thousand`: what sled alone does.
#[test]
#[ignore = "a measurement, not a law"]
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn hundred_thousand_rows_in_durable_batches() {
    let dir = tempfile::tempdir().unwrap();
    let env =
        |name: &str, default: u64| std::env::var(name).map_or(default, |v| v.parse().unwrap());
    let (total, batch) = (env("ROWS", 100_000), env("BATCH", 500));
    let database = Database::open(dir.path(), env("CACHE", 32 * 1024 * 1024)).unwrap();
    let bodies: Vec<Vec<u8>> = (0..batch)
        .map(|seed| (0..1024_u64).map(|at| ((at * 31 + seed * 17) % 251) as u8).collect())
        .collect();
    let statement = [9; 420];
    let start = std::time::Instant::now();
    for first in (0..total).step_by(usize::try_from(batch).unwrap()) {
        let rows: Vec<NewEntry<'_>> = (first..first + batch)
            .zip(&bodies)
            .map(|(seq, body)| NewEntry {
                place: place(1, seq),
                id: [1; 32],
                statement: &statement,
                body,
            })
            .collect();
        database.write(&rows).unwrap();
        database.flush().unwrap();
    }
    let seconds = start.elapsed().as_secs_f64();
    let size = database.size_bytes().unwrap();
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    println!("{total} rows in {seconds:.2} s: {:.0} a second", total as f64 / seconds);
    println!("on disk {size} bytes, {} an entry; {peak}", size / total);
}

#[test]
fn a_used_database_that_reads_as_empty_is_damaged() {
    let dir = tempfile::tempdir().unwrap();
    drop(Database::open(dir.path(), CACHE_BYTES).unwrap());
    let path = dir.path().join("db");
    let mut bytes = fs::read(&path).unwrap();
    bytes.iter_mut().step_by(97).for_each(|byte| *byte ^= 0x55);
    fs::write(&path, bytes).unwrap();
    let opened = Database::open(dir.path(), CACHE_BYTES);
    assert!(matches!(opened, Err(OpenError::Corrupt { .. })), "{opened:?}");
}
