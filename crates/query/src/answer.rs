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
    ask::{Phrase, Within},
    document::Document,
    entitlement::Entitlement,
    facet::Facet,
    query::{Query, Sort},
    seen::Seen,
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
    let admitted = documents.iter().filter(|document| entitlement.admits(document));
    let (mut found, mut hidden) = (Vec::new(), 0);
    for document in admitted {
        let (seen, about) = (Seen::new(document), about(document));
        hidden += usize::from(query.would_match(&seen, &about));
        if query.matches_seen(&seen, &about) {
            found.push(Found { document, about, points: query.points(&seen) });
        }
    }
    found.sort_by(|one, other| order(query.sort(), one, other));
    let tally = |facet: &Facet| (*facet, tally(&found, *facet));
    Answer {
        hidden,
        facets: facets.iter().map(tally).collect(),
        versions: found.iter().map(|found| found.document.version).collect(),
    }
}

struct Found<'a> {
    document: &'a Document,
    about: About,
    points: u32,
}

fn tally(found: &[Found<'_>], facet: Facet) -> Tally {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in found.iter().flat_map(|found| found.document.counts_for(facet, &found.about)) {
        *counts.entry(value).or_default() += 1;
    }
    let distinct = counts.len();
    let mut values: Vec<(String, usize)> = counts.into_iter().collect();
    // The sort is stable, and the values are in order.
    values.sort_by_key(|(_, count)| Reverse(*count));
    values.truncate(FACET_VALUES_MAX);
    Tally { values, distinct }
}

fn order(sort: Sort, one: &Found<'_>, other: &Found<'_>) -> Ordering {
    let (a, b) = (one.document, other.document);
    let by = match sort {
        Sort::Newest => Ordering::Equal,
        Sort::Oldest => a.issued_at_s.cmp(&b.issued_at_s),
        Sort::Relevance => other.points.cmp(&one.points),
        Sort::HeldBy => other.about.held_by.cmp(&one.about.held_by),
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
    pub fn points(&self, seen: &Seen<'_>) -> u32 {
        // Title and text are divided together, the title first.
        let (title, elsewhere) = seen.words(Within::Text).split_at(1);
        let names = [Within::Party, Within::Product];
        let points = |found: bool, points| if found { points } else { 0 };
        let one = |phrase: &Phrase| {
            let has = |texts: &[Vec<String>]| texts.iter().any(|text| phrase.is_in(text));
            points(has(title), TITLE_POINTS)
                + points(names.iter().any(|within| has(seen.words(*within))), NAME_POINTS)
                + points(has(elsewhere), ELSEWHERE_POINTS)
        };
        self.free().map(one).sum()
    }
}
