//! Items: what is traded, what it can do to a person, and the list entry with its edition.

use serde_json::Value;

use super::Sheet;
use super::label::{after, joined, list, said, state, word, words};

pub(super) fn items(sheet: &mut Sheet, items: &[Value]) {
    for (number, item) in (1..).zip(items) {
        self::item(sheet, number, item);
    }
}

fn item(sheet: &mut Sheet, number: usize, item: &Value) {
    if number > 1 {
        sheet.gap();
    }
    let products: Vec<&str> =
        list(item, "product_names").iter().filter_map(Value::as_str).collect();
    let called = joined([word(said(item, "tech_category")), products.join(", ")], ": ");
    sheet.item(&format!("{number}."), &called);
    sheet.note(&after("can reach: ", &words(item, "capabilities")));
    for entry in list(item, "control_refs") {
        let about = joined(
            [
                word(said(entry, "relation")),
                after("by ", &word(said(entry, "basis"))),
                said(entry, "title").to_owned(),
                after("as of ", said(entry, "as_of")),
                said(entry, "note").to_owned(),
            ],
            "; ",
        );
        let code = format!("{} {}", said(entry, "list").to_uppercase(), said(entry, "code"));
        sheet.sub(&format!("{code}:"), &format!("{about} ({})", said(entry, "edition")));
    }
    if let Some(catch_all) = item.get("catch_all") {
        let parts = [
            said(catch_all, "basis").to_owned(),
            said(catch_all, "citation").to_owned(),
            said(catch_all, "note").to_owned(),
        ];
        sheet.sub("catch-all:", &joined(parts, "; "));
    }
    for heading in list(item, "hs") {
        let edition = said(heading, "edition");
        sheet.sub("customs heading:", &format!("{} ({edition}), a hint", said(heading, "code")));
    }
    sheet.note(said(item, "description"));
    sheet.note(&after("Parameters: ", said(item, "technical_parameters")));
    let origin = said(item, "origin_country");
    let made = if origin.is_empty() { String::new() } else { format!("made in {}", state(origin)) };
    let intangible = item.get("intangible") == Some(&Value::Bool(true));
    let nothing = if intangible { "nothing is shipped" } else { "" };
    let key = after("key ", said(item, "key"));
    sheet.note(&joined([nothing.to_owned(), made, key], "; "));
}
