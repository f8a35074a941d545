//! Laws of reading: pages without gaps, names, lists.

use chancery_ledger::roster::Directory;
use chancery_ledger::statement::Entry;
use chancery_testkit::Cast;

use super::{Listing, Lookup};
use crate::Store;
use crate::tests::{CACHE_BYTES, Scribe, all, entries, keep, open};

#[test]
fn pages_of_any_size_put_together_are_the_log() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut scribe, mut behind) = (Scribe::new(&cast, 0), Scribe::new(&cast, 1));
    let mut written = scribe.write(600, 50);
    written.extend(scribe.write(3, 30_000));
    keep(&store, &written);
    keep(&store, &behind.write(3, 50));
    let written = entries(&written);
    for entries_max in [1, 7, 63, 64, 65, 512, 10_000] {
        let mut found: Vec<Entry> = Vec::new();
        loop {
            let from = found.len() as u64;
            let page = store.read(scribe.log(), from, entries_max, u64::MAX).unwrap();
            assert!(page.len() as u64 <= entries_max);
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        assert_eq!(found, written, "pages of {entries_max}");
    }
}

#[test]
fn a_page_keeps_its_bound_in_bytes_but_has_one_entry_always() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    keep(&store, &scribe.write(10, 5_000));
    let bytes = |page: &[Entry]| -> usize {
        page.iter().map(|entry| entry.statement.len() + entry.body.len()).sum()
    };
    for bytes_max in [0, 1, 6_000, 12_000, 30_000] {
        let page = store.read(scribe.log(), 2, 512, bytes_max).unwrap();
        assert!(page.len() == 1 || bytes(&page) as u64 <= bytes_max, "{bytes_max}");
        assert_eq!(page, all(&store, scribe.log())[2..2 + page.len()]);
    }
    assert_eq!(store.read(scribe.log(), 0, 0, 0).unwrap().len(), 1);
    assert_eq!(store.read(scribe.log(), 10, 512, u64::MAX).unwrap(), []);
    assert_eq!(store.read(scribe.log(), u64::MAX, u64::MAX, u64::MAX).unwrap(), []);
}

#[test]
fn an_entry_is_found_by_reference_by_id_and_by_its_first_digits() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let batch = scribe.write(20, 50);
    keep(&store, &batch);
    for entry in &batch {
        let one = Lookup::One(entry.position());
        let id = entry.id().to_string();
        assert_eq!(store.find(&entry.header().reference), one);
        for digits in [8, 9, 16, 17, 63, 64] {
            assert_eq!(store.find(&id[..digits]), one, "{digits} digits");
        }
        assert_eq!(store.find(&id.to_uppercase()), one);
        assert_eq!(store.find(&id[..7]), Lookup::None);
        let other = if id.ends_with('0') { "1" } else { "0" };
        assert_eq!(store.find(&format!("{}{other}", &id[..63])), Lookup::None);
        assert_eq!(store.find(&format!("{id}0")), Lookup::None);
    }
    for name in ["", "AL", "AL-2026-9999", "al-2026-0001", "AL-2026-00011", "ä", "00000000"] {
        assert_eq!(store.find(name), Lookup::None, "{name}");
    }
}

#[test]
fn one_reference_at_two_nodes_of_a_state_finds_both() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let mut directory: Directory = cast.directory().clone();
    let mut first = Scribe::new(&cast, 0);
    let mut second = Scribe::second(&cast, &cast.players()[0], &mut directory);
    let store = Store::open(dir.path(), CACHE_BYTES, &directory).unwrap();
    let (one, other) = (first.write(2, 50), second.write(2, 60));
    keep(&store, &[&one[..], &other[..]].concat());
    let mut both = vec![one[1].position(), other[1].position()];
    both.sort_unstable();
    assert_eq!(one[1].header().reference, other[1].header().reference);
    assert_eq!(store.find(&one[1].header().reference), Lookup::Many(both));
}

#[test]
fn a_list_is_newest_first_and_leaves_certificates_out() {
    let (cast, dir) = (Cast::of(3), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut times = [30, 10, 20, 20].into_iter().cycle();
    for player in 0..3 {
        let mut scribe = Scribe::new(&cast, player);
        let mut batch = scribe.write(1, 0);
        for kind in ["threat-advisory", "risk-advisory", "newer-kind"] {
            batch.push(scribe.sign(|draft| {
                draft.kind = kind.to_owned();
                draft.issued_at = times.next().unwrap();
            }));
        }
        keep(&store, &batch);
    }
    let list = |listing: Listing| store.list(&listing).0;
    let every = Listing { limit: usize::MAX, ..Listing::default() };
    let found = list(every.clone());
    assert_eq!(found.len(), 9);
    assert!(found.is_sorted_by(|one, next| one.issued_at_s >= next.issued_at_s));
    assert!(found.iter().all(|listed| listed.kind != "certificate"));
    assert_eq!(list(Listing { limit: 4, ..every.clone() }), found[..4]);
    assert_eq!(list(Listing::default()), []);
    let state = cast.players()[1].state();
    let of_state = list(Listing { state: Some(state), ..every.clone() });
    assert_eq!(of_state.len(), 3);
    assert!(of_state.iter().all(|listed| listed.issuer.state == state));
    let kind = Some("newer-kind".to_owned());
    let of_kind = list(Listing { kind, since_s: Some(20), ..every.clone() });
    assert!(of_kind.iter().all(|listed| listed.kind == "newer-kind" && listed.issued_at_s >= 20));
    assert_eq!(list(Listing { since_s: Some(30), ..every }).len(), 3);
    drop(store);
    let again = open(dir.path(), &cast);
    assert_eq!(again.list(&Listing { limit: 100, ..Listing::default() }).0, found);
}

#[test]
fn the_last_number_is_the_highest_of_the_state_and_year() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let state = cast.players()[0].state();
    let mut batch = scribe.write(1, 0);
    for reference in ["2025-0900", "2026-0012", "2026-0007", "exercise", "2026-13"] {
        batch.push(scribe.sign(|draft| draft.reference = format!("{state}-{reference}")));
    }
    keep(&store, &batch);
    assert_eq!(store.last_number(state, 2026), 12);
    assert_eq!(store.last_number(state, 2025), 900);
    assert_eq!(store.last_number(state, 2024), 0);
    assert_eq!(store.last_number(cast.players()[1].state(), 2026), 0);
}

#[test]
fn a_row_that_is_gone_is_an_error_and_not_a_gap() {
    let (cast, dir) = (Cast::of(1), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let mut scribe = Scribe::new(&cast, 0);
    let batch = scribe.write(5, 50);
    keep(&store, &batch);
    store.database.remove_entry(scribe.log(), 2).unwrap();
    assert_eq!(store.read(scribe.log(), 0, 2, u64::MAX).unwrap().len(), 2);
    assert!(store.read(scribe.log(), 0, 9, u64::MAX).is_err());
    assert!(store.entry(batch[2].position()).is_err());
    assert!(store.entry(batch[3].position()).unwrap().is_some());
}
