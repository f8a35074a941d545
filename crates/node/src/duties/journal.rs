//! The journal: which alerts have been raised, in their order, and which reminders have been given.
//!
//! An alert is raised once, gets the next number, and stays with what it said, so that whoever asks from a
//! number on misses none, over restarts too. It tells what this authority relies on, so it is sealed like
//! the notes. Invariant: numbers rise without a gap, and nothing is handed out before it is durable.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chancery_store::vault::Place;
use serde::{Deserialize, Serialize};

use super::DutyError;
use crate::answer::Alert;
use crate::vault::Vault;

const ALERTS: &str = "alerts";
const REMINDERS: &str = "reminders";

/// The one object with the reminders that were given.
const GIVEN: &str = "given";

/// Reminders that are remembered; older ones are of questions that are long over. One is at most 120
/// bytes with quotes and comma, so all of them stay below the 2 MiB of one object.
const GIVEN_MAX: usize = 16_384;

/// What was raised and given.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    read: Mutex<Option<Pages>>,
}

#[derive(Debug, Default)]
struct Pages {
    alerts: Vec<Kept>,
    given: Vec<String>,
}

/// An alert as it is sealed, under the key by which it is known again.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    key: String,
    alert: Alert,
}

impl Journal {
    /// Raises what has not been raised before; gives the new ones with their numbers.
    pub(crate) fn raise(
        &self,
        vault: &Vault,
        found: Vec<(String, Alert)>,
    ) -> Result<Vec<Alert>, DutyError> {
        self.with(vault, |pages| {
            let known: BTreeSet<String> =
                pages.alerts.iter().map(|kept| kept.key.clone()).collect();
            let mut raised = Vec::new();
            for (key, alert) in found.into_iter().filter(|(key, _)| !known.contains(key)) {
                let number = pages.alerts.last().map_or(0, |kept| kept.alert.number) + 1;
                let kept = Kept { key, alert: Alert { number, ..alert } };
                write(vault, &kept)?;
                raised.push(kept.alert.clone());
                pages.alerts.push(kept);
            }
            Ok(raised)
        })
    }

    /// All alerts behind this number, in order.
    pub(crate) fn after(&self, vault: &Vault, number: u64) -> Result<Vec<Alert>, DutyError> {
        self.with(vault, |pages| {
            let behind = pages.alerts.iter().filter(|kept| kept.alert.number > number);
            Ok(behind.map(|kept| kept.alert.clone()).collect())
        })
    }

    /// Notes that somebody has seen to it.
    pub(crate) fn done(&self, vault: &Vault, number: u64) -> Result<Alert, DutyError> {
        self.with(vault, |pages| {
            let kept = pages.alerts.iter_mut().find(|kept| kept.alert.number == number);
            let kept = kept.ok_or(DutyError::NoAlert { number })?;
            let done = Kept { alert: Alert { done: true, ..kept.alert.clone() }, ..kept.clone() };
            write(vault, &done)?;
            *kept = done;
            Ok(kept.alert.clone())
        })
    }

    /// Takes out of the alerts what they say of a case that is removed. They keep their numbers and what they tell
    /// of a record, which is no secret.
    pub(crate) fn forget(&self, vault: &Vault, names: [&str; 2]) -> Result<(), DutyError> {
        self.with(vault, |pages| {
            for kept in &mut pages.alerts {
                if kept.alert.case.as_deref().is_some_and(|case| names.contains(&case)) {
                    let touches = "a note of a case that was removed".to_owned();
                    let alert = Alert { touches, case: None, ..kept.alert.clone() };
                    let forgotten = Kept { alert, ..kept.clone() };
                    write(vault, &forgotten)?;
                    *kept = forgotten;
                }
            }
            Ok(())
        })
    }

    /// Which of these reminders have not been given.
    pub(crate) fn not_given(
        &self,
        vault: &Vault,
        keys: impl Iterator<Item = String>,
    ) -> Result<Vec<String>, DutyError> {
        self.with(vault, |pages| {
            let given: BTreeSet<&String> = pages.given.iter().collect();
            Ok(keys.filter(|key| !given.contains(key)).collect())
        })
    }

    /// Remembers that these have been given.
    pub(crate) fn give(&self, vault: &Vault, keys: Vec<String>) -> Result<(), DutyError> {
        self.with(vault, |pages| {
            let mut given = pages.given.clone();
            given.extend(keys);
            let oldest = given.len().saturating_sub(GIVEN_MAX);
            given.drain(..oldest);
            let bytes = serde_json::to_vec(&given).expect("because texts are JSON");
            vault.put(Place { collection: REMINDERS, name: GIVEN }, &bytes)?;
            pages.given = given;
            Ok(())
        })
    }

    /// Reads the vault the first time only: it is this process's alone.
    fn with<T>(
        &self,
        vault: &Vault,
        work: impl FnOnce(&mut Pages) -> Result<T, DutyError>,
    ) -> Result<T, DutyError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.is_none() {
            *read = Some(Pages::read(vault)?);
        }
        work(read.get_or_insert_with(Pages::default))
    }
}

impl Pages {
    fn read(vault: &Vault) -> Result<Pages, DutyError> {
        let mut pages = Pages::default();
        for name in vault.list(ALERTS)? {
            if let Some(bytes) = vault.get(Place { collection: ALERTS, name: &name })? {
                let kept = serde_json::from_slice(&bytes);
                pages.alerts.push(kept.map_err(|_| DutyError::Unread { name })?);
            }
        }
        pages.alerts.sort_by_key(|kept: &Kept| kept.alert.number);
        if let Some(bytes) = vault.get(Place { collection: REMINDERS, name: GIVEN })? {
            let given = serde_json::from_slice(&bytes);
            pages.given = given.map_err(|_| DutyError::Unread { name: GIVEN.to_owned() })?;
        }
        Ok(pages)
    }
}

fn write(vault: &Vault, kept: &Kept) -> Result<(), DutyError> {
    let bytes = serde_json::to_vec(kept).expect("because an alert has text keys");
    let name = kept.alert.number.to_string();
    Ok(vault.put(Place { collection: ALERTS, name: &name }, &bytes)?)
}
