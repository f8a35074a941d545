//! Whether an entry stands: in force, corrected, withdrawn, forked, revoked.
//!
//! Derived, never stored, and a function of the set of entries, proofs and cuts held, not of the order
//! in which they came: two nodes that hold the same say the same. Only the originator's word
//! counts: a claim is honoured when it is by the same state and authority as its target, names it
//! by id, and names no other reference beside it. Ids are digests, so claims cannot form a ring.

use chancery_ledger::log::Position;

use crate::index::{At, ClaimKind, Index, Revoked};

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

/// Revocation before fork before withdrawal before correction.
///
/// A claim from a forked or revoked place does not count: whoever holds a leaked key could
/// otherwise take everything back. A withdrawal cannot be undone.
pub(crate) fn standing(index: &Index, at: At) -> Standing {
    if let Some(Revoked { last }) = index.revoked(at) {
        return Standing::Revoked { last };
    }
    if index.is_forked(at) {
        return Standing::Forked;
    }
    if let Some(by) = withdrawal(index, at) {
        return Standing::Withdrawn { by: index.position(by) };
    }
    match correction(index, at) {
        Some(by) => Standing::Corrected { by: index.position(by) },
        None => Standing::InForce,
    }
}

fn withdrawal(index: &Index, at: At) -> Option<At> {
    let withdrawals = honoured(index, at, ClaimKind::Withdrawal);
    withdrawals.filter(|by| index.counts(*by)).min_by_key(|by| order(index, *by))
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
        let corrections = honoured(index, steps[next].at, ClaimKind::Correction);
        let found = corrections.map(|at| Step { at, corrects: Some(next), replaced: false });
        steps.extend(found.collect::<Vec<_>>());
        next += 1;
    }
    let mut last: Option<At> = None;
    for step in (1..steps.len()).rev() {
        let Step { at, corrects, replaced } = steps[step];
        let counts = index.counts(at) && withdrawal(index, at).is_none();
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
fn order(index: &Index, at: At) -> (u64, u64, [u8; 32]) {
    let Position { log, seq } = index.position(at);
    (log.epoch, seq, log.key)
}

fn honoured(index: &Index, target: At, kind: ClaimKind) -> impl Iterator<Item = At> {
    let issuer = &index.log(target).issuer;
    let reference = &index.row(target).reference;
    let claims = index.claims(target).iter().filter(move |claim| claim.kind == kind);
    claims
        .filter(move |claim| index.log(claim.at).issuer == *issuer)
        .filter(move |claim| claim.reference.as_ref().is_none_or(|named| named == reference))
        .map(|claim| claim.at)
}
