//! `chancery roster`: who belongs, as files that people review, sign and carry round.
//!
//! Everything here works offline, on the genesis file and the acts so far; a running node is asked where one is named.

use clap::Subcommand;

use super::submit::Submit;
use crate::{arguments::Place, exit::Exit, failure::Failure};

mod changes;
mod combine;
pub(crate) mod endings;
mod export;
mod found;
mod named;
mod propose;
mod review;
mod show;
mod sign;
mod withdraw;

/// Found a network, and change who belongs to it: propose, review, sign, combine, submit
#[derive(Debug, clap::Args)]
pub(crate) struct Roster {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Found(found::Found),
    Propose(propose::Propose),
    Review(review::Review),
    Sign(sign::Sign),
    Combine(combine::Combine),
    Submit(Submit),
    Show(show::Show),
    History(show::History),
    Export(export::Export),
    Withdraw(withdraw::Withdraw),
}

impl Roster {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::Found(found) => found.run(place),
            Act::Propose(propose) => propose.run(place).await,
            Act::Review(review) => review.run(place).await,
            Act::Sign(sign) => sign.run(place).await,
            Act::Combine(combine) => combine.run(place).await,
            Act::Submit(submit) => submit.run(place).await,
            Act::Show(show) => show.run(place).await,
            Act::History(history) => history.run(place).await,
            Act::Export(export) => export.run(place).await,
            Act::Withdraw(withdraw) => withdraw.run(place).await,
        }
    }
}
