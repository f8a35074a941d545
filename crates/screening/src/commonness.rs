//! How common words are, so that a name that agrees in a common word alone is not believed.
//!
//! Whoever holds the cards counts them: of how many cards does a word stand in the names. Without counts every
//! word is taken for rare.

use std::collections::HashMap;

use crate::Prepared;

/// In how many cards each word stands.
#[derive(Clone, Debug, Default)]
pub struct Commonness {
    counts: HashMap<Box<str>, u32>,
    total: u32,
}

/// As many cards are likely to be one party and its daughters.
const FAMILY: f32 = 3.0;

/// With fewer cards than this a count says nothing of the world: a list of ten has every word in a tenth of it.
const TOTAL_MIN: u32 = 1000;

impl Commonness {
    /// From counts: each word as [`Prepared::words`] spells it, with the number of cards that have it.
    pub fn of(counts: impl IntoIterator<Item = (String, u32)>, total: u32) -> Commonness {
        // A word of one card is as rare as a word of none.
        let counts = counts.into_iter().filter(|(_, count)| *count > 1);
        Commonness { counts: counts.map(|(word, count)| (word.into(), count)).collect(), total }
    }

    /// Counted over these cards.
    pub fn counted<'a>(cards: impl IntoIterator<Item = &'a Prepared>) -> Commonness {
        let mut counts: HashMap<String, u32> = HashMap::new();
        let mut total = 0;
        for card in cards {
            total += 1;
            for word in card.words() {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
        Commonness::of(counts, total)
    }

    /// Sets the count of one word, where whoever counts goes on counting.
    pub fn set(&mut self, word: &str, count: u32) {
        match count {
            0 | 1 => self.counts.remove(word),
            count => self.counts.insert(word.into(), count),
        };
    }

    /// Sets how many cards were counted.
    pub fn set_total(&mut self, total: u32) {
        self.total = total;
    }

    /// How many cards were counted.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// How many of them have the word; 1 stands for one or none.
    pub fn count(&self, word: &str) -> u32 {
        self.counts.get(word).copied().unwrap_or(1)
    }

    /// How much a word says, from 0 (every card has it) to 1 (one card has it).
    pub(crate) fn rarity(&self, word: &str) -> f32 {
        let total = self.total.max(TOTAL_MIN);
        // A count of a list that is too small is scaled down to what it would be worth.
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts are far below what f32 tells apart here"
        )]
        let (count, total) = (self.count(word).min(total) as f32, total as f32);
        // A party stands in several lists, and a brand in the names of its daughters: a few cards are one.
        1.0 - (count / FAMILY).max(1.0).ln() / (total / FAMILY).ln()
    }
}
