//! From a fold to a thread as JSON.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::log::Id;
use chancery_node::answer::Told;
use chancery_thread::{
    Ending, Standing, Thread, Tombstone, Version, VersionState,
    dates::{Dated, Days},
    history::{Act, Did},
    part::{Part, WithdrawnPart},
};
use serde_json::Value;
use time::Date;

use super::instant;
use crate::view::{
    DatedView, PartView, StandingView, StatementView, StatusWord, SummaryView, ThreadActView,
    ThreadView, TombstoneView, VersionView, WithoutEffectView,
};

mod remarks;

/// Names statements by reference and id.
pub(super) struct Names<'a>(&'a BTreeMap<Id, String>);

impl Names<'_> {
    pub(super) fn of(&self, id: &Digest) -> StatementView {
        let reference = self.0.get(&Id::from_bytes(*id.as_bytes())).cloned().unwrap_or_default();
        StatementView { reference, id: id.to_string() }
    }
}

impl ThreadView {
    /// Of what a node tells, with the text of the version of that number, or of the current one. None when
    /// there is no such version.
    pub(crate) fn of(told: Told, version: Option<usize>) -> Option<ThreadView> {
        let Told { thread, references, .. } = &told;
        let names = Names(references);
        let asked = names.of(&Digest::from_bytes(*told.asked.as_bytes()));
        let Some(thread) = thread else {
            return version.is_none_or(|version| version == 1).then(|| unread(told, asked));
        };
        let current = thread.version().number;
        let shown = version.unwrap_or(current);
        // The current text leaves out what was withdrawn of it; one that is asked for is as it was.
        let text = match version {
            None => thread.text.to_json(),
            Some(number) => thread.versions.iter().find(|one| one.number == number)?.text.to_json(),
        };
        let record = SummaryView::from(told.summary.clone());
        let mut standing = standing(thread, thread.standing(told.today), &names);
        standing.reason = standing.reason.or_else(|| record.status_reason.clone());
        Some(ThreadView {
            asked,
            today: told.today.to_string(),
            standing,
            marks: record.marks.clone(),
            valid_until: thread.dates.valid_until.map(|dated| day(dated, &names)),
            review_due: thread.dates.review_due.map(|dated| day(dated, &names)),
            current,
            shown,
            text,
            versions: versions(thread, &told.changes, told.today, &names),
            withdrawn_parts: thread.withdrawn_parts.iter().map(|one| part(one, &names)).collect(),
            tombstone: thread.tombstone.as_ref().map(|one| tombstone(one, &names)),
            acts: thread.acts.iter().map(|one| act(one, &names)).collect(),
            remarks: remarks::remarks(thread, &names),
            without_effect: without_effect(thread, &names),
            pending: thread.marks.pending.as_ref().map(|target| StatementView {
                reference: target.reference.clone().unwrap_or_default(),
                id: target.id.clone().unwrap_or_default(),
            }),
            related: told.related.iter().cloned().map(SummaryView::from).collect(),
            left_out: told.left_out,
            record,
        })
    }
}

/// A record whose body this version cannot read: who signed it and when is all that can be told.
fn unread(told: Told, asked: StatementView) -> ThreadView {
    let record = SummaryView::from(told.summary);
    let by = record.status_by.clone();
    ThreadView {
        asked,
        today: told.today.to_string(),
        standing: StandingView {
            status: record.status,
            by: by.map(|reference| StatementView { reference, id: String::new() }),
            at: None,
            reason: record.status_reason.clone(),
        },
        marks: record.marks.clone(),
        valid_until: None,
        review_due: None,
        current: 1,
        shown: 1,
        text: told.record.map_or(Value::Null, |record| record.to_json()),
        versions: Vec::new(),
        withdrawn_parts: Vec::new(),
        tombstone: None,
        acts: Vec::new(),
        remarks: Vec::new(),
        without_effect: Vec::new(),
        pending: None,
        related: Vec::new(),
        left_out: told.left_out,
        record,
    }
}

fn standing(thread: &Thread, standing: Standing, names: &Names<'_>) -> StandingView {
    let bare = |status| StandingView { status, by: None, at: None, reason: None };
    let made = |status, by: Digest| {
        let act = thread.acts.iter().find(|act| act.id == by);
        StandingView {
            status,
            by: Some(names.of(&by)),
            at: act.map(|act| instant(act.issued_at)),
            reason: act.and_then(|act| reason(&act.did)),
        }
    };
    match standing {
        Standing::InForce => bare(StatusWord::InForce),
        Standing::Forked => bare(StatusWord::Forked),
        Standing::Revoked { .. } => bare(StatusWord::Revoked),
        Standing::Expired { last } => {
            StandingView { at: Some(last.to_string()), ..bare(StatusWord::Expired) }
        }
        Standing::Corrected { by } => made(StatusWord::Corrected, by),
        Standing::Withdrawn { by } => made(StatusWord::Withdrawn, by),
    }
}

fn versions(
    thread: &Thread,
    changes: &[Vec<String>],
    today: Date,
    names: &Names<'_>,
) -> Vec<VersionView> {
    let one = |(version, changes): (&Version, &Vec<String>)| VersionView {
        number: version.number,
        statement: names.of(&version.id),
        issued_at: instant(version.issued_at),
        state: match version.state {
            VersionState::Current => "current",
            VersionState::Replaced { .. } => "replaced",
            VersionState::TakenBack { .. } => "taken-back",
            VersionState::Forked => "forked",
            VersionState::Revoked { .. } => "revoked",
        }
        .to_owned(),
        standing: standing(thread, thread.version_standing(version, today), names),
        reason: version.reason.as_ref().map(|reason| reason.as_str().to_owned()),
        explanation: version.explanation.clone(),
        changes: changes.clone(),
    };
    thread.versions.iter().zip(changes).map(one).collect()
}

fn day(dated: Dated, names: &Names<'_>) -> DatedView {
    DatedView { day: dated.day.to_string(), by: names.of(&dated.by) }
}

fn part(part: &WithdrawnPart, names: &Names<'_>) -> PartView {
    PartView {
        part: part.part.kind.noun().to_owned(),
        key: part.part.key.clone(),
        by: names.of(&part.by),
        at: instant(part.issued_at),
        reason: part.reason.as_str().to_owned(),
        explanation: part.explanation.clone(),
        said: part.said.clone().unwrap_or(Value::Null),
    }
}

fn tombstone(tombstone: &Tombstone, names: &Names<'_>) -> TombstoneView {
    TombstoneView {
        by: names.of(&tombstone.by),
        at: instant(tombstone.issued_at),
        reason: ending(&tombstone.ending),
        explanation: tombstone.explanation.clone(),
        public_note: tombstone.public_note.clone(),
    }
}

fn ending(ending: &Ending) -> String {
    match ending {
        Ending::Withdrawn(reason) => reason.as_str().to_owned(),
        Ending::Revoked => "revoked".to_owned(),
    }
}

fn act(act: &Act, names: &Names<'_>) -> ThreadActView {
    let (did, what) = match &act.did {
        Did::Published => ("published", String::new()),
        Did::Corrected { version, .. } => ("corrected", format!("version {version}")),
        Did::Renewed { days } => ("renewed", until(days)),
        Did::Amended { days } => ("amended", until(days)),
        Did::PartlyWithdrew { parts, .. } => ("partly-withdrew", named(parts)),
        Did::Withdrew { .. } => ("withdrew", String::new()),
        Did::TookBack { what, .. } => ("took-back", names.of(what).reference),
    };
    ThreadActView {
        statement: names.of(&act.id),
        at: instant(act.issued_at),
        did: did.to_owned(),
        what,
        reason: reason(&act.did),
        explanation: act.explanation.clone(),
    }
}

fn reason(did: &Did) -> Option<String> {
    match did {
        Did::Published | Did::Renewed { .. } | Did::Amended { .. } => None,
        Did::Corrected { reason, .. } => Some(reason.as_str().to_owned()),
        Did::PartlyWithdrew { reason, .. } | Did::TookBack { reason, .. } => {
            Some(reason.as_str().to_owned())
        }
        Did::Withdrew { ending: how } => Some(ending(how)),
    }
}

fn until(days: &Days) -> String {
    let valid = days.valid_until.map(|day| format!("valid until {day}"));
    let review = days.review_due.map(|day| format!("review due {day}"));
    [valid, review].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn named(parts: &[Part]) -> String {
    let one = |part: &Part| format!("{} {}", part.kind.noun(), part.key);
    parts.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn without_effect(thread: &Thread, names: &Names<'_>) -> Vec<WithoutEffectView> {
    let one = |one: &chancery_thread::WithoutEffect| WithoutEffectView {
        kind: one.kind.clone(),
        statement: names.of(&one.id),
        state: one.issuer.state.to_string(),
        authority: one.issuer.authority.clone(),
        at: instant(one.issued_at),
        reason: one.reason.as_str().to_owned(),
        why: one.reason.to_string(),
    };
    thread.without_effect.iter().map(one).collect()
}
