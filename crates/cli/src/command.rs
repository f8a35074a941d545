//! What can be asked: one file per command. A command gives the code to end with, or says why it failed.

use clap::Subcommand;

use crate::{arguments::Place, exit::Exit, failure::Failure};

mod check;
mod input;

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::Check),
}

impl Command {
    /// Does what is asked.
    pub(crate) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match self {
            Command::Check(check) => check.run(place),
        }
    }
}
