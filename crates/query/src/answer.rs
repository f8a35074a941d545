//! An answer: which documents, in which order, how many, and how they count. The plain definition of it.
//!
//! An index answers the same; property tests hold it to this. Nothing here depends on anything that the reader
//! may not see: what is kept from him is left out first, and relevance is a sum of points of one document, so
//! that not even an order tells of others.

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
};

use chancery_encoding::Digest;
use chancery_record::Reference;

use crate::{
    about::About,
    ask::Within,
    document::Document,
    entitlement::Entitlement,
    facet::Facet,
    query::{Query, Sort},
    words,
};

/// Values of a facet that are told; a list of more is no overview. How many there are is told as well.
pub const FACET_VALUES_MAX: usize = 32;

/// Points of a word in the title, in a name, and elsewhere. One word in a title goes before the same in a name
/// and in the text together.
const TITLE_POINTS: u32 = 8;
const NAME_POINTS: u32 = 4;
const ELSEWHERE_POINTS: u32 = 1;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The versions, in the order that was asked.
    pub versions: Vec<Digest>,
    /// How many more match and do not stand: what the query hides because it names no status.
    pub hidden: usize,
    /// How the answer counts, for each facet that was asked.
    pub facets: Vec<(Facet, Tally)>,
}

/// The counts of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The values that most documents have, at most [`FACET_VALUES_MAX`] of them: the larger count first, and of
    /// two alike the value that sorts first. A document counts once for each value that it has.
    pub values: Vec<(String, usize)>,
    /// How many values there are.
    pub distinct: usize,
}

/// The answer of these documents.
pub fn answer(
    documents: &[Document],
    query: &Query,
    facets: &[Facet],
    entitlement: &Entitlement,
    about: impl Fn(&Document) -> About,
) -> Answer {
    let seen = || {
        let all = documents.iter().map(|document| (document, about(document)));
        all.filter(|(document, _)| entitlement.admits(document))
    };
    let mut found: Vec<_> = seen().filter(|(it, about)| query.matches(it, about)).collect();
    let hidden = seen().filter(|(it, about)| query.would_match(it, about)).count();
    found.sort_by(|one, other| order(query, one, other));
    let tally = |facet: &Facet| (*facet, tally(&found, *facet));
    Answer {
        hidden,
        facets: facets.iter().map(tally).collect(),
        versions: found.iter().map(|(document, _)| document.version).collect(),
    }
}

fn tally(found: &[(&Document, About)], facet: Facet) -> Tally {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in found.iter().flat_map(|(document, about)| document.counts_for(facet, about)) {
        *counts.entry(value).or_default() += 1;
    }
    let distinct = counts.len();
    let mut values: Vec<(String, usize)> = counts.into_iter().collect();
    // The sort is stable, and the values are in order.
    values.sort_by_key(|(_, count)| Reverse(*count));
    values.truncate(FACET_VALUES_MAX);
    Tally { values, distinct }
}

fn order(query: &Query, one: &(&Document, About), other: &(&Document, About)) -> Ordering {
    let ((a, about_a), (b, about_b)) = (one, other);
    let by = match query.sort() {
        Sort::Newest => Ordering::Equal,
        Sort::Oldest => a.issued_at_s.cmp(&b.issued_at_s),
        Sort::Relevance => query.points(b).cmp(&query.points(a)),
        Sort::HeldBy => about_b.held_by.cmp(&about_a.held_by),
        Sort::Reference => place(a).cmp(&place(b)),
    };
    let newest = b.issued_at_s.cmp(&a.issued_at_s);
    by.then(newest).then(a.version.as_bytes().cmp(b.version.as_bytes()))
}

/// References by their numbers; whatever is none comes last, as text.
fn place(document: &Document) -> (bool, Option<Reference>, &str, u32) {
    let reference = document.reference.parse().ok();
    (reference.is_none(), reference, &document.reference, document.number)
}

impl Query {
    /// How well a document fits: for each word or phrase without a field that is not excluded, 8 if the title has
    /// it, 4 if a name of a party or a product has it, 1 if anything else has it.
    pub fn points(&self, document: &Document) -> u32 {
        let texts = |within: &[Within]| -> Vec<Vec<String>> {
            within.iter().flat_map(|it| document.texts_within(*it)).map(words).collect()
        };
        let title = texts(&[Within::Title]);
        let names = texts(&[Within::Party, Within::Product]);
        let elsewhere: Vec<Vec<String>> =
            document.texts.iter().map(|text| words(&text.text)).collect();
        let points = |found: bool, points| if found { points } else { 0 };
        self.free()
            .map(|phrase| {
                let has = |texts: &[Vec<String>]| texts.iter().any(|text| phrase.is_in(text));
                points(has(&title), TITLE_POINTS)
                    + points(has(&names), NAME_POINTS)
                    + points(has(&elsewhere), ELSEWHERE_POINTS)
            })
            .sum()
    }
}
