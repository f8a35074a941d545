//! What a node answers when its own people ask: plain values, owned, without handles into the store.
//!
//! They exist so that the desk above converts them in one place, and so that no caller holds a
//! lock, a log position's bytes or a key. Nothing here is a wire type.

use chancery_ledger::log::{Id, Position};
use chancery_record::{Record, StateCode};
use chancery_store::{Expired, Marks, Word};

mod act;
mod approvals;
mod duty;
mod list;
mod log;
mod same;
mod screening;
mod searched;
mod told;

pub use crate::asking::AskError;
pub use crate::case::{NoteFile, NoteFileFlaw};
pub use crate::cases::{
    AnswerFound, CASE_FILE_BYTES_MAX, Case, CaseError, CaseFile, CaseFileFlaw, CaseFlaw, CaseLine,
    CaseListed, Cases, Cited, Closed as CaseClosed, Consultation, Consulting, Decided, Decision,
    Drafted, FoundIn, HeardAnswer, HitNow, Holding, KeptHit, KeptScreening, ListRead, Newer,
    Opening, Outcome as CaseOutcome, Relied, Ruled, Ruling, Screened, Sketch, Step, Stone, Stood,
    Touch, Verified, VersionFound, What, Why,
};
pub use crate::drafts::{
    Draft, DraftClaim, DraftError, DraftState, DraftStep, Drafts, Finding, Gate, Group, Move,
    Outcome, Released, Signed, Source, Start, Suggestion, rejection_message,
};
pub use crate::duties::{DutyError, PacksError, Tidings};
pub use crate::engine::enacting::EnactError;
pub use crate::gathering::EvidenceError;
pub use crate::graphs::{GraphError, SameError};
pub use crate::lists::{ListError, ListFileFlaw, Loading};
pub use crate::screening::{Depth, ScreenError};
pub use crate::vault::{KeyError, VaultError};
pub use crate::watches::{
    DayDigest, DigestOf, Hit as PartyHit, Licence, Matching, NewWatch, Notice, Notices, Raised,
    ReceiverState, Several, Watch, WatchError, Watched,
};
pub use act::{ActView, Enacted, Halt, RosterMember, RosterVersion, RosterView};
pub use approvals::{Approvals, Approved};
pub use duty::{Alert, Duty, DutyKind, NewReliance, Period, Reliance, ReliedAs, Scope, Tiding};
pub use list::{ListDifference, ListLine, ListLoaded, ListShown, ListVersion};
pub use log::{CheckpointView, Closed, Cosigner, LogView};
pub use same::{SamePair, SameProgress, SameRun, SameSide, SameState, SameStep};
pub use screening::{
    Hit, IndexUsed, ListRole, ListSource, ListUsed, NotAsked, Reason, RecordSource, Screening,
    SettingsUsed, Source as HitSource, Subject, SubjectKind,
};
pub use searched::{
    Asked, IndexFlaw, IndexProgress, IndexState, IndexStatus, Match, Searched, Snippet,
};
pub use told::Told;

/// A record as signed, released and durable on this node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Printable reference, `EE-2026-0001`.
    pub reference: String,
    /// SHA-256 of what was signed.
    pub id: Id,
    /// State that signed.
    pub state: String,
    /// Where it stands in the state's log.
    pub position: Position,
}

/// One line of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Printable reference.
    pub reference: String,
    /// SHA-256 of what was signed.
    pub id: Id,
    /// State that signed.
    pub state: String,
    /// Authority of that state.
    pub authority: String,
    /// Record kind, also one that this node does not know.
    pub kind: String,
    /// Title, empty where the body could not be read.
    pub title: String,
    /// Whether it stands.
    pub standing: Standing,
    /// What stands beside that.
    pub marks: Marks,
    /// A drill, not a real warning.
    pub exercise: bool,
    /// Marking, as printed: `TLP:AMBER`.
    pub marking: String,
    /// When its state says that it was signed, in seconds since 1970 (UTC).
    pub issued_at_s: i64,
    /// Where it stands in its log.
    pub position: Position,
    /// States (this node's included) whose last reported frontier covers it, as far as known.
    pub reported_by: Vec<String>,
    /// Member states that have proved that they hold it: its author's, and those whose nodes cosigned a
    /// checkpoint that covers it, with the earliest time of which a cosignature is kept.
    pub held_by: Vec<Holder>,
    /// How many member states the roster in force has.
    pub members: usize,
}

/// A state that has proved to hold a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The state.
    pub state: String,
    /// By when it held it, by its node's clock, in seconds since 1970 (UTC); none for the author's own state.
    pub by_s: Option<u64>,
}

/// Whether a record stands, derived from its originator's own later statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing by its originator changes it.
    InForce,
    /// Corrected; the reference of the latest correction.
    Corrected(String),
    /// Its last day is over.
    Expired,
    /// Withdrawn; the reference of the withdrawal.
    Withdrawn(String),
    /// Its log forked at or before its position: both sides are kept, neither is to be relied on.
    Forked,
    /// Its state's root closed the log before its position: why, as far as the root says.
    Revoked(String),
}

/// One record with everything that this node knows about it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The line that a listing shows.
    pub summary: Summary,
    /// The record, or nothing where the body could not be read by this version.
    pub record: Option<Record>,
    /// How it was released; none where it names no policy.
    pub released: Option<Approvals>,
    /// Statement bytes as received.
    pub statement: Vec<u8>,
    /// Body bytes as received.
    pub body: Vec<u8>,
}

/// One check of a verification, with its result in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Stable name of the check, kebab-case.
    pub check: &'static str,
    /// Whether it holds.
    pub ok: bool,
    /// What was compared with what.
    pub detail: String,
}

/// One peer as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerView {
    /// State of its certificate.
    pub state: String,
    /// Authority of its certificate.
    pub authority: String,
    /// libp2p peer id.
    pub peer: String,
    /// Whether a connection stands now.
    pub connected: bool,
    /// Address of that connection, when there is one.
    pub address: Option<String>,
    /// Round trip of the last ping, in milliseconds.
    pub ping_ms: Option<u64>,
    /// Standing score; below zero it has sent what was refused.
    pub score: i64,
    /// Entries that it reported to hold and that are missing here.
    pub ahead: u64,
}

/// The node at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
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
    /// Two rosters at one height, and nobody has chosen yet.
    pub halt: Option<Halt>,
    /// What this node must tell its operator about itself: its log is closed, its state has left, its witness
    /// key is retired.
    pub alarms: Vec<String>,
    /// Logs held.
    pub logs: Vec<LogView>,
    /// Peers with a connection now.
    pub peers: usize,
    /// Refusals since the start, by reason.
    pub refusals: Vec<(String, u64)>,
    /// Bytes of the store on disk.
    pub store_bytes: u64,
    /// Addresses that the node listens on.
    pub listening: Vec<String>,
    /// Empty when the node may sign, otherwise why not yet.
    pub signing_blocked: Option<String>,
    /// Entries of the own log that peers gave back since the start: after an old copy was restored.
    pub own_adopted: u64,
    /// Seconds since the start.
    pub uptime_s: u64,
}

/// How a publication treats the own-frontier barrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// Wait until peers have shown what they hold of this node's own log.
    Await,
    /// An operator says that the log on this disk is the newest there is.
    Override,
}

/// What a listing is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only records of this state.
    pub state: Option<StateCode>,
    /// Only records of this kind.
    pub kind: Option<String>,
    /// Only records issued since then, in seconds since 1970 (UTC).
    pub since_s: Option<i64>,
    /// Only drills, or only what is real.
    pub exercise: Option<bool>,
    /// Only records that stand so.
    pub word: Option<Word>,
    /// What becomes of records that are over.
    pub expired: Expired,
    /// At most so many.
    pub limit: usize,
}

/// What a listing gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The records, newest first.
    pub records: Vec<Summary>,
    /// So many are left out because they are over, among those as new as the ones listed.
    pub hidden: usize,
}

/// What a watcher is told next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// A record has become durable here.
    Record(Box<Summary>),
    /// So many arrived faster than they were read, and are left out.
    Missed(u64),
}

/// Bytes that the network has carried since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// All that came in inside connections: payload, framing, negotiation, pings.
    pub bytes_in: u64,
    /// All that went out.
    pub bytes_out: u64,
    /// Of that, questions, answers and gossip that came in.
    pub payload_in: u64,
    /// Of that, questions, answers and gossip that went out.
    pub payload_out: u64,
}
