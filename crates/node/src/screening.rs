//! Screening: an application against all that is held and all lists, on this machine alone.
//!
//! Whoever screens must not tell anybody that he does: nothing of what is asked or found is logged, and
//! nothing of it leaves the node. Candidates come from the index; what is shown is read again from the
//! store, so that a hit names the exact version and how it stands today. The invariant: a match that is
//! not shown is counted.

use chancery_interop::ApplicationFlaw;
use chancery_search::IndexError;

use crate::reading::ReadError;

mod address;
mod appearances;
mod catalogue;
mod desk;
mod goods;
mod party;
mod read;
mod route;
mod run;
#[cfg(test)]
mod tests;

pub(crate) use appearances::appearances;
pub(crate) use catalogue::Catalogue;
pub(crate) use run::Screener;

/// Whether what stays below the threshold is shown as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// It is counted.
    Threshold,
    /// It is shown.
    All,
}

/// Why a screening was not made.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// The application cannot be compared.
    #[error("the application is not taken")]
    Application(#[from] ApplicationFlaw),
    /// More applications than are taken at once.
    #[error("{found} applications at once, and {most} are taken")]
    TooMany {
        /// How many were sent.
        found: usize,
        /// How many are taken.
        most: usize,
    },
    /// What was sent is no question.
    #[error("what was sent is no question: {0}")]
    Question(String),
    /// There is no index.
    #[error("there is no index of parties")]
    NoIndex,
    /// The index does not answer.
    #[error("the index of parties does not answer")]
    Index(#[from] IndexError),
    /// A record could not be read.
    #[error("a record that matches could not be read")]
    Read(#[from] ReadError),
    /// The node has stopped.
    #[error("the node is stopping")]
    Stopped,
}

impl ScreenError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            ScreenError::Application(source) => source.hint(),
            ScreenError::TooMany { most, .. } => format!("send them in parts of {most}"),
            ScreenError::Question(_) => "docs/reference/http.md says what is sent".into(),
            ScreenError::NoIndex => {
                "see the node's log for why it could not be opened, and start it again".into()
            }
            ScreenError::Index(source) => source.hint(),
            ScreenError::Read(source) => source.hint(),
            ScreenError::Stopped => "start the node again with `chancery run`".into(),
        }
    }

    /// A stable name of the reason.
    pub fn name(&self) -> &'static str {
        match self {
            ScreenError::Application(source) => source.name(),
            ScreenError::TooMany { .. } => "screening-too-many",
            ScreenError::Question(_) => "screening-question",
            ScreenError::NoIndex => "screening-no-index",
            ScreenError::Index(_) => "screening-index",
            ScreenError::Read(_) => "screening-read",
            ScreenError::Stopped => "screening-stopped",
        }
    }
}
