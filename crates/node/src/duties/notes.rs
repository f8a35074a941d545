//! Reliance notes: what an analyst did with an exact version of a record. Local, private and sealed.
//!
//! A note says which case an authority works on, which no other state may learn. Invariant: a note is only
//! ever in the vault, in memory, and in what the owner of the data directory exports.

use chancery_encoding::Digest;
use chancery_store::vault::Place;
use serde::{Deserialize, Serialize};

use super::DutyError;
use crate::answer::{Reliance, ReliedAs};
use crate::vault::Vault;

/// Where they lie.
const COLLECTION: &str = "reliance";

/// So long may a reason be: as the paragraphs of a record.
pub(crate) const REASON_CHARS_MAX: usize = 4_000;

/// A case is named by a file number.
pub(crate) const CASE_CHARS_MAX: usize = 120;

/// So much of a digest names a note: 2^64 of them, and people type it.
const NAME_DIGITS: usize = 16;

/// A note as it is sealed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    version: String,
    number: u64,
    reference: String,
    cited: String,
    title: String,
    state: String,
    exercise: bool,
    #[serde(rename = "as")]
    relied_as: String,
    reason: String,
    #[serde(default)]
    case: Option<String>,
    made_at_s: i64,
}

/// Seals a note, and gives it its name. The same note made twice within a second is one.
pub(crate) fn keep(vault: &Vault, mut reliance: Reliance) -> Result<Reliance, DutyError> {
    let kept = Kept {
        version: reliance.version.to_string(),
        number: reliance.number,
        reference: reliance.reference.clone(),
        cited: reliance.cited.clone(),
        title: reliance.title.clone(),
        state: reliance.state.clone(),
        exercise: reliance.exercise,
        relied_as: reliance.relied_as.as_str().to_owned(),
        reason: reliance.reason.clone(),
        case: reliance.case.clone(),
        made_at_s: reliance.made_at_s,
    };
    let bytes = serde_json::to_vec(&kept).expect("because a note has text keys");
    reliance.note = Digest::of(&bytes).to_string()[..NAME_DIGITS].to_owned();
    vault.put(Place { collection: COLLECTION, name: &reliance.note }, &bytes)?;
    Ok(reliance)
}

/// All notes, the oldest first.
pub(crate) fn all(vault: &Vault) -> Result<Vec<Reliance>, DutyError> {
    let mut notes = Vec::new();
    for name in vault.list(COLLECTION)? {
        if let Some(bytes) = vault.get(Place { collection: COLLECTION, name: &name })? {
            notes.push(read(name, &bytes)?);
        }
    }
    let order =
        |note: &Reliance| (note.made_at_s, note.reference.clone(), note.number, note.note.clone());
    notes.sort_by_key(order);
    Ok(notes)
}

/// Removes the notes of a case that is removed; says how many. Nothing else removes a note.
pub(crate) fn forget(vault: &Vault, names: [&str; 2]) -> Result<u64, DutyError> {
    let mut gone = 0;
    for note in all(vault)? {
        if note.case.as_deref().is_some_and(|case| names.contains(&case)) {
            vault.remove(Place { collection: COLLECTION, name: &note.note })?;
            gone += 1;
        }
    }
    Ok(gone)
}

fn read(note: String, bytes: &[u8]) -> Result<Reliance, DutyError> {
    let unread = || DutyError::Unread { name: note.clone() };
    let kept: Kept = serde_json::from_slice(bytes).map_err(|_| unread())?;
    Ok(Reliance {
        version: kept.version.parse().map_err(|_| unread())?,
        relied_as: ReliedAs::of(&kept.relied_as).ok_or_else(unread)?,
        number: kept.number,
        reference: kept.reference,
        cited: kept.cited,
        title: kept.title,
        state: kept.state,
        exercise: kept.exercise,
        reason: kept.reason,
        case: kept.case,
        made_at_s: kept.made_at_s,
        note,
    })
}
