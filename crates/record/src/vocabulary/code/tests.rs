//! Laws of codes.

use serde_json::{Value, json};

use super::*;
use crate::{
    Kind, Record, Violation,
    sample::{full, patched},
};

fn code(list: &str, code: &str) -> ControlCode {
    ControlCode::parse(list, code, Vocabularies::shipped()).expect("a code")
}

fn flaw(list: &str, code: &str) -> ControlCodeFlaw {
    ControlCode::parse(list, code, Vocabularies::shipped()).expect_err("no code")
}

#[test]
fn ancestors_are_the_entries_above_in_every_numbering() {
    for (list, text, above) in [
        ("eu-annex-i", "5A001.f.2", vec!["5A001", "5A001.f"]),
        ("us-ccl", "5A001", vec![]),
        ("wassenaar", "5.A.1.f.2", vec!["5.A.1", "5.A.1.f"]),
        ("ca-ecl", "1-5.A.1.j", vec!["1-5.A.1"]),
        ("jp-meti", "9(7)(2)", vec!["9", "9(7)"]),
        ("gb-strategic", "PL9010.a", vec!["PL9010"]),
        ("other-national", "A-12.b", vec![]),
    ] {
        let code = code(list, text);
        assert_eq!(code.ancestors(), above, "{text}");
        assert_eq!(code.code(), text);
    }
}

#[test]
fn a_code_covers_itself_and_what_is_below_in_its_own_list() {
    let (above, below) = (code("us-ccl", "5A001.f"), code("us-ccl", "5A001.f.2"));
    assert!(above.covers(&below) && above.covers(&above) && !below.covers(&above));
    assert!(!above.covers(&code("eu-annex-i", "5A001.f.2")));
    // Not by letters: .f1 is no paragraph of .f.
    assert!(!above.covers(&code("us-ccl", "5A001.f1")));
}

fn equivalents(list: &str, text: &str) -> Vec<(String, String, String)> {
    let code = code(list, text);
    let found = code.equivalents(Vocabularies::shipped());
    let one = |Equivalent { category, entry }: Equivalent<'_>| {
        (category.to_owned(), entry.list.clone(), entry.code.clone())
    };
    found.map(one).collect()
}

#[test]
fn equivalents_come_through_the_categories_up_and_down_the_tree() {
    let triple = |c: &str, l: &str, e: &str| (c.to_owned(), l.to_owned(), e.to_owned());
    let catchers = "mobile-interception-identifiers";
    assert_eq!(
        equivalents("us-ccl", "5A001.f.2"),
        [triple(catchers, "wassenaar", "5.A.1.f.2"), triple(catchers, "eu-annex-i", "5A001.f.2"),]
    );
    assert_eq!(equivalents("us-ccl", "5A001.f.2.a").len(), 2);
    let above = equivalents("us-ccl", "5A001.f");
    assert_eq!(above.len(), 8);
    assert!(above.contains(&triple("mobile-jamming", "wassenaar", "5.A.1.f.3")));
    // The United States alone control it.
    assert_eq!(equivalents("us-ccl", "5A980"), []);
}

#[test]
fn what_is_reserved_or_does_not_exist_is_refused_with_what_is_meant() {
    for (list, text, instead) in [
        ("us-ccl", "5A001.i", "5A001.f.1"),
        ("us-ccl", "5A001.i.1", "5A001.f.1"),
        ("eu-annex-i", "5A001.i", "5A001.f.1"),
        ("us-ccl", "4D002", "4D004"),
        ("us-ccl", "3A982", "3A981"),
    ] {
        let flaw = flaw(list, text);
        assert!(matches!(flaw, ControlCodeFlaw::Unused { .. }), "{flaw:?}");
        assert!(flaw.advice().contains(instead), "{}", flaw.advice());
    }
}

#[test]
fn a_code_of_another_list_is_refused_and_the_right_list_is_named() {
    assert!(flaw("eu-annex-i", "5A980").to_string().contains("entry of us-ccl"));
    assert!(flaw("us-ccl", "4A507").to_string().contains("entry of eu-annex-i"));
    assert!(flaw("gb-strategic", "5.A.1.f").advice().contains("wassenaar"));
    assert!(flaw("wassenaar", "5A001.f").advice().contains("eu-annex-i, us-ccl"));
    assert!(flaw("eu-annex-i", "PL9010").advice().contains("gb-strategic"));
    assert_eq!(flaw("mars", "5A001"), ControlCodeFlaw::List("mars".into()));
}

fn with_ref(list: &str, edition: &str, code: &str) -> Value {
    let reference = json!({
        "list": list, "edition": edition, "code": code, "relation": "meets", "basis": "authority-ruling",
    });
    patched(full(Kind::ThreatAdvisory), &[("/items/0/control_refs", json!([reference]))])
}

fn refused(record: &Value) -> Vec<Violation> {
    Record::from_json(&record.to_string(), Vocabularies::shipped()).err().unwrap_or_default()
}

#[test]
fn a_record_with_an_impossible_code_is_refused_at_the_code() {
    for (list, text) in
        [("us-ccl", "5A001.i"), ("eu-annex-i", "5A980"), ("wassenaar", "5A001"), ("us-ccl", "x")]
    {
        let flaws = refused(&with_ref(list, "eCFR 2026-07-23", text));
        let paths: Vec<&str> = flaws.iter().map(|flaw| flaw.path.as_str()).collect();
        assert_eq!(paths, ["$.items[0].control_refs[0].code"], "{list} {text}");
    }
    assert_eq!(refused(&with_ref("us-ccl", "eCFR 2026-07-23", "5A001.f.1")), []);
}

#[test]
fn an_unknown_edition_is_a_warning_and_no_flaw() {
    let warnings = |list: &str, edition: &str, text: &str| {
        let record = with_ref(list, edition, text).to_string();
        let record = Record::from_json(&record, Vocabularies::shipped()).expect("valid");
        record.warnings(Vocabularies::shipped())
    };
    let told = warnings("us-ccl", "eCFR 1999-01-01", "5A001.f.1");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].path, "$.items[0].control_refs[0].edition");
    assert!(told[0].allowed.contains("eCFR 2026-07-23"));
    assert_eq!(warnings("us-ccl", "2026-07-23", "5A001.f.1"), []);
    // Of this list no edition is known, so none is better.
    assert_eq!(warnings("kr-strategic", "2025", "5A001.f.1"), []);
}

#[test]
fn a_long_code_does_not_fill_the_screen() {
    let flaws = refused(&with_ref("us-ccl", "eCFR 2026-07-23", &"5".repeat(300)));
    assert!(flaws[0].wrong.chars().count() < 150, "{}", flaws[0].wrong);
}
