//! An entry: one party of a list, with where the list has it from.
//!
//! The card is what is compared; the rest is what a hit shows. What a row says and no field holds is
//! left out, and what it says and cannot be meant is a doubt: the entry is read without it, and that is told.

use chancery_screening::Card;
use serde::{Deserialize, Serialize};

/// One party of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name in the list, the same in every version: the list's own number, or made of its name.
    pub id: String,
    /// Who it is.
    pub card: Card,
    /// The part of the list, where a list is several in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Why, in the list's words: a programme, a regime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// Where it is published: a citation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// Where to read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Since when it is listed, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// What the list says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A row that was not read, or one that was read without a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flawed {
    /// Where: `row 17`, `line 4`, `entry 25`.
    pub place: String,
    /// Why, a stable word.
    pub reason: String,
    /// The same for people, with the field.
    pub text: String,
}

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// What could be read, by id.
    pub entries: Vec<Entry>,
    /// The first rows that could not.
    pub refused: Vec<Flawed>,
    /// How many there are.
    pub refused_total: u64,
    /// The first fields that were left out of a row that was read.
    pub doubts: Vec<Flawed>,
    /// How many there are.
    pub doubts_total: u64,
    /// Rows that are no parties and are not meant to be: an address, a link between two others.
    pub passed_over: u64,
}

/// Why a file is no list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListFlaw {
    /// More bytes than a list may have.
    #[error("the list has {bytes} bytes, and may have {bytes_max}")]
    TooLong {
        /// How many it has.
        bytes: usize,
        /// How many are allowed.
        bytes_max: usize,
    },
    /// More parties than a list may have.
    #[error("the list has more than {entries_max} parties")]
    TooMany {
        /// How many are allowed.
        entries_max: usize,
    },
    /// Not UTF-8.
    #[error("the file is not UTF-8: byte {at} fits nothing")]
    NotText {
        /// Where.
        at: usize,
    },
    /// Not the JSON that was expected.
    #[error("the file is not the JSON of this format: {what} at line {line}, column {column}")]
    Json {
        /// What is wrong.
        what: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The JSON has no array of rows.
    #[error("the file has no list of rows under {field:?}")]
    NoRows {
        /// Where they should be.
        field: &'static str,
    },
    /// The table is not CSV.
    #[error("the table cannot be read: {what}")]
    Table {
        /// What is wrong, with its place.
        what: String,
    },
    /// The table has no column that the mapping names.
    #[error("the table has no column {column:?}")]
    Column {
        /// The column.
        column: String,
        /// Those that it has.
        found: Vec<String>,
    },
    /// A table needs to be told which column is what.
    #[error("a table needs a mapping that says which column is what")]
    NoMapping,
    /// Nothing of it could be read.
    #[error("no row of the file could be read")]
    Nothing {
        /// The first reasons.
        refused: Vec<Flawed>,
    },
}

impl ListFlaw {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            ListFlaw::TooLong { .. } | ListFlaw::TooMany { .. } => {
                "load it in parts, each under a name of its own".into()
            }
            ListFlaw::NotText { .. } => "save the file as UTF-8 and load it again".into(),
            ListFlaw::Json { .. } | ListFlaw::NoRows { .. } | ListFlaw::Table { .. } => {
                "is it the right file and the right format? docs/reference/lists.md describes each"
                    .into()
            }
            ListFlaw::Column { found, .. } => {
                format!("its columns are {}; mend the mapping", found.join(", "))
            }
            ListFlaw::NoMapping => "docs/reference/lists.md shows a mapping".into(),
            ListFlaw::Nothing { refused } => match refused.first() {
                Some(first) => format!("the first: {}: {}", first.place, first.text),
                None => "the file holds no rows".into(),
            },
        }
    }

    /// A stable name of the reason.
    pub fn name(&self) -> &'static str {
        match self {
            ListFlaw::TooLong { .. } => "list-too-long",
            ListFlaw::TooMany { .. } => "list-too-many",
            ListFlaw::NotText { .. } => "list-not-text",
            ListFlaw::Json { .. } => "list-json",
            ListFlaw::NoRows { .. } => "list-no-rows",
            ListFlaw::Table { .. } => "list-table",
            ListFlaw::Column { .. } => "list-column",
            ListFlaw::NoMapping => "list-no-mapping",
            ListFlaw::Nothing { .. } => "list-nothing",
        }
    }

    pub(crate) fn json(error: &serde_json::Error) -> ListFlaw {
        let text = error.to_string();
        let what = text.split(" at line ").next().unwrap_or(&text).to_owned();
        ListFlaw::Json { what, line: error.line(), column: error.column() }
    }
}
