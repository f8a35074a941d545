//! Where logs stand, as nodes attest it: what closes a log at the right place.
//!
//! Nodes may be behind one another, so the highest place counts. Invariant: two nodes that attest two different
//! statements at one place are never averaged; that is a lie of the log's author, and people have to look.

use std::path::{Path, PathBuf};

use chancery_encoding::Digest;
use chancery_http::view::LogView;
use chancery_ledger::log::{Head, Id, LogId};
use serde::Deserialize;
use serde_json::Value;

use crate::{command::input, failure::Failure};

#[cfg(test)]
mod tests;

/// 1,024 logs of 2 KiB each, with room for what a later version says more.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// One log's place, and who says so.
#[derive(Clone, Debug)]
struct Attested {
    head: Head,
    by: String,
}

/// All that was attested.
#[derive(Clone, Debug, Default)]
pub(crate) struct Positions {
    attested: Vec<Attested>,
}

/// What is read of a line; a newer node may say more.
#[derive(Deserialize)]
struct Line {
    key: String,
    epoch: u64,
    seq: u64,
    tip: String,
}

impl Line {
    fn head(&self) -> Option<Head> {
        let key: Digest = self.key.parse().ok()?;
        let log = LogId { key: *key.as_bytes(), epoch: self.epoch };
        Some(Head { log, seq: self.seq, tip: self.tip.parse::<Id>().ok()? })
    }
}

impl Positions {
    /// Reads files that `chancery logs --json` or `chancery status --json` wrote.
    pub(crate) fn read(files: &[PathBuf]) -> Result<Self, Failure> {
        let mut positions = Positions::default();
        files.iter().try_for_each(|file| positions.add_file(file))?;
        Ok(positions)
    }

    /// Adds one of these files.
    pub(crate) fn add_file(&mut self, file: &Path) -> Result<(), Failure> {
        let bytes = input::read(file, FILE_BYTES_MAX)?;
        let lines = lines(&bytes).ok_or_else(|| no_positions(file))?;
        self.take(&lines, &file.display().to_string()).ok_or_else(|| no_positions(file))
    }

    /// Adds what a running node says.
    pub(crate) fn add(&mut self, views: Vec<LogView>) -> Result<(), Failure> {
        let line =
            |view: LogView| Line { key: view.key, epoch: view.epoch, seq: view.seq, tip: view.tip };
        let lines: Vec<Line> = views.into_iter().map(line).collect();
        self.take(&lines, "the running node").ok_or_else(|| {
            Failure::new(
                "the node's positions are not understood",
                "the node may be another version: restart it with this binary",
            )
        })
    }

    fn take(&mut self, lines: &[Line], by: &str) -> Option<()> {
        for line in lines {
            self.attested.push(Attested { head: line.head()?, by: by.to_owned() });
        }
        Some(())
    }

    /// The highest place that is attested of a log; none where no node holds anything of it.
    pub(crate) fn of(&self, log: LogId) -> Result<Option<Head>, Failure> {
        let mut highest: Option<&Attested> = None;
        for one in self.attested.iter().filter(|one| one.head.log == log) {
            match highest {
                Some(other) if other.head.seq == one.head.seq && other.head.tip != one.head.tip => {
                    return Err(disagreement(other, one));
                }
                Some(other) if other.head.seq >= one.head.seq => {}
                _ => highest = Some(one),
            }
        }
        Ok(highest.map(|one| one.head))
    }
}

fn lines(bytes: &[u8]) -> Option<Vec<Line>> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let logs = match value {
        Value::Object(mut status) => status.remove("logs")?,
        other => other,
    };
    serde_json::from_value(logs).ok()
}

fn no_positions(file: &Path) -> Failure {
    Failure::new(
        format!("{} does not say where logs stand", file.display()),
        "it is what `chancery logs --json` prints on a node that holds the log",
    )
}

fn disagreement(one: &Attested, other: &Attested) -> Failure {
    let head = one.head;
    Failure::new(
        format!(
            "{} and {} hold different statements at seq {} of log {}: its author signed two",
            one.by, other.by, head.seq, head.log
        ),
        "let the nodes catch up, so that all hold the proof; then choose the last place that all share, with \
         --position and --id",
    )
}
