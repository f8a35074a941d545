//! `chancery roster`: who belongs, as files that people review, sign and carry round.
//!
//! Everything here works offline, on the genesis file and the acts so far; a running node is asked where one is named.

use clap::Subcommand;

use crate::{arguments::Place, exit::Exit, failure::Failure};

mod found;
mod named;

/// Found a network, and change who belongs to it: propose, review, sign, combine, submit
#[derive(Debug, clap::Args)]
pub(crate) struct Roster {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Found(found::Found),
}

impl Roster {
    pub(super) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::Found(found) => found.run(place),
        }
    }
}
