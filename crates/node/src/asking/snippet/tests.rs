//! Laws of snippets.

use chancery_record::vocabulary::Vocabularies;
use time::macros::date;

use super::*;

fn found(text: &str, query: &str) -> Option<(String, String, String)> {
    let query = Query::parse(query, Vocabularies::shipped(), date!(2026 - 11 - 24)).unwrap();
    let phrase = query.free().next().unwrap().clone();
    let snippet = snippet("text", text, &phrase)?;
    Some((snippet.before, snippet.found, snippet.behind))
}

fn parts(before: &str, found: &str, behind: &str) -> Option<(String, String, String)> {
    Some((before.to_owned(), found.to_owned(), behind.to_owned()))
}

#[test]
fn words_are_shown_as_they_are_written_without_what_stands_around_them() {
    assert_eq!(
        found("A tool (Überwachung), old", "uberwachung"),
        parts("A tool (", "Überwachung", "), old")
    );
    assert_eq!(found("one NSO-Group two", "\"nso group\""), parts("one ", "NSO-Group", " two"));
    assert_eq!(
        found("a cell-site simulator", "\"site sim\"*"),
        parts("a ", "cell-site simulator", "")
    );
    assert_eq!(found("売る監視機器です", "監視"), parts("", "売る監視機器です", ""));
    assert_eq!(found("nothing here", "else"), None);
}

#[test]
fn long_texts_are_cut_between_words() {
    let text = format!("{}needle {}", "before ".repeat(50), "behind ".repeat(50));
    let (before, found, behind) = found(&text, "needle").unwrap();
    assert_eq!(found, "needle");
    assert!(
        before.starts_with("… before") && before.chars().count() <= AROUND_CHARS + 1,
        "{before}"
    );
    assert!(behind.ends_with("behind…") && behind.chars().count() <= AROUND_CHARS + 1, "{behind}");
}
