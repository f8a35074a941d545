//! Whether the record stands, by what the pack holds about it.
//!
//! The same rule as a node's own, so that a pack and the node that made it say the same: dispute
//! before withdrawal before correction. Invariant: a function of the set of later entries and
//! proofs, not of their order.

use std::collections::BTreeMap;

use super::verdict::Later;
use crate::log::{Id, LogId, Position};

/// Whether the record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing in the pack that counts is against it.
    InForce,
    /// Its authority has put another content in its place.
    Corrected {
        /// The correction that counts.
        by: Id,
    },
    /// Its authority has taken it back.
    Withdrawn {
        /// The withdrawal that counts.
        by: Id,
    },
    /// It stands where, or after, its author signed two different histories.
    Disputed,
}

impl Status {
    /// The word for it.
    pub fn name(&self) -> &'static str {
        match self {
            Status::InForce => "in-force",
            Status::Corrected { .. } => "corrected",
            Status::Withdrawn { .. } => "withdrawn",
            Status::Disputed => "disputed",
        }
    }
}

/// What a later entry does to the one that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    Correction,
    Withdrawal,
}

impl Claim {
    pub(super) fn of_kind(kind: &str) -> Option<Self> {
        match kind {
            "correction" => Some(Claim::Correction),
            "withdrawal" => Some(Claim::Withdrawal),
            _ => None,
        }
    }
}

/// The order in which an authority spoke: a new key comes with a new epoch or a new log.
pub(super) fn order(position: Position) -> (u64, u64, [u8; 32]) {
    (position.log.epoch, position.seq, position.log.key)
}

/// All that the rule looks at.
pub(super) struct Claims<'a> {
    /// In ascending order.
    later: &'a [Later],
    /// The places in `later` that name each id.
    by_target: BTreeMap<Id, Vec<usize>>,
    /// The lowest disputed place of each log.
    disputes: &'a BTreeMap<LogId, u64>,
}

impl<'a> Claims<'a> {
    pub(super) fn new(later: &'a [Later], disputes: &'a BTreeMap<LogId, u64>) -> Self {
        let mut by_target: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        for (at, later) in later.iter().enumerate() {
            by_target.entry(later.target).or_default().push(at);
        }
        Self { later, by_target, disputes }
    }

    pub(super) fn status(&self, id: Id, position: Position) -> Status {
        if self.is_disputed(position) {
            return Status::Disputed;
        }
        if let Some(by) = self.withdrawal(id) {
            return Status::Withdrawn { by };
        }
        match self.correction(id) {
            Some(by) => Status::Corrected { by },
            None => Status::InForce,
        }
    }

    fn is_disputed(&self, position: Position) -> bool {
        self.disputes.get(&position.log).is_some_and(|from| *from <= position.seq)
    }

    fn about(&self, target: Id, claim: Claim) -> impl Iterator<Item = usize> {
        let all = self.by_target.get(&target).into_iter().flatten().copied();
        all.filter(move |at| Claim::of_kind(&self.later[*at].kind) == Some(claim))
    }

    fn withdrawal(&self, target: Id) -> Option<Id> {
        let all = self.about(target, Claim::Withdrawal).map(|at| &self.later[at]);
        { all }.find(|later| !self.is_disputed(later.position)).map(|later| later.id)
    }

    /// The last correction of the record or of one of its corrections, and so on.
    ///
    /// One that is withdrawn or disputed does not count itself, but what corrects it does: otherwise
    /// tidying up a wrong correction would bring back the text that was wrong first.
    fn correction(&self, record: Id) -> Option<Id> {
        // Each with the one that it corrects; a later one stands behind what it corrects.
        let mut found: Vec<(usize, Option<usize>)> =
            self.about(record, Claim::Correction).map(|at| (at, None)).collect();
        let mut next = 0;
        while next < found.len() {
            let target = self.later[found[next].0].id;
            found.extend(self.about(target, Claim::Correction).map(|at| (at, Some(next))));
            next += 1;
        }
        let mut replaced = vec![false; found.len()];
        let mut last: Option<usize> = None;
        for step in (0..found.len()).rev() {
            let (at, corrects) = found[step];
            let later = &self.later[at];
            let counts = !self.is_disputed(later.position) && self.withdrawal(later.id).is_none();
            if counts && !replaced[step] {
                last = last.max(Some(at));
            }
            if let Some(corrected) = corrects {
                replaced[corrected] |= counts || replaced[step];
            }
        }
        last.map(|at| self.later[at].id)
    }
}
