//! `chancery screen`: one party, address, item or route, or a file of applications, against all that is held.
//!
//! Nobody is told that it was asked: names stand on this machine's command line, in its socket, and nowhere else.

use std::path::PathBuf;

use chancery_node::answer::Depth;

use crate::{arguments::Place, exit::Exit, failure::Failure};

mod asked;
mod bulk;
mod told;

/// Compare a party, an address, an item, a route or whole applications with all records and lists
#[derive(Debug, clap::Args)]
pub(crate) struct Screen {
    /// Applications: one JSON object, JSON lines, a JSON list, or CSV
    #[arg(value_name = "FILE", conflicts_with_all = ["party", "alias", "identifier", "address", "item", "product", "route"])]
    file: Option<PathBuf>,
    #[command(flatten)]
    asked: asked::Asked,
    /// Show also what stays below the threshold
    #[arg(long)]
    all: bool,
    /// Begin with this row of the file: where an earlier run stopped
    #[arg(long, value_name = "ROW", default_value_t = 1, requires = "file")]
    from_row: u64,
}

impl Screen {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let depth = if self.all { Depth::All } else { Depth::Threshold };
        if let Some(file) = &self.file {
            return bulk::run(place, file, self.from_row, depth).await;
        }
        let application = self.asked.application()?;
        let mut screenings = place.client()?.screen(&[application], depth).await?;
        let screening = screenings.pop().ok_or_else(|| {
            Failure::new("the node gave no answer", "see the node's log, and ask again")
        })?;
        place.screen().answer(&screening, told::told)?;
        Ok(Exit::Done)
    }
}
