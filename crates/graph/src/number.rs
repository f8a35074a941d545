//! Numbers that decide: two cards with the same one are one party.
//!
//! A citation of an official journal is no such number, because one notice names many. What a newer
//! vocabulary calls a register is not known to be one and decides nothing.

use chancery_screening::Card;

/// Registers in which a number stands for one party.
const DECIDING: [&str; 8] = [
    "lei",
    "national-register",
    "ofac-uid",
    "duns",
    "wikidata",
    "opensanctions",
    "misp-uuid",
    "ftm",
];

/// The register of companies of a state: its numbers mean something only together with the state.
const NATIONAL: &str = "national-register";

/// The shortest number that is believed to be one.
const NUMBER_CHARS_MIN: usize = 4;

/// A number in a register, without spaces, dots and dashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Number {
    pub(crate) scheme: String,
    pub(crate) country: Option<String>,
    pub(crate) value: String,
}

impl Number {
    /// For people: `lei 5299…`, `national-register EE 12345678`.
    pub(crate) fn text(&self) -> String {
        let parts = [Some(&self.scheme), self.country.as_ref(), Some(&self.value)];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// The deciding numbers of a card, each once, in order.
pub(crate) fn numbers(card: &Card) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    for identifier in &card.identifiers {
        let is_national = identifier.scheme == NATIONAL;
        if !DECIDING.contains(&identifier.scheme.as_str())
            || is_national && identifier.country.is_none()
        {
            continue;
        }
        let value: String = identifier.value.chars().filter(|one| one.is_alphanumeric()).collect();
        // Two or three characters, or a word, are no number of a register.
        if value.chars().count() < NUMBER_CHARS_MIN || !value.chars().any(char::is_numeric) {
            continue;
        }
        found.push(Number {
            scheme: identifier.scheme.clone(),
            country: identifier.country.clone().filter(|_| is_national),
            value: value.to_uppercase(),
        });
    }
    found.sort();
    found.dedup();
    found
}
