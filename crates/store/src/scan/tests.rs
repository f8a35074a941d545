//! Laws of opening: a log ends before its first bad entry, and the damage has a name.

use chancery_ledger::log::{Admissible, LogId};
use chancery_ledger::tree::root_of;
use chancery_testkit::Cast;

use crate::Store;
use crate::database::tests::plant::Part;
use crate::keys::{self, Slot};
use crate::tests::{Scribe, aimed_body, all, entries, keep, open};

/// Two logs of ten entries; `plant` damages the first; what opening says afterwards.
fn damaged(plant: impl FnOnce(&Store, &Scribe)) -> (Store, Vec<Admissible>, tempfile::TempDir) {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut scribe, mut other) = (Scribe::new(&cast, 0), Scribe::new(&cast, 1));
    let batch = scribe.write(10, 300);
    let others = other.write(10, 300);
    keep(&store, &batch);
    keep(&store, &others);
    plant(&store, &scribe);
    drop(store);
    let store = open(dir.path(), &cast);
    assert_eq!(all(&store, other.log()), entries(&others), "the other log is whole");
    (store, batch, dir)
}

fn words(store: &Store) -> Vec<String> {
    store.damage().iter().map(ToString::to_string).collect()
}

#[test]
fn a_log_ends_before_its_first_bad_entry_and_goes_on_when_it_is_fetched_again() {
    type Plant = Box<dyn FnOnce(&Store, &Scribe)>;
    let plants: [(&str, Plant); 4] = [
        ("the row is damaged", Box::new(|s, w| s.database.flip(w.log(), 4, Part::Lengths, 1))),
        (
            "the statement is damaged",
            Box::new(|s, w| s.database.flip(w.log(), 4, Part::Statement, 0)),
        ),
        ("a statement of another place", Box::new(|s, w| s.database.misplace(w.log(), 6, 4))),
        ("the entry is missing", Box::new(|s, w| s.database.remove_entry(w.log(), 4).unwrap())),
    ];
    for (what, plant) in plants {
        let (store, batch, dir) = damaged(plant);
        let log = batch[0].position().log;
        assert_eq!(all(&store, log), entries(&batch[..4]), "{what}");
        let words = words(&store);
        assert_eq!(words.len(), 1, "{words:?}");
        assert!(words[0].contains(&format!("log {log}, entry 4: ")), "{words:?}");
        assert!(words[0].contains(what), "{words:?}");
        // One entry fills the hole; what stood behind it is good and counts at the next start.
        keep(&store, &batch[4..5]);
        assert_eq!(all(&store, log), entries(&batch[..5]));
        drop(store);
        let store = open(dir.path(), &Cast::of(2));
        assert_eq!(store.damage(), [], "{what}");
        assert_eq!(all(&store, log), entries(&batch));
    }
}

#[test]
fn a_head_that_a_crash_left_behind_is_brought_forward() {
    for plant in
        [(|s, w| s.database.put_head_of(w.log(), 3, [1; 32])) as fn(&Store, &Scribe), |s, w| {
            s.database.remove_head(w.log()).unwrap()
        }]
    {
        let (store, batch, _dir) = damaged(plant);
        assert_eq!(store.damage(), []);
        assert_eq!(store.head(batch[0].position().log).unwrap().tip, batch[9].id());
        assert!(store.database.heads().unwrap().iter().all(|(_, seq, _)| *seq == 9));
    }
}

#[test]
fn a_head_without_its_entries_names_what_is_missing() {
    let (store, batch, _dir) = damaged(|s, w| {
        s.database.remove_entry(w.log(), 8).unwrap();
        s.database.remove_entry(w.log(), 9).unwrap();
    });
    let log = batch[0].position().log;
    assert_eq!(all(&store, log), entries(&batch[..8]));
    assert!(words(&store)[0].contains(&format!("log {log}: entries 8 to 9 are missing")));
    let (store, batch, _dir) = damaged(|s, w| {
        (0..10).for_each(|seq| s.database.remove_entry(w.log(), seq).unwrap());
    });
    let log = batch[0].position().log;
    assert_eq!(store.head(log), None);
    assert!(words(&store)[0].contains(&format!("log {log}: entries 0 to 9 are missing")));
}

#[test]
fn a_head_that_names_another_statement_is_named_once_and_put_right() {
    let (store, batch, dir) = damaged(|s, w| s.database.put_head_of(w.log(), 9, [1; 32]));
    assert!(words(&store)[0].contains("its head names another statement at 9"));
    assert_eq!(store.head(batch[0].position().log).unwrap().tip, batch[9].id());
    drop(store);
    assert_eq!(open(dir.path(), &Cast::of(2)).damage(), []);
}

#[test]
fn entries_without_their_key_are_left_out_and_their_number_is_not_given_again() {
    let (store, batch, dir) = damaged(|s, w| s.database.remove_number(w.log()).unwrap());
    assert!(words(&store)[0].contains("which has no key"), "{:?}", words(&store));
    assert_eq!(store.head(batch[0].position().log), None);
    keep(&store, &batch);
    let numbers = store.database.numbers().unwrap();
    let mut given: Vec<u32> = numbers.iter().map(|(_, number)| *number).collect();
    given.sort_unstable();
    assert_eq!(given, [1, 2], "number 0 still has rows");
    drop(store);
    assert_eq!(all(&open(dir.path(), &Cast::of(2)), batch[0].position().log), entries(&batch));
}

#[test]
fn a_proof_that_proves_nothing_is_named_and_disputes_nothing() {
    let (store, batch, _dir) = damaged(|s, w| {
        s.database.put_proof(w.log(), b"no proof").unwrap();
        s.database.flush().unwrap();
    });
    assert!(words(&store)[0].contains("proof of equivocation"), "{:?}", words(&store));
    assert_eq!(store.proofs(), Vec::<Vec<u8>>::new());
    assert_eq!(store.standing(batch[3].position()), Some(crate::Standing::InForce));
}

#[test]
fn a_correction_with_a_long_body_still_counts_after_reopening() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let batch = scribe.write(2, 100);
    let long = "x".repeat(40_000);
    let id = batch[1].id();
    let correction = scribe.sign(|draft| {
        draft.kind = "correction".to_owned();
        draft.body = aimed_body("correction", Some(id), None);
        let mut value: ciborium::Value = ciborium::from_reader(&draft.body[..]).unwrap();
        if let ciborium::Value::Map(body) = &mut value
            && let ciborium::Value::Map(record) = &mut body[0].1
        {
            record.push((ciborium::Value::Text("summary".into()), ciborium::Value::Text(long)));
        }
        draft.body = chancery_encoding::encode(&value);
    });
    keep(&store, &batch);
    keep(&store, std::slice::from_ref(&correction));
    let corrected = Some(crate::Standing::Corrected { by: correction.position() });
    assert_eq!(store.standing(batch[1].position()), corrected);
    drop(store);
    assert_eq!(open(dir.path(), &cast).standing(batch[1].position()), corrected);
}

/// A log of 600 entries with two full tiles, damaged, and opened again: what was said, and whether
/// every root is right afterwards.
fn opened_after(plant: impl FnOnce(&Store, LogId)) -> Vec<String> {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let log = scribe.log();
    let batch = scribe.write(600, 60);
    let leaves: Vec<_> = batch.iter().map(Admissible::leaf).collect();
    keep(&store, &batch);
    plant(&store, log);
    drop(store);
    let store = open(dir.path(), &cast);
    let size = store.tree_head(log).size;
    assert_eq!(store.tree_head(log).root, root_of(&leaves[..usize::try_from(size).unwrap()]));
    for smaller in (1..=size).step_by(37) {
        let right = root_of(&leaves[..usize::try_from(smaller).unwrap()]);
        assert_eq!(store.root_at(log, smaller).unwrap(), right);
    }
    let tiles = store.database.tile_places().unwrap().len();
    assert_eq!(tiles as u64, size / 256, "the full tiles and no others");
    let words = words(&store);
    // What was put right is right: the next start finds nothing of it.
    drop(store);
    let store = open(dir.path(), &cast);
    assert!(!store.damage().iter().any(|problem| problem.what.contains("tile")));
    words
}

#[test]
fn tiles_that_are_damaged_torn_or_missing_are_made_again_from_the_entries() {
    for at in [0, 31, 4_000, 8_191] {
        let words = opened_after(|store, log| store.database.flip_tile(log, (0, 1), at));
        assert_eq!(words.len(), 1, "{words:?}");
        assert!(words[0].contains("tile/0/001 is not that of its entries: it is put right"));
    }
    for length in [0, 1, 32, 8_191] {
        let words = opened_after(|store, log| {
            let key = keys::tile(store.database.place(log, 0).slot, 0, 0);
            store.database.put_row(&key, &vec![7; length]);
        });
        assert!(words[0].contains("tile/0/000 is not that of its entries"), "{words:?}");
    }
    // A crash between entries and their tiles leaves too few, which is no damage.
    let words = opened_after(|store, log| {
        store.database.remove_tile_of(log, (0, 0));
        store.database.remove_tile_of(log, (0, 1));
    });
    assert_eq!(words, Vec::<String>::new());
}

#[test]
fn tiles_that_no_entries_fill_are_removed() {
    let words = opened_after(|store, log| {
        let slot = store.database.place(log, 0).slot;
        for (level, index) in [(0, 2), (0, 900), (1, 0), (9, 0)] {
            store.database.put_row(&keys::tile(slot, level, index), &[1; 8_192]);
        }
        let other = Slot { number: 77, epoch: 3 };
        store.database.put_row(&keys::tile(other, 0, 0), &[1; 8_192]);
    });
    assert_eq!(words, Vec::<String>::new());
    // A log that ends before a bad entry has the tiles of what is left.
    let words = opened_after(|store, log| store.database.flip(log, 300, Part::Statement, 0));
    assert_eq!(words.len(), 1, "{words:?}");
    assert!(words[0].contains("entry 300: the statement is damaged"), "{words:?}");
}
