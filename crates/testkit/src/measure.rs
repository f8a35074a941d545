//! How good screening is: held against pairs of which people have said whether they are one party.
//!
//! Two lists of others are read as the product reads them, every party of the one is screened against the
//! other through the keys that the product uses, and each hit at or above the threshold must stand in the
//! truth as the same party. A hit that nobody has looked at counts against it.

use std::collections::{BTreeMap, HashMap};

use chancery_interop::{Entry, Format, ListFlaw, read_list};
use chancery_screening::{Commonness, Comparison, Key, Prepared, Settings, compare};

#[cfg(test)]
mod tests;
mod truth;

pub use truth::{Part, Truth, Verdict};

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum MeasureFlaw {
    /// A list cannot be read.
    #[error("the list of {what} cannot be read")]
    List {
        /// Which one.
        what: &'static str,
        /// Why.
        source: ListFlaw,
    },
    /// A line of the truth is not written as it should be.
    #[error("line {line} of the truth: {what}")]
    Line {
        /// Which line, from 1.
        line: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// The truth names what no list has.
    #[error("line {line} of the truth names {name:?}, which is not in the list")]
    Unknown {
        /// Which line, from 1.
        line: usize,
        /// What it names.
        name: String,
    },
}

/// Two lists, ready to be screened against one another, and the truth of them.
pub struct Measurement {
    asked: Vec<(Entry, Prepared)>,
    found: Vec<(Entry, Prepared)>,
    by_key: HashMap<Key, Vec<usize>>,
    commonness: Commonness,
    truth: BTreeMap<(usize, usize), Truth>,
}

/// A pair that was compared.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The party that was asked for: its id and its first name.
    pub asked: (String, String),
    /// The entry that was found: its id and its first name.
    pub found: (String, String),
    /// What people say of it, if anybody has looked.
    pub truth: Option<Truth>,
    /// What screening says.
    pub comparison: Comparison,
}

/// What it comes to.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// Pairs at or above the threshold that are one party.
    pub right: Vec<Tried>,
    /// Pairs at or above it that are not, or that nobody has looked at.
    pub wrong: Vec<Tried>,
    /// Pairs that are one party, and are below it or were never compared.
    pub missed: Vec<Tried>,
    /// Pairs below it that nobody says are one party, the nearest first; as many as were asked for.
    pub below: Vec<Tried>,
    /// How many pairs were compared.
    pub compared: u64,
}

impl Measurement {
    /// Reads the lists and the truth.
    ///
    /// # Errors
    /// What cannot be read, or what the truth names and no list has.
    pub fn read(vendors: &[u8], list: &[u8], truth: &str) -> Result<Measurement, MeasureFlaw> {
        let prepared = |bytes, format, what| {
            let read = read_list(bytes, format, None)
                .map_err(|source| MeasureFlaw::List { what, source })?;
            let entries = read.entries.into_iter();
            Ok(entries.map(|entry| (entry.clone(), Prepared::of(&entry.card))).collect::<Vec<_>>())
        };
        let asked = prepared(vendors, Format::Galaxy, "vendors")?;
        let found = prepared(list, Format::ConsolidatedPacked, "listed parties")?;
        let mut by_key: HashMap<Key, Vec<usize>> = HashMap::new();
        for (at, (_, card)) in found.iter().enumerate() {
            for key in card.keys() {
                by_key.entry(key).or_default().push(at);
            }
        }
        let cards = asked.iter().chain(&found).map(|(_, card)| card);
        let commonness = Commonness::counted(cards);
        let truth = truth::read(truth, &asked, &found)?;
        Ok(Measurement { asked, found, by_key, commonness, truth })
    }

    /// How many pairs the truth says are the same party, and how many are not.
    pub fn said(&self) -> (usize, usize) {
        let same = self.truth.values().filter(|truth| truth.verdict == Verdict::Same).count();
        (same, self.truth.len() - same)
    }

    /// Screens every party of the one list against the other.
    ///
    /// `part` limits the outcome to the parties of one part of the truth; a party that is in none belongs to
    /// the part that was tuned on.
    pub fn measure(&self, settings: &Settings, part: Option<Part>, below_max: usize) -> Measured {
        let mut measured = Measured::default();
        for (asked, (_, card)) in self.asked.iter().enumerate() {
            if part.is_some_and(|part| part != self.part_of(asked)) {
                continue;
            }
            let candidates = self.candidates(card);
            measured.compared += candidates.len() as u64;
            for found in &candidates {
                self.sort(asked, *found, settings, &mut measured);
            }
            for (_, found) in
                self.truth.range((asked, 0)..=(asked, usize::MAX)).map(|(pair, _)| *pair)
            {
                if candidates.binary_search(&found).is_err() {
                    self.sort(asked, found, settings, &mut measured);
                }
            }
        }
        measured.below.sort_by_key(|tried| std::cmp::Reverse(tried.comparison.score));
        measured.below.truncate(below_max);
        measured
    }

    /// The entries that share a key with a card.
    fn candidates(&self, card: &Prepared) -> Vec<usize> {
        let keys = card.keys();
        let found = keys.iter().filter_map(|key| self.by_key.get(key)).flatten();
        let mut candidates: Vec<usize> = found.copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    fn sort(&self, asked: usize, found: usize, settings: &Settings, measured: &mut Measured) {
        let comparison =
            compare(&self.asked[asked].1, &self.found[found].1, &self.commonness, settings);
        let truth = self.truth.get(&(asked, found)).cloned();
        let same = truth.as_ref().is_some_and(|truth| truth.verdict == Verdict::Same);
        let named = |entry: &Entry| {
            let name = entry.card.names.first().map_or("", |name| name.value.as_str());
            (entry.id.clone(), name.to_owned())
        };
        let hit = comparison.score >= settings.threshold;
        if !hit && !same && comparison.score < 300 {
            return;
        }
        let (asked, found) = (named(&self.asked[asked].0), named(&self.found[found].0));
        let tried = Tried { asked, found, truth, comparison };
        match (hit, same) {
            (true, true) => measured.right.push(tried),
            (true, false) => measured.wrong.push(tried),
            (false, true) => measured.missed.push(tried),
            (false, false) => measured.below.push(tried),
        }
    }

    fn part_of(&self, asked: usize) -> Part {
        let mut known = self.truth.range((asked, 0)..=(asked, usize::MAX));
        known.next().map_or(Part::Tuned, |(_, truth)| truth.part)
    }
}

impl Measured {
    /// Of the hits, the part that is right.
    pub fn precision(&self) -> f64 {
        share(self.right.len(), self.right.len() + self.wrong.len())
    }

    /// Of the pairs that are one party, the part that was found.
    pub fn recall(&self) -> f64 {
        share(self.right.len(), self.right.len() + self.missed.len())
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred pairs")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
