//! Laws of writing: nothing counts before it is durable, and what is durable stays.

use chancery_encoding::Digest;
use chancery_ledger::checkpoint::SignedCheckpoint;
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::log::Admissible;
use chancery_ledger::tree::root_of;
use chancery_testkit::Cast;

use crate::tests::{CACHE_BYTES, Scribe, all, copy, entries, keep, open};
use crate::{OpenError, Standing, Store, StoreError};

mod crash;
mod killed;

#[test]
fn what_is_not_durable_is_not_readable() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let batch = scribe.write(3, 100);
    store.append(&batch).unwrap();
    assert_eq!(store.head(scribe.log()), None);
    assert_eq!(all(&store, scribe.log()), []);
    assert_eq!(store.entry(batch[1].position()).unwrap(), None);
    assert_eq!(store.find(&batch[1].id().to_string()), crate::Lookup::None);
    store.sync().unwrap();
    assert_eq!(store.head(scribe.log()).unwrap().tip, batch[2].id());
    assert_eq!(all(&store, scribe.log()), entries(&batch));
}

#[test]
fn everything_synced_is_there_after_reopening() {
    let (cast, dir) = (Cast::of(3), tempfile::tempdir().unwrap());
    let mut scribes: Vec<Scribe> = (0..3).map(|player| Scribe::new(&cast, player)).collect();
    let mut written = vec![Vec::new(); 3];
    let store = open(dir.path(), &cast);
    for body_bytes in [0, 900, 20_000, 200_000] {
        for (scribe, written) in scribes.iter_mut().zip(&mut written) {
            let batch = scribe.write(7, body_bytes);
            keep(&store, &batch);
            written.extend(entries(&batch));
        }
    }
    let heads = store.heads();
    drop(store);
    let store = open(dir.path(), &cast);
    assert_eq!(store.damage(), []);
    assert_eq!(store.heads(), heads);
    for (scribe, written) in scribes.iter().zip(&written) {
        assert_eq!(&all(&store, scribe.log()), written);
    }
}

#[test]
fn what_is_held_already_is_passed_over() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let batch = scribe.write(4, 100);
    store.append(&batch[..2]).unwrap();
    store.append(&batch[..3]).unwrap();
    store.sync().unwrap();
    let twice: Vec<_> = batch.iter().chain(&batch).cloned().collect();
    keep(&store, &twice);
    assert_eq!(all(&store, scribe.log()), entries(&batch));
}

#[test]
fn a_gap_is_refused_and_nothing_of_its_batch_counts() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut scribe, mut other) = (Scribe::new(&cast, 0), Scribe::new(&cast, 1));
    let batch = scribe.write(4, 100);
    let mixed: Vec<_> = [&other.write(1, 100)[..], &batch[..1], &batch[2..]].concat();
    let refused = store.append(&mixed);
    assert!(matches!(refused, Err(StoreError::Gap { expected: 1, found: 2 })), "{refused:?}");
    store.sync().unwrap();
    assert_eq!(store.heads(), []);
    keep(&store, &batch);
    assert_eq!(store.heads().len(), 1);
}

#[test]
fn a_second_branch_is_a_conflict_at_and_behind_the_fork() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    keep(&store, &scribe.write(2, 100));
    let mut twin = scribe.twin();
    let (ours, theirs) = (scribe.write(1, 100), twin.write(2, 150));
    keep(&store, &ours);
    for seq in [2, 3] {
        let refused = store.append(&theirs[seq - 2..=seq - 2]);
        assert!(matches!(refused, Err(StoreError::Conflict { seq: at }) if at == seq as u64));
    }
    keep(&store, &scribe.write(1, 100));
    assert_eq!(store.head(scribe.log()).unwrap().seq, 3);
}

#[test]
fn a_proof_is_durable_and_a_later_one_takes_its_place() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let proof = |scribe: &Scribe| {
        let (mut one, mut other) = (scribe.twin(), scribe.twin());
        let [one, other] = [one.write(1, 100), other.write(1, 150)];
        let authentic = |entry: &chancery_ledger::log::Admissible| {
            let author = cast.directory().author(&entry.header().key).unwrap();
            entry.entry().clone().decode().unwrap().authenticate(&author.key).unwrap()
        };
        Equivocation::prove(&authentic(&one[0]), &authentic(&other[0])).unwrap()
    };
    let mut scribe = Scribe::new(&cast, 0);
    keep(&store, &scribe.write(2, 100));
    let low = proof(&scribe);
    keep(&store, &scribe.write(3, 100));
    let high = proof(&scribe);
    store.keep_evidence(&high).unwrap();
    store.keep_evidence(&low).unwrap();
    assert_eq!(store.proofs(), [low.encode()]);
    drop(store);
    let store = open(dir.path(), &cast);
    assert_eq!(store.damage(), []);
    assert_eq!(store.proofs(), [low.encode()]);
}

#[test]
fn a_proof_by_two_checkpoints_is_kept_and_freezes_its_log() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let batch = scribe.write(9, 100);
    keep(&store, &batch);
    let log = scribe.log();
    let signed = |size, root| {
        SignedCheckpoint::decode(&scribe.checkpoint(size, root), cast.directory()).unwrap()
    };
    let root_at = |size| store.root_at(log, size).unwrap();
    // What the author showed somebody else after six entries.
    let smaller = signed(6, Digest::of(b"another log"));
    let consistency = store.prove_consistency(log, 6, 9).unwrap();
    let larger = signed(9, root_at(9));
    let proof = Equivocation::prove_other_beginning(&smaller, &larger, root_at(6), consistency);
    let proof = proof.unwrap();
    store.keep_evidence(&proof).unwrap();
    drop(store);
    let store = open(dir.path(), &cast);
    assert_eq!(store.damage(), []);
    assert_eq!(store.proofs(), [proof.encode()]);
    let standing = |seq: usize| store.standing(batch[seq].position()).unwrap();
    assert_eq!([4, 5, 8].map(standing), [Standing::InForce, Standing::Forked, Standing::Forked]);
}

#[test]
fn a_store_in_use_is_locked() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let first = open(dir.path(), &cast);
    let second = Store::open(dir.path(), CACHE_BYTES, cast.directory());
    assert!(matches!(second, Err(OpenError::Locked { .. })));
    drop(first);
    open(dir.path(), &cast);
}

#[test]
fn a_newer_format_is_refused_untouched() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    store.database.put_version(3).unwrap();
    drop(store);
    for _ in 0..2 {
        let newer = Store::open(dir.path(), CACHE_BYTES, cast.directory());
        assert!(matches!(newer, Err(OpenError::NewerVersion { found: 3, known: 2, .. })));
    }
}

#[test]
fn the_first_format_opens_gets_its_trees_and_is_of_this_format_from_then_on() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let mut scribes = [Scribe::new(&cast, 0), Scribe::new(&cast, 1)];
    let batches = [scribes[0].write(600, 60), scribes[1].write(3, 60)];
    let store = open(dir.path(), &cast);
    batches.iter().for_each(|batch| keep(&store, batch));
    let heads = batches.each_ref().map(|batch| store.tree_head(batch[0].position().log));
    // What the first format has is what it shares with this one.
    store.database.remove_tile_of(scribes[0].log(), (0, 0));
    store.database.remove_tile_of(scribes[0].log(), (0, 1));
    store.database.put_version(1).unwrap();
    drop(store);
    let store = open(dir.path(), &cast);
    assert_eq!(store.damage(), [], "there is nothing to be named");
    assert_eq!(store.database.version(), 2);
    for (batch, head) in batches.iter().zip(heads) {
        let log = batch[0].position().log;
        assert_eq!(all(&store, log), entries(batch));
        assert_eq!(store.tree_head(log), head);
        for size in [1, 256, 300, 512].into_iter().filter(|size| *size < batch.len()) {
            let leaves: Vec<_> = batch[..size].iter().map(Admissible::leaf).collect();
            assert_eq!(store.root_at(log, size as u64).unwrap(), root_of(&leaves));
        }
    }
    assert_eq!(store.database.tile_places().unwrap().len(), 2);
}

#[test]
fn closed_logs_are_closed_until_others_are_and_not_after_reopening() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let batch = scribe.write(4, 100);
    store.close_logs([(scribe.log(), Some((2, batch[2].id())))]);
    keep(&store, &batch);
    let revoked = Some(Standing::Revoked { last: Some(2) });
    assert_eq!(store.standing(batch[2].position()), Some(Standing::InForce));
    assert_eq!(store.standing(batch[3].position()), revoked);
    store.close_logs([]);
    assert_eq!(store.standing(batch[3].position()), Some(Standing::InForce));
    store.close_logs([(scribe.log(), None)]);
    assert_eq!(store.standing(batch[0].position()), Some(Standing::Revoked { last: None }));
    drop(store);
    let store = open(dir.path(), &cast);
    assert_eq!(store.standing(batch[3].position()), Some(Standing::InForce), "it is derived");
}

#[test]
fn a_directory_that_may_not_be_written_is_named_so() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    drop(open(&place, &cast));
    if rustix::process::geteuid().is_root() {
        println!("skipped: nothing is read-only for this user");
        return;
    }
    let mode = |mode| {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&place, std::fs::Permissions::from_mode(mode)).unwrap();
        std::fs::set_permissions(place.join("db"), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(0o500);
    let opened = Store::open(&place, CACHE_BYTES, cast.directory());
    mode(0o700);
    assert!(matches!(opened, Err(OpenError::ReadOnly { .. })), "{opened:?}");
}

#[test]
fn a_copy_of_the_files_between_append_and_sync_holds_all_that_was_synced() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let place = dir.path().join("store");
    let store = open(&place, &cast);
    let mut scribes = [Scribe::new(&cast, 0), Scribe::new(&cast, 1)];
    let mut written = [Vec::new(), Vec::new()];
    let mut synced = [0, 0];
    for round in 0..12_usize {
        for (scribe, written) in scribes.iter_mut().zip(&mut written) {
            let batch = scribe.write(5, 300 + 4_000 * (round % 7));
            store.append(&batch).unwrap();
            written.extend(entries(&batch));
        }
        if round % 3 == 2 {
            store.sync().unwrap();
            synced = written.each_ref().map(Vec::len);
        }
        let cut = dir.path().join(format!("cut-{round}"));
        copy(&place, &cut);
        let cut = open(&cut, &cast);
        assert_eq!(cut.damage(), [], "round {round}");
        for at in 0..2 {
            let found = all(&cut, scribes[at].log());
            assert!(found.len() >= synced[at], "round {round}: {} of {}", found.len(), synced[at]);
            assert_eq!(found, written[at][..found.len()], "round {round}");
        }
    }
}

#[test]
fn readers_beside_a_writer_see_whole_prefixes_that_only_grow() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let batch = scribe.write(300, 200);
    let written = entries(&batch);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = 0;
            while seen < written.len() {
                let found = all(&store, scribe.log());
                assert!(found.len() >= seen);
                assert_eq!(found, written[..found.len()]);
                seen = found.len();
            }
        });
        batch.chunks(7).for_each(|chunk| keep(&store, chunk));
        reader.join().unwrap();
    });
}

/// `cargo test --release -p chancery-store -- --ignored --nocapture hundred_thousand`.
#[test]
#[ignore = "a measurement, not a law"]
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn hundred_thousand_entries_written_opened_and_verified() {
    let (cast, dir) = (Cast::of(25), tempfile::tempdir().unwrap());
    let env = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |value| value.parse().unwrap())
    };
    let batch = usize::try_from(env("BATCH", 500)).unwrap();
    let cache_bytes = env("CACHE", 32 * 1024 * 1024);
    let peak = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let lines =
            status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS"));
        lines.map(|line| line.replace(char::is_whitespace, "")).collect::<Vec<_>>().join(" ")
    };
    let per_log = env("ROWS", 100_000) / 25;
    let store = Store::open(dir.path(), cache_bytes, cast.directory()).unwrap();
    let mut seconds = 0.0;
    for player in 0..25 {
        let written = Scribe::new(&cast, player).write(per_log, 1024);
        for batch in written.chunks(batch) {
            let start = std::time::Instant::now();
            keep(&store, batch);
            seconds += start.elapsed().as_secs_f64();
        }
    }
    println!("{:.0} durable entries a second; {}", 25.0 * per_log as f64 / seconds, peak());
    println!("{} bytes on disk an entry", store.size_bytes().unwrap() / (25 * per_log));
    let start = std::time::Instant::now();
    drop(store);
    println!("closed in {:.2} s; {}", start.elapsed().as_secs_f64(), peak());
    let start = std::time::Instant::now();
    let store = Store::open(dir.path(), cache_bytes, cast.directory()).unwrap();
    println!("opened in {:.2} s; {}", start.elapsed().as_secs_f64(), peak());
    let start = std::time::Instant::now();
    for player in cast.players() {
        let mut from = 0;
        while from < per_log {
            from += store.read(player.log(), from, 512, 1024 * 1024).unwrap().len() as u64;
        }
    }
    println!("all read as pages in {:.2} s; {}", start.elapsed().as_secs_f64(), peak());
    let start = std::time::Instant::now();
    let mut told = |_| std::ops::ControlFlow::Continue(());
    assert_eq!(store.fsck(None, cast.directory(), &mut told).unwrap(), []);
    println!("verified in {:.2} s; {}", start.elapsed().as_secs_f64(), peak());
}
