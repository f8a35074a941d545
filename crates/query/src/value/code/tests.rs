//! Laws of codes.

use chancery_record::vocabulary::Vocabularies;
use time::macros::date;

use crate::{
    Query,
    ask::{Ask, Pattern, Term},
};

fn one_of(text: &str) -> Vec<String> {
    let query = Query::parse(text, Vocabularies::shipped(), date!(2026 - 11 - 24));
    let query = query.unwrap_or_else(|flaw| panic!("{text}: {flaw}"));
    let Ask::Term(Term::Code { one_of, .. }) = query.ask() else { panic!("{text}") };
    let spelled = |pattern: &Pattern| match pattern {
        Pattern::Is(text) => text.clone(),
        Pattern::Begins(text) => format!("{text}*"),
    };
    one_of.iter().map(spelled).collect()
}

#[test]
fn an_entry_stands_for_its_equivalents_at_its_own_height() {
    let cases: [(&str, &[&str]); 10] = [
        ("code:EU/5A001.f", &["eu-annex-i/5a001.f", "us-ccl/5a001.f", "wassenaar/5.a.1.f"]),
        ("code:wa/5.A.1.f.2", &["eu-annex-i/5a001.f.2", "us-ccl/5a001.f.2", "wassenaar/5.a.1.f.2"]),
        ("code:5A001.f", &["5a001.f", "wassenaar/5.a.1.f"]),
        ("code:5a001.F", &["5a001.f", "wassenaar/5.a.1.f"]),
        ("code:EU/5A001", &["eu-annex-i/5a001", "us-ccl/5a001", "wassenaar/5.a.1"]),
        // The same letter at the end of a paragraph that is divided otherwise lifts nothing.
        (
            "code:US/5A004.b",
            &[
                "eu-annex-i/5a004.b",
                "eu-annex-i/5d002.a.3.b",
                "eu-annex-i/5d002.c.3.b",
                "us-ccl/5a004.b",
                "wassenaar/5.a.4.b",
            ],
        ),
        ("code:GB/5A001.f", &["gb-strategic/5a001.f"]),
        ("code:jp/9(7)", &["jp-meti/9(7)"]),
        ("code:5A*", &["5a*"]),
        ("code:EAR99", &["ear99"]),
    ];
    for (text, spelled) in cases {
        assert_eq!(one_of(text), spelled, "{text}");
    }
    let us = one_of("code:US/5A004");
    assert!(us.contains(&"eu-annex-i/5a004".to_owned()), "{us:?}");
    assert!(!us.contains(&"eu-annex-i/5d002.a.3".to_owned()), "{us:?}");
}

#[test]
fn broader_names_what_stands_above_in_every_list() {
    assert_eq!(
        one_of("broader:EU/5A001.f.2"),
        [
            "eu-annex-i/5a001",
            "eu-annex-i/5a001.f",
            "us-ccl/5a001",
            "us-ccl/5a001.f",
            "wassenaar/5.a.1",
            "wassenaar/5.a.1.f",
        ]
    );
    assert!(one_of("broader:EU/5A001").is_empty());
}

#[test]
fn every_entry_of_the_crosswalk_finds_its_siblings() {
    let vocabularies = Vocabularies::shipped();
    for word in vocabularies.lists().flat_map(|list| list.current()) {
        for one in &word.codes {
            let found = one_of(&format!("code:{}/{}", one.list, one.code));
            for other in word.codes.iter().filter(|other| other.list != one.list || *other == one) {
                let spelled = format!("{}/{}", other.list, other.code).to_lowercase();
                let covered = found.iter().any(|it| super::is_under(&spelled, it));
                assert!(covered, "{}: {one:?} finds no {other:?}: {found:?}", word.word);
            }
        }
    }
}

#[test]
fn what_was_read_into_a_code_is_said() {
    let query = Query::parse("code:EU/5A001.f", Vocabularies::shipped(), date!(2026 - 11 - 24));
    let said: Vec<String> =
        query.expect("a query").notes().iter().map(|note| note.said.clone()).collect();
    assert_eq!(
        said,
        [
            "eu-annex-i/5A001.f and all below it",
            "by the crosswalk also us-ccl/5A001.f, wassenaar/5.A.1.f",
            "what names an entry above it as a whole: broader:eu-annex-i/5A001.f",
        ]
    );
}
