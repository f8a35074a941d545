//! The index of parties: each card once, with the records and the entries of lists that it stands in; and the terms
//! by which records are found.
//!
//! A party that ten thousand records name is one candidate and is compared once. Candidates are found by the
//! keys of their names, the rare ones first. The invariant: after a commit there stands, for every record
//! and every list put, exactly what was put last; and every card that one of them names can be found.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use chancery_encoding::Digest;
use chancery_screening::{Card, Commonness, Prepared};
use tantivy::{IndexWriter, Term};

use crate::error::IndexError;
use crate::folder::{Folder, Form, Found};
use crate::watermark::Watermark;
use held::Held;
use schema::Fields;
use scratch::Scratches;

mod candidates;
mod held;
mod lists;
mod look;
mod schema;
mod scratch;
mod terms;
#[cfg(test)]
mod tests;

pub use candidates::Candidate;
pub use lists::Listed;
pub use look::{Look, Seen};

/// What stands in a record, in any of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// What it is.
    pub aspect: Aspect,
    /// When that version was signed, in seconds since 1970.
    pub issued_at_s: i64,
}

/// One thing by which a record is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// A party.
    Party(Box<Card>),
    /// A short term, such as a code or a country on the way; what terms mean is up to whoever puts them.
    Term(String),
}

/// The index of parties.
#[derive(Debug)]
pub struct Parties {
    folder: Folder,
    fields: Fields,
    held: Mutex<Held>,
    commonness: RwLock<Commonness>,
    scratches: Scratches,
}

impl Parties {
    /// Opens the index in a folder and checks every file of it; what is of no use is cleared away, and the
    /// index begins at nothing.
    ///
    /// # Errors
    /// When the folder cannot be read or written, or another process has it.
    pub fn open(path: &Path) -> Result<(Parties, Found), IndexError> {
        let (fields, form) = form();
        let (folder, found) = Folder::open(path, form)?;
        Ok((Parties::over(folder, fields)?, found))
    }

    /// Clears away whatever lies in a folder, and begins at nothing.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn begin(path: &Path) -> Result<Parties, IndexError> {
        let (fields, form) = form();
        Parties::over(Folder::begin(path, form)?, fields)
    }

    fn over(folder: Folder, fields: Fields) -> Result<Parties, IndexError> {
        let shown = folder.shown()?;
        let failed = |error| folder.failed(error);
        let held = Held::of(&shown.searcher, fields).map_err(failed)?;
        let commonness = held::commonness(&shown.searcher, fields).map_err(failed)?;
        drop(shown);
        Ok(Parties {
            folder,
            fields,
            held: Mutex::new(held),
            commonness: RwLock::new(commonness),
            scratches: Scratches::default(),
        })
    }

    /// Puts the parties of a record in place of all that it had; seen after the next commit.
    ///
    /// # Errors
    /// When the index does not take them.
    pub fn put(&self, root: &Digest, appearances: &[Appearance]) -> Result<(), IndexError> {
        let mut held = self.held()?;
        let writer = self.folder.writer();
        writer.delete_term(Term::from_field_bytes(self.fields.root, root.as_bytes()));
        let newest = appearances.iter().map(|appearance| appearance.issued_at_s).max();
        let Some(newest) = newest else { return Ok(()) };
        let (mut digests, mut terms) = (HashSet::new(), HashSet::new());
        for Appearance { aspect, .. } in appearances {
            match aspect {
                Aspect::Party(card) => {
                    let digest = card.digest();
                    if digests.insert(digest) {
                        self.put_card(&mut held, &writer, &digest, card)?;
                    }
                }
                Aspect::Term(term) => {
                    terms.insert(term.as_str());
                }
            }
        }
        let document = self.fields.record(root, newest, &digests, &terms);
        writer.add_document(document).map_err(|error| self.folder.failed(error))?;
        Ok(())
    }

    /// Makes what was put durable and visible, together with how far was read.
    ///
    /// # Errors
    /// When it could not be written; what stood before still stands.
    pub fn commit(&self, watermark: &Watermark) -> Result<(), IndexError> {
        let mut held = self.held()?;
        self.folder.commit(watermark).inspect_err(|_| held.doubt())?;
        self.count(&mut held)
    }

    /// How far what can be found has read.
    pub fn watermark(&self) -> Watermark {
        self.folder.watermark()
    }

    /// Bytes on the disk.
    pub fn bytes(&self) -> u64 {
        self.folder.bytes()
    }

    /// What can be found now, for any number of questions that belong together.
    ///
    /// # Errors
    /// When its files are not what they were.
    pub fn look(&self) -> Result<Look<'_>, IndexError> {
        Ok(Look { parties: self, shown: self.folder.shown()? })
    }

    /// How common words are among all cards.
    pub fn commonness(&self) -> RwLockReadGuard<'_, Commonness> {
        self.commonness.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a card that no record and no list has named before.
    fn put_card(
        &self,
        held: &mut Held,
        writer: &IndexWriter,
        digest: &Digest,
        card: &Card,
    ) -> Result<(), IndexError> {
        if !held.take(digest) {
            return Ok(());
        }
        let prepared = Prepared::of(card);
        held.words.extend(prepared.words().map(str::to_owned));
        let document = self.fields.card(digest, card, &prepared);
        writer.add_document(document).map_err(|error| self.folder.failed(error))?;
        Ok(())
    }

    /// Counts again the words of the cards that have just become visible.
    fn count(&self, held: &mut Held) -> Result<(), IndexError> {
        let words = std::mem::take(&mut held.words);
        let shown = self.folder.shown()?;
        let counts = held::counts(&shown.searcher, self.fields, words);
        let counts = counts.map_err(|error| self.folder.failed(error))?;
        let mut commonness = self.commonness.write().unwrap_or_else(PoisonError::into_inner);
        for (word, count) in counts {
            commonness.set(&word, count);
        }
        commonness.set_total(held.cards());
        Ok(())
    }

    /// What is held; where a commit went wrong, what can be found is what counts.
    fn held(&self) -> Result<MutexGuard<'_, Held>, IndexError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.doubtful() {
            let found = Held::of(&self.folder.shown()?.searcher, self.fields);
            *held =
                found.inspect_err(|_| held.doubt()).map_err(|error| self.folder.failed(error))?;
        }
        Ok(held)
    }
}

fn form() -> (Fields, Form) {
    let (schema, fields) = Fields::schema();
    (fields, Form { name: schema::NAME, schema })
}
