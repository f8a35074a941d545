//! A query: what is asked, in which order, and what was made of it.

use std::fmt;

use chancery_record::vocabulary::Vocabularies;
use time::Date;

use crate::{
    about::{About, Status},
    ask::{Ask, Term, Wanted, Within},
    document::Document,
    flaw::Flaw,
    note::Note,
    parse,
    seen::Seen,
};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    ask: Ask,
    sort: Option<Sort>,
    notes: Vec<Note>,
}

/// The order of an answer. Where two are alike, the newer one comes first, and then the smaller id of the
/// version: no order depends on how an answer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The newest first.
    Newest,
    /// The oldest first; of two of the same second, the smaller id.
    Oldest,
    /// Words in titles, then in names, then in text.
    Relevance,
    /// What most states hold.
    HeldBy,
    /// By state, year, number and version; what is no reference comes last.
    Reference,
}

impl Sort {
    /// All of them, in the order of the documentation.
    pub const ALL: [Sort; 5] =
        [Sort::Newest, Sort::Oldest, Sort::Relevance, Sort::HeldBy, Sort::Reference];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Relevance => "relevance",
            Sort::HeldBy => "held-by",
            Sort::Reference => "reference",
        }
    }

    /// The order of that name.
    pub fn named(name: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.as_str() == name)
    }
}

impl Query {
    /// Reads a query. Days such as `30d` are counted from `today`.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str, vocabularies: &Vocabularies, today: Date) -> Result<Query, Flaw> {
        parse::parse(text, vocabularies, today)
    }

    pub(crate) fn new(ask: Ask, sort: Option<Sort>, notes: Vec<Note>) -> Query {
        Query { ask, sort, notes }
    }

    /// The condition, without what is hidden unless it is asked for.
    pub fn ask(&self) -> &Ask {
        &self.ask
    }

    /// The order: the one that was asked, or by relevance when it asks for words, or else the newest first.
    pub fn sort(&self) -> Sort {
        self.sort.unwrap_or(match self.free().next() {
            Some(_) => Sort::Relevance,
            None => Sort::Newest,
        })
    }

    /// The same, in this order, whatever it says of one itself.
    #[must_use]
    pub fn sorted(self, sort: Sort) -> Query {
        Query { sort: Some(sort), ..self }
    }

    /// What was read into it.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether only what is in force is shown: unless the query names a status.
    pub fn hides(&self) -> bool {
        !self.ask.terms().iter().any(|(term, _)| matches!(term, Term::Status(_)))
    }

    /// Whether a document is an answer.
    pub fn matches(&self, document: &Document, about: &About) -> bool {
        self.matches_seen(&Seen::new(document), about)
    }

    /// The same of a document that is asked more than one query.
    pub fn matches_seen(&self, seen: &Seen<'_>, about: &About) -> bool {
        !self.is_hidden(seen.document(), about) && self.ask.holds(seen, about)
    }

    /// Whether it would be one if it stood.
    pub fn would_match(&self, seen: &Seen<'_>, about: &About) -> bool {
        self.is_hidden(seen.document(), about) && self.ask.holds(seen, about)
    }

    fn is_hidden(&self, document: &Document, about: &About) -> bool {
        self.hides() && document.status(about.today) != Status::InForce
    }

    /// The words that count for relevance: those without a field that are not excluded.
    pub fn free(&self) -> impl Iterator<Item = &crate::ask::Phrase> {
        self.ask.terms().into_iter().filter_map(|(term, wanted)| match (term, wanted) {
            (Term::Words { within: Within::Anywhere, phrase }, Wanted::Yes) => Some(phrase),
            _ => None,
        })
    }
}

impl fmt::Display for Query {
    /// In one spelling: the same text is read as the same query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sort {
            None => write!(f, "{}", self.ask),
            Some(sort) if self.ask == Ask::And(Vec::new()) => write!(f, "sort:{}", sort.as_str()),
            Some(sort) => write!(f, "{} sort:{}", self.ask, sort.as_str()),
        }
    }
}
