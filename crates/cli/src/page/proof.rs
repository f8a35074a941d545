//! Claims with their grades in words, the sources that they rest on, and what is to be done.

use serde_json::Value;

use super::Sheet;
use super::label::{after, capital, joined, list, said, word};
use super::route::sources;

/// Admiralty grades of a source.
const RELIABILITY: [(&str, &str); 6] = [
    ("A", "completely reliable"),
    ("B", "usually reliable"),
    ("C", "fairly reliable"),
    ("D", "not usually reliable"),
    ("E", "unreliable"),
    ("F", "reliability cannot be judged"),
];

/// Admiralty grades of what it says.
const CREDIBILITY: [&str; 6] = [
    "confirmed by other sources",
    "probably true",
    "possibly true",
    "doubtful",
    "improbable",
    "truth cannot be judged",
];

pub(super) fn assessment(sheet: &mut Sheet, assessment: &Value) {
    for (number, claim) in (1..).zip(list(assessment, "claims")) {
        sheet.item(&format!("{number}."), said(claim, "text"));
        let likelihood = after("likelihood: ", &word(said(claim, "likelihood")));
        let standard = after("standard of proof: ", &word(said(claim, "standard")));
        let confidence = word(said(claim, "confidence"));
        let confidence =
            after("", &confidence) + if confidence.is_empty() { "" } else { " confidence" };
        let key = after("key ", said(claim, "key"));
        sheet.note(&joined([grade(claim), confidence, likelihood, standard, key], "; "));
        sources(sheet, claim);
    }
    let whole = word(said(assessment, "confidence"));
    if !whole.is_empty() {
        sheet.text(&format!("In the whole: {whole} confidence."));
    }
    sheet.text(&after("Where the sources disagree: ", said(assessment, "conflicts")));
}

/// `B2: usually reliable, probably true`.
fn grade(claim: &Value) -> String {
    let letter = said(claim, "reliability");
    let number = claim.get("credibility").and_then(Value::as_u64);
    let reliability = RELIABILITY.iter().find(|(grade, _)| *grade == letter);
    let index = number.and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
    let credibility = index.and_then(|index| CREDIBILITY.get(index));
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let words = joined(
        [
            reliability.map_or("", |(_, words)| words).to_owned(),
            credibility.copied().unwrap_or_default().to_owned(),
        ],
        ", ",
    );
    joined([format!("{letter}{number}"), words], ": ")
}

pub(super) fn sources_list(sheet: &mut Sheet, all: &[Value]) {
    for source in all {
        let what = joined(
            [
                said(source, "title").to_owned(),
                said(source, "publisher").to_owned(),
                said(source, "citation").to_owned(),
                said(source, "published").to_owned(),
                after("read ", said(source, "retrieved")),
                word(said(source, "type")),
                reliability(said(source, "reliability")),
                said(source, "language").to_owned(),
                word(said(source, "sensitivity")),
            ],
            "; ",
        );
        sheet.item(&format!("[{}]", said(source, "key")), &what);
        sheet.note(said(source, "url"));
    }
}

fn reliability(letter: &str) -> String {
    let known = RELIABILITY.iter().find(|(grade, _)| *grade == letter);
    known.map_or_else(String::new, |(grade, words)| format!("{grade}, {words}"))
}

pub(super) fn actions(sheet: &mut Sheet, actions: &[Value]) {
    for action in actions {
        let by = after("by ", said(action, "by_date"));
        let who = after("for ", &word(said(action, "addressed_to")));
        sheet.item("-", &joined([capital(&word(said(action, "action"))), who, by], ", "));
        sheet.note(said(action, "note"));
    }
}
