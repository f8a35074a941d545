//! `chancery logs`: where each log stands. As JSON it is the file of positions that a ceremony asks for.

use chancery_http::view::LogView;

use crate::{arguments::Place, exit::Exit, failure::Failure, screen::table};

/// List the logs that the node holds, and where each stands; with --json, a file for `certificate` and `recover`
#[derive(Debug, clap::Args)]
pub(crate) struct Logs {}

impl Logs {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let logs = place.client()?.logs().await?;
        place.screen().answer(&logs, |logs| told(logs))?;
        Ok(Exit::Done)
    }
}

fn told(logs: &[LogView]) -> String {
    if logs.is_empty() {
        return "no log is held yet\n".to_owned();
    }
    table(["log", "key", "epoch", "seq", "id there", ""], logs.iter().map(row))
}

/// Enough of a key or an id to tell it from the others at a glance; JSON has all of it.
const SHOWN: usize = 16;

fn row(log: &LogView) -> [String; 6] {
    let short = |digits: &str| digits.chars().take(SHOWN).collect();
    [
        format!("{}/{}", log.state, log.authority),
        short(&log.key),
        log.epoch.to_string(),
        log.seq.to_string(),
        short(&log.tip),
        if log.forked { "forked: two statements at one position" } else { "" }.to_owned(),
    ]
}
