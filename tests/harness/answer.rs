//! One run of the binary to its end: what it said, where, and how it ended.

use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use serde_json::Value;

use super::wait::Patience;

/// The real binary, as cargo has just built it.
const BINARY: &str = env!("CARGO_BIN_EXE_chancery");

/// What a command said, and how it ended.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) line: String,
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A command of the binary that knows nothing of the environment of whoever runs the tests.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(arguments).env_remove("CHANCERY_DIR").env_remove("CHANCERY_PASSPHRASE");
    command
}

/// The same on a data directory.
pub(crate) fn command_at(arguments: &[&str], dir: &Path) -> Command {
    let mut command = command(arguments);
    command.arg("--dir").arg(dir);
    command
}

/// Runs the binary to its end.
pub(crate) fn chancery(arguments: &[&str]) -> Answer {
    chancery_with(arguments, "", |_| {})
}

/// The same with text on standard input, and a command that the caller has changed.
pub(crate) fn chancery_with(
    arguments: &[&str],
    input: &str,
    change: impl FnOnce(&mut Command),
) -> Answer {
    let mut command = command(arguments);
    change(&mut command);
    run(command, arguments.join(" "), input)
}

/// Runs a command to its end; one that does not end is ended, and fails the test.
fn run(mut command: Command, line: String, input: &str) -> Answer {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("because the binary has just been built");
    let mut stdin = child.stdin.take().expect("because it is piped");
    let text = input.to_owned();
    // A command that does not read its input closes it early; that is its affair.
    let writing = thread::spawn(move || drop(stdin.write_all(text.as_bytes())));
    let out = drain(child.stdout.take().expect("because it is piped"));
    let err = drain(child.stderr.take().expect("because it is piped"));
    let status = ended(&mut child);
    drop(writing.join());
    let out = out.join().expect("because reading does not panic");
    let err = err.join().expect("because reading does not panic");
    Answer { line, code: status.and_then(|status| status.code()), out, err }
}

/// How it ended; nothing when it had to be ended.
fn ended(child: &mut Child) -> Option<ExitStatus> {
    let patience = Patience::begin();
    loop {
        let status = child.try_wait().expect("because it is our child");
        if status.is_some() {
            return status;
        }
        if !patience.wait() {
            break;
        }
    }
    drop(child.kill());
    drop(child.wait());
    None
}

fn drain(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        drop(pipe.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

impl Answer {
    /// The answer itself, if it ended with this code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// Standard output as the one JSON document that it must be.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let parsed = serde_json::from_str(&self.out);
        parsed.unwrap_or_else(|error| {
            panic!("standard output is not one JSON document ({error}): {self}")
        })
    }

    /// Standard error as the one JSON document of a failure: its `error` and its `hint`.
    #[track_caller]
    pub(crate) fn failure(&self) -> (String, String) {
        assert!(self.out.is_empty(), "a failure prints nothing on standard output: {self}");
        let parsed: Result<Value, _> = serde_json::from_str(&self.err);
        let said =
            parsed.unwrap_or_else(|error| panic!("standard error is not JSON ({error}): {self}"));
        let text = |key: &str| {
            let text = said[key].as_str().unwrap_or_else(|| panic!("no {key}: {self}"));
            assert!(!text.is_empty(), "an empty {key}: {self}");
            text.to_owned()
        };
        (text("error"), text("hint"))
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { line, code, out: said, err } = self;
        write!(out, "`chancery {line}` ended with {code:?}\n-- out\n{said}\n-- err\n{err}")
    }
}
