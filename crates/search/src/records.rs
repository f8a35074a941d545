//! The index of records: one document for each version of each record.
//!
//! A record's documents are replaced together, because anything said in its thread can change each of
//! them. The invariant: after a commit there stands, for every record put, exactly what was put last.

use std::path::Path;

use chancery_encoding::Digest;
use chancery_query::{Document, Log};
use tantivy::Term;

use crate::error::IndexError;
use crate::folder::{Folder, Form, Found};
use crate::watermark::Watermark;
use answer::Found as InView;
use schema::{Class, Fields};
use view::Views;

mod answer;
mod columns;
mod cores;
mod evaluate;
mod holding;
mod lookup;
mod order;
mod part;
mod schema;
mod set;
mod tally;
#[cfg(test)]
mod tests;
mod view;

pub use answer::{Answer, Hit, Question};
pub use holding::{Holding, Steps};

/// The index of records.
#[derive(Debug)]
pub struct Records {
    folder: Folder,
    fields: Fields,
    views: Views,
}

impl Records {
    /// Opens the index in a folder and checks every file of it; what is of no use is cleared away, and the
    /// index begins at nothing.
    ///
    /// # Errors
    /// When the folder cannot be read or written, or another process has it.
    pub fn open(path: &Path) -> Result<(Records, Found), IndexError> {
        let (fields, form) = form();
        let (folder, found) = Folder::open(path, form)?;
        Ok((Records::over(folder, fields)?, found))
    }

    /// Clears away whatever lies in a folder, and begins at nothing.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn begin(path: &Path) -> Result<Records, IndexError> {
        let (fields, form) = form();
        Records::over(Folder::begin(path, form)?, fields)
    }

    fn over(folder: Folder, fields: Fields) -> Result<Records, IndexError> {
        let views = Views::of(folder.current(), &fields).map_err(|error| folder.failed(error))?;
        Ok(Records { folder, fields, views })
    }

    /// Puts the documents of a record in place of all that it had; seen after the next commit.
    ///
    /// # Errors
    /// When the index does not take them.
    pub fn put(&self, root: &Digest, documents: &[Document]) -> Result<(), IndexError> {
        let writer = self.folder.writer();
        let of_root = Class::Root.value(root.as_bytes());
        writer.delete_term(Term::from_field_bytes(self.fields.exact, &of_root));
        for document in documents {
            let document = self.fields.document(root, document);
            writer.add_document(document).map_err(|error| self.folder.failed(error))?;
        }
        Ok(())
    }

    /// Takes out whatever a log says; gone after the next commit. What changes the worth of a whole log is
    /// answered by reading it again, and until then by nothing of it.
    pub fn forget(&self, log: &Log) {
        let of_log = Class::Log.value(&schema::log_bytes(log));
        self.folder.writer().delete_term(Term::from_field_bytes(self.fields.exact, &of_log));
    }

    /// Makes what was put durable and visible, together with how far was read.
    ///
    /// # Errors
    /// When it could not be written; what stood before still stands.
    pub fn commit(&self, watermark: &Watermark) -> Result<(), IndexError> {
        self.folder.commit(watermark)?;
        self.turn()
    }

    /// Takes over what has been merged since the last commit, so that no question has to.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn refresh(&self) -> Result<(), IndexError> {
        if self.folder.refresh()? { self.turn() } else { Ok(()) }
    }

    fn turn(&self) -> Result<(), IndexError> {
        let turned = self.views.turn_to(self.folder.current(), &self.fields);
        turned.map_err(|error| self.folder.failed(error))
    }

    /// Answers a question; nothing when the version behind which hits are wanted is no hit, or not any more.
    ///
    /// # Errors
    /// When its files are not what they were, or cannot be read: then there is no answer.
    pub fn ask(&self, question: &Question<'_>) -> Result<Option<Answer>, IndexError> {
        let view = self.views.last();
        self.folder.holds(&view.shown)?;
        let found = answer::answer(&view, question).map_err(|error| self.folder.failed(error))?;
        let watermark = view.shown.watermark.clone();
        Ok(found.map(|InView { hits, total, hidden, facets }| Answer {
            hits,
            total,
            hidden,
            facets,
            watermark,
        }))
    }

    /// How far what can be found has read.
    pub fn watermark(&self) -> Watermark {
        self.views.last().shown.watermark.clone()
    }

    /// Bytes on the disk.
    pub fn bytes(&self) -> u64 {
        self.folder.bytes()
    }

    /// How many documents can be found.
    ///
    /// # Errors
    /// When its files are not what they were.
    pub fn documents(&self) -> Result<u64, IndexError> {
        let view = self.views.last();
        self.folder.holds(&view.shown)?;
        Ok(view.shown.searcher.num_docs())
    }
}

fn form() -> (Fields, Form) {
    let (schema, fields) = Fields::schema();
    (fields, Form { name: schema::NAME, schema })
}
