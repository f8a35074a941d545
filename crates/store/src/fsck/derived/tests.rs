//! Laws of verifying what stands beside the entries: what is clean is clean, every damage is named.

use std::ops::ControlFlow;

use chancery_encoding::Digest;
use chancery_ledger::log::{Admissible, LogId};
use chancery_testkit::Cast;

use crate::database::tests::plant::Part;
use crate::keys;
use crate::tests::{Scribe, keep, open};
use crate::{Problem, Store};

const KEY: [u8; 32] = [0xAA; 32];

/// A store of a log of 600 entries, an act, a note, and a promise of 500.
struct Scene {
    cast: Cast,
    store: Store,
    log: LogId,
    root: Digest,
    scribe: Scribe,
    _dir: tempfile::TempDir,
}

impl Scene {
    fn new() -> Scene {
        let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
        let store = open(&dir.path().join("store"), &cast);
        let mut scribe = Scribe::new(&cast, 0);
        keep(&store, &scribe.write(600, 60));
        let log = scribe.log();
        let root = store.root_at(log, 500).unwrap();
        store.keep_act(Digest::of(b"act"), &[5; 30_000]).unwrap();
        store.keep_note(log, 500, root, &scribe.checkpoint(500, root)).unwrap();
        let _ = store.adopt_witness(&KEY).unwrap();
        assert_eq!(store.promise(&[(log, 500, root)]).unwrap(), [Ok(())]);
        Scene { cast, store, log, root, scribe, _dir: dir }
    }

    fn fsck(&self) -> Vec<Problem> {
        self.store.fsck(None, self.cast.directory(), &mut |_| ControlFlow::Continue(())).unwrap()
    }

    /// The one problem that is found, and found again by the next run.
    fn one(&self) -> String {
        let problems = self.fsck();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems, self.fsck());
        problems[0].to_string()
    }
}

#[test]
fn a_store_with_trees_papers_and_promises_is_clean_also_while_it_grows() {
    let mut scene = Scene::new();
    assert_eq!(scene.fsck(), []);
    // A full tile of entries that are written and not yet durable.
    scene.store.append(&scene.scribe.write(200, 60)).unwrap();
    assert_eq!(scene.fsck(), []);
    let (store, directory) = (&scene.store, scene.cast.directory());
    let batch: Vec<Admissible> = scene.scribe.write(1_000, 60);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| batch.chunks(40).for_each(|chunk| keep(store, chunk)));
        while !writing.is_finished() {
            let found = store.fsck(None, directory, &mut |_| ControlFlow::Continue(())).unwrap();
            assert_eq!(found, []);
        }
    });
    assert_eq!(scene.fsck(), []);
}

#[test]
fn a_tile_that_is_damaged_missing_or_of_no_entries_is_found() {
    let scene = Scene::new();
    scene.store.database.flip_tile(scene.log, (0, 1), 77);
    assert!(scene.one().contains("tile/0/001 is not that of its entries"), "{}", scene.one());
    let scene = Scene::new();
    scene.store.database.remove_tile_of(scene.log, (0, 0));
    assert!(scene.one().contains("tile/0/000 is missing"), "{}", scene.one());
    for (level, index) in [(0, 2), (1, 0), (200, 5)] {
        let scene = Scene::new();
        let slot = scene.store.database.place(scene.log, 0).slot;
        scene.store.database.put_row(&keys::tile(slot, level, index), &[1; 8_192]);
        let named = format!("tile {index} of level {level} stands under number 0, epoch 0");
        assert!(scene.one().contains(&named), "{}", scene.one());
    }
}

#[test]
fn the_tiles_behind_a_bad_entry_are_left_alone_and_those_before_it_are_not() {
    let scene = Scene::new();
    scene.store.database.flip(scene.log, 300, Part::Body, 0);
    scene.store.database.flip_tile(scene.log, (0, 1), 5);
    assert!(scene.one().contains("entry 300: "), "{}", scene.one());
    scene.store.database.flip_tile(scene.log, (0, 0), 5);
    assert_eq!(scene.fsck().len(), 2);
}

#[test]
fn a_damaged_act_or_note_is_found() {
    let scene = Scene::new();
    let act = [&keys::act(&Digest::of(b"act"))[..], &[2]].concat();
    scene.store.database.flip_row(&act, 9);
    let named = format!("act {} is damaged", Digest::of(b"act"));
    assert!(scene.one().contains(&named), "{}", scene.one());
    let scene = Scene::new();
    let place = keys::NotePlace { log: scene.log, size: 500, root: scene.root };
    scene.store.database.flip_row(&[&keys::note(place)[..], &[0]].concat(), 33);
    assert!(scene.one().contains("the checkpoint note of size 500 is damaged"), "{}", scene.one());
    let scene = Scene::new();
    scene.store.database.put_row(b"Ashort", b"x");
    assert!(scene.one().contains("an act stands under no id"), "{}", scene.one());
    let scene = Scene::new();
    scene.store.database.put_row(b"Cshort", b"x");
    assert!(scene.one().contains("a checkpoint note stands under no log"), "{}", scene.one());
}

#[test]
fn a_note_that_does_not_verify_or_says_something_else_is_found() {
    let scene = Scene::new();
    let note = scene.scribe.checkpoint(400, scene.root);
    scene.store.keep_note(scene.log, 300, scene.root, &note).unwrap();
    let named = "the checkpoint note of size 300 is about something else";
    assert!(scene.one().contains(named), "{}", scene.one());
    let scene = Scene::new();
    let mut note = scene.scribe.checkpoint(400, scene.root);
    let at = note.len() - 20;
    note[at] = if note[at] == b'A' { b'B' } else { b'A' };
    scene.store.keep_note(scene.log, 400, scene.root, &note).unwrap();
    assert!(scene.one().contains("checkpoint note of size 400: "), "{}", scene.one());
}

#[test]
fn a_promise_that_is_damaged_or_not_of_the_entries_is_found() {
    let scene = Scene::new();
    scene.store.database.flip_row(&keys::promise(scene.log), 40);
    assert!(scene.one().contains("the witness's promise is damaged"), "{}", scene.one());
    for (size, root, words) in [
        (400, scene.root, "has promised another root of 400 entries"),
        (601, scene.root, "has promised 601 entries, and 600 are held"),
    ] {
        let scene = Scene::new();
        let (key, row) = crate::witness::promise_row(scene.log, size, &root);
        scene.store.database.put_row(&key, &row.unwrap());
        assert!(scene.one().contains(words), "{}", scene.one());
    }
}
