//! The catalogue: the lists, and the index of parties that they and the records are found in.
//!
//! The index is derived: where it cannot be opened the node runs without it and says so, and what lists
//! it lacks is put when it is stocked. Invariant: after stocking, the lists in the index are those in force.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use chancery_interop::Entry;
use chancery_search::{Found, IndexError, Listed, Parties};
use serde::{Deserialize, Serialize};

use crate::answer::ListVersion;
use crate::lists::{InForce, ListError, Lists};

/// Lists, and where parties are found.
#[derive(Debug)]
pub(crate) struct Catalogue {
    folder: PathBuf,
    parties: RwLock<Option<Arc<Parties>>>,
    lists: Lists,
}

/// What is kept in the index beside the card of an entry.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) entry: String,
    pub(super) section: Option<String>,
    pub(super) programme: Option<String>,
    pub(super) citation: Option<String>,
    pub(super) url: Option<String>,
    pub(super) since: Option<String>,
    pub(super) note: Option<String>,
}

impl Catalogue {
    /// Opens both; an index that cannot be opened is said in the log and left out.
    pub(crate) fn open(index: PathBuf, lists: PathBuf) -> Result<Catalogue, ListError> {
        let lists = Lists::open(lists)?;
        let parties = match Parties::open(&index) {
            Ok((parties, Found::Flawed(flaw))) => {
                tracing::warn!(
                    cause = crate::causes(&flaw),
                    "the index of parties was of no use and is made again"
                );
                Some(Arc::new(parties))
            }
            Ok((parties, Found::Nothing | Found::Whole)) => Some(Arc::new(parties)),
            Err(error) => {
                tracing::error!(
                    cause = crate::causes(&error),
                    "there is no index of parties: nothing can be screened"
                );
                None
            }
        };
        Ok(Catalogue { folder: index, parties: RwLock::new(parties), lists })
    }

    /// The lists.
    pub(crate) fn lists(&self) -> &Lists {
        &self.lists
    }

    /// The index, where there is one.
    pub(crate) fn parties(&self) -> Option<Arc<Parties>> {
        self.parties.read().expect("because nobody panics with it in hand").clone()
    }

    /// Closes the index, when the node stops.
    pub(crate) fn close(&self) {
        *self.parties.write().expect("because nobody panics with it in hand") = None;
    }

    /// Clears the index away and begins at nothing; the lists are put again by [`Catalogue::stock`].
    pub(crate) fn begin(&self) -> Result<Arc<Parties>, IndexError> {
        let mut parties = self.parties.write().expect("because nobody panics with it in hand");
        // The writer of the old one holds the folder.
        *parties = None;
        let new = Arc::new(Parties::begin(&self.folder)?);
        *parties = Some(Arc::clone(&new));
        Ok(new)
    }

    /// Puts into the index what is in force and not there, and takes out what is there and not in force.
    pub(crate) fn stock(&self) -> Result<(), ListError> {
        let Some(parties) = self.parties() else { return Ok(()) };
        let there = parties.look()?.lists()?;
        let in_force = self.lists.in_force();
        for version in &in_force {
            let whole = (version.list.clone(), whole(version));
            if !there.contains(&whole) {
                self.put(&self.lists.read(&version.list, Some(version.number))?)?;
            }
        }
        for (list, _) in there {
            if !in_force.iter().any(|version| version.list == list) {
                parties.remove_list(&list)?;
            }
        }
        Ok(())
    }

    /// Puts a version of a list into the index.
    pub(crate) fn put(&self, list: &InForce) -> Result<(), ListError> {
        let parties = self.parties().ok_or(ListError::NoIndex)?;
        let entries =
            list.entries.iter().map(|entry| Listed { card: &entry.card, about: about(entry) });
        parties.put_list(&list.version.list, &whole(&list.version), entries)?;
        Ok(())
    }

    /// Takes a list out of the index.
    pub(crate) fn remove(&self, list: &str) -> Result<(), ListError> {
        match self.parties() {
            Some(parties) => Ok(parties.remove_list(list)?),
            None => Ok(()),
        }
    }
}

/// Under which name a version is whole in the index.
pub(super) fn whole(version: &ListVersion) -> String {
    format!("{} {} {}", version.list, version.number, version.version)
}

fn about(entry: &Entry) -> Vec<u8> {
    let Entry { id, section, programme, citation, url, since, note, .. } = entry.clone();
    let about = About { entry: id, section, programme, citation, url, since, note };
    serde_json::to_vec(&about).expect("because it is plain text")
}
