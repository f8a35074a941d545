//! A case in one line, for the list: what the vault keeps beside the steps so that a list needs not read them.
//!
//! Invariant: it is written after the step that it tells of and before that is acknowledged; where a stop came
//! between, it is one unacknowledged step behind, and the next look at the case mends it.

use serde::{Deserialize, Serialize};

use super::folded::Case;
use super::step::{Outcome, What};

/// Characters of a line about what the case is.
const ABOUT_CHARS_MAX: usize = 80;

/// One case of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseLine {
    /// Its name on this node.
    pub name: String,
    /// The authority's file number.
    pub number: String,
    /// What it is about, in a few words of the application.
    pub about: String,
    /// When it was opened, in seconds since 1970.
    pub opened_at_s: i64,
    /// How it ended; none while it is open.
    pub outcome: Option<Outcome>,
    /// When it was closed, in seconds since 1970.
    pub closed_at_s: Option<i64>,
    /// How many steps it has.
    pub steps: u64,
    /// Hits that were ever found.
    pub hits: u64,
    /// Hits of the last screening without a decision.
    pub undecided: u64,
    /// Consultations that nobody has answered.
    pub awaited: u64,
    /// It must not be removed.
    pub held: bool,
}

impl CaseLine {
    /// The line of a case.
    pub(crate) fn of(case: &Case) -> CaseLine {
        let awaited = case.consultations.iter().filter(|one| one.answers.is_empty());
        CaseLine {
            name: case.name.clone(),
            number: case.number.clone(),
            about: about(case),
            opened_at_s: case.opened_at_s,
            outcome: case.closed.as_ref().map(|closed| closed.outcome),
            closed_at_s: case.closed.as_ref().map(|closed| closed.at_s),
            steps: case.journal.len() as u64,
            hits: case.hits.len() as u64,
            undecided: case.undecided().count() as u64,
            awaited: awaited.count() as u64,
            held: case.hold.is_some(),
        }
    }
}

/// The end-user, or whoever is named first, the item, and where it goes.
fn about(case: &Case) -> String {
    let application = &case.application;
    let end_user = application.parties.iter().find(|party| {
        party.roles.iter().any(|role| role == "end-user" || role == "ultimate-end-user")
    });
    let party = end_user.or(application.parties.first());
    let party = party.and_then(|party| party.card.names.first()).map(|name| name.value.as_str());
    let item = application.items.first().map(|item| {
        let category = item.tech_category.as_deref().unwrap_or_default();
        if category.is_empty() { item.description.as_str() } else { category }
    });
    let to = application.destination.as_ref().map(|to| format!("to {to}"));
    let words = [item, party, to.as_deref()].into_iter().flatten().filter(|it| !it.is_empty());
    let text = words.collect::<Vec<_>>().join(", ");
    match text.char_indices().nth(ABOUT_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl What {
    /// Whether it may stand behind the end of a case: what is heard late, what keeps it, what opens it again.
    pub(crate) fn may_follow_the_end(&self) -> bool {
        match self {
            What::Asked { .. }
            | What::Answered { .. }
            | What::Held { .. }
            | What::Freed { .. }
            | What::Reopened { .. } => true,
            What::Opened { .. }
            | What::Amended { .. }
            | What::Screened { .. }
            | What::Decided { .. }
            | What::Relied { .. }
            | What::Consulted { .. }
            | What::Closed { .. } => false,
        }
    }

    /// The step in a sentence.
    pub(crate) fn told(&self) -> String {
        match self {
            What::Opened { number, .. } => format!("opened as {number}"),
            What::Amended { reason, .. } => format!("the application was amended: {reason}"),
            What::Screened { screening } => format!(
                "screened: {} hits, {} lists, {} denials, threshold {}",
                screening.hits.len(),
                screening.lists.len(),
                screening.denials,
                screening.threshold
            ),
            What::Decided { hits, decision, reason, .. } => {
                format!("{}: {}, because {reason}", hits.join(", "), decision.as_str())
            }
            What::Relied { note, stood } => {
                format!(
                    "note {note} on {} version {} ({})",
                    stood.reference, stood.number, stood.cited
                )
            }
            What::Consulted { hit, denial, to, procedure, deadline, draft, .. } => format!(
                "drafted a consultation of {to} about {denial} (from {hit}) under {procedure}, by {deadline}: {draft}"
            ),
            What::Asked { draft, reference, .. } => format!("asked: {draft} is {reference}"),
            What::Answered { question, reference, state, answer, reasons, .. } => {
                format!("{state} answered {question}: {answer} ({reference}): {reasons}")
            }
            What::Held { reason } => format!("held: {reason}"),
            What::Freed { reason } => format!("no longer held: {reason}"),
            What::Closed { outcome, reason } => {
                format!("closed as {}: {reason}", outcome.as_str())
            }
            What::Reopened { reason } => format!("opened again: {reason}"),
        }
    }
}
