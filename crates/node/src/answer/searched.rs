//! What a search answers.

use chancery_ledger::log::{Id, Position};
use chancery_query::{Facet, Note, Sort, Tally};
use chancery_record::Marking;

/// A question of this node's own people.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The query, in the language of searches.
    pub query: String,
    /// By what the answer is counted.
    pub facets: Vec<Facet>,
    /// The order, in place of the one that the query names or implies.
    pub sort: Option<Sort>,
    /// So many hits at most.
    pub limit: usize,
    /// Only hits behind the version with this id.
    pub after: Option<String>,
    /// Nothing that is marked more strictly.
    pub up_to: Option<Marking>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Searched {
    /// The query as it was understood.
    pub query: String,
    /// What was read into it.
    pub notes: Vec<Note>,
    /// The order of the hits.
    pub sort: Sort,
    /// The hits that were asked for.
    pub hits: Vec<Match>,
    /// How many there are in all.
    pub total: u64,
    /// How many more match and do not stand.
    pub hidden: u64,
    /// Entries that are held and were not read when this was answered.
    pub behind: u64,
    /// How all of them count.
    pub facets: Vec<(Facet, Tally)>,
    /// The id behind which the next hits are, if there are more.
    pub next: Option<Id>,
    /// By which an answer names what it was found in.
    pub index: String,
}

/// A version that was found, as it stands now.
#[derive(Clone, Debug)]
pub struct Match {
    /// The reference of the record.
    pub reference: String,
    /// The reference of the statement that made the version.
    pub cited: String,
    /// Its id.
    pub id: Id,
    /// The id of the record.
    pub root: Id,
    /// v1, v2 and so on.
    pub number: u32,
    /// Who says it.
    pub state: String,
    /// Of which authority.
    pub authority: String,
    /// The kind.
    pub kind: String,
    /// The title.
    pub title: String,
    /// How it stands.
    pub status: &'static str,
    /// What stands beside that.
    pub marks: Vec<&'static str>,
    /// The label.
    pub marking: Option<Marking>,
    /// Whether it is a drill.
    pub exercise: bool,
    /// When, in seconds since 1970, as its issuer says.
    pub issued_at_s: i64,
    /// Where the statement stands.
    pub position: Position,
    /// How many states hold it.
    pub held_by: u32,
    /// Of how many.
    pub members: usize,
    /// What of it met the query beyond its words: codes below, other names.
    pub because: Vec<String>,
    /// Where its words were found.
    pub snippets: Vec<Snippet>,
}

/// Where words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// In what: `title`, `text`, `product`, `other`.
    pub place: &'static str,
    /// What stands before them.
    pub before: String,
    /// The words as they are written there.
    pub found: String,
    /// What stands behind them.
    pub behind: String,
}

/// How the index is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexState {
    /// Its files are being checked.
    Checking,
    /// It has not read everything.
    Reading,
    /// It has read everything.
    Current,
    /// It cannot be used, and why.
    Unusable(String),
}

impl IndexState {
    /// The word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            IndexState::Checking => "checking",
            IndexState::Reading => "reading",
            IndexState::Current => "current",
            IndexState::Unusable(_) => "unusable",
        }
    }
}

/// What was wrong with an index that was made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFlaw {
    /// What.
    pub what: String,
    /// When it was found, in seconds since 1970.
    pub at_s: i64,
}

/// What is told of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexStatus {
    /// How it is.
    pub state: IndexState,
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
    /// Threads that could not be read from the store since the start.
    pub unread: u64,
    /// By which an answer names what it was found in; none when nothing can be.
    pub index: Option<String>,
    /// What was wrong last with one that was made again since the start.
    pub flaw: Option<IndexFlaw>,
}

/// How far a new index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexProgress {
    /// Entries that were read.
    pub read: u64,
    /// Entries that are held.
    pub held: u64,
}
