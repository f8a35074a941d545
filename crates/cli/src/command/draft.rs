//! `chancery draft`: records that are not released yet, from the first line to the author's signature.
//!
//! Drafts lie sealed at the node. What follows stands beside: `approve`, `reject`, `release`.

use clap::Subcommand;

use crate::{arguments::Place, exit::Exit, failure::Failure};

mod check;
mod drop;
mod edit;
mod list;
mod new;
mod path;
mod show;
mod submit;
mod suggest;

pub(super) use show::text;

/// Write a record in the node before it is released: nobody else sees it, and the disk holds it encrypted
#[derive(Debug, clap::Args)]
pub(crate) struct Draft {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    New(new::New),
    Edit(edit::Edit),
    Show(show::Show),
    List(list::List),
    Check(check::Check),
    Suggest(suggest::Suggest),
    Submit(submit::Submit),
    Drop(drop::Drop),
}

impl Draft {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::New(new) => new.run(place).await,
            Act::Edit(edit) => edit.run(place).await,
            Act::Show(show) => show.run(place).await,
            Act::List(list) => list.run(place).await,
            Act::Check(check) => check.run(place).await,
            Act::Suggest(suggest) => suggest.run(place).await,
            Act::Submit(submit) => submit.run(place).await,
            Act::Drop(drop) => drop.run(place).await,
        }
    }
}
