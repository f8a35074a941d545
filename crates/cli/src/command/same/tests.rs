//! What a person reads before he decides.

use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use super::*;

fn pair() -> SamePairView {
    let side = |state: &str, reference: &str, name: &str| {
        json!({
            "state": state, "reference": reference, "number": 2, "version": "ab", "party": "maker",
            "name": name, "card": "cd",
        })
    };
    serde_json::from_value(json!({
        "name": "s-0123456789", "state": "open", "score": 931,
        "one": side("EE", "EE-2026-0001", "Кестрел Системс"),
        "other": side("KR", "KR-2026-0004", "Kestrel Systems AD"),
        "reasons": ["the names sound alike", "registered in BG and in AE"],
        "settings": "rules-1/0123", "proposed_at": "2026-11-24T10:00:00Z",
        "steps": [
            { "at": "2026-11-24T11:00:00Z", "did": "confirmed", "reason": "the register says so" },
            { "at": "2026-11-24T12:00:00Z", "did": "open", "reason": "the \u{1b}register was wrong" },
        ],
        "notes": ["what EE-2026-0001 says has changed since version 2: look again"],
    }))
    .expect("because it is a pair")
}

#[test]
fn pair_is_shown_with_reasons_decisions_and_what_has_changed() {
    let text = shown(&pair());
    for wanted in [
        "Кестрел Системс, party maker of EE-2026-0001 v2 of EE",
        "0.931, with the settings rules-1/0123",
        "  - registered in BG and in AE",
        "2026-11-24T12:00:00Z taken back: the \\u{1b}register was wrong",
        "  - what EE-2026-0001 says has changed",
        "changes no record",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert!(listed(&[pair()]).lines().all(|line| line.width() <= 100));
    assert_eq!(listed(&[]), "no pairs\n");
}

#[test]
fn run_says_what_it_found_and_how_to_go_on() {
    let run = |found: Vec<SamePairView>, through| SameRunView {
        open: found.len(),
        found,
        through,
        beyond: 3,
        weighed: 1,
    };
    let text = found(&run(vec![pair()], false));
    for wanted in
        ["s-0123456789", "1 party weighed; 1 pair waits", "goes on from here", "3 older records"]
    {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert!(found(&run(Vec::new(), true)).starts_with("nothing new\n"));
}
