//! Where the words of a query stand in a document, with a little of what stands around them.
//!
//! A text is divided at blanks, and the pieces are folded as everywhere: so what is shown is what was
//! found, in the spelling of the record.

use chancery_query::ask::{Phrase, Term, Wanted, Within};
use chancery_query::{Document, Query, words};

use crate::answer::Snippet;

/// More than a few do not help to see why a hit is one.
const SNIPPETS_MAX: usize = 4;
/// Half a line on each side.
const AROUND_CHARS: usize = 36;
/// A phrase is shorter; a name of a thousand letters is no help.
const FOUND_CHARS_MAX: usize = 80;
/// What is looked through for one document: a body has at most 256 KiB.
const LOOKED_AT_CHARS_MAX: usize = 256 * 1024;

/// The places where the words of a query stand.
pub(super) fn snippets(query: &Query, document: &Document) -> Vec<Snippet> {
    let mut snippets: Vec<Snippet> = Vec::new();
    let mut left = LOOKED_AT_CHARS_MAX;
    for (term, wanted) in query.ask().terms() {
        let Term::Words { within, phrase } = term else { continue };
        if wanted == Wanted::No {
            continue;
        }
        let found = places(*within).iter().find_map(|place| {
            let texts = texts(document, place);
            texts.into_iter().find_map(|text| {
                left = left.saturating_sub(text.len());
                (left > 0).then(|| snippet(place, text, phrase)).flatten()
            })
        });
        if let Some(found) = found.filter(|found| !snippets.contains(found)) {
            snippets.push(found);
        }
        if snippets.len() == SNIPPETS_MAX {
            break;
        }
    }
    snippets
}

/// What tells most comes first. Names of parties are told as reasons.
const fn places(within: Within) -> &'static [&'static str] {
    match within {
        Within::Anywhere => &["title", "product", "text", "other"],
        Within::Title => &["title"],
        Within::Text => &["title", "text"],
        Within::Party | Within::WithdrawnParty => &[],
        Within::Product => &["product"],
    }
}

fn texts<'a>(document: &'a Document, place: &str) -> Vec<&'a str> {
    match place {
        "title" => vec![&document.title],
        "text" => document.texts.iter().map(|text| text.text.as_str()).collect(),
        "product" => document.products.iter().map(String::as_str).collect(),
        _ => {
            let standing = document.parties.iter().filter(|party| !party.withdrawn);
            let numbers = standing.flat_map(|party| &party.identifiers);
            let numbers = numbers.map(|(_, number)| number.as_str());
            let codes = document.codes.iter().map(|code| code.code.as_str());
            [document.reference.as_str(), &document.cited]
                .into_iter()
                .chain(codes)
                .chain(numbers)
                .collect()
        }
    }
}

fn snippet(place: &'static str, text: &str, phrase: &Phrase) -> Option<Snippet> {
    let mut pieces = Vec::new();
    let mut all = Vec::new();
    for piece in text.split_whitespace() {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        for word in words(piece) {
            pieces.push(start..start + piece.len());
            all.push(word);
        }
    }
    let length = phrase.words().len();
    let at = (0..(all.len() + 1).saturating_sub(length))
        .find(|at| phrase.is_in(&all[*at..at + length]))?;
    let (from, to) = (pieces[at].start, pieces[at + length - 1].end);
    // Commas and brackets around the words are no part of them.
    let inside = text[from..to].trim_start_matches(|c: char| !c.is_alphanumeric());
    let from = to - inside.len();
    let to = from + inside.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    Some(Snippet {
        place,
        before: last(&text[..from]),
        found: text[from..to].chars().take(FOUND_CHARS_MAX).collect(),
        behind: first(&text[to..]),
    })
}

/// The end of what stands before, from a word on.
fn last(text: &str) -> String {
    let chars = text.chars().count();
    if chars <= AROUND_CHARS {
        return text.to_owned();
    }
    let cut: String = text.chars().skip(chars - AROUND_CHARS).collect();
    let from = cut.find(char::is_whitespace).unwrap_or(0);
    format!("…{}", &cut[from..])
}

/// The beginning of what stands behind, up to a word.
fn first(text: &str) -> String {
    if text.chars().count() <= AROUND_CHARS {
        return text.to_owned();
    }
    let cut: String = text.chars().take(AROUND_CHARS).collect();
    let to = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    format!("{}…", &cut[..to])
}

#[cfg(test)]
mod tests;
