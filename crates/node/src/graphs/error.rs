//! What does not come true when graphs are asked for and pairs decided, and what to do next.

use chancery_graph::BadBounds;

use crate::reading::ReadError;
use crate::vault::VaultError;

/// Why there is no graph.
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    /// Nobody is called like that.
    #[error("no record that is held names anybody like {asked:?}")]
    Nobody {
        /// As it was asked.
        asked: String,
        /// Names that have it in them.
        near: Vec<String>,
    },
    /// A record has no such party.
    #[error("{reference} names no party {party:?}")]
    NoParty {
        /// The record.
        reference: String,
        /// The key that was asked for.
        party: String,
    },
    /// It is too long to be a name.
    #[error("a name of {chars} characters is none: 1 to {chars_max}")]
    Length {
        /// How many it has.
        chars: usize,
        /// How many it may have.
        chars_max: usize,
    },
    /// It would be too large.
    #[error(transparent)]
    Bounds(#[from] BadBounds),
    /// Records could not be read.
    #[error("the records could not be read")]
    Read(#[from] ReadError),
    /// What people decided could not be read.
    #[error("what was decided about pairs could not be read")]
    Same(#[from] SameError),
}

impl GraphError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            GraphError::Nobody { near, .. } if !near.is_empty() => {
                format!("write the whole name: {}", near.join("; "))
            }
            GraphError::Nobody { .. } => {
                "write more of the name, or name a party of a record: EE-2026-0001/KEY; `chancery show` has the keys"
                    .into()
            }
            GraphError::NoParty { .. } => "`chancery show` lists the parties with their keys".into(),
            GraphError::Length { .. } => "write the name as a record writes it".into(),
            GraphError::Bounds(BadBounds::Depth(_)) => "begin again from a party at the edge".into(),
            GraphError::Bounds(BadBounds::Nodes(_)) => "a smaller --depth shows what is nearest".into(),
            GraphError::Read(error) => error.hint(),
            GraphError::Same(error) => error.hint(),
        }
    }
}

/// Why nothing was proposed or decided.
#[derive(Debug, thiserror::Error)]
pub enum SameError {
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
    /// There is no pair of that name.
    #[error("there is no pair {0}")]
    NoPair(String),
    /// A reason is empty or too long.
    #[error("the reason has {chars} characters: 1 to {chars_max}")]
    Length {
        /// How many it has.
        chars: usize,
        /// How many it may have.
        chars_max: usize,
    },
    /// It is decided so already.
    #[error("{name} is {state} already")]
    Already {
        /// The proposal.
        name: String,
        /// How it stands.
        state: &'static str,
    },
    /// It was decided too often.
    #[error("{name} was decided {steps} times, and has room for no more")]
    Steps {
        /// The proposal.
        name: String,
        /// How often.
        steps: usize,
    },
    /// Another run is going on.
    #[error("pairs are being looked for already")]
    Busy,
    /// The run was ended by whoever asked for it.
    #[error("the run was ended before it was through")]
    Ended,
}

impl SameError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            SameError::Read(error) => error.hint(),
            SameError::Vault(error) => error.hint(),
            SameError::Unread { .. } => {
                "run the version that wrote it, or put the file back from a copy of the data directory".into()
            }
            SameError::NoPair(_) => "`chancery same list --all` has their names".into(),
            SameError::Length { .. } => "write a sentence that somebody understands in five years".into(),
            SameError::Already { .. } => "`chancery same take-back` undoes what was decided".into(),
            SameError::Steps { .. } => "it stays as it is; `chancery same show` has the history".into(),
            SameError::Busy => "wait for the other run; what it finds is in `chancery same list`".into(),
            SameError::Ended => "`chancery same propose` goes on where it stopped".into(),
        }
    }
}
