//! Records by their terms: those that have one of each group.

use chancery_encoding::Digest;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, SegmentReader, TantivyDocument, Term};

use super::look::Look;
use crate::error::IndexError;

impl Look<'_> {
    /// The records that have one term of each group, the newest first, at most so many; and how many there are.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn records(
        &self,
        groups: &[Vec<String>],
        most: usize,
    ) -> Result<(Vec<Digest>, u64), IndexError> {
        self.in_all(groups, most).map_err(|error| self.parties.folder.failed(error))
    }

    fn in_all(&self, groups: &[Vec<String>], most: usize) -> tantivy::Result<(Vec<Digest>, u64)> {
        let fields = self.parties.fields;
        let mut found: Vec<(i64, DocAddress)> = Vec::new();
        for (at, segment) in (0..).zip(self.shown.searcher.segment_readers()) {
            let Some(documents) = self.of_segment(segment, groups)? else { continue };
            let when = segment.fast_fields().i64("when")?;
            let alive = segment.alive_bitset();
            let documents =
                documents.into_iter().filter(|at| alive.is_none_or(|alive| alive.is_alive(*at)));
            found.extend(documents.map(|document| {
                (when.first(document).unwrap_or_default(), DocAddress::new(at, document))
            }));
        }
        let total = found.len() as u64;
        if most > 0 && found.len() > most {
            found.select_nth_unstable_by(most - 1, |(a, _), (b, _)| b.cmp(a));
        }
        found.truncate(most);
        let mut roots = Vec::new();
        for (when, address) in found {
            let document: TantivyDocument = self.shown.searcher.doc(address)?;
            let root = document.get_first(fields.root).and_then(|root| root.as_bytes());
            let root = root.and_then(|root| <[u8; 32]>::try_from(root).ok());
            roots.extend(root.map(|root| (when, Digest::from_bytes(root))));
        }
        roots.sort_by(|a, b| b.cmp(a));
        Ok((roots.into_iter().map(|(_, root)| root).collect(), total))
    }

    /// The documents of a segment that have one term of each group, ascending.
    fn of_segment(
        &self,
        segment: &SegmentReader,
        groups: &[Vec<String>],
    ) -> tantivy::Result<Option<Vec<DocId>>> {
        let field = self.parties.fields.term;
        let index = segment.inverted_index(field)?;
        let mut all: Option<Vec<DocId>> = None;
        for group in groups {
            let mut documents: Vec<DocId> = Vec::new();
            for term in group {
                let term = Term::from_field_text(field, term);
                let Some(info) = index.get_term_info(&term)? else { continue };
                let mut blocks =
                    index.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                while !blocks.docs().is_empty() {
                    documents.extend_from_slice(blocks.docs());
                    blocks.advance();
                }
            }
            documents.sort_unstable();
            documents.dedup();
            all = Some(match all {
                None => documents,
                Some(before) => {
                    before.into_iter().filter(|at| documents.binary_search(at).is_ok()).collect()
                }
            });
        }
        Ok(all)
    }
}
