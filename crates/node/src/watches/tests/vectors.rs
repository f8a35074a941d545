//! The vectors of watches, in `vectors/watch.json`: what the vault has, whole and with one thing wrong, and one
//! delivery with its signature. They are made here, and the file must say what is made; with
//! `CHANCERY_WRITE_VECTORS=1` it is written.

use std::path::Path;

use chancery_store::vault::Place;
use serde_json::{Value, json};

use crate::config::Carries;
use crate::tests::ground::data_dir;
use crate::vault::Vault;
use crate::watches::book::Book;
use crate::watches::error::WatchError;
use crate::watches::journal::Journal;
use crate::watches::receivers::vectors::{delivery, reads_cursor};

fn watch() -> Value {
    json!({
        "id": 3,
        "name": "лицензия 17",
        "subject": { "party": {
            "card": { "names": [{ "value": "Ойрат ТОО", "kind": "legal" }], "countries": ["KZ"] },
            "threshold": 700,
            "licence": { "number": "17", "granted": "2026-01-02" },
        } },
        "note": "why",
        "made_at_s": 1_795_478_400,
        "since_s": null,
    })
}

fn page() -> Value {
    json!([{
        "number": 1, "watch": 3, "name": "лицензия 17", "raised": "changed",
        "reference": "EE-2026-0001", "id": "ab".repeat(32), "version": "cd".repeat(32),
        "version_number": 2, "kind": "threat-advisory", "title": "A title", "state": "EE",
        "exercise": true, "changes": ["corrected: error: It was wrong."],
        "party": { "name": "Ойрат", "key": "p1", "score": 912, "reasons": ["The names agree."] },
        "licence": { "number": "17", "granted": "2026-01-02" },
        "several": null, "noticed_at_s": 1_795_478_400, "done": false, "todo": "read it",
    }])
}

fn head() -> Value {
    json!({
        "series": "0011223344556677",
        "last": 1,
        "looked": 0,
        "seen": {
            "day": "2026-11-24",
            "logs": [{
                "key": "11".repeat(32), "epoch": 0, "tip": [4, "22".repeat(32)],
                "forked_from": 3, "revoked_from": [4, 3], "held": [[2, 17], [4, 3]], "held_beyond": 1,
            }],
        },
    })
}

fn cursor() -> Value {
    json!({ "series": "0011223344556677", "after": 1, "taken": 1, "lost": 0, "taken_at_s": 1_795_478_400 })
}

/// What stands where, whether it reads, and what.
type Case = (&'static str, &'static str, bool, Value);

fn changed(good: Value, change: &dyn Fn(&mut Value)) -> Value {
    let mut bad = good;
    change(&mut bad);
    bad
}

fn without(good: Value, field: &str) -> Value {
    changed(good, &|it| drop(it.as_object_mut().map(|it| it.remove(field))))
}

fn cases() -> Vec<Case> {
    of_watches().into_iter().chain(of_the_journal()).collect()
}

fn of_watches() -> Vec<Case> {
    let query = changed(watch(), &|it| it["subject"] = json!({ "query": "kind:denial-notice" }));
    vec![
        ("a watched party", "watches/3", true, watch()),
        ("a saved query", "watches/3", true, query),
        (
            "a field of a later release",
            "watches/3",
            true,
            changed(watch(), &|it| it["x"] = json!(1)),
        ),
        ("a watch without a name", "watches/3", false, without(watch(), "name")),
        (
            "a watch of nothing",
            "watches/3",
            false,
            changed(watch(), &|it| it["subject"] = json!({})),
        ),
        (
            "a watch of two things",
            "watches/3",
            false,
            changed(watch(), &|it| it["subject"]["query"] = json!("x")),
        ),
    ]
}

fn of_the_journal() -> Vec<Case> {
    vec![
        ("a page", "notices/0", true, page()),
        (
            "a notice of an unknown kind",
            "notices/0",
            false,
            changed(page(), &|it| it[0]["raised"] = json!("lost")),
        ),
        (
            "a notice without a number",
            "notices/0",
            false,
            changed(page(), &|it| it[0] = without(it[0].clone(), "number")),
        ),
        ("a page that is no list", "notices/0", false, json!({})),
        ("a head", "watching/head", true, head()),
        ("a head without a series", "watching/head", false, without(head(), "series")),
        (
            "a day that is none",
            "watching/head",
            false,
            changed(head(), &|it| it["seen"]["day"] = json!("2026-02-30")),
        ),
        (
            "a key that is none",
            "watching/head",
            false,
            changed(head(), &|it| it["seen"]["logs"][0]["key"] = json!("11")),
        ),
        (
            "a tip without an id",
            "watching/head",
            false,
            changed(head(), &|it| it["seen"]["logs"][0]["tip"] = json!([4])),
        ),
        ("a cursor", "receivers/desk", true, cursor()),
        (
            "a cursor below zero",
            "receivers/desk",
            false,
            changed(cursor(), &|it| it["after"] = json!(-1)),
        ),
    ]
}

/// Reads the object as a node does.
fn read(vault: &Vault, at: &str, good: bool) -> Result<(), WatchError> {
    match at.split_once('/').unwrap() {
        ("watches", _) => Book::default().all(vault).map(drop),
        ("notices", _) => Journal::default().after(vault, 0, 10).map(|found| {
            assert!(!good || found.len() == 1, "{found:?}");
        }),
        ("watching", _) => Journal::default().head(vault).map(drop),
        _ => reads_cursor(vault, "desk", "0011223344556677"),
    }
}

#[test]
fn every_vector_of_a_watch_reads_or_does_not() {
    for (name, at, reads, object) in cases() {
        let (_root, dir) = data_dir();
        let vault = Vault::open(&dir, None);
        let put = |at: &str, object: &Value| {
            let (collection, name) = at.split_once('/').unwrap();
            vault.put(Place { collection, name }, object.to_string().as_bytes()).unwrap();
        };
        put("watching/head", &head());
        put(at, &object);
        let found = read(&vault, at, reads);
        assert_eq!(found.is_ok(), reads, "{name}: {found:?}");
    }
}

#[test]
fn what_is_written_is_what_the_vectors_have() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let place = Place { collection: "watching", name: "head" };
    vault.put(place, head().to_string().as_bytes()).unwrap();
    let journal = Journal::default();
    let kept = journal.head(&vault).unwrap().unwrap();
    // One step away and back, so that it is written.
    journal.advance(&vault, crate::watches::seen::Seen::nothing(kept.seen.day)).unwrap();
    journal.advance(&vault, kept.seen).unwrap();
    journal.keep(&vault).unwrap();
    let written: Value = serde_json::from_slice(&vault.get(place).unwrap().unwrap()).unwrap();
    assert_eq!(written, head());
}

#[test]
fn the_file_of_vectors_says_what_is_made() {
    let object = |(name, at, reads, object): &Case| json!({ "name": name, "at": at, "reads": reads, "object": object });
    let notice = serde_json::from_value(page()[0].clone()).unwrap();
    let sent = |carries| delivery(carries, "0011223344556677", &notice, 1_795_478_401);
    let all = json!({
        "about": "What the vault has of watches, whole or with one thing wrong, and what a webhook is sent (docs/spec/watch.md).",
        "objects": cases().iter().map(object).collect::<Vec<_>>(),
        "deliveries": [sent(Carries::Least), sent(Carries::All)],
    });
    let text = serde_json::to_string_pretty(&all).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/watch.json");
    if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).expect("because the vectors are kept");
    assert!(written == text, "vectors/watch.json differs: CHANCERY_WRITE_VECTORS=1 writes it");
}
