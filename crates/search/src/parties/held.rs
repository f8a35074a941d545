//! Which cards are in the index, and which words wait to be counted.
//!
//! Asking the index for each party of a million records costs more than reading them, so that the digests are
//! held in memory: half of each, 16 bytes, which nobody can make two of. A million cards are some 40 MB.

use std::collections::{HashMap, HashSet};

use chancery_encoding::Digest;
use chancery_screening::Commonness;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use super::schema::Fields;

/// What is in the index or has been put since the last commit.
#[derive(Debug, Default)]
pub(super) struct Held {
    cards: HashSet<u128>,
    /// Words of the cards that have been put since.
    pub(super) words: HashSet<String>,
    /// Something that was put may be lost.
    doubtful: bool,
}

impl Held {
    /// What can be found now.
    pub(super) fn of(searcher: &Searcher, fields: Fields) -> tantivy::Result<Held> {
        let mut cards = HashSet::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(fields.card)?;
            let mut terms = index.terms().stream()?;
            while let Some((digest, info)) = terms.next() {
                let alive = || -> tantivy::Result<bool> {
                    let Some(bits) = segment.alive_bitset() else { return Ok(true) };
                    let mut documents =
                        index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                    while documents.doc() != TERMINATED && !bits.is_alive(documents.doc()) {
                        documents.advance();
                    }
                    Ok(documents.doc() != TERMINATED)
                };
                if let Some(half) = digest.first_chunk()
                    && alive()?
                {
                    cards.insert(u128::from_be_bytes(*half));
                }
            }
        }
        Ok(Held { cards, words: HashSet::new(), doubtful: false })
    }

    /// Notes a card; whether it was not there.
    pub(super) fn take(&mut self, digest: &Digest) -> bool {
        self.cards.insert(half(digest))
    }

    /// Forgets a card.
    pub(super) fn forget(&mut self, digest: &Digest) {
        self.cards.remove(&half(digest));
    }

    /// How many cards there are.
    pub(super) fn cards(&self) -> u32 {
        u32::try_from(self.cards.len()).unwrap_or(u32::MAX)
    }

    /// A commit went wrong.
    pub(super) fn doubt(&mut self) {
        self.doubtful = true;
    }

    /// Whether one did, since the last time that this was asked.
    pub(super) fn doubtful(&mut self) -> bool {
        std::mem::take(&mut self.doubtful)
    }
}

fn half(digest: &Digest) -> u128 {
    let half = digest.as_bytes().first_chunk().expect("because a digest has 32 bytes");
    u128::from_be_bytes(*half)
}

/// How many cards have each word of the names.
pub(super) fn commonness(searcher: &Searcher, fields: Fields) -> tantivy::Result<Commonness> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    each_term(searcher, fields.word, &mut |word, documents| {
        if let Ok(word) = std::str::from_utf8(word) {
            match counts.get_mut(word) {
                Some(count) => *count += documents,
                None => {
                    counts.insert(word.to_owned(), documents);
                }
            }
        }
    })?;
    let mut total = 0;
    each_term(searcher, fields.card, &mut |_, documents| total += documents)?;
    Ok(Commonness::of(counts, total))
}

/// The same for these words alone.
pub(super) fn counts(
    searcher: &Searcher,
    fields: Fields,
    words: HashSet<String>,
) -> tantivy::Result<Vec<(String, u32)>> {
    let count = |word: String| {
        let count = searcher.doc_freq(&Term::from_field_text(fields.word, &word))?;
        Ok((word, u32::try_from(count).unwrap_or(u32::MAX)))
    };
    words.into_iter().map(count).collect()
}

fn each_term(
    searcher: &Searcher,
    field: Field,
    take: &mut dyn FnMut(&[u8], u32),
) -> tantivy::Result<()> {
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().stream()?;
        while let Some((term, info)) = terms.next() {
            take(term, info.doc_freq);
        }
    }
    Ok(())
}
