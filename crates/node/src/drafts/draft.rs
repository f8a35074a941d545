//! One draft, as it lies in the vault: JSON, so that a release with more fields still reads it.
//!
//! Invariant: only the text of a draft in writing changes; `fixed` holds the bytes that are being approved.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A history longer than this belongs to a text that is written by a program.
const STEPS_MAX: usize = 500;

/// Where a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftState {
    /// Its text may change.
    Writing,
    /// Its bytes are fixed, and its author has signed them.
    Submitted,
    /// Another officer stands by it.
    Approved,
    /// It is a statement.
    Released,
}

impl DraftState {
    /// As people read it.
    pub const fn as_str(self) -> &'static str {
        match self {
            DraftState::Writing => "writing",
            DraftState::Submitted => "submitted",
            DraftState::Approved => "approved",
            DraftState::Released => "released",
        }
    }
}

/// What happened to a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// It was begun.
    Created,
    /// Its text was changed.
    Edited,
    /// Its author signed.
    Submitted,
    /// An officer approved.
    Approved,
    /// An officer did not.
    Rejected,
    /// Approvals do not count any more.
    Voided,
    /// It went out.
    Released,
}

impl Move {
    /// As people read it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Move::Created => "created",
            Move::Edited => "edited",
            Move::Submitted => "submitted",
            Move::Approved => "approved",
            Move::Rejected => "rejected",
            Move::Voided => "voided",
            Move::Released => "released",
        }
    }
}

/// One step of a draft's own history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftStep {
    /// When, by this node's clock, in seconds since 1970.
    pub at: i64,
    /// What happened.
    pub what: Move,
    /// The officer who signed, by the name in the policy; none where nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// A reason, or what there is to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its reference.
    pub reference: String,
    /// The statement's id, hex; none while the store has no room for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its name on this node, `d7`; never given twice.
    pub name: String,
    /// How often its text was changed: whoever edits says which text was read.
    pub revision: u64,
    /// Where it stands.
    pub state: DraftState,
    /// The record so far, whatever is wrong with it.
    pub record: Value,
    /// What happened, in order.
    pub history: Vec<DraftStep>,
    /// The bytes that are being approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fixed: Option<Fixed>,
    /// What it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Outcome>,
}

/// A body that does not change any more, and who has signed for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fixed {
    /// The body, hex.
    pub(crate) body: String,
    /// The policy that it is approved under, hex; none where none is declared.
    pub(crate) policy: Option<String>,
    /// When it was fixed: nothing older in the log can be it.
    pub(crate) at: i64,
    /// Approvals, each verified.
    #[serde(default)]
    pub(crate) approvals: Vec<super::claim::Signed>,
    /// It has been handed to be sealed: it may be out, whatever is written here.
    #[serde(default)]
    pub(crate) releasing: bool,
}

impl Draft {
    /// The kind, as it is spelled.
    pub fn kind(&self) -> &str {
        self.record["kind"].as_str().unwrap_or_default()
    }

    /// The title; empty when there is none.
    pub fn title(&self) -> &str {
        self.record["title"].as_str().unwrap_or_default()
    }

    /// Who has approved it, as the roles and keys of the signatures.
    pub fn approvals(&self) -> &[super::claim::Signed] {
        self.fixed.as_ref().map(|fixed| fixed.approvals.as_slice()).unwrap_or_default()
    }

    /// Notes a step; edits in a row are one.
    pub(crate) fn note(&mut self, step: DraftStep) {
        if let Some(last) = self.history.last_mut()
            && last.what == Move::Edited
            && step.what == Move::Edited
        {
            *last = step;
            return;
        }
        if self.history.len() >= STEPS_MAX {
            // The first says who began it; what follows it is the oldest.
            self.history.remove(1);
        }
        self.history.push(step);
    }
}

/// A step without a signature.
pub(crate) fn step(at: i64, what: Move) -> DraftStep {
    DraftStep { at, what, by: None, note: None }
}
