//! Why something about watches was not done.

use chancery_query::Flaw;

use crate::reading::ReadError;
use crate::vault::VaultError;

use super::state::WATCHES_MAX;

/// Why something about watches was not done.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
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
    /// A text is empty or too long.
    #[error("the {what} is empty or longer than {most} characters")]
    Length {
        /// Which text.
        what: &'static str,
        /// How many characters it may have.
        most: usize,
    },
    /// The name cannot be typed.
    #[error("the name of a watch is one line")]
    BadName,
    /// The query cannot be read.
    #[error("the query cannot be read at character {}: {what}", .at + 1)]
    Query {
        /// Where, in characters from 0.
        at: usize,
        /// How many characters.
        length: usize,
        /// What is wrong.
        what: String,
        /// What to write instead.
        hint: String,
    },
    /// A party without a name and without a number.
    #[error("the party has neither a name nor an identifier")]
    NoParty,
    /// A party with too much of something.
    #[error("the party has {count} {what}; at most {most}")]
    TooManyParts {
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// How many it may have.
        most: usize,
    },
    /// It is no code of a state.
    #[error("{text:?} is no country code")]
    Country {
        /// As written.
        text: String,
    },
    /// It is no day.
    #[error("{text:?} is no day")]
    Day {
        /// As written.
        text: String,
    },
    /// It is no score.
    #[error("a threshold is 1 to 1000 thousandths")]
    Threshold,
    /// The name is taken.
    #[error("there is a watch {name:?} already")]
    Taken {
        /// The name.
        name: String,
    },
    /// There are as many as there may be.
    #[error("there are {WATCHES_MAX} watches, and no more are kept")]
    TooMany,
    /// Nothing has that name.
    #[error("there is no watch {name:?}")]
    NoWatch {
        /// As it was named.
        name: String,
    },
    /// There is no notice of that number.
    #[error("there is no notice {number}")]
    NoNotice {
        /// The number.
        number: u64,
    },
}

impl From<Flaw> for WatchError {
    fn from(flaw: Flaw) -> WatchError {
        let (at, length, hint) = (flaw.at, flaw.length, flaw.hint());
        WatchError::Query { at, length, what: flaw.to_string(), hint }
    }
}

impl WatchError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            WatchError::Read(error) => error.hint(),
            WatchError::Vault(error) => error.hint(),
            WatchError::Unread { .. } => {
                "run the version that wrote it, or put the file back from a copy of the data directory".into()
            }
            WatchError::Length { .. } | WatchError::BadName => "say it in fewer words".into(),
            WatchError::Query { hint, .. } => hint.clone(),
            WatchError::NoParty => "name the party, or give its number in a register".into(),
            WatchError::TooManyParts { .. } => "make two watches of it".into(),
            WatchError::Country { .. } => "write it as ISO 3166-1 has it: KR".into(),
            WatchError::Day { .. } => "write it as 2026-11-01".into(),
            WatchError::Threshold => "850 is a good beginning".into(),
            WatchError::Taken { .. } => {
                "choose another name, or remove that one first: `chancery watch list` shows them".into()
            }
            WatchError::TooMany => {
                "remove some that nobody needs: `chancery watch list` shows them".into()
            }
            WatchError::NoWatch { .. } => "`chancery watch list` shows them".into(),
            WatchError::NoNotice { .. } => "`chancery watch notices --all` lists them".into(),
        }
    }
}
