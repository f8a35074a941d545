//! Candidates: the cards that share the most telling keys with what is asked.
//!
//! A key of few cards tells much and costs little, so the rare ones are read first and the common ones only
//! as far as the budget goes. What is compared in full is at most a page of cards, whatever was asked.

use chancery_encoding::Digest;
use chancery_screening::{Card, Prepared};
use tantivy::postings::TermInfo;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Searcher, SegmentOrdinal, TantivyDocument, Term};

use super::look::Look;
use super::schema::{Fields, places};
use super::scratch::Scratch;
use crate::error::{Flaw, IndexError};

/// Places in lists of cards that one search reads: at some 5 ns each, 3 ms.
const READ_MAX: u64 = 600_000;

/// A key that says as little as this is read for what else is found, if at all.
const POINTS_MIN: f32 = 0.5;

/// A card that may be the one that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The digest of the card.
    pub digest: Digest,
    /// What is known.
    pub card: Card,
}

/// A key with where its cards are, segment by segment.
struct Wanted {
    class: u8,
    points: f32,
    cards: u64,
    segments: Vec<Option<TermInfo>>,
}

/// A card with its points.
#[derive(Clone, Copy)]
struct Scored {
    points: f32,
    address: DocAddress,
}

impl Look<'_> {
    /// The cards that share keys with what is asked, the most promising first, each once. A card without a name
    /// is looked for by its addresses.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn candidates(&self, asked: &Prepared, most: usize) -> Result<Vec<Candidate>, IndexError> {
        let keys = asked.keys();
        let mut keys: Vec<String> = keys.iter().map(|key| key.as_str().to_owned()).collect();
        if asked.card().names.is_empty() {
            keys.extend(asked.card().addresses.iter().flat_map(|address| places(&address.text)));
        }
        keys.sort_unstable();
        keys.dedup();
        self.find(&keys, most)
            .map_err(|error| self.parties.folder.failed(error))?
            .into_iter()
            .collect()
    }

    fn find(
        &self,
        keys: &[String],
        most: usize,
    ) -> tantivy::Result<Vec<Result<Candidate, IndexError>>> {
        let (searcher, fields) = (&self.shown.searcher, self.parties.fields);
        let wanted = affordable(wanted(searcher, fields, keys)?);
        let mut scored = self.parties.scratches.with(|scratch| {
            let mut scored = Vec::new();
            for (at, _) in (0..).zip(searcher.segment_readers()) {
                score(searcher, fields, at, &wanted, scratch)?;
                let address = |document| DocAddress::new(at, document);
                let alive = searcher.segment_reader(at).alive_bitset();
                let found = scratch
                    .points()
                    .filter(|(document, _)| alive.is_none_or(|alive| alive.is_alive(*document)));
                let found =
                    found.map(|(document, points)| Scored { points, address: address(document) });
                scored.extend(found);
            }
            tantivy::Result::Ok(scored)
        })?;
        keep_best(&mut scored, most);
        let scored = ordered(searcher, scored)?;
        let mut candidates: Vec<Result<Candidate, IndexError>> = Vec::new();
        for Scored { address, .. } in scored.into_iter().take(most) {
            let document: TantivyDocument = searcher.doc(address)?;
            let body = document.get_first(fields.body).and_then(|value| value.as_bytes());
            let card = body.and_then(|body| serde_json::from_slice::<Card>(body).ok());
            candidates.push(match card {
                Some(card) => Ok(Candidate { digest: card.digest(), card }),
                None => Err(self.unreadable()),
            });
        }
        Ok(candidates)
    }

    pub(super) fn unreadable(&self) -> IndexError {
        let what = std::io::Error::new(std::io::ErrorKind::InvalidData, "a card cannot be read");
        self.parties.folder.flawed(Flaw::Unreadable(Box::new(what)))
    }
}

/// What sharing a key of this class is worth, against sharing a whole word.
fn worth(class: u8) -> f32 {
    match class {
        // A number in a register: it decides, whatever else there is.
        b'n' => 100.0,
        // The whole name, as letters and as sounds.
        b'j' => 3.0,
        b'k' => 1.5,
        // A product; initials; a word as sounds.
        b'p' => 1.0,
        b'a' => 0.6,
        b's' => 0.5,
        // A word without one of its letters: the best of them counts.
        b'd' => 0.6,
        _ => 1.0,
    }
}

/// The keys that any card has, the rarest first.
fn wanted(searcher: &Searcher, fields: Fields, keys: &[String]) -> tantivy::Result<Vec<Wanted>> {
    let indexes: tantivy::Result<Vec<_>> = searcher
        .segment_readers()
        .iter()
        .map(|segment| segment.inverted_index(fields.key))
        .collect();
    let indexes = indexes?;
    let mut all = Vec::new();
    for key in keys {
        let term = Term::from_field_text(fields.key, key);
        let mut segments = Vec::with_capacity(indexes.len());
        for index in &indexes {
            segments.push(index.get_term_info(&term)?);
        }
        let cards = segments.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        if cards > 0 {
            let class = key.bytes().next().unwrap_or_default();
            all.push((key, Wanted { class, points: 0.0, cards, segments }));
        }
    }
    all.sort_by(|(a, x), (b, y)| x.cards.cmp(&y.cards).then_with(|| a.cmp(b)));
    let total = searcher.num_docs().max(2);
    let weighed = |(_, mut wanted): (&String, Wanted)| {
        wanted.points = rarity(wanted.cards, total) * worth(wanted.class);
        wanted
    };
    Ok(all.into_iter().map(weighed).collect())
}

/// From 0 (everybody has it) upward: how many times the cards would have to be halved to have it once.
fn rarity(cards: u64, total: u64) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
    let (cards, total) = (cards as f32, total as f32);
    (1.0 + total / cards).log2()
}

/// Those that the budget allows: the rare ones, and of the common ones as many as fit.
fn affordable(mut wanted: Vec<Wanted>) -> Vec<Wanted> {
    let mut read = 0;
    wanted.retain(|wanted| {
        read += wanted.cards;
        read <= READ_MAX || wanted.class == b'n'
    });
    wanted.retain(|wanted| wanted.points >= POINTS_MIN);
    wanted
}

fn score(
    searcher: &Searcher,
    fields: Fields,
    at: SegmentOrdinal,
    wanted: &[Wanted],
    scratch: &mut Scratch,
) -> tantivy::Result<()> {
    let segment = searcher.segment_reader(at);
    let index = segment.inverted_index(fields.key)?;
    scratch.begin(segment.max_doc());
    for key in wanted {
        let Some(info) = &key.segments[at as usize] else { continue };
        let mut blocks = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while !blocks.docs().is_empty() {
            for document in blocks.docs() {
                if key.class == b'd' {
                    scratch.best(*document, key.points);
                } else {
                    scratch.add(*document, key.points);
                }
            }
            blocks.advance();
        }
    }
    Ok(())
}

/// Leaves those with the most points, and all that have as many as the last of them.
fn keep_best(scored: &mut Vec<Scored>, most: usize) {
    if most == 0 || scored.len() <= most {
        scored.truncate(if most == 0 { 0 } else { scored.len() });
        return;
    }
    let (_, last, _) =
        scored.select_nth_unstable_by(most - 1, |a, b| b.points.total_cmp(&a.points));
    let last = last.points;
    scored.retain(|scored| scored.points >= last);
}

/// Those with as many points in the order of their digests, so that every index of the same cards gives the same.
fn ordered(searcher: &Searcher, scored: Vec<Scored>) -> tantivy::Result<Vec<Scored>> {
    let columns: tantivy::Result<Vec<_>> = searcher
        .segment_readers()
        .iter()
        .map(|segment| segment.fast_fields().u64("order"))
        .collect();
    let columns = columns?;
    let order = |address: DocAddress| {
        columns[address.segment_ord as usize].first(address.doc_id).unwrap_or_default()
    };
    let mut keyed: Vec<(u64, Scored)> =
        scored.into_iter().map(|scored| (order(scored.address), scored)).collect();
    keyed.sort_by(|(a, x), (b, y)| y.points.total_cmp(&x.points).then_with(|| a.cmp(b)));
    // A commit that went wrong may have left a card twice.
    keyed.dedup_by_key(|(order, _)| *order);
    Ok(keyed.into_iter().map(|(_, scored)| scored).collect())
}
