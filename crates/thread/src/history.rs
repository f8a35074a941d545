//! What the originator did to a record, act by act: what `history` prints.

use std::collections::BTreeMap;

use chancery_encoding::Digest;

use crate::{
    does::{Days, Does},
    life::{Judged, reason, text},
    part::{self, Part},
    tombstone::{Ending, Tombstone},
    version::Version,
    word::{CorrectionReason, ReviewOutcome, WithdrawalReason, Word},
};

/// One thing that the originator did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The statement.
    pub id: Digest,
    /// When, by the originator's clock.
    pub issued_at: i64,
    /// What.
    pub did: Did,
    /// Why, for people; empty for the first.
    pub explanation: String,
}

/// What an originator does to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// It said it.
    Published,
    /// It put another text in its place.
    Corrected {
        /// The number of the version that came of it.
        version: usize,
        /// Why.
        reason: Word<CorrectionReason>,
    },
    /// It lets it stand for longer, or looks at it again at another time.
    Renewed {
        /// The days that it set.
        days: Days,
    },
    /// It reviewed a denial, and the denial stands with changes.
    Amended {
        /// The days that it set.
        days: Days,
    },
    /// It withdrew parts.
    PartlyWithdrew {
        /// Which.
        parts: Vec<Part>,
        /// Why.
        reason: Word<WithdrawalReason>,
    },
    /// It withdrew the record.
    Withdrew {
        /// How.
        ending: Ending,
    },
    /// It withdrew one correction or renewal of it.
    TookBack {
        /// Which statement.
        what: Digest,
        /// Why.
        reason: Word<WithdrawalReason>,
    },
}

/// All that has an effect or had one, in rank; the record itself is the first.
pub(crate) fn acts(judged: &Judged<'_>, versions: &[Version]) -> Vec<Act> {
    let numbers: BTreeMap<Digest, usize> =
        versions.iter().map(|version| (version.id, version.number)).collect();
    let act = |at: usize| {
        let said = judged.said[at];
        let does = judged.does(at);
        let why = match does {
            None => "",
            Some(Does::Renew { .. } | Does::Review { .. }) => "reason",
            Some(Does::Correct { .. } | Does::Withdraw | Does::WithdrawParts { .. }) => {
                "explanation"
            }
        };
        Act {
            id: said.id,
            issued_at: said.issued_at,
            did: does.map_or(Did::Published, |does| did(judged, at, does, &numbers)),
            explanation: text(&said.record, why),
        }
    };
    judged.ranked().filter(|at| *at == 0 || judged.acts(*at)).map(act).collect()
}

fn did(judged: &Judged<'_>, at: usize, does: Does, numbers: &BTreeMap<Digest, usize>) -> Did {
    let said = judged.said[at];
    let target = judged.claims[at - 1].target;
    match does {
        Does::Correct { .. } => Did::Corrected {
            version: numbers.get(&said.id).copied().unwrap_or_default(),
            reason: Word::read(said.record.text_at(&["reason"])),
        },
        Does::WithdrawParts { .. } => Did::PartlyWithdrew {
            parts: part::named(&said.record).into_iter().flatten().collect(),
            reason: reason(&said.record),
        },
        Does::Withdraw if target != 0 => {
            Did::TookBack { what: judged.said[target].id, reason: reason(&said.record) }
        }
        Does::Withdraw | Does::Review { outcome: Some(ReviewOutcome::Revoke), .. } => {
            Did::Withdrew { ending: Tombstone::of(said).ending }
        }
        Does::Review { outcome: Some(ReviewOutcome::Amend), days } => Did::Amended { days },
        Does::Renew { days } | Does::Review { days, .. } => Did::Renewed { days },
    }
}
