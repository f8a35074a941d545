//! Duties: what others wait for, what this state waits for, what it relied on and what changed since.
//!
//! Questions have clocks ([`questions`]), own records have reviews and ends ([`reviews`]), analysts leave
//! notes ([`notes`]), and whoever relied on a version is alerted when it changes ([`alerts`]). The
//! [`journal`] remembers what has been told, the [`crier`] tells it to whoever listens.
//!
//! Invariant: nothing here leaves the node. A note or alert goes into the vault, into an answer on the socket of
//! the data directory, or into a file that its owner exports; never into a statement or to a peer.

use chancery_procedure::Packs;
use time::{Date, OffsetDateTime};

use crate::answer::Tiding;
use crate::clock::now_s;
use crate::reading::ReadError;
use crate::vault::VaultError;

mod alerts;
mod crier;
mod desk;
mod journal;
pub(crate) mod notes;
pub(crate) mod packs;
pub(crate) mod questions;
mod reviews;
#[cfg(test)]
mod tests;
pub(crate) mod threads;

pub(crate) use crier::Crier;
pub use desk::Tidings;
pub(crate) use journal::Journal;
pub use packs::PacksError;

/// Tidings that wait for one reader who is slow; a start after a long absence may have hundreds.
pub(crate) const TIDINGS_MAX: usize = 1_024;

/// What the desk needs for duties.
#[derive(Debug)]
pub(crate) struct Duties {
    pub(crate) packs: Packs,
    pub(crate) journal: Journal,
    /// To whoever listens now.
    pub(crate) tidings: tokio::sync::broadcast::Sender<Tiding>,
    /// Wakes the crier: somebody has begun to listen, or a note was made.
    pub(crate) wake: tokio::sync::Notify,
}

impl Duties {
    /// Nobody listens yet.
    pub(crate) fn new(packs: Packs) -> Duties {
        let (tidings, _) = tokio::sync::broadcast::channel(TIDINGS_MAX);
        let wake = tokio::sync::Notify::new();
        Duties { packs, journal: Journal::default(), tidings, wake }
    }
}

/// Why something about duties was not done.
#[derive(Debug, thiserror::Error)]
pub enum DutyError {
    /// Records could not be read.
    #[error("the records could not be read")]
    Read(#[from] ReadError),
    /// The vault does not open.
    #[error("the vault cannot be used")]
    Vault(#[from] VaultError),
    /// What is sealed there was written by another version.
    #[error("{name} in the vault is not understood by this version")]
    Unread {
        /// Its name.
        name: String,
    },
    /// The record has no text that one could rely on.
    #[error("{name} is a {kind}, and nobody relies on one")]
    NoText {
        /// As it was named.
        name: String,
        /// Its kind.
        kind: String,
    },
    /// The record has no such version.
    #[error("{name} has {versions} versions, and no version {number}")]
    NoVersion {
        /// As it was named.
        name: String,
        /// Which was asked for.
        number: u64,
        /// How many there are.
        versions: usize,
    },
    /// A reason or a case is empty or too long.
    #[error("the {what} has {chars} characters: 1 to {chars_max}")]
    Length {
        /// Which text.
        what: &'static str,
        /// How many it has.
        chars: usize,
        /// How many it may have.
        chars_max: usize,
    },
    /// There is no alert of that number.
    #[error("there is no alert {number}")]
    NoAlert {
        /// The number.
        number: u64,
    },
    /// There are no notes to export.
    #[error("there are no reliance notes{}", .case.as_ref().map(|case| format!(" in case {case:?}")).unwrap_or_default())]
    NoNotes {
        /// The case that was asked for.
        case: Option<String>,
    },
    /// The evidence of so many notes does not fit one file.
    #[error("the case file would have {bytes} bytes; at most {}", crate::case::CASE_BYTES_MAX)]
    TooLarge {
        /// How many.
        bytes: usize,
    },
}

impl DutyError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            DutyError::Read(error) => error.hint(),
            DutyError::Vault(error) => error.hint(),
            DutyError::Unread { .. } => {
                "run the version that wrote it, or put the file back from a copy of the data directory".into()
            }
            DutyError::NoText { .. } => {
                "name the record that it is about: `chancery show` says which".into()
            }
            DutyError::NoVersion { .. } => "`chancery show` lists the versions".into(),
            DutyError::Length { .. } => "write a sentence that somebody understands in five years".into(),
            DutyError::NoAlert { .. } => "`chancery alerts --all` lists them".into(),
            DutyError::NoNotes { .. } => "`chancery rely list` has all of them".into(),
            DutyError::TooLarge { .. } => "export one case at a time, with --case".into(),
        }
    }
}

/// The day that it is now, in UTC.
pub(crate) fn today() -> Date {
    OffsetDateTime::from_unix_timestamp(now_s()).map_or(Date::MAX, OffsetDateTime::date)
}
