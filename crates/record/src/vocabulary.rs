//! Vocabularies: closed lists of words, each with its meaning.
//!
//! They are closed because a word that nobody else uses is found by nobody. A writer who misses
//! one is shown the nearest; a reader of a newer node's record is not asked. Invariant: a word has
//! one meaning, and is never used again for another.

use crate::state::StateCode;

mod exchange;
mod rights;
mod technology;
#[cfg(test)]
mod tests;
mod trade;

pub(crate) use exchange::*;
pub(crate) use rights::*;
pub(crate) use technology::*;
pub(crate) use trade::*;

/// A closed list of words.
pub(crate) struct Vocabulary {
    /// Its name in the schema's `$defs`.
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// Word and meaning.
    pub(crate) words: &'static [(&'static str, &'static str)],
    /// Whether the codes of states are words of it too.
    pub(crate) states: States,
}

/// Whether a vocabulary takes in the state table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum States {
    Included,
    Excluded,
}

/// Longer texts are no misspelt words; cutting them here bounds the comparison.
const WORD_CHARS_MAX: usize = 48;

/// More would not fit a line.
const NEAREST_MAX: usize = 3;

/// Up to so many words are shown all rather than the nearest.
const SHOW_ALL_MAX: usize = 12;

impl Vocabulary {
    pub(crate) fn has(&self, text: &str) -> bool {
        self.all().any(|word| word == text)
    }

    /// Every word.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static str> {
        let states = (self.states == States::Included).then(StateCode::all).into_iter().flatten();
        self.words.iter().map(|(word, _)| *word).chain(states.map(StateCode::as_str))
    }

    /// What to write instead of `text`.
    pub(crate) fn advice(&self, text: &str) -> String {
        let count = self.all().count();
        if count <= SHOW_ALL_MAX {
            return self.all().collect::<Vec<_>>().join(", ");
        }
        let nearest = nearest(text, self.all());
        let near = match nearest.is_empty() {
            true => "one".to_owned(),
            false => format!("{}, or another", nearest.join(", ")),
        };
        format!("{near} of the {count} words of word-{} in the schema", self.name)
    }
}

/// The words that `text` may have meant, nearest first.
pub(crate) fn nearest(text: &str, words: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let text: Vec<char> = text.chars().take(WORD_CHARS_MAX).flat_map(char::to_lowercase).collect();
    let whole: String = text.iter().collect();
    let mut near: Vec<(usize, &'static str)> = words
        .filter_map(|word| {
            let far = distance(&text, &word.to_lowercase().chars().collect::<Vec<_>>());
            let contained = whole.len() >= 4 && word.contains(&whole);
            (contained || far <= 1 + text.len() / 4).then_some((far, word))
        })
        .collect();
    near.sort();
    near.into_iter().take(NEAREST_MAX).map(|(_, word)| word).collect()
}

/// Insertions, deletions and replacements that make one of the other (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let replaced = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[other.len()]
}
