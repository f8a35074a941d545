//! What can be asked: one file per command. A command gives the code to end with, or says why it failed.

use std::future::Future;

use clap::Subcommand;

use crate::{arguments::Place, exit::Exit, failure::Failure};

mod acknowledge;
mod alerts;
mod approvals;
mod approve;
mod case;
mod certificate;
mod check;
mod demo;
mod draft;
mod due;
mod evidence;
mod export;
mod fsck;
mod graph;
mod history;
mod index;
mod init;
mod input;
mod keys;
mod kind;
mod list;
mod logs;
mod network;
mod officer;
mod papers;
mod peers;
mod policy;
mod publish;
mod recover;
mod reject;
mod release;
mod rely;
mod report;
mod rooted;
mod roster;
mod run;
mod same;
mod screen;
mod search;
mod secret;
mod show;
mod signals;
mod status;
mod submit;
mod verify;
mod vocabulary;
mod watch;
mod witness;

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Network(network::Network),
    Keys(keys::Keys),
    Roster(roster::Roster),
    Certificate(certificate::Certificate),
    Policy(policy::Policy),
    Recover(recover::Recover),
    Witness(witness::Witness),
    Init(init::Init),
    Run(run::Run),
    Check(check::Check),
    Vocabulary(vocabulary::Vocabulary),
    Publish(publish::Publish),
    Draft(draft::Draft),
    Approve(approve::Approve),
    Reject(reject::Reject),
    Release(release::Release),
    List(list::List),
    Screen(screen::Screen),
    Search(search::Search),
    Show(show::Show),
    History(history::History),
    Verify(verify::Verify),
    Export(export::Export),
    Evidence(evidence::Evidence),
    Graph(graph::Graph),
    Same(same::Same),
    Due(due::Due),
    Acknowledge(acknowledge::Acknowledge),
    Rely(rely::Rely),
    Case(case::CaseCommand),
    Alerts(alerts::Alerts),
    Watch(watch::Watch),
    Peers(peers::Peers),
    Logs(logs::Logs),
    Status(status::Status),
    Report(report::ReportCommand),
    Index(index::IndexCommand),
    Fsck(fsck::Fsck),
    Demo(demo::Demo),
}

impl Command {
    /// Does what is asked.
    pub(crate) fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match self {
            Command::Network(network) => network.run(place),
            Command::Keys(keys) => keys.run(place),
            Command::Roster(roster) => wait(roster.run(place)),
            Command::Certificate(certificate) => wait(certificate.run(place)),
            Command::Policy(policy) => wait(policy.run(place)),
            Command::Recover(recover) => wait(recover.run(place)),
            Command::Witness(witness) => witness.run(place),
            Command::Init(init) => init.run(place),
            Command::Run(run) => work(run.run(place)),
            Command::Check(check) => check.run(place),
            Command::Vocabulary(vocabulary) => wait(vocabulary.run(place)),
            Command::Publish(publish) => wait(publish.run(place)),
            Command::Draft(draft) => wait(draft.run(place)),
            Command::Approve(approve) => wait(approve.run(place)),
            Command::Reject(reject) => wait(reject.run(place)),
            Command::Release(release) => wait(release.run(place)),
            Command::List(list) => wait(list.run(place)),
            Command::Screen(screen) => wait(screen.run(place)),
            Command::Search(search) => wait(search.run(place)),
            Command::Show(show) => wait(show.run(place)),
            Command::History(history) => wait(history.run(place)),
            Command::Verify(verify) => wait(verify.run(place)),
            Command::Export(export) => wait(export.run(place)),
            Command::Evidence(evidence) => wait(evidence.run(place)),
            Command::Graph(graph) => wait(graph.run(place)),
            Command::Same(same) => wait(same.run(place)),
            Command::Due(due) => wait(due.run(place)),
            Command::Acknowledge(acknowledge) => wait(acknowledge.run(place)),
            Command::Rely(rely) => wait(rely.run(place)),
            Command::Case(case) => wait(case.run(place)),
            Command::Alerts(alerts) => wait(alerts.run(place)),
            Command::Watch(watch) => wait(watch.run(place)),
            Command::Peers(peers) => wait(peers.run(place)),
            Command::Logs(logs) => wait(logs.run(place)),
            Command::Status(status) => wait(status.run(place)),
            Command::Report(report) => wait(report.run(place)),
            Command::Index(index) => wait(index.run(place)),
            Command::Fsck(fsck) => wait(fsck.run(place)),
            Command::Demo(demo) => work(demo.run(place)),
        }
    }
}

/// Waits on this thread: a client of one socket needs no other.
fn wait(asking: impl Future<Output = Result<Exit, Failure>>) -> Result<Exit, Failure> {
    block_on(&mut tokio::runtime::Builder::new_current_thread(), asking)
}

/// Works on all cores, as a node does.
fn work(running: impl Future<Output = Result<Exit, Failure>>) -> Result<Exit, Failure> {
    block_on(&mut tokio::runtime::Builder::new_multi_thread(), running)
}

fn block_on(
    runtime: &mut tokio::runtime::Builder,
    future: impl Future<Output = Result<Exit, Failure>>,
) -> Result<Exit, Failure> {
    runtime
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::of(&error, "the system gives no more resources: see `ulimit -a`")
        })?
        .block_on(future)
}
