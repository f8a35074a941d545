//! `chancery policy`: who may approve what an authority releases, declared by its state's root.
//!
//! Everything works offline on files; `submit` is where a node comes in.

use clap::Subcommand;

use super::submit::Submit;
use crate::{arguments::Place, exit::Exit, failure::Failure};

mod declare;
mod officer;
mod show;
mod told;

pub(crate) use told::described;

/// Declare who may approve what an authority releases, and show what authorities have declared
#[derive(Debug, clap::Args)]
pub(crate) struct Policy {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Declare(declare::Declare),
    Submit(Submit),
    Show(show::Show),
}

impl Policy {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::Declare(declare) => declare.run(place).await,
            Act::Submit(submit) => submit.run(place).await,
            Act::Show(show) => show.run(place).await,
        }
    }
}
