//! What an originator made of one record: the fold of the four kinds that change.
//!
//! Two steps: gather what belongs to the record, target by target; then decide which of it has an
//! effect, in rank. Only the originator's word counts. A rank is the place among all that the issuer
//! said, but never before what it is about: an authority with two nodes has two logs, and a renewal
//! from the shorter one still comes after the record that it renews.

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use chancery_record::Record;

use crate::{
    dates::{self, Dates},
    effect::{Reason, WithoutEffect},
    history::{self, Act},
    part::{self, Part, WithdrawnPart},
    role::{Role, has_text},
    said::{Order, Said, Statements},
    tombstone::Tombstone,
    version::{self, Version},
    word::{ReviewOutcome, WithdrawalReason, Word},
};

/// Place in a thread: never before what it is about, then by depth, then by the issuer's own order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    latest: Order,
    depth: usize,
    own: Order,
    id: Digest,
}

/// A statement that changes the record, or would; the record itself is the first.
pub(crate) struct Member<'a> {
    pub(crate) said: &'a Said,
    pub(crate) role: Role,
    /// Its target among the members; its own place for the record itself.
    pub(crate) target: usize,
    pub(crate) rank: Rank,
    /// Why it has no effect, apart from where it stands in its log.
    pub(crate) refused: Option<Reason>,
    /// The first withdrawal that takes back this one statement, and not the record.
    pub(crate) taken_back: Option<Digest>,
}

impl Member<'_> {
    /// Whether it does what it says.
    pub(crate) fn acts(&self) -> bool {
        self.refused.is_none() && self.said.counts()
    }

    /// Whether it ends the record, if it acts.
    fn ends(&self) -> bool {
        match self.role {
            Role::Withdrawal => self.target == 0 && part::named(&self.said.record).is_none(),
            Role::DenialReview => outcome(&self.said.record) == Some(ReviewOutcome::Revoke),
            _ => false,
        }
    }

    /// Why a statement that would otherwise act has no effect.
    fn missing(&self) -> Option<Reason> {
        let place = match self.said.place {
            crate::said::Place::Stands => None,
            crate::said::Place::Forked => Some(Reason::Forked),
            crate::said::Place::Revoked { .. } => Some(Reason::Revoked),
        };
        let taken_back = self.taken_back.map(|by| Reason::TakenBack { by });
        self.refused.or(place).or(taken_back)
    }
}

/// One record with all that its originator said to it later.
#[derive(Clone, Debug)]
pub(crate) struct Life<'a> {
    pub(crate) root: &'a Said,
    /// Every statement that can be a remark's target.
    pub(crate) ids: Vec<Digest>,
    pub(crate) versions: Vec<Version>,
    /// The place of the current version.
    pub(crate) current: usize,
    /// The current text without withdrawn parts.
    pub(crate) text: Record,
    pub(crate) dates: Dates,
    pub(crate) renewed_by: Option<Digest>,
    pub(crate) withdrawn_parts: Vec<WithdrawnPart>,
    pub(crate) tombstone: Option<Tombstone>,
    pub(crate) acts: Vec<Act>,
    pub(crate) without_effect: Vec<WithoutEffect>,
}

impl<'a> Life<'a> {
    pub(crate) fn fold(statements: &Statements<'a>, root: &'a Said) -> Life<'a> {
        let mut members = gather(statements, root);
        admit(&mut members);
        let end = end(&mut members);
        take_back(&mut members);
        let mut ranked: Vec<usize> = (0..members.len()).collect();
        ranked.sort_by_key(|at| members[*at].rank);

        let (versions, current) = version::versions(&members, &ranked);
        let current_rank = version::rank_of(&members, &versions[current].id);
        let (dates, renewed_by) = dates::dates(&members, &ranked, &versions[current], current_rank);
        let withdrawn_parts = withdrawn_parts(&members, &ranked, &versions, current);
        let text = versions[current].text.clone();
        let text = part::without(text, withdrawn_parts.iter().map(|withdrawn| &withdrawn.part));
        let acts = history::acts(&members, &ranked, &versions);
        Life {
            root,
            ids: ranked.iter().map(|at| members[*at].said.id).collect(),
            current,
            text,
            dates,
            renewed_by,
            withdrawn_parts,
            tombstone: end.map(|at| Tombstone::of(members[at].said)),
            acts,
            without_effect: without_effect(&members, &ranked),
            versions,
        }
    }
}

/// The record, what changes it, what changes that, and so on; each after its target.
fn gather<'a>(statements: &Statements<'a>, root: &'a Said) -> Vec<Member<'a>> {
    let member = |said: &'a Said, target, rank| {
        let role = Role::of(&said.record);
        Member { said, role, target, rank, refused: None, taken_back: None }
    };
    let first = Rank { latest: root.order, depth: 0, own: root.order, id: root.id };
    let mut members = vec![member(root, 0, first)];
    let mut seen = BTreeSet::from([root.id]);
    let mut next = 0;
    while next < members.len() {
        let (id, rank) = (members[next].said.id, members[next].rank);
        for said in statements.about(&id).filter(|said| Role::of(&said.record).changes()) {
            if seen.insert(said.id) {
                let latest = rank.latest.max(said.order);
                let rank = Rank { latest, depth: rank.depth + 1, own: said.order, id: said.id };
                members.push(member(said, next, rank));
            }
        }
        next += 1;
    }
    members
}

fn admit(members: &mut [Member<'_>]) {
    for at in 1..members.len() {
        members[at].refused = refusal(members, at);
    }
}

/// Why a statement can have no effect, whatever else is held. Its target has been judged before.
fn refusal(members: &[Member<'_>], at: usize) -> Option<Reason> {
    let (root, member) = (&members[0], &members[at]);
    let target = &members[member.target];
    let record = &member.said.record;
    if member.said.issuer != root.said.issuer {
        return Some(Reason::NotTheOriginator);
    }
    if target.refused.is_some() {
        return Some(Reason::TargetWithoutEffect);
    }
    if record.exercise() != root.said.record.exercise() {
        return Some(Reason::ExerciseMismatch);
    }
    if member.said.contradicts(target.said) {
        return Some(Reason::OtherReference);
    }
    let is_text = member.target == 0 || target.role == Role::Correction;
    let is_end = member.target != 0 && (target.role == Role::Withdrawal || target.ends());
    match member.role {
        Role::Correction if !is_text => Some(Reason::NotAText),
        Role::Correction => {
            let text = record.inner("replacement").filter(has_text);
            text.is_none().then_some(Reason::NoText)
        }
        Role::Withdrawal => match part::named(record) {
            None => is_end.then_some(Reason::Final),
            Some(_) if !is_text => Some(Reason::NotAText),
            Some(parts) => parts.is_empty().then_some(Reason::NothingNamed),
        },
        Role::DenialReview if !member.role.is_about().contains(&root.said.record.kind_name()) => {
            Some(Reason::WrongKind)
        }
        Role::Renewal | Role::DenialReview if is_end => Some(Reason::NotAText),
        Role::DenialReview if outcome(record).is_none() => Some(Reason::NothingNamed),
        Role::DenialReview if outcome(record) != Some(ReviewOutcome::Renew) => None,
        _ => (!dates::named(record).any()).then_some(Reason::NothingNamed),
    }
}

/// The first statement that ends the record; what comes after it has no effect.
fn end(members: &mut [Member<'_>]) -> Option<usize> {
    let ends = (1..members.len()).filter(|at| members[*at].acts() && members[*at].ends());
    let end = ends.min_by_key(|at| members[*at].rank)?;
    let (rank, by) = (members[end].rank, members[end].said.id);
    for member in members.iter_mut().skip(1).filter(|member| member.refused.is_none()) {
        if member.rank > rank {
            member.refused = Some(Reason::AfterWithdrawal { by });
        }
    }
    Some(end)
}

/// Withdrawals of one statement of the thread: a correction, a renewal.
fn take_back(members: &mut [Member<'_>]) {
    let mut ranked: Vec<usize> = (1..members.len()).collect();
    ranked.sort_by_key(|at| members[*at].rank);
    for at in ranked {
        let member = &members[at];
        let whole = member.role == Role::Withdrawal && part::named(&member.said.record).is_none();
        if !whole || member.target == 0 || !member.acts() {
            continue;
        }
        let (target, id) = (member.target, member.said.id);
        match members[target].taken_back {
            None => members[target].taken_back = Some(id),
            Some(by) => members[at].refused = Some(Reason::AfterWithdrawal { by }),
        }
    }
}

fn withdrawn_parts(
    members: &[Member<'_>],
    ranked: &[usize],
    versions: &[Version],
    current: usize,
) -> Vec<WithdrawnPart> {
    let mut seen: BTreeSet<Part> = BTreeSet::new();
    let mut withdrawn = Vec::new();
    for member in ranked.iter().map(|at| &members[*at]).filter(|member| member.acts()) {
        if member.role != Role::Withdrawal || member.rank.depth == 0 {
            continue;
        }
        let record = &member.said.record;
        let parts = part::named(record).into_iter().flatten();
        withdrawn.extend(parts.filter(|part| seen.insert(part.clone())).map(|part| {
            WithdrawnPart {
                part,
                by: member.said.id,
                issued_at: member.said.issued_at,
                reason: reason(record),
                explanation: text(record, "explanation"),
                said: None,
            }
        }));
    }
    let newest = std::iter::once(current).chain((0..versions.len()).rev());
    let mut said = part::said(&seen, newest.map(|at| &versions[at].text));
    withdrawn.iter_mut().for_each(|withdrawn| withdrawn.said = said.remove(&withdrawn.part));
    withdrawn
}

fn without_effect(members: &[Member<'_>], ranked: &[usize]) -> Vec<WithoutEffect> {
    let later = ranked.iter().map(|at| &members[*at]).filter(|member| member.rank.depth > 0);
    later
        // A correction that does not count, or was taken back, is still a version that people cite.
        .filter(|member| member.role != Role::Correction || member.refused.is_some())
        .filter_map(|member| Some(WithoutEffect::new(member.said, member.missing()?)))
        .collect()
}

pub(crate) fn outcome(review: &Record) -> Option<ReviewOutcome> {
    Word::read(review.text_at(&["outcome"])).known()
}

pub(crate) fn reason(withdrawal: &Record) -> Word<WithdrawalReason> {
    Word::read(withdrawal.text_at(&["reason"]))
}

pub(crate) fn text(record: &Record, name: &str) -> String {
    record.text_at(&[name]).unwrap_or_default().to_owned()
}
