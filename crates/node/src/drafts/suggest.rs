//! What could stand in a draft, from the vocabularies and from earlier records. Never taken by itself.
//!
//! A name that was seen before has identifiers; a category has its usual codes, and a right its instruments.
//! Invariant: every suggestion says where it comes from, and changes nothing.

use std::collections::BTreeMap;

use chancery_record::Record;
use serde_json::Value;

use super::draft::Draft;
use super::gate::Ground;
use super::hints::{Earlier, folded, list, names_of, parties};

/// What a person looks through.
const SUGGESTIONS_MAX: usize = 40;

/// Of a party seen before, what a new record may want as well.
const OF_A_PARTY: [&str; 4] = ["identifiers", "jurisdictions", "addresses", "ownership"];

/// Something that could stand somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Where, as a JSON path.
    pub path: String,
    /// What; none where several words are allowed and nothing favours one.
    pub value: Option<Value>,
    /// Why: which records have it, or what is allowed.
    pub why: String,
}

/// All suggestions for a draft.
pub(crate) fn suggestions(draft: &Draft, earlier: &[Earlier], ground: &Ground) -> Vec<Suggestion> {
    let mut all = of_parties(draft, earlier);
    all.extend(usual(draft, earlier, "items", "tech_category", "control_refs"));
    all.extend(usual(draft, earlier, "human_rights_concerns", "right", "instruments"));
    all.extend(of_words(draft, ground));
    all.truncate(SUGGESTIONS_MAX);
    all
}

/// What earlier records have about parties of the same name.
fn of_parties(draft: &Draft, earlier: &[Earlier]) -> Vec<Suggestion> {
    let base = if list(&draft.record["parties"]).is_empty() {
        "$.replacement.parties"
    } else {
        "$.parties"
    };
    let mut all: Vec<Suggestion> = Vec::new();
    for (index, party) in parties(&draft.record).iter().enumerate() {
        let names: Vec<String> =
            names_of(party).map(folded).filter(|name| !name.is_empty()).collect();
        for one in earlier {
            let same = |known: &&Value| names_of(known).any(|name| names.contains(&folded(name)));
            let Some(known) = parties(&one.record).iter().find(same) else { continue };
            for field in OF_A_PARTY {
                let path = format!("{base}[{index}].{field}");
                let is_new =
                    party.get(field).is_none() && !all.iter().any(|known| known.path == path);
                if let Some(value) = known.get(field).filter(|_| is_new) {
                    let why = format!("{} has it for a party of this name", one.name);
                    all.push(Suggestion { path, value: Some(value.clone()), why });
                }
            }
        }
    }
    all
}

/// What earlier records most often have in `field`, where `by` is the same.
fn usual(draft: &Draft, earlier: &[Earlier], name: &str, by: &str, field: &str) -> Vec<Suggestion> {
    let mut all = Vec::new();
    for (index, element) in list(&draft.record[name]).iter().enumerate() {
        let Some(word) = element[by].as_str().filter(|word| !word.is_empty()) else { continue };
        if element.get(field).is_some_and(|value| !is_blank(value)) {
            continue;
        }
        let alike = earlier.iter().flat_map(|one| list(&one.record[name]));
        let alike = alike.filter(|known| known[by] == word).filter_map(|known| known.get(field));
        let (mut counts, mut total) = (BTreeMap::<String, (usize, &Value)>::new(), 0);
        for value in alike {
            total += 1;
            counts.entry(value.to_string()).or_insert((0, value)).0 += 1;
        }
        if let Some((count, value)) = counts.into_values().max_by_key(|(count, _)| *count) {
            all.push(Suggestion {
                path: format!("$.{name}[{index}].{field}"),
                value: Some(value.clone()),
                why: format!("{count} of {total} earlier records with {word} have it so"),
            });
        }
    }
    all
}

/// What is allowed where nothing stands yet.
fn of_words(draft: &Draft, ground: &Ground) -> Vec<Suggestion> {
    let Err(violations) = Record::from_json(&draft.record.to_string(), &ground.words) else {
        return Vec::new();
    };
    let open = violations.into_iter().filter(|violation| {
        let pointer = violation.path.trim_start_matches('$').replace('[', ".").replace(']', "");
        let value = draft.record.pointer(&pointer.replace('.', "/"));
        value.is_some_and(is_blank) && !violation.path.starts_with("$.attestations")
    });
    open.map(|violation| Suggestion { path: violation.path, value: None, why: violation.allowed })
        .collect()
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => elements.iter().all(is_blank),
        Value::Object(fields) => fields.values().all(is_blank),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
