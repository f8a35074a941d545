//! What can be asked: one file per command. A command gives the code to end with, or says why it failed.

use std::future::Future;

use clap::Subcommand;

use crate::{arguments::Place, exit::Exit, failure::Failure};

mod check;
mod export;
mod input;
mod list;
mod peers;
mod publish;
mod show;
mod status;
mod watch;

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::Check),
    Publish(publish::Publish),
    List(list::List),
    Show(show::Show),
    Export(export::Export),
    Watch(watch::Watch),
    Peers(peers::Peers),
    Status(status::Status),
}

impl Command {
    /// Does what is asked.
    pub(crate) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match self {
            Command::Check(check) => check.run(place),
            Command::Publish(publish) => wait(publish.run(place)),
            Command::List(list) => wait(list.run(place)),
            Command::Show(show) => wait(show.run(place)),
            Command::Export(export) => wait(export.run(place)),
            Command::Watch(watch) => wait(watch.run(place)),
            Command::Peers(peers) => wait(peers.run(place)),
            Command::Status(status) => wait(status.run(place)),
        }
    }
}

/// Waits on this thread: a client of one socket needs no other.
fn wait(asking: impl Future<Output = Result<Exit, Failure>>) -> Result<Exit, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::of(&error, "the system gives no more resources: see `ulimit -a`")
        })?
        .block_on(asking)
}
