//! Whatever is typed is read or refused: no panic, no endless work, and a flaw that lies in the text.

use chancery_record::vocabulary::Vocabularies;
use proptest::{prelude::*, sample};

use super::cast::TODAY;
use crate::{QUERY_BYTES_MAX, Query, Wrong};

/// Pieces of which queries are made, and those that break them.
const PIECES: [&str; 46] = [
    "(",
    ")",
    "\"",
    "“",
    "”",
    "«",
    "*",
    "-",
    "--",
    "AND",
    "OR",
    "NOT",
    "and",
    "or",
    "not",
    "||",
    "state:",
    "EE",
    "issued:",
    "..",
    ">=",
    "<",
    "2024",
    "2024-02-30",
    "code:",
    "EU/",
    "5A001.f",
    "/",
    ",",
    ":",
    " ",
    "\u{3000}",
    "日本",
    "é",
    "\u{301}",
    "tlp:",
    "party:",
    "held-by:",
    "99999999999",
    "sort:newest",
    "id:",
    "9f86d081",
    "status:",
    "unknown:",
    "'",
    "בע\"מ",
];

fn judged(text: &str) -> Result<(), TestCaseError> {
    match Query::parse(text, Vocabularies::shipped(), TODAY) {
        Ok(query) => {
            let print = query.to_string();
            let again = Query::parse(&print, Vocabularies::shipped(), TODAY);
            let again = again.map_err(|flaw| {
                TestCaseError::fail(format!("{text:?} is printed as {print:?}: {flaw}"))
            })?;
            prop_assert_eq!(again.ask(), query.ask(), "{:?} is printed as {:?}", text, print);
            for note in query.notes() {
                prop_assert!(note.at + note.length <= text.chars().count(), "{:?}", note);
            }
        }
        Err(flaw) => {
            let end = text.chars().count();
            prop_assert!(flaw.at <= end && flaw.at + flaw.length <= end, "{:?}: {:?}", text, flaw);
            prop_assert!(!flaw.to_string().is_empty() && !flaw.hint().is_empty(), "{:?}", flaw);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        judged(&text)?;
    }

    #[test]
    fn any_characters_are_read_or_refused(text in prop::collection::vec(any::<char>(), 0..60)) {
        judged(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn any_pieces_are_read_or_refused(
        pieces in prop::collection::vec(sample::select(&PIECES[..]), 0..14),
        between in sample::select(vec!["", " "]),
    ) {
        judged(&pieces.join(between))?;
    }
}

#[test]
fn what_is_too_large_is_refused_by_its_name() {
    let refused = |text: &str| {
        let flaw = Query::parse(text, Vocabularies::shipped(), TODAY).expect_err(text);
        assert!(flaw.at + flaw.length <= text.chars().count(), "{flaw:?}");
        flaw.wrong
    };
    assert!(matches!(refused(&"a".repeat(QUERY_BYTES_MAX + 1)), Wrong::TooLong { .. }));
    assert!(matches!(refused(&"é".repeat(QUERY_BYTES_MAX)), Wrong::TooLong { .. }));
    assert!(matches!(refused(&"(".repeat(QUERY_BYTES_MAX)), Wrong::TooDeep { .. }));
    assert!(matches!(refused(&"NOT ".repeat(2_000)), Wrong::TooDeep { .. }));
    assert!(matches!(refused(&"a ".repeat(4_000)), Wrong::TooMany { .. }));
    assert!(matches!(refused(&"a OR ".repeat(1_600)), Wrong::TooMany { .. }));
    assert!(matches!(refused(&format!("\"{}\"", "a ".repeat(4_000))), Wrong::TooMany { .. }));
    assert!(matches!(refused(&format!("state:{}EE", "EE,".repeat(2_000))), Wrong::TooMany { .. }));
    assert!(matches!(refused(&format!("{}:x", "f".repeat(8_000))), Wrong::Field { .. }));
    assert!(matches!(refused(&format!("state:{}", "f".repeat(8_000))), Wrong::Word { .. }));
}

#[test]
fn as_much_as_is_allowed_is_read() {
    let deep = format!("{}a{}", "(".repeat(32), ")".repeat(32));
    let wide = "a ".repeat(256);
    let marks = format!("a{}", "\u{301}".repeat(4_000));
    for text in [deep, wide, marks, "a".repeat(QUERY_BYTES_MAX)] {
        let query = Query::parse(&text, Vocabularies::shipped(), TODAY);
        assert!(query.is_ok(), "{:?}", query.map(|query| query.to_string()));
    }
}
