//! What is asked of the index and what it answers, as JSON.

use serde::{Deserialize, Serialize};

/// A search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchView {
    /// The query (docs/reference/query.md).
    pub query: String,
    /// By what the answer is counted.
    #[serde(default)]
    pub facets: Vec<String>,
    /// The order, in place of the one that the query names or implies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// So many hits at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// Only hits behind the version with this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Nothing that is marked more strictly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<String>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchedView {
    /// The query as it was understood.
    pub query: String,
    /// What was read into it.
    pub notes: Vec<QueryNoteView>,
    /// The order of the hits.
    pub sort: String,
    /// How many there are in all.
    pub total: u64,
    /// How many more match and do not stand.
    pub hidden: u64,
    /// Entries that are held and were not read when this was answered.
    pub behind: u64,
    /// The hits.
    pub hits: Vec<MatchView>,
    /// How all of them count.
    pub facets: Vec<FacetView>,
    /// The id to ask behind, where there may be more.
    pub next: Option<String>,
    /// By which this names what it was found in.
    pub index: String,
}

/// What was read into a part of a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryNoteView {
    /// The first character concerned, from 0.
    pub at: usize,
    /// How many characters.
    pub length: usize,
    /// What was made of it.
    pub said: String,
}

/// A version that was found, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchView {
    /// The reference of the record.
    pub reference: String,
    /// v1, v2 and so on.
    pub number: u32,
    /// The reference of the statement that made the version.
    pub cited: String,
    /// The id of that statement.
    pub id: String,
    /// The id of the record.
    pub root: String,
    /// Who says it.
    pub state: String,
    /// Of which authority.
    pub authority: String,
    /// The kind.
    pub kind: String,
    /// The title.
    pub title: String,
    /// How it stands.
    pub status: String,
    /// What stands beside that.
    pub marks: Vec<String>,
    /// Whether it is a drill.
    pub exercise: bool,
    /// The label; none when it has none.
    pub marking: Option<String>,
    /// When it was issued, RFC 3339.
    pub issued_at: String,
    /// Epoch of its log.
    pub epoch: u64,
    /// Place in its log.
    pub seq: u64,
    /// How many states hold it.
    pub held_by: u32,
    /// Of how many.
    pub members: usize,
    /// What of it met the query beyond its words.
    pub because: Vec<String>,
    /// Where its words were found.
    pub snippets: Vec<SnippetView>,
}

/// Where words were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnippetView {
    /// In what.
    pub place: String,
    /// What stands before them.
    pub before: String,
    /// The words as they are written there.
    pub found: String,
    /// What stands behind them.
    pub behind: String,
}

/// How an answer counts by one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetView {
    /// The field.
    pub facet: String,
    /// The most frequent values.
    pub values: Vec<CountView>,
    /// How many values there are.
    pub distinct: usize,
}

/// How often a value occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountView {
    /// The value.
    pub value: String,
    /// In so many versions.
    pub count: usize,
}

/// How the index is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexView {
    /// `checking`, `reading`, `current` or `unusable`.
    pub state: String,
    /// Why it is unusable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Entries that it has read.
    pub read: u64,
    /// Entries that are held.
    pub held: u64,
    /// Entries that are held and cannot be found yet.
    pub behind: u64,
    /// Versions that can be found.
    pub documents: u64,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Records that could not be read from the store since the start.
    pub unread: u64,
    /// By which an answer names what it was found in.
    pub index: Option<String>,
    /// What was wrong last with one that was made again since the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flaw: Option<IndexFlawView>,
}

/// What was wrong with an index that was made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexFlawView {
    /// What.
    pub what: String,
    /// When it was found, RFC 3339.
    pub at: String,
}
