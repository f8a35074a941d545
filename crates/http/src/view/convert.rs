//! The one place where what a node answers becomes what the API says.

use chancery_node::{
    answer::{Check, Found, Holder, PeerView as NodePeer, Published, Standing, Status, Summary},
    checking::{FsckProgress, Problem},
};
use std::collections::BTreeSet;

use chancery_record::StateCode;
use chancery_store::{Marks, Word};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    CheckView, FsckView, HaltView, HolderView, LogView, MarkView, PeerView, ProblemView,
    ProgressView, PublishedView, RecordView, StatusView, StatusWord, SummaryView, VerificationView,
};

mod act;
mod approvals;
mod duty;
mod graph;
mod log;
mod search;
#[cfg(test)]
mod tests;
mod thread;
mod watch;

impl From<Published> for PublishedView {
    fn from(published: Published) -> Self {
        PublishedView {
            reference: published.reference,
            id: published.id.to_string(),
            state: published.state,
            epoch: published.position.log.epoch,
            seq: published.position.seq,
        }
    }
}

fn marks(marks: Marks) -> Vec<MarkView> {
    let Marks { renewed, partly_withdrawn, disputed_by, corroborated_by, pending } = marks;
    let states = |states: BTreeSet<StateCode>| -> Vec<String> {
        states.into_iter().map(|state| state.to_string()).collect()
    };
    let said = |mark: Word, is: bool, by: Vec<String>| {
        is.then(|| MarkView { mark: mark.as_str().to_owned(), by })
    };
    let (disputed, corroborated) = (!disputed_by.is_empty(), !corroborated_by.is_empty());
    let all = [
        said(Word::Renewed, renewed, Vec::new()),
        said(Word::PartlyWithdrawn, partly_withdrawn, Vec::new()),
        said(Word::Disputed, disputed, states(disputed_by)),
        said(Word::Corroborated, corroborated, states(corroborated_by)),
        said(Word::Pending, pending, Vec::new()),
    ];
    all.into_iter().flatten().collect()
}

impl From<Summary> for SummaryView {
    fn from(summary: Summary) -> Self {
        let (status, status_by, status_reason) = match summary.standing {
            Standing::InForce => (StatusWord::InForce, None, None),
            Standing::Corrected(by) => (StatusWord::Corrected, Some(by), None),
            Standing::Expired => (StatusWord::Expired, None, None),
            Standing::Withdrawn(by) => (StatusWord::Withdrawn, Some(by), None),
            Standing::Forked => (StatusWord::Forked, None, None),
            Standing::Revoked(reason) => (StatusWord::Revoked, None, Some(reason)),
        };
        SummaryView {
            reference: summary.reference,
            id: summary.id.to_string(),
            state: summary.state,
            authority: summary.authority,
            kind: summary.kind,
            title: summary.title,
            status,
            status_by,
            status_reason,
            marks: marks(summary.marks),
            exercise: summary.exercise,
            marking: summary.marking,
            issued_at: instant(summary.issued_at_s),
            epoch: summary.position.log.epoch,
            seq: summary.position.seq,
            held_by: summary.held_by.into_iter().map(HolderView::from).collect(),
            members: summary.members,
            reported_by: summary.reported_by,
        }
    }
}

impl From<Holder> for HolderView {
    fn from(holder: Holder) -> Self {
        HolderView { state: holder.state, by: holder.by_s.map(clock) }
    }
}

/// The time of a cosignature.
fn clock(at_s: u64) -> String {
    i64::try_from(at_s).map_or_else(|_| format!("{at_s} s"), instant)
}

/// RFC 3339 in UTC. A state may sign any number; one outside the years 0 to 9999 is shown as the number.
pub(super) fn instant(issued_at_s: i64) -> String {
    OffsetDateTime::from_unix_timestamp(issued_at_s)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_else(|| format!("{issued_at_s} s"))
}

impl From<Found> for RecordView {
    fn from(found: Found) -> Self {
        RecordView {
            summary: found.summary.into(),
            approvals: found.released.into(),
            record: found.record.map_or(serde_json::Value::Null, |record| record.to_json()),
        }
    }
}

impl From<Vec<Check>> for VerificationView {
    fn from(checks: Vec<Check>) -> Self {
        // No check at all verifies nothing.
        let verified = !checks.is_empty() && checks.iter().all(|check| check.ok);
        VerificationView { verified, checks: checks.into_iter().map(CheckView::from).collect() }
    }
}

impl From<Check> for CheckView {
    fn from(check: Check) -> Self {
        CheckView { check: check.check.to_owned(), ok: check.ok, detail: check.detail }
    }
}

impl From<NodePeer> for PeerView {
    fn from(peer: NodePeer) -> Self {
        PeerView {
            state: peer.state,
            authority: peer.authority,
            peer: peer.peer,
            connected: peer.connected,
            address: peer.address,
            ping_ms: peer.ping_ms,
            score: peer.score,
            ahead: peer.ahead,
        }
    }
}

impl From<Status> for StatusView {
    fn from(status: Status) -> Self {
        StatusView {
            state: status.state,
            authority: status.authority,
            network: status.network,
            pinned: status.pinned,
            roster_version: status.roster_version,
            roster: status.roster,
            members: status.members,
            halt: status.halt.map(HaltView::from),
            alarms: status.alarms,
            logs: status.logs.into_iter().map(LogView::from).collect(),
            peers: status.peers,
            refusals: status
                .refusals
                .into_iter()
                .map(|(reason, count)| (reason, count.into()))
                .collect(),
            store_bytes: status.store_bytes,
            listening: status.listening,
            signing_blocked: status.signing_blocked,
            own_adopted: status.own_adopted,
            uptime_s: status.uptime_s,
        }
    }
}

impl From<Vec<Problem>> for FsckView {
    fn from(problems: Vec<Problem>) -> Self {
        let problems: Vec<ProblemView> = problems
            .into_iter()
            .map(|problem| ProblemView { what: problem.what, action: problem.action })
            .collect();
        FsckView { clean: problems.is_empty(), problems }
    }
}

impl From<FsckProgress> for ProgressView {
    fn from(progress: FsckProgress) -> Self {
        ProgressView { stage: progress.stage, done: progress.done, total: progress.total }
    }
}
