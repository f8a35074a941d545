//! Trying a watch: what it would find now, without telling anybody.

use super::notice::Notice;

/// Records that are looked at when a watch is tried: the newest, in a few seconds at most.
pub(crate) const TRIED_MAX: usize = 20_000;

/// Of what is found so many are shown.
pub(crate) const SHOWN_MAX: usize = 100;

/// What a watch finds now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// How many records match.
    pub total: u64,
    /// The first of them, the newest first, as notices without a number.
    pub shown: Vec<Notice>,
    /// So many records were looked at.
    pub looked_at: u64,
    /// So many older ones were not.
    pub left_out: u64,
    /// Why its query finds nothing: it cannot be read with the vocabularies of today.
    pub unread: Option<String>,
}
