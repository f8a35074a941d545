//! What is said of a party now that was not said before, in words.

use chancery_interop::Entry;

/// Changes that are told of one party.
const CHANGES_MAX: usize = 20;

pub(super) fn told(before: &Entry, after: &Entry) -> Vec<String> {
    let mut told = Vec::new();
    let (a, b) = (&before.card, &after.card);
    let kinds = |text: &dyn std::fmt::Debug| format!("{text:?}").to_lowercase();
    one("schema", Some(kinds(&a.schema)), Some(kinds(&b.schema)), &mut told);
    let names = |entry: &Entry| entry.card.names.iter().map(|name| name.value.clone()).collect();
    several("names", names(before), names(after), &mut told);
    several("countries", a.countries.clone(), b.countries.clone(), &mut told);
    let addresses = |entry: &Entry| {
        let address = |at: &chancery_screening::Address| {
            format!("{} {}", at.text, at.country.as_deref().unwrap_or_default()).trim().to_owned()
        };
        entry.card.addresses.iter().map(address).collect()
    };
    several("addresses", addresses(before), addresses(after), &mut told);
    let numbers = |entry: &Entry| {
        let numbers = entry.card.identifiers.iter();
        numbers.map(|number| format!("{}:{}", number.scheme, number.value)).collect()
    };
    several("identifiers", numbers(before), numbers(after), &mut told);
    let owners = |entry: &Entry| entry.card.owners.iter().map(|owner| owner.name.clone()).collect();
    several("owners", owners(before), owners(after), &mut told);
    several("products", a.products.clone(), b.products.clone(), &mut told);
    one("section", before.section.clone(), after.section.clone(), &mut told);
    one("programme", before.programme.clone(), after.programme.clone(), &mut told);
    one("citation", before.citation.clone(), after.citation.clone(), &mut told);
    one("since", before.since.clone(), after.since.clone(), &mut told);
    one("url", before.url.clone(), after.url.clone(), &mut told);
    one("note", before.note.clone(), after.note.clone(), &mut told);
    if told.is_empty() {
        told.push("the order or the kind of its names".to_owned());
    }
    told.truncate(CHANGES_MAX);
    told
}

fn one(field: &str, before: Option<String>, after: Option<String>, told: &mut Vec<String>) {
    match (before, after) {
        (Some(before), Some(after)) if before != after => {
            told.push(format!("{field}: {before} becomes {after}"));
        }
        (None, Some(after)) => told.push(format!("{field}: {after} is new")),
        (Some(before), None) => told.push(format!("{field}: {before} is gone")),
        _ => {}
    }
}

fn several(field: &str, before: Vec<String>, after: Vec<String>, told: &mut Vec<String>) {
    let new = after.iter().filter(|value| !before.contains(value));
    told.extend(new.map(|value| format!("{field}: {value} is new")));
    let gone = before.iter().filter(|value| !after.contains(value));
    told.extend(gone.map(|value| format!("{field}: {value} is gone")));
}
