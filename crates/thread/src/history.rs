//! What the originator did to a record, act by act: what `history` prints.

use std::collections::BTreeMap;

use chancery_encoding::Digest;

use crate::{
    dates::{self, Days},
    life::{Member, outcome, reason, text},
    part::{self, Part},
    role::Role,
    tombstone::Ending,
    tombstone::Tombstone,
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
pub(crate) fn acts(members: &[Member<'_>], ranked: &[usize], versions: &[Version]) -> Vec<Act> {
    let numbers: BTreeMap<Digest, usize> =
        versions.iter().map(|version| (version.id, version.number)).collect();
    let acting = ranked.iter().filter(|at| **at == 0 || members[**at].acts());
    let act = |at: &usize| {
        let member = &members[*at];
        let why = match member.role {
            _ if *at == 0 => "",
            Role::Renewal | Role::DenialReview => "reason",
            _ => "explanation",
        };
        Act {
            id: member.said.id,
            issued_at: member.said.issued_at,
            did: if *at == 0 { Did::Published } else { did(members, member, &numbers) },
            explanation: text(&member.said.record, why),
        }
    };
    acting.map(act).collect()
}

fn did(members: &[Member<'_>], member: &Member<'_>, numbers: &BTreeMap<Digest, usize>) -> Did {
    let record = &member.said.record;
    let days = dates::named(record);
    match (member.role, part::named(record), outcome(record)) {
        (Role::Correction, _, _) => Did::Corrected {
            version: numbers.get(&member.said.id).copied().unwrap_or_default(),
            reason: Word::read(record.text_at(&["reason"])),
        },
        (Role::Withdrawal, Some(parts), _) => {
            Did::PartlyWithdrew { parts: parts.into_iter().collect(), reason: reason(record) }
        }
        (Role::Withdrawal, None, _) if member.target != 0 => {
            Did::TookBack { what: members[member.target].said.id, reason: reason(record) }
        }
        (Role::Withdrawal, None, _) | (Role::DenialReview, _, Some(ReviewOutcome::Revoke)) => {
            Did::Withdrew { ending: Tombstone::of(member.said).ending }
        }
        (Role::DenialReview, _, Some(ReviewOutcome::Amend)) => Did::Amended { days },
        _ => Did::Renewed { days },
    }
}
