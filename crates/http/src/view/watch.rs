//! What the API says about watches, notices and receivers.

use chancery_screening::Card;
use serde::{Deserialize, Serialize};

/// A watch that is to be made: a query or a party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewWatchView {
    /// Its name.
    pub name: String,
    /// What is asked, in the language of searches.
    #[serde(default)]
    pub query: Option<String>,
    /// Who is watched.
    #[serde(default)]
    pub party: Option<Card>,
    /// In thousandths; without it the default of screening.
    #[serde(default)]
    pub threshold: Option<u16>,
    /// The licence for which the party is watched.
    #[serde(default)]
    pub licence: Option<LicenceView>,
    /// Why.
    #[serde(default)]
    pub note: String,
    /// A date or an instant: records since then are looked at as well.
    #[serde(default)]
    pub since: Option<String>,
}

/// A licence that was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceView {
    /// The authority's own number of it.
    pub number: String,
    /// The day on which it was granted.
    pub granted: String,
}

/// A watch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchView {
    /// Its number on this node.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What is asked, or null.
    pub query: Option<String>,
    /// Who is watched, or null.
    pub party: Option<Card>,
    /// In thousandths, or null for the default.
    pub threshold: Option<u16>,
    /// The licence for which the party is watched, or null.
    pub licence: Option<LicenceView>,
    /// Why.
    pub note: String,
    /// When it was made.
    pub made_at: String,
    /// How far it looked back, or null.
    pub since: Option<String>,
    /// Why its query cannot be read with the vocabularies of today, or null.
    pub unread: Option<String>,
}

/// What a watch has raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    /// Its number; 0 where nothing was raised and a watch was only tried.
    pub number: u64,
    /// The name of the watch.
    pub watch: String,
    /// `matches`, `changed`, `ceased` or `several`.
    pub raised: String,
    /// Reference of the record; empty for several.
    pub reference: String,
    /// Its id, hex; empty for several.
    pub id: String,
    /// The statement that made the version that matches, hex; empty for several.
    pub version: String,
    /// The number of that version.
    pub version_number: u64,
    /// The kind of the record.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Whose record it is.
    pub state: String,
    /// A drill.
    pub exercise: bool,
    /// What changed, in words.
    pub changes: Vec<String>,
    /// Which party of the record it is, or null.
    pub party: Option<PartyHitView>,
    /// For which licence the party is watched, or null.
    pub licence: Option<LicenceView>,
    /// Of many at once, or null.
    pub several: Option<SeveralView>,
    /// When this node noticed.
    pub noticed_at: String,
    /// Somebody has seen to it.
    pub done: bool,
    /// What to do.
    pub todo: String,
}

/// Why a party is taken for the watched one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyHitView {
    /// Its first name in the record.
    pub name: String,
    /// Its key in the record, or null.
    pub key: Option<String>,
    /// In thousandths.
    pub score: u16,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// Many records at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralView {
    /// So many match that did not.
    pub matches: u64,
    /// So many have changed.
    pub changed: u64,
    /// So many match no more.
    pub ceased: u64,
    /// References of the first of them.
    pub references: Vec<String>,
}

/// What a watch finds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchingView {
    /// How many records match.
    pub total: u64,
    /// The first of them, the newest first.
    pub shown: Vec<NoticeView>,
    /// So many records were looked at.
    pub looked_at: u64,
    /// So many older ones were not.
    pub left_out: u64,
    /// Why its query finds nothing, or null.
    pub unread: Option<String>,
}

/// What was raised on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestView {
    /// The day, in UTC.
    pub day: String,
    /// By watch.
    pub watches: Vec<DigestOfView>,
    /// So many notices more were raised than are listed.
    pub more: usize,
    /// Entries that were not looked at yet.
    pub behind: u64,
    /// Watches that find nothing, because their query cannot be read today.
    pub unread: Vec<UnreadView>,
}

/// What one watch has raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestOfView {
    /// The name of the watch.
    pub watch: String,
    /// Records that match and did not.
    pub matches: u64,
    /// Records that have changed.
    pub changed: u64,
    /// Records that match no more.
    pub ceased: u64,
    /// The notices, in order.
    pub notices: Vec<NoticeView>,
}

/// A watch that finds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadView {
    /// Its name.
    pub watch: String,
    /// Why.
    pub why: String,
}

/// Where notices are sent, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiverView {
    /// Its name.
    pub name: String,
    /// `command` or `webhook`.
    pub kind: String,
    /// The program, or the address.
    pub target: String,
    /// `least` or `all`.
    pub carries: String,
    /// The watches whose notices it gets; none means all.
    pub watches: Vec<String>,
    /// It has taken every notice up to this one.
    pub after: u64,
    /// So many are behind that.
    pub pending: u64,
    /// How many it has taken.
    pub taken: u64,
    /// How many were dropped before it could take them.
    pub lost: u64,
    /// How often in a row it did not take the next one.
    pub failures: u32,
    /// Why not, the last time, or null.
    pub last_error: Option<String>,
    /// When that was, or null.
    pub failed_at: Option<String>,
    /// When it last took one, or null.
    pub taken_at: Option<String>,
}
