//! Routes as legs: where, who, how it left, and what was said it was for beside what it was for.

use serde_json::{Map, Value};

use super::Sheet;
use super::label::{after, joined, list, said, state, word};
use super::party::called;

pub(super) fn routes(sheet: &mut Sheet, routes: &[Value], record: &Map<String, Value>) {
    for (number, route) in (1..).zip(routes) {
        if number > 1 {
            sheet.gap();
        }
        let way: Vec<&str> = list(route, "legs").iter().map(|leg| said(leg, "country")).collect();
        sheet.item(&format!("{number}."), &way.join(" > "));
        for (place, leg) in (1..).zip(list(route, "legs")) {
            let party = party(record, said(leg, "party"));
            let what = joined(
                [
                    format!("{}, {}", state(said(leg, "country")), word(said(leg, "role"))),
                    said(leg, "place").to_owned(),
                    party,
                    after("mode: ", &word(said(leg, "mode"))),
                    said(leg, "date").to_owned(),
                    said(leg, "note").to_owned(),
                ],
                "; ",
            );
            sheet.sub(&format!("{place})"), &what);
        }
        sheet.note(&after("Stated end use: ", said(route, "stated_end_use")));
        sheet.note(&after("Assessed end use: ", said(route, "assessed_end_use")));
        sources(sheet, route);
    }
}

/// The name of the party of that key.
pub(super) fn party(record: &Map<String, Value>, key: &str) -> String {
    let parties = record.get("parties").and_then(Value::as_array);
    let found = parties.and_then(|all| all.iter().find(|party| said(party, "key") == key));
    found.map_or_else(|| key.to_owned(), called)
}

/// Where it is known from, by the keys under "sources".
pub(super) fn sources(sheet: &mut Sheet, value: &Value) {
    let keys: Vec<&str> = list(value, "sources").iter().filter_map(Value::as_str).collect();
    if !keys.is_empty() {
        sheet.note(&format!("[{}]", keys.join(", ")));
    }
}
