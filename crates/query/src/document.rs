//! A document: one version of a record as a search sees it, flattened.
//!
//! A thread gives one document for each version that it has had, so that a search can find the text that
//! stands and, when asked, those before it. A document is derived and never stored as truth: the same
//! thread gives the same documents.

use chancery_encoding::Digest;
use chancery_record::{Marking, StateCode};
use time::Date;

mod of;
mod prose;
#[cfg(test)]
mod tests;
mod values;

pub(crate) use values::{number, small};

/// The log in which the statement stands that made a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Log {
    /// The statement key.
    pub key: [u8; 32],
    /// The epoch.
    pub epoch: u64,
}

/// Text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// BCP 47, if the record says.
    pub language: Option<String>,
    /// Title, summary and all other free text.
    pub text: String,
}

/// A code of a control list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// The list, as vocabularies spell it.
    pub list: String,
    /// The edition as written.
    pub edition: String,
    /// The code as written.
    pub code: String,
}

/// A party as a search sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its key in the record, if it has one.
    pub key: Option<String>,
    /// All its names, the first one first.
    pub names: Vec<String>,
    /// Its numbers in registers: scheme and value.
    pub identifiers: Vec<(String, String)>,
    /// Whether the originator has withdrawn it from the record since.
    pub withdrawn: bool,
}

/// How a version stands, whatever the day: expiry is read off [`Document::valid_until`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heard {
    /// It is the text that stands.
    InForce,
    /// Another text stands in its place.
    Corrected,
    /// It, or its record, was taken back.
    Withdrawn,
    /// Its log forked at or before it.
    Forked,
    /// It stands behind the place at which its log was closed.
    Revoked,
}

/// One version of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The statement that made the version: what a citation names.
    pub version: Digest,
    /// The record that it is a version of.
    pub root: Digest,
    /// v1, v2 and so on.
    pub number: u32,
    /// The reference of that statement.
    pub cited: String,
    /// The reference of the record.
    pub reference: String,
    /// Who said it.
    pub state: StateCode,
    /// Of which authority.
    pub authority: String,
    /// Where that statement stands.
    pub log: Log,
    /// At which place in it.
    pub seq: u64,
    /// When, in seconds since 1970, by its issuer's clock.
    pub issued_at_s: i64,
    /// The kind of the record, known or not.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// All its free text, the original first.
    pub texts: Vec<Text>,
    /// Whom it names.
    pub parties: Vec<Named>,
    /// Product names of its items.
    pub products: Vec<String>,
    /// Categories of technology, of itself and of its items, each once.
    pub categories: Vec<String>,
    /// Codes of its items, each once.
    pub codes: Vec<Code>,
    /// States that it names as destinations: its own field, and the ends of routes, each once.
    pub destinations: Vec<String>,
    /// Rights that are touched, each once.
    pub rights: Vec<String>,
    /// The label; none is read as the strictest.
    pub marking: Option<Marking>,
    /// Groups and states that may read it.
    pub audience: Vec<String>,
    /// Whether it is a drill.
    pub exercise: bool,
    /// How it stands.
    pub heard: Heard,
    /// `renewed`, `partly-withdrawn`, `disputed`, `corroborated`, `exercise`, `pending`.
    pub marks: Vec<&'static str>,
    /// The last day on which it stands.
    pub valid_until: Option<Date>,
}
