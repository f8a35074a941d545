//! `chancery watch`: what comes, as it comes; and saved queries and watched parties, with what they raise.

use clap::{Args, Subcommand};

use crate::{arguments::Place, exit::Exit, failure::Failure};

mod add;
mod digest;
mod list;
mod notices;
mod receivers;
mod stream;
mod tried;

pub(super) use stream::closed;

/// Print what comes until Ctrl-C; or keep watches: saved queries and parties, and what they raise
///
/// Without a subcommand: records as they arrive, reminders of what is due, alerts and notices.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Watch {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    stream: stream::Follow,
}

#[derive(Debug, Subcommand)]
enum Act {
    Add(Box<add::Add>),
    List(list::List),
    Show(list::Show),
    Test(tried::Test),
    Remove(list::Remove),
    Notices(notices::Notices),
    Done(notices::Done),
    Digest(digest::Digest),
    Receivers(receivers::Receivers),
}

impl Watch {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            None => self.stream.run(place).await,
            Some(Act::Add(add)) => add.run(place).await,
            Some(Act::List(list)) => list.run(place).await,
            Some(Act::Show(show)) => show.run(place).await,
            Some(Act::Test(test)) => test.run(place).await,
            Some(Act::Remove(remove)) => remove.run(place).await,
            Some(Act::Notices(notices)) => notices.run(place).await,
            Some(Act::Done(done)) => done.run(place).await,
            Some(Act::Digest(digest)) => digest.run(place).await,
            Some(Act::Receivers(receivers)) => receivers.run(place).await,
        }
    }
}
