//! What the desk does with lists: loading, showing, comparing, taking away; the index follows each time.

use std::sync::Arc;

use super::{ListError, Loading};
use crate::answer::{ListDifference, ListLoaded, ListShown, ListVersion};
use crate::clock;
use crate::desk::{Desk, blocking};

impl Desk {
    /// The version in force of each list.
    pub fn lists(&self) -> Vec<ListVersion> {
        self.catalogue.lists().in_force()
    }

    /// All versions of a list, the oldest first.
    ///
    /// # Errors
    /// When there is no such list.
    pub fn list_versions(&self, list: &str) -> Result<Vec<ListVersion>, ListError> {
        self.catalogue.lists().versions(list)
    }

    /// Loads a list as a new version; returns when it is durable and found by screenings.
    ///
    /// # Errors
    /// Why it was not taken; nothing has changed then, unless the index alone refuses it.
    pub async fn load_list(
        &self,
        loading: Loading,
        bytes: Vec<u8>,
    ) -> Result<ListLoaded, ListError> {
        let catalogue = Arc::clone(&self.catalogue);
        let work = move || {
            let (loaded, new) = catalogue.lists().load(&loading, &bytes, clock::now_s())?;
            if let Some(new) = new {
                catalogue.put(&new)?;
            }
            Ok(loaded)
        };
        let loaded = blocking(work).await.unwrap_or(Err(ListError::Stopped));
        loaded.inspect_err(|error| self.note_refusal(error.name()))
    }

    /// One version of a list, or the one in force, with what could not be read of it.
    ///
    /// # Errors
    /// When there is none, or it is damaged.
    pub async fn show_list(
        &self,
        list: String,
        number: Option<u64>,
    ) -> Result<ListShown, ListError> {
        let catalogue = Arc::clone(&self.catalogue);
        let shown = blocking(move || catalogue.lists().show(&list, number));
        shown.await.unwrap_or(Err(ListError::Stopped))
    }

    /// What differs between two versions; between the last two where none are named.
    ///
    /// # Errors
    /// When there are none, or one is damaged.
    pub async fn list_difference(
        &self,
        list: String,
        from: Option<u64>,
        to: Option<u64>,
    ) -> Result<ListDifference, ListError> {
        let catalogue = Arc::clone(&self.catalogue);
        let difference = blocking(move || catalogue.lists().difference(&list, from, to));
        difference.await.unwrap_or(Err(ListError::Stopped))
    }

    /// Takes a list away with all its versions.
    ///
    /// # Errors
    /// When there is none, or the index does not let it go.
    pub async fn remove_list(&self, list: String) -> Result<(), ListError> {
        let catalogue = Arc::clone(&self.catalogue);
        let work = move || {
            catalogue.lists().remove(&list)?;
            catalogue.remove(&list)
        };
        blocking(work).await.unwrap_or(Err(ListError::Stopped))
    }
}
