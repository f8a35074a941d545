//! What others say, with translations for themselves; then what has no effect, and why.

use chancery_http::view::{RemarkView, SummaryView, ThreadView};
use serde_json::Value;

use super::Sheet;
use super::label::{after, capital, joined, label, when, word};

/// Fields of a remark that its first line says.
const IN_LINE: [&str; 9] = [
    "level",
    "action",
    "stance",
    "answer",
    "outcome",
    "decision",
    "result",
    "decided_on",
    "extension_until",
];

pub(super) fn remarks(sheet: &mut Sheet, view: &ThreadView) {
    let (translations, others): (Vec<_>, Vec<_>) =
        view.remarks.iter().partition(|remark| remark.kind == "translation");
    for translation in translations {
        self::translation(sheet, translation);
    }
    if !others.is_empty() {
        sheet.section("What others say");
    }
    for remark in others {
        self::remark(sheet, remark, view);
    }
    if !view.related.is_empty() {
        sheet.section("Related records");
    }
    for SummaryView { reference, kind, title, exercise, .. } in &view.related {
        let drill = if *exercise { "[exercise] " } else { "" };
        sheet.item("-", &format!("{reference}, {}: {drill}{title}", word(kind)));
    }
    without_effect(sheet, view);
}

pub(super) fn remark(sheet: &mut Sheet, remark: &RemarkView, view: &ThreadView) {
    let word_of = |field: &str| {
        let text = remark.says.get(field).and_then(Value::as_str).unwrap_or_default();
        // An answer to a request for information is a text, and stands below.
        if text.contains(' ') { String::new() } else { text.to_owned() }
    };
    let in_line = |field: &&str| {
        let text = word_of(field);
        // A day keeps its hyphens.
        if text.starts_with(|first: char| first.is_ascii_digit()) { text } else { word(&text) }
    };
    let said: Vec<String> = IN_LINE.iter().map(in_line).filter(|it| !it.is_empty()).collect();
    let of = match remark.version {
        Some(version) if view.versions.len() > 1 => format!(" (of v{version})"),
        Some(_) => String::new(),
        None => after(" (of ", &remark.of.reference) + ")",
    };
    let what = joined([capital(&word(&remark.kind)), said.join(", ")], ": ");
    let who = format!("{}/{}", remark.state, remark.authority);
    sheet.item(
        "-",
        &format!("{who}: {what}{of}; {}, {}", when(&remark.at), remark.statement.reference),
    );
    for (field, value) in &remark.says {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Array(all) => {
                all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        };
        if !IN_LINE.contains(&field.as_str()) || text.contains(' ') {
            sheet.note(&format!("{}: {text}", capital(&label(field))));
        }
    }
}

/// The text in another language, and whether it is of the text that stands.
fn translation(sheet: &mut Sheet, remark: &RemarkView) {
    let text = |field: &str| remark.says.get(field).and_then(Value::as_str).unwrap_or_default();
    let stale = remark.says.contains_key("stale");
    sheet.section(&format!("Translation ({}, {})", text("language"), word(text("status"))));
    let who = format!("{}/{}", remark.state, remark.authority);
    sheet.text(&format!("By {who}, {}, {}.", when(&remark.at), remark.statement.reference));
    if stale {
        sheet.text("STALE: it is of another text than the one that stands.");
    }
    sheet.text(text("title"));
    sheet.text(text("text"));
}

fn without_effect(sheet: &mut Sheet, view: &ThreadView) {
    if view.without_effect.is_empty() {
        return;
    }
    sheet.section("Without effect");
    for one in &view.without_effect {
        let who = format!("{}/{}", one.state, one.authority);
        let what = capital(&word(&one.kind));
        let reference = &one.statement.reference;
        sheet.item("-", &format!("{who}: {what}, {}, {reference}: {}", when(&one.at), one.why));
    }
}
