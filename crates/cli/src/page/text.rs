//! What a record says, laid out by sections: the summary, short facts in two columns, longer texts, then
//! parties, items, routes and the rest, each in its own form.
//!
//! No field is lost: what has no form of its own stands under its name as it is, so a kind or a field
//! of a newer version is readable too.

use chancery_record::Kind;
use serde_json::{Map, Value};

use super::Sheet;
use super::label::{after, joined, label, list, said, state, states, word, words};
use super::{concern, item, party, proof, route};
use crate::screen::tree;

/// What the head says already, or a later section does.
const ELSEWHERE: [&str; 17] = [
    "kind",
    "schema_version",
    "exercise",
    "title",
    "originator",
    "created_at",
    "valid_until",
    "review_due",
    "handling",
    "attestations",
    "personal_data",
    "languages",
    "commitments",
    "relations",
    "attachments",
    "target",
    "replacement",
];

/// What is read first, in this order; other fields follow by name.
const ORDER: [&str; 34] = [
    "summary",
    "question",
    "scenario",
    "facts",
    "text",
    "explanation",
    "basis",
    "answer",
    "reasons",
    "findings",
    "analysis",
    "lesson",
    "reason",
    "priority",
    "act",
    "act_date",
    "activity",
    "decision",
    "destination",
    "destinations",
    "tech_categories",
    "stated_end_use",
    "assessed_end_use",
    "grounds",
    "transaction",
    "parties",
    "items",
    "routes",
    "human_rights_concerns",
    "risk_indicators",
    "steps",
    "assessment",
    "sources",
    "actions",
];

/// Longer texts are read under a heading.
const SHORT_CHARS: usize = 60;

/// Fields whose words are states.
const STATES: [&str; 4] = ["destination", "destinations", "to", "beneficiaries"];

pub(super) fn text(sheet: &mut Sheet, record: &Map<String, Value>) {
    let kind = record.get("kind").and_then(Value::as_str).unwrap_or_default();
    if kind.parse::<Kind>().is_err() {
        return unknown(sheet, kind, record);
    }
    let fields = in_order(record);
    let is_short = |value: &Value| short(value).is_some();
    let (long, short_ones): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|(_, value)| !is_short(value));
    let (texts, parts): (Vec<_>, Vec<_>) =
        long.into_iter().partition(|(_, value)| value.is_string());
    let mut texts = texts.into_iter();
    // The first text is what it is about; the facts stand under it.
    if let Some((name, value)) = texts.next() {
        section(sheet, name, value, record);
    }
    facts(sheet, &short_ones, record);
    for (name, value) in texts.chain(parts) {
        section(sheet, name, value, record);
    }
    envelope(sheet, record);
}

/// What the head of a statement's page says, or a later section, and [`text`] does not.
pub(super) fn elsewhere(record: &Map<String, Value>) -> Map<String, Value> {
    let fields = record.iter().filter(|(name, _)| ELSEWHERE.contains(&name.as_str()));
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn in_order(record: &Map<String, Value>) -> Vec<(&str, &Value)> {
    let place = |name: &str| ORDER.iter().position(|it| *it == name).unwrap_or(ORDER.len());
    let mut fields: Vec<(&str, &Value)> = record
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .filter(|(name, _)| !ELSEWHERE.contains(name))
        .collect();
    fields.sort_by_key(|(name, _)| (place(name), (*name).to_owned()));
    fields
}

/// A value that fits beside its label.
fn short(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.chars().count() <= SHORT_CHARS && !text.contains('\n') => {
            Some(text.clone())
        }
        Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(all) if all.iter().all(Value::is_string) => {
            let words = all.iter().filter_map(Value::as_str);
            Some(words.collect::<Vec<_>>().join(", "))
        }
        Value::Object(window) if window.keys().all(|key| key == "from" || key == "to") => {
            let (from, to) = (said(value, "from"), said(value, "to"));
            Some(if to.is_empty() { format!("since {from}") } else { format!("{from} to {to}") })
        }
        Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn facts(sheet: &mut Sheet, facts: &[(&str, &Value)], record: &Map<String, Value>) {
    let commitments = record.get("commitments").and_then(short).unwrap_or_default();
    let said: Vec<(String, String)> = facts
        .iter()
        .map(|(name, value)| (label(name), fact(name, value)))
        .chain([("serves commitments".to_owned(), commitments)])
        .collect();
    let pairs: Vec<(&str, String)> =
        said.iter().map(|(label, value)| (label.as_str(), value.clone())).collect();
    sheet.section("In short");
    sheet.pairs(&pairs);
}

fn fact(name: &str, value: &Value) -> String {
    let whole = Value::Object(Map::from_iter([(name.to_owned(), value.clone())]));
    match value {
        Value::String(code) if STATES.contains(&name) => state(code),
        Value::Array(_) if STATES.contains(&name) => states(&whole, name),
        Value::Array(_) => words(&whole, name),
        Value::String(text) if is_word(text) => word(text),
        other => short(other).unwrap_or_default(),
    }
}

/// Words of vocabularies are lower case with hyphens; days, codes and names are not.
fn is_word(text: &str) -> bool {
    text.chars().all(|one| one.is_ascii_lowercase() || one == '-')
}

fn section(sheet: &mut Sheet, name: &str, value: &Value, record: &Map<String, Value>) {
    sheet.section(&label(name));
    let all = value.as_array().map_or(&[][..], Vec::as_slice);
    match name {
        "parties" => party::parties(sheet, all),
        "items" => item::items(sheet, all),
        "routes" => route::routes(sheet, all, record),
        "human_rights_concerns" => concern::concerns(sheet, all),
        "assessment" => proof::assessment(sheet, value),
        "sources" => proof::sources_list(sheet, all),
        "actions" => proof::actions(sheet, all),
        "steps" => steps(sheet, all),
        "transaction" => transaction(sheet, value),
        _ => match value {
            Value::String(text) => sheet.text(text),
            other => sheet.raw(&tree(other)),
        },
    }
}

fn steps(sheet: &mut Sheet, steps: &[Value]) {
    for (number, step) in (1..).zip(steps) {
        sheet.item(&format!("{number}."), said(step, "title"));
        sheet.note(said(step, "text"));
    }
}

fn transaction(sheet: &mut Sheet, transaction: &Value) {
    let destination = said(transaction, "destination");
    let destination = if destination.is_empty() { String::new() } else { state(destination) };
    sheet.pairs(&[
        ("destination", destination),
        ("end use", said(transaction, "end_use").to_owned()),
    ]);
    item::items(sheet, list(transaction, "items"));
    party::parties(sheet, list(transaction, "parties"));
}

/// The rest of the envelope: languages, relations, attachments, and what is declared.
fn envelope(sheet: &mut Sheet, record: &Map<String, Value>) {
    let whole = Value::Object(record.clone());
    for version in list(&whole["languages"], "versions") {
        let about =
            joined([said(version, "language").to_owned(), word(said(version, "status"))], ", ");
        sheet.section(&format!("Translation ({about})"));
        sheet.text(said(version, "title"));
        sheet.text(said(version, "summary"));
        sheet.note(&after("Of the text with the hash ", said(version, "of_hash")));
    }
    let relations = list(&whole, "relations");
    if !relations.is_empty() {
        sheet.section("Relations");
    }
    for relation in relations {
        let target = &relation["target"];
        let name = said(target, "reference");
        let name = if name.is_empty() { said(target, "id") } else { name };
        sheet.item("-", &format!("{} {name}", word(said(relation, "type"))));
    }
    let attachments = list(&whole, "attachments");
    if !attachments.is_empty() {
        sheet.section("Attachments");
    }
    for attachment in attachments {
        let parts = [
            said(attachment, "title").to_owned(),
            said(attachment, "media_type").to_owned(),
            said(attachment, "tlp").to_owned(),
        ];
        sheet.item("-", &joined(parts, "; "));
        sheet.note(said(attachment, "hash"));
    }
    if whole["personal_data"]["present"] == Value::Bool(true) {
        sheet.section("Personal data");
        sheet.raw(&tree(&whole["personal_data"]));
    }
}

/// A kind of a newer version: its fields as they are.
fn unknown(sheet: &mut Sheet, kind: &str, record: &Map<String, Value>) {
    sheet.section("Unknown kind");
    sheet.text(&format!(
        "This version does not know the kind {kind:?}. It is kept and passed on as it came; its fields follow as they are."
    ));
    sheet.gap();
    sheet.raw(&tree(&Value::Object(record.clone())));
}
