//! A pack: one file of vocabularies and control lists, with its name and edition.
//!
//! It is a tree like a record, so that it can travel inside one and be signed there. Invariant: a `Pack` was read
//! by the strict reader: every bound kept, no field unknown, no word twice. Whether it fits beside the other
//! packs, and takes no meaning away, is for [`super::Vocabularies`].

use crate::{
    record::Record,
    tree::{self, Tree},
};

mod flaw;
mod read;
#[cfg(test)]
mod tests;

pub use flaw::PackFlaw;

/// The largest shipped pack takes 13 KiB of text. A pack has to fit into a record's body with the envelope
/// around it, and 192 KiB of 256 leave room for that.
pub const PACK_BYTES_MAX: usize = 192 * 1024;

/// One pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    name: String,
    edition: String,
    effective: String,
    source: String,
    vocabularies: Vec<WordList>,
    lists: Vec<ControlList>,
    tree: Tree,
}

/// One vocabulary of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordList {
    /// Its name, as the tables and the schema use it.
    pub name: String,
    /// What its words are.
    pub about: String,
    /// Whether the words of the vocabulary `state` are words of it too.
    pub states: bool,
    /// Its words, retired ones among them.
    pub words: Vec<Word>,
}

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As records spell it.
    pub word: String,
    /// What it means.
    pub about: String,
    /// Other spellings, by which people look for it; never written in records.
    pub aliases: Vec<String>,
    /// Since when it is no longer written.
    pub retired: Option<Retired>,
    /// Entries of control lists that it stands for.
    pub codes: Vec<Entry>,
}

/// The end of a word: it is read as before, and refused in what is newly written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// The first day.
    pub day: String,
    /// The word to write now, if there is one.
    pub instead: Option<String>,
}

/// An entry of a control list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Word of the vocabulary `control-list`.
    pub list: String,
    /// In the list's own numbering.
    pub code: String,
    /// What to know about it.
    pub note: Option<String>,
}

/// What is known of one control list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlList {
    /// Word of the vocabulary `control-list`.
    pub list: String,
    /// How its codes are written: `annex`, `wassenaar`, `canada`, `japan`, `britain` or `other`.
    pub numbering: String,
    /// Editions that are known; where there is none, every edition is as good.
    pub editions: Vec<Edition>,
    /// Entries that no other list has.
    pub only_here: Vec<String>,
    /// Codes that look right and name nothing.
    pub unused: Vec<Unused>,
}

/// An edition of a control list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// As records write it.
    pub edition: String,
    /// Other ways to write it.
    pub aliases: Vec<String>,
    /// Its first day.
    pub effective: String,
    /// Where that is known from.
    pub source: String,
}

/// A code that looks right and names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// The code.
    pub code: String,
    /// Why it names nothing.
    pub why: String,
    /// The code that is usually meant.
    pub instead: Option<String>,
}

impl Pack {
    /// Reads the JSON text of a pack.
    ///
    /// # Errors
    /// The first flaw.
    pub fn read(text: &str) -> Result<Pack, PackFlaw> {
        if text.len() > PACK_BYTES_MAX {
            return Err(PackFlaw::TooLong(text.len()));
        }
        let tree = tree::from_json(text).map_err(|flaws| {
            let first = flaws.into_iter().next();
            let (at, wrong) = first.map(|flaw| (flaw.path, flaw.wrong)).unwrap_or_default();
            PackFlaw::Json { at, wrong }
        })?;
        read::pack(&tree, "$")
    }

    /// The pack that a record of kind `vocabulary-pack` carries; none when the record carries none.
    ///
    /// # Errors
    /// The first flaw.
    pub fn of(record: &Record) -> Option<Result<Pack, PackFlaw>> {
        record.tree().field("pack").map(Pack::read_tree)
    }

    /// A pack as it stands in a record.
    pub(crate) fn read_tree(tree: &Tree) -> Result<Pack, PackFlaw> {
        read::pack(tree, "$.pack")
    }

    /// The pack as JSON text, as it is kept in files.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(&tree::to_json(&self.tree))
            .expect("because a tree has text keys");
        text.push('\n');
        text
    }

    /// Its name; a pack replaces the one of the same name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its edition.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The first day of the edition.
    pub fn effective(&self) -> &str {
        &self.effective
    }

    /// Where the words are taken from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its vocabularies.
    pub fn vocabularies(&self) -> &[WordList] {
        &self.vocabularies
    }

    /// What it knows of control lists.
    pub fn lists(&self) -> &[ControlList] {
        &self.lists
    }
}

impl Edition {
    /// Whether that is how the edition is written.
    pub fn is_written(&self, text: &str) -> bool {
        self.edition == text || self.aliases.iter().any(|alias| alias == text)
    }
}

impl WordList {
    /// The word, retired or not.
    pub fn word(&self, text: &str) -> Option<&Word> {
        self.words.iter().find(|word| word.word == text)
    }

    /// The words that may be written.
    pub fn current(&self) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(|word| word.retired.is_none())
    }
}
