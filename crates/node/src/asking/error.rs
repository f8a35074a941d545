//! Why a question was not answered.

use chancery_query::Flaw;
use chancery_search::IndexError;

use crate::reading::ReadError;

/// Why a question was not answered.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The query cannot be read.
    #[error("the query cannot be read")]
    Query(#[source] Flaw),
    /// More hits were asked for than are sent at once.
    #[error("{found} hits are asked for, and at most {max} are sent at once")]
    Limit {
        /// How many.
        found: usize,
        /// How many are sent.
        max: usize,
    },
    /// What hits are wanted behind is no id.
    #[error("{0:?} is no id of a version")]
    After(String),
    /// What hits are wanted behind is no hit.
    #[error("no hit of this query has the id {0}")]
    Gone(String),
    /// The index is being opened.
    #[error("the index is being checked")]
    Checking,
    /// Logs were forked or closed, and the index has not followed yet.
    #[error("logs were forked or closed, and the index has not followed yet")]
    Marks,
    /// The index does not answer.
    #[error("the index does not answer")]
    Index(#[source] IndexError),
    /// The index cannot be opened.
    #[error("the index cannot be opened: {0}")]
    Shut(String),
    /// What was found could not be read.
    #[error("what was found could not be read")]
    Read(#[from] ReadError),
}

impl AskError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            AskError::Query(flaw) => flaw.hint(),
            AskError::Limit { max, .. } => {
                format!("ask for {max}, and with --after for those behind the last one")
            }
            AskError::After(_) => "name the whole id of the last hit that was shown".into(),
            AskError::Gone(_) => "it has changed since; ask again without --after".into(),
            AskError::Checking | AskError::Marks => {
                "ask again in a while; `chancery index status` says how far it is".into()
            }
            AskError::Index(error) => error.hint(),
            AskError::Shut(_) => {
                "free space or mend the rights of the folder; the node tries again by itself".into()
            }
            AskError::Read(error) => error.hint(),
        }
    }

    /// Its name in counters.
    pub fn name(&self) -> &'static str {
        match self {
            AskError::Query(_)
            | AskError::Limit { .. }
            | AskError::After(_)
            | AskError::Gone(_) => "search-bad-query",
            AskError::Checking | AskError::Marks | AskError::Index(_) | AskError::Shut(_) => {
                "search-not-answered"
            }
            AskError::Read(_) => "search-unreadable",
        }
    }
}
