//! Parties: names in any script, what they do in the trade, numbers, owners, listings in their order.

use serde_json::Value;

use super::Sheet;
use super::label::{after, joined, list, said, state, states, word, words};

pub(super) fn parties(sheet: &mut Sheet, parties: &[Value]) {
    for (number, party) in (1..).zip(parties) {
        self::party(sheet, number, party);
    }
}

fn party(sheet: &mut Sheet, number: usize, party: &Value) {
    if number > 1 {
        sheet.gap();
    }
    sheet.item(&format!("{number}."), &called(party));
    let what = joined([schema(said(party, "schema")), words(party, "roles")], ": ");
    let key = after("key ", said(party, "key"));
    sheet.note(&joined([what, states(party, "jurisdictions"), key], "; "));
    let names = list(party, "names").get(1..).unwrap_or_default();
    for name in names {
        sheet.sub("-", &named(name));
    }
    for identifier in list(party, "identifiers") {
        let scheme = format!("{}:", word(said(identifier, "scheme")));
        let country = after(", ", said(identifier, "country"));
        sheet.sub(&scheme, &format!("{}{country}", said(identifier, "value")));
    }
    for address in list(party, "addresses") {
        let country = said(address, "country");
        let country = if country.is_empty() { String::new() } else { state(country) };
        let parts = [said(address, "text").to_owned(), said(address, "place").to_owned(), country];
        sheet.sub("address:", &joined(parts, ", "));
    }
    for owner in list(party, "ownership") {
        let share = after(" with ", said(owner, "percentage")) + " %";
        let as_of = after(" as of ", said(owner, "as_of"));
        sheet.sub("owned by", &format!("{}{share}{as_of}", said(owner, "owner")));
    }
    for listing in list(party, "listings") {
        self::listing(sheet, listing);
    }
    sheet.note(said(party, "statement"));
    let confidence = said(party, "confidence");
    if !confidence.is_empty() {
        sheet.note(&format!("That this is the party meant: {} confidence.", word(confidence)));
    }
}

/// `PublicBody` as people write it.
fn schema(schema: &str) -> String {
    let mut words = String::new();
    for letter in schema.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

/// A party's first name, which is the registered one.
pub(super) fn called(party: &Value) -> String {
    list(party, "names").first().map(named).unwrap_or_else(|| said(party, "key").to_owned())
}

fn named(name: &Value) -> String {
    let about = joined(
        [
            word(said(name, "kind")),
            said(name, "script").to_owned(),
            said(name, "language").to_owned(),
        ],
        ", ",
    );
    let about = if about == "registered" { String::new() } else { after(" (", &about) };
    let close = if about.is_empty() { "" } else { ")" };
    format!("{}{about}{close}", said(name, "value"))
}

fn listing(sheet: &mut Sheet, listing: &Value) {
    let what = joined(
        [
            format!("{} {}", said(listing, "effective"), word(said(listing, "act"))),
            said(listing, "list").to_owned(),
            format!("{}/{}", said(listing, "state"), said(listing, "authority")),
            said(listing, "citation").to_owned(),
            said(listing, "requirement").to_owned(),
            said(listing, "review_policy").to_owned(),
            said(listing, "url").to_owned(),
        ],
        "; ",
    );
    sheet.sub("listing:", &what);
}
