//! Where a record stands: one word, and the marks beside it.
//!
//! The word says whether to act on it; the marks say what to know when acting. Revoked goes before
//! forked before withdrawn before corrected before expired: what comes first says more about whether
//! the text can be relied on.

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use chancery_record::{StateCode, Target};
use time::Date;

use crate::{
    thread::Thread,
    version::{Version, VersionState},
};

/// Whether a record, or one version of it, stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing that counts has been said against it.
    InForce,
    /// Another text stands in the place of this version.
    Corrected {
        /// The statement that made the current version.
        by: Digest,
    },
    /// Its last day has passed.
    Expired {
        /// The last day on which it stood.
        last: Date,
    },
    /// Its originator has taken it back.
    Withdrawn {
        /// The withdrawal that counts.
        by: Digest,
    },
    /// It stands where, or after, its author signed two different statements.
    Forked,
    /// Its state has closed the log, and it stands behind that place.
    Revoked {
        /// The last place of the log that stands; none when nothing of it does.
        last: Option<u64>,
    },
}

impl Standing {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Standing::InForce => "in-force",
            Standing::Corrected { .. } => "corrected",
            Standing::Expired { .. } => "expired",
            Standing::Withdrawn { .. } => "withdrawn",
            Standing::Forked => "forked",
            Standing::Revoked { .. } => "revoked",
        }
    }
}

/// What stands beside the standing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The last renewal that has set a day.
    pub renewed: Option<Digest>,
    /// The first withdrawal of a part.
    pub partly_withdrawn: Option<Digest>,
    /// Other states that do not agree.
    pub disputed: BTreeSet<StateCode>,
    /// Other states that have seen the same.
    pub corroborated: BTreeSet<StateCode>,
    /// It is a drill.
    pub exercise: bool,
    /// Its target, which is not held.
    pub pending: Option<Target>,
}

impl Marks {
    /// The words that apply, in a fixed order.
    pub fn words(&self) -> Vec<&'static str> {
        let words = [
            ("exercise", self.exercise),
            ("renewed", self.renewed.is_some()),
            ("partly-withdrawn", self.partly_withdrawn.is_some()),
            ("disputed", !self.disputed.is_empty()),
            ("corroborated", !self.corroborated.is_empty()),
            ("pending", self.pending.is_some()),
        ];
        words.into_iter().filter(|(_, applies)| *applies).map(|(word, _)| word).collect()
    }
}

impl Thread {
    /// Where the record stands on that day: its current version, since a correction from a log that
    /// stands vouches for the text, whatever became of the log that had it first.
    pub fn standing(&self, today: Date) -> Standing {
        self.version_standing(self.version(), today)
    }

    /// Where one version stands on that day: what a citation of it is told.
    pub fn version_standing(&self, version: &Version, today: Date) -> Standing {
        let ended =
            self.tombstone.as_ref().map(|tombstone| Standing::Withdrawn { by: tombstone.by });
        match version.state {
            VersionState::Revoked { last } => Standing::Revoked { last },
            VersionState::Forked => Standing::Forked,
            VersionState::TakenBack { by } => ended.unwrap_or(Standing::Withdrawn { by }),
            VersionState::Replaced { by } => ended.unwrap_or(Standing::Corrected { by }),
            VersionState::Current => ended.unwrap_or_else(|| match self.dates.valid_until {
                Some(until) if until.day < today => Standing::Expired { last: until.day },
                Some(_) | None => Standing::InForce,
            }),
        }
    }
}
