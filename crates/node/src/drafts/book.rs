//! All drafts of this node: their names, and reading and writing them whole.
//!
//! Invariant: no name is given twice, and a change is read, made and written under one lock.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chancery_store::vault::Place;
use serde_json::Value;
use zeroize::Zeroizing;

use super::draft::{Draft, DraftState, Move, step};
use super::error::DraftError;
use crate::vault::Vault;

const COLLECTION: &str = "drafts";
/// The last number that was given: a draft that was dropped does not lend its name to another.
const COUNTER: Place<'_> = Place { collection: "counters", name: "drafts" };

/// A record of 256 KiB of body takes at most four times that as JSON.
pub(crate) const RECORD_JSON_BYTES_MAX: usize = 1024 * 1024;

/// More drafts at once than an authority works on in a year.
const DRAFTS_MAX: usize = 2_000;

/// The drafts, with what is being released now.
#[derive(Debug)]
pub(crate) struct Book {
    vault: Vault,
    changing: Mutex<()>,
    in_flight: Mutex<BTreeSet<String>>,
}

/// A draft is on its way to the log as long as this lives.
pub(crate) struct Flight {
    book: Arc<Book>,
    name: String,
}

impl Book {
    pub(crate) fn new(vault: Vault) -> Book {
        Book { vault, changing: Mutex::new(()), in_flight: Mutex::default() }
    }

    /// Begins a draft of this record.
    pub(crate) fn begin(&self, record: Value, at: i64) -> Result<Draft, DraftError> {
        check_record(&record)?;
        let _one = lock(&self.changing);
        if self.vault.list(COLLECTION)?.len() >= DRAFTS_MAX {
            return Err(DraftError::TooMany { most: DRAFTS_MAX });
        }
        let last = match self.vault.get(COUNTER)? {
            Some(bytes) => std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok()),
            None => Some(0_u64),
        };
        let number =
            last.ok_or_else(|| DraftError::Damaged { name: "counters/drafts".into() })? + 1;
        self.vault.put(COUNTER, number.to_string().as_bytes())?;
        let draft = Draft {
            name: format!("d{number}"),
            revision: 1,
            state: DraftState::Writing,
            record,
            history: vec![step(at, Move::Created)],
            fixed: None,
            released: None,
        };
        self.write(&draft)?;
        Ok(draft)
    }

    /// Every draft, in the order of their numbers.
    pub(crate) fn all(&self) -> Result<Vec<Draft>, DraftError> {
        let names = self.vault.list(COLLECTION)?;
        let mut drafts = names.iter().map(|name| self.read(name)).collect::<Result<Vec<_>, _>>()?;
        drafts.sort_by_key(|draft| (draft.name.len(), draft.name.clone()));
        Ok(drafts)
    }

    /// One draft.
    pub(crate) fn read(&self, name: &str) -> Result<Draft, DraftError> {
        let is_name = name.strip_prefix('d').is_some_and(|number| {
            (1..=20).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        let missing = || DraftError::NotFound { name: name.to_owned() };
        if !is_name {
            return Err(missing());
        }
        let bytes = self.vault.get(place(name))?.ok_or_else(missing)?;
        let damaged = |_| DraftError::Damaged { name: name.to_owned() };
        serde_json::from_slice(&bytes).map_err(damaged)
    }

    /// Changes one draft; what `change` refuses is not written.
    pub(crate) fn change<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Draft) -> Result<T, DraftError>,
    ) -> Result<(Draft, T), DraftError> {
        let _one = lock(&self.changing);
        self.check_landed(name)?;
        self.change_locked(name, change)
    }

    /// Removes one.
    pub(crate) fn drop_draft(&self, name: &str) -> Result<Draft, DraftError> {
        let _one = lock(&self.changing);
        self.check_landed(name)?;
        let draft = self.read(name)?;
        self.vault.remove(place(name))?;
        Ok(draft)
    }

    /// Changes one draft, and keeps others from changing it until the flight ends.
    pub(crate) fn take_off<T>(
        self: &Arc<Self>,
        name: &str,
        change: impl FnOnce(&mut Draft) -> Result<T, DraftError>,
    ) -> Result<(T, Flight), DraftError> {
        let _one = lock(&self.changing);
        self.check_landed(name)?;
        let (_, answer) = self.change_locked(name, change)?;
        lock(&self.in_flight).insert(name.to_owned());
        Ok((answer, Flight { book: Arc::clone(self), name: name.to_owned() }))
    }

    fn check_landed(&self, name: &str) -> Result<(), DraftError> {
        if lock(&self.in_flight).contains(name) {
            return Err(DraftError::Releasing { name: name.to_owned() });
        }
        Ok(())
    }

    fn change_locked<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Draft) -> Result<T, DraftError>,
    ) -> Result<(Draft, T), DraftError> {
        let before = self.read(name)?;
        let mut draft = before.clone();
        let answer = change(&mut draft)?;
        if draft != before {
            self.write(&draft)?;
        }
        Ok((draft, answer))
    }

    fn write(&self, draft: &Draft) -> Result<(), DraftError> {
        let bytes = serde_json::to_vec(draft)
            .map_err(|_| DraftError::Damaged { name: draft.name.clone() })?;
        Ok(self.vault.put(place(&draft.name), &Zeroizing::new(bytes))?)
    }
}

impl Flight {
    /// The last change of the flight.
    pub(crate) fn land(
        self,
        change: impl FnOnce(&mut Draft) -> Result<(), DraftError>,
    ) -> Result<Draft, DraftError> {
        let _one = lock(&self.book.changing);
        Ok(self.book.change_locked(&self.name, change)?.0)
    }

    /// The node stops and nobody knows whether it is out: the disk may be writing it at this moment, so as long as
    /// this process lives nothing may ask the log and conclude that it is not.
    pub(crate) fn stays_up(mut self) {
        self.name.clear();
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        // An empty name is no draft's, so a flight that stays up leaves its mark.
        lock(&self.book.in_flight).remove(&self.name);
    }
}

/// Refuses what is no object or too long to be a record.
pub(crate) fn check_record(record: &Value) -> Result<(), DraftError> {
    if !record.is_object() {
        return Err(DraftError::NoObject);
    }
    let bytes = record.to_string().len();
    if bytes > RECORD_JSON_BYTES_MAX {
        return Err(DraftError::TooLong { bytes, most: RECORD_JSON_BYTES_MAX });
    }
    Ok(())
}

fn place(name: &str) -> Place<'_> {
    Place { collection: COLLECTION, name }
}

/// Whoever panicked has written a whole draft or none.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
