//! A notice: what a watch has raised. It is sealed as it is told: what was said stays said.

use serde::{Deserialize, Serialize};

use super::watch::Licence;

/// Characters of a title that are kept: as long as a valid one may be.
pub(crate) const TITLE_CHARS_MAX: usize = 300;

/// Lines of what changed, or of reasons, that are kept; `chancery show` has all of it.
pub(crate) const LINES_MAX: usize = 8;

/// Characters of each of these lines.
pub(crate) const LINE_CHARS_MAX: usize = 240;

/// References that one line about many names; with 32 bytes each, 2 KiB.
pub(crate) const NAMED_MAX: usize = 64;

/// What was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Raised {
    /// A record matches that did not.
    Matches,
    /// A record that matches has changed.
    Changed,
    /// A record that matched does so no more.
    Ceased,
    /// So many at once that one line says it.
    Several,
}

impl Raised {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Raised::Matches => "matches",
            Raised::Changed => "changed",
            Raised::Ceased => "ceased",
            Raised::Several => "several",
        }
    }
}

/// Why a party of a record is taken for the watched one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Its first name in the record.
    pub name: String,
    /// Its key in the record, if it has one.
    pub key: Option<String>,
    /// How alike, in thousandths.
    pub score: u16,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// Many records at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Several {
    /// So many match that did not.
    pub matches: u64,
    /// So many have changed.
    pub changed: u64,
    /// So many match no more.
    pub ceased: u64,
    /// The references of the first of them.
    pub references: Vec<String>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its number on this node: one more than that of the notice before.
    pub number: u64,
    /// The number of the watch.
    pub watch: u64,
    /// The name of the watch.
    pub name: String,
    /// What.
    pub raised: Raised,
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
    /// A drill; of several, whether all of them are.
    pub exercise: bool,
    /// What changed, in words.
    pub changes: Vec<String>,
    /// Which party of the record it is, where a party is watched.
    pub party: Option<Hit>,
    /// For which licence it is watched.
    pub licence: Option<Licence>,
    /// Of many at once.
    pub several: Option<Several>,
    /// When this node noticed, in seconds since 1970 (UTC).
    pub noticed_at_s: i64,
    /// Somebody has seen to it.
    pub done: bool,
    /// What to do.
    pub todo: String,
}

/// The first lines, each cut where it is too long.
pub(crate) fn lines(all: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut all = all.into_iter();
    let mut kept: Vec<String> =
        all.by_ref().take(LINES_MAX).map(|line| cut(&line, LINE_CHARS_MAX)).collect();
    let more = all.count();
    if more > 0 {
        kept.pop();
        kept.push(format!("and {} more", more + 1));
    }
    kept
}

/// The text, with an ellipsis where it was too long.
pub(crate) fn cut(text: &str, chars_max: usize) -> String {
    match text.char_indices().nth(chars_max) {
        None => text.to_owned(),
        Some(_) => text.chars().take(chars_max - 1).chain(['…']).collect(),
    }
}
