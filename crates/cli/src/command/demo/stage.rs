//! The stage of the story: a private folder, an exercise network in it, and one actor for each state.
//!
//! Invariant: the folder goes when the story ends well, and stays, with every node's log, when it does not.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    time::Duration,
};

use chancery_node::{
    data_dir::{Founding, init},
    exercise::{CreatedNetwork, create_network},
    now_s,
};
use chancery_record::StateCode;
use tempfile::TempDir;
use tokio::time::Instant;

use super::{actor::Actor, tale::Tale};
use crate::failure::Failure;

/// The states that subscribed to the Code by 2023, those of the cases first; membership is data, and this is an
/// exercise.
const STATES: [&str; 25] = [
    "US", "CA", "EE", "KR", "DE", "GB", "NO", "FI", "AL", "AU", "BG", "CR", "CZ", "DK", "EC", "ES",
    "FR", "HR", "JP", "LV", "MK", "NL", "NZ", "SK", "XK",
];

/// Loopback, QUIC, and a port that the system chooses.
const LISTEN: &str = "/ip4/127.0.0.1/udp/0/quic-v1";

/// 25 nodes meet each other over 300 connections, and learn of the others from reports every few seconds.
pub(super) const MEETING_WAIT_MAX: Duration = Duration::from_secs(30);

/// The folder and everybody in it.
#[derive(Debug)]
pub(super) struct Stage {
    folder: TempDir,
    network: CreatedNetwork,
    pub(super) actors: Vec<Actor>,
}

impl Stage {
    /// Makes the folder and the network; nobody runs yet.
    pub(super) fn set(nodes: usize) -> Result<Stage, Failure> {
        // Short, because a socket's path has room for 107 bytes.
        let folder = tempfile::Builder::new().prefix("chancery-").tempdir().map_err(|error| {
            Failure::of(&error, "TMPDIR names a folder that can be written, if it is set")
        })?;
        let states = STATES.iter().take(nodes).map(|code| {
            code.parse::<StateCode>().expect("because a test reads every code of the table")
        });
        let states: Vec<StateCode> = states.collect();
        let network = create_network("demo", &states, &folder.path().join("net"), None, now_s())
            .map_err(|error| Failure::of(&error, error.hint()))?;
        let actor = |state| Actor::new(state, folder.path().join(StateCode::as_str(state)));
        let actors = states.into_iter().map(actor).collect();
        Ok(Stage { folder, network, actors })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn genesis(&self) -> &Path {
        &self.network.genesis
    }

    /// A record that a reader may change and publish at the first node.
    pub(super) fn draft(&self) -> PathBuf {
        self.path().join("draft.json")
    }

    /// The states in the order of the actors.
    pub(super) fn states(&self) -> Vec<StateCode> {
        self.actors.iter().map(|actor| actor.state).collect()
    }

    /// The one who will be killed: the last, because everybody knows where the first is.
    pub(super) fn victim(&self) -> usize {
        self.actors.len() - 1
    }

    fn found(&self, index: usize, peers: &[String]) -> Result<(), Failure> {
        let actor = &self.actors[index];
        let identity = self.network.genesis.with_file_name(actor.state.as_str());
        let founding = Founding {
            genesis: &self.network.genesis,
            identity: &identity,
            listen: &[LISTEN.to_owned()],
            peers,
            acts: &[],
            passphrase: None,
        };
        init(&actor.dir, founding)?;
        Ok(())
    }

    /// Ends everybody and removes the folder.
    pub(super) fn strike(self) {
        let Stage { folder, mut actors, .. } = self;
        actors.iter_mut().for_each(Actor::dismiss);
        drop(actors);
        // What cannot be removed is the system's to clean.
        let _left = folder.close();
    }

    /// Ends everybody and keeps the folder, so that the failure can be looked into.
    pub(super) fn abandon(self, failure: Failure) -> Failure {
        if failure.is_unheard() {
            self.strike();
            return failure;
        }
        let Stage { folder, mut actors, .. } = self;
        actors.iter_mut().for_each(Actor::dismiss);
        drop(actors);
        failure.also(&format!("the nodes' logs are kept in {}", folder.keep().display()))
    }
}

/// Starts everybody and waits until they have met.
pub(super) async fn open(stage: &mut Stage, tale: Tale) -> Result<(), Failure> {
    let count = stage.actors.len();
    tale.say(&format!(
        "{count} states, {count} nodes, no centre. Each node is a process of its own on this machine, with its \
         own keys, store and socket. What they sign are public cases written up as exercises: no state has \
         said any of it."
    ))?;
    tale.chapter("1  A network is founded")?;
    tale.fields(&[
        ("folder", stage.path().display().to_string()),
        ("roster", format!("{}, which every node pins", stage.network.roster)),
    ])?;
    let began = Instant::now();
    stage.found(0, &[])?;
    stage.actors[0].spawn()?;
    let known = stage.actors[0].ready().await?;
    for index in 1..count {
        stage.found(index, &known)?;
        stage.actors[index].spawn()?;
    }
    for actor in &mut stage.actors[1..] {
        actor.ready().await?;
    }
    for actor in &stage.actors {
        let pid = actor.pid().map(|pid| pid.to_string()).unwrap_or_default();
        tale.line(&format!("  {}      process {pid:8} {}", actor.state, actor.state.name()))?;
    }
    for actor in &stage.actors {
        actor.sees(count - 1, MEETING_WAIT_MAX).await?;
    }
    tale.say(&format!(
        "Each was told one address, the first node's, and found the others by itself: everybody is connected \
         to everybody after {} ms.",
        began.elapsed().as_millis()
    ))
}

/// This binary as the reader called it, when that works from where they are.
pub(super) fn command_name() -> String {
    match std::env::args().next() {
        Some(name) if !name.is_empty() => quoted(Path::new(&name)).into_owned(),
        _ => "chancery".to_owned(),
    }
}

/// A path as one word for a shell.
pub(super) fn quoted(path: &Path) -> Cow<'static, str> {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(plain) {
        text.into()
    } else {
        format!("'{}'", text.replace('\'', r"'\''")).into()
    }
}

#[cfg(test)]
mod tests;
