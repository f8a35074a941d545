//! How alike two cards are: the matcher of `chancery-screening`, with what one walk needs of it.

use std::fmt;

use chancery_screening::{Card, Commonness, Prepared, Settings, compare, keys};

/// The matcher with its settings.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    commonness: &'a Commonness,
    settings: &'a Settings,
}

/// A card, ready to be compared.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) card: Card,
    pub(crate) keys: Vec<String>,
    prepared: Prepared,
}

/// How well two cards match, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Likeness {
    /// In thousandths.
    pub(crate) score: u16,
    /// In words, what speaks for it and what against.
    pub(crate) reasons: Vec<String>,
}

impl<'a> Judge<'a> {
    /// The matcher with these settings; how common a word is, is counted over all that is held.
    pub fn new(commonness: &'a Commonness, settings: &'a Settings) -> Self {
        Judge { commonness, settings }
    }

    /// Below this two cards are not taken for alike.
    pub fn threshold(&self) -> u16 {
        self.settings.threshold
    }

    pub(crate) fn know(&self, card: &Card) -> Known {
        // Who owns a party says who stands beside it, and not who it is: a daughter is not her mother.
        let alone = Card { owners: Vec::new(), ..card.clone() };
        let keys = keys(&alone).into_iter().map(|key| key.as_str().to_owned()).collect();
        Known { keys, prepared: Prepared::of(&alone), card: card.clone() }
    }

    pub(crate) fn likeness(&self, one: &Known, other: &Known) -> Likeness {
        let found = compare(&one.prepared, &other.prepared, self.commonness, self.settings);
        let reasons = found.reasons.into_iter().map(|reason| reason.text).collect();
        Likeness { score: found.score, reasons }
    }
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::label::thousandths(self.score))
    }
}
