//! What an originator made of one record: the statements that change it, and what came of them.
//!
//! Two steps: gather what belongs to the record, target by target; then ask the verdict which of it has
//! an effect, and read the texts, reasons and parts of those.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_record::{Kind, Record};

use crate::{
    dates::{Dated, Dates},
    does::{Days, Does},
    effect::{Reason, WithoutEffect},
    history::{self, Act},
    part::{self, Part, WithdrawnPart},
    said::{Place, Said, Statements},
    tombstone::Tombstone,
    verdict::{Claim, Root, Verdict},
    version::{self, Version},
    word::{WithdrawalReason, Word},
};

/// The statements of a life, each behind what it is about, and what has an effect.
pub(crate) struct Judged<'a> {
    /// The record is the first.
    pub(crate) said: Vec<&'a Said>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) verdict: Verdict,
}

impl<'a> Judged<'a> {
    fn new(statements: &Statements<'a>, root: &'a Said) -> Judged<'a> {
        let (said, claims) = gather(statements, root);
        let verdict = Verdict::of(Root::of(root), &claims);
        Judged { said, claims, verdict }
    }

    /// Whether a change does what it says; the record itself changes nothing.
    pub(crate) fn acts(&self, at: usize) -> bool {
        at != 0 && self.verdict.refused[at].is_none() && self.said[at].counts()
    }

    /// What a change does.
    pub(crate) fn does(&self, at: usize) -> Option<Does> {
        Some(self.claims.get(at.checked_sub(1)?)?.does)
    }

    pub(crate) fn ranked(&self) -> impl Iterator<Item = usize> + '_ {
        self.verdict.ranked.iter().copied()
    }

    fn id(&self, at: usize) -> Digest {
        self.said[at].id
    }

    /// Why a change has no effect.
    fn missing(&self, at: usize) -> Option<Reason> {
        let place = match self.said[at].place {
            Place::Stands => None,
            Place::Forked => Some(Reason::Forked),
            Place::Revoked { .. } => Some(Reason::Revoked),
        };
        let taken_back = self.verdict.taken_back[at];
        let taken_back = taken_back.map(|by| Reason::TakenBack { by: self.id(by) });
        self.verdict.refused[at].or(place).or(taken_back)
    }

    /// What is said about a change by another is no remark about the record.
    fn ids(&self) -> BTreeMap<Digest, Says> {
        let mut says = vec![Says::Itself];
        for claim in &self.claims {
            let own = claim.refused.is_none() && says[claim.target] == Says::Itself;
            says.push(if own { Says::Itself } else { Says::Foreign });
        }
        self.said.iter().map(|said| said.id).zip(says).collect()
    }

    fn dates(&self) -> Dates {
        let dated = |(day, by): (time::Date, usize)| Dated { day, by: self.id(by) };
        Dates {
            valid_until: self.verdict.valid_until.map(dated),
            review_due: self.verdict.review_due.map(dated),
        }
    }

    fn without_effect(&self) -> Vec<WithoutEffect> {
        // A correction that does not count, or was taken back, is still a version that people cite.
        let silent = self.ranked().filter(|at| !self.verdict.is_version(&self.claims, *at));
        let silent = silent.filter_map(|at| Some((at, self.missing(at)?)));
        silent.map(|(at, reason)| WithoutEffect::new(self.said[at], reason)).collect()
    }

    fn withdrawn_parts(&self, versions: &[Version], current: usize) -> Vec<WithdrawnPart> {
        let mut seen: BTreeSet<Part> = BTreeSet::new();
        let mut withdrawn = Vec::new();
        for by in self.verdict.parts_by.iter().map(|at| self.said[*at]) {
            let parts = part::named(&by.record).into_iter().flatten();
            let new = parts.filter(|part| seen.insert(part.clone()));
            withdrawn.extend(new.map(|part| WithdrawnPart {
                part,
                by: by.id,
                issued_at: by.issued_at,
                reason: reason(&by.record),
                explanation: text(&by.record, "explanation"),
                said: None,
            }));
        }
        let newest = std::iter::once(current).chain((0..versions.len()).rev());
        let mut said = part::said(&seen, newest.map(|at| &versions[at].text));
        withdrawn.iter_mut().for_each(|withdrawn| withdrawn.said = said.remove(&withdrawn.part));
        withdrawn
    }
}

impl Root {
    fn of(said: &Said) -> Root {
        Root {
            id: said.id,
            order: said.order,
            days: Days::of(&said.record),
            denial: said.record.kind() == Some(Kind::DenialNotice),
        }
    }
}

/// Whether a statement of a thread belongs to the record, or only claims to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Itself,
    Foreign,
}

/// One record with all that its originator said to it later.
#[derive(Clone, Debug)]
pub(crate) struct Life<'a> {
    pub(crate) root: &'a Said,
    /// Every statement of the thread, and whether it is the originator's to say.
    pub(crate) ids: BTreeMap<Digest, Says>,
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
        let judged = Judged::new(statements, root);
        let (versions, current) = version::versions(&judged);
        let withdrawn_parts = judged.withdrawn_parts(&versions, current);
        let text = versions[current].text.clone();
        Life {
            root,
            ids: judged.ids(),
            current,
            text: part::without(text, withdrawn_parts.iter().map(|withdrawn| &withdrawn.part)),
            dates: judged.dates(),
            renewed_by: judged.verdict.renewed_by.map(|at| judged.id(at)),
            withdrawn_parts,
            tombstone: judged.verdict.end.map(|at| Tombstone::of(judged.said[at])),
            acts: history::acts(&judged, &versions),
            without_effect: judged.without_effect(),
            versions,
        }
    }
}

/// The record, what changes it, what changes that, and so on; each after its target.
fn gather<'a>(statements: &Statements<'a>, root: &'a Said) -> (Vec<&'a Said>, Vec<Claim>) {
    let (mut gathered, mut claims) = (vec![root], Vec::new());
    let mut seen = BTreeSet::from([root.id]);
    let mut next = 0;
    while let Some(target) = gathered.get(next).copied() {
        for said in statements.about(&target.id) {
            let Some(does) = Does::of(&said.record).filter(|_| seen.insert(said.id)) else {
                continue;
            };
            gathered.push(said);
            claims.push(Claim {
                id: said.id,
                order: said.order,
                target: next,
                does,
                stands: said.counts(),
                refused: refused(root, target, said),
            });
        }
        next += 1;
    }
    (gathered, claims)
}

/// Why a change has no effect, as far as it is seen without the others.
fn refused(root: &Said, target: &Said, said: &Said) -> Option<Reason> {
    let exercise = said.record.exercise() == root.record.exercise();
    match said.issuer == root.issuer {
        false => Some(Reason::NotTheOriginator),
        true if !exercise => Some(Reason::ExerciseMismatch),
        true => said.contradicts(target).then_some(Reason::OtherReference),
    }
}

pub(crate) fn reason(withdrawal: &Record) -> Word<WithdrawalReason> {
    Word::read(withdrawal.text_at(&["reason"]))
}

pub(crate) fn text(record: &Record, name: &str) -> String {
    record.text_at(&[name]).unwrap_or_default().to_owned()
}
