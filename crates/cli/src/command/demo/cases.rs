//! The public cases, written up as exercises with what became of them, and who signs which.
//!
//! A case is signed by the state that it was written for when that state is on stage, and otherwise by another
//! one: it is an exercise either way, and says so in its text.

use chancery_record::{Kind, Speaker, StateCode};
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

/// What became of them, in the order in which it is told, and what each is about.
const SEQUELS: [(&str, About); 9] = [
    (include_str!("../../../cases/03-b-designations-of-september.json"), About::Advisory(2)),
    (include_str!("../../../cases/03-c-individuals-removed.json"), About::Sequel(0)),
    (include_str!("../../../cases/04-b-remediated.json"), About::Advisory(3)),
    (include_str!("../../../cases/04-c-timing-disputed.json"), About::Sequel(2)),
    (include_str!("../../../cases/05-b-entries-amended.json"), About::Advisory(4)),
    (include_str!("../../../cases/06-b-review.json"), About::Advisory(5)),
    (include_str!("../../../cases/10-b-sudan-disputed.json"), About::Advisory(9)),
    (include_str!("../../../cases/11-b-acted-upon.json"), About::Advisory(10)),
    (include_str!("../../../cases/12-b-use-ended-in-serbia.json"), About::Advisory(11)),
];

/// The numbers of the advisories.
pub(super) const EVERY_ADVISORY: std::ops::Range<usize> = 0..ADVISORIES.len();

/// Places in the list of advisories of what is looked at later.
pub(super) const PARTLY_WITHDRAWN: usize = 2;
pub(super) const WITHDRAWN: usize = 3;

/// Advisories that are published while a node is away.
const HELD_BACK: usize = 2;

/// What a sequel is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The advisory of this number.
    Advisory(usize),
    /// The sequel of this number, which comes before.
    Sequel(usize),
}

/// One record and who signs it.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// Which advisory it is; none for a sequel.
    pub(super) number: Option<usize>,
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
    /// What became of them.
    pub(super) sequels: Vec<(Case, About)>,
}

impl Case {
    pub(super) fn title(&self) -> &str {
        self.record["title"].as_str().unwrap_or_default()
    }

    fn read(text: &str) -> Result<Case, Failure> {
        let record = serde_json::from_str(text).map_err(|error| {
            Failure::of(&error, "please report it: a case of the demo is damaged")
        })?;
        Ok(Case { number: None, author: 0, record, reference: String::new() })
    }

    fn wanted(&self) -> &str {
        self.record["originator"]["state"].as_str().unwrap_or_default()
    }

    fn is_by_originator(&self) -> bool {
        let kind = self.record["kind"].as_str().and_then(|kind| kind.parse::<Kind>().ok());
        kind.is_some_and(|kind| kind.who_may() == Speaker::Originator)
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
}

impl Plan {
    /// The advisory of a number, wherever it was published.
    pub(super) fn advisory(&self, number: usize) -> &Case {
        let all = self.first.iter().chain(&self.meanwhile);
        let mut found = all.filter(|case| case.number == Some(number));
        found.next().expect("because every advisory is published once")
    }

    /// Names what a sequel is about, which has been published by now.
    pub(super) fn named(&self, at: usize) -> Case {
        let (case, about) = &self.sequels[at];
        let target = match about {
            About::Advisory(number) => &self.advisory(*number).reference,
            About::Sequel(earlier) => &self.sequels[*earlier].0.reference,
        };
        let mut case = case.clone();
        case.record["target"] = json!({ "reference": target });
        case
    }
}

/// Casts the cases; the last of the states is the one who will be away.
pub(super) fn plan(states: &[StateCode]) -> Result<Plan, Failure> {
    let mut spare = 0;
    let mut cast = |wanted: &str| {
        states.iter().position(|state| state.as_str() == wanted).unwrap_or_else(|| {
            // Everybody in turn; the first has the most cases of its own and comes last.
            spare += 1;
            spare % states.len()
        })
    };
    let mut first = Vec::new();
    for (number, text) in ADVISORIES.into_iter().enumerate() {
        let case = Case::read(text)?;
        let author = cast(case.wanted());
        first.push(Case { number: Some(number), ..case.signed_by(author, states) });
    }
    let mut sequels: Vec<(Case, About)> = Vec::new();
    for (text, about) in SEQUELS {
        let case = Case::read(text)?;
        let originator = match about {
            About::Advisory(number) => first[number].author,
            About::Sequel(earlier) => sequels[earlier].0.author,
        };
        let author = match case.is_by_originator() {
            true => originator,
            // Who comments is somebody else, whoever is on stage.
            false => match cast(case.wanted()) {
                author if author == originator => (author + 1) % states.len(),
                author => author,
            },
        };
        sequels.push((case.signed_by(author, states), about));
    }
    let meanwhile = held_back(&mut first, states.len() - 1);
    Ok(Plan { first, meanwhile, sequels })
}

/// The last advisories that are not by the one who will be away.
fn held_back(first: &mut Vec<Case>, victim: usize) -> Vec<Case> {
    let mut meanwhile = Vec::new();
    while meanwhile.len() < HELD_BACK
        && let Some(at) = first.iter().rposition(|case| case.author != victim)
        && at > WITHDRAWN
    {
        meanwhile.push(first.remove(at));
    }
    meanwhile
}

#[cfg(test)]
mod tests;
