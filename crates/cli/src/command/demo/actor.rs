//! One node of the story: a child process of this same binary, its data directory, and a client of it.
//!
//! Invariant: when an actor is dropped its process has ended. The child also watches its standard input, so
//! that it ends even when this process is killed.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use chancery_http::Client;
use chancery_node::causes;
use chancery_record::StateCode;
use serde::Deserialize;
use tokio::time::{sleep, timeout};

use crate::failure::Failure;

/// Opening a store and the listeners takes a fraction of a second; 25 at once on a slow machine take longer.
const READY_WAIT_MAX: Duration = Duration::from_secs(30);

/// A node lets what has begun end within 5 s.
const STOP_WAIT_MAX: Duration = Duration::from_secs(8);

/// How often a process is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A node, running or not.
#[derive(Debug)]
pub(super) struct Actor {
    pub(super) state: StateCode,
    pub(super) dir: PathBuf,
    pub(super) client: Client,
    process: Option<Child>,
    /// Kept open, so that the child's writes do not fail.
    _stdout: Option<BufReader<ChildStdout>>,
}

/// What `chancery run --json` says when it is ready.
#[derive(Debug, Deserialize)]
struct Ready {
    listening: Vec<String>,
}

impl Actor {
    pub(super) fn new(state: StateCode, dir: PathBuf) -> Self {
        let client = Client::new(dir.join("api.sock"));
        Actor { state, dir, client, process: None, _stdout: None }
    }

    /// Where its log goes: beside the data directory, so that it outlives restarts.
    pub(super) fn log(&self) -> PathBuf {
        self.dir.with_extension("log")
    }

    /// The process id, while it runs.
    pub(super) fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(Child::id)
    }

    /// Starts the process; it is not ready yet.
    pub(super) fn spawn(&mut self) -> Result<(), Failure> {
        let failed = |error: std::io::Error| {
            Failure::new(
                format!("the node of {} cannot be started: {error}", self.state),
                "the demo starts this same binary again: is it still there?",
            )
        };
        let log = File::options().create(true).append(true).open(self.log()).map_err(failed)?;
        let child = Command::new(std::env::current_exe().map_err(failed)?)
            .args(["run", "--json", "--until-input-ends", "--dir"])
            .arg(&self.dir)
            .env_remove("CHANCERY_DIR")
            .env_remove("CHANCERY_PASSPHRASE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(failed)?;
        self.process = Some(child);
        Ok(())
    }

    /// Waits until it says that it is ready; gives where it listens.
    pub(super) async fn ready(&mut self) -> Result<Vec<String>, Failure> {
        let stdout = self.process.as_mut().and_then(|child| child.stdout.take());
        let stdout = stdout.ok_or_else(|| self.silent("it was not started"))?;
        let reading = tokio::task::spawn_blocking(move || {
            let mut reader = BufReader::new(stdout);
            let mut line = String::new();
            reader.read_line(&mut line).map(|_| (reader, line))
        });
        let (reader, line) = match timeout(READY_WAIT_MAX, reading).await {
            Ok(Ok(Ok(read))) => read,
            Ok(Ok(Err(error))) => return Err(self.silent(&causes(&error))),
            Ok(Err(error)) => return Err(self.silent(&causes(&error))),
            Err(_) => {
                return Err(self.silent(&format!("not within {} s", READY_WAIT_MAX.as_secs())));
            }
        };
        self._stdout = Some(reader);
        match serde_json::from_str::<Ready>(&line) {
            Ok(ready) => Ok(ready.listening),
            Err(_) => Err(self.silent("it ended before")),
        }
    }

    fn silent(&self, why: &str) -> Failure {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let last = log.lines().last().unwrap_or("it says nothing");
        Failure::new(
            format!("the node of {} did not become ready: {why}", self.state),
            format!("the last line of its log: {last}"),
        )
    }

    /// SIGKILL: no goodbye, no flush.
    pub(super) fn kill(&mut self) -> Result<(), Failure> {
        let Some(mut child) = self.process.take() else {
            return Ok(());
        };
        child.kill().and_then(|()| child.wait()).map(drop).map_err(|error| {
            Failure::new(format!("the node of {} cannot be killed: {error}", self.state), "")
        })
    }

    /// Asks it to end, without waiting.
    pub(super) fn dismiss(&mut self) {
        if let Some(child) = &mut self.process {
            // Its input ends, which is the sign.
            drop(child.stdin.take());
        }
    }

    /// Waits until it has ended; one that does not is killed.
    pub(super) fn join(&mut self) {
        let Some(mut child) = self.process.take() else {
            return;
        };
        let mut waited = Duration::ZERO;
        while waited < STOP_WAIT_MAX {
            match child.try_wait() {
                Ok(None) => std::thread::sleep(LOOK_EVERY),
                Ok(Some(_)) | Err(_) => return,
            }
            waited += LOOK_EVERY;
        }
        // One that has just ended cannot be killed, which is as good.
        let _gone = child.kill().and_then(|()| child.wait());
    }

    /// Waits until the node says so many peers are connected.
    pub(super) async fn sees(&self, peers: usize, within: Duration) -> Result<(), Failure> {
        let looking = async {
            loop {
                let status = self.client.status().await?;
                if status.peers >= peers {
                    return Ok::<(), Failure>(());
                }
                sleep(LOOK_EVERY).await;
            }
        };
        timeout(within, looking).await.unwrap_or_else(|_| {
            Err(Failure::new(
                format!(
                    "the node of {} did not meet {peers} peers within {} s",
                    self.state,
                    within.as_secs()
                ),
                "does something on this machine forbid UDP on the loopback interface?",
            ))
        })
    }
}

impl Drop for Actor {
    fn drop(&mut self) {
        self.dismiss();
        self.join();
    }
}
