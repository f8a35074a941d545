//! What a description tells of a party in passing: other names, and where it is.
//!
//! Lists describe parties in English prose: `Avalanche, also known as Lavina-Pulse, is a Russian …`. Only what is
//! said of the party itself is taken, from the sentences that speak of it first; everything taken is a name or a
//! country that stands there word for word.

use crate::{
    NameKind,
    lexicon::{Class, classed},
};

mod sentence;
#[cfg(test)]
mod tests;

use sentence::{Sentence, sentences};

/// Sentences that are read: what a party is called and where it is stands at the beginning.
const SENTENCES_MAX: usize = 8;

/// Names that are taken.
const NAMES_MAX: usize = 8;

/// What a description tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// Other names.
    pub names: Vec<(String, NameKind)>,
    /// Countries, as ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
}

/// Before a name, and what kind of name follows.
const BEFORE_A_NAME: &[(&str, NameKind)] = &[
    ("formerly known as", NameKind::Former),
    ("formerly called", NameKind::Former),
    ("previously known as", NameKind::Former),
    ("originally known as", NameKind::Former),
    ("also known as", NameKind::Alias),
    ("also known by its english name", NameKind::Alias),
    ("better known as", NameKind::Alias),
    ("commonly known as", NameKind::Alias),
    ("officially known as", NameKind::Legal),
    ("now known as", NameKind::Alias),
    ("doing business as", NameKind::Alias),
    ("under the name", NameKind::Alias),
    ("rebranded as", NameKind::Alias),
    ("renamed", NameKind::Alias),
    ("a.k.a.", NameKind::Alias),
    ("aka", NameKind::Alias),
    ("formerly", NameKind::Former),
];

/// Before a place.
const BEFORE_A_PLACE: [&str; 8] = [
    "based in",
    "headquartered in",
    "located in",
    "registered in",
    "incorporated in",
    "headquarters in",
    "established in",
    "operates in",
];

/// What a nationality stands before when it is the party's own.
const BEARERS: [&str; 34] = [
    "company",
    "firm",
    "developer",
    "startup",
    "start-up",
    "vendor",
    "provider",
    "manufacturer",
    "maker",
    "group",
    "supplier",
    "distributor",
    "business",
    "corporation",
    "conglomerate",
    "multinational",
    "contractor",
    "agency",
    "arm",
    "outfit",
    "integrator",
    "reseller",
    "broker",
    "seller",
    "operator",
    "software",
    "technology",
    "tech",
    "defense",
    "defence",
    "cybersecurity",
    "spyware",
    "it",
    "tool",
];

/// Whether a sentence speaks of the party: the first does, and those that begin with its name or with a word for it.
fn about(sentence: &Sentence<'_>, at: usize, own: &[String]) -> bool {
    let begins = sentence.begins();
    let pronoun = [
        "the company",
        "the firm",
        "the country",
        "it ",
        "its ",
        "the group",
        "headquartered",
        "based",
    ];
    at == 0
        || pronoun.iter().any(|word| begins.starts_with(word))
        || distinct(&begins).first().is_some_and(|word| own.contains(word))
}

/// The words of a text that distinguish, folded.
fn distinct(text: &str) -> Vec<String> {
    let words = classed(text).into_iter();
    let distinct =
        words.filter(|word| matches!(word.class, Class::Word | Class::Common | Class::Number));
    distinct.map(|word| word.piece.latin).collect()
}

fn names(sentence: &Sentence<'_>, described: &mut Described) {
    for (before, kind) in BEFORE_A_NAME {
        for at in sentence.after(before) {
            // What stands far behind in the sentence is often said of somebody else.
            let near = sentence.is_near(at) || *before == "under the name";
            if near && let Some(name) = sentence.name_at(at) {
                described.name(&name, *kind);
            }
        }
    }
}

fn countries(sentence: &Sentence<'_>, described: &mut Described) {
    for before in BEFORE_A_PLACE {
        for at in sentence.after(before) {
            sentence.places_at(at).into_iter().for_each(|country| described.country(country));
        }
    }
    let borne = sentence.nationalities(&BEARERS).into_iter();
    borne.chain(sentence.possessed(&BEARERS)).for_each(|country| described.country(country));
}

impl Described {
    /// What a description of the party of that name tells.
    pub fn of(name: &str, text: &str) -> Described {
        let own: Vec<String> = distinct(name);
        let mut described = Described::default();
        for (at, sentence) in sentences(text).take(SENTENCES_MAX).enumerate() {
            if !about(&sentence, at, &own) {
                continue;
            }
            if at == 0
                && let Some(lead) = sentence.lead(&own)
            {
                described.name(&lead, NameKind::Alias);
            }
            names(&sentence, &mut described);
            countries(&sentence, &mut described);
        }
        described.names.retain(|(other, _)| other != name);
        described
    }

    fn name(&mut self, name: &str, kind: NameKind) {
        let known = self.names.iter().any(|(known, _)| known == name);
        if !known && self.names.len() < NAMES_MAX {
            self.names.push((name.to_owned(), kind));
        }
    }

    fn country(&mut self, code: &str) {
        if !self.countries.iter().any(|known| known == code) {
            self.countries.push(code.to_owned());
        }
    }
}
