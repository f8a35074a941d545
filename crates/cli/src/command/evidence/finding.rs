//! What a pack that verifies comes to, as JSON for programs and in a few lines for people.
//!
//! Invariant: a finding is there exactly when the pack verified.

use chancery_http::view::{CheckView, VerificationView};
use chancery_ledger::log::Id;
use chancery_ledger::pack::{
    Cosigner, Later, NoEffect, Pack, PackFlaw, PackStep, Release, Status, Uncounted, Verdict,
    WithdrawnPart,
};
use chancery_ledger::roster::Genesis;
use chancery_node::causes;
use chancery_record::Record;
use serde::Serialize;

use super::words::{checks, instant};
use crate::screen::{fields, paragraph};

/// What a pack does not show, whoever signed it.
const NOT_SHOWN: [&str; 5] = [
    "that nothing is withheld: a later pack may hold a correction, a withdrawal or a proof that this one does not",
    "that any time is true: times are by the clocks of those who signed",
    "that a quorum of states did not lie together",
    "that the policy was the newest: only its log shows whether a later one had been named before",
    "that what the state said is true",
];

/// The same of a record that is about another one of its author's.
const NOT_SHOWN_OF_ABOUT: &str =
    "whether the record that this one is about stands: that is in that record's own pack";

/// The kinds by which an author changes another record of its own.
const ABOUT: [&str; 4] = ["correction", "withdrawal", "renewal", "denial-review"];

/// The answer of `chancery evidence verify`.
#[derive(Debug, Serialize)]
pub(super) struct EvidenceView {
    #[serde(flatten)]
    pub(super) verification: VerificationView,
    /// The stable name of what does not hold.
    pub(super) flaw: Option<&'static str>,
    #[serde(flatten)]
    pub(super) finding: Option<Finding>,
}

/// What is shown.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub(super) reference: String,
    pub(super) id: String,
    pub(super) state: String,
    pub(super) authority: String,
    pub(super) kind: String,
    pub(super) marking: String,
    pub(super) issued_at: String,
    /// A drill, or not known because the pack is without the body.
    pub(super) exercise: bool,
    pub(super) status: &'static str,
    /// Reference of what corrected or withdrew it.
    pub(super) status_by: Option<String>,
    /// How many officers its authority had declared for a release like this one.
    pub(super) policy: &'static str,
    /// Who approved it.
    pub(super) approvals: Vec<ApprovalView>,
    /// States whose nodes held it, the author's own included.
    pub(super) held_by: Vec<String>,
    /// Of so many.
    pub(super) members: usize,
    pub(super) checkpoint_size: u64,
    pub(super) cosigners: Vec<CosignerView>,
    /// What was withdrawn while the rest stands.
    pub(super) withdrawn_parts: Vec<PartView>,
    /// The last day on which it stands, as was said last.
    pub(super) valid_until: Option<String>,
    /// When its authority looks at it again, as was said last.
    pub(super) review_due: Option<String>,
    /// Id of the last renewal or review that has set one of the two.
    pub(super) renewed_by: Option<String>,
    pub(super) later: Vec<LaterView>,
}

/// An officer's approval.
#[derive(Debug, Serialize)]
pub(super) struct ApprovalView {
    pub(super) role: &'static str,
    /// The officer's pseudonym in the policy.
    pub(super) officer: String,
    /// By the officer's clock.
    pub(super) at: String,
}

/// One node that cosigned.
#[derive(Debug, Serialize)]
pub(super) struct CosignerView {
    pub(super) state: String,
    pub(super) authority: String,
    pub(super) time: String,
    /// Why it does not count.
    pub(super) uncounted: Option<&'static str>,
}

/// A party, an item or a claim that was withdrawn.
#[derive(Debug, Serialize)]
pub(super) struct PartView {
    /// `parties`, `items` or `claims`.
    pub(super) list: &'static str,
    pub(super) key: String,
    /// The word for why.
    pub(super) reason: Option<String>,
    /// Reference of the withdrawal.
    pub(super) by: Option<String>,
}

/// Something that its author said later.
#[derive(Debug, Serialize)]
pub(super) struct LaterView {
    pub(super) kind: String,
    pub(super) reference: String,
    pub(super) id: String,
    pub(super) issued_at: String,
    /// Why it changes nothing.
    pub(super) no_effect: Option<&'static str>,
}

impl EvidenceView {
    pub(super) fn of(pack: &Pack, verdict: &Verdict, genesis: &Genesis) -> Self {
        let checks = checks(verdict, genesis);
        Self {
            verification: VerificationView { verified: true, checks },
            flaw: None,
            finding: Some(Finding::of(pack, verdict)),
        }
    }

    /// The steps before the one that does not hold did.
    pub(super) fn refused(flaw: &PackFlaw) -> Self {
        let held = PackStep::ALL.into_iter().filter(|step| *step < flaw.step());
        let check = |step: PackStep, ok, detail: String| CheckView {
            check: step.name().to_owned(),
            ok,
            detail,
        };
        let mut checks: Vec<CheckView> =
            held.map(|step| check(step, true, "holds".to_owned())).collect();
        checks.push(check(flaw.step(), false, causes(flaw)));
        Self {
            verification: VerificationView { verified: false, checks },
            flaw: Some(flaw.name()),
            finding: None,
        }
    }
}

impl Finding {
    pub(super) fn of(pack: &Pack, verdict: &Verdict) -> Self {
        let header = &verdict.header;
        Self {
            reference: header.reference.clone(),
            id: verdict.id.to_string(),
            state: header.issuer.state.to_string(),
            authority: header.issuer.authority.clone(),
            kind: header.kind.clone(),
            marking: header.marking.to_string(),
            issued_at: instant(header.issued_at),
            exercise: record(pack).is_none_or(|record| record.exercise()),
            status: verdict.status.name(),
            status_by: status_by(verdict),
            policy: Release::applied(verdict.release.as_ref()),
            approvals: approvals(verdict),
            held_by: verdict.held.states.iter().map(ToString::to_string).collect(),
            members: verdict.held.of,
            checkpoint_size: verdict.size,
            cosigners: verdict.held.cosigners.iter().map(CosignerView::of).collect(),
            withdrawn_parts: verdict
                .withdrawn_parts
                .iter()
                .map(|one| PartView::of(one, verdict))
                .collect(),
            valid_until: verdict.valid_until.as_ref().map(|dated| dated.day.clone()),
            review_due: verdict.review_due.as_ref().map(|dated| dated.day.clone()),
            renewed_by: verdict.renewed_by.map(|by| by.to_string()),
            later: verdict.later.iter().map(LaterView::of).collect(),
        }
    }

    pub(super) fn told(&self) -> String {
        let record = format!("{} of {}, authority {}", self.reference, self.state, self.authority);
        let exercise =
            if self.exercise { "yes, or not known: nobody should act on it" } else { "no" };
        let mut lines = vec![("record", record), ("status", self.standing())];
        lines.extend(self.parts().map(|parts| ("withdrawn", parts)));
        lines.extend(self.days().map(|days| ("days", days)));
        lines.push(("released by", self.released()));
        lines.extend([("held by", self.holders()), ("exercise", exercise.to_owned())]);
        let mut text = fields(&lines);
        text += "\nA pack does not show\n";
        for line in self.not_shown() {
            text += &paragraph("  - ", line);
        }
        text
    }

    /// Whether the record stands, and by what it does not.
    pub(super) fn standing(&self) -> String {
        match &self.status_by {
            Some(by) => format!("{} by {by}", self.status),
            None if self.status == Status::Forked.name() => {
                "forked: its author signed two histories of this log".to_owned()
            }
            None => format!("{}, as far as was known when the pack was made", self.status),
        }
    }

    /// What was withdrawn while the rest stands.
    pub(super) fn parts(&self) -> Option<String> {
        let one = |part: &PartView| {
            let reason = part.reason.as_deref().unwrap_or("no reason given");
            let by = part.by.as_deref().unwrap_or_default();
            format!("{} {}, by {by} ({reason})", part.list, part.key)
        };
        let all: Vec<String> = self.withdrawn_parts.iter().map(one).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// Until when it stands and when it is looked at again, as was said last.
    pub(super) fn days(&self) -> Option<String> {
        let until = self.valid_until.as_ref().map(|day| format!("valid until {day}"));
        let review = self.review_due.as_ref().map(|day| format!("review due {day}"));
        let days: Vec<String> = until.into_iter().chain(review).collect();
        let renewed = if self.renewed_by.is_some() { ", as renewed" } else { "" };
        (!days.is_empty()).then(|| days.join(", ") + renewed)
    }

    /// What follows from nothing in the pack.
    pub(super) fn not_shown(&self) -> impl Iterator<Item = &'static str> {
        let about = ABOUT.contains(&self.kind.as_str()).then_some(NOT_SHOWN_OF_ABOUT);
        NOT_SHOWN.into_iter().chain(about)
    }

    /// Which policy applied, and who approved.
    pub(super) fn released(&self) -> String {
        let one = |approval: &ApprovalView| format!("{} {}", approval.role, approval.officer);
        let by: Vec<String> = self.approvals.iter().map(one).collect();
        let by = if by.is_empty() { "no approval".to_owned() } else { by.join(", ") };
        format!("{by} (policy: {})", self.policy)
    }

    /// How many states held it, and which.
    pub(super) fn holders(&self) -> String {
        format!("{} of {} states: {}", self.held_by.len(), self.members, self.held_by.join(", "))
    }
}

impl CosignerView {
    fn of(cosigner: &Cosigner) -> Self {
        Self {
            state: cosigner.issuer.state.to_string(),
            authority: cosigner.issuer.authority.clone(),
            time: instant(i64::try_from(cosigner.time).unwrap_or(i64::MAX)),
            uncounted: cosigner.uncounted.map(Uncounted::name),
        }
    }
}

impl PartView {
    fn of(one: &WithdrawnPart, verdict: &Verdict) -> Self {
        Self {
            list: one.part.list.name(),
            key: one.part.key.clone(),
            reason: one.reason.clone(),
            by: reference_of(one.by, verdict),
        }
    }
}

impl LaterView {
    fn of(later: &Later) -> Self {
        Self {
            kind: later.kind.clone(),
            reference: later.reference.clone(),
            id: later.id.to_string(),
            issued_at: instant(later.issued_at),
            no_effect: later.no_effect.map(NoEffect::name),
        }
    }
}

/// The record in the pack, where it reads as one.
pub(super) fn record(pack: &Pack) -> Option<Record> {
    Record::from_body(pack.body()?).ok()
}

fn status_by(verdict: &Verdict) -> Option<String> {
    match verdict.status {
        Status::Corrected { by } | Status::Withdrawn { by } => reference_of(by, verdict),
        Status::InForce | Status::Forked => None,
    }
}

fn approvals(verdict: &Verdict) -> Vec<ApprovalView> {
    let all = verdict.release.iter().flat_map(|release| &release.approvals);
    all.map(|one| ApprovalView {
        role: one.role.as_str(),
        officer: one.officer.clone(),
        at: instant(one.at),
    })
    .collect()
}

fn reference_of(by: Id, verdict: &Verdict) -> Option<String> {
    let later = verdict.later.iter().find(|later| later.id == by);
    later.map(|later| later.reference.clone())
}
