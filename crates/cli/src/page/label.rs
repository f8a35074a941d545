//! Names of fields and words as people read them.

use chancery_record::StateCode;
use serde_json::Value;

/// Fields whose names do not say enough by themselves.
const LABELS: [(&str, &str); 27] = [
    ("tech_categories", "technologies"),
    ("tech_category", "technology"),
    ("act_date", "date of the act"),
    ("stated_end_use", "stated end use"),
    ("assessed_end_use", "assessed end use"),
    ("human_rights_concerns", "human-rights concerns"),
    ("value_band", "value"),
    ("consultation_contact", "contact for consultations"),
    ("to", "addressed to"),
    ("needed_by", "needed by"),
    ("asked_on", "asked on"),
    ("decided_on", "decided on"),
    ("next_review", "next review"),
    ("extension_until", "asks for time until"),
    ("follow_up", "what follows"),
    ("languages_offered", "in these languages"),
    ("languages_spoken", "languages"),
    ("of_hash", "text that is translated (hash)"),
    ("article_10", "relied on by other states (Article 10)"),
    ("seen", "when it was seen"),
    ("claim", "about the claim"),
    ("public_note", "public note"),
    ("hs", "customs headings (a hint)"),
    ("risk_indicators", "signs to look for"),
    ("principles", "UN Guiding Principles"),
    ("origin", "from"),
    ("event_window", "when it happened"),
];

/// A field's name.
pub(super) fn label(field: &str) -> String {
    let known = LABELS.iter().find(|(name, _)| *name == field);
    known.map_or_else(|| field.replace('_', " "), |(_, label)| (*label).to_owned())
}

/// A kind, a word of a vocabulary: its hyphens are for machines.
pub(super) fn word(word: &str) -> String {
    word.replace('-', " ")
}

/// The first letter as a capital.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// A state's name with its code.
pub(super) fn state(code: &str) -> String {
    match code.parse::<StateCode>() {
        Ok(state) => format!("{} ({code})", state.name()),
        Err(_) => code.to_owned(),
    }
}

/// An instant to the minute, as people read it.
pub(super) fn when(instant: &str) -> String {
    match instant.split_once('T') {
        Some((day, time)) => {
            format!("{day} {} UTC", time.chars().take("09:00".len()).collect::<String>())
        }
        None => instant.to_owned(),
    }
}

/// The text of a field; empty where there is none.
pub(super) fn said<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// The elements of a list; none where there is none.
pub(super) fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The words of a list, in one line.
pub(super) fn words(value: &Value, field: &str) -> String {
    let words = list(value, field).iter().filter_map(Value::as_str).map(word);
    words.collect::<Vec<_>>().join(", ")
}

/// The states of a list, in one line.
pub(super) fn states(value: &Value, field: &str) -> String {
    let states = list(value, field).iter().filter_map(Value::as_str).map(state);
    states.collect::<Vec<_>>().join(", ")
}

/// What is not empty, joined.
pub(super) fn joined<const N: usize>(parts: [String; N], by: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by)
}

/// The text with something before it, or nothing.
pub(super) fn after(before: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{before}{text}") }
}
