//! Whether an entry stands: in force, corrected, expired, withdrawn, forked, revoked.
//!
//! Derived, never stored, and a function of the set of entries, proofs and cuts held and of the day that is
//! asked about, not of the order in which they came: two nodes that hold the same say the same. Only the
//! originator's word counts: a claim is honoured when it is by the same state and authority as its target,
//! names it by id, and names no other reference beside it. Ids are digests, so claims cannot form a ring.

use chancery_ledger::log::Position;

use crate::index::facts::{Act, Day};
use crate::index::{At, Index, Revoked};

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
pub(crate) fn standing(index: &Index, at: At, today: Option<Day>) -> Standing {
    if let Some(Revoked { last }) = index.revoked(at) {
        return Standing::Revoked { last };
    }
    if index.is_forked(at) {
        return Standing::Forked;
    }
    let root = index.thread_root(at);
    if let Some(by) = withdrawal(index, at).or_else(|| taken_along(index, at, root)) {
        return Standing::Withdrawn { by: index.position(by) };
    }
    match correction(index, at) {
        Some(by) => Standing::Corrected { by: index.position(by) },
        None if has_content(index, at, root) && is_over(index, root, today) => Standing::Expired,
        None => Standing::InForce,
    }
}

/// The withdrawal that counts: of the entry itself, and the first one.
pub(crate) fn withdrawal(index: &Index, at: At) -> Option<At> {
    let withdrawals = index.own_acts(at).filter(|(_, act)| *act == Act::Withdraw);
    let counting = withdrawals.map(|(by, _)| by).filter(|by| index.counts(*by));
    counting.min_by_key(|by| order(index, *by))
}

/// What withdrew the record of which this is a version.
fn taken_along(index: &Index, at: At, root: At) -> Option<At> {
    if at != root && has_content(index, at, root) { withdrawal(index, root) } else { None }
}

/// A record, or a correction with what it puts in its place; not what was said about one.
fn has_content(index: &Index, at: At, root: At) -> bool {
    let act = index.row(at).aim.as_ref().map(|aim| aim.act);
    at == root || matches!(act, Some(Act::Correct { .. }))
}

/// Whether the record's last word about its end lies before today.
pub(crate) fn is_over(index: &Index, root: At, today: Option<Day>) -> bool {
    let Some(today) = today else { return false };
    let says = |at: At| match index.row(at).aim.as_ref()?.act {
        Act::Correct { until, .. } => Some(until),
        Act::Renew { until } => until.map(Some),
        Act::Nothing | Act::Withdraw | Act::WithdrawParts | Act::Remark(_) => None,
    };
    let later = index.thread_of(root).into_iter().skip(1).filter(|at| stands(index, *at));
    let last = later.filter_map(|at| Some((order(index, at), says(at)?))).max_by_key(|one| one.0);
    let until = last.map_or(index.row(root).valid_until, |(_, until)| until);
    until.is_some_and(|until| until < today)
}

/// Whether what is said here counts and has not been taken back.
pub(crate) fn stands(index: &Index, at: At) -> bool {
    index.counts(at) && withdrawal(index, at).is_none()
}

/// A correction on the way from an entry to its last correction.
struct Step {
    at: At,
    corrects: Option<usize>,
    /// Something later that counts stands in its place.
    replaced: bool,
}

/// The last correction of the entry or of one of its corrections, and so on.
///
/// One that is withdrawn, forked or revoked does not count itself, but what corrects it does: otherwise
/// tidying up a wrong correction would bring back the text that was wrong first.
fn correction(index: &Index, at: At) -> Option<At> {
    let mut steps = vec![Step { at, corrects: None, replaced: false }];
    let mut next = 0;
    while next < steps.len() {
        let acts = index.own_acts(steps[next].at);
        let corrections = acts.filter(|(_, act)| matches!(act, Act::Correct { .. }));
        let found = corrections.map(|(at, _)| Step { at, corrects: Some(next), replaced: false });
        steps.extend(found.collect::<Vec<_>>());
        next += 1;
    }
    let mut last: Option<At> = None;
    for step in (1..steps.len()).rev() {
        let Step { at, corrects, replaced } = steps[step];
        let counts = stands(index, at);
        if counts && !replaced && last.is_none_or(|held| order(index, held) < order(index, at)) {
            last = Some(at);
        }
        if let Some(corrected) = corrects {
            steps[corrected].replaced |= counts || replaced;
        }
    }
    last
}

/// Epoch before key: a new key comes with a new epoch. Position alone would sort by key.
pub(crate) fn order(index: &Index, at: At) -> (u64, u64, [u8; 32]) {
    let Position { log, seq } = index.position(at);
    (log.epoch, seq, log.key)
}
