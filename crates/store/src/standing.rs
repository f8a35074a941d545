//! Whether an entry stands: in force, corrected, expired, withdrawn, forked, revoked.
//!
//! Derived, never stored, and a function of the set of entries, proofs and cuts held and of the day that is
//! asked about, not of the order in which they came: two nodes that hold the same say the same. What has an
//! effect is judged by the rules of `docs/spec/thread.md`.

use chancery_ledger::log::Position;

use crate::index::facts::{Day, day_of};
use crate::index::{At, Revoked};
use crate::judged::{Judge, Judged};

#[cfg(test)]
mod tests;

/// Whether an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing that counts has been said against it.
    InForce,
    /// Its originator has put another content in its place.
    Corrected {
        /// The correction that counts: the last one, also when it corrects a correction.
        by: Position,
    },
    /// The last day on which it holds, as its originator said last, is before the day asked about.
    Expired,
    /// Its originator has taken it back, for good.
    Withdrawn {
        /// The withdrawal that counts: the first one.
        by: Position,
    },
    /// It stands where, or after, its author signed two different statements.
    Forked,
    /// Its state has closed the log, and it stands behind that place.
    Revoked {
        /// The last place of the log that stands; none when nothing of it does.
        last: Option<u64>,
    },
}

/// Revocation before fork before withdrawal before correction before expiry. Without a day nothing expires.
///
/// A claim from a forked or revoked place does not count: whoever holds a leaked key could
/// otherwise take everything back. A withdrawal cannot be undone, and takes all versions with it.
pub(crate) fn standing(judge: &mut Judge<'_>, at: At, today: Option<Day>) -> Standing {
    if let Some(Revoked { last }) = judge.index.revoked(at) {
        return Standing::Revoked { last };
    }
    if judge.index.is_forked(at) {
        return Standing::Forked;
    }
    let (judged, number) = judge.of(at);
    let by = |number: usize| judge.index.position(judged.members[number]);
    let verdict = &judged.verdict;
    let is_version = judged.is_version(number);
    // A correction that came too late has no effect, and goes with the record as well.
    let ended = verdict.end.filter(|_| judged.is_text(number)).or(verdict.taken_back[number]);
    match ended {
        Some(end) => Standing::Withdrawn { by: by(end) },
        None if !is_version => Standing::InForce,
        None if verdict.current != number => Standing::Corrected { by: by(verdict.current) },
        None if is_over(&judged, today) => Standing::Expired,
        None => Standing::InForce,
    }
}

/// Whether the record's last word about its end lies before today.
pub(crate) fn is_over(judged: &Judged, today: Option<Day>) -> bool {
    let until = judged.verdict.valid_until.and_then(|(until, _)| day_of(until));
    until.zip(today).is_some_and(|(until, today)| until < today)
}
