//! Laws of the record.

use std::{fs, path::Path};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::sample::{full, patched, tie};

fn tree(json: &Value) -> Record {
    Record(tree::from_json(&json.to_string()).expect("a tree"))
}

fn accepted(json: &Value) -> Record {
    Record::from_json(&json.to_string(), Vocabularies::shipped()).expect("accepted")
}

/// From JSON to a body and back.
fn travelled(record: &Record) -> Record {
    Record::from_body(&record.to_body([9; SALT_BYTES])).expect("a body")
}

#[test]
fn the_salt_changes_the_body_and_not_the_record() {
    let record = tree(&json!({"kind": "unheard-of", "more": [1, null, true]}));
    let (one, two) = (record.to_body([1; SALT_BYTES]), record.to_body([2; SALT_BYTES]));
    assert_ne!(one, two);
    assert_eq!(Record::from_body(&one), Ok(record.clone()));
    assert_eq!(Record::from_body(&two), Ok(record));
}

#[test]
fn every_field_known_or_not_survives_the_journey() {
    for kind in Kind::ALL {
        let written = patched(
            full(kind),
            &[
                ("/later", json!({"b": [1, null, {"c": "ü"}], "a": -7})),
                ("/handling/later", json!(9_007_199_254_740_991_i64)),
            ],
        );
        let arrived = travelled(&accepted(&written)).to_json();
        assert_eq!(arrived, written, "{kind}");
    }
}

#[test]
fn the_order_in_which_people_write_keys_is_not_signed() {
    let one = accepted(&full(Kind::Withdrawal));
    let mut turned = serde_json::Map::new();
    for (key, value) in full(Kind::Withdrawal).as_object().expect("an object").iter().rev() {
        turned.insert(key.clone(), value.clone());
    }
    assert_eq!(
        accepted(&Value::Object(turned)).to_body([0; SALT_BYTES]),
        one.to_body([0; SALT_BYTES])
    );
}

#[test]
fn texts_are_signed_as_written_and_never_normalised() {
    for name in ["e\u{301}", "\u{e9}", "ﬁ", "Å"] {
        let changes = [("/title", json!(name)), ("/languages/versions", Value::Null)];
        let record = accepted(&patched(full(Kind::Withdrawal), &changes));
        assert_eq!(travelled(&record).title(), name);
    }
}

#[test]
fn a_kind_of_a_newer_version_survives_and_is_not_guessed() {
    let record =
        travelled(&tree(&json!({"kind": "erasure-order", "title": "T", "act": {"x": []}})));
    assert_eq!(record.kind_name(), "erasure-order");
    assert_eq!(record.kind(), None);
    assert_eq!(record.title(), "T");
    assert!(!record.violations(Vocabularies::shipped()).is_empty());
}

#[test]
fn a_record_that_does_not_say_counts_as_an_exercise() {
    assert!(tree(&json!({})).exercise());
    assert!(tree(&json!({"exercise": "no"})).exercise());
    assert!(!tree(&json!({"exercise": false})).exercise());
}

#[test]
fn a_record_answers_who_says_it_and_to_whom() {
    let record = accepted(&full(Kind::Correction));
    assert_eq!(record.state().map(StateCode::as_str), Some("EE"));
    assert_eq!(record.authority(), Some("foreign-trade"));
    assert_eq!(record.marking(), Some(Marking::Clear));
    assert_eq!(record.audience(), ["members"]);
    let target = record.target().expect("a correction has a target");
    assert_eq!(target.reference.as_deref(), Some("EE-2026-0001"));
}

#[test]
fn a_record_without_answers_gives_none() {
    let record = tree(&json!({"handling": [], "originator": {"state": "ZZ"}, "target": 1}));
    assert_eq!((record.state(), record.authority(), record.marking()), (None, None, None));
    assert!(record.audience().is_empty());
    assert_eq!(record.kind_name(), "");
}

#[test]
fn the_id_of_a_target_is_filled_in_and_nothing_else_changes() {
    let without = patched(full(Kind::Withdrawal), &[("/target/id", Value::Null)]);
    let id = "ab".repeat(32);
    let filled = accepted(&without).with_target_id(&id);
    assert_eq!(filled.violations(Vocabularies::shipped()), []);
    assert_eq!(filled.to_json(), patched(without, &[("/target/id", json!(id))]));
    let advisory = accepted(&full(Kind::RiskAdvisory));
    assert_eq!(advisory.clone().with_target_id(&id), advisory);
}

#[test]
fn what_cannot_be_kept_to_its_readers_is_not_released() {
    let rows = [
        (json!("TLP:RED"), json!(["members"]), "$.handling.tlp"),
        (json!("TLP:AMBER"), json!(["EE", "KR"]), "$.handling.audience"),
        (json!("TLP:CLEAR"), json!(["observers"]), "$.handling.audience"),
        (json!("TLP:CLEAR"), json!([]), "$.handling.audience"),
        (json!(null), json!(["members"]), "$.handling.tlp"),
        (json!("TLP:PURPLE"), json!(["members"]), "$.handling.tlp"),
    ];
    for (tlp, audience, path) in rows {
        let written = patched(
            full(Kind::RiskAdvisory),
            &[("/handling/tlp", tlp), ("/handling/audience", audience)],
        );
        // Also when it came in by another door than JSON.
        let record = travelled(&tree(&written));
        assert_eq!(record.releasable(Vocabularies::shipped()).expect_err("kept back").path, path);
        assert!(
            record.violations(Vocabularies::shipped()).iter().any(|flaw| flaw.path == path),
            "{path}"
        );
    }
    assert_eq!(
        tree(&json!({})).releasable(Vocabularies::shipped()).expect_err("kept back").path,
        "$.handling"
    );
    for tlp in ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT"] {
        let record = tree(&patched(full(Kind::RiskAdvisory), &[("/handling/tlp", json!(tlp))]));
        assert_eq!(record.releasable(Vocabularies::shipped()), Ok(()), "{tlp}");
    }
}

#[test]
fn a_body_beyond_the_bound_is_refused() {
    let versions: Vec<Value> = (0..32)
        .map(|n| json!({"language": "en", "status": "courtesy", "title": n.to_string(), "summary": "я".repeat(8_000)}))
        .collect();
    let mut record =
        patched(full(Kind::Withdrawal), &[("/languages/versions", Value::Array(versions))]);
    tie(&mut record);
    let flaws =
        Record::from_json(&record.to_string(), Vocabularies::shipped()).expect_err("too long");
    assert_eq!(flaws.iter().map(|flaw| flaw.path.as_str()).collect::<Vec<_>>(), ["$"]);
    assert!(flaws[0].wrong.contains("bytes"));
}

#[test]
fn the_published_example_and_every_demo_case_is_a_valid_exercise() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let cases = fs::read_dir(root.join("crates/cli/cases")).expect("the cases are there");
    let mut files: Vec<_> = cases.map(|case| case.expect("readable").path()).collect();
    files.push(root.join("docs/reference/example-threat-advisory.json"));
    assert!(files.len() > 12, "{}", files.len());
    for file in files {
        let text = fs::read_to_string(&file).expect("readable");
        let record = Record::from_json(&text, Vocabularies::shipped())
            .unwrap_or_else(|flaws| panic!("{file:?}: {flaws:#?}"));
        assert!(record.exercise(), "{file:?} does not say that it is an exercise");
        assert_eq!(record.unknown_fields(), [], "{file:?}");
        assert!(text.contains("EXERCISE. "), "{file:?} does not say so to its reader");
        assert!(!text.contains("\"Person\""), "{file:?} names a person");
        assert_eq!(travelled(&record), record);
    }
}

/// JSON of any shape, with the names that records use among others.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "threat-advisory",
            "correction",
            "TLP:RED",
            "members",
            "s1",
            "EE"
        ])
        .prop_map(Value::from),
    ];
    let key = prop_oneof![
        prop::sample::select(vec![
            "kind",
            "handling",
            "target",
            "replacement",
            "parties",
            "sources",
            "party",
            "audience",
            "tlp"
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((key.clone(), inner), 0..8)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_a_record_or_flaws_and_never_a_panic(text in ".{0,200}") {
        if let Err(flaws) = Record::from_json(&text, Vocabularies::shipped()) {
            prop_assert!(!flaws.is_empty());
        }
    }

    #[test]
    fn any_json_in_any_field_is_a_record_or_flaws_and_never_a_panic(
        value in any_json(), kind in 0..Kind::ALL.len(), field in any::<prop::sample::Index>(),
    ) {
        let mut record = full(Kind::ALL[kind]);
        let map = record.as_object_mut().expect("an object");
        let name = map.keys().nth(field.index(map.len())).cloned().expect("a field");
        map.insert(name, value);
        match Record::from_json(&record.to_string(), Vocabularies::shipped()) {
            Ok(record) => {
                prop_assert_eq!(record.releasable(Vocabularies::shipped()), Ok(()));
                prop_assert_eq!(travelled(&record), record);
            }
            Err(flaws) => prop_assert!(flaws.iter().all(|flaw| flaw.path.starts_with('$'))),
        }
    }

    #[test]
    fn any_bytes_are_a_body_or_a_flaw_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(record) = Record::from_body(&bytes) {
            prop_assert!(!record.violations(Vocabularies::shipped()).is_empty());
        }
    }

    #[test]
    fn a_body_with_a_changed_byte_is_another_body_or_none(
        at in any::<prop::sample::Index>(), flip in 1_u8..,
    ) {
        let record = accepted(&full(Kind::ThreatAdvisory));
        let mut bytes = record.to_body([3; SALT_BYTES]);
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        // Map, the key `salt`, the head of 16 bytes: then the salt, since shorter keys sort first.
        const SALT_AT: usize = 7;
        if let Ok(other) = Record::from_body(&bytes) {
            let salt = bytes[SALT_AT..][..SALT_BYTES].try_into().expect("16 bytes");
            prop_assert!(other.to_body(salt) == bytes, "byte {at}");
        }
    }
}

#[test]
fn relations_get_their_ids_in_order_and_one_without_a_target_is_passed_over() {
    let mut json = full(Kind::ThreatAdvisory);
    json["relations"] = serde_json::json!([
        {"type": "derived-from", "target": {"reference": "EE-2026-0001"}},
        {"type": "same-as", "target": {"reference": "EE-2026-0002"}},
    ]);
    let record = Record::from_json(&json.to_string(), Vocabularies::shipped()).unwrap();
    let named: Vec<_> = record.relations().into_iter().map(|one| (one.how, one.target)).collect();
    assert_eq!(named[0].0, "derived-from");
    assert_eq!(named[1].1.reference.as_deref(), Some("EE-2026-0002"));
    let ids = ["a".repeat(64), "b".repeat(64)];
    let filled = record.with_relation_ids(&ids);
    let found: Vec<_> = filled.relations().into_iter().filter_map(|one| one.target.id).collect();
    assert_eq!(found, ids);
    assert_eq!(filled.text_at(&["handling", "tlp"]), json["handling"]["tlp"].as_str());
    assert_eq!(
        filled.texts_at(&["commitments"]).len(),
        json["commitments"].as_array().unwrap().len()
    );
    assert!(!filled.has(&["nothing", "here"]));
}

#[test]
fn the_hash_of_an_original_is_that_of_the_specification() {
    let record = tree(&json!({"kind": "renewal", "title": "Network filtering", "reason": "R"}));
    let published =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec/record.md"));
    let hash = record.original_hash().to_string();
    assert!(published.expect("the page is there").contains(&hash), "{hash}");
    let longer = tree(&json!({"title": "Network filtering", "summary": "S"}));
    assert_ne!(longer.original_hash(), record.original_hash());
}
