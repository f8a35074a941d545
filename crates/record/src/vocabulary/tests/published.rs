//! Our words and codes against what others published.
//!
//! It stands beside the project, not in it. Where it is absent each law says so and is skipped, unless
//! `CHANCERY_REQUIRE_SHARED` is set, because a skipped law looks like a kept one.

use std::{collections::BTreeSet, path::Path};

use serde_json::Value;

use super::{shipped, words};

fn published(file: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).expect("JSON")),
        Err(error) => {
            let required = std::env::var_os("CHANCERY_REQUIRE_SHARED").is_some();
            assert!(!required, "{} does not read: {error}", path.display());
            println!("skipped: {} does not read: {error}", path.display());
            None
        }
    }
}

/// The entries of the United States list, with every paragraph that the file spells out.
struct List {
    entries: BTreeSet<String>,
    codes: BTreeSet<String>,
}

impl List {
    fn read() -> Option<List> {
        let list = published("commerce-control-list.json")?;
        let mut read = List { entries: BTreeSet::new(), codes: BTreeSet::new() };
        for entry in list["entries"].as_array().expect("entries") {
            let eccn = entry["eccn"].as_str().expect("an entry has a number");
            read.entries.insert(eccn.to_owned());
            read.codes.insert(eccn.to_owned());
            for item in entry["items"].as_array().into_iter().flatten() {
                if let Some(paragraph) = item["paragraph"].as_str() {
                    read.codes.insert(format!("{eccn}.{paragraph}"));
                }
            }
        }
        Some(read)
    }
}

#[test]
fn every_united_states_code_of_the_crosswalk_is_an_entry_of_the_published_list() {
    let Some(list) = List::read() else { return };
    let codes = shipped().lists().flat_map(|list| &list.words).flat_map(|word| &word.codes);
    let ours: BTreeSet<&str> =
        codes.filter(|entry| entry.list == "us-ccl").map(|entry| entry.code.as_str()).collect();
    assert!(ours.len() > 30, "{}", ours.len());
    for code in ours {
        assert!(list.codes.contains(code), "{code}");
    }
}

#[test]
fn what_the_united_states_alone_have_is_in_their_list_and_what_is_unused_is_not() {
    let Some(list) = List::read() else { return };
    let ours = shipped().control_list("us-ccl").expect("it is shipped");
    for code in &ours.only_here {
        assert!(list.entries.contains(code), "{code}");
    }
    for unused in &ours.unused {
        assert!(!list.entries.contains(&unused.code), "{}", unused.code);
        let instead = unused.instead.as_ref().expect("something is usually meant");
        assert!(list.codes.contains(instead), "{instead}");
    }
    // A code that another list alone has is not in this one.
    for other in shipped().control_lists().filter(|other| other.list != "us-ccl") {
        for code in &other.only_here {
            assert!(!list.entries.contains(code), "{code}");
        }
    }
}

/// The values under one predicate of a taxonomy, or its predicates.
fn values(taxonomy: &Value, predicate: Option<&str>) -> Vec<String> {
    let value = |entry: &Value| entry["value"].as_str().expect("a value").to_owned();
    let Some(predicate) = predicate else {
        return taxonomy["predicates"].as_array().expect("predicates").iter().map(value).collect();
    };
    let groups = taxonomy["values"].as_array().expect("values");
    let group = groups.iter().find(|group| group["predicate"] == predicate).expect("the predicate");
    group["entry"].as_array().expect("entries").iter().map(value).collect()
}

#[test]
fn the_markings_are_in_the_published_taxonomy() {
    let Some(taxonomy) = published("taxonomies/tlp.json") else { return };
    let theirs = values(&taxonomy, None);
    for word in words("tlp") {
        let label = word.trim_start_matches("TLP:").to_lowercase();
        assert!(theirs.contains(&label), "{word}");
    }
}

#[test]
fn the_admiralty_scale_is_the_published_one_but_for_a_letter_that_it_does_not_have() {
    let Some(taxonomy) = published("taxonomies/admiralty-scale.json") else { return };
    // `g` is an addition of the taxonomy's authors.
    let mut theirs = values(&taxonomy, Some("source-reliability"));
    theirs.retain(|letter| letter != "g");
    let ours: Vec<String> = words("reliability").iter().map(|word| word.to_lowercase()).collect();
    assert_eq!(ours, theirs);
    assert_eq!(words("credibility"), values(&taxonomy, Some("information-credibility")));
}

#[test]
fn the_estimative_words_are_the_published_ones() {
    let Some(taxonomy) = published("taxonomies/estimative-language.json") else { return };
    assert_eq!(words("likelihood"), values(&taxonomy, Some("likelihood-probability")));
    assert_eq!(words("confidence"), values(&taxonomy, Some("confidence-in-analytic-judgment")));
}

#[test]
fn the_words_of_the_exchange_policy_are_the_published_ones() {
    let Some(taxonomy) = published("taxonomies/iep2-policy.json") else { return };
    assert_eq!(words("attribution"), values(&taxonomy, Some("attribution")));
    let theirs = values(&taxonomy, Some("affected_party_notifications"));
    assert_eq!(words("affected-party-notification"), theirs);
}
