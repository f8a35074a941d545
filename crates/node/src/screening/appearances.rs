//! From a thread to what it is found by: its parties, and terms for its items, ways and destinations.
//!
//! All versions count, also those that were taken back: a screening shows them apart, and never as nothing.

use chancery_query::{Document, Log};
use chancery_record::Record;
use chancery_screening::cards_of;
use chancery_search::{Appearance, Aspect};
use chancery_thread::Thread;

/// Where a record keeps what is traded and by whom: in itself, or in the transaction that it asks about.
const HOLDERS: [&[&str]; 2] = [&[], &["transaction"]];

/// Codes, products, ways of one version: a record names a few dozen.
const TERMS_MAX: usize = 1_024;

/// What stands in a record, version by version.
pub(crate) fn appearances(thread: &Thread) -> Vec<Appearance> {
    let mut all = Vec::new();
    for version in &thread.versions {
        let issued_at_s = version.issued_at;
        let parties = cards_of(&version.text).into_iter();
        let parties = parties.map(|taken| Aspect::Party(Box::new(taken.card)));
        let ways = ways(&version.text).into_iter().map(|(country, _)| Aspect::Term(way(&country)));
        let found = parties.chain(ways.take(TERMS_MAX));
        all.extend(found.map(|aspect| Appearance { aspect, issued_at_s }));
    }
    for document in documents(thread) {
        let issued_at_s = document.issued_at_s;
        let terms = terms(&document).into_iter().take(TERMS_MAX).map(Aspect::Term);
        all.extend(terms.map(|aspect| Appearance { aspect, issued_at_s }));
    }
    all
}

/// The versions as a search sees them. Where their statements stand does not matter here.
pub(super) fn documents(thread: &Thread) -> Vec<Document> {
    Document::of(thread, |_| Some((Log { key: [0; 32], epoch: 0 }, 0)))
}

fn terms(document: &Document) -> Vec<String> {
    let mut terms = Vec::new();
    for code in &document.codes {
        terms.push(own(&code.list, &code.code));
        terms.extend(prefixes(&code.code).map(|above| within(&code.list, above)));
    }
    terms.extend(document.categories.iter().map(|category| in_category(category)));
    terms.extend(document.products.iter().filter_map(|product| product_named(product)));
    terms.extend(document.destinations.iter().map(|country| to(country)));
    terms
}

/// `5A001.f.2` and everything above it, cut at its dots: which of these are entries is judged when two codes
/// are compared.
pub(super) fn prefixes(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices('.').map(|(at, _)| &code[..at]).chain([code])
}

/// A record has exactly this code.
pub(super) fn own(list: &str, code: &str) -> String {
    format!("own:{list}:{code}")
}

/// A record has this code or one under it.
pub(super) fn within(list: &str, code: &str) -> String {
    format!("in:{list}:{code}")
}

/// A record has an item of this category.
pub(super) fn in_category(category: &str) -> String {
    format!("category:{category}")
}

/// A record has a product that is called so, whatever its spaces and capitals; none for a name of a letter or two.
pub(super) fn product_named(name: &str) -> Option<String> {
    let name = folded(name);
    (name.chars().count() >= 3).then(|| format!("product:{name}"))
}

/// A name of a product as it is compared.
pub(super) fn folded(name: &str) -> String {
    chancery_query::words(name).concat()
}

/// A record has this country as a destination.
pub(super) fn to(country: &str) -> String {
    format!("to:{country}")
}

/// A record has this country on a way, where things go where they were not to go.
pub(super) fn way(country: &str) -> String {
    format!("way:{country}")
}

/// The countries of a record's routes at which things were turned aside or loaded anew, and what they were there.
pub(super) fn ways(text: &Record) -> Vec<(String, String)> {
    let routes = HOLDERS.into_iter().flat_map(|holder| {
        let path: Vec<&str> = holder.iter().copied().chain(["routes"]).collect();
        text.parts(&path)
    });
    let legs = routes.flat_map(|route| route.parts(&["legs"]));
    let turned = legs.filter_map(|leg| {
        let role = leg.text_at(&["role"])?;
        let turned = matches!(role, "diversion-point" | "transhipment");
        Some((leg.text_at(&["country"])?.to_owned(), role.to_owned())).filter(|_| turned)
    });
    turned.collect()
}
