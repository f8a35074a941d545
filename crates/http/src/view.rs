//! What the API says, as JSON: plain shapes with the field names that the documentation promises.
//!
//! They are neither wire nor domain types: a change here is a change of the API and of nothing else.
//! Both ends use the same shapes, so that the client cannot drift from the server.

use serde::{Deserialize, Serialize};

mod act;
mod approvals;
mod case;
mod convert;
mod draft;
mod duty;
mod graph;
mod log;
mod report;
mod search;
#[cfg(test)]
mod tests;
mod thread;
mod vocabulary;
mod watch;

pub use act::{ActView, EnactedView, HaltView, RosterMemberView, RosterVersionView, RosterView};
pub use approvals::{ApprovalView, ApprovalsView};
pub use case::{
    AmendmentView, ByView, CaseListedView, CaseNoteView, CaseView, ClosingView, ConsultingView,
    DraftedView, OpeningView, ReasonView, RulingView,
};
pub use draft::{
    ClaimView, DraftView, FindingView, GateView, OutcomeView, ReleasedView, StepView,
    SuggestionView,
};
pub use duty::{AlertView, DutyView, HolidayView, NewRelianceView, PeriodView, RelianceView};
pub use graph::{
    CitedView, DecideView, EdgeView, GraphView, JoinedView, LeftOutView, LinkView, NodeView,
    SamePairView, SameRunView, SameSideView, SameStepView, ThingView,
};
pub use log::{CheckpointView, ClosedView, CosignerView, LogView};
pub use report::{CellView, CellWord, ReportView, RowView, TableView};
pub use search::{
    CountView, FacetView, IndexFlawView, IndexView, MatchView, QueryNoteView, SearchView,
    SearchedView, SnippetView,
};
pub use thread::{
    ActView as ThreadActView, DatedView, PartView, RemarkView, StandingView, StatementView,
    ThreadView, TombstoneView, VersionView, WithoutEffectView,
};
pub use vocabulary::{ChangeView, LoadedView, PackView, WordCountView};
pub use watch::{
    DigestOfView, DigestView, LicenceView, MatchingView, NewWatchView, NoticeView, PartyHitView,
    ReceiverView, SeveralView, UnreadView, WatchView,
};

/// A record that is signed and durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedView {
    /// Printable reference.
    pub reference: String,
    /// Statement id, hex.
    pub id: String,
    /// State that signed.
    pub state: String,
    /// Epoch of its log.
    pub epoch: u64,
    /// Position in its log.
    pub seq: u64,
}

/// One line of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryView {
    /// Printable reference.
    pub reference: String,
    /// Statement id, hex.
    pub id: String,
    /// State that signed.
    pub state: String,
    /// Authority of that state.
    pub authority: String,
    /// Record kind.
    pub kind: String,
    /// Title; empty where this version cannot read the body.
    pub title: String,
    /// Whether it stands.
    pub status: StatusWord,
    /// Reference of what corrected or withdrew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_by: Option<String>,
    /// Why its state's root revoked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    /// What stands beside its status: the words `renewed`, `partly-withdrawn`, `disputed`, `corroborated`, `pending`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkView>,
    /// A drill, not a real warning.
    pub exercise: bool,
    /// Marking as printed.
    pub marking: String,
    /// When its state says that it was signed, RFC 3339 in UTC.
    pub issued_at: String,
    /// Epoch of its log.
    pub epoch: u64,
    /// Position in its log.
    pub seq: u64,
    /// Member states that have proved that they hold it.
    pub held_by: Vec<HolderView>,
    /// Of so many.
    pub members: usize,
    /// States that have said so, this node's included.
    pub reported_by: Vec<String>,
}

/// A state that has proved to hold a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderView {
    /// The state.
    pub state: String,
    /// By when, RFC 3339 in UTC, by its node's clock; null for the author's own state.
    pub by: Option<String>,
}

/// What stands beside a record's status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkView {
    /// The word.
    pub mark: String,
    /// The states that make it so, where others do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
}

/// A listing, and what it leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListView {
    /// The records, newest first.
    pub records: Vec<SummaryView>,
    /// So many of them are left out because they are over.
    pub hidden: usize,
}

/// Whether a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusWord {
    /// Nothing by its originator changes it.
    InForce,
    /// A later record of its originator corrects it.
    Corrected,
    /// Its last day is over.
    Expired,
    /// A later record of its originator withdraws it.
    Withdrawn,
    /// Its log forked: not to be relied on.
    Forked,
    /// Its state's root closed the log before it: not to be relied on.
    Revoked,
}

impl StatusWord {
    /// The word as JSON and people read it.
    pub const fn as_str(self) -> &'static str {
        match self {
            StatusWord::InForce => "in-force",
            StatusWord::Corrected => "corrected",
            StatusWord::Expired => "expired",
            StatusWord::Withdrawn => "withdrawn",
            StatusWord::Forked => "forked",
            StatusWord::Revoked => "revoked",
        }
    }
}

/// One record: the line of a listing, and the record itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordView {
    /// What a listing shows.
    #[serde(flatten)]
    pub summary: SummaryView,
    /// Under which policy it was released, and who approved it.
    pub approvals: ApprovalsView,
    /// The record, or null where this version cannot read the body.
    pub record: serde_json::Value,
}

/// A verification: it holds when every check holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationView {
    /// Whether every check holds.
    pub verified: bool,
    /// Each check, in the order in which it was made.
    pub checks: Vec<CheckView>,
}

/// One check with its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// Stable name.
    pub check: String,
    /// Whether it holds.
    pub ok: bool,
    /// What was compared with what.
    pub detail: String,
}

/// One peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerView {
    /// State of its certificate.
    pub state: String,
    /// Authority of its certificate.
    pub authority: String,
    /// libp2p peer id.
    pub peer: String,
    /// Whether a connection stands now.
    pub connected: bool,
    /// Address of that connection.
    pub address: Option<String>,
    /// Round trip of the last ping.
    pub ping_ms: Option<u64>,
    /// Standing score; below zero it has sent what was refused.
    pub score: i64,
    /// Entries that it reported to hold and that are missing here.
    pub ahead: u64,
}

/// The node at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusView {
    /// Own state.
    pub state: String,
    /// Own authority.
    pub authority: String,
    /// Name of the network.
    pub network: String,
    /// Hash of the founding roster, which is pinned, hex.
    pub pinned: String,
    /// Version of the roster in force.
    pub roster_version: u64,
    /// Hash of the roster in force, hex.
    pub roster: String,
    /// Members of the roster in force.
    pub members: usize,
    /// Two rosters at one height, or null.
    pub halt: Option<HaltView>,
    /// What this node must tell about itself.
    pub alarms: Vec<String>,
    /// Logs held.
    pub logs: Vec<LogView>,
    /// Peers connected now.
    pub peers: usize,
    /// Refusals since the start, by reason.
    pub refusals: serde_json::Map<String, serde_json::Value>,
    /// Bytes of the store on disk.
    pub store_bytes: u64,
    /// Addresses that the node listens on.
    pub listening: Vec<String>,
    /// Why the node may not sign yet, or null.
    pub signing_blocked: Option<String>,
    /// Entries of its own log that peers gave back since the start, after an old copy was restored.
    pub own_adopted: u64,
    /// Seconds since the start.
    pub uptime_s: u64,
}

/// What a complete check of the store found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FsckView {
    /// Nothing is wrong.
    pub clean: bool,
    /// Each thing that is wrong.
    pub problems: Vec<ProblemView>,
}

/// One thing that is wrong with a store, and what was or can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemView {
    /// What is wrong.
    pub what: String,
    /// What was done, or what to do.
    pub action: String,
}

/// How far a complete check is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressView {
    /// What is being checked.
    pub stage: String,
    /// Done so far.
    pub done: u64,
    /// In all.
    pub total: u64,
}

/// A watcher was too slow: so many arrivals were left out of its stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LagView {
    /// Arrivals left out; `list` has them.
    pub missed: u64,
}
