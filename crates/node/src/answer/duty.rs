//! What a node has to do and what it waits for, what an analyst relied on, and what changed since.

use chancery_ledger::log::Id;
use serde::{Deserialize, Serialize};

/// Something that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// What it is.
    pub what: DutyKind,
    /// Reference of the record.
    pub reference: String,
    /// Its id.
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Whose record it is.
    pub state: String,
    /// Which state has to act.
    pub turn: String,
    /// A drill.
    pub exercise: bool,
    /// The last day, `2026-02-24`; none when the record does not say one.
    pub day: Option<String>,
    /// How it stands on the day of asking: a stable word.
    pub reading: &'static str,
    /// Working days that are left, of whoever has to act.
    pub working_days_left: Option<u32>,
    /// How the day of a question was found.
    pub period: Option<Period>,
    /// Why a question has no day.
    pub flaw: Option<String>,
    /// What to do.
    pub todo: String,
    /// Whether it is near enough, or over, so that somebody should be told.
    pub pressing: bool,
}

/// What a duty is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyKind {
    /// Others wait for this state's answer.
    Answer,
    /// This state waits for another's answer.
    Awaited,
    /// An own record is looked at again.
    Review,
    /// An own record ends by itself.
    Expiry,
}

/// How the day of a question was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The word of the procedure.
    pub procedure: String,
    /// Where it is written.
    pub basis: String,
    /// When it was asked.
    pub asked_on: String,
    /// The last day before any extension.
    pub first_day: String,
    /// Until when more time was asked for.
    pub extension_asked: Option<String>,
    /// It was asked for beyond the cap, and does not count in full.
    pub extension_capped: bool,
    /// When the answer was signed.
    pub answered_on: Option<String>,
    /// What silence means: a stable word.
    pub silence: &'static str,
    /// The same for people.
    pub silence_means: &'static str,
    /// On which calendar it was counted.
    pub counted_on: String,
    /// Holidays that were left out, with their days.
    pub holidays: Vec<(String, String)>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// Which duties are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Open questions, and reviews and ends that are near.
    Open,
    /// All, answered and far ones too.
    All,
}

/// What an analyst did with an exact version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReliedAs {
    /// A decision rests on it.
    ReliedOn,
    /// It was read and weighed, and the decision rests on other things.
    Considered,
    /// It was about somebody else.
    FalseMatch,
}

/// A reliance note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reliance {
    /// Its name on this node.
    pub note: String,
    /// The statement that made the version.
    pub version: Id,
    /// Which version of the record it is: 1, 2 and so on.
    pub number: u64,
    /// Reference of the record.
    pub reference: String,
    /// Reference of the statement that made the version.
    pub cited: String,
    /// Title of that version.
    pub title: String,
    /// Whose record it is.
    pub state: String,
    /// A drill.
    pub exercise: bool,
    /// What was done with it.
    pub relied_as: ReliedAs,
    /// Why.
    pub reason: String,
    /// In which case.
    pub case: Option<String>,
    /// When the note was made, in seconds since 1970 (UTC).
    pub made_at_s: i64,
}

/// A reliance note that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReliance {
    /// Reference or id of the record.
    pub name: String,
    /// Which version; none means the one that stands now.
    pub number: Option<u64>,
    /// What was done with it.
    pub relied_as: ReliedAs,
    /// Why.
    pub reason: String,
    /// In which case.
    pub case: Option<String>,
}

/// Something that was relied on has changed. It is sealed as it is told: what was said stays said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its number on this node: larger than that of every earlier one.
    pub number: u64,
    /// What happened: a stable word.
    pub change: String,
    /// Reference of the record.
    pub reference: String,
    /// The statement that made the version that was relied on.
    pub version: String,
    /// Which version that is.
    pub version_number: u64,
    /// Title of the record.
    pub title: String,
    /// Whose record it is.
    pub state: String,
    /// A drill.
    pub exercise: bool,
    /// The id of the statement that changed it; none for a fork or a closed log.
    pub by: Option<String>,
    /// Its reference.
    pub by_reference: Option<String>,
    /// Who said it.
    pub by_state: Option<String>,
    /// The reason, as the vocabulary spells it; empty where there is none.
    pub reason: String,
    /// The reason for people.
    pub explanation: String,
    /// What of it changed; empty means the whole.
    pub parts: Vec<String>,
    /// What of this node rests on it, in words.
    pub touches: String,
    /// The reliance note or acknowledgement that it touches.
    pub note: String,
    /// In which case.
    pub case: Option<String>,
    /// When this node noticed, in seconds since 1970 (UTC).
    pub noticed_at_s: i64,
    /// Somebody has seen to it.
    pub done: bool,
    /// What to do.
    pub todo: String,
}

/// What a watcher is told of duties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tiding {
    /// Something is due soon, due, or over.
    Reminder(Box<Duty>),
    /// Something that was relied on has changed.
    Alert(Box<Alert>),
}

impl DutyKind {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            DutyKind::Answer => "answer",
            DutyKind::Awaited => "awaited",
            DutyKind::Review => "review",
            DutyKind::Expiry => "expiry",
        }
    }
}

impl ReliedAs {
    /// All of them.
    pub const ALL: [ReliedAs; 3] = [ReliedAs::ReliedOn, ReliedAs::Considered, ReliedAs::FalseMatch];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            ReliedAs::ReliedOn => "relied-on",
            ReliedAs::Considered => "considered",
            ReliedAs::FalseMatch => "false-match",
        }
    }

    /// The one of that word.
    pub fn of(word: &str) -> Option<ReliedAs> {
        ReliedAs::ALL.into_iter().find(|relied_as| relied_as.as_str() == word)
    }
}
