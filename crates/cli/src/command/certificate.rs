//! `chancery certificate`: what a state's root says about its authorities' nodes, from the first to the last key.
//!
//! Everything works offline on files; `submit` and `install` are where a node comes in.

use clap::Subcommand;

use super::submit::Submit;
use crate::{arguments::Place, exit::Exit, failure::Failure};

mod asked;
pub(crate) mod closing;
pub(crate) mod draft;
mod install;
mod issue;
pub(crate) mod renewal;
mod request;
mod revoke;
mod rotate;
mod show;

/// Certify a node's keys, rotate or revoke them, and put new ones into a data directory
#[derive(Debug, clap::Args)]
pub(crate) struct Certificate {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Request(request::Request),
    Issue(issue::Issue),
    Rotate(rotate::Rotate),
    Revoke(revoke::Revoke),
    Submit(Submit),
    Install(install::Install),
    Show(show::Show),
}

impl Certificate {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::Request(request) => request.run(place),
            Act::Issue(issue) => issue.run(place).await,
            Act::Rotate(rotate) => rotate.run(place).await,
            Act::Revoke(revoke) => revoke.run(place).await,
            Act::Submit(submit) => submit.run(place).await,
            Act::Install(install) => install.run(place),
            Act::Show(show) => show.run(place).await,
        }
    }
}
