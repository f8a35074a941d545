//! What the API says about duties: what is due, reliance notes, alerts.

use serde::{Deserialize, Serialize};

/// Something that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyView {
    /// `answer`, `awaited`, `review` or `expiry`.
    pub what: String,
    /// Reference of the record.
    pub reference: String,
    /// Its id, hex.
    pub id: String,
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
    /// The last day, or null where the record says none.
    pub day: Option<String>,
    /// How it stands on the day of asking.
    pub reading: String,
    /// Working days left of whoever has to act, or null.
    pub working_days_left: Option<u32>,
    /// How the day of a question was found, or null.
    pub period: Option<PeriodView>,
    /// Why a question has no day, or null.
    pub flaw: Option<String>,
    /// What to do.
    pub todo: String,
}

/// How the day of a question was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodView {
    /// The word of the procedure.
    pub procedure: String,
    /// Where it is written.
    pub basis: String,
    /// When it was asked.
    pub asked_on: String,
    /// The last day before any extension.
    pub first_day: String,
    /// Until when more time was asked for, or null.
    pub extension_asked: Option<String>,
    /// It was asked for beyond the cap.
    pub extension_capped: bool,
    /// When the answer was signed, or null.
    pub answered_on: Option<String>,
    /// `not-identical`, `no-objection` or `nothing`.
    pub silence: String,
    /// The same for people.
    pub silence_means: String,
    /// On which calendar it was counted.
    pub counted_on: String,
    /// Holidays that were left out.
    pub holidays: Vec<HolidayView>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// A holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayView {
    /// Its day.
    pub day: String,
    /// Its name.
    pub name: String,
}

/// A reliance note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelianceView {
    /// Its name on this node.
    pub note: String,
    /// Id of the statement that made the version, hex.
    pub version: String,
    /// Which version of the record: 1, 2 and so on.
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
    /// `relied-on`, `considered` or `false-match`.
    #[serde(rename = "as")]
    pub relied_as: String,
    /// Why.
    pub reason: String,
    /// In which case, or null.
    pub case: Option<String>,
    /// When it was made, RFC 3339 in UTC.
    pub made_at: String,
}

/// A reliance note that is to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRelianceView {
    /// Reference or id of the record.
    pub name: String,
    /// Which version; without it the one that stands now.
    #[serde(default)]
    pub number: Option<u64>,
    /// `relied-on`, `considered` or `false-match`.
    #[serde(rename = "as")]
    pub relied_as: String,
    /// Why.
    pub reason: String,
    /// In which case.
    #[serde(default)]
    pub case: Option<String>,
}

/// Something that was relied on has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertView {
    /// Its number on this node; ask for those behind the last one that you have seen.
    pub number: u64,
    /// What happened.
    pub change: String,
    /// Reference of the record.
    pub reference: String,
    /// Id of the statement that made the version that was relied on, hex.
    pub version: String,
    /// Which version that is.
    pub version_number: u64,
    /// Title of that version.
    pub title: String,
    /// Whose record it is.
    pub state: String,
    /// A drill.
    pub exercise: bool,
    /// Id of the statement that changed it, hex, or null.
    pub by: Option<String>,
    /// Its reference, or null.
    pub by_reference: Option<String>,
    /// Who said it, or null.
    pub by_state: Option<String>,
    /// The reason as the vocabulary spells it; empty where there is none.
    pub reason: String,
    /// The reason for people.
    pub explanation: String,
    /// What of it changed; empty means the whole.
    pub parts: Vec<String>,
    /// What of this node rests on it.
    pub touches: String,
    /// The reliance note or acknowledgement that it touches.
    pub note: String,
    /// In which case, or null.
    pub case: Option<String>,
    /// When this node noticed, RFC 3339 in UTC.
    pub noticed_at: String,
    /// Somebody has seen to it.
    pub done: bool,
    /// What to do.
    pub todo: String,
}
