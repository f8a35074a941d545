//! Laws of the forms.

use std::collections::BTreeSet;

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// The regular expression, run by the engine that checks schemas.
fn engine(form: &Form) -> Validator {
    jsonschema::validator_for(&json!({ "pattern": form.regex() })).expect("a regular expression")
}

#[test]
fn every_example_is_of_its_form() {
    for form in ALL {
        assert!(form.matches(form.example), "{}", form.name);
    }
    let names: BTreeSet<&str> = ALL.iter().map(|form| form.name).collect();
    assert_eq!(names.len(), ALL.len());
}

#[test]
fn an_example_with_anything_before_or_behind_it_is_refused() {
    for form in ALL {
        for text in [
            format!("{} ", form.example),
            format!(" {}", form.example),
            format!("{}\n", form.example),
        ] {
            assert!(!form.matches(&text), "{}: {text:?}", form.name);
        }
        assert!(!form.matches(""), "{}", form.name);
    }
}

#[test]
fn each_list_has_its_own_numbering() {
    let rows: [(&Form, &[&str], &[&str]); 7] = [
        (
            &CODE_ANNEX,
            &["5A001", "5A001.f.2", "4D004", "5D002.a.3.b", "5A980", "4A506"],
            &["5.A.1.f", "5F001", "5A1", "5a001", "5A001.", "5A001f", "EAR99"],
        ),
        (&CODE_WASSENAAR, &["5.A.1.f.2", "4.D.4", "5.A.1.j"], &["5A001", "5.A.1.", "5.F.1", "5.A"]),
        (&CODE_CANADA, &["1-5.A.1.j", "1-4.A.5"], &["5.A.1.j", "0-5.A.1", "1-5A001"]),
        (&CODE_BRITAIN, &["PL9010", "5A001.f", "PL9010.a"], &["PL901", "9010", "pl9010"]),
        (&CODE_JAPAN, &["9(7)", "8", "14(2)(1)"], &["(7)", "9()", "9(7", "5A001"]),
        (&CODE_OTHER, &["A-12", "5.A.1(b)"], &["", "A 12", "ä"]),
        (&HS, &["8517.62"], &["851762", "8517.6", "8517.620"]),
    ];
    for (form, right, wrong) in rows {
        right.iter().for_each(|text| assert!(form.matches(text), "{}: {text}", form.name));
        wrong.iter().for_each(|text| assert!(!form.matches(text), "{}: {text}", form.name));
    }
}

#[test]
fn a_day_is_one_of_the_calendar() {
    let rows: [(&Form, &[&str], &[&str]); 4] = [
        (
            &DAY,
            &["2024-02-29", "0001-01-01"],
            &["2023-02-29", "2026-13-01", "2026-00-01", "2026-1-1", "24-01-01"],
        ),
        (&WHEN, &["2018", "2018-02", "2018-02-28"], &["2018-13", "2018-02-30", "18", "2018-"]),
        (
            &MOMENT,
            &["2026-11-24T23:59:59Z"],
            &[
                "2026-11-24T24:00:00Z",
                "2026-11-24T09:30:00+02:00",
                "2026-11-24 09:30:00Z",
                "2026-11-24T09:30:00.5Z",
                "2026-02-30T00:00:00Z",
            ],
        ),
        (
            &PERCENTAGE,
            &["0", "49.9", "100", "100.00", "99.99"],
            &["100.01", "101", "-1", "5%", ".5", "1."],
        ),
    ];
    for (form, right, wrong) in rows {
        right.iter().for_each(|text| assert!(form.matches(text), "{}: {text}", form.name));
        wrong.iter().for_each(|text| assert!(!form.matches(text), "{}: {text}", form.name));
    }
}

#[test]
fn an_lei_with_a_wrong_digit_is_refused() {
    assert!(LEI.matches("529900T8BM49AURSDO55"));
    for wrong in [
        "529900T8BM49AURSDO56",
        "529900T8BM49AURSDO5",
        "529900T8BM49AURSD055",
        "259900T8BM49AURSDO55",
    ] {
        assert!(!LEI.matches(wrong), "{wrong}");
    }
}

#[test]
fn only_web_addresses_are_urls() {
    for right in ["https://example.org/a?b=c#d", "http://example.org"] {
        assert!(URL.matches(right), "{right}");
    }
    let long = format!("https://{}", "a".repeat(2_001));
    for wrong in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://a b",
        "HTTPS://a",
        "https://a\"b",
        &long,
    ] {
        assert!(!URL.matches(wrong), "{wrong}");
    }
}

#[test]
fn an_authority_is_spelled_as_certificates_spell_it() {
    for right in ["authority", "foreign-trade", "bis.gov", "2nd"] {
        assert!(AUTHORITY.matches(right), "{right}");
    }
    for wrong in ["BAFA", "a_b", "-a", ".a", &"a".repeat(64)] {
        assert!(!AUTHORITY.matches(wrong), "{wrong}");
    }
}

/// An example in which a few characters were taken away, put in or replaced.
fn nearly() -> impl Strategy<Value = (usize, String)> {
    let edit = (any::<prop::sample::Index>(), "[a-zA-Z0-9.:()/+_ é\\-]?", 0_usize..2);
    (0..ALL.len(), prop::collection::vec(edit, 0..4)).prop_map(|(form, edits)| {
        let mut chars: Vec<char> = ALL[form].example.chars().collect();
        for (at, put, taken) in edits {
            let at = at.index(chars.len() + 1);
            let end = (at + taken).min(chars.len());
            chars.splice(at..end, put.chars());
        }
        (form, chars.into_iter().collect())
    })
}

#[test]
fn a_form_and_its_regular_expression_agree() {
    let engines: Vec<Validator> = ALL.into_iter().map(engine).collect();
    let mut runner = proptest::test_runner::TestRunner::default();
    let agree = runner.run(&nearly(), |(form, text)| {
        prop_assert_eq!(ALL[form].has_syntax(&text), engines[form].is_valid(&json!(text)));
        Ok(())
    });
    agree.expect("they agree");
}
