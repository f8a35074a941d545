//! Laws of promising: nothing smaller, nothing else, nothing that is not held, and nothing at all
//! where it is not known what was promised.

use std::fs;
use std::path::{Path, PathBuf};

use chancery_encoding::Digest;
use chancery_ledger::log::{Admissible, LogId};
use chancery_ledger::tree::root_of;
use chancery_testkit::Cast;
use proptest::prelude::*;

use super::{PromiseFlaw, WitnessState, marker_row};
use crate::tests::{Scribe, copy, keep, open};
use crate::{Store, keys, set_aside};

const KEY: [u8; 32] = [0xAA; 32];
const NEXT: [u8; 32] = [0xBB; 32];

/// A node's directory: a store of two logs of ten entries, and a key that has been adopted.
struct Scene {
    cast: Cast,
    store: Option<Store>,
    roots: [Vec<Digest>; 2],
    logs: [LogId; 2],
    dir: tempfile::TempDir,
}

impl Scene {
    fn new() -> Scene {
        let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
        let store = open(&dir.path().join("store"), &cast);
        let batches = [0, 1].map(|player| Scribe::new(&cast, player).write(10, 60));
        batches.iter().for_each(|batch| keep(&store, batch));
        let logs = [0, 1].map(|at: usize| batches[at][0].position().log);
        let roots = batches.map(|batch| {
            let leaves: Vec<Digest> = batch.iter().map(Admissible::leaf).collect();
            (0..=leaves.len()).map(|size| root_of(&leaves[..size])).collect()
        });
        assert_eq!(store.adopt_witness(&KEY).unwrap(), WitnessState::Fresh);
        Scene { cast, store: Some(store), roots, logs, dir }
    }

    fn place(&self) -> PathBuf {
        self.dir.path().join("store")
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// Opens the store again, after something was done to its directory.
    fn again(&mut self, meanwhile: impl FnOnce(&Path)) {
        self.store = None;
        meanwhile(&self.place());
        self.store = Some(open(&self.place(), &self.cast));
    }

    /// Promises the true root of a size.
    fn promise(&self, log: usize, size: usize) -> Result<(), PromiseFlaw> {
        self.promise_root(log, size, self.roots[log][size])
    }

    fn promise_root(&self, log: usize, size: usize, root: Digest) -> Result<(), PromiseFlaw> {
        let answers = self.store().promise(&[(self.logs[log], size as u64, root)]).unwrap();
        assert_eq!(answers.len(), 1);
        answers[0]
    }

    fn words(&self) -> Vec<String> {
        self.store().damage().iter().map(|problem| problem.what.clone()).collect()
    }
}

#[test]
fn no_smaller_size_no_other_root_and_nothing_that_is_not_held_is_promised() {
    let scene = Scene::new();
    let wrong = Digest::of(b"wrong");
    let disagrees = PromiseFlaw::Disagrees { held: scene.roots[0][6] };
    assert_eq!(scene.promise_root(0, 6, wrong), Err(disagrees));
    assert_eq!(scene.store().promised(scene.logs[0]), None);
    assert_eq!(scene.promise(0, 6), Ok(()));
    assert_eq!(scene.promise(0, 6), Ok(()), "the same again");
    assert_eq!(scene.promise(0, 5), Err(PromiseFlaw::Smaller { promised: 6 }));
    let other = PromiseFlaw::OtherRoot { promised: scene.roots[0][6] };
    assert_eq!(scene.promise_root(0, 6, wrong), Err(other));
    assert_eq!(scene.promise_root(0, 11, wrong), Err(PromiseFlaw::Behind { held: 10 }));
    assert_eq!(scene.promise(0, 10), Ok(()));
    assert_eq!(scene.store().promised(scene.logs[0]), Some((10, scene.roots[0][10])));
    assert_eq!(scene.promise(1, 3), Ok(()), "each log by itself");
    let unknown = LogId { key: [9; 32], epoch: 0 };
    let answers = scene.store().promise(&[(unknown, 1, wrong)]).unwrap();
    assert_eq!(answers, [Err(PromiseFlaw::Behind { held: 0 })]);
}

#[test]
fn a_batch_is_answered_one_by_one_as_if_it_had_come_so() {
    let scene = Scene::new();
    let [one, two] = scene.logs;
    let roots = &scene.roots;
    let batch = [
        (one, 4, roots[0][4]),
        (two, 9, Digest::of(b"wrong")),
        (one, 3, roots[0][3]),
        (one, 8, roots[0][8]),
        (one, 8, roots[0][7]),
        (two, 2, roots[1][2]),
    ];
    let answers = scene.store().promise(&batch).unwrap();
    let expected = [
        Ok(()),
        Err(PromiseFlaw::Disagrees { held: roots[1][9] }),
        Err(PromiseFlaw::Smaller { promised: 4 }),
        Ok(()),
        Err(PromiseFlaw::OtherRoot { promised: roots[0][8] }),
        Ok(()),
    ];
    assert_eq!(answers, expected);
    assert_eq!(scene.store().promise(&[]).unwrap(), []);
}

#[test]
fn entries_that_are_not_durable_are_not_promised() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(&dir.path().join("store"), &cast);
    let _ = store.adopt_witness(&KEY).unwrap();
    let batch = Scribe::new(&cast, 0).write(2, 60);
    store.append(&batch).unwrap();
    let tree = (batch[0].position().log, 1, batch[0].leaf());
    assert_eq!(store.promise(&[tree]).unwrap(), [Err(PromiseFlaw::Behind { held: 0 })]);
    store.sync().unwrap();
    assert_eq!(store.promise(&[tree]).unwrap(), [Ok(())]);
}

#[test]
fn what_was_promised_binds_after_reopening_and_only_when_the_key_is_adopted_again() {
    let mut scene = Scene::new();
    scene.promise(0, 6).unwrap();
    scene.again(|_| {});
    assert_eq!(scene.words(), Vec::<String>::new());
    assert_eq!(scene.promise(0, 7), Err(PromiseFlaw::Retired), "not adopted yet");
    assert_eq!(scene.store().witness_state(&KEY), WitnessState::Kept);
    assert_eq!(scene.store().adopt_witness(&KEY).unwrap(), WitnessState::Kept);
    assert_eq!(scene.promise(0, 5), Err(PromiseFlaw::Smaller { promised: 6 }));
    assert_eq!(scene.promise(0, 6), Ok(()), "what was promised and perhaps not signed");
    assert_eq!(scene.promise(0, 7), Ok(()));
}

#[test]
fn a_store_that_was_lost_retires_the_key_and_another_begins_afresh() {
    for promised in [false, true] {
        let mut scene = Scene::new();
        if promised {
            scene.promise(0, 6).unwrap();
        }
        scene.again(|place| drop(set_aside(place).unwrap()));
        assert_eq!(scene.store().witness_state(&KEY), WitnessState::Retired);
        assert_eq!(scene.store().adopt_witness(&KEY).unwrap(), WitnessState::Retired);
        keep(scene.store(), &Scribe::new(&scene.cast, 0).write(10, 60));
        assert_eq!(scene.promise(0, 9), Err(PromiseFlaw::Retired));
        assert_eq!(scene.store().adopt_witness(&NEXT).unwrap(), WitnessState::Fresh);
        assert_eq!(scene.promise(0, 3), Ok(()));
        // A key that was retired stays so, and trying it takes the other's word away.
        assert_eq!(scene.store().adopt_witness(&KEY).unwrap(), WitnessState::Retired);
        assert_eq!(scene.promise(0, 9), Err(PromiseFlaw::Retired));
        scene.again(|_| {});
        assert_eq!(scene.store().witness_state(&KEY), WitnessState::Retired);
        assert_eq!(scene.store().adopt_witness(&NEXT).unwrap(), WitnessState::Kept);
        assert_eq!(scene.promise(0, 2), Err(PromiseFlaw::Smaller { promised: 3 }));
    }
}

#[test]
fn a_new_key_is_not_bound_by_the_old_ones_promises_which_are_over_for_good() {
    let mut scene = Scene::new();
    scene.promise(0, 6).unwrap();
    scene.promise(1, 6).unwrap();
    assert_eq!(scene.store().adopt_witness(&NEXT).unwrap(), WitnessState::Fresh);
    assert_eq!(scene.store().promised(scene.logs[0]), None);
    assert_eq!(scene.promise(0, 2), Ok(()));
    assert_eq!(scene.store().adopt_witness(&KEY).unwrap(), WitnessState::Retired);
    scene.again(|_| {});
    assert_eq!(scene.words(), Vec::<String>::new());
    assert_eq!(scene.store().witness_state(&KEY), WitnessState::Retired);
    assert_eq!(scene.store().witness_state(&NEXT), WitnessState::Kept);
}

#[test]
fn an_older_copy_of_the_store_retires_the_key() {
    let mut scene = Scene::new();
    scene.promise(0, 6).unwrap();
    let backup = scene.dir.path().join("backup");
    scene.again(|place| copy(place, &backup));
    assert_eq!(scene.store().adopt_witness(&KEY).unwrap(), WitnessState::Kept);
    scene.promise(0, 9).unwrap();
    scene.again(|place| {
        fs::remove_dir_all(place).unwrap();
        copy(&backup, place);
    });
    assert_eq!(scene.store().promised(scene.logs[0]), Some((6, scene.roots[0][6])));
    assert_eq!(scene.store().adopt_witness(&KEY).unwrap(), WitnessState::Retired);
    assert_eq!(scene.promise(0, 7), Err(PromiseFlaw::Retired));
}

#[test]
fn a_key_that_is_retired_by_hand_stays_so_whether_it_was_used_or_not() {
    let mut scene = Scene::new();
    scene.promise(0, 6).unwrap();
    scene.store().retire_witness(&[0xCC; 32]).unwrap();
    assert_eq!(scene.promise(0, 7), Ok(()), "another key's end is nothing to this one");
    scene.store().retire_witness(&KEY).unwrap();
    scene.store().retire_witness(&KEY).unwrap();
    assert_eq!(scene.promise(0, 8), Err(PromiseFlaw::Retired));
    for _ in 0..2 {
        for key in [KEY, [0xCC; 32]] {
            assert_eq!(scene.store().adopt_witness(&key).unwrap(), WitnessState::Retired);
        }
        scene.again(|_| {});
    }
    assert_eq!(scene.store().adopt_witness(&NEXT).unwrap(), WitnessState::Fresh);
    assert_eq!(scene.promise(0, 8), Ok(()));
}

#[test]
fn a_file_beside_the_store_that_is_lost_or_behind_is_written_again() {
    for change in [(|marker: &Path| fs::remove_file(marker).unwrap()) as fn(&Path), |marker| {
        let text = fs::read_to_string(marker).unwrap();
        let behind = text.replace(&format!(" {:020}", 1), &format!(" {:020}", 0));
        assert_ne!(text, behind);
        fs::write(marker, behind).unwrap();
    }] {
        let mut scene = Scene::new();
        scene.promise(0, 6).unwrap();
        let marker = scene.dir.path().join("witness.adopted");
        let before = fs::read(&marker).unwrap();
        scene.again(|_| change(&marker));
        assert_eq!(scene.store().adopt_witness(&KEY).unwrap(), WitnessState::Kept);
        assert_eq!(fs::read(&marker).unwrap(), before);
        assert_eq!(scene.promise(0, 5), Err(PromiseFlaw::Smaller { promised: 6 }));
    }
}

#[test]
fn a_damaged_file_beside_the_store_retires_every_key_and_is_named() {
    let mut scene = Scene::new();
    scene.promise(0, 6).unwrap();
    let marker = scene.dir.path().join("witness.adopted");
    scene.again(|_| fs::write(&marker, b"not a line").unwrap());
    assert!(scene.words()[0].contains("witness.adopted is damaged"), "{:?}", scene.words());
    for key in [KEY, NEXT] {
        assert_eq!(scene.store().adopt_witness(&key).unwrap(), WitnessState::Retired);
        assert_eq!(scene.promise(0, 7), Err(PromiseFlaw::Retired));
    }
    assert_eq!(fs::read(&marker).unwrap(), b"not a line");
}

#[test]
fn damaged_moved_and_missing_rows_retire_the_key_and_are_named() {
    type Damage = fn(&Store, [LogId; 2]);
    let damages: [(&str, Damage); 6] = [
        ("the witness's promise is damaged", |store, [log, _]| {
            store.database.flip_row(&keys::promise(log), 35);
        }),
        ("the witness's promise is damaged", |store, [log, other]| {
            store.database.move_row(&keys::promise(log), &keys::promise(other));
        }),
        ("1 of 2 promises of the witness are gone", |store, [log, _]| {
            store.database.remove_row(&keys::promise(log));
        }),
        ("the row of the witness's key is damaged", |store, _| {
            store.database.flip_row(keys::WITNESS, 40);
        }),
        ("the witness has promised, and its key is gone", |store, _| {
            store.database.remove_row(keys::WITNESS);
        }),
        ("a promise of no log", |store, _| store.database.put_row(b"Wshort", b"x")),
    ];
    for (words, damage) in damages {
        let mut scene = Scene::new();
        scene.promise(0, 6).unwrap();
        scene.promise(1, 6).unwrap();
        damage(scene.store(), scene.logs);
        scene.again(|_| {});
        assert!(scene.words().iter().any(|word| word.contains(words)), "{:?}", scene.words());
        assert_eq!(scene.store().adopt_witness(&KEY).unwrap(), WitnessState::Retired, "{words}");
        assert_eq!(scene.promise(0, 7), Err(PromiseFlaw::Retired));
        assert_eq!(scene.store().adopt_witness(&NEXT).unwrap(), WitnessState::Fresh);
        assert_eq!(scene.promise(0, 7), Ok(()));
        scene.again(|_| {});
        assert_eq!(scene.words(), Vec::<String>::new(), "a fresh key clears the damage");
    }
}

#[test]
fn a_count_row_of_another_copy_does_not_pass() {
    let mut scene = Scene::new();
    scene.promise(0, 6).unwrap();
    let (key, row) = marker_row(&KEY, 0, 1);
    scene.store().database.put_row(&key, &row.unwrap());
    scene.again(|_| {});
    assert_eq!(scene.store().witness_state(&KEY), WitnessState::Retired);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_asked_and_whenever_it_restarts_what_is_promised_only_grows(
        asked in prop::collection::vec((0_usize..2, 0_usize..=10, any::<bool>(), any::<bool>()), 1..25),
    ) {
        let mut scene = Scene::new();
        let mut said: [Option<usize>; 2] = [None, None];
        for (log, size, is_true, restarts) in asked {
            let root = if is_true { scene.roots[log][size] } else { Digest::of(b"a lie") };
            let answer = scene.promise_root(log, size, root);
            let may = is_true && said[log].is_none_or(|before| before <= size);
            prop_assert_eq!(answer.is_ok(), may);
            if may {
                said[log] = Some(size);
            }
            if restarts {
                scene.again(|_| {});
                prop_assert_eq!(scene.store().adopt_witness(&KEY).unwrap(), WitnessState::Kept);
            }
        }
    }
}
