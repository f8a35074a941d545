//! A look: what can be found at one moment, for all the questions of one screening.

use std::sync::Arc;

use chancery_encoding::Digest;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, TERMINATED, TantivyDocument, Term};

use super::Parties;
use crate::error::IndexError;
use crate::folder::Shown;
use crate::watermark::Watermark;

/// What can be found at one moment.
#[derive(Debug)]
pub struct Look<'a> {
    pub(super) parties: &'a Parties,
    pub(super) shown: Arc<Shown>,
}

/// Where a card stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Records that name it, the newest first, at most as many as were asked for.
    pub roots: Vec<Digest>,
    /// How many there are.
    pub roots_total: u64,
    /// Entries of lists that it is: the list, and what was put beside the card.
    pub entries: Vec<(String, Vec<u8>)>,
    /// How many there are.
    pub entries_total: u64,
}

impl Look<'_> {
    /// How far has been read.
    pub fn watermark(&self) -> &Watermark {
        &self.shown.watermark
    }

    /// Lists that are here as a whole: name and version.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn lists(&self) -> Result<Vec<(String, String)>, IndexError> {
        let fields = self.parties.fields;
        let read = || -> tantivy::Result<Vec<(String, String)>> {
            let mut lists = Vec::new();
            for segment in self.shown.searcher.segment_readers() {
                let index = segment.inverted_index(fields.whole)?;
                let mut terms = index.terms().stream()?;
                let mut versions = Vec::new();
                while let Some((version, _)) = terms.next() {
                    versions.extend(std::str::from_utf8(version).map(str::to_owned));
                }
                lists.extend(versions);
            }
            let mut found = Vec::new();
            lists.sort_unstable();
            lists.dedup();
            for version in lists {
                let term = Term::from_field_text(fields.whole, &version);
                for (address, _) in self.documents(&term)? {
                    let document: TantivyDocument = self.shown.searcher.doc(address)?;
                    let list = document.get_first(fields.list).and_then(|list| list.as_str());
                    found.extend(list.map(|list| (list.to_owned(), version.clone())));
                }
            }
            found.sort_unstable();
            Ok(found)
        };
        read().map_err(|error| self.parties.folder.failed(error))
    }

    /// Where a card stands, with at most so many records and entries.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn seen(&self, card: &Digest, most: usize) -> Result<Seen, IndexError> {
        self.stands(card, most).map_err(|error| self.parties.folder.failed(error))
    }

    fn stands(&self, card: &Digest, most: usize) -> tantivy::Result<Seen> {
        let fields = self.parties.fields;
        let term = Term::from_field_bytes(fields.of, card.as_bytes());
        let (mut records, mut entries) = (Vec::new(), Vec::new());
        for (address, when) in self.documents(&term)? {
            match when {
                Some(when) => records.push((when, address)),
                None => entries.push(address),
            }
        }
        let mut seen = Seen {
            roots_total: records.len() as u64,
            entries_total: entries.len() as u64,
            ..Seen::default()
        };
        if records.len() > most && most > 0 {
            records.select_nth_unstable_by(most - 1, |(a, _), (b, _)| b.cmp(a));
            records.truncate(most);
        }
        let mut roots = Vec::new();
        for (when, address) in records.into_iter().take(most) {
            let document: TantivyDocument = self.shown.searcher.doc(address)?;
            let root = document.get_first(fields.root).and_then(|root| root.as_bytes());
            let root = root.and_then(|root| <[u8; 32]>::try_from(root).ok());
            roots.extend(root.map(|root| (when, Digest::from_bytes(root))));
        }
        roots.sort_by(|a, b| b.cmp(a));
        seen.roots = roots.into_iter().map(|(_, root)| root).collect();
        for address in entries.into_iter().take(most) {
            let document: TantivyDocument = self.shown.searcher.doc(address)?;
            let list = document.get_first(fields.list).and_then(|list| list.as_str());
            let about = document.get_first(fields.body).and_then(|about| about.as_bytes());
            if let (Some(list), Some(about)) = (list, about) {
                seen.entries.push((list.to_owned(), about.to_owned()));
            }
        }
        seen.entries.sort_unstable();
        Ok(seen)
    }

    /// The documents that have a term and were not taken back, with the time of those that are records.
    pub(super) fn documents(&self, term: &Term) -> tantivy::Result<Vec<(DocAddress, Option<i64>)>> {
        let mut found = Vec::new();
        for (at, segment) in (0..).zip(self.shown.searcher.segment_readers()) {
            let index = segment.inverted_index(term.field())?;
            let Some(mut documents) = index.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            let when = segment.fast_fields().i64("when")?;
            while documents.doc() != TERMINATED {
                let document = documents.doc();
                if segment.alive_bitset().is_none_or(|alive| alive.is_alive(document)) {
                    found.push((DocAddress::new(at, document), when.first(document)));
                }
                documents.advance();
            }
        }
        Ok(found)
    }
}
