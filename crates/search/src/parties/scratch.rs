//! Where points are added up: an array with a place for each document, kept from one search to the next.
//!
//! Clearing a million places for each search would cost more than the search; so each search clears those
//! that it has touched.

use std::sync::{Mutex, PoisonError};

use tantivy::DocId;

/// Searches at one time: a screening is made on as many threads as there are cores.
const KEPT_MAX: usize = 8;

/// Arrays that wait for the next search.
#[derive(Debug, Default)]
pub(super) struct Scratches(Mutex<Vec<Scratch>>);

/// Points of the documents of one segment.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    sum: Vec<f32>,
    best: Vec<f32>,
    touched: Vec<DocId>,
}

impl Scratches {
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = kept().pop().unwrap_or_default();
        let done = work(&mut scratch);
        scratch.clear();
        let mut kept = kept();
        if kept.len() < KEPT_MAX {
            kept.push(scratch);
        }
        done
    }
}

impl Scratch {
    /// Makes room for so many documents.
    pub(super) fn begin(&mut self, documents: DocId) {
        self.clear();
        let documents = documents as usize;
        if self.sum.len() < documents {
            self.sum.resize(documents, 0.0);
            self.best.resize(documents, 0.0);
        }
    }

    /// Adds points to a document.
    pub(super) fn add(&mut self, document: DocId, points: f32) {
        self.touch(document);
        self.sum[document as usize] += points;
    }

    /// Gives a document the best of such points.
    pub(super) fn best(&mut self, document: DocId, points: f32) {
        self.touch(document);
        let best = &mut self.best[document as usize];
        *best = best.max(points);
    }

    /// The documents with their points.
    pub(super) fn points(&self) -> impl Iterator<Item = (DocId, f32)> {
        let points = |document: DocId| self.sum[document as usize] + self.best[document as usize];
        self.touched.iter().map(move |document| (*document, points(*document)))
    }

    fn touch(&mut self, document: DocId) {
        let at = document as usize;
        // Points are above zero, so that zero says that nobody was here.
        if self.sum[at] == 0.0 && self.best[at] == 0.0 {
            self.touched.push(document);
        }
    }

    fn clear(&mut self) {
        for document in self.touched.drain(..) {
            self.sum[document as usize] = 0.0;
            self.best[document as usize] = 0.0;
        }
    }
}
