//! Laws of the checks: whatever the tables do not allow is refused where it stands.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    Kind, Record, Violation,
    sample::{Spoilt, blocks, full, patched, spoilt},
    shape::Rule,
    vocabulary::Vocabularies,
};

mod kinds;
pub(crate) mod refusals;

fn refused(record: &Value) -> Vec<Violation> {
    match Record::from_json(&record.to_string(), Vocabularies::shipped()) {
        Ok(_) => vec![],
        Err(violations) => violations,
    }
}

fn paths(record: &Value) -> Vec<String> {
    refused(record).into_iter().map(|violation| violation.path).collect()
}

#[test]
fn a_record_with_every_field_is_accepted() {
    for kind in Kind::ALL {
        let record = full(kind);
        assert_eq!(refused(&record), [], "{kind}");
        let record =
            Record::from_json(&record.to_string(), Vocabularies::shipped()).expect("accepted");
        assert_eq!(record.unknown_fields(), [], "{kind}");
    }
}

#[test]
fn whatever_the_tables_do_not_allow_is_refused_where_it_stands() {
    let mut count = 0;
    for Spoilt { record, path, how } in Kind::ALL.into_iter().flat_map(spoilt) {
        let found = refused(&record);
        assert!(found.iter().any(|flaw| flaw.path == path), "{path}, {how}: {found:?}");
        assert!(found.iter().all(|flaw| !flaw.wrong.is_empty() && !flaw.allowed.is_empty()));
        count += 1;
    }
    // So that an empty table could not pass.
    assert!(count > 2_000, "{count} ways");
}

/// One row for each rule that is a program: part of its sentence, kind, patches, where refused.
type Row = (&'static str, Kind, Vec<(&'static str, Value)>, &'static str);

fn rows_about_content() -> Vec<Row> {
    use Kind::{Correction, RiskAdvisory, ThreatAdvisory, Withdrawal};
    let person = json!("Person");
    let twice = json!({"key": "s1", "type": "media", "title": "Another", "sensitivity": "open"});
    vec![
        (
            "keys of one list are unique",
            ThreatAdvisory,
            vec![("/sources/-", twice)],
            "$.sources[1].key",
        ),
        (
            "that is pointed at by key",
            ThreatAdvisory,
            vec![("/assessment/claims/0/sources", json!(["s1", "s9"]))],
            "$.assessment.claims[0].sources[1]",
        ),
        (
            "that is pointed at by key",
            RiskAdvisory,
            vec![("/routes/0/legs/0/party", json!("nobody"))],
            "$.routes[0].legs[0].party",
        ),
        (
            "that is pointed at by key",
            ThreatAdvisory,
            vec![("/parties/0/ownership/0/source", json!("s9"))],
            "$.parties[0].ownership[0].source",
        ),
        (
            "with a party that is a Person",
            ThreatAdvisory,
            vec![("/parties/0/schema", person), ("/personal_data/present", json!(false))],
            "$.personal_data.present",
        ),
        (
            "`target.reference` is one of the originator's own",
            Withdrawal,
            vec![("/target/reference", json!("US-2026-0001"))],
            "$.target.reference",
        ),
        (
            "`target.reference` is one of the originator's own",
            Correction,
            vec![("/target/reference", json!("US-2026-0001"))],
            "$.target.reference",
        ),
    ]
}

fn rows_about_replacements() -> Vec<Row> {
    let rows = [
        (("/replacement/exercise", json!(false)), "$.replacement.exercise"),
        (("/replacement/originator/state", json!("US")), "$.replacement.originator.state"),
        (("/replacement/handling/tlp", json!("TLP:GREEN")), "$.replacement.handling.tlp"),
        (("/replacement/handling/audience", json!(["public"])), "$.replacement.handling.audience"),
    ];
    let about = "`replacement` has the `exercise`";
    rows.into_iter().map(|(patch, path)| (about, Kind::Correction, vec![patch], path)).collect()
}

fn rows_about_the_envelope() -> Vec<Row> {
    use Kind::ThreatAdvisory;
    vec![
        (
            "`valid_until` is not before",
            ThreatAdvisory,
            vec![("/valid_until", json!("2026-11-23"))],
            "$.valid_until",
        ),
        (
            "`to` is not before `from`",
            ThreatAdvisory,
            vec![("/event_window", json!({"from": "2026-11", "to": "2026-10-31"}))],
            "$.event_window.to",
        ),
        (
            "an attachment's `tlp`",
            ThreatAdvisory,
            vec![("/handling/tlp", json!("TLP:AMBER"))],
            "$.attachments[0].tlp",
        ),
        (
            "the audience `public` stands only",
            ThreatAdvisory,
            vec![
                ("/handling/tlp", json!("TLP:AMBER")),
                ("/handling/audience", json!(["members", "public"])),
            ],
            "$.handling.audience",
        ),
        (
            "in this version the marking is not TLP:RED",
            ThreatAdvisory,
            vec![("/handling/tlp", json!("TLP:RED"))],
            "$.handling.tlp",
        ),
        (
            "in this version the marking is not TLP:RED",
            ThreatAdvisory,
            vec![("/handling/audience", json!(["EE", "KR"]))],
            "$.handling.audience",
        ),
        (
            "in this version the marking is not TLP:RED",
            ThreatAdvisory,
            vec![("/handling/audience", json!(["observers"]))],
            "$.handling.audience",
        ),
    ]
}

#[test]
fn every_rule_that_is_a_program_has_an_example_that_it_refuses() {
    let rows: Vec<Row> =
        [rows_about_content(), rows_about_replacements(), rows_about_the_envelope(), kinds::rows()]
            .concat();
    for (about, kind, patches, path) in &rows {
        let record = patched(full(*kind), patches);
        assert!(paths(&record).contains(&(*path).to_owned()), "{about}: {:?}", refused(&record));
    }
    let programs: BTreeSet<&str> = blocks()
        .iter()
        .flat_map(|block| block.rules())
        .filter_map(|rule| match rule {
            Rule::Program { about, .. } => Some(*about),
            _ => None,
        })
        .collect();
    for program in programs {
        let shown =
            rows.iter().any(|(about, ..)| program.starts_with(about) || program.contains(about));
        assert!(shown, "no example for: {program}");
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let record = patched(
        full(Kind::ThreatAdvisory),
        &[
            ("/title", json!("")),
            ("/schema_version", json!(2)),
            ("/exercise", json!("yes")),
            ("/originator/state", json!("UK")),
            ("/handling/audience", json!([])),
            ("/attestations/unclassified", json!(false)),
            ("/items/0/control_refs/0/code", json!("5A001.f.2")),
            ("/actions", Value::Null),
            ("/languages/versions", Value::Null),
        ],
    );
    let expected = [
        "$.schema_version",
        "$.exercise",
        "$.title",
        "$.originator.state",
        "$.handling.audience",
        "$.attestations.unclassified",
        "$.items[0].control_refs[0].code",
        "$.actions",
    ];
    assert_eq!(paths(&record), expected);
}

#[test]
fn handling_fails_closed() {
    let cases = [
        ("/handling/audience", json!([]), "$.handling.audience"),
        ("/handling/audience", Value::Null, "$.handling.audience"),
        ("/handling/audience", json!(["members", "allies"]), "$.handling.audience[1]"),
        ("/handling/audience", json!(["members", "ee"]), "$.handling.audience[1]"),
        ("/handling/tlp", json!(["TLP:CLEAR", "TLP:RED"]), "$.handling.tlp"),
        ("/handling/tlp", json!("TLP:CLEAR TLP:RED"), "$.handling.tlp"),
        ("/handling/tlp", json!("TLP:WHITE"), "$.handling.tlp"),
        ("/handling/tlp", Value::Null, "$.handling.tlp"),
        ("/handling", Value::Null, "$.handling"),
    ];
    for (pointer, value, path) in cases {
        let record = patched(full(Kind::ThreatAdvisory), &[(pointer, value.clone())]);
        assert_eq!(paths(&record), [path], "{pointer} {value}");
        assert!(Record::from_json(&record.to_string(), Vocabularies::shipped()).is_err());
    }
    let two = full(Kind::ThreatAdvisory)
        .to_string()
        .replace(r#""tlp":"TLP:CLEAR""#, r#""tlp":"TLP:CLEAR","tlp":"TLP:GREEN""#);
    let found = Record::from_json(&two, Vocabularies::shipped()).expect_err("two markings");
    assert!(found.iter().any(|flaw| flaw.path == "$.handling.tlp"), "{found:?}");
}

#[test]
fn the_reason_why_a_restricted_record_must_wait_is_said() {
    let record = patched(full(Kind::ThreatAdvisory), &[("/handling/audience", json!(["EE"]))]);
    let found = refused(&record);
    assert!(found[0].allowed.contains("encryption to named readers is not available"));
}

#[test]
fn names_in_any_script_are_accepted() {
    let names = [
        "Позитив Текнолоджиз",
        "شركة المثال للتجارة",
        "חברת הדוגמה בע״מ",
        "杭州海康威视",
        "예시 무역 주식회사",
        "例の会社",
        "उदाहरण कंपनी",
        "می‌خواهم",
        "Ελληνική",
        "ĐORĐE & Sons",
        "e\u{301}le\u{300}ve",
        "𠮷野家",
    ];
    for name in names {
        let record = patched(
            full(Kind::ThreatAdvisory),
            &[
                ("/title", json!(name)),
                ("/parties/0/statement", json!(name)),
                ("/languages/versions", Value::Null),
            ],
        );
        assert_eq!(refused(&record), [], "{name}");
    }
}

#[test]
fn what_is_shown_is_what_is_signed() {
    for odd in [
        '\0',
        '\u{7}',
        '\u{1b}',
        '\r',
        '\u{7f}',
        '\u{85}',
        '\u{2028}',
        '\u{202e}',
        '\u{2067}',
        '\u{feff}',
        '\u{fffb}',
        '\u{e0020}',
    ] {
        let text = format!("a{odd}b");
        let known = patched(full(Kind::Withdrawal), &[("/explanation", json!(text))]);
        assert_eq!(paths(&known), ["$.explanation"], "{odd:?}");
        let unknown = patched(full(Kind::Withdrawal), &[("/later", json!({"deep": [text]}))]);
        assert_eq!(paths(&unknown), ["$.later.deep[0]"], "{odd:?}");
        let mut record = full(Kind::Withdrawal);
        record[text.as_str()] = json!(1);
        assert_eq!(paths(&record).len(), 1, "{odd:?} in a name");
    }
}

#[test]
fn a_field_that_no_table_knows_is_pointed_out_with_what_may_be_meant() {
    let record = patched(
        full(Kind::ThreatAdvisory),
        &[("/personal_datas", json!(1)), ("/parties/0/listing", json!([]))],
    );
    let record = Record::from_json(&record.to_string(), Vocabularies::shipped())
        .expect("unknown fields are allowed");
    let found = record.unknown_fields();
    let places: Vec<&str> = found.iter().map(|flaw| flaw.path.as_str()).collect();
    assert_eq!(places, ["$.parties[0].listing", "$.personal_datas"]);
    assert!(found[0].allowed.contains("listings") && found[1].allowed.contains("personal_data"));
}

#[test]
fn a_misspelt_word_is_answered_with_the_nearest() {
    let record =
        patched(full(Kind::ThreatAdvisory), &[("/tech_categories", json!(["facial-recogntion"]))]);
    assert!(refused(&record)[0].allowed.contains("facial-recognition"));
}

#[test]
fn a_record_without_a_known_kind_is_refused_at_its_kind() {
    for record in [json!({}), json!({"kind": "erasure-order"}), json!({"kind": 3})] {
        assert_eq!(paths(&record), ["$.kind"]);
    }
    for record in [json!([]), json!("x"), json!(null), json!(3)] {
        assert_eq!(paths(&record), ["$"]);
    }
}

#[test]
fn a_hostile_number_of_flaws_is_reported_up_to_the_bound() {
    let actions = Value::Array(
        (0..30).map(|n| json!({"action": n, "addressed_to": n, "by_date": n, "note": n})).collect(),
    );
    let claims = Value::Array((0..60).map(|n| json!({"text": n, "confidence": n})).collect());
    let record = patched(
        full(Kind::ThreatAdvisory),
        &[("/actions", actions), ("/assessment/claims", claims)],
    );
    let found = refused(&record);
    assert_eq!(found.len(), crate::violation::VIOLATIONS_MAX + 1);
    assert!(found.last().expect("not empty").wrong.contains("more things are wrong"));
}
