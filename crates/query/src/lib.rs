//! What is asked.
//!
//! One language for the command line, the API and saved watches: free text, fields, ranges, AND, OR,
//! NOT, sorting and facets. This crate reads it, says what is wrong with it and where, and answers it
//! over [`Document`]s one by one: slow and plain, the oracle that the index is held to. It knows no
//! index, file or clock; the day is an argument.
//!
//! Read in this order: [`Document`] (what a search sees), [`words`] (how text is divided), [`Query`] (what
//! is asked, read from text), [`ask`] (the tree of conditions, and what each means), [`answer`] (all
//! of it over a set of documents).

mod about;
mod answer;
pub mod ask;
mod because;
mod date;
mod document;
mod entitlement;
mod facet;
mod field;
mod flaw;
mod nearest;
mod note;
mod parse;
mod query;
mod seen;
#[cfg(test)]
mod tests;
mod value;
mod words;

pub use about::{About, Status};
pub use answer::{Answer, FACET_VALUES_MAX, Tally, answer};
pub use document::{Code, Document, Heard, Log, Named, Text};
pub use entitlement::Entitlement;
pub use facet::Facet;
pub use field::Field;
pub use flaw::{Flaw, Wrong};
pub use note::Note;
pub use parse::QUERY_BYTES_MAX;
pub use query::{Query, Sort};
pub use seen::Seen;
pub use words::words;
