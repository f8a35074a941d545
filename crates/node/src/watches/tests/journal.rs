//! Laws of the journal: numbers without a gap, one moment for notices and watermark.

use std::collections::BTreeMap;

use chancery_ledger::log::{Id, LogId};
use chancery_store::vault::Place;
use time::macros::date;

use crate::tests::ground::data_dir;
use crate::vault::Vault;
use crate::watches::error::WatchError;
use crate::watches::journal::Journal;
use crate::watches::notice::{Notice, Raised};
use crate::watches::seen::{LogSeen, Marks, Seen};

fn seen(seq: u64) -> Seen {
    let log = LogId { key: [7; 32], epoch: 0 };
    let tip = Some((seq, Id::from_bytes([9; 32])));
    let marks = Marks { forked_from: Some(3), revoked_from: Some((5, Some(4))) };
    let of = LogSeen { tip, marks, held: vec![(2, 3)], held_beyond: 1 };
    Seen { day: date!(2026 - 11 - 24), logs: BTreeMap::from([(log, of)]) }
}

fn notices(names: &[&str]) -> Vec<Notice> {
    let one = |name: &&str| Notice {
        number: 0,
        watch: 1,
        name: (*name).to_owned(),
        raised: Raised::Matches,
        reference: String::new(),
        id: String::new(),
        version: String::new(),
        version_number: 1,
        kind: String::new(),
        title: String::new(),
        state: String::new(),
        exercise: false,
        changes: Vec::new(),
        party: None,
        licence: None,
        several: None,
        noticed_at_s: 0,
        done: false,
        todo: String::new(),
    };
    names.iter().map(one).collect()
}

fn told(notices: &[Notice]) -> Vec<(u64, &str)> {
    notices.iter().map(|notice| (notice.number, notice.name.as_str())).collect()
}

#[test]
fn numbers_go_on_over_restarts_and_the_watermark_stands_behind_them() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let journal = Journal::default();
    assert_eq!(journal.head(&vault).unwrap(), None);
    journal.begin(&vault, seen(0)).unwrap();
    journal.commit(&vault, (seen(1), 0), notices(&["a", "b"]), 10).unwrap();
    let again = Journal::default();
    let head = again.head(&vault).unwrap().unwrap();
    assert_eq!((head.last, head.seen), (2, seen(1)));
    again.commit(&vault, (seen(2), 5), notices(&["c"]), 11).unwrap();
    let all = Journal::default().after(&vault, 0, 100).unwrap();
    assert_eq!(told(&all), [(1, "a"), (2, "b"), (3, "c")]);
    assert_eq!(told(&again.after(&vault, 2, 100).unwrap()), [(3, "c")]);
    assert_eq!(again.head(&vault).unwrap().unwrap().looked, 5);
}

#[test]
fn pages_end_where_they_should() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let journal = Journal::default();
    journal.begin(&vault, seen(0)).unwrap();
    let names: Vec<String> = (1..=200).map(|number| format!("n{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for piece in [&names[..31], &names[31..32], &names[32..33], &names[33..100], &names[100..]] {
        journal.commit(&vault, (seen(0), 0), notices(piece), 10).unwrap();
    }
    let again = Journal::default();
    let all = again.after(&vault, 0, 1_000).unwrap();
    let wanted: Vec<(u64, &str)> = (1..).zip(names.iter().copied()).collect();
    assert_eq!(told(&all), wanted);
    assert_eq!(told(&again.after(&vault, 64, 1_000).unwrap()), wanted[64..]);
    assert_eq!(told(&again.after(&vault, 60, 10).unwrap()), wanted[60..70]);
}

/// What a step had written when the machine stopped before its head was on the disk.
#[test]
fn pages_without_a_head_were_never_told_and_are_written_over() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let journal = Journal::default();
    journal.begin(&vault, seen(0)).unwrap();
    journal.commit(&vault, (seen(1), 0), notices(&["a"]), 10).unwrap();
    let place = Place { collection: "watching", name: "head" };
    let head = vault.get(place).unwrap().unwrap();
    let torn: Vec<&str> = vec!["never told"; 40];
    journal.commit(&vault, (seen(2), 0), notices(&torn), 11).unwrap();
    vault.put(place, &head).unwrap();
    let again = Journal::default();
    assert_eq!(told(&again.after(&vault, 0, 100).unwrap()), [(1, "a")]);
    assert!(matches!(again.done(&vault, 2), Err(WatchError::NoNotice { number: 2 })));
    assert_eq!(again.head(&vault).unwrap().unwrap().seen, seen(1), "it is looked at again");
    again.commit(&vault, (seen(2), 0), notices(&["b"]), 12).unwrap();
    assert_eq!(told(&Journal::default().after(&vault, 0, 100).unwrap()), [(1, "a"), (2, "b")]);
}

#[test]
fn silent_watermark_is_kept_when_it_is_told_to() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let journal = Journal::default();
    journal.begin(&vault, seen(0)).unwrap();
    journal.advance(&vault, seen(4)).unwrap();
    assert_eq!(Journal::default().head(&vault).unwrap().unwrap().seen, seen(0));
    journal.keep(&vault).unwrap();
    assert_eq!(Journal::default().head(&vault).unwrap().unwrap().seen, seen(4));
}

#[test]
fn somebody_has_seen_to_it_and_the_day_is_found_again() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let journal = Journal::default();
    journal.begin(&vault, seen(0)).unwrap();
    journal.commit(&vault, (seen(1), 0), notices(&["a"; 40]), 99).unwrap();
    journal.commit(&vault, (seen(1), 0), notices(&["b"; 40]), 100).unwrap();
    journal.commit(&vault, (seen(1), 0), notices(&["c"; 40]), 200).unwrap();
    assert!(journal.done(&vault, 41).unwrap().done);
    let (found, more) = Journal::default().between(&vault, (100, 200), 30).unwrap();
    assert_eq!((found.len(), more), (30, 10));
    assert!(found.iter().all(|notice| notice.name == "b"));
    let (found, more) = Journal::default().between(&vault, (100, 200), 100).unwrap();
    assert_eq!((found.len(), more, found[0].number, found[0].done), (40, 0, 41, true));
}

#[test]
fn oldest_pages_go_when_there_are_too_many() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let journal = Journal::default();
    journal.begin(&vault, seen(0)).unwrap();
    // 2,048 pages of 32 are kept.
    let many = vec!["x"; 65_536];
    journal.commit(&vault, (seen(1), 0), notices(&many), 10).unwrap();
    assert_eq!(journal.after(&vault, 0, 1).unwrap()[0].number, 1);
    journal.commit(&vault, (seen(1), 0), notices(&["y"]), 11).unwrap();
    assert_eq!(journal.after(&vault, 0, 1).unwrap()[0].number, 33, "a page less");
    assert_eq!(vault.list("notices").unwrap().len(), 2_048);
    assert_eq!(told(&journal.after(&vault, 65_536, 10).unwrap()), [(65_537, "y")]);
}
