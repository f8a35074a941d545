//! Keys: short names by which one part of a record points at another, and by which a later record takes a
//! part back. Invariant: in a record that passes here a key names one thing, and whatever is pointed at is there.

use std::collections::BTreeSet;

use crate::{tree::Tree, violation::Report};

/// The lists whose elements have keys, by path.
const LISTS: [&[&str]; 7] = [
    &["sources"],
    &["parties"],
    &["items"],
    &["human_rights_concerns"],
    &["assessment", "claims"],
    &["transaction", "parties"],
    &["transaction", "items"],
];

fn elements<'a>(record: &'a Tree, path: &[&str]) -> &'a [Tree] {
    let list = path.iter().try_fold(record, |tree, name| tree.field(name));
    list.map(Tree::elements).unwrap_or_default()
}

fn keys_of<'a>(record: &'a Tree, path: &[&str]) -> Vec<&'a str> {
    elements(record, path).iter().filter_map(|element| element.text("key")).collect()
}

pub(super) fn are_unique(record: &Tree, report: &mut Report) {
    for path in LISTS {
        let mut seen = BTreeSet::new();
        for (index, element) in elements(record, path).iter().enumerate() {
            let Some(key) = element.text("key") else { continue };
            if !seen.insert(key) {
                let depth = report.enter_key(path[0]);
                path[1..].iter().for_each(|name| {
                    report.enter_key(name);
                });
                report.enter_index(index);
                report.enter_key("key");
                report.wrong(format!("{key:?} stands here twice"), "each key once");
                report.leave(depth);
            }
        }
    }
}

pub(super) fn are_there(record: &Tree, report: &mut Report) {
    let sources = keys_of(record, &["sources"]);
    let mut parties = keys_of(record, &["parties"]);
    parties.extend(keys_of(record, &["transaction", "parties"]));
    pointers(record, &sources, &parties, report);
}

/// Pointers are the arrays of texts called `sources`, and the texts called `source` and `party`.
fn pointers(tree: &Tree, sources: &[&str], parties: &[&str], report: &mut Report) {
    match tree {
        Tree::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                report.at_index(index, |report| pointers(element, sources, parties, report));
            }
        }
        Tree::Map(map) => {
            for (name, value) in &**map {
                let keys = match name.as_str() {
                    "sources" | "source" => sources,
                    "party" => parties,
                    _ => &[],
                };
                let points = matches!(name.as_str(), "sources" | "source" | "party");
                report.at_key(name, |report| match value {
                    Tree::Text(key) if points => pointer(key, keys, report),
                    Tree::Array(elements) if points => {
                        for (index, element) in elements.iter().enumerate() {
                            report.at_index(index, |report| match element {
                                Tree::Text(key) => pointer(key, keys, report),
                                other => pointers(other, sources, parties, report),
                            });
                        }
                    }
                    other => pointers(other, sources, parties, report),
                });
            }
        }
        _ => {}
    }
}

fn pointer(key: &str, keys: &[&str], report: &mut Report) {
    if !keys.contains(&key) {
        report.wrong_as(|| {
            let allowed = match keys.is_empty() {
                true => "a key that is given; none is".to_owned(),
                false => format!("one of the keys given: {}", keys.join(", ")),
            };
            ("points at nothing".to_owned(), allowed)
        });
    }
}

pub(super) fn persons_are_declared(record: &Tree, report: &mut Report) {
    let lists: [&[&str]; 2] = [&["parties"], &["transaction", "parties"]];
    let mut parties = lists.into_iter().flat_map(|path| elements(record, path));
    let person = parties.any(|party| party.text("schema") == Some("Person"));
    let declared = record.field("personal_data").and_then(|data| data.field("present"));
    if person && declared == Some(&Tree::Bool(false)) {
        report.at_key("personal_data", |report| {
            report.at_key("present", |report| {
                report.wrong("is false, and a party is a Person", "true");
            });
        });
    }
}
