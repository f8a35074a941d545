//! Laws of the schema: it says what the program does, and the published pages say it too.

use std::{fs, path::Path};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::schema;
use crate::{
    Kind, Record,
    check::hides,
    sample::{Spoilt, blocks, full, patched, spoilt},
    shape::Field,
    vocabulary::Vocabularies,
};

mod layout;
mod page;

/// Pages are test outputs: where one differs it is written anew, and the test fails so that
/// somebody looks at the difference.
pub(crate) fn publish(name: &str, current: &str) {
    assert!(
        !renewed(name, current),
        "docs/reference/{name} was out of date: look at it and commit it"
    );
}

/// Whether the page had to be written anew.
fn renewed(name: &str, current: &str) -> bool {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference").join(name);
    let stale = fs::read_to_string(&path).unwrap_or_default() != current;
    if stale {
        fs::write(&path, current).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    stale
}

#[test]
fn the_published_schema_is_up_to_date() {
    let text = layout::laid_out(&schema(Vocabularies::shipped()));
    let read: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(read, schema(Vocabularies::shipped()));
    publish("record.schema.json", &text);
}

#[test]
fn every_kind_begins_with_the_envelope() {
    let kinds = blocks().into_iter().filter(|block| block.name.parse::<Kind>().is_ok());
    let kinds: Vec<_> = kinds.collect();
    assert_eq!(kinds.len(), Kind::ALL.len());
    for kind in &kinds {
        let same = |a: &[Field], b: &[Field]| a.iter().map(|f| f.name).eq(b.iter().map(|f| f.name));
        assert!(same(kind.parts[0], kinds[0].parts[0]), "{}", kind.name);
        assert_eq!(kind.rules[0].len(), kinds[0].rules[0].len(), "{}", kind.name);
    }
}

#[test]
fn the_published_reference_is_up_to_date() {
    publish("record.md", &page::page());
}

#[test]
fn the_published_pages_of_the_kinds_are_up_to_date() {
    let name = |kind: Kind| format!("kinds/{kind}.md");
    let renew = |kind: &Kind| renewed(&name(*kind), &page::kind::page(*kind));
    let stale: Vec<Kind> = Kind::ALL.into_iter().filter(renew).collect();
    assert!(stale.is_empty(), "{stale:?} were out of date: look at them and commit them");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/kinds");
    let pages = fs::read_dir(folder).expect("the pages are there").count();
    assert_eq!(pages, Kind::ALL.len(), "a page of no kind");
}

#[test]
fn the_published_table_of_commitments_is_up_to_date() {
    publish("commitments.md", &page::commitments::page());
}

#[test]
fn the_schema_accepts_the_example_of_every_kind() {
    let validator = validator();
    for kind in Kind::ALL {
        let example: Value = serde_json::from_str(kind.example()).expect("JSON");
        let flaws: Vec<String> = validator.iter_errors(&example).map(|e| e.to_string()).collect();
        assert!(flaws.is_empty(), "{kind}: {flaws:?}");
    }
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema(Vocabularies::shipped())).expect("a schema")
}

#[test]
fn the_schema_itself_is_valid() {
    assert!(jsonschema::meta::is_valid(&schema(Vocabularies::shipped())));
}

#[test]
fn the_schema_accepts_a_record_with_every_field() {
    let validator = validator();
    for kind in Kind::ALL {
        let flaws: Vec<String> =
            validator.iter_errors(&full(kind)).map(|e| e.to_string()).collect();
        assert!(flaws.is_empty(), "{kind}: {flaws:?}");
    }
}

#[test]
fn the_schema_accepts_every_demo_case() {
    let validator = validator();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/cases");
    for case in fs::read_dir(cases).expect("the cases are there") {
        let path = case.expect("readable").path();
        let text = fs::read_to_string(&path).expect("readable");
        let record: Value = serde_json::from_str(&text).expect("JSON");
        let flaws: Vec<String> = validator.iter_errors(&record).map(|e| e.to_string()).collect();
        assert!(flaws.is_empty(), "{path:?}: {flaws:?}");
    }
}

#[test]
fn the_schema_refuses_whatever_the_tables_refuse() {
    let validator = validator();
    for Spoilt { record, path, how } in Kind::ALL.into_iter().flat_map(spoilt) {
        assert!(!validator.is_valid(&record), "{path}, {how}");
    }
}

#[test]
fn the_schema_and_the_program_agree_about_every_character() {
    let pattern = json!({ "pattern": super::VISIBLE });
    let validator = jsonschema::validator_for(&pattern).expect("a pattern");
    let interesting =
        (0..0x300).chain(0x2000..0x2100).chain(0xfe00..0x10000).chain(0xd_fff0..0xe_0100);
    for character in interesting.filter_map(char::from_u32) {
        let text = json!(format!("a{character}b"));
        assert_eq!(hides(character), !validator.is_valid(&text), "{character:?}");
    }
}

#[test]
fn the_schema_accepts_unknown_fields() {
    let record =
        patched(full(Kind::Withdrawal), &[("/later", json!([1.5])), ("/handling/x", json!(1))]);
    assert!(validator().is_valid(&record));
}

/// Values that are right in one place or another.
fn values() -> Value {
    json!([
        null, true, false, 0, 1, 7, "", "s1", "EE", "2026-11-24", "TLP:AMBER", "C3", "eu-annex-i",
        "5A001.f", "high", "charged", [], ["EE"], ["s1"], ["C1", "C1"], [{}], {},
        { "kind": "risk-advisory" }, "established-by-body", "allowed-to", "national-register", "lei"
    ])
}

/// A pointer to any place in a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            found.push(format!("{at}/{key}"));
            places(value, &format!("{at}/{key}"), found);
        }),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .for_each(|(index, value)| places(value, &format!("{at}/{index}"), found)),
        _ => {}
    }
}

#[test]
fn whatever_the_program_accepts_the_schema_accepts() {
    let (validator, values) = (validator(), values());
    let mut accepted = 0;
    for kind in [Kind::ThreatAdvisory, Kind::Withdrawal] {
        let record = full(kind);
        let mut found = Vec::new();
        places(&record, "", &mut found);
        for (place, value) in found
            .iter()
            .flat_map(|place| values.as_array().into_iter().flatten().map(move |v| (place, v)))
        {
            let changed = patched(record.clone(), &[(place, value.clone())]);
            if Record::from_json(&changed.to_string(), Vocabularies::shipped()).is_ok() {
                accepted += 1;
                assert!(validator.is_valid(&changed), "{place}: {value}");
            }
        }
    }
    // So that refusing everything could not pass.
    assert!(accepted > 500, "{accepted} accepted");
}
