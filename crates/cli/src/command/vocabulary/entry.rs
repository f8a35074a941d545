//! Entries of control lists, with what is above and below them, and what other lists have for them.

use chancery_record::vocabulary::{ControlCode, ControlCodeFlaw, ControlList, Entry, Vocabularies};
use serde_json::{Value, json};

use crate::screen::{fields, paragraph, visible};

/// What is known of a code: an object for each list that could mean it; none where no list does.
pub(super) fn find(words: &Vocabularies, code: &str) -> Option<Vec<Value>> {
    let found: Vec<Value> =
        words.control_lists().filter_map(|list| one(words, list, code)).collect();
    (!found.is_empty()).then_some(found)
}

fn one(words: &Vocabularies, list: &ControlList, code: &str) -> Option<Value> {
    let parsed = match ControlCode::parse(&list.list, code, words) {
        Ok(parsed) => parsed,
        Err(ControlCodeFlaw::Unused { why, instead, .. }) => {
            return Some(json!({
                "list": list.list, "code": code, "unused": why, "instead": instead,
            }));
        }
        Err(_) => return None,
    };
    let parse = |entry: &Entry| ControlCode::parse(&entry.list, &entry.code, words).ok();
    let named = words
        .lists()
        .flat_map(|list| list.current())
        .flat_map(|word| word.codes.iter().map(|entry| (word.word.as_str(), entry)));
    // What the crosswalk says of this list, at the code, above it and below it.
    let here: Vec<Value> = named
        .filter(|(_, entry)| entry.list == list.list)
        .filter(|(_, entry)| {
            parse(entry).is_some_and(|other| other.covers(&parsed) || parsed.covers(&other))
        })
        .map(|(category, entry)| entry_document(category, entry))
        .collect();
    let alone = list
        .only_here
        .iter()
        .any(|only| parsed.code() == only || parsed.ancestors().contains(only));
    if here.is_empty() && !alone {
        return None;
    }
    let elsewhere: Vec<Value> =
        parsed.equivalents(words).map(|e| entry_document(e.category, e.entry)).collect();
    Some(json!({
        "list": list.list, "code": code, "above": parsed.ancestors(), "only_here": alone,
        "categories": here, "elsewhere": elsewhere,
    }))
}

fn entry_document(category: &str, entry: &Entry) -> Value {
    json!({ "category": category, "list": entry.list, "code": entry.code, "note": entry.note })
}

/// The entries that [`find`] found.
pub(super) fn told(found: &Vec<Value>) -> String {
    let mut text = String::new();
    for one in found {
        if !text.is_empty() {
            text.push('\n');
        }
        let said = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        text +=
            &paragraph("", &visible(&format!("{} in {}", said(&one["code"]), said(&one["list"]))));
        let mut rows: Vec<(&str, String)> = Vec::new();
        if let Some(unused) = one["unused"].as_str() {
            rows.push(("unused", unused.to_owned()));
            rows.extend(one["instead"].as_str().map(|code| ("meant", code.to_owned())));
        }
        let above: Vec<String> = one["above"].as_array().into_iter().flatten().map(said).collect();
        if !above.is_empty() {
            rows.push(("under", above.join(" > ")));
        }
        if one["only_here"] == true {
            rows.push(("only here", "no other list has it".to_owned()));
        }
        for entry in one["categories"].as_array().into_iter().flatten() {
            let note = entry["note"].as_str().map(|note| format!(" ({note})")).unwrap_or_default();
            rows.push((
                "category",
                format!("{} {}{note}", said(&entry["code"]), said(&entry["category"])),
            ));
        }
        for entry in one["elsewhere"].as_array().into_iter().flatten() {
            let (list, code) = (said(&entry["list"]), said(&entry["code"]));
            rows.push(("elsewhere", format!("{list} {code} {}", said(&entry["category"]))));
        }
        text += &fields(&rows);
    }
    let hint = "A hint to look, no classification: one category in two lists does not say that their texts agree.";
    text + "\n" + &paragraph("", hint)
}

/// The crosswalk of one word, an entry a line.
pub(super) fn entries(codes: &[Entry]) -> String {
    let wide =
        |of: fn(&Entry) -> &str| codes.iter().map(|entry| of(entry).len()).max().unwrap_or(0);
    let (list_wide, code_wide) = (wide(|entry| &entry.list), wide(|entry| &entry.code));
    let line = |entry: &Entry| {
        let label = format!(
            "      {:list_wide$}  {:code_wide$}  ",
            visible(&entry.list),
            visible(&entry.code)
        );
        paragraph(&label, &visible(entry.note.as_deref().unwrap_or_default()))
    };
    codes.iter().map(line).collect()
}

/// What a pack knows of a control list.
pub(super) fn list_document(list: &ControlList) -> Value {
    let editions: Vec<Value> = list
        .editions
        .iter()
        .map(|edition| {
            json!({
                "edition": edition.edition, "aliases": edition.aliases,
                "effective": edition.effective, "source": edition.source,
            })
        })
        .collect();
    let unused: Vec<Value> = list
        .unused
        .iter()
        .map(|unused| json!({ "code": unused.code, "why": unused.why, "instead": unused.instead }))
        .collect();
    json!({
        "list": list.list, "numbering": list.numbering, "editions": editions,
        "only_here": list.only_here, "unused": unused,
    })
}

/// The same for people.
pub(super) fn list_told(list: &ControlList) -> String {
    let mut rows = vec![("numbering", list.numbering.clone())];
    for edition in &list.editions {
        rows.push(("edition", format!("{}, from {}", edition.edition, edition.effective)));
    }
    if !list.only_here.is_empty() {
        rows.push(("only here", list.only_here.join(", ")));
    }
    for unused in &list.unused {
        let instead = unused.instead.as_ref().map(|code| format!("; {code} is meant"));
        rows.push((
            "unused",
            format!("{}: {}{}", unused.code, unused.why, instead.unwrap_or_default()),
        ));
    }
    paragraph("", &visible(&format!("control list {}", list.list))) + &fields(&rows)
}
