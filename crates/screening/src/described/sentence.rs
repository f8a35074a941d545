//! A sentence of a description, and what is looked for in it. English only.

use crate::lexicon::{Class, classed};

/// Characters of a description that are read; what comes behind is history.
const CHARS_MAX: usize = 2_000;

/// A name or a place behind a word: at most so many words.
const WORDS_MAX: usize = 10;

/// Characters of a sentence before what introduces another name of its subject.
const NEAR: usize = 90;

/// A sentence.
pub(super) struct Sentence<'a> {
    text: &'a str,
    /// The same in lower case, of the same length.
    lower: String,
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = Sentence<'_>> {
    let end = text.char_indices().nth(CHARS_MAX).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let mut begin = 0;
    std::iter::from_fn(move || {
        if begin >= text.len() {
            return None;
        }
        let rest = &text[begin..];
        let length = end_of(rest);
        begin += length;
        Some(Sentence { text: &rest[..length], lower: rest[..length].to_ascii_lowercase() })
    })
}

/// Where a sentence ends: at a full stop with a space and a capital behind it and no abbreviation before it.
fn end_of(text: &str) -> usize {
    const SHORT: [&str; 9] = ["ltd", "inc", "co", "corp", "tech", "s.p", "llc", "st", "u.s"];
    for (at, _) in text.match_indices(['.', '\n']) {
        let (before, behind) = (&text[..at], &text[at + 1..]);
        if text[at..].starts_with('\n') {
            return at + 1;
        }
        let word = before.rsplit([' ', '(']).next().unwrap_or_default().to_ascii_lowercase();
        let next = behind.trim_start();
        let capital = next.chars().next().is_none_or(char::is_uppercase);
        let goes_on =
            SHORT.contains(&word.as_str()) && !next.starts_with("The ") && !next.starts_with("It ");
        if behind.starts_with([' ', '\n']) && capital && !goes_on && word.len() > 1 {
            return at + 1;
        }
    }
    text.len()
}

impl Sentence<'_> {
    /// Its beginning, in lower case.
    pub(super) fn begins(&self) -> String {
        self.lower.trim_start().chars().take(60).collect()
    }

    /// The places behind each occurrence of some words.
    pub(super) fn after(&self, words: &str) -> Vec<usize> {
        let whole = |at: &usize| {
            let before = self.text[..*at].chars().next_back();
            let behind = self.text[at + words.len()..].chars().next();
            before.is_none_or(|c| !c.is_alphanumeric())
                && behind.is_none_or(|c| !c.is_alphanumeric())
        };
        let found = self.lower.match_indices(words).map(|(at, _)| at);
        found.filter(whole).map(|at| at + words.len()).collect()
    }

    /// Whether a place is near the beginning.
    pub(super) fn is_near(&self, at: usize) -> bool {
        at <= NEAR
    }

    /// The name that begins at a place: words with a capital or a digit, small words between, and a legal form
    /// behind a comma.
    pub(super) fn name_at(&self, at: usize) -> Option<String> {
        let rest = self.text[at..].trim_start_matches([' ', ',', '"', '“', '‘', '\'', ':', '(']);
        name_in(rest)
    }

    /// What the first sentence calls the party, if it is a longer form of its name.
    pub(super) fn lead(&self, own: &[String]) -> Option<String> {
        let name = name_in(self.text.trim_start())?;
        let words = super::distinct(&name);
        let shared = words.iter().any(|word| own.contains(word));
        shared.then_some(name)
    }

    /// The countries of the places that are listed at a place: `Herzliya, Israel`.
    pub(super) fn places_at(&self, at: usize) -> Vec<&'static str> {
        let rest = &self.text[at..];
        let end = rest.find(['.', ';', '(']).unwrap_or(rest.len());
        let listed: Vec<&str> = rest[..end].split_whitespace().take(WORDS_MAX).collect();
        let capital = |word: &&&str| {
            word.starts_with(char::is_uppercase) || ["and", "the", "in", "of"].contains(*word)
        };
        let listed: Vec<&str> = listed.iter().take_while(capital).copied().collect();
        countries_in(&listed.join(" "))
    }

    /// Countries whose adjective stands before one of those words, at most four words on, or before `-based`.
    pub(super) fn nationalities(&self, bearers: &[&str]) -> Vec<&'static str> {
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate().take(60) {
            if !word.starts_with(char::is_uppercase) {
                continue;
            }
            let based = ["-based", "-founded", "-headquartered", "/"].iter().find_map(|end| {
                let at = word.find(end)?;
                Some(&word[..at])
            });
            if let Some(place) = based {
                let before = if at > 0 { words[at - 1] } else { "" };
                let two = format!("{before} {place}");
                found.extend(if countries_in(&two).is_empty() {
                    countries_in(place)
                } else {
                    countries_in(&two)
                });
                continue;
            }
            let plain =
                |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
            let borne =
                words[at + 1..].iter().take(4).any(|next| bearers.contains(&plain(next).as_str()));
            if borne && !word.ends_with("'s") && !word.ends_with("’s") {
                found.extend(countries_in(word));
            }
        }
        found
    }

    /// Countries in `one of India's …`, `in Russia's …` and `a company in China`.
    pub(super) fn possessed(&self, bearers: &[&str]) -> Vec<&'static str> {
        let words: Vec<&str> = self.text.split_whitespace().take(40).collect();
        let mut found = Vec::new();
        for window in words.windows(3) {
            let [first, second, third] = window else { continue };
            let owner = third.strip_suffix("'s").or(third.strip_suffix("’s"));
            let place = third.trim_end_matches([',', '.', ';']);
            match (*second, owner) {
                ("of" | "in", Some(owner)) => found.extend(countries_in(owner)),
                ("in", None) if bearers.contains(first) => found.extend(countries_in(place)),
                _ => {}
            }
        }
        found
    }
}

/// The countries that a text names.
fn countries_in(text: &str) -> Vec<&'static str> {
    let words = classed(text).into_iter();
    let countries = words.filter_map(|word| match word.class {
        Class::Place(code) => Some(code.split('/').next().unwrap_or(code)),
        _ => None,
    });
    countries.filter(|code| code.len() == 2).collect()
}

/// The name at the beginning of a text.
fn name_in(text: &str) -> Option<String> {
    let mut end = 0;
    let mut comma = false;
    for word in text.split(' ').take(WORDS_MAX) {
        let plain = word.trim_matches(['"', '“', '”', '‘', '(', ')']);
        let bare = plain.trim_end_matches([',', '.', ';', ':', ')', '"', '”']);
        let form = matches!(classed(bare).as_slice(), [one] if matches!(one.class, Class::Form(_)));
        // Behind a comma only a legal form goes on with the name, written as one: `is` is none.
        let form = form
            && bare
                .starts_with(|c: char| c.is_uppercase() || bare.contains('.') && c.is_alphabetic());
        if comma && !form {
            break;
        }
        let small = ["of", "and", "&", "for", "de"].contains(&bare);
        let capital = bare.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let mixed = bare.chars().skip(1).any(char::is_uppercase);
        if !(capital || mixed || form || small && end > 0) || word.starts_with('(') {
            break;
        }
        let from = if end == 0 { 0 } else { end + 1 };
        end = from + word.len();
        comma = word.ends_with(',');
        if word.ends_with([';', ':', ')', '”', '"']) {
            break;
        }
    }
    let name = text.get(..end)?.trim_end_matches([',', ';', ':', ')', '"', '”', ' ', '(']);
    let name = name.trim_end_matches(" and").trim_end_matches(" of");
    let name = name.trim_end_matches("'s").trim_end_matches("’s").trim_matches(['"', '“', '”']);
    (name.chars().count() >= 2).then(|| name.to_owned())
}
