//! The command line: what every command shares, and how its mistakes are told.
//!
//! Invariant: with `--json` anywhere on the line, even a line that makes no sense is answered in JSON.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use chancery_http::Client;
use clap::{Parser, error::ErrorKind};

use crate::{
    command::Command,
    exit::Exit,
    failure::Failure,
    screen::{Form, Screen, WIDTH_MAX},
};

#[cfg(test)]
mod tests;

/// Sign, gossip, keep and verify states' advisories about trade in surveillance technology
#[derive(Debug, Parser)]
#[command(name = "chancery", version, max_term_width = WIDTH_MAX, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command knows: where the data directory is, and how to answer.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Place {
    /// Data directory of the node
    #[arg(long, global = true, env = "CHANCERY_DIR", hide_env_values = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Answer with one JSON document on standard output, and errors as JSON on standard error
    #[arg(long, global = true)]
    json: bool,
}

impl Arguments {
    /// How to answer.
    pub(crate) fn form(&self) -> Form {
        self.place.form()
    }
}

impl Place {
    /// How to answer.
    pub(crate) fn form(&self) -> Form {
        if self.json { Form::Json } else { Form::Human }
    }

    /// Where to answer.
    pub(crate) fn screen(&self) -> Screen {
        Screen::new(self.form())
    }

    /// The data directory, if one is named.
    pub(crate) fn dir_if_named(&self) -> Option<&Path> {
        self.dir.as_deref()
    }

    /// The data directory; naming none is a mistake of usage.
    pub(crate) fn dir(&self) -> Result<&Path, Failure> {
        self.dir_if_named().ok_or_else(|| {
            Failure::new(
                "no data directory is named",
                "give --dir DIR, or set CHANCERY_DIR; `chancery init` makes one",
            )
            .ending(Exit::Usage)
        })
    }

    /// A client of the node that runs on the data directory.
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        Ok(Client::new(self.dir()?.join("api.sock")))
    }
}

/// Reads the command line of this process; help, the version and mistakes have been said when it fails.
pub(crate) fn parse() -> Result<Arguments, Exit> {
    let words: Vec<OsString> = std::env::args_os().collect();
    Arguments::try_parse_from(&words).map_err(|error| explain(&error, form_of(&words)))
}

/// Before the line is understood, its form can only be looked for.
fn form_of(words: &[OsString]) -> Form {
    if words.iter().any(|word| word == "--json") { Form::Json } else { Form::Human }
}

fn explain(error: &clap::Error, form: Form) -> Exit {
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if asked_for || form == Form::Human {
        // Where nobody reads, there is nobody to tell.
        let _unheard = error.print();
        return if asked_for { Exit::Done } else { Exit::Usage };
    }
    let text = error.to_string();
    let message = text.trim_start_matches("error: ").lines().next().unwrap_or_default();
    Failure::new(message, "see `chancery --help`").ending(Exit::Usage).report(form)
}

/// The whole tree of commands, for the reference page.
#[cfg(test)]
pub(crate) fn tree() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}
