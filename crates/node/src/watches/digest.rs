//! The digest of a day: what the watches have raised, by watch. For reading at breakfast, and for mail from cron.

use std::collections::BTreeMap;

use super::notice::{Notice, Raised};

/// Notices that are listed; of more, the number is said.
pub(crate) const LISTED_MAX: usize = 2_000;

/// What was raised on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayDigest {
    /// The day, `2026-11-24`, in UTC.
    pub day: String,
    /// By watch, in the order of the watches' numbers.
    pub watches: Vec<DigestOf>,
    /// So many notices more were raised than are listed.
    pub more: usize,
    /// How many entries have not been looked at yet.
    pub behind: u64,
    /// Watches whose query cannot be read with the vocabularies of today, by name, with the reason.
    pub unread: Vec<(String, String)>,
}

/// What one watch has raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestOf {
    /// The name of the watch.
    pub name: String,
    /// Records that match and did not.
    pub matches: u64,
    /// Records that have changed.
    pub changed: u64,
    /// Records that match no more.
    pub ceased: u64,
    /// The notices, in order.
    pub notices: Vec<Notice>,
}

/// Groups the notices of a day by watch.
pub(crate) fn by_watch(notices: Vec<Notice>) -> Vec<DigestOf> {
    let mut all: BTreeMap<u64, DigestOf> = BTreeMap::new();
    for notice in notices {
        let of = all.entry(notice.watch).or_insert_with(|| DigestOf {
            name: notice.name.clone(),
            matches: 0,
            changed: 0,
            ceased: 0,
            notices: Vec::new(),
        });
        match (notice.raised, &notice.several) {
            (Raised::Matches, _) => of.matches += 1,
            (Raised::Changed, _) => of.changed += 1,
            (Raised::Ceased, _) => of.ceased += 1,
            (Raised::Several, several) => {
                let several = several.clone().unwrap_or_default();
                of.matches += several.matches;
                of.changed += several.changed;
                of.ceased += several.ceased;
            }
        }
        of.notices.push(notice);
    }
    all.into_values().collect()
}
