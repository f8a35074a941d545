//! What goes wrong, as its reader needs it: what, why, what to do next, and the code to end with.
//!
//! Every error of the crates below becomes a [`Failure`] in one place here; inside the commands there is no other.

use std::{error::Error, io, io::Write as _};

use chancery_http::{ClientError, FaultPlace, FaultViolation};
use chancery_node::{FileError, causes, data_dir::DirError, keyring::KeyringError};
use chancery_record::Violation;
use serde::Serialize;

use crate::{
    exit::Exit,
    screen::{Form, caret, paragraph, visible},
};

#[cfg(test)]
mod tests;

/// A command that did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Failure {
    /// What is wrong, with its causes.
    #[serde(rename = "error")]
    message: String,
    /// What to do next.
    hint: String,
    /// Each wrong place of a record.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    violations: Vec<FaultViolation>,
    /// The wrong place of a query.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Box<FaultPlace>>,
    /// The query with a mark under that place.
    #[serde(skip)]
    pointed: String,
    #[serde(skip)]
    exit: Exit,
}

impl Failure {
    /// A refusal or failure (exit 1).
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Failure {
            message: message.into(),
            hint: hint.into(),
            violations: Vec::new(),
            place: None,
            pointed: String::new(),
            exit: Exit::Refused,
        }
    }

    /// The same, ending with another code.
    pub(crate) fn ending(self, exit: Exit) -> Self {
        Failure { exit, ..self }
    }

    /// A typed error with all its causes, and the hint that it gives.
    pub(crate) fn of(error: &dyn Error, hint: impl Into<String>) -> Self {
        Failure::new(causes(error), hint)
    }

    /// The same, about a file of several.
    pub(crate) fn about(self, file: &str) -> Self {
        Failure { message: format!("{file}: {}", self.message), ..self }
    }

    /// The same, with one thing more to know.
    #[must_use]
    pub(crate) fn also(mut self, more: &str) -> Self {
        if !self.hint.is_empty() && !more.is_empty() {
            self.hint.push_str("; ");
        }
        self.hint.push_str(more);
        self
    }

    /// The same, with a mark under the wrong place of a text, if it has one.
    #[must_use]
    pub(crate) fn pointing_into(self, text: &str) -> Self {
        let pointed = self.place.as_ref().map(|place| caret(text, place.at, place.length));
        Failure { pointed: pointed.unwrap_or_default(), ..self }
    }

    /// A record that is not accepted.
    pub(crate) fn of_violations(file: &str, violations: Vec<Violation>) -> Self {
        let count = violations.len();
        let things = if count == 1 { "thing is" } else { "things are" };
        Failure {
            violations: violations.into_iter().map(FaultViolation::from).collect(),
            ..Failure::new(
                format!("{file} is not a record: {count} {things} wrong"),
                "mend each place; docs/reference/record.md describes every field",
            )
        }
    }

    /// The same, where what was asked is done all the same and must not be asked for again.
    pub(crate) fn although(self, done: &str, hint: &str) -> Self {
        if self.is_unheard() {
            return self;
        }
        Failure { message: format!("{done}; {}", self.message), hint: hint.to_owned(), ..self }
    }

    /// The reader of standard output is gone (`| head`): nothing to say, and nobody to say it to.
    fn unheard() -> Self {
        Failure::new("", "").ending(Exit::Done)
    }

    /// Whether nobody is there to hear of it.
    pub(crate) fn is_unheard(&self) -> bool {
        self.message.is_empty()
    }

    /// Says it on standard error and gives the code to end with.
    pub(crate) fn report(&self, form: Form) -> Exit {
        if self.is_unheard() {
            return self.exit;
        }
        let text = match form {
            Form::Json => {
                serde_json::to_string(self).expect("because strings are always JSON") + "\n"
            }
            Form::Human => self.human(),
        };
        // Where standard error is closed as well, the code has to speak alone.
        let _unheard = io::stderr().write_all(text.as_bytes());
        self.exit
    }

    fn human(&self) -> String {
        let mut text = paragraph("error: ", &visible(&self.message));
        text += &self.pointed;
        for FaultViolation { path, wrong, allowed } in &self.violations {
            text += &paragraph("  ", &visible(&format!("{path}: {wrong}")));
            text += &paragraph("      allowed: ", &visible(allowed));
        }
        if !self.hint.is_empty() {
            text += &paragraph("hint:  ", &visible(&self.hint));
        }
        text
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let failure = Failure::of(&error, error.hint());
        match error {
            ClientError::NoNode { .. } => failure.ending(Exit::NoNode),
            ClientError::Refused { status: 404, .. } => failure.ending(Exit::NotFound),
            ClientError::Refused { fault, .. } => Failure {
                violations: fault.violations,
                place: fault.place.map(Box::new),
                ..failure
            },
            _ => failure,
        }
    }
}

impl From<DirError> for Failure {
    fn from(error: DirError) -> Self {
        let failure = Failure::of(&error, error.hint());
        match error {
            DirError::Address { .. } => failure.ending(Exit::Usage),
            _ => failure,
        }
    }
}

impl From<KeyringError> for Failure {
    fn from(error: KeyringError) -> Self {
        Failure::of(&error, error.hint())
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Failure::of(&error, error.hint())
    }
}

impl From<io::Error> for Failure {
    /// Only writing to standard output ends here; files have errors that name them.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::unheard();
        }
        Failure::of(&error, "standard output cannot be written")
    }
}
