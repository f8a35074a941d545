//! Laws of the index that are not seen through a store.

use chancery_ledger::log::{Id, LogId, Position};
use chancery_ledger::statement::Issuer;

use super::facts::Facts;
use super::{Index, KINDS_MAX, Noted};

fn noted(seq: u64, id: [u8; 32], kind: &str) -> Noted {
    let log = LogId { key: [1; 32], epoch: 0 };
    Noted {
        id: Id::from_bytes(id),
        position: Position { log, seq },
        number: 0,
        issuer: Issuer::new("EE".parse().unwrap(), "authority").unwrap(),
        reference: format!("EE-2026-{seq:04}"),
        kind: kind.to_owned(),
        issued_at: 5,
        facts: Facts::default(),
    }
}

#[test]
fn ids_that_share_their_first_digits_are_told_apart_by_the_next() {
    let mut index = Index::default();
    let id = |last: u8| {
        let mut id = [0xAB; 32];
        id[31] = last;
        id
    };
    (0..4).for_each(|last| index.add(noted(u64::from(last), id(last), "threat-advisory")));
    let whole = Id::from_bytes(id(2)).to_string();
    assert_eq!(index.with_id(&whole[..63]).count(), 4);
    let found: Vec<_> = index.with_id(&whole).map(|at| index.position(at).seq).collect();
    assert_eq!(found, [2]);
}

#[test]
fn a_kind_for_every_entry_does_not_make_the_index_slow_or_wrong() {
    let mut index = Index::default();
    let kinds = KINDS_MAX as u64 + 50;
    for seq in 0..kinds {
        let mut id = [0; 32];
        id[..8].copy_from_slice(&seq.to_be_bytes());
        index.add(noted(seq, id, &format!("kind-{seq}")));
    }
    let named = |name: &str| index.newest().filter(|at| index.kind(*at) == name).count();
    assert_eq!(named("kind-255"), 1);
    assert_eq!(named("kind-256"), 0);
    assert_eq!(named(""), 50);
}

#[test]
fn equal_times_are_in_the_order_of_their_log_whatever_log_came_first() {
    let order = |keys: [u8; 3]| -> Vec<Id> {
        let mut index = Index::default();
        for key in keys {
            for seq in 0..2 {
                // Ids against the order of the log, so that they cannot be what sorts.
                let mut entry =
                    noted(seq, [9 * key - u8::try_from(seq).unwrap(); 32], "threat-advisory");
                entry.position.log.key = [key; 32];
                index.add(entry);
            }
        }
        index.newest().map(|at| index.row(at).id).collect()
    };
    assert_eq!(order([1, 2, 3]), order([3, 1, 2]));
    assert_eq!(order([1, 2, 3])[..2], [Id::from_bytes([26; 32]), Id::from_bytes([27; 32])]);
}
