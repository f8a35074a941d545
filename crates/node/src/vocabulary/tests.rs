//! Laws of the folder of packs.

use chancery_record::vocabulary::Vocabularies;

use super::*;

const RISK: &str = include_str!("../../../record/packs/risk.json");

/// The shipped pack of risk indicators as a later edition, with one word more.
fn later(edition: &str, word: &str) -> String {
    RISK.replacen("\"edition\": \"1\"", &format!("\"edition\": \"{edition}\""), 1).replacen(
        "\"words\": [",
        &format!("\"words\": [{{\"word\":\"{word}\",\"about\":\"a sign\"}},"),
        1,
    )
}

fn has(words: &Vocabularies, word: &str) -> bool {
    words.list("risk-indicator").unwrap().word(word).is_some()
}

#[test]
fn no_folder_and_an_empty_folder_give_the_shipped_packs() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(load(&dir.path().join("none")).unwrap(), *Vocabularies::shipped());
    assert_eq!(load(dir.path()).unwrap(), *Vocabularies::shipped());
}

#[test]
fn what_was_taken_is_in_use_at_once_and_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("vocabulary");
    let shelf = Shelf::open(folder.clone()).unwrap();
    assert!(!has(&shelf.words(), "tx.new"));
    let (pack, difference) = shelf.take(&later("2", "tx.new")).unwrap();
    assert_eq!((pack.name(), pack.edition(), difference.0.len()), ("risk", "2", 1));
    assert!(has(&shelf.words(), "tx.new"));
    assert!(has(&Shelf::open(folder).unwrap().words(), "tx.new"));
    assert!(!has(Vocabularies::shipped(), "tx.new"));
}

#[test]
fn taking_it_twice_or_losing_a_word_is_refused_and_nothing_changes() {
    let dir = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(dir.path().join("vocabulary")).unwrap();
    shelf.take(&later("2", "tx.new")).unwrap();
    let before = shelf.words();
    assert_eq!(shelf.take(&later("2", "tx.new")).unwrap_err().name(), "vocabulary-in-use");
    assert_eq!(shelf.take(&later("3", "tx.newer")).unwrap_err().name(), "vocabulary-word-gone");
    assert_eq!(shelf.take("{}").unwrap_err().name(), "pack-empty");
    assert_eq!(shelf.words(), before);
    assert_eq!(file::list(&dir.path().join("vocabulary"), 9).unwrap().len(), 1);
}

#[test]
fn a_file_that_is_no_pack_or_does_not_fit_is_named_and_stops_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.json");
    for (text, name) in [
        ("[]".to_owned(), "pack-type"),
        (RISK.replace("risk-indicator", "other"), "vocabulary-same-edition"),
        (RISK.replace("\"1\"", "\"2\"").replace("risk-indicator", "other"), "vocabulary-gone"),
    ] {
        std::fs::write(&path, text).unwrap();
        let error = load(dir.path()).unwrap_err();
        assert_eq!(error.name(), name);
        assert!(error.to_string().contains("x.json"), "{error}");
    }
}

#[test]
fn a_pack_that_the_program_has_overtaken_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let old = later("0", "tx.new").replace("2026-11-24", "2025-01-01");
    std::fs::write(dir.path().join("old.json"), old).unwrap();
    std::fs::write(dir.path().join("note.txt"), "not a pack").unwrap();
    assert_eq!(load(dir.path()).unwrap(), *Vocabularies::shipped());
}
