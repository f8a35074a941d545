//! Vocabularies as JSON: which packs are in use, and what loading one changed.

use chancery_record::vocabulary::{Change, Difference, Pack};
use serde::{Deserialize, Serialize};

/// A pack in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackView {
    /// Its name.
    pub pack: String,
    /// Its edition.
    pub edition: String,
    /// The edition's first day.
    pub effective: String,
    /// Where the words are taken from.
    pub source: String,
    /// Its vocabularies.
    pub vocabularies: Vec<WordCountView>,
    /// Control lists whose numbering and editions it knows.
    pub lists: Vec<String>,
}

/// A vocabulary with its size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordCountView {
    /// Its name.
    pub name: String,
    /// Words that may be written.
    pub words: usize,
    /// Words that are only read.
    pub retired: usize,
}

/// One thing that a pack changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// `new`, `added`, `retired`, `returned`, `reworded` or `changed`.
    pub change: String,
    /// The vocabulary or control list.
    pub vocabulary: String,
    /// The word; null where the vocabulary itself is new.
    pub word: Option<String>,
}

/// A pack that was taken into use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedView {
    /// Its name.
    pub pack: String,
    /// Its edition.
    pub edition: String,
    /// What it changed.
    pub changes: Vec<ChangeView>,
}

impl From<&Pack> for PackView {
    fn from(pack: &Pack) -> Self {
        let vocabularies = pack.vocabularies().iter().map(|list| {
            let words = list.current().count();
            WordCountView { name: list.name.clone(), words, retired: list.words.len() - words }
        });
        PackView {
            pack: pack.name().to_owned(),
            edition: pack.edition().to_owned(),
            effective: pack.effective().to_owned(),
            source: pack.source().to_owned(),
            vocabularies: vocabularies.collect(),
            lists: pack.lists().iter().map(|list| list.list.clone()).collect(),
        }
    }
}

impl From<Change> for ChangeView {
    fn from(change: Change) -> Self {
        let (change, vocabulary, word) = match change {
            Change::New(vocabulary) => ("new", vocabulary, None),
            Change::Added(vocabulary, word) => ("added", vocabulary, Some(word)),
            Change::Retired(vocabulary, word) => ("retired", vocabulary, Some(word)),
            Change::Returned(vocabulary, word) => ("returned", vocabulary, Some(word)),
            Change::Reworded(vocabulary, word) => ("reworded", vocabulary, Some(word)),
            Change::Changed(vocabulary, word) => ("changed", vocabulary, Some(word)),
        };
        ChangeView { change: change.to_owned(), vocabulary, word }
    }
}

impl LoadedView {
    /// What the pack changes.
    pub fn of(pack: &Pack, difference: Difference) -> Self {
        LoadedView {
            pack: pack.name().to_owned(),
            edition: pack.edition().to_owned(),
            changes: difference.0.into_iter().map(ChangeView::from).collect(),
        }
    }
}
