//! What is asked.
//!
//! One language for the command line, the API and saved watches: free text, fields, ranges, AND, OR,
//! NOT, sorting and facets. This crate reads it, says what is wrong with it and where, and answers it
//! over [`Document`]s one by one: slow and plain, the oracle that the index is held to. It knows no
//! index, file or clock; the day is an argument.

mod document;

pub use document::{Code, Document, Heard, Log, Named, Text};
