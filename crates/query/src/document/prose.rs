//! The free text of a record, whatever its kind: also of kinds that this version does not know.
//!
//! Every text counts but what a machine reads, what a field of its own has, and the words that grade: so nothing
//! that people wrote is missed because no table named it, and `company` does not find every record with one.
//! Words that say what a record is about count: its categories, groups, kinds of harm, signs of risk.

use chancery_record::Record;
use serde_json::Value;

/// Fields that are left out with all that is below them.
#[rustfmt::skip]
const LEFT_OUT: &[&str] = &[
    // What the envelope says to machines, and how it stands to others.
    "kind", "schema_version", "originator", "handling", "attestations", "personal_data",
    "languages", "commitments", "relations", "target", "created_at",
    // What searches ask by fields of their own: names, numbers, codes, states.
    "title", "names", "identifiers", "product_names", "list", "code", "hs", "country",
    "jurisdictions", "destination", "destinations", "to", "beneficiaries", "origin_country", "state",
    // Keys inside the record, and addresses and hashes outside it.
    "key", "party", "claim", "url", "hash", "archive_hash", "of_hash", "media_type",
    // Words that grade, sort and date what is said.
    "schema", "roles", "role", "type", "confidence", "reliability", "credibility", "sensitivity",
    "likelihood", "standard", "status", "priority", "relation", "action", "addressed_to", "act",
    "activity", "authority", "edition", "article", "instruments", "capabilities", "language",
    "languages_spoken", "level", "stance", "procedure", "maturity", "protection", "disposition",
    "readers", "participants", "origin", "decision", "refusal", "criterion", "value_band", "measure",
    "area", "form", "result", "place", "percentage",
];

/// Fields that hold a text in one kind and a graded word in another: a word has no blank.
const EITHER: &[&str] = &["basis", "reason", "answer", "outcome", "topic"];

/// Every text, in the order in which the record has them, the summary first.
pub(super) fn prose(record: &Record) -> Vec<String> {
    let mut found = Vec::new();
    let json = record.to_json();
    let Value::Object(fields) = &json else { return found };
    if let Some(summary) = fields.get("summary") {
        gather("summary", summary, &mut found);
    }
    for (name, value) in fields {
        if name != "summary" && !LEFT_OUT.contains(&name.as_str()) {
            gather(name, value, &mut found);
        }
    }
    // What may be told to anyone stands beside the handling.
    found.extend(record.text_at(&["handling", "public_summary", "text"]).map(str::to_owned));
    found
}

fn gather(field: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        // A source that is pointed at stands as its key; one that is described is a map.
        Value::String(_) if matches!(field, "sources" | "source") => {}
        Value::String(text) if EITHER.contains(&field) && !text.contains(char::is_whitespace) => {}
        Value::String(text) if is_moment(text) => {}
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| gather(field, value, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                // Titles below the record's own are of sources, steps and entries.
                if name == "title" || !LEFT_OUT.contains(&name.as_str()) {
                    gather(name, value, found);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A day, a month, a year or a moment.
fn is_moment(text: &str) -> bool {
    let day = text.split('T').next().unwrap_or_default();
    matches!(day.len(), 4 | 7 | 10)
        && day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
