//! A mapping: which column of a table is what.
//!
//! Every authority keeps its tables in its own way, so the columns are named in a small JSON file that is
//! kept beside the table. A column that is named and not there is a mistake; one that is there and not
//! named is left out.

use std::collections::BTreeMap;

use chancery_screening::Schema;
use serde::{Deserialize, Serialize};

/// A mapping is a page.
const MAPPING_BYTES_MAX: usize = 64 * 1024;

/// Which column is what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub(crate) columns: Columns,
    /// Registers that have a column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) identifiers: Vec<IdentifierColumn>,
    /// Who owns the party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) owner: Option<OwnerColumns>,
    /// What separates several values in one field; none when a field has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) split: Option<String>,
    /// What separates fields.
    #[serde(default = "comma")]
    pub(crate) separator: char,
    /// What the words of the schema column mean.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) schemas: BTreeMap<String, Schema>,
}

/// For each field the columns that it is read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Columns {
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) id: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) name: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) alias: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) former: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) transliteration: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) weak: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) schema: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) country: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) address: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) address_country: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) product: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) section: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) programme: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) citation: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) url: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) since: Names,
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub(crate) note: Names,
}

/// One column, or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "OneOrMany")]
pub(crate) struct Names(pub(crate) Vec<String>);

impl Names {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Names {
    fn from(columns: OneOrMany) -> Names {
        match columns {
            OneOrMany::One(column) => Names(vec![column]),
            OneOrMany::Many(columns) => Names(columns),
        }
    }
}

/// A column of numbers in a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentifierColumn {
    pub(crate) column: String,
    pub(crate) scheme: String,
    /// Whose register it is, the same for all rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<String>,
}

/// Columns of an owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnerColumns {
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) share: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) as_of: Option<String>,
}

fn comma() -> char {
    ','
}

/// Why a text is no mapping.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingFlaw {
    /// More bytes than a mapping may have.
    #[error("the mapping has {bytes} bytes, and may have {MAPPING_BYTES_MAX}")]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// It is not the JSON of a mapping.
    #[error("it is no mapping: {what} at line {line}, column {column}")]
    Json {
        /// What is wrong.
        what: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// No column holds the name.
    #[error("the mapping names no column for the name of a party")]
    NoName,
    /// What separates fields is not one byte, or is what ends or quotes them.
    #[error("{0:?} cannot separate fields")]
    Separator(char),
    /// What separates values is empty.
    #[error("\"split\" is empty; leave it out where a field holds one value")]
    Split,
}

impl MappingFlaw {
    /// What to do next.
    pub fn hint(&self) -> String {
        "docs/reference/lists.md shows a mapping".into()
    }

    /// A stable name of the reason.
    pub fn name(&self) -> &'static str {
        "list-mapping"
    }
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str) -> Result<Mapping, MappingFlaw> {
        if text.len() > MAPPING_BYTES_MAX {
            return Err(MappingFlaw::TooLong { bytes: text.len() });
        }
        let mapping: Mapping = serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let text = error.to_string();
            let what = text.split(" at line ").next().unwrap_or(&text).to_owned();
            MappingFlaw::Json { what, line, column }
        })?;
        if mapping.columns.name.is_empty() {
            return Err(MappingFlaw::NoName);
        }
        let separator = mapping.separator;
        if !separator.is_ascii() || matches!(separator, '"' | '\n' | '\r') {
            return Err(MappingFlaw::Separator(separator));
        }
        if mapping.split.as_deref() == Some("") {
            return Err(MappingFlaw::Split);
        }
        Ok(mapping)
    }

    /// The same as text.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("because a mapping is plain text")
    }
}
