//! What it does to people: the right, where it is protected, whose, how, and how far that is established.

use serde_json::Value;

use super::Sheet;
use super::label::{after, capital, joined, list, said, word, words};
use super::route::sources;

pub(super) fn concerns(sheet: &mut Sheet, concerns: &[Value]) {
    for concern in concerns {
        let article = |one: &Value| {
            joined([said(one, "instrument").to_owned(), said(one, "article").to_owned()], " ")
        };
        let articles: Vec<String> = list(concern, "instruments").iter().map(article).collect();
        let what = joined(
            [
                capital(&word(said(concern, "right"))) + &after(" (", &articles.join(", ")) + ")",
                after("of ", &words(concern, "affected_groups")),
                word(said(concern, "mode")),
                word(said(concern, "status")).to_uppercase(),
            ],
            "; ",
        );
        sheet.item("-", &what);
        if let Some(body) = concern.get("body") {
            sheet.note(&format!("{}: {}", said(body, "name"), said(body, "reference")));
        }
        sheet.note(said(concern, "note"));
        sources(sheet, concern);
    }
}
