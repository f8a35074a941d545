//! Why a list was not loaded, shown or taken away.

use std::path::PathBuf;

use chancery_interop::{ListFlaw, MappingFlaw};
use chancery_search::IndexError;

use super::ListFileFlaw;
use crate::file::FileError;

/// Why a list was not loaded, shown or taken away.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The file that was sent is no list.
    #[error("the file is not taken as a list")]
    Flaw(#[from] ListFlaw),
    /// The mapping that was sent is none.
    #[error("the mapping is not taken")]
    Mapping(#[from] MappingFlaw),
    /// No list has that name.
    #[error("no list is called {0:?}")]
    Unknown(String),
    /// The name is none that a list may have.
    #[error("{0:?} cannot be the name of a list")]
    Name(String),
    /// The list has no such version.
    #[error("the list {list:?} has no version {number}")]
    NoVersion {
        /// The list.
        list: String,
        /// The version.
        number: u64,
    },
    /// There is nothing to compare with.
    #[error("the list {0:?} has one version only")]
    OneVersion(String),
    /// As many lists as there may be.
    #[error("there are {lists_max} lists already")]
    TooMany {
        /// How many are allowed.
        lists_max: usize,
    },
    /// Nobody said what a hit in it means.
    #[error("it is not said whether the list is adverse or a reference")]
    NoRole,
    /// A collection of what is written about parties is not a measure against them.
    #[error("a galaxy says who somebody is, and is never an adverse list")]
    NeverAdverse,
    /// A version on the disk is damaged.
    #[error("the version {path} is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ListFileFlaw,
    },
    /// A file could not be read or written.
    #[error("the folder of lists could not be read or written")]
    File(#[from] FileError),
    /// It is written, and cannot be found yet.
    #[error("the list is kept, and the index of parties does not take it")]
    Index(#[from] IndexError),
    /// The index could not be opened when the node started.
    #[error("the list is kept, and there is no index of parties that could take it")]
    NoIndex,
    /// What was sent is no loading.
    #[error("what was sent does not say how to load the list: {0}")]
    Loading(String),
    /// The node has stopped.
    #[error("the node is stopping")]
    Stopped,
}

impl ListError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            ListError::Flaw(source) => source.hint(),
            ListError::Mapping(source) => source.hint(),
            ListError::Unknown(_) | ListError::NoVersion { .. } => {
                "`chancery list versions` says which there are".into()
            }
            ListError::Name(_) => {
                "take at most 40 small letters, digits and hyphens, such as us-csl".into()
            }
            ListError::OneVersion(_) => {
                "load the list again when its publisher has changed it".into()
            }
            ListError::TooMany { .. } => {
                "take one away with `chancery list remove`, or load several files as one".into()
            }
            ListError::NoRole => "say --role adverse or --role reference".into(),
            ListError::NeverAdverse => "load it with --role reference".into(),
            ListError::Damaged { .. } => {
                "take the file away and load the list again; screenings say which version they asked".into()
            }
            ListError::File(source) => source.hint(),
            ListError::Index(source) => source.hint(),
            ListError::NoIndex => {
                "see the node's log; it takes the list when it has started with an index".into()
            }
            ListError::Loading(_) => "docs/spec/list.md says what is sent".into(),
            ListError::Stopped => "start the node again with `chancery run`".into(),
        }
    }

    /// A stable name of the reason.
    pub fn name(&self) -> &'static str {
        match self {
            ListError::Flaw(source) => source.name(),
            ListError::Mapping(source) => source.name(),
            ListError::Unknown(_) => "list-unknown",
            ListError::Name(_) => "list-name",
            ListError::NoVersion { .. } => "list-no-version",
            ListError::OneVersion(_) => "list-one-version",
            ListError::TooMany { .. } => "list-too-many-lists",
            ListError::NoRole => "list-no-role",
            ListError::NeverAdverse => "list-never-adverse",
            ListError::Damaged { .. } => "list-damaged",
            ListError::File(_) => "list-file",
            ListError::Index(_) => "list-index",
            ListError::NoIndex => "list-no-index",
            ListError::Loading(_) => "list-loading",
            ListError::Stopped => "list-stopped",
        }
    }
}
