//! All watches of this node, in the vault.
//!
//! Invariant: no number is given twice, no two watches have one name, and none is in memory that is not on the disk.

use std::sync::{Mutex, PoisonError};

use chancery_store::vault::Place;

use super::error::WatchError;
use super::state::WATCHES_MAX;
use super::watch::{NewWatch, Watch};
use crate::vault::Vault;

const COLLECTION: &str = "watches";
/// The last number that was given: a watch that was removed does not lend its number to another.
const COUNTER: Place<'_> = Place { collection: "counters", name: "watches" };

/// The watches.
#[derive(Debug, Default)]
pub(crate) struct Book(Mutex<Option<Vec<Watch>>>);

impl Book {
    /// All of them, in the order in which they were made.
    pub(crate) fn all(&self, vault: &Vault) -> Result<Vec<Watch>, WatchError> {
        self.with(vault, |all| Ok(all.clone()))
    }

    /// One, by its name.
    pub(crate) fn named(&self, vault: &Vault, name: &str) -> Result<Watch, WatchError> {
        self.with(vault, |all| {
            let found = all.iter().find(|watch| watch.name == name).cloned();
            found.ok_or_else(|| WatchError::NoWatch { name: name.to_owned() })
        })
    }

    /// Keeps a new one.
    pub(crate) fn add(
        &self,
        vault: &Vault,
        new: NewWatch,
        now_s: i64,
    ) -> Result<Watch, WatchError> {
        self.with(vault, |all| {
            if all.iter().any(|watch| watch.name == new.name) {
                return Err(WatchError::Taken { name: new.name.clone() });
            }
            if all.len() >= WATCHES_MAX {
                return Err(WatchError::TooMany);
            }
            let NewWatch { name, subject, note, since_s } = new;
            let id = next(vault)?;
            let watch = Watch { id, name, subject, note, made_at_s: now_s, since_s };
            let bytes = serde_json::to_vec(&watch).expect("because a watch has text keys");
            vault.put(Place { collection: COLLECTION, name: &id.to_string() }, &bytes)?;
            all.push(watch.clone());
            Ok(watch)
        })
    }

    /// Removes one; what it has raised stays.
    pub(crate) fn remove(&self, vault: &Vault, name: &str) -> Result<Watch, WatchError> {
        self.with(vault, |all| {
            let at = all.iter().position(|watch| watch.name == name);
            let at = at.ok_or_else(|| WatchError::NoWatch { name: name.to_owned() })?;
            let id = all[at].id.to_string();
            vault.remove(Place { collection: COLLECTION, name: &id })?;
            Ok(all.remove(at))
        })
    }

    /// Reads the vault the first time only: it is this process's alone.
    fn with<T>(
        &self,
        vault: &Vault,
        work: impl FnOnce(&mut Vec<Watch>) -> Result<T, WatchError>,
    ) -> Result<T, WatchError> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.is_none() {
            *all = Some(read(vault)?);
        }
        work(all.get_or_insert_with(Vec::new))
    }
}

fn read(vault: &Vault) -> Result<Vec<Watch>, WatchError> {
    let mut all = Vec::new();
    for name in vault.list(COLLECTION)? {
        if let Some(bytes) = vault.get(Place { collection: COLLECTION, name: &name })? {
            let watch: Result<Watch, _> = serde_json::from_slice(&bytes);
            let unread = |_| WatchError::Unread { name: format!("{COLLECTION}/{name}") };
            all.push(watch.map_err(unread)?);
        }
    }
    all.sort_by_key(|watch| watch.id);
    Ok(all)
}

fn next(vault: &Vault) -> Result<u64, WatchError> {
    let unread = || WatchError::Unread { name: "counters/watches".into() };
    let last = match vault.get(COUNTER)? {
        Some(bytes) => {
            let text = std::str::from_utf8(&bytes).ok();
            text.and_then(|text| text.parse::<u64>().ok()).ok_or_else(unread)?
        }
        None => 0,
    };
    vault.put(COUNTER, (last + 1).to_string().as_bytes())?;
    Ok(last + 1)
}
