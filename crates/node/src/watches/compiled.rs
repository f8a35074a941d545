//! All watches, ready to be asked: queries parsed once, cards prepared once and found by their keys.
//!
//! It is made anew when a watch comes or goes, when other vocabularies are loaded, and on another day; between
//! these an arrival costs no parsing, and compares only cards that share a key with it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chancery_query::Query;
use chancery_record::vocabulary::Vocabularies;
use chancery_screening::{Card, Key, Prepared, Settings, keys};
use time::Date;

use super::touched::Held;
use super::watch::{Watch, Watched};

/// The field of a query that asks how many states hold a record.
const HELD_BY: &str = "held-by";

/// A watch that can be asked.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) watch: Watch,
    pub(crate) asks: Asks,
}

/// What it asks.
#[derive(Debug)]
pub(crate) enum Asks {
    /// Whether a document matches.
    Query(Box<Query>),
    /// Whether a card is the party's.
    Party {
        card: Box<Prepared>,
        /// In thousandths.
        threshold: u16,
    },
    /// Nothing: its query cannot be read with the vocabularies of today.
    Nothing(String),
}

/// All watches.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) all: Vec<Ready>,
    /// Which of them watch a card that has a key.
    by_key: HashMap<Key, Vec<usize>>,
    pub(crate) settings: Settings,
    words: Arc<Vocabularies>,
    day: Date,
}

impl Compiled {
    pub(crate) fn new(
        watches: &[Watch],
        words: Arc<Vocabularies>,
        settings: Settings,
        day: Date,
    ) -> Compiled {
        let mut by_key: HashMap<Key, Vec<usize>> = HashMap::new();
        let ready = |(at, watch): (usize, &Watch)| {
            let asks = match &watch.subject {
                Watched::Query(text) => match Query::parse(text, &words, day) {
                    Ok(query) => Asks::Query(Box::new(query)),
                    Err(flaw) => Asks::Nothing(flaw.to_string()),
                },
                Watched::Party { card, threshold, .. } => {
                    for key in keys(card) {
                        by_key.entry(key).or_default().push(at);
                    }
                    let threshold = threshold.unwrap_or(settings.threshold);
                    Asks::Party { card: Box::new(Prepared::of(card)), threshold }
                }
            };
            Ready { watch: watch.clone(), asks }
        };
        let all = watches.iter().enumerate().map(ready).collect();
        Compiled { all, by_key, settings, words, day }
    }

    /// Whether it was made for this day and these vocabularies.
    pub(crate) fn is_of(&self, words: &Arc<Vocabularies>, day: Date) -> bool {
        self.day == day && Arc::ptr_eq(&self.words, words)
    }

    /// Whether any of them asks how many states hold a record.
    pub(crate) fn held(&self) -> Held {
        let asks = |ready: &Ready| match &ready.watch.subject {
            Watched::Query(text) => text.to_lowercase().contains(HELD_BY),
            Watched::Party { .. } => false,
        };
        if self.all.iter().any(asks) { Held::Matters } else { Held::Indifferent }
    }

    /// The watches of parties that share a key with a card, each once.
    pub(crate) fn near(&self, card: &Card) -> BTreeSet<usize> {
        if self.by_key.is_empty() {
            return BTreeSet::new();
        }
        let keys = keys(card);
        keys.iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect()
    }
}
