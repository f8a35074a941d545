//! Lists that this node has loaded: their versions, and what differs between two.

use chancery_interop::Flawed;
use serde::{Deserialize, Serialize};

use super::ListRole;

/// One loading of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersion {
    /// The list.
    pub list: String,
    /// v1 and so on.
    pub number: u64,
    /// The digest of its role and its entries, hex: what a screening names.
    pub version: String,
    /// What a hit in it means.
    pub role: ListRole,
    /// The format that it was read as.
    pub read_as: String,
    /// The name of the file that it was read from.
    pub file: String,
    /// SHA-256 of that file, hex.
    pub file_digest: String,
    /// When it was loaded, in seconds since 1970 (UTC).
    pub loaded_at_s: i64,
    /// Parties that it holds.
    pub entries: u64,
    /// Rows that could not be read.
    pub refused: u64,
    /// Fields that were left out of rows that were read.
    pub doubts: u64,
    /// Rows that are no parties and are not meant to be.
    pub passed_over: u64,
}

/// What loading a list came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLoaded {
    /// The version that is in force now.
    pub version: ListVersion,
    /// The one before; none for the first.
    pub before: Option<u64>,
    /// Whether the file says what the version in force says already: nothing was written then.
    pub unchanged: bool,
    /// Parties that are new.
    pub added: u64,
    /// Parties of which something else is said.
    pub changed: u64,
    /// Parties that are gone.
    pub removed: u64,
    /// Rows that could not be read: the first of them.
    pub refused: Vec<Flawed>,
}

/// One version with what could not be read of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListShown {
    /// The version.
    pub version: ListVersion,
    /// Whether it is the one in force.
    pub in_force: bool,
    /// Rows that could not be read: the first of them.
    pub refused: Vec<Flawed>,
    /// Fields that were left out: the first of them.
    pub doubts: Vec<Flawed>,
}

/// What differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListDifference {
    /// The earlier one.
    pub from: ListVersion,
    /// The later one.
    pub to: ListVersion,
    /// Parties that are new: the first of them.
    pub added: Vec<ListLine>,
    /// How many there are.
    pub added_total: u64,
    /// Parties of which something else is said: the first of them.
    pub changed: Vec<ListLine>,
    /// How many there are.
    pub changed_total: u64,
    /// Parties that are gone: the first of them.
    pub removed: Vec<ListLine>,
    /// How many there are.
    pub removed_total: u64,
}

/// A party of a list, in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLine {
    /// Its name in the list.
    pub entry: String,
    /// Its first name.
    pub name: String,
    /// What changed, one thing each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
}
