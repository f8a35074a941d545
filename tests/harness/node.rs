//! A data directory, and the process that runs on it while the test wants it to.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use serde_json::Value;

use super::answer::{self, Answer, chancery_with};
use super::network::plain;
use super::socket::{self, Reply};
use super::wait::eventually;

/// How a process is told to end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// What a service manager sends.
    Terminate,
}

/// A node, running or not.
pub(crate) struct Node {
    pub(crate) state: String,
    dir: PathBuf,
    process: Option<Child>,
}

impl Node {
    /// A node on this data directory, not running yet.
    pub(crate) fn at(state: &str, dir: PathBuf) -> Self {
        Self { state: state.to_owned(), dir, process: None }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.dir.join("api.sock")
    }

    /// Starts it, and returns when it answers.
    pub(crate) fn start(&mut self) {
        self.start_as(answer::command(&["run", "--dir", plain(&self.dir)]))
    }

    /// Starts it by another command, such as one with less room on its disk.
    pub(crate) fn start_as(&mut self, mut command: Command) {
        assert!(self.process.is_none(), "{} runs already", self.state);
        let log = File::options().create(true).append(true).open(self.log_path());
        let log = log.expect("because the folder is ours");
        let out = log.try_clone().expect("because a file can be opened twice");
        command.stdin(Stdio::null()).stdout(out).stderr(log);
        self.process = Some(command.spawn().expect("because the binary has just been built"));
        eventually("a node to answer", || {
            let child = self.process.as_mut().expect("because it was just started");
            if let Some(status) = child.try_wait().expect("because it is our child") {
                panic!("the node of {} ended with {status}\n{}", self.state, self.log());
            }
            let status = socket::get(&self.dir.join("api.sock"), "/v1/status");
            match status {
                Ok(Reply { status: 200, .. }) => Ok(()),
                other => Err(format!("{other:?}\n{}", self.log())),
            }
        });
    }

    /// A start that must not succeed: runs to the end and gives what it said.
    pub(crate) fn refuses_to_start(&self) -> Answer {
        let answer = self.ask(&["run"]);
        assert_ne!(answer.code, Some(0), "{answer}");
        answer
    }

    /// SIGKILL: no goodbye, no flush.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.process.take() {
            child.kill().expect("because it is our child");
            child.wait().expect("because it is our child");
        }
    }

    /// Tells it to end, and gives how it ended.
    pub(crate) fn stop_by(&mut self, signal: Signal) -> ExitStatus {
        let child = self.process.as_mut().expect("because it runs");
        let name = match signal {
            Signal::Interrupt => "-INT",
            Signal::Terminate => "-TERM",
        };
        let told = Command::new("kill").args([name, &child.id().to_string()]).status();
        assert!(told.expect("because every system has kill").success());
        let status = eventually("a node to stop", || {
            child.try_wait().expect("because it is our child").ok_or(&self.state)
        });
        self.process = None;
        status
    }

    /// Stops it as a service manager would.
    pub(crate) fn stop(&mut self) {
        let status = self.stop_by(Signal::Terminate);
        assert!(status.success(), "the node of {} ended with {status}\n{}", self.state, self.log());
    }

    /// One command on this data directory.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Answer {
        self.ask_with(arguments, "")
    }

    /// The same, with text on its standard input.
    pub(crate) fn ask_with(&self, arguments: &[&str], input: &str) -> Answer {
        let all = [arguments, &["--dir", plain(&self.dir)]].concat();
        chancery_with(&all, input, |_| {})
    }

    /// A command that succeeds, as JSON.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        self.ask(&[arguments, &["--json"]].concat()).ended(0).json()
    }

    /// Tries to publish.
    pub(crate) fn publish(&self, record: &Value) -> Answer {
        self.ask_with(&["publish", "-", "--json"], &record.to_string())
    }

    /// Publishes, and gives the reference.
    #[track_caller]
    pub(crate) fn published(&self, record: &Value) -> String {
        let published = self.publish(record).ended(0).json();
        published["reference"].as_str().expect("because it has a reference").to_owned()
    }

    /// Asks the socket, without the binary between.
    pub(crate) fn get(&self, path: &str) -> std::io::Result<Reply> {
        socket::get(&self.socket(), path)
    }

    /// Submits an act, and gives what became of it.
    #[track_caller]
    pub(crate) fn enacts(&self, act: &[u8]) -> Value {
        let reply = socket::post(&self.socket(), "/v1/acts", act).expect("because it answers");
        let said = reply.json();
        assert_eq!(reply.status, 200, "{} did not take an act: {said}", self.state);
        said
    }

    /// Submits an act that is refused, and gives what is said about it.
    #[track_caller]
    pub(crate) fn refuses_act(&self, act: &[u8]) -> String {
        let reply = socket::post(&self.socket(), "/v1/acts", act).expect("because it answers");
        let said = reply.json();
        assert_eq!(reply.status, 422, "{} took it: {said}", self.state);
        said["error"].as_str().expect("because every refusal says what is wrong").to_owned()
    }

    /// Returns when the roster of this version is in force.
    pub(crate) fn follows(&self, version: u64) {
        let what = format!("{} to follow version {version}", self.state);
        eventually(&what, || match self.status() {
            Some(status) if status["roster_version"].as_u64() == Some(version) => Ok(()),
            other => Err(format!("{other:?}\n{}", self.log())),
        });
    }

    /// What the node says of itself; nothing while it does not answer.
    pub(crate) fn status(&self) -> Option<Value> {
        self.get("/v1/status").ok().filter(|reply| reply.status == 200).map(|reply| reply.json())
    }

    /// How often something was refused for this reason.
    pub(crate) fn refusals(&self, reason: &str) -> u64 {
        let status = self.status().unwrap_or_default();
        status["refusals"][reason].as_u64().unwrap_or(0)
    }

    /// Everything that it logged and printed since the first start.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    fn log_path(&self) -> PathBuf {
        self.dir.with_extension("log")
    }

    /// Returns when it holds this record.
    pub(crate) fn holds(&self, reference: &str) {
        let what = format!("{} to hold {reference}", self.state);
        eventually(&what, || match self.get(&format!("/v1/records/{reference}")) {
            Ok(Reply { status: 200, .. }) => Ok(()),
            other => Err(format!("{other:?}\n{}", self.log())),
        });
    }

    /// Returns when so many peers are connected.
    pub(crate) fn sees(&self, peers: u64) {
        eventually(&format!("{} to see {peers} peers", self.state), || match self.status() {
            Some(status) if status["peers"].as_u64() == Some(peers) => Ok(()),
            other => Err(format!("{other:?}\n{}", self.log())),
        });
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(mut child) = self.process.take() {
            // It may have ended by itself, which is as good.
            drop(child.kill());
            drop(child.wait());
        }
    }
}
