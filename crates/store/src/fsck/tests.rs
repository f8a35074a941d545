//! Laws of fsck: what is clean is clean, and every damage that can be planted is named.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chancery_ledger::act::{Revocation, RevocationRequest};
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::{Admissible, LogId};
use chancery_ledger::roster::Register;
use chancery_testkit::Cast;
use tempfile::TempDir;

use super::{Progress, Stage};
use crate::database::tests::plant::Part;
use crate::tests::{Scribe, keep, open};
use crate::{OwnLog, Problem, Store};

/// A store of two logs with a proof, and the own log file of the first.
struct Scene {
    cast: Cast,
    store: Store,
    log: LogId,
    batch: Vec<Admissible>,
    own: PathBuf,
    _dir: TempDir,
}

impl Scene {
    fn new() -> Scene {
        let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
        let store = open(&dir.path().join("store"), &cast);
        let (mut scribe, mut other) = (Scribe::new(&cast, 0), Scribe::new(&cast, 1));
        let mut batch = scribe.write(8, 300);
        batch.extend(scribe.write(2, 40_000));
        let own = dir.path().join("own.log");
        write_own(&own, &batch);
        keep(&store, &batch);
        keep(&store, &other.write(10, 300));
        store.keep_evidence(&proof(&cast, &other)).unwrap();
        Scene { cast, store, log: scribe.log(), batch, own, _dir: dir }
    }

    fn fsck(&self) -> Vec<Problem> {
        self.fsck_told(|_| ControlFlow::Continue(()))
    }

    fn fsck_told(&self, mut told: impl FnMut(Progress) -> ControlFlow<()>) -> Vec<Problem> {
        let own = Some((self.own.as_path(), self.log));
        self.store.fsck(own, self.cast.directory(), &mut told).unwrap()
    }

    /// The one problem that is found.
    fn one(&self) -> String {
        let problems = self.fsck();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(!problems[0].action.is_empty());
        problems[0].to_string()
    }
}

fn write_own(path: &Path, batch: &[Admissible]) {
    let mut own = OwnLog::open(path).unwrap();
    for entry in batch {
        own.append(&entry.entry().statement, &entry.entry().body).unwrap();
    }
}

fn proof(cast: &Cast, scribe: &Scribe) -> Equivocation {
    let authentic = |entry: &Admissible| {
        let author = cast.directory().author(&entry.header().key).unwrap();
        entry.entry().clone().decode().unwrap().authenticate(&author.key).unwrap()
    };
    let (one, other) = (scribe.twin().write(1, 100), scribe.twin().write(1, 150));
    Equivocation::prove(&authentic(&one[0]), &authentic(&other[0])).unwrap()
}

#[test]
fn a_clean_store_is_clean_also_with_what_a_crash_leaves_over() {
    let scene = Scene::new();
    assert_eq!(scene.fsck(), []);
    scene.store.database.put_orphan(scene.log, 10, 0);
    scene.store.database.put_orphan(scene.log, 3, 2);
    assert_eq!(scene.fsck(), []);
}

#[test]
fn a_piece_left_over_never_gets_into_a_later_body() {
    let scene = Scene::new();
    let mut scribe = Scribe::new(&scene.cast, 0);
    scribe.write(10, 300);
    for (seq, piece) in [(10, 0), (10, 1), (11, 5)] {
        scene.store.database.put_orphan(scene.log, seq, piece);
    }
    let mut scribe = Scribe::new(&scene.cast, 0);
    scribe.write(8, 300);
    scribe.write(2, 40_000);
    let later = [scribe.write(1, 100), scribe.write(1, 40_000)].concat();
    keep(&scene.store, &later);
    for entry in &later {
        let found = scene.store.entry(entry.position()).unwrap();
        assert_eq!(found.as_ref(), Some(entry.entry()));
    }
}

#[test]
fn a_flipped_bit_anywhere_in_an_entry_is_found_at_its_place() {
    for part in [Part::Lengths, Part::Statement, Part::Body] {
        for at in [0, 1, 2, 50, 120, 200] {
            if matches!(part, Part::Lengths) && at > 5 {
                continue;
            }
            let scene = Scene::new();
            scene.store.database.flip(scene.log, 4, part, at);
            let found = scene.one();
            assert!(found.starts_with(&format!("log {}, entry 4: ", scene.log)), "{found}");
        }
    }
}

#[test]
fn a_flipped_bit_in_the_signature_is_a_wrong_signature() {
    let scene = Scene::new();
    let statement_bytes = scene.batch[9].entry().statement.len();
    scene.store.database.flip(scene.log, 9, Part::Statement, statement_bytes - 40);
    assert!(scene.one().contains("entry 9: its signature is wrong"), "{}", scene.one());
}

#[test]
fn missing_misplaced_and_torn_entries_are_found() {
    let scene = Scene::new();
    scene.store.database.remove_entry(scene.log, 3).unwrap();
    scene.store.database.remove_entry(scene.log, 4).unwrap();
    assert!(scene.one().contains("entries 3 to 4 are missing"), "{}", scene.one());

    let scene = Scene::new();
    scene.store.database.misplace(scene.log, 2, 5);
    assert!(scene.one().contains("entry 5: a statement of another place"), "{}", scene.one());

    let scene = Scene::new();
    scene.store.database.remove_piece(scene.log, 9, 1);
    assert!(scene.one().contains("entry 9: its row is damaged"), "{}", scene.one());
    assert!(scene.one().contains("piece 1 of the body is missing"), "{}", scene.one());
}

#[test]
fn the_other_branch_of_a_fork_in_the_middle_of_a_log_is_found_where_it_ends() {
    let scene = Scene::new();
    let mut scribe = Scribe::new(&scene.cast, 0);
    scribe.write(5, 300);
    let branch = scribe.write(1, 150).remove(0);
    let (id, entry) = (*branch.id().as_bytes(), branch.entry());
    let place = scene.store.database.place(scene.log, 5);
    let new =
        crate::database::NewEntry { place, id, statement: &entry.statement, body: &entry.body };
    scene.store.database.write(&[new]).unwrap();
    scene.store.database.put_head_of(scene.log, 9, *scene.batch[9].id().as_bytes());
    assert!(scene.one().contains("entry 6: it does not fit its log"), "{}", scene.one());
}

#[test]
fn wrong_and_missing_heads_are_found() {
    let scene = Scene::new();
    let tip = *scene.batch[9].id().as_bytes();
    for (seq, id, words) in [
        (7, tip, "its head names entry 7, and its entries end at 9"),
        (12, tip, "its head names entry 12, and its entries end at 9"),
        (9, [1; 32], "its head names another statement at 9"),
    ] {
        scene.store.database.put_head_of(scene.log, seq, id);
        assert!(scene.one().contains(words), "{}", scene.one());
    }
    scene.store.database.remove_head(scene.log).unwrap();
    assert!(scene.one().contains("its head is missing"), "{}", scene.one());
}

#[test]
fn a_number_without_its_key_is_found() {
    let scene = Scene::new();
    scene.store.database.remove_number(scene.log).unwrap();
    assert!(scene.one().contains("entries stand under number 0"), "{}", scene.one());
}

#[test]
fn a_proof_that_does_not_verify_or_stands_under_another_log_is_found() {
    let scene = Scene::new();
    let mut bytes = scene.store.proofs()[0].clone();
    let log = scene.cast.players()[1].log();
    scene.store.database.put_proof(scene.log, &bytes).unwrap();
    assert!(scene.one().contains("is about another log"), "{}", scene.one());
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let scene = Scene::new();
    scene.store.database.put_proof(log, &bytes).unwrap();
    assert!(scene.one().contains("proof of equivocation"), "{}", scene.one());
}

#[test]
fn an_author_that_no_certificate_names_is_found() {
    let scene = Scene::new();
    let found = {
        let directory = Cast::of(1);
        let mut told = |_| ControlFlow::Continue(());
        scene.store.fsck(None, directory.directory(), &mut told).unwrap()
    };
    // Another roster altogether: nothing of the first state was made under it either.
    assert!(found.iter().any(|problem| problem.what.contains("no certificate names its key")));
    assert!(found.iter().any(|problem| problem.what.contains("it does not fit its log")));
}

#[test]
fn what_a_state_has_closed_since_is_not_damaged_by_that_and_damage_there_is_still_found() {
    let scene = Scene::new();
    let player = &scene.cast.players()[0];
    let request = RevocationRequest {
        network: scene.cast.directory().network(),
        issuer: player.certificate().issuer.clone(),
        under: scene.cast.directory().roster_hash(),
        log: scene.log,
        last: Some((3, scene.batch[3].id())),
        issued_at: 1,
        reason: "stolen".to_owned(),
    };
    let directory = scene.cast.directory();
    let closing = Revocation::issue(&request, player.root_key(), directory).unwrap();
    let mut register = Register::new(scene.cast.genesis());
    let act = register.check(closing.bytes()).unwrap();
    register.insert(act);
    let fsck = || {
        let own = Some((scene.own.as_path(), scene.log));
        let mut told = |_| ControlFlow::Continue(());
        scene.store.fsck(own, register.directory(), &mut told).unwrap()
    };
    assert_eq!(fsck(), []);
    let mut bytes = fs::read(&scene.own).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&scene.own, &bytes).unwrap();
    assert!(!fsck().is_empty(), "behind the cut as well");
}

#[test]
fn an_own_log_file_ahead_behind_different_damaged_or_missing_is_found() {
    let scene = Scene::new();
    let rewrite = |batch: &[Admissible]| {
        fs::remove_file(&scene.own).unwrap();
        write_own(&scene.own, batch);
    };
    rewrite(&scene.batch[..7]);
    assert!(scene.one().contains("own log file: entries 7 to 9 are missing"), "{}", scene.one());

    let mut scribe = Scribe::new(&scene.cast, 0);
    scribe.write(8, 300);
    scribe.write(2, 40_000);
    let ahead = [&scene.batch[..], &scribe.write(2, 100)].concat();
    rewrite(&ahead);
    assert!(scene.one().contains("entries 10 to 11 are missing in the store"), "{}", scene.one());

    let mut scribe = Scribe::new(&scene.cast, 0);
    scribe.write(8, 300);
    let other = [&scene.batch[..8], &scribe.write(2, 100)].concat();
    rewrite(&other);
    let found = scene.fsck();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].what.contains("entry 8: file and store hold different statements"));

    rewrite(&scene.batch);
    let mut bytes = fs::read(&scene.own).unwrap();
    bytes[500] ^= 1;
    fs::write(&scene.own, &bytes).unwrap();
    assert!(scene.one().contains("own log file: "), "{}", scene.one());

    fs::remove_file(&scene.own).unwrap();
    assert!(scene.one().contains("own log file: cannot open"), "{}", scene.one());
}

#[test]
fn a_half_written_last_frame_is_a_publication_under_way_and_no_problem() {
    let scene = Scene::new();
    let mut bytes = fs::read(&scene.own).unwrap();
    bytes.extend_from_slice(b"\xC4\xA7OE half a frame");
    fs::write(&scene.own, &bytes).unwrap();
    assert_eq!(scene.fsck(), []);
    assert_eq!(fs::read(&scene.own).unwrap(), bytes, "nothing is cut");
}

#[test]
fn entries_appended_and_not_yet_synced_are_no_problem() {
    let scene = Scene::new();
    let mut newcomer = Scribe::new(&scene.cast, 1);
    newcomer.write(10, 300);
    scene.store.append(&newcomer.write(3, 300)).unwrap();
    assert_eq!(scene.fsck(), []);
}

#[test]
fn progress_goes_through_every_stage_to_its_end_and_a_break_stops_it() {
    let scene = Scene::new();
    let mut seen: Vec<Progress> = Vec::new();
    scene.fsck_told(|progress| {
        seen.push(progress);
        ControlFlow::Continue(())
    });
    for (stage, total) in [
        (Stage::Entries, 20),
        (Stage::Heads, 2),
        (Stage::Trees, 0),
        (Stage::Proofs, 1),
        (Stage::Papers, 0),
        (Stage::Promises, 0),
        (Stage::OwnLog, 10),
    ] {
        let last = seen.iter().rfind(|progress| progress.stage == stage).unwrap();
        assert_eq!((last.done, last.total), (total, total), "{stage}");
    }
    assert!(seen.iter().all(|progress| progress.done <= progress.total));

    scene.store.database.flip(scene.log, 4, Part::Body, 9);
    for stop_after in 1..=seen.len() {
        let mut told = 0;
        scene.fsck_told(|_| {
            told += 1;
            if told < stop_after { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        assert_eq!(told, stop_after, "nothing is told after a break");
    }
    let stages: Vec<Stage> = seen.iter().map(|progress| progress.stage).collect();
    for stage in [Stage::Entries, Stage::Heads, Stage::Proofs, Stage::OwnLog] {
        let first = stages.iter().position(|seen| *seen == stage).unwrap();
        assert!(stages[..first].iter().all(|before| stages[first..].iter().all(|s| s != before)));
    }
}

#[test]
fn two_runs_over_one_damage_say_the_same() {
    let scene = Scene::new();
    scene.store.database.flip(scene.log, 4, Part::Body, 9);
    scene.store.database.put_head_of(scene.log, 7, [0; 32]);
    let (one, other) = (scene.fsck(), scene.fsck());
    assert_eq!(one.len(), 2);
    assert_eq!(one, other);
}
