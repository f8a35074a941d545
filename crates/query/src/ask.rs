//! What is asked, once it is read: a tree of conditions, each of which a document meets or does not.
//!
//! It is public so that an index can be asked the same. Every condition is about one document alone and
//! none is about how many others there are, so that an answer of two halves is the two answers together.

use chancery_record::Marking;
use time::Date;

use crate::about::Status;

pub use phrase::{End, Phrase};

mod holds;
mod phrase;
mod print;
#[cfg(test)]
mod tests;

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// One condition.
    Term(Term),
    /// Not this.
    Not(Box<Ask>),
    /// All of these; none asks nothing, and every document meets it.
    And(Vec<Ask>),
    /// One of these; never empty.
    Or(Vec<Ask>),
}

/// A condition without parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Words beside each other in one text.
    Words {
        /// In which texts.
        within: Within,
        /// Which words.
        phrase: Phrase,
    },
    /// One of the values of a field is one of these.
    Exact {
        /// The field.
        exact: Exact,
        /// As [`Document::values`](crate::Document::values) spells them.
        one_of: Vec<Pattern>,
    },
    /// One of the codes is one of these.
    Code {
        /// As it was asked: `5A001.f`, or `eu-annex-i/5A001.f`.
        asked: String,
        /// Below it or above it.
        reach: Reach,
        /// The values of [`Reach::exact`] that do, crosswalk and all.
        one_of: Vec<Pattern>,
    },
    /// It stands in one of these ways.
    Status(Vec<Status>),
    /// It is a drill.
    Exercise,
    /// Its marking is one of these, both ends included; none counts as the strictest.
    Marking {
        /// The most open.
        from: Marking,
        /// The strictest.
        to: Marking,
    },
    /// A day of it lies between these, both included; without the day it does not.
    Days {
        /// Which day.
        day: Day,
        /// The first.
        from: Option<Date>,
        /// The last.
        to: Option<Date>,
    },
    /// A number of it lies between these, both included.
    Number {
        /// Which number.
        number: Number,
        /// The lowest.
        from: u32,
        /// The highest; the largest number for no end.
        to: u32,
    },
}

/// In which texts words are looked for. Words beside each other stand in one text: never half of them in
/// one name and half in the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    /// All of the following but withdrawn parties, and references, codes and identifiers beside them.
    Anywhere,
    /// The title.
    Title,
    /// Title and free text in all languages.
    Text,
    /// Names of parties.
    Party,
    /// Names of parties that were withdrawn from the record.
    WithdrawnParty,
    /// Names of products.
    Product,
}

impl Within {
    /// All of them.
    pub const ALL: [Within; 6] = [
        Within::Anywhere,
        Within::Title,
        Within::Text,
        Within::Party,
        Within::WithdrawnParty,
        Within::Product,
    ];
}

/// A field whose values are compared whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exact {
    /// Who said it.
    State,
    /// Of which authority.
    Authority,
    /// The kind.
    Kind,
    /// Categories of technology.
    Category,
    /// Destinations.
    Destination,
    /// Rights.
    Right,
    /// Marks.
    Mark,
    /// Audience.
    Audience,
    /// Languages, each with those that it is a form of: `de-at`, `de`.
    Language,
    /// The reference of the record, and of the statement that made the version.
    Reference,
    /// The id of the record, and of the statement that made the version.
    Id,
    /// Numbers in registers, without blanks and punctuation.
    Identifier,
    /// Codes with all above them, with and without their list: `eu-annex-i/5a001.f`, `eu-annex-i/5a001`,
    /// `5a001.f`, `5a001`.
    Under,
    /// Codes alone, with and without their list.
    Entry,
}

/// A value, or the beginning of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// Exactly this.
    Is(String),
    /// Whatever begins so.
    Begins(String),
}

/// How far a code goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The entry and whatever is below it.
    Down,
    /// What is above it, without the entry itself.
    Up,
}

/// A day of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// The day of issue, by its issuer's clock, in UTC.
    Issued,
    /// The last day on which it stands.
    ValidUntil,
}

/// A number of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Which version it is.
    Version,
    /// How many states hold it.
    HeldBy,
}

impl Reach {
    /// The field whose values are compared.
    pub const fn exact(self) -> Exact {
        match self {
            Reach::Down => Exact::Under,
            Reach::Up => Exact::Entry,
        }
    }
}

impl Pattern {
    /// Whether a value is meant.
    pub fn fits(&self, value: &str) -> bool {
        match self {
            Pattern::Is(text) => value == text,
            Pattern::Begins(text) => value.starts_with(text.as_str()),
        }
    }
}

impl Ask {
    /// All of these, in one list; one alone is itself.
    pub(crate) fn and(asks: Vec<Ask>) -> Ask {
        let parts = |ask| match ask {
            Ask::And(parts) if !parts.is_empty() => parts,
            other => vec![other],
        };
        let mut asks: Vec<Ask> = asks.into_iter().flat_map(parts).collect();
        if asks.len() == 1 { asks.remove(0) } else { Ask::And(asks) }
    }

    /// One of these, in one list; one alone is itself.
    pub(crate) fn or(asks: Vec<Ask>) -> Ask {
        let parts = |ask| match ask {
            Ask::Or(parts) => parts,
            other => vec![other],
        };
        let mut asks: Vec<Ask> = asks.into_iter().flat_map(parts).collect();
        if asks.len() == 1 { asks.remove(0) } else { Ask::Or(asks) }
    }

    /// Every condition in it, each with whether it is asked for or excluded.
    pub fn terms(&self) -> Vec<(&Term, Wanted)> {
        let mut terms = Vec::new();
        self.gather(Wanted::Yes, &mut terms);
        terms
    }

    fn gather<'a>(&'a self, wanted: Wanted, terms: &mut Vec<(&'a Term, Wanted)>) {
        match self {
            Ask::Term(term) => terms.push((term, wanted)),
            Ask::Not(ask) => ask.gather(wanted.turned(), terms),
            Ask::And(asks) | Ask::Or(asks) => {
                asks.iter().for_each(|ask| ask.gather(wanted, terms));
            }
        }
    }
}

/// Whether a condition is asked for or excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It is to hold.
    Yes,
    /// It is not to hold.
    No,
}

impl Wanted {
    const fn turned(self) -> Wanted {
        match self {
            Wanted::Yes => Wanted::No,
            Wanted::No => Wanted::Yes,
        }
    }
}
