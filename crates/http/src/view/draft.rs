//! Drafts as JSON: what lies in the vault, what blocks it, what an officer signs.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chancery_ledger::statement::Issuer;
use chancery_node::answer::{
    Draft, DraftClaim, DraftStep, Finding, Gate, Outcome, Released, Signed, Suggestion,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{PublishedView, convert::instant};

/// One draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftView {
    /// Its name.
    pub name: String,
    /// `writing`, `submitted`, `approved` or `released`.
    pub state: String,
    /// How often its text was changed.
    pub revision: u64,
    /// Record kind.
    pub kind: String,
    /// Title; empty while there is none.
    pub title: String,
    /// What happened, in order.
    pub history: Vec<StepView>,
    /// Who has signed for it.
    pub approvals: Vec<Signed>,
    /// What it became, or null.
    pub released: Option<OutcomeView>,
    /// Its text.
    pub record: Value,
}

/// One step of a draft's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What happened.
    pub what: String,
    /// The officer, by the name in the policy, or null.
    pub by: Option<String>,
    /// The reason, or what there is to know, or null.
    pub note: Option<String>,
}

/// What a draft became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeView {
    /// Its reference.
    pub reference: String,
    /// The statement's id, hex; null while the store has no room for it.
    pub id: Option<String>,
}

/// What stands between a draft and its release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateView {
    /// Nothing blocks.
    pub ready: bool,
    /// All that blocks.
    pub blocks: Vec<FindingView>,
    /// What does not block and must be seen.
    pub notes: Vec<FindingView>,
}

/// One thing that the gate has found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    /// `record`, `attestations`, `relations`, `policy`, `vocabulary` or `duplicates`.
    pub group: String,
    /// JSON path; empty where it is no place of the text.
    pub path: String,
    /// What is so.
    pub what: String,
    /// What is allowed, or what to do.
    pub next: String,
}

/// Something that could stand in a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuggestionView {
    /// JSON path.
    pub path: String,
    /// What could stand there; null where several words are allowed.
    pub value: Value,
    /// Where it comes from, or what is allowed.
    pub why: String,
}

/// What an officer signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimView {
    /// The draft.
    pub draft: String,
    /// State of the issuer.
    pub state: String,
    /// Its authority.
    pub authority: String,
    /// Id of the policy, hex.
    pub policy: String,
    /// The body, base64.
    pub body: String,
    /// SHA-256 of the body, hex; whoever signs computes it.
    pub digest: String,
}

/// A draft that is released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedView {
    /// The draft.
    pub draft: String,
    /// How many officers the policy asked for; null where none is declared.
    pub officers_needed: Option<u64>,
    /// Who has signed for it.
    pub approvals: Vec<Signed>,
    /// The statement.
    #[serde(flatten)]
    pub published: PublishedView,
}

impl From<Draft> for DraftView {
    fn from(draft: Draft) -> Self {
        DraftView {
            state: draft.state.as_str().to_owned(),
            revision: draft.revision,
            kind: draft.kind().to_owned(),
            title: draft.title().to_owned(),
            history: draft.history.iter().map(StepView::from).collect(),
            approvals: draft.approvals().to_vec(),
            released: draft.released.map(OutcomeView::from),
            name: draft.name,
            record: draft.record,
        }
    }
}

impl From<&DraftStep> for StepView {
    fn from(step: &DraftStep) -> Self {
        StepView {
            at: instant(step.at),
            what: step.what.as_str().to_owned(),
            by: step.by.clone(),
            note: step.note.clone(),
        }
    }
}

impl From<Outcome> for OutcomeView {
    fn from(outcome: Outcome) -> Self {
        OutcomeView { reference: outcome.reference, id: outcome.id }
    }
}

impl From<Gate> for GateView {
    fn from(gate: Gate) -> Self {
        let views = |findings: Vec<Finding>| findings.into_iter().map(FindingView::from).collect();
        GateView {
            ready: gate.blocks.is_empty(),
            blocks: views(gate.blocks),
            notes: views(gate.notes),
        }
    }
}

impl From<Finding> for FindingView {
    fn from(finding: Finding) -> Self {
        let Finding { group, path, what, next } = finding;
        FindingView { group: group.as_str().to_owned(), path, what, next }
    }
}

impl From<Suggestion> for SuggestionView {
    fn from(suggestion: Suggestion) -> Self {
        let Suggestion { path, value, why } = suggestion;
        SuggestionView { path, value: value.unwrap_or(Value::Null), why }
    }
}

impl From<DraftClaim> for ClaimView {
    fn from(claim: DraftClaim) -> Self {
        ClaimView {
            digest: claim.digest().to_string(),
            draft: claim.name,
            state: claim.issuer.state.to_string(),
            authority: claim.issuer.authority,
            policy: claim.policy.to_string(),
            body: STANDARD.encode(claim.body),
        }
    }
}

impl ClaimView {
    /// What is signed, read back; none when the node's answer does not say it.
    pub fn claim(&self) -> Option<DraftClaim> {
        Some(DraftClaim {
            name: self.draft.clone(),
            body: STANDARD.decode(&self.body).ok()?,
            policy: self.policy.parse().ok()?,
            issuer: Issuer::new(self.state.parse().ok()?, self.authority.clone())?,
        })
    }
}

impl From<Released> for ReleasedView {
    fn from(released: Released) -> Self {
        ReleasedView {
            approvals: released.draft.approvals().to_vec(),
            draft: released.draft.name,
            officers_needed: released.officers_needed,
            published: released.published.into(),
        }
    }
}
