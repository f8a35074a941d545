//! What changed for whoever relied on one exact version: what alerts are made of.
//!
//! The list only says what is so now. Whoever alerts keeps what was so when the version was cited,
//! and tells the difference; so nothing is told twice, and nothing that arrives late is missed.

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use time::Date;

use crate::{
    effect::Reason,
    history::{Act, Did},
    part::{Part, PartKind},
    said::Place,
    thread::Thread,
    tombstone::Ending,
    version::{Version, VersionState},
};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What.
    pub what: Change,
    /// The statement that did it; none for a fork or a closed log.
    pub by: Option<Digest>,
    /// When, by the clock of whoever said it; none where nobody did.
    pub issued_at: Option<i64>,
    /// Why: the word of the vocabulary; empty where there is none.
    pub reason: String,
    /// Why, for people.
    pub explanation: String,
    /// The parts that it is about; empty means the whole.
    pub parts: Vec<Part>,
}

/// What happened to a version after it was cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Another text was put in its place.
    Corrected,
    /// The correction that made it was withdrawn.
    TakenBack,
    /// A later correction or renewal of it was withdrawn: what was told of that no longer holds.
    Undone,
    /// Parts of it no longer stand.
    PartlyWithdrawn,
    /// The record no longer stands.
    Withdrawn,
    /// It stands for longer, or is reviewed at another time.
    Renewed,
    /// Its last day has passed.
    Expired,
    /// Another state does not agree.
    Disputed,
    /// It stands where its author's log forked.
    Forked,
    /// Its state has closed the log before it.
    Revoked,
}

impl Change {
    /// A name that does not change.
    pub const fn as_str(self) -> &'static str {
        match self {
            Change::Corrected => "corrected",
            Change::TakenBack => "taken-back",
            Change::Undone => "undone",
            Change::PartlyWithdrawn => "partly-withdrawn",
            Change::Withdrawn => "withdrawn",
            Change::Renewed => "renewed",
            Change::Expired => "expired",
            Change::Disputed => "disputed",
            Change::Forked => "forked",
            Change::Revoked => "revoked",
        }
    }
}

/// What changed for whoever relied on the version that `cited` made, in order: acts of the
/// originator, then other states' disputes, then expiry, then what happened to the log.
///
/// `None` when that statement is no part of the thread.
pub fn changed(thread: &Thread, cited: &Digest, today: Date) -> Option<Vec<Changed>> {
    let version = thread.version_of(cited);
    let after = match thread.acts.iter().position(|act| act.id == *cited) {
        Some(at) => at + 1,
        // A version that does not count has no act; it comes after the version before it.
        None => match version {
            Some(version) => acts_before(thread, version),
            None => return late(thread, cited),
        },
    };
    let held = version.map(parts_of).unwrap_or_default();
    let mut found = Vec::new();
    for (at, act) in thread.acts.iter().enumerate() {
        let concerns = at >= after || takes_from(act, &held);
        found.extend(if concerns { of_act(act, cited) } else { None });
    }
    found.extend(disputes(thread));
    found.extend(expiry(thread, today));
    let place = match version.map(|version| version.state) {
        Some(VersionState::Forked) => Place::Forked,
        Some(VersionState::Revoked { last }) => Place::Revoked { last },
        Some(
            VersionState::Current | VersionState::Replaced { .. } | VersionState::TakenBack { .. },
        ) => Place::Stands,
        None => thread.place,
    };
    found.extend(of_log(place));
    Some(found)
}

/// A correction that turned out to come after a withdrawal: whoever cited it cited nothing.
fn late(thread: &Thread, cited: &Digest) -> Option<Vec<Changed>> {
    let said = thread.without_effect.iter().find(|said| said.id == *cited)?;
    let Reason::AfterWithdrawal { by } = said.reason else { return None };
    Some(
        thread
            .acts
            .iter()
            .filter(|act| act.id == by)
            .filter_map(|act| of_act(act, cited))
            .collect(),
    )
}

/// How many acts come before a version that is none.
fn acts_before(thread: &Thread, version: &Version) -> usize {
    let earlier = thread.acts.iter().rposition(|act| match act.did {
        Did::Published => true,
        Did::Corrected { version: number, .. } => number < version.number,
        _ => false,
    });
    earlier.map_or(0, |at| at + 1)
}

/// The parts that a version's text has, by key.
fn parts_of(version: &Version) -> BTreeSet<Part> {
    let of = |kind: PartKind| {
        let keys = version.text.keys_at(kind.path());
        keys.into_iter().map(move |key| Part { kind, key: key.to_owned() }).collect::<Vec<_>>()
    };
    PartKind::ALL.into_iter().flat_map(of).collect()
}

/// Whether an act withdraws one of these parts.
fn takes_from(act: &Act, held: &BTreeSet<Part>) -> bool {
    match &act.did {
        Did::PartlyWithdrew { parts, .. } => parts.iter().any(|part| held.contains(part)),
        _ => false,
    }
}

fn of_act(act: &Act, cited: &Digest) -> Option<Changed> {
    let (what, reason, parts) = match &act.did {
        Did::Published => return None,
        Did::TookBack { what, reason } => {
            let change = if what == cited { Change::TakenBack } else { Change::Undone };
            (change, reason.as_str(), Vec::new())
        }
        Did::Corrected { reason, .. } => (Change::Corrected, reason.as_str(), Vec::new()),
        Did::Renewed { .. } | Did::Amended { .. } => (Change::Renewed, "", Vec::new()),
        Did::PartlyWithdrew { parts, reason } => {
            (Change::PartlyWithdrawn, reason.as_str(), parts.clone())
        }
        Did::Withdrew { ending: Ending::Withdrawn(reason) } => {
            (Change::Withdrawn, reason.as_str(), Vec::new())
        }
        Did::Withdrew { ending: Ending::Revoked } => (Change::Withdrawn, "revoked", Vec::new()),
    };
    Some(Changed {
        what,
        by: Some(act.id),
        issued_at: Some(act.issued_at),
        reason: reason.to_owned(),
        explanation: act.explanation.clone(),
        parts,
    })
}

fn disputes(thread: &Thread) -> impl Iterator<Item = Changed> {
    let disputes = thread.remarks.disputes.iter().filter(|dispute| dispute.says.disagrees());
    disputes.map(|dispute| Changed {
        what: Change::Disputed,
        by: Some(dispute.id),
        issued_at: Some(dispute.issued_at),
        reason: dispute.says.stance.as_str().to_owned(),
        explanation: dispute.says.basis.clone(),
        parts: Vec::new(),
    })
}

fn expiry(thread: &Thread, today: Date) -> Option<Changed> {
    let until = thread.dates.valid_until.filter(|until| until.day < today)?;
    thread.tombstone.is_none().then(|| Changed {
        by: Some(until.by),
        explanation: format!("its last day was {}", until.day),
        ..bare(Change::Expired)
    })
}

fn of_log(place: Place) -> Option<Changed> {
    match place {
        Place::Stands => None,
        Place::Forked => Some(bare(Change::Forked)),
        Place::Revoked { .. } => Some(bare(Change::Revoked)),
    }
}

fn bare(what: Change) -> Changed {
    Changed {
        what,
        by: None,
        issued_at: None,
        reason: String::new(),
        explanation: String::new(),
        parts: Vec::new(),
    }
}
