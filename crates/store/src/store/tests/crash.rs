//! What becomes of a store when the process, the disk or the bytes give way.
//!
//! The law is one: opening gives prefixes of the logs or a typed error, never a wrong entry and
//! never a panic; and what a sync has returned for is lost only with the bytes themselves.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use chancery_encoding::Digest;
use chancery_ledger::statement::Entry;
use chancery_ledger::tree::root_of;
use chancery_testkit::{Cast, Dice};

use crate::tests::{CACHE_BYTES, Scribe, all, copy, entries, keep, open};
use crate::{OpenError, OwnLog, OwnLogError, Store, StoreError};

/// Where the child of a test finds its store.
pub(super) const CHILD_DIR: &str = "CHANCERY_STORE_TEST_CHILD_DIR";

/// A store of two logs, closed; what they hold.
fn filled(place: &Path, cast: &Cast) -> Vec<Vec<Entry>> {
    let store = open(place, cast);
    let mut scribes = [Scribe::new(cast, 0), Scribe::new(cast, 1)];
    let mut written = vec![Vec::new(); 2];
    for round in 0..30 {
        for (scribe, written) in scribes.iter_mut().zip(&mut written) {
            let batch = scribe.write(10, if round == 5 { 30_000 } else { 700 });
            keep(&store, &batch);
            written.extend(entries(&batch));
        }
        store.keep_act(Digest::of(b"act"), &text(round)).unwrap();
        let (log, size) = (scribes[0].log(), written[0].len() as u64);
        store.keep_note(log, size, Digest::of(b"root"), &text(round)).unwrap();
    }
    written
}

/// Acts and notes of several pieces, each of another length.
fn text(round: usize) -> Vec<u8> {
    vec![u8::try_from(round).unwrap(); 10_000 + round * 1_000]
}

/// Holds what is found beside the entries against what was written.
fn sound_beside(store: &Store, cast: &Cast, written: &[Vec<Entry>], what: &str) {
    for (player, written) in cast.players().iter().zip(written) {
        let head = store.tree_head(player.log());
        let size = usize::try_from(head.size).unwrap();
        let leaf = |entry: &Entry| entry.clone().decode().unwrap().leaf();
        let leaves: Vec<Digest> = written[..size].iter().map(leaf).collect();
        assert_eq!(head.root, root_of(&leaves), "{what}");
        for smaller in (1..size).step_by(29) {
            match store.root_at(player.log(), smaller as u64) {
                Ok(root) => assert_eq!(root, root_of(&leaves[..smaller]), "{what}"),
                Err(StoreError::Corrupt { .. } | StoreError::Io { .. }) => {}
                Err(other) => panic!("{what}: {other:?}"),
            }
        }
    }
    for papers in [store.acts(), store.all_notes()] {
        let papers = papers.unwrap_or_default();
        assert!(papers.iter().all(|paper| *paper == text(usize::from(paper[0]))), "{what}");
    }
}

/// Opens what is left, and holds it against what was written.
fn prefix_or_typed_error(place: &Path, cast: &Cast, written: &[Vec<Entry>], what: &str) -> bool {
    let store = match Store::open(place, CACHE_BYTES, cast.directory()) {
        Ok(store) => store,
        Err(OpenError::Corrupt { .. } | OpenError::Io { .. }) => return false,
        Err(other) => panic!("{what}: {other:?}"),
    };
    for (player, written) in cast.players().iter().zip(written) {
        match store.read(player.log(), 0, u64::MAX, u64::MAX) {
            Ok(found) => {
                assert!(found.len() <= written.len(), "{what}");
                assert_eq!(found, written[..found.len()], "{what}");
            }
            Err(StoreError::Corrupt { .. } | StoreError::Io { .. }) => {}
            Err(other) => panic!("{what}: {other:?}"),
        }
    }
    sound_beside(&store, cast, written, what);
    true
}

#[test]
fn a_database_file_cut_anywhere_opens_to_prefixes_or_not_at_all() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    let written = filled(&place, &cast);
    let length = fs::metadata(place.join("db")).unwrap().len();
    let mut dice = Dice::new(11);
    let mut opened = 0;
    for round in 0..40 {
        let cut = dir.path().join("cut");
        copy(&place, &cut);
        let end = if round == 0 { 0 } else { dice.below(length) };
        let file = fs::OpenOptions::new().write(true).open(cut.join("db")).unwrap();
        file.set_len(end).unwrap();
        // After a crash there is no snapshot of an orderly end.
        if round % 2 == 0 {
            forget_snapshots(&cut);
        }
        let what = format!("cut at {end} of {length}");
        opened += usize::from(prefix_or_typed_error(&cut, &cast, &written, &what));
        fs::remove_dir_all(&cut).unwrap();
    }
    assert!(opened > 0, "no cut could be opened");
}

#[test]
fn a_database_file_with_flipped_bytes_opens_to_prefixes_or_not_at_all() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    let written = filled(&place, &cast);
    let whole = fs::read(place.join("db")).unwrap();
    let mut dice = Dice::new(12);
    for _ in 0..40 {
        let cut = dir.path().join("cut");
        copy(&place, &cut);
        let at = usize::try_from(dice.below(whole.len() as u64)).unwrap();
        let mut bytes = whole.clone();
        bytes[at] ^= 0x40;
        fs::write(cut.join("db"), &bytes).unwrap();
        prefix_or_typed_error(&cut, &cast, &written, &format!("flipped at {at}"));
        fs::remove_dir_all(&cut).unwrap();
    }
}

#[test]
fn garbage_in_the_directory_is_a_typed_error_or_no_matter() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    let written = filled(&place, &cast);
    for name in ["db", "conf", "notes.txt", "snap.0000000000000000", "lock"] {
        let cut = dir.path().join("cut");
        copy(&place, &cut);
        fs::write(cut.join(name), [0xA5; 5_000]).unwrap();
        let opened = prefix_or_typed_error(&cut, &cast, &written, name);
        assert!(opened || matches!(name, "db" | "conf" | "snap.0000000000000000"), "{name}");
        fs::remove_dir_all(&cut).unwrap();
    }
}

fn forget_snapshots(place: &Path) {
    for item in fs::read_dir(place).unwrap() {
        let path = item.unwrap().path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("snap")) {
            fs::remove_file(path).unwrap();
        }
    }
}

/// Starts this test binary again as a writer, in a shell that sets the limits.
pub(super) fn writer(place: &Path, limits: &str, child: &str) -> Child {
    let binary = std::env::current_exe().unwrap();
    Command::new("sh")
        .arg("-c")
        .arg(format!("{limits} exec \"$0\" --exact {child} --ignored --nocapture"))
        .arg(binary)
        .env(CHILD_DIR, place)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

const CHILD: &str = "store::tests::crash::child_that_writes_until_it_is_stopped";

/// Not a test by itself: it says `synced N` when N entries are durable, and `full` when there is no room.
#[test]
#[ignore = "the child of the tests of this file"]
fn child_that_writes_until_it_is_stopped() {
    let Some(place) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else { return };
    let cast = Cast::of(1);
    let store = match Store::open(&place, CACHE_BYTES, cast.directory()) {
        Ok(store) => store,
        Err(error) => {
            println!("does not open: {error}");
            return;
        }
    };
    let mut scribe = Scribe::new(&cast, 0);
    for round in 1..=2_000 {
        let batch = scribe.write(10, 8_000);
        let kept = store.append(&batch).and_then(|()| store.sync());
        match kept {
            Ok(()) => println!("synced {}", round * 10),
            Err(StoreError::DiskFull) => {
                // It goes on serving what it has.
                println!("full {}", all(&store, scribe.log()).len());
                return;
            }
            Err(error) => {
                println!("failed: {error}");
                return;
            }
        }
    }
}

/// What a writer has said that is durable, and the last thing that it said.
pub(super) fn heard(child: &mut Child, until: usize) -> (usize, String) {
    let mut synced = 0;
    let mut last = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let Ok(line) = line else { break };
        if let Some(count) = line.split("synced ").nth(1) {
            synced = count.parse().unwrap();
            if synced >= until {
                let _ = child.kill();
            }
        }
        if !line.trim().is_empty() && !line.starts_with("test ") {
            last = line;
        }
    }
    child.wait().unwrap();
    (synced, last)
}

#[test]
fn what_a_killed_process_had_synced_is_there() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let written = entries(&Scribe::new(&cast, 0).write(1_000, 8_000));
    for round in 1..=4 {
        let place = dir.path().join(format!("round-{round}"));
        let mut child = writer(&place, "", CHILD);
        let (synced, _) = heard(&mut child, round * 70);
        assert!(synced >= round * 70);
        let store = open(&place, &cast);
        assert_eq!(store.damage(), []);
        let found = all(&store, cast.players()[0].log());
        assert!(found.len() >= synced, "{} of {synced}", found.len());
        assert_eq!(found, written[..found.len()]);
    }
}

#[test]
fn a_full_disk_is_named_and_nothing_synced_is_lost() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    // 12 MiB in blocks of 512 bytes: little above the reserve. The signal that would end the
    // process is ignored, so that the write fails as it does on a full disk.
    let mut child = writer(&place, "trap '' XFSZ; ulimit -f 24576;", CHILD);
    let (synced, last) = heard(&mut child, usize::MAX);
    assert!(synced > 0, "{last}");
    assert_eq!(last, format!("full {synced}"));
    let store = open(&place, &cast);
    assert_eq!(store.damage(), []);
    let found = all(&store, cast.players()[0].log());
    assert_eq!(found.len(), synced);
    keep(&store, &Scribe::new(&cast, 0).write(synced as u64 + 5, 8_000)[synced..]);
}

const CHILD_WITHOUT_DISK: &str = "store::tests::crash::child_whose_disk_gives_way_in_a_sync";

/// Not a test by itself: the room that was there when it appended is gone when it syncs.
#[test]
#[ignore = "the child of the tests of this file"]
fn child_whose_disk_gives_way_in_a_sync() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Some(place) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else { return };
    let cast = Cast::of(1);
    let store = open(&place, &cast);
    let mut scribe = Scribe::new(&cast, 0);
    keep(&store, &scribe.write(10, 8_000));
    store.append(&scribe.write(20, 8_000)).unwrap();
    let maximum = getrlimit(Resource::Fsize).maximum;
    let length = fs::metadata(place.join("db")).unwrap().len();
    setrlimit(Resource::Fsize, Rlimit { current: Some(length), maximum }).unwrap();
    let synced = store.sync();
    assert!(matches!(synced, Err(StoreError::DiskFull | StoreError::Io { .. })), "{synced:?}");
    assert!(matches!(store.append(&[]), Err(StoreError::Poisoned)));
    assert!(matches!(store.sync(), Err(StoreError::Poisoned)));
    assert_eq!(store.head(scribe.log()).unwrap().seq, 9);
    println!("refused");
}

#[test]
fn a_disk_that_gives_way_in_a_sync_stops_writing_and_loses_nothing_synced() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    let mut child = writer(&place, "trap '' XFSZ;", CHILD_WITHOUT_DISK);
    let (_, last) = heard(&mut child, usize::MAX);
    assert_eq!(last, "refused");
    let written = Scribe::new(&cast, 0).write(40, 8_000);
    let store = open(&place, &cast);
    assert_eq!(store.damage(), []);
    let found = all(&store, cast.players()[0].log());
    assert!(found.len() >= 10);
    assert_eq!(found, entries(&written)[..found.len()]);
    keep(&store, &written);
    assert_eq!(all(&store, cast.players()[0].log()), entries(&written));
}

const CHILD_WITH_OWN_LOG: &str = "store::tests::crash::child_whose_own_log_has_no_room";

/// Not a test by itself: an append that finds half of its room leaves the file as it was.
#[test]
#[ignore = "the child of the tests of this file"]
fn child_whose_own_log_has_no_room() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Some(place) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else { return };
    let mut own = OwnLog::open(&place).unwrap();
    own.append(b"one", &[1; 5_000]).unwrap();
    let before = getrlimit(Resource::Fsize);
    let half = Rlimit { current: Some(own.bytes() + 1_000), maximum: before.maximum };
    setrlimit(Resource::Fsize, half).unwrap();
    let refused = own.append(b"two", &[2; 5_000]);
    assert!(matches!(refused, Err(OwnLogError::DiskFull { .. })), "{refused:?}");
    assert_eq!(fs::metadata(&place).unwrap().len(), own.bytes());
    own.append(b"small", &[3; 100]).unwrap();
    setrlimit(Resource::Fsize, before).unwrap();
    own.append(b"two", &[2; 5_000]).unwrap();
    println!("went on");
}

#[test]
fn an_own_log_without_room_is_left_as_it_was_and_goes_on_when_there_is_some() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("own.log");
    let mut child = writer(&place, "trap '' XFSZ;", CHILD_WITH_OWN_LOG);
    assert_eq!(heard(&mut child, usize::MAX).1, "went on");
    let mut own = OwnLog::open(&place).unwrap();
    assert_eq!(own.torn(), None);
    let mut statements = Vec::new();
    own.each(|statement, _| statements.push(statement.to_vec())).unwrap();
    assert_eq!(statements, [&b"one"[..], b"small", b"two"]);
}
