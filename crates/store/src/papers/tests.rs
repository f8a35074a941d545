//! Laws of papers: whole or not there, each in its own place, and bounded.

use chancery_encoding::Digest;
use chancery_ledger::log::LogId;
use chancery_testkit::Cast;
use proptest::prelude::*;

use super::{NOTE_SIZES_MAX, PAPER_BYTES_MAX, PIECE_BYTES, Paper};
use crate::tests::{copy, open};
use crate::{Store, StoreError};

fn id(number: u8) -> Digest {
    Digest::of(&[number])
}

fn log(number: u8) -> LogId {
    LogId { key: [number; 32], epoch: u64::from(number) }
}

fn store(cast: &Cast) -> (Store, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (open(&dir.path().join("store"), cast), dir)
}

/// Bytes that differ from place to place.
fn text(length: usize, salt: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from((at * 7 + at / 251 + salt) % 256).unwrap()).collect()
}

#[test]
fn papers_of_every_length_around_a_piece_come_back_and_replace_each_other() {
    let cast = Cast::of(1);
    let (store, dir) = store(&cast);
    let lengths = [
        PAPER_BYTES_MAX,
        0,
        1,
        PIECE_BYTES - 33,
        PIECE_BYTES - 32,
        PIECE_BYTES - 31,
        2 * PIECE_BYTES - 32,
        3 * PIECE_BYTES,
        5,
    ];
    for (salt, length) in lengths.into_iter().enumerate() {
        let bytes = text(length, salt);
        store.keep_act(id(1), &bytes).unwrap();
        store.keep_note(log(1), 9, id(7), &bytes).unwrap();
        assert_eq!(store.acts().unwrap(), std::slice::from_ref(&bytes));
        assert_eq!(store.notes(log(1)).unwrap(), [bytes]);
    }
    drop(store);
    let store = open(&dir.path().join("store"), &cast);
    assert_eq!(store.damage(), []);
    assert_eq!(store.acts().unwrap(), [text(5, 8)]);
    assert_eq!(store.all_notes().unwrap(), [text(5, 8)]);
}

#[test]
fn long_papers_never_leave_the_database_file() {
    let cast = Cast::of(1);
    let (store, dir) = store(&cast);
    let long = text(PAPER_BYTES_MAX, 0);
    for number in 0..30 {
        let papers = [
            Paper::Act { id: id(number), bytes: &long },
            Paper::Note { log: log(number), size: 1, root: id(1), bytes: &long },
        ];
        store.keep_papers(&papers).unwrap();
    }
    // A file there would not be covered by the fsync of the database file.
    let blobs = std::fs::read_dir(dir.path().join("store/blobs")).unwrap();
    assert_eq!(blobs.count(), 0);
    assert_eq!(store.acts().unwrap().len(), 30);
}

#[test]
fn acts_are_read_before_there_is_a_directory() {
    let cast = Cast::of(1);
    let (store, dir) = store(&cast);
    store.keep_act(id(1), b"one").unwrap();
    drop(store);
    let mut read = Vec::new();
    let learn = |acts| {
        read = acts;
        cast.directory().clone()
    };
    Store::open_learning(&dir.path().join("store"), crate::tests::CACHE_BYTES, learn).unwrap();
    assert_eq!(read, [b"one"]);
}

#[test]
fn a_paper_that_is_too_long_is_refused_with_all_that_came_with_it() {
    let cast = Cast::of(1);
    let (store, _dir) = store(&cast);
    let long = vec![0; PAPER_BYTES_MAX + 1];
    let papers = [
        Paper::Act { id: id(1), bytes: b"short" },
        Paper::Note { log: log(1), size: 1, root: id(1), bytes: &long },
    ];
    let refused = store.keep_papers(&papers);
    assert!(matches!(refused, Err(StoreError::TooLong { bytes }) if bytes == PAPER_BYTES_MAX + 1));
    assert_eq!(store.acts().unwrap(), Vec::<Vec<u8>>::new());
    store.keep_papers(&papers[..1]).unwrap();
    assert_eq!(store.acts().unwrap(), [b"short"]);
}

#[test]
fn the_notes_of_a_fork_never_take_each_others_place_and_a_third_stays_out() {
    let cast = Cast::of(1);
    let (store, _dir) = store(&cast);
    for (root, bytes) in [(1, b"one"), (2, b"two"), (3, b"3rd"), (1, b"uno")] {
        store.keep_note(log(1), 5, id(root), bytes).unwrap();
    }
    let mut notes = store.notes(log(1)).unwrap();
    notes.sort();
    assert_eq!(notes, [b"two", b"uno"]);
}

#[test]
fn the_largest_sizes_of_each_log_stay_whether_they_come_one_by_one_or_together() {
    let cast = Cast::of(1);
    let sizes = [5, 90, 10, 20, 30, 40, 50, 60, 70, 80, 7, 85];
    let texts: Vec<Vec<u8>> = sizes.iter().map(|size| text(20_000, *size)).collect();
    let papers: Vec<Paper<'_>> = sizes
        .iter()
        .zip(&texts)
        .map(|(size, bytes)| Paper::Note { log: log(1), size: *size as u64, root: id(1), bytes })
        .collect();
    let (one_by_one, _dir) = store(&cast);
    papers.iter().for_each(|paper| one_by_one.keep_papers(std::slice::from_ref(paper)).unwrap());
    let (together, _other) = store(&cast);
    together.keep_note(log(2), 1, id(1), b"another log").unwrap();
    together.keep_papers(&papers).unwrap();
    let kept = [20, 30, 40, 50, 60, 70, 80, 85, 90];
    let kept: Vec<_> =
        kept[kept.len() - NOTE_SIZES_MAX..].iter().map(|s| text(20_000, *s)).collect();
    assert_eq!(one_by_one.notes(log(1)).unwrap(), kept);
    assert_eq!(together.notes(log(1)).unwrap(), kept);
    assert_eq!(together.notes(log(2)).unwrap(), [b"another log"]);
    assert_eq!(together.all_notes().unwrap().len(), NOTE_SIZES_MAX + 1);
}

#[test]
fn a_damaged_paper_is_named_left_out_and_replaced_by_the_next() {
    let cast = Cast::of(1);
    let (store, dir) = store(&cast);
    let place = dir.path().join("store");
    let long = text(PAPER_BYTES_MAX, 0);
    for (number, piece) in [(1, 0), (2, 3), (3, 21)] {
        store.keep_act(id(number), &long).unwrap();
        store.database.flip_row(&[&b"A"[..], id(number).as_bytes(), &[piece]].concat(), 40);
    }
    store.keep_act(id(4), &long).unwrap();
    store.database.remove_row(&[&b"A"[..], id(4).as_bytes(), &[21]].concat());
    store.keep_act(id(5), &long).unwrap();
    store.database.move_row(
        &[&b"A"[..], id(5).as_bytes(), &[4]].concat(),
        &[&b"A"[..], id(5).as_bytes(), &[5]].concat(),
    );
    store.keep_act(id(6), b"sound").unwrap();
    store.keep_note(log(1), 6, id(1), b"a note").unwrap();
    store.keep_note(log(1), 7, id(1), b"a later note").unwrap();
    let row = |size: u8| {
        let place = super::NotePlace { log: log(1), size: size.into(), root: id(1) };
        [&crate::keys::note(place)[..], &[0]].concat()
    };
    store.database.move_row(&row(7), &row(6));
    drop(store);
    let store = open(&place, &cast);
    let words: Vec<String> = store.damage().iter().map(ToString::to_string).collect();
    assert_eq!(words.len(), 6, "{words:?}");
    for number in 1..=5 {
        let named = format!("act {} is damaged: ", id(number));
        assert!(words.iter().any(|word| word.starts_with(&named)), "{words:?}");
    }
    assert!(words[5].contains("the checkpoint note of size 6 is damaged"), "{words:?}");
    assert_eq!(store.acts().unwrap(), [b"sound"]);
    assert_eq!(store.notes(log(1)).unwrap(), Vec::<Vec<u8>>::new());
    for number in 1..=5 {
        store.keep_act(id(number), b"fetched again").unwrap();
    }
    store.keep_note(log(1), 6, id(1), b"a note").unwrap();
    assert_eq!(store.acts().unwrap().len(), 6);
    assert_eq!(store.notes(log(1)).unwrap(), [b"a note"]);
    drop(store);
    assert_eq!(open(&place, &cast).damage(), []);
}

#[test]
fn a_copy_of_the_files_at_any_moment_has_each_paper_whole_in_one_of_its_versions() {
    let cast = Cast::of(1);
    let (store, dir) = store(&cast);
    let versions: Vec<Vec<u8>> = (0..12).map(|salt| text(4_000 + 9_000 * salt, salt)).collect();
    for (number, version) in versions.iter().enumerate() {
        store.keep_act(id(1), version).unwrap();
        store.keep_note(log(1), 1, id(1), version).unwrap();
        let cut = dir.path().join(format!("cut-{number}"));
        copy(&dir.path().join("store"), &cut);
        let cut = open(&cut, &cast);
        assert_eq!(cut.damage(), []);
        assert_eq!(cut.acts().unwrap(), std::slice::from_ref(version));
        assert_eq!(cut.notes(log(1)).unwrap(), std::slice::from_ref(version));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn whatever_order_notes_come_in_those_of_the_largest_sizes_stay(
        notes in prop::collection::vec((1_u64..15, 0_u8..2), 1..40),
    ) {
        let cast = Cast::of(1);
        let (store, _dir) = store(&cast);
        for (size, root) in &notes {
            store.keep_note(log(1), *size, id(*root), &[u8::try_from(*size).unwrap(), *root]).unwrap();
        }
        let mut sizes: Vec<u64> = notes.iter().map(|(size, _)| *size).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let least = sizes[sizes.len().saturating_sub(NOTE_SIZES_MAX)];
        let mut expected: Vec<Vec<u8>> = notes
            .iter()
            .filter(|(size, _)| *size >= least)
            .map(|(size, root)| vec![u8::try_from(*size).unwrap(), *root])
            .collect();
        let mut found = store.notes(log(1)).unwrap();
        expected.sort();
        expected.dedup();
        found.sort();
        prop_assert_eq!(found, expected);
    }
}
