//! What the API takes and gives about cases. A case itself is the fold of its steps, as `docs/spec/case.md` has
//! it, with times in seconds since 1970: the same words on the API, in the vault and in a case file.

use chancery_node::answer::{Case, CaseLine, CaseOutcome, Decision};
use chancery_screening::Application;
use serde::{Deserialize, Serialize};

use super::RelianceView;

/// A case with its reliance notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// The fold; of a screening only the last keeps its hits, in `hits`.
    pub case: Case,
    /// The notes, the oldest first.
    pub notes: Vec<RelianceView>,
}

/// A line of the list of cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseListedView {
    /// The case.
    #[serde(flatten)]
    pub line: CaseLine,
    /// The last day on which it is kept, or null while it is open.
    pub kept_until: Option<String>,
    /// That day is over, and nobody holds it.
    pub overdue: bool,
}

/// A case that is to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningView {
    /// The authority's file number; without it the application's.
    #[serde(default)]
    pub number: Option<String>,
    /// What the licence is asked for.
    pub application: Application,
    /// Who opens it.
    #[serde(default)]
    pub by: Option<String>,
}

/// An application in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendmentView {
    /// The whole of it.
    pub application: Application,
    /// What changed.
    pub reason: String,
    /// Who says so.
    #[serde(default)]
    pub by: Option<String>,
}

/// A decision on hits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulingView {
    /// Which, by their names in the case.
    pub hits: Vec<String>,
    /// How.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// Who.
    #[serde(default)]
    pub by: Option<String>,
}

/// A reliance note that is to be made in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseNoteView {
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
    /// Who.
    #[serde(default)]
    pub by: Option<String>,
}

/// A consultation that is to be drafted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultingView {
    /// From which hit.
    pub hit: String,
    /// Under which procedure; without it the one that binds both states, or a voluntary one.
    #[serde(default)]
    pub procedure: Option<String>,
    /// By when; without it the procedure's last day on the calendar of the asked state.
    #[serde(default)]
    pub deadline: Option<String>,
    /// Whether it tells of the transaction.
    #[serde(default)]
    pub sketch: bool,
    /// Who.
    #[serde(default)]
    pub by: Option<String>,
}

/// A consultation that was drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftedView {
    /// The case, with the step.
    pub case: Case,
    /// The draft.
    pub draft: String,
    /// What every peer learns when it is released.
    pub told: Vec<String>,
}

/// How a case ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingView {
    /// How.
    pub outcome: CaseOutcome,
    /// Why.
    pub reason: String,
    /// Who.
    #[serde(default)]
    pub by: Option<String>,
}

/// Why a case is held, freed or opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonView {
    /// Why.
    pub reason: String,
    /// Who.
    #[serde(default)]
    pub by: Option<String>,
}

/// Who screens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByView {
    /// Who.
    #[serde(default)]
    pub by: Option<String>,
}
