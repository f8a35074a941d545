//! `chancery history REF-OR-ID`: all that happened to a record, in order.

use crate::{arguments::Place, exit::Exit, failure::Failure, page};

/// Show all versions of a record with what changed, withdrawals, renewals and remarks, in order
#[derive(Debug, clap::Args)]
pub(crate) struct History {
    /// Reference (EE-2026-0001), id, or the first eight or more digits of an id
    #[arg(value_name = "REF-OR-ID")]
    name: String,
}

impl History {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let thread = place.client()?.thread(&self.name, None).await?;
        place.screen().answer(&thread, page::history)?;
        Ok(Exit::Done)
    }
}
