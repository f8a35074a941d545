//! A thread as JSON: a record, its versions, what was withdrawn of it, and what others say.
//!
//! Every statement is named by reference and id, because a citation names the exact version.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{MarkView, StatusWord, SummaryView};

/// A record with all that became of it and all that is said about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadView {
    /// The line of a listing of the record's first statement.
    pub record: SummaryView,
    /// The statement that was asked for.
    pub asked: StatementView,
    /// The day for which it is told, in UTC.
    pub today: String,
    /// Whether the record stands on that day.
    pub standing: StandingView,
    /// What stands beside that.
    pub marks: Vec<MarkView>,
    /// The last day on which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<DatedView>,
    /// When its originator looks at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_due: Option<DatedView>,
    /// The number of the current version.
    pub current: usize,
    /// The number of the version whose text is in `text`.
    pub shown: usize,
    /// The text: of the current version without the parts that were withdrawn, or of the version that was
    /// asked for as it was; null where this version cannot read it.
    pub text: Value,
    /// All its texts, the first one first.
    pub versions: Vec<VersionView>,
    /// Parts that were withdrawn while the rest stands.
    pub withdrawn_parts: Vec<PartView>,
    /// How it ended, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tombstone: Option<TombstoneView>,
    /// What its originator did, in order.
    pub acts: Vec<ActView>,
    /// What others say, and what the originator says beside it.
    pub remarks: Vec<RemarkView>,
    /// What changes nothing, and why.
    pub without_effect: Vec<WithoutEffectView>,
    /// What it is about, where that is not held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<StatementView>,
    /// Records that say that they stand in relation to it.
    pub related: Vec<SummaryView>,
    /// So many statements are left out: too many, or not readable here.
    pub left_out: usize,
}

/// How a statement is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementView {
    /// Reference; empty where it is not known.
    pub reference: String,
    /// Id, hex; empty where it is not known.
    pub id: String,
}

/// Whether a record or a version stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingView {
    /// In one word.
    pub status: StatusWord,
    /// What made it so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<StatementView>,
    /// When, or since when: RFC 3339, or a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Why, as a word of the vocabulary or in the words of its state's root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A day, and what has set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedView {
    /// The day.
    pub day: String,
    /// The version or the renewal.
    pub by: StatementView,
}

/// One text of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionView {
    /// 1, 2 and so on.
    pub number: usize,
    /// The statement that made it.
    #[serde(flatten)]
    pub statement: StatementView,
    /// When its state says that it was signed.
    pub issued_at: String,
    /// `current`, `replaced`, `taken-back`, `forked` or `revoked`.
    pub state: String,
    /// Whether this version stands.
    pub standing: StandingView,
    /// Why the text before it was corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The same for people.
    pub explanation: String,
    /// What changed against the version before, a line each.
    pub changes: Vec<String>,
}

/// A part that was withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartView {
    /// `party`, `item` or `claim`.
    pub part: String,
    /// Its key.
    pub key: String,
    /// The withdrawal.
    pub by: StatementView,
    /// When.
    pub at: String,
    /// Why, as a word.
    pub reason: String,
    /// Why, for people.
    pub explanation: String,
    /// What it said, in the newest version that has it; null where none has.
    pub said: Value,
}

/// How a record ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TombstoneView {
    /// What ended it.
    pub by: StatementView,
    /// When.
    pub at: String,
    /// Why, as a word; `revoked` for a denial whose review revoked it.
    pub reason: String,
    /// Why, for people.
    pub explanation: String,
    /// What may be said publicly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_note: Option<String>,
}

/// One thing that the originator did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActView {
    /// The statement.
    #[serde(flatten)]
    pub statement: StatementView,
    /// When.
    pub at: String,
    /// `published`, `corrected`, `renewed`, `amended`, `partly-withdrew`, `withdrew` or `took-back`.
    pub did: String,
    /// What came of it, in words.
    pub what: String,
    /// Why, as a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why, for people.
    pub explanation: String,
}

/// One thing that is said beside a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemarkView {
    /// The kind of the statement, as it is spelled.
    pub kind: String,
    /// The statement.
    #[serde(flatten)]
    pub statement: StatementView,
    /// State that says it.
    pub state: String,
    /// Its authority.
    pub authority: String,
    /// When.
    pub at: String,
    /// What it is about: a version, a renewal, a withdrawal.
    pub of: StatementView,
    /// The number of that version, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<usize>,
    /// What it says, by the names of its fields.
    pub says: Map<String, Value>,
}

/// One thing that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutEffectView {
    /// The kind, as it is spelled.
    pub kind: String,
    /// The statement.
    #[serde(flatten)]
    pub statement: StatementView,
    /// State that said it.
    pub state: String,
    /// Its authority.
    pub authority: String,
    /// When.
    pub at: String,
    /// Why, as a stable name.
    pub reason: String,
    /// Why, in words.
    pub why: String,
}
