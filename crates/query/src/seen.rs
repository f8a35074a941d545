//! A document that is asked several times: its texts are divided into words once.

use std::cell::OnceCell;

use crate::{ask::Within, document::Document, words};

/// A document, read for queries. Whoever asks many queries of one document keeps it.
#[derive(Debug)]
pub struct Seen<'a> {
    document: &'a Document,
    divided: [OnceCell<Vec<Vec<String>>>; Within::ALL.len()],
}

impl<'a> Seen<'a> {
    /// Nothing is divided before it is asked for.
    pub fn new(document: &'a Document) -> Seen<'a> {
        Seen { document, divided: std::array::from_fn(|_| OnceCell::new()) }
    }

    /// The document.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// The words of each text of it.
    pub(crate) fn words(&self, within: Within) -> &[Vec<String>] {
        self.divided[within as usize]
            .get_or_init(|| self.document.texts_within(within).into_iter().map(words).collect())
    }
}
