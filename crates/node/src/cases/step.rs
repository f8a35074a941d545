//! One step of a case, as it lies in the vault and in a case file: JSON, chained by hash.
//!
//! Invariant: each step names the SHA-256 of the bytes of the one before it, so that none can be left out,
//! put in or changed without the rest showing it.

use chancery_screening::Application;
use serde::{Deserialize, Serialize};

use super::kept::KeptScreening;
use super::stood::Stood;

/// What happened, when, and after what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// SHA-256 of the bytes of the step before, hex; null in the first.
    pub before: Option<String>,
    /// When, by this node's clock, in seconds since 1970.
    pub at_s: i64,
    /// Who did it, as they sign their files; null where nobody said.
    #[serde(default)]
    pub by: Option<String>,
    /// What.
    pub did: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
pub enum What {
    /// The case was opened.
    Opened {
        /// The authority's file number.
        number: String,
        /// The state whose authority keeps it.
        state: String,
        /// The authority.
        authority: String,
        /// What the licence is asked for.
        application: Application,
    },
    /// The applicant says something else now.
    Amended {
        /// The whole application again.
        application: Application,
        /// What changed.
        reason: String,
    },
    /// It was compared with all that is held.
    Screened {
        /// What came of it.
        screening: KeptScreening,
    },
    /// Somebody has judged hits.
    Decided {
        /// Which, by their names in the case.
        hits: Vec<String>,
        /// How.
        decision: Decision,
        /// Why.
        reason: String,
        /// How the versions that were looked at stood then, one for each record among the hits.
        stood: Vec<Stood>,
    },
    /// Somebody has noted what was done with an exact version.
    Relied {
        /// The name of the reliance note.
        note: String,
        /// How the version stood then.
        stood: Stood,
    },
    /// A consultation was drafted.
    Consulted {
        /// About which hit.
        hit: String,
        /// Reference of the denial.
        denial: String,
        /// Whom it asks.
        to: String,
        /// Under which procedure.
        procedure: String,
        /// By when, a day.
        deadline: String,
        /// The draft.
        draft: String,
        /// Whether it tells of the transaction.
        sketch: bool,
    },
    /// The consultation was released.
    Asked {
        /// The draft that it was.
        draft: String,
        /// Its reference.
        reference: String,
        /// Its id.
        id: String,
    },
    /// A state has answered.
    Answered {
        /// Reference of the question.
        question: String,
        /// Reference of the answer.
        reference: String,
        /// Its id.
        id: String,
        /// Who answers.
        state: String,
        /// The answer, as the vocabulary spells it.
        answer: String,
        /// Why.
        reasons: String,
        /// When, by its author's clock, in seconds since 1970.
        issued_at_s: i64,
    },
    /// It must not be removed.
    Held {
        /// Why.
        reason: String,
    },
    /// It may be removed when its day has come.
    Freed {
        /// Why.
        reason: String,
    },
    /// It was decided.
    Closed {
        /// How.
        outcome: Outcome,
        /// Why.
        reason: String,
    },
    /// It is worked on again.
    Reopened {
        /// Why.
        reason: String,
    },
}

/// What somebody makes of a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// It is the party, item or transaction of the application.
    Same,
    /// It is another.
    NotTheSame,
    /// It cannot be told.
    Unclear,
}

/// How a case ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The licence is granted.
    Granted,
    /// The same, with conditions.
    GrantedWithConditions,
    /// It is refused.
    Refused,
    /// The application went back without a decision.
    Returned,
    /// The applicant took it back.
    TakenBack,
}

impl Decision {
    /// All of them.
    pub const ALL: [Decision; 3] = [Decision::Same, Decision::NotTheSame, Decision::Unclear];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Decision::Same => "same",
            Decision::NotTheSame => "not-the-same",
            Decision::Unclear => "unclear",
        }
    }
}

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 5] = [
        Outcome::Granted,
        Outcome::GrantedWithConditions,
        Outcome::Refused,
        Outcome::Returned,
        Outcome::TakenBack,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Granted => "granted",
            Outcome::GrantedWithConditions => "granted-with-conditions",
            Outcome::Refused => "refused",
            Outcome::Returned => "returned",
            Outcome::TakenBack => "taken-back",
        }
    }
}

impl Step {
    /// The bytes that are sealed and chained.
    pub fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("because a step has text keys")
    }
}
