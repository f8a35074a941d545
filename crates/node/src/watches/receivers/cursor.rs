//! How far a receiver has come, in the vault.

use chancery_store::vault::Place;
use serde::{Deserialize, Serialize};

use crate::vault::Vault;
use crate::watches::error::WatchError;
use crate::watches::journal::Head;

const COLLECTION: &str = "receivers";

/// What of a receiver is in the vault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Of which series of numbers.
    pub(super) series: String,
    pub(super) after: u64,
    pub(super) taken: u64,
    pub(super) lost: u64,
    pub(super) taken_at_s: Option<i64>,
}

impl Cursor {
    /// Where a receiver was; a new one begins behind what was raised before it, and so does one whose journal was lost.
    pub(super) fn begin(vault: &Vault, name: &str, head: &Head) -> Result<Cursor, WatchError> {
        let place = Place { collection: COLLECTION, name };
        if let Some(bytes) = vault.get(place)? {
            let unread = |_| WatchError::Unread { name: format!("{COLLECTION}/{name}") };
            let kept: Cursor = serde_json::from_slice(&bytes).map_err(unread)?;
            if kept.series == head.series {
                return Ok(kept);
            }
        }
        let new = Cursor { series: head.series.clone(), after: head.last, ..Cursor::default() };
        new.keep(vault, name)?;
        Ok(new)
    }

    /// Makes it durable.
    pub(super) fn keep(&self, vault: &Vault, name: &str) -> Result<(), WatchError> {
        let bytes = serde_json::to_vec(self).expect("because a cursor has text keys");
        Ok(vault.put(Place { collection: COLLECTION, name }, &bytes)?)
    }
}
