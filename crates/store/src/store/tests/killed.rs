//! What becomes of promises, acts and notes when the process is killed or the disk is full.
//!
//! The law: what somebody may have signed, or told others of, because the store returned, is there.

use std::path::PathBuf;

use chancery_encoding::Digest;
use chancery_ledger::log::Admissible;
use chancery_ledger::tree::root_of;
use chancery_testkit::Cast;

use super::crash::{CHILD_DIR, heard, writer};
use crate::tests::{CACHE_BYTES, Scribe, keep, open};
use crate::witness::{PromiseFlaw, WitnessState};
use crate::{Paper, Store, StoreError};

const KEY: [u8; 32] = [0xAA; 32];
const ENTRIES: u64 = 700;
const CHILD: &str = "store::tests::killed::child_that_promises_and_keeps_until_it_is_stopped";

/// An act of three pieces that says its number.
fn act(number: u64) -> (Digest, Vec<u8>) {
    (Digest::of(&number.to_be_bytes()), number.to_be_bytes().repeat(3_500))
}

/// Not a test by itself: it says `synced N` when the promise of N entries, the note of them and the
/// act N are durable, and `full N` when there is no room for the next.
#[test]
#[ignore = "the child of the tests of this file"]
fn child_that_promises_and_keeps_until_it_is_stopped() {
    let Some(place) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else { return };
    let cast = Cast::of(1);
    let store = Store::open(&place, CACHE_BYTES, cast.directory()).unwrap();
    let log = cast.players()[0].log();
    if store.head(log).is_none() {
        keep(&store, &Scribe::new(&cast, 0).write(ENTRIES, 60));
    }
    let _ = store.adopt_witness(&KEY).unwrap();
    for size in 1..=ENTRIES {
        let root = store.root_at(log, size).unwrap();
        let (id, bytes) = act(size);
        let kept = store.keep_papers(&[
            Paper::Act { id, bytes: &bytes },
            Paper::Note { log, size, root, bytes: &bytes },
        ]);
        match kept.and_then(|()| store.promise(&[(log, size, root)])) {
            Ok(answers) => {
                assert_eq!(answers, [Ok(())]);
                println!("synced {size}");
            }
            Err(StoreError::DiskFull) => {
                // It goes on with what it has, and promises it again.
                let (promised, root) = store.promised(log).unwrap();
                let again = store.promise(&[(log, promised, root)]).unwrap();
                assert_eq!(again, [Ok(())]);
                println!("full {promised}");
                return;
            }
            Err(error) => {
                println!("failed: {error}");
                return;
            }
        }
    }
}

/// Holds a store against what its writer said of it before it ended.
fn sound(store: &Store, cast: &Cast, said: u64) {
    assert_eq!(store.damage(), []);
    let log = cast.players()[0].log();
    let leaves: Vec<Digest> =
        Scribe::new(cast, 0).write(ENTRIES, 60).iter().map(Admissible::leaf).collect();
    let (size, root) = store.promised(log).unwrap();
    assert!(size >= said, "{size} of {said}");
    assert_eq!(root, root_of(&leaves[..usize::try_from(size).unwrap()]));
    let acts = store.acts().unwrap();
    assert!(acts.len() as u64 >= said);
    assert!((1..=said).all(|number| acts.contains(&act(number).1)));
    let notes = store.notes(log).unwrap();
    assert!(notes.contains(&act(said).1));
    assert_eq!(store.adopt_witness(&KEY).unwrap(), WitnessState::Kept);
    let answers = store.promise(&[(log, size - 1, root_of(&[])), (log, size, root)]).unwrap();
    assert_eq!(answers, [Err(PromiseFlaw::Smaller { promised: size }), Ok(())]);
}

#[test]
fn what_a_killed_process_had_promised_and_kept_is_there_and_binds() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    for round in 1..=4 {
        // Each in a directory of its own, because the file of adopted keys stands beside the store.
        let place = dir.path().join(format!("round-{round}")).join("store");
        let mut child = writer(&place, "", CHILD);
        let (said, last) = heard(&mut child, round * 9);
        assert!(said >= round * 9, "{last}");
        sound(&open(&place, &cast), &cast, said as u64);
    }
}

#[test]
fn a_full_disk_refuses_promises_and_papers_and_loses_none() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    // 24 MiB in blocks of 512 bytes, 8 of them in reserve.
    let mut child = writer(&place, "trap '' XFSZ; ulimit -f 49152;", CHILD);
    let (said, last) = heard(&mut child, usize::MAX);
    assert!(said > 0 && (said as u64) < ENTRIES, "{last}");
    assert_eq!(last, format!("full {said}"));
    let store = open(&place, &cast);
    sound(&store, &cast, said as u64);
    let root = store.root_at(cast.players()[0].log(), ENTRIES).unwrap();
    let answers = store.promise(&[(cast.players()[0].log(), ENTRIES, root)]).unwrap();
    assert_eq!(answers, [Ok(())], "with room it goes on");
}
