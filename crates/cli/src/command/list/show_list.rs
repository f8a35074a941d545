//! `chancery list show NAME`: one version of a list, and what could not be read of it.

use chancery_interop::Flawed;
use chancery_node::answer::ListShown;

use super::versions::role_word;
use crate::{
    arguments::Place,
    command::evidence::instant,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, visible},
};

/// Show a list: where it comes from, and which rows of it could not be read
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// The list
    #[arg(value_name = "NAME")]
    name: String,
    /// The version, as a number; the one in force if it is not said
    #[arg(long, value_name = "N")]
    version: Option<u64>,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let shown = place.client()?.show_list(&self.name, self.version).await?;
        place.screen().answer(&shown, told)?;
        Ok(Exit::Done)
    }
}

fn told(shown: &ListShown) -> String {
    let version = &shown.version;
    let force = if shown.in_force { "in force" } else { "kept, and not in force" };
    let mut text =
        paragraph("", &visible(&format!("{} v{}: {force}", version.list, version.number)));
    text += &fields(&[
        ("role", role_word(version.role).to_owned()),
        ("parties", version.entries.to_string()),
        ("read as", version.read_as.clone()),
        ("file", version.file.clone()),
        ("sha-256", version.file_digest.clone()),
        ("loaded", instant(version.loaded_at_s)),
        ("digest", version.version.clone()),
        ("passed over", format!("{} rows that are no parties", version.passed_over)),
    ]);
    text += &flawed("rows that could not be read", version.refused, &shown.refused);
    text + &flawed("fields that were left out", version.doubts, &shown.doubts)
}

fn flawed(what: &str, total: u64, rows: &[Flawed]) -> String {
    let mut text = paragraph("", &format!("{what}: {total}"));
    for row in rows {
        text += &paragraph("  ", &visible(&format!("{}: {}", row.place, row.text)));
    }
    if total > rows.len() as u64 {
        text += &paragraph("  ", &format!("and {} more", total - rows.len() as u64));
    }
    text
}
