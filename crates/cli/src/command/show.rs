//! `chancery show REF-OR-ID`: one record with all that became of it, as an analyst prints it.

use chancery_http::view::{RecordView, ThreadView};
use serde::Serialize;

use super::approvals;
use crate::{arguments::Place, exit::Exit, failure::Failure, page};

/// Show one record: who said it, whether it stands and why, what it says, what changed, what others say, how to cite it
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// Reference (EE-2026-0001), id, or the first eight or more digits of an id
    #[arg(value_name = "REF-OR-ID")]
    name: String,
    /// The text of this version as it was, instead of the current one
    #[arg(long, value_name = "N")]
    version: Option<usize>,
}

/// For a program: the statement that was asked for, and the thread that it belongs to.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    statement: RecordView,
    thread: ThreadView,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let thread = client.thread(&self.name, self.version).await?;
        let shown = Shown { statement: client.show(&self.name).await?, thread };
        place.screen().answer(&shown, |shown| {
            // Of the statement that was asked for; every version was released by itself.
            page::page(&shown.thread, &approvals::lines(&shown.statement.approvals))
        })?;
        Ok(Exit::Done)
    }
}
