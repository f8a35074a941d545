//! What became of the record, by what the pack holds about it.
//!
//! The same rule as a node's own, so that a pack and the node that made it say the same: fork before
//! withdrawal before correction, and whatever has no effect is said to have none. Invariant: a function
//! of the set of later entries and proofs, not of their order; and no clock is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::said::{Days, Outcome, Said, Says};
use super::status::{Dated, NoEffect, Part, Status, WithdrawnPart};
use crate::log::{Id, LogId, Position};

/// The order in which an authority spoke: a new key comes with a new epoch or a new log.
pub(super) type Order = (u64, u64, [u8; 32]);

pub(super) fn order(position: Position) -> Order {
    (position.log.epoch, position.seq, position.log.key)
}

/// What became of the record.
pub(super) struct Life {
    pub(super) status: Status,
    /// Of each later entry, in the order in which they were given.
    pub(super) no_effect: Vec<Option<NoEffect>>,
    pub(super) withdrawn_parts: Vec<WithdrawnPart>,
    pub(super) valid_until: Option<Dated>,
    pub(super) review_due: Option<Dated>,
    /// The last renewal or review that has set one of the two.
    pub(super) renewed_by: Option<Id>,
}

/// When it took effect: never before what it is about, since an authority with two nodes has two logs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    latest: Order,
    steps: usize,
    own: Order,
    id: Id,
}

struct Member<'a> {
    said: &'a Said,
    /// Its place among the later entries; the record has none.
    at: Option<usize>,
    /// The place among the members of what it names; the record's is its own.
    target: usize,
    rank: Rank,
    is_forked: bool,
    refused: Option<NoEffect>,
    is_taken_back: bool,
}

impl Member<'_> {
    /// Whether it does what it says.
    fn acts(&self) -> bool {
        self.refused.is_none() && !self.is_forked
    }

    fn no_effect(&self) -> Option<NoEffect> {
        let forked = self.is_forked.then_some(NoEffect::Forked);
        let taken_back = self.is_taken_back.then_some(NoEffect::TakenBack);
        self.refused.or(forked).or(taken_back)
    }

    /// Whether the record says it, or a correction of it.
    fn is_text(&self) -> bool {
        matches!(self.said.says, Says::Text | Says::Correction { .. })
    }

    /// Whether it takes something back for good.
    fn is_end(&self) -> bool {
        match &self.said.says {
            Says::Withdrawal { .. } => true,
            Says::Review { outcome } => *outcome == Some(Outcome::Revoke),
            Says::Text | Says::Correction { .. } | Says::Renewal => false,
        }
    }

    /// Whether it lets the record stand for longer: what ends it sets no day.
    fn renews(&self) -> bool {
        matches!(self.said.says, Says::Renewal | Says::Review { .. }) && !self.is_end()
    }

    /// Whether it ends the record, if it acts.
    fn ends(&self) -> bool {
        let is_review = matches!(self.said.says, Says::Review { .. });
        self.rank.steps > 0 && self.said.takes_whole() && (is_review || self.target == 0)
    }
}

impl Life {
    /// `forks` has the lowest forked place of each log. Every entry of `later` names the record or another.
    pub(super) fn fold(record: &Said, later: &[Said], forks: &BTreeMap<LogId, u64>) -> Self {
        let mut members = gather(record, later, forks);
        for at in 1..members.len() {
            members[at].refused = refusal(&members, at);
        }
        let end = end(&mut members);
        let mut ranked: Vec<usize> = (1..members.len()).collect();
        ranked.sort_by_key(|at| members[*at].rank);
        take_back(&mut members, &ranked);
        let current = current(&members);
        let mut no_effect = vec![None; later.len()];
        for member in &members[1..] {
            no_effect[member.at.expect("because only the record has none")] = member.no_effect();
        }
        let id = |at: usize| members[at].said.id;
        let (valid_until, review_due, renewed_by) = days(&members, &ranked, current);
        Self {
            status: match (members[0].is_forked, end, current) {
                (true, _, _) => Status::Forked,
                (false, Some(end), _) => Status::Withdrawn { by: id(end) },
                (false, None, 0) => Status::InForce,
                (false, None, current) => Status::Corrected { by: id(current) },
            },
            no_effect,
            withdrawn_parts: withdrawn_parts(&members, &ranked),
            valid_until,
            review_due,
            renewed_by,
        }
    }
}

/// The record, what names it, what names one of these, and so on: each behind what it names. Ids are
/// digests, so nothing names itself on a way round.
fn gather<'a>(
    record: &'a Said,
    later: &'a [Said],
    forks: &BTreeMap<LogId, u64>,
) -> Vec<Member<'a>> {
    let mut naming: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
    for (at, said) in later.iter().enumerate() {
        naming.entry(said.target).or_default().push(at);
    }
    let member = |said: &'a Said, at, target, above: Option<Rank>| {
        let own = order(said.position());
        let latest = above.map_or(own, |above| above.latest.max(own));
        let steps = above.map_or(0, |above| above.steps + 1);
        let from = forks.get(&said.position().log);
        Member {
            said,
            at,
            target,
            rank: Rank { latest, steps, own, id: said.id },
            is_forked: from.is_some_and(|from| *from <= said.header.seq),
            refused: None,
            is_taken_back: false,
        }
    };
    let mut members = vec![member(record, None, 0, None)];
    let mut next = 0;
    while next < members.len() {
        let Member { said, rank, .. } = members[next];
        for at in naming.remove(&said.id).unwrap_or_default() {
            members.push(member(&later[at], Some(at), next, Some(rank)));
        }
        next += 1;
    }
    members
}

/// Why an entry can have no effect, whatever else is known. What it names was judged before.
fn refusal(members: &[Member<'_>], at: usize) -> Option<NoEffect> {
    let (record, member) = (members[0].said, &members[at]);
    let (target, said) = (&members[member.target], member.said);
    if record.exercise.is_some_and(|exercise| said.exercise != Some(exercise)) {
        return Some(NoEffect::Exercise);
    }
    if target.refused.is_some() {
        return Some(NoEffect::Target);
    }
    let nothing = || (!said.days.any()).then_some(NoEffect::NothingNamed);
    match &said.says {
        Says::Correction { .. } if !target.is_text() => Some(NoEffect::NotAText),
        Says::Correction { has_text } => (!has_text).then_some(NoEffect::NoText),
        Says::Withdrawal { parts: None, .. } => target.is_end().then_some(NoEffect::Final),
        Says::Withdrawal { .. } if !target.is_text() => Some(NoEffect::NotAText),
        Says::Withdrawal { parts: Some(parts), .. } => {
            parts.is_empty().then_some(NoEffect::NothingNamed)
        }
        Says::Review { .. } if !may_be_denial(record) => Some(NoEffect::WrongKind),
        Says::Renewal | Says::Review { .. } if target.is_end() => Some(NoEffect::NotAText),
        Says::Review { outcome: None } => Some(NoEffect::NothingNamed),
        Says::Review { outcome: Some(Outcome::Amend | Outcome::Revoke) } => None,
        Says::Review { outcome: Some(Outcome::Renew) } | Says::Renewal => nothing(),
        Says::Text => None,
    }
}

/// A correction in a pack of its own may be one of a denial: what it corrects is not there.
fn may_be_denial(record: &Said) -> bool {
    ["denial-notice", "correction"].contains(&record.header.kind.as_str())
}

/// The first entry that ends the record; what ranks behind it has no effect.
fn end(members: &mut [Member<'_>]) -> Option<usize> {
    let ends = (1..members.len()).filter(|at| members[*at].acts() && members[*at].ends());
    let end = ends.min_by_key(|at| members[*at].rank)?;
    let rank = members[end].rank;
    for member in &mut members[1..] {
        if member.refused.is_none() && member.rank > rank {
            member.refused = Some(NoEffect::AfterWithdrawal);
        }
    }
    Some(end)
}

/// Withdrawals of one later entry, such as a wrong correction.
fn take_back(members: &mut [Member<'_>], ranked: &[usize]) {
    for at in ranked {
        let member = &members[*at];
        let target = member.target;
        let is_whole = matches!(&member.said.says, Says::Withdrawal { parts: None, .. });
        if !is_whole || target == 0 || !member.acts() {
            continue;
        }
        if members[target].is_taken_back {
            members[*at].refused = Some(NoEffect::AfterWithdrawal);
        }
        members[target].is_taken_back = true;
    }
}

/// The last correction of the record or of one of its corrections, and so on; 0 is the record.
///
/// One that is withdrawn or forked does not count itself, but what corrects it does: otherwise
/// tidying up a wrong correction would bring back the text that was wrong first.
fn current(members: &[Member<'_>]) -> usize {
    let mut is_replaced = vec![false; members.len()];
    let mut last = 0;
    // Each stands behind what it names, so backwards a correction is seen before what it corrects.
    for at in (1..members.len()).rev() {
        let member = &members[at];
        if !matches!(member.said.says, Says::Correction { .. }) || member.refused.is_some() {
            continue;
        }
        let counts = member.no_effect().is_none();
        if counts && !is_replaced[at] && (last == 0 || members[last].rank < member.rank) {
            last = at;
        }
        is_replaced[member.target] |= counts || is_replaced[at];
    }
    last
}

fn withdrawn_parts(members: &[Member<'_>], ranked: &[usize]) -> Vec<WithdrawnPart> {
    let mut seen: BTreeSet<&Part> = BTreeSet::new();
    let mut withdrawn = Vec::new();
    for member in ranked.iter().map(|at| &members[*at]).filter(|member| member.acts()) {
        let Says::Withdrawal { parts: Some(parts), reason } = &member.said.says else { continue };
        for part in parts.iter().filter(|part| seen.insert(part)) {
            let (part, reason) = (part.clone(), reason.clone());
            withdrawn.push(WithdrawnPart { part, by: member.said.id, reason });
        }
    }
    withdrawn
}

/// The days of the text that counts, and of what renews it later than that text, field by field.
fn days(
    members: &[Member<'_>],
    ranked: &[usize],
    current: usize,
) -> (Option<Dated>, Option<Dated>, Option<Id>) {
    let (mut until, mut review, mut renewed_by) = (None, None, None);
    let mut set = |said: &Said| {
        let Days { valid_until, review_due } = said.days.clone();
        until = valid_until.map(|day| Dated { day, by: said.id }).or(until.take());
        review = review_due.map(|day| Dated { day, by: said.id }).or(review.take());
    };
    set(members[current].said);
    for member in ranked.iter().map(|at| &members[*at]) {
        let later = member.rank > members[current].rank;
        if member.renews() && later && member.no_effect().is_none() && member.said.days.any() {
            set(member.said);
            renewed_by = Some(member.said.id);
        }
    }
    (until, review, renewed_by)
}
