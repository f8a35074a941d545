//! Law of what is touched: whatever an entry changes is named.

use std::collections::BTreeMap;

use chancery_ledger::log::{Admissible, Position};
use chancery_testkit::Cast;

use crate::Store;
use crate::tests::{keep, open};
use crate::threads::tests::{about, say, stage};
use crate::{Marks, Standing, Thread};

/// Of each record that is shown as one of its own, what it looks like. Who else stands in relation to it is no
/// part of that.
fn looks(store: &Store, all: &[Admissible]) -> BTreeMap<Position, (Thread, Standing, Marks)> {
    let held = all.iter().map(Admissible::position);
    let look = |at: Position| {
        let thread = store.thread(at).filter(|thread| thread.root == at)?;
        let stand = store.stand(at, None)?;
        Some((at, (Thread { related: Vec::new(), ..thread }, stand.standing, stand.marks)))
    };
    held.filter_map(look).collect()
}

#[test]
fn whatever_an_entry_changes_is_named_in_any_order() {
    let cast = Cast::of(2);
    let (mut one, mut other, founded) = stage(&cast);
    let record = say(&mut one, "threat-advisory", &[]);
    let correction =
        about(&mut one, "correction", &record, &[("replacement.kind", "threat-advisory")]);
    let again =
        about(&mut one, "correction", &correction, &[("replacement.kind", "threat-advisory")]);
    let apart = say(&mut one, "threat-advisory", &[]);
    let dispute = about(&mut other, "dispute", &correction, &[("stance", "disagree")]);
    let reply = about(&mut other, "dispute", &dispute, &[("stance", "disagree")]);
    let retraction = about(&mut other, "withdrawal", &dispute, &[]);
    let foreign = about(&mut other, "withdrawal", &record, &[]);
    let logs = [vec![record, correction, again, apart], vec![dispute, reply, retraction, foreign]];
    let all: Vec<Admissible> = logs.concat();
    // Every way to shuffle the two logs: a bit says whose turn it is.
    for turns in (0_u32..256).filter(|turns| turns.count_ones() == 4) {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path(), &cast);
        keep(&store, &founded);
        let mut next = [0, 0];
        for turn in 0..8 {
            let log = usize::from(turns & (1 << turn) != 0);
            let entry = &logs[log][next[log]];
            next[log] += 1;
            let before = looks(&store, &all);
            keep(&store, std::slice::from_ref(entry));
            let after = looks(&store, &all);
            let touched = store.touched(entry.position());
            for (at, look) in &after {
                let same = before.get(at) == Some(look);
                assert!(same || touched.records.contains(at), "{turns:b} {turn}: {at}");
            }
            for at in before.keys().filter(|at| !after.contains_key(at)) {
                assert!(touched.absorbed.contains(at), "{turns:b} {turn}: {at}");
            }
        }
    }
}

#[test]
fn what_is_not_held_touches_nothing() {
    let (cast, dir) = (Cast::of(2), tempfile::tempdir().unwrap());
    let store = open(dir.path(), &cast);
    let (mut one, _, _) = stage(&cast);
    let record = say(&mut one, "threat-advisory", &[]);
    assert_eq!(store.touched(record.position()), super::Touched::default());
}
