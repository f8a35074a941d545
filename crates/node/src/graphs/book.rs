//! Proposals and what people decided about them, sealed in the vault: one object for each pair.
//!
//! Format: `docs/spec/same.md`. A proposal keeps the exact versions and cards that were weighed, so that a decision
//! stays readable when the records have changed.

use std::sync::Mutex;

use chancery_graph::propose::{Proposal, Side};
use chancery_graph::source::{CardId, Cited};
use chancery_graph::{Decided, Pair};
use chancery_store::vault::Place;
use serde::{Deserialize, Serialize};

use super::error::SameError;
use crate::answer::{SamePair, SameSide, SameState, SameStep};
use crate::vault::Vault;

/// Where they lie.
const COLLECTION: &str = "same";

/// Where a run notes how far it is.
const RUN: Place<'_> = Place { collection: "same-run", name: "cursor" };

/// So long may a reason be: as the paragraphs of a record.
pub(super) const REASON_CHARS_MAX: usize = 4_000;

/// Decisions about one pair: somebody who changes his mind every month has five years.
const STEPS_MAX: usize = 60;

/// Reasons that are kept of a proposal; the matcher gives about ten.
const REASONS_MAX: usize = 24;

/// What the desk needs of it: one decision at a time, one run at a time.
#[derive(Debug, Default)]
pub(crate) struct Same {
    pub(super) deciding: Mutex<()>,
    pub(super) running: Mutex<()>,
}

/// A proposal as it is sealed.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    one: KeptSide,
    other: KeptSide,
    score: u16,
    reasons: Vec<String>,
    settings: String,
    proposed_at_s: i64,
    #[serde(default)]
    steps: Vec<KeptStep>,
}

/// One side of it.
#[derive(Debug, Serialize, Deserialize)]
struct KeptSide {
    state: String,
    card: String,
    reference: String,
    number: u64,
    version: String,
    party: String,
    name: String,
}

/// A decision about it.
#[derive(Debug, Serialize, Deserialize)]
struct KeptStep {
    at_s: i64,
    did: String,
    reason: String,
}

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// The last party that was weighed: state and card, hex; none at the beginning.
    pub(super) after: Option<(String, String)>,
}

/// A proposal that is found, as it is kept.
pub(super) fn pair(proposal: Proposal, settings: &str, at_s: i64) -> SamePair {
    let Proposal { name, one, other, score, mut reasons } = proposal;
    reasons.truncate(REASONS_MAX);
    SamePair {
        name,
        one: party(one),
        other: party(other),
        score,
        reasons,
        settings: settings.to_owned(),
        proposed_at_s: at_s,
        state: SameState::Open,
        steps: Vec::new(),
        notes: Vec::new(),
    }
}

fn party(side: Side) -> SameSide {
    let Side { id, cited, party, name } = side;
    SameSide { id, cited, party, name }
}

/// Seals a pair in its place.
pub(super) fn keep(vault: &Vault, pair: &SamePair) -> Result<(), SameError> {
    if pair.steps.len() > STEPS_MAX {
        return Err(SameError::Steps { name: pair.name.clone(), steps: STEPS_MAX });
    }
    let side = |party: &SameSide| KeptSide {
        state: party.id.state.clone(),
        card: party.id.card.to_string(),
        reference: party.cited.reference.clone(),
        number: party.cited.number,
        version: party.cited.version.to_string(),
        party: party.party.clone(),
        name: party.name.clone(),
    };
    let step = |step: &SameStep| KeptStep {
        at_s: step.at_s,
        did: step.did.as_str().to_owned(),
        reason: step.reason.clone(),
    };
    let kept = Kept {
        one: side(&pair.one),
        other: side(&pair.other),
        score: pair.score,
        reasons: pair.reasons.clone(),
        settings: pair.settings.clone(),
        proposed_at_s: pair.proposed_at_s,
        steps: pair.steps.iter().map(step).collect(),
    };
    let bytes = serde_json::to_vec(&kept).expect("because a proposal has text keys");
    Ok(vault.put(Place { collection: COLLECTION, name: &pair.name }, &bytes)?)
}

/// All pairs, by their names.
pub(super) fn all(vault: &Vault) -> Result<Vec<SamePair>, SameError> {
    let names = vault.list(COLLECTION)?;
    names.iter().filter_map(|name| one(vault, name).transpose()).collect()
}

/// The pair of that name.
pub(super) fn one(vault: &Vault, name: &str) -> Result<Option<SamePair>, SameError> {
    // What is no name of the vault is none of a proposal either.
    let is_name = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
    if name.is_empty() || name.len() > 80 || !name.chars().all(is_name) {
        return Ok(None);
    }
    let bytes = vault.get(Place { collection: COLLECTION, name })?;
    bytes.map(|bytes| read(name, &bytes)).transpose()
}

fn read(name: &str, bytes: &[u8]) -> Result<SamePair, SameError> {
    let unread = || SameError::Unread { name: name.to_owned() };
    let kept: Kept = serde_json::from_slice(bytes).map_err(|_| unread())?;
    let side = |side: KeptSide| {
        Some(SameSide {
            id: CardId { state: side.state, card: side.card.parse().ok()? },
            cited: Cited {
                reference: side.reference,
                number: side.number,
                version: side.version.parse().ok()?,
            },
            party: side.party,
            name: side.name,
        })
    };
    let step = |step: KeptStep| {
        let did = SameState::of(&step.did)?;
        Some(SameStep { at_s: step.at_s, did, reason: step.reason })
    };
    let steps: Option<Vec<SameStep>> = kept.steps.into_iter().map(step).collect();
    let steps = steps.ok_or_else(unread)?;
    Ok(SamePair {
        name: name.to_owned(),
        one: side(kept.one).ok_or_else(unread)?,
        other: side(kept.other).ok_or_else(unread)?,
        score: kept.score,
        reasons: kept.reasons,
        settings: kept.settings,
        proposed_at_s: kept.proposed_at_s,
        state: steps.last().map_or(SameState::Open, |step| step.did),
        steps,
        notes: Vec::new(),
    })
}

/// What counts of it.
pub(super) fn decided(all: &[SamePair]) -> Decided {
    let pairs = |state: SameState| {
        let of = all.iter().filter(move |pair| pair.state == state);
        of.map(|pair| Pair {
            name: pair.name.clone(),
            one: pair.one.id.clone(),
            other: pair.other.id.clone(),
        })
    };
    Decided::new(pairs(SameState::Confirmed), pairs(SameState::Refused))
}

/// How far the last run came; a cursor that cannot be read begins again.
pub(super) fn cursor(vault: &Vault) -> Result<Cursor, SameError> {
    let bytes = vault.get(RUN)?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
}

/// Notes how far this one is.
pub(super) fn keep_cursor(vault: &Vault, cursor: &Cursor) -> Result<(), SameError> {
    let bytes = serde_json::to_vec(cursor).expect("because a cursor has text keys");
    Ok(vault.put(RUN, &bytes)?)
}
