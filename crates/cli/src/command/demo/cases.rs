//! The public cases, written up as exercise advisories, and who signs which.
//!
//! A case is signed by the state that it was written for when that state is on stage, and otherwise by another
//! one: it is an exercise either way, and says so in its text.

use chancery_record::StateCode;
use serde_json::{Value, json};

use crate::failure::Failure;

/// The advisories, in the order in which they are told.
const ADVISORIES: [&str; 12] = [
    include_str!("../../../cases/01-intrusion-suppliers-listed.json"),
    include_str!("../../../cases/02-intellexa-cytrox-listed.json"),
    include_str!("../../../cases/03-intellexa-sanctions.json"),
    include_str!("../../../cases/04-sandvine-listed.json"),
    include_str!("../../../cases/05-xinjiang-surveillance.json"),
    include_str!("../../../cases/06-finspy-false-end-user.json"),
    include_str!("../../../cases/07-global-authorisation.json"),
    include_str!("../../../cases/08-filtering-diverted-by-reseller.json"),
    include_str!("../../../cases/09-hand-carried-monitoring.json"),
    include_str!("../../../cases/10-licences-to-anti-fraud-agency.json"),
    include_str!("../../../cases/11-training-before-licence.json"),
    include_str!("../../../cases/12-phone-extraction-misused.json"),
];

/// Places in the table of what is corrected and withdrawn later.
const CORRECTED: usize = 2;
const WITHDRAWN: usize = 3;

const CORRECTION: &str = include_str!("../../../cases/13-intellexa-individuals-removed.json");
const WITHDRAWAL: &str = include_str!("../../../cases/14-sandvine-remediated.json");

/// Advisories that are published while a node is away.
const HELD_BACK: usize = 2;

/// One record and who signs it.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// Place of the actor.
    pub(super) author: usize,
    /// What it says.
    pub(super) record: Value,
    /// Its reference, once it is published.
    pub(super) reference: String,
}

/// Who publishes what, and when.
#[derive(Debug)]
pub(super) struct Plan {
    /// At first.
    pub(super) first: Vec<Case>,
    /// While the victim is away.
    pub(super) meanwhile: Vec<Case>,
    /// Corrects `corrected`, and withdraws `withdrawn`, both among the first.
    pub(super) correction: Case,
    pub(super) withdrawal: Case,
    pub(super) corrected: usize,
    pub(super) withdrawn: usize,
}

impl Case {
    pub(super) fn title(&self) -> &str {
        self.record["title"].as_str().unwrap_or_default()
    }

    fn read(text: &str) -> Result<Case, Failure> {
        let record = serde_json::from_str(text).map_err(|error| {
            Failure::of(&error, "please report it: a case of the demo is damaged")
        })?;
        Ok(Case { author: 0, record, reference: String::new() })
    }

    fn signed_by(mut self, author: usize, states: &[StateCode]) -> Case {
        let state = json!(states[author].as_str());
        if self.record["replacement"].is_object() {
            self.record["replacement"]["originator"]["state"] = state.clone();
        }
        self.record["originator"]["state"] = state;
        self.author = author;
        self
    }

    /// Names what it corrects or withdraws.
    pub(super) fn about(&self, target: &Case) -> Case {
        let mut case = self.clone();
        case.record["target"] = json!({ "reference": target.reference });
        case
    }
}

/// Casts the cases; the last of the states is the one who will be away.
pub(super) fn plan(states: &[StateCode]) -> Result<Plan, Failure> {
    let mut spare = 0;
    let mut author = |record: &Value| {
        let wanted = record["originator"]["state"].as_str().unwrap_or_default();
        states.iter().position(|state| state.as_str() == wanted).unwrap_or_else(|| {
            // Everybody in turn; the first has the most cases of its own and comes last.
            spare += 1;
            spare % states.len()
        })
    };
    let mut first = Vec::new();
    for text in ADVISORIES {
        let case = Case::read(text)?;
        let author = author(&case.record);
        first.push(case.signed_by(author, states));
    }
    let (correction, withdrawal) = (Case::read(CORRECTION)?, Case::read(WITHDRAWAL)?);
    let correction = correction.signed_by(first[CORRECTED].author, states);
    let withdrawal = withdrawal.signed_by(first[WITHDRAWN].author, states);
    let victim = states.len() - 1;
    let mut meanwhile = Vec::new();
    while meanwhile.len() < HELD_BACK
        && let Some(at) = first.iter().rposition(|case| case.author != victim)
        && at > CORRECTED.max(WITHDRAWN)
    {
        meanwhile.push(first.remove(at));
    }
    Ok(Plan {
        first,
        meanwhile,
        correction,
        withdrawal,
        corrected: CORRECTED,
        withdrawn: WITHDRAWN,
    })
}

#[cfg(test)]
mod tests;
