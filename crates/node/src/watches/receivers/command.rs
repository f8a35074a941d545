//! A command hook: a program of the operator's own gets a notice on its standard input.
//!
//! No shell is asked, and the program sees nothing of the node: neither its environment, which may hold a
//! passphrase, nor its files. It has a time to end in, and what it has started ends with it.

use std::io::{self, Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::DELIVERY_MAX;
use crate::clock::Uptime;

/// What a program finds its own programs by.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// Of what it says when it fails so much is kept.
const SAID_BYTES_MAX: u64 = 1024;

/// How often it is looked whether the program has ended.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// How long is waited for what an ended program has said.
const SAID_WAIT: Duration = Duration::from_millis(200);

/// Why a program did not take a notice.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    /// It does not start.
    #[error("{program} does not start")]
    Start {
        /// The program.
        program: String,
        /// Why not.
        source: io::Error,
    },
    /// It says that it failed.
    #[error("{program} ended with {status}: {said}")]
    Failed {
        /// The program.
        program: String,
        /// How it ended.
        status: ExitStatus,
        /// The first line that it said.
        said: String,
    },
    /// It does not end.
    #[error("{program} did not end within {} s", DELIVERY_MAX.as_secs())]
    TooLong {
        /// The program.
        program: String,
    },
}

/// Runs the program with the document on its standard input; it is taken when the program ends with 0.
pub(crate) fn run(
    program: &str,
    arguments: &[String],
    document: Vec<u8>,
) -> Result<(), CommandError> {
    run_within(DELIVERY_MAX, program, arguments, document)
}

pub(super) fn run_within(
    time: Duration,
    program: &str,
    arguments: &[String],
    document: Vec<u8>,
) -> Result<(), CommandError> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .env("PATH", PATH)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // A group of its own, so that what it has started can be ended with it.
        .process_group(0);
    let start = |source| CommandError::Start { program: program.to_owned(), source };
    let mut child = command.spawn().map_err(start)?;
    let said = attend(&mut child, document);
    let ended = wait(&child, time);
    // Not before its end was seen and not after it was reaped: until then nobody else has its number.
    end_group(&child);
    let status = child.wait().map_err(start)?;
    let said = said.recv_timeout(SAID_WAIT).unwrap_or_default();
    let program = program.to_owned();
    match ended {
        Ended::No => Err(CommandError::TooLong { program }),
        Ended::Yes if status.success() => Ok(()),
        Ended::Yes => Err(CommandError::Failed { program, status, said }),
    }
}

/// Feeds the program, and listens to it. Both end with it: a pipe that nobody holds is closed.
fn attend(child: &mut Child, document: Vec<u8>) -> mpsc::Receiver<String> {
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read what it is given is no fault of ours.
        thread::spawn(move || drop(stdin.write_all(&document)));
    }
    let (say, said) = mpsc::sync_channel(1);
    if let Some(mut stderr) = child.stderr.take() {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            drop(stderr.by_ref().take(SAID_BYTES_MAX).read_to_end(&mut bytes));
            let text = String::from_utf8_lossy(&bytes);
            drop(say.send(text.lines().next().unwrap_or_default().to_owned()));
            // It must not wait for a reader for the rest.
            drop(io::copy(&mut stderr, &mut io::sink()));
        });
    }
    said
}

/// Whether it has ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Yes,
    No,
}

/// Looks until it has ended, without reaping it.
fn wait(child: &Child, time: Duration) -> Ended {
    let Some(pid) = pid(child) else { return Ended::No };
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    let began = Uptime::start();
    loop {
        if matches!(waitid(WaitId::Pid(pid), look), Ok(Some(_))) {
            return Ended::Yes;
        }
        if Duration::from_millis(began.now_ms()) >= time {
            return Ended::No;
        }
        thread::sleep(LOOK_EVERY);
    }
}

fn pid(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// Ends whatever is left of the program and of what it has started.
fn end_group(child: &Child) {
    if let Some(group) = pid(child) {
        // None is left, as it should be.
        let _gone = kill_process_group(group, Signal::KILL);
    }
}
