//! `chancery keys`: a key for each job, made where it will be used, and its fingerprint in words.

use clap::Subcommand;

use crate::{arguments::Place, exit::Exit, failure::Failure};

mod new;
mod show;

/// Make a key for one job, or show the fingerprint of one
#[derive(Debug, clap::Args)]
pub(crate) struct Keys {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    New(new::New),
    Show(show::Show),
}

impl Keys {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::New(new) => new.run(place),
            Act::Show(show) => show.run(place),
        }
    }
}
