//! What a search looks like.

use chancery_http::view::CountView;

use super::*;

fn hit() -> MatchView {
    MatchView {
        reference: "EE-2026-0001".to_owned(),
        number: 2,
        cited: "EE-2026-0003".to_owned(),
        id: "00".repeat(32),
        root: "11".repeat(32),
        state: "EE".to_owned(),
        authority: "authority".to_owned(),
        kind: "threat-advisory".to_owned(),
        title: "Tool \u{1b}[2J for 監視".to_owned(),
        status: "in-force".to_owned(),
        marks: vec!["exercise".to_owned(), "partly-withdrawn".to_owned()],
        exercise: true,
        marking: None,
        issued_at: "2026-11-24T09:00:00Z".to_owned(),
        epoch: 0,
        seq: 1,
        held_by: 3,
        members: 25,
        because: vec!["names eu-annex-i/5A004.b, below 5A004".to_owned()],
        snippets: vec![SnippetView {
            place: "text".to_owned(),
            before: "…asks for a ".to_owned(),
            found: "tool".to_owned(),
            behind: " that…".to_owned(),
        }],
    }
}

fn found() -> SearchedView {
    SearchedView {
        query: "tool".to_owned(),
        notes: Vec::new(),
        sort: "relevance".to_owned(),
        total: 41,
        hidden: 2,
        behind: 1,
        hits: vec![hit()],
        facets: vec![FacetView {
            facet: "state".to_owned(),
            values: vec![CountView { value: "EE".to_owned(), count: 40 }],
            distinct: 2,
        }],
        next: Some("00".repeat(32)),
        index: String::new(),
    }
}

#[test]
fn a_hit_says_who_what_how_it_stands_and_why_it_is_one() {
    let expected = "\
EE-2026-0001 v2 (EE-2026-0003) · threat-advisory · in force, partly withdrawn · 2026-11-24 · held by
3 of 25 · no label
    [exercise] Tool \\u{1b}[2J for 監視
      names eu-annex-i/5A004.b, below 5A004
      text: …asks for a »tool« that…

hits  by state
----------------
40    EE
and 1 value more

1 of 41 hits, by relevance
";
    let text = told(&found());
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("2 hidden: not in force"), "{text}");
    assert!(text.contains("behind by 1 entry:"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn nothing_is_said_in_one_line() {
    let none = SearchedView { total: 0, hidden: 0, behind: 0, ..found() };
    let none = SearchedView { hits: Vec::new(), facets: Vec::new(), next: None, ..none };
    assert_eq!(told(&none), "nothing found\n");
}
