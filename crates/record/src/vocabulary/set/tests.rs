//! Laws of the packs together.

use super::*;
use crate::{
    Kind, Record,
    sample::{full, patched},
    vocabulary::{Change, Difference},
};
use serde_json::{Value, json};

const DAY: &str = "2027-01-01";

fn edited(text: &str, edition: &str, patches: &[(&str, Value)]) -> Pack {
    let pack: Value = serde_json::from_str(text).expect("JSON");
    let pack = patched(pack, &[("/edition", json!(edition)), ("/effective", json!(DAY))]);
    Pack::read(&patched(pack, patches).to_string()).expect("a pack")
}

const PRIORITY: &str = "/vocabularies/0/words";

fn exchange(edition: &str, patches: &[(&str, Value)]) -> Pack {
    let text = include_str!("../../../packs/exchange.json");
    assert!(Pack::read(text).expect("a pack").vocabularies()[0].name == "priority");
    edited(text, edition, patches)
}

fn with_priority(priority: &str, words: &Vocabularies) -> Result<Record, Vec<crate::Violation>> {
    let record = patched(full(Kind::ThreatAdvisory), &[("/priority", json!(priority))]);
    Record::from_json(&record.to_string(), words)
}

#[test]
fn a_new_word_is_written_without_a_new_build_and_only_with_its_pack() {
    let urgent = json!({ "word": "urgent", "about": "within an hour" });
    let pack = exchange("2", &[(&format!("{PRIORITY}/-"), urgent)]);
    let words = Vocabularies::shipped().with(pack).expect("it fits");
    assert!(with_priority("urgent", &words).is_ok());
    let flaws = with_priority("urgent", Vocabularies::shipped()).expect_err("unknown");
    assert_eq!(flaws[0].path, "$.priority");
}

#[test]
fn the_schema_has_the_words_of_its_packs() {
    let urgent = json!({ "word": "urgent", "about": "within an hour" });
    let pack = exchange("2", &[(&format!("{PRIORITY}/-"), urgent)]);
    let words = Vocabularies::shipped().with(pack).expect("it fits");
    assert!(crate::schema(&words).to_string().contains("\"urgent\""));
    assert!(!crate::schema(Vocabularies::shipped()).to_string().contains("\"urgent\""));
}

#[test]
fn a_retired_word_is_read_and_not_written_and_its_successor_is_named() {
    let retired = [
        (format!("{PRIORITY}/3/retired"), json!(DAY)),
        (format!("{PRIORITY}/3/instead"), json!("routine")),
    ];
    let retired: Vec<(&str, Value)> = retired.iter().map(|(p, v)| (&**p, v.clone())).collect();
    let words = Vocabularies::shipped().with(exchange("2", &retired)).expect("it fits");
    let flaws = with_priority("info", &words).expect_err("retired");
    assert_eq!(flaws.len(), 1);
    assert!(flaws[0].wrong.contains("retired since 2027-01-01"), "{}", flaws[0]);
    assert_eq!(flaws[0].allowed, "routine");
    let held = with_priority("info", Vocabularies::shipped()).expect("a word of the time");
    assert_eq!(held.violations_as_read(&words), []);
    assert_eq!(held.violations(&words).len(), 1);
    assert!(!crate::schema(&words)["$defs"]["word-priority"].to_string().contains("\"info\""));
}

#[test]
fn a_pack_of_a_new_name_stands_beside_the_others_up_to_a_bound() {
    let mut words = Vocabularies::shipped().clone();
    for number in words.packs().count()..PACKS_MAX {
        words = words.with(invented(number)).expect("there is room");
    }
    assert_eq!(words.with(invented(PACKS_MAX)), Err(PackMisfit::Full(PACKS_MAX)));
    assert_eq!(words.packs().count(), PACKS_MAX);
}

fn invented(number: usize) -> Pack {
    let words = json!([{ "word": "w", "about": "a word" }]);
    let pack = json!({
        "pack": format!("p{number}"), "edition": "1", "effective": DAY, "source": "invented",
        "vocabularies": [{ "name": format!("v{number}"), "about": "Invented.", "words": words }],
    });
    Pack::read(&pack.to_string()).expect("a pack")
}

#[test]
fn a_difference_names_what_is_new_retired_reworded_and_changed() {
    let shipped = Vocabularies::shipped().pack("exchange").expect("it is shipped");
    let patches = [
        ("/vocabularies/0/words/0/about", json!("now")),
        ("/vocabularies/0/words/1/aliases", json!(["high"])),
        ("/vocabularies/0/words/3/retired", json!(DAY)),
        ("/vocabularies/0/words/-", json!({ "word": "urgent", "about": "within an hour" })),
    ];
    let pack = exchange("2", &patches);
    let of = |word: &str| ("priority".to_owned(), word.to_owned());
    let ((a, b), (c, d), (e, f), (g, h)) =
        (of("immediate"), of("elevated"), of("info"), of("urgent"));
    assert_eq!(
        Difference::between(Some(shipped), &pack).0,
        [Change::Reworded(a, b), Change::Changed(c, d), Change::Retired(e, f), Change::Added(g, h),]
    );
    assert_eq!(Difference::between(Some(&pack), &pack).0, []);
    let new = Difference::between(None, &pack).0;
    assert_eq!(new.len(), pack.vocabularies().len());
}

#[test]
fn the_spellings_of_a_word_lead_to_it_and_are_not_written() {
    let record = patched(full(Kind::ThreatAdvisory), &[("/tech_categories", json!(["spyware"]))]);
    let flaws = Record::from_json(&record.to_string(), Vocabularies::shipped()).expect_err("alias");
    assert!(flaws[0].allowed.starts_with("intrusion-c2-software"), "{}", flaws[0]);
}
