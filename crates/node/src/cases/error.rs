//! Why something about a case was not done, and what to do next.

use super::file::CASE_FILE_BYTES_MAX;
use super::folded::CaseFlaw;
use crate::answer::{DraftError, DutyError, ScreenError};
use crate::reading::ReadError;
use crate::vault::VaultError;

/// Why something about a case was not done.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// Records could not be read.
    #[error("the records could not be read")]
    Read(#[from] ReadError),
    /// The vault does not open, or does not take it.
    #[error("the vault cannot be used")]
    Vault(#[from] VaultError),
    /// The application was not screened.
    #[error("the application was not screened")]
    Screen(#[from] ScreenError),
    /// Notes or alerts could not be read.
    #[error(transparent)]
    Duty(#[from] DutyError),
    /// The draft of a consultation was not made.
    #[error("the consultation was not drafted")]
    Draft(#[from] DraftError),
    /// There is none of that name.
    #[error("there is no case {name}")]
    NotFound {
        /// As it was named.
        name: String,
    },
    /// Another case has the number.
    #[error("the number {number} is that of {name}")]
    Taken {
        /// The number.
        number: String,
        /// The case that has it.
        name: String,
    },
    /// A number is written as this node writes names.
    #[error("{number} is how this node names its cases, and no number of an authority")]
    Number {
        /// As it was written.
        number: String,
    },
    /// There are more than anybody works on.
    #[error("there are {most} cases, and no more are taken")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// It has more steps than a person makes.
    #[error("{name} has {most} steps, and takes no more")]
    TooManySteps {
        /// The case.
        name: String,
        /// How many there may be.
        most: usize,
    },
    /// What lies in the vault is no case any more.
    #[error("{name} in the vault does not hold together")]
    Damaged {
        /// The case.
        name: String,
        /// What is wrong.
        source: CaseFlaw,
    },
    /// What lies in the vault was written by another version.
    #[error("{name} in the vault is not understood by this version")]
    Unread {
        /// The object.
        name: String,
    },
    /// A text is empty or too long.
    #[error("the {what} has {chars} characters: 1 to {chars_max}")]
    Length {
        /// Which text.
        what: &'static str,
        /// How many it has.
        chars: usize,
        /// How many it may have.
        chars_max: usize,
    },
    /// An application is too long to be one.
    #[error("the application has {bytes} bytes; at most {most}")]
    Application {
        /// How many.
        bytes: usize,
        /// How many it may have.
        most: usize,
    },
    /// An application says nothing that could be screened.
    #[error("the application names no party, item, route or destination")]
    EmptyApplication,
    /// It has no such hit.
    #[error("{name} has no hit {hit}")]
    NoHit {
        /// The case.
        name: String,
        /// As it was named.
        hit: String,
    },
    /// It is closed.
    #[error("{name} is closed")]
    Closed {
        /// The case.
        name: String,
    },
    /// It is not closed.
    #[error("{name} is not closed")]
    Open {
        /// The case.
        name: String,
    },
    /// It was never screened.
    #[error("{name} was not screened")]
    NotScreened {
        /// The case.
        name: String,
    },
    /// Hits wait for a decision.
    #[error("{name} has {count} hits without a decision: {}", .hits.join(", "))]
    Undecided {
        /// The case.
        name: String,
        /// Some of them.
        hits: Vec<String>,
        /// How many.
        count: usize,
    },
    /// Nobody is consulted about it.
    #[error("{hit} is no denial of another state")]
    NotADenial {
        /// The hit.
        hit: String,
    },
    /// It was consulted about already.
    #[error("{hit} was consulted about already: {draft}")]
    Consulted {
        /// The hit.
        hit: String,
        /// The draft or the question.
        draft: String,
    },
    /// A day is none, or is over.
    #[error("{day:?} is no day on which somebody could answer")]
    Deadline {
        /// As it was written.
        day: String,
    },
    /// The procedure is not known.
    #[error("no procedure is called {slug:?}")]
    Procedure {
        /// As it was named.
        slug: String,
        /// Those that are known.
        known: Vec<String>,
    },
    /// Somebody holds it.
    #[error("{name} is held: {reason}")]
    Held {
        /// The case.
        name: String,
        /// Why.
        reason: String,
    },
    /// Nobody holds it.
    #[error("{name} is not held")]
    NotHeld {
        /// The case.
        name: String,
    },
    /// Its day has not come.
    #[error("{name} is kept until {until}")]
    Kept {
        /// The case.
        name: String,
        /// The last day, or what it waits for.
        until: String,
    },
    /// The steps and the evidence do not fit one file.
    #[error("the case file would have {bytes} bytes; at most {CASE_FILE_BYTES_MAX}")]
    TooLarge {
        /// How many.
        bytes: usize,
    },
    /// The node has stopped.
    #[error("the node is stopping")]
    Stopped,
}

impl CaseError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            CaseError::Read(error) => error.hint(),
            CaseError::Vault(error) => error.hint(),
            CaseError::Screen(error) => error.hint(),
            CaseError::Duty(error) => error.hint(),
            CaseError::Draft(error) => error.hint(),
            CaseError::NotFound { .. } => {
                "name a case by its number or as `chancery case list` does, such as c7".into()
            }
            CaseError::Taken { name, .. } => {
                format!("`chancery case show {name}` shows it; give this one another number")
            }
            CaseError::Number { .. } => "put the year or the office before it, such as 2026-7".into(),
            CaseError::TooMany { .. } => {
                "remove what is over: `chancery case list --overdue`".into()
            }
            CaseError::TooManySteps { .. } => "close it, and open another one".into(),
            CaseError::Damaged { .. } => {
                "put the vault back from a copy of the data directory; the newest case file that was exported \
                 still holds the steps"
                    .into()
            }
            CaseError::Unread { .. } => {
                "run the version that wrote it, or put the file back from a copy of the data directory"
                    .into()
            }
            CaseError::Length { .. } => {
                "write a sentence that somebody understands in five years".into()
            }
            CaseError::Application { .. } => {
                "leave out what is compared with nothing; documents belong into the authority's own file"
                    .into()
            }
            CaseError::EmptyApplication => {
                "name at least one; `chancery case open --help` says how".into()
            }
            CaseError::NoHit { name, .. } => format!("`chancery case show {name}` lists them"),
            CaseError::Closed { name } => {
                format!("`chancery case reopen {name} --reason TEXT` opens it again")
            }
            CaseError::Open { name } => {
                format!("`chancery case close {name} --outcome WORD --reason TEXT` closes it")
            }
            CaseError::NotScreened { name } => format!("`chancery case screen {name}` does it"),
            CaseError::Undecided { name, .. } => {
                format!("`chancery case decide {name} HIT… --unclear --reason TEXT` is a decision too")
            }
            CaseError::NotADenial { .. } => {
                "other states are asked about any record with an information-request: `chancery draft new --kind \
                 information-request --about REF`"
                    .into()
            }
            CaseError::Consulted { .. } => "`chancery case show` says how far it is".into(),
            CaseError::Deadline { .. } => "write a day to come, such as 2026-12-24".into(),
            CaseError::Procedure { known, .. } => format!("one of {}", known.join(", ")),
            CaseError::Held { name, .. } => {
                format!("whoever holds it frees it: `chancery case free {name} --reason TEXT`")
            }
            CaseError::NotHeld { name } => {
                format!("`chancery case hold {name} --reason TEXT` holds it")
            }
            CaseError::Kept { .. } => {
                "where the law asks for it earlier, say which: --force WORD".into()
            }
            CaseError::TooLarge { .. } => {
                "close this case, and open another one for what comes after it".into()
            }
            CaseError::Stopped => "start the node again with `chancery run`".into(),
        }
    }
}
