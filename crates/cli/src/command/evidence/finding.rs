//! What a pack that verifies comes to, as JSON for programs and in a few lines for people.
//!
//! Invariant: a finding is there exactly when the pack verified.

use chancery_http::view::{CheckView, VerificationView};
use chancery_ledger::log::Id;
use chancery_ledger::pack::{
    Cosigner, Later, Pack, PackFlaw, PackStep, Status, Uncounted, Verdict,
};
use chancery_ledger::roster::Genesis;
use chancery_node::causes;
use chancery_record::Record;
use serde::Serialize;

use super::words::{checks, instant};
use crate::screen::{fields, paragraph};

/// What a pack does not show, whoever signed it.
pub(super) const NOT_SHOWN: [&str; 4] = [
    "that nothing is withheld: a later pack may hold a correction, a withdrawal or a proof that this one does not",
    "that any time is true: times are by the clocks of those who signed",
    "that a quorum of states did not lie together",
    "that what the state said is true",
];

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
    /// States whose nodes held it, the author's own included.
    pub(super) held_by: Vec<String>,
    /// Of so many.
    pub(super) members: usize,
    pub(super) checkpoint_size: u64,
    pub(super) cosigners: Vec<CosignerView>,
    pub(super) later: Vec<LaterView>,
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

/// One correction or withdrawal.
#[derive(Debug, Serialize)]
pub(super) struct LaterView {
    pub(super) kind: String,
    pub(super) reference: String,
    pub(super) id: String,
    pub(super) issued_at: String,
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
            held_by: verdict.held.states.iter().map(ToString::to_string).collect(),
            members: verdict.held.of,
            checkpoint_size: verdict.size,
            cosigners: verdict.held.cosigners.iter().map(CosignerView::of).collect(),
            later: verdict.later.iter().map(LaterView::of).collect(),
        }
    }

    pub(super) fn told(&self) -> String {
        let mut text = fields(&[
            (
                "record",
                format!("{} of {}, authority {}", self.reference, self.state, self.authority),
            ),
            ("status", self.standing()),
            ("held by", self.holders()),
            (
                "exercise",
                if self.exercise { "yes, or not known: nobody should act on it" } else { "no" }
                    .to_owned(),
            ),
        ]);
        text += "\nA pack does not show\n";
        for line in NOT_SHOWN {
            text += &paragraph("  - ", line);
        }
        text
    }

    /// Whether the record stands, and by what it does not.
    pub(super) fn standing(&self) -> String {
        match &self.status_by {
            Some(by) => format!("{} by {by}", self.status),
            None if self.status == Status::Disputed.name() => {
                "forked: its author signed two histories of this log".to_owned()
            }
            None => format!("{}, as far as was known when the pack was made", self.status),
        }
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

impl LaterView {
    fn of(later: &Later) -> Self {
        Self {
            kind: later.kind.clone(),
            reference: later.reference.clone(),
            id: later.id.to_string(),
            issued_at: instant(later.issued_at),
        }
    }
}

/// The record in the pack, where it reads as one.
pub(super) fn record(pack: &Pack) -> Option<Record> {
    Record::from_body(pack.body()?).ok()
}

fn status_by(verdict: &Verdict) -> Option<String> {
    let reference = |by: Id| {
        let later = verdict.later.iter().find(|later| later.id == by);
        later.map(|later| later.reference.clone())
    };
    match verdict.status {
        Status::Corrected { by } | Status::Withdrawn { by } => reference(by),
        Status::InForce | Status::Disputed => None,
    }
}
