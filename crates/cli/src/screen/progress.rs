//! How far something long has come, on standard error: one line that is written over where a person
//! watches, one line for each stage where a file does, and nothing for a program.

use std::io::{self, IsTerminal as _, Write as _};

use super::{Form, visible};

/// Tells a person how far it is.
#[derive(Debug)]
pub(crate) struct Progress {
    watched: Watched,
    stage: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Watched {
    /// By nobody.
    No,
    /// On a terminal, now.
    Live,
    /// In a log, later.
    Later,
}

impl Progress {
    pub(crate) fn new(form: Form) -> Self {
        let watched = match form {
            Form::Json => Watched::No,
            Form::Human if io::stderr().is_terminal() => Watched::Live,
            Form::Human => Watched::Later,
        };
        Progress { watched, stage: String::new() }
    }

    /// So much is done of this stage.
    pub(crate) fn tell(&mut self, stage: &str, done: u64, total: u64) {
        let stage = visible(stage);
        let text = match self.watched {
            Watched::Live => format!("\r\x1b[K{stage}: {done} of {total}"),
            Watched::Later if stage != self.stage => format!("{stage}: {total}\n"),
            Watched::Later | Watched::No => return,
        };
        self.stage = stage;
        // What nobody can read does not matter.
        let _unheard = io::stderr().write_all(text.as_bytes());
    }

    /// Clears the line for what comes after.
    pub(crate) fn end(&mut self) {
        if self.watched == Watched::Live {
            let _unheard = io::stderr().write_all(b"\r\x1b[K");
        }
    }
}
