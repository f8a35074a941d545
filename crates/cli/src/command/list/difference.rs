//! `chancery list diff NAME`: what its publisher has changed.

use chancery_node::answer::{ListDifference, ListLine};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Show what differs between two versions of a list
#[derive(Debug, clap::Args)]
pub(super) struct Diff {
    /// The list
    #[arg(value_name = "NAME")]
    name: String,
    /// The earlier version, as a number; the one before the later if it is not said
    #[arg(long, value_name = "N")]
    from: Option<u64>,
    /// The later version, as a number; the one in force if it is not said
    #[arg(long, value_name = "N")]
    to: Option<u64>,
}

impl Diff {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let difference = place.client()?.list_difference(&self.name, self.from, self.to).await?;
        place.screen().answer(&difference, told)?;
        Ok(Exit::Done)
    }
}

fn told(difference: &ListDifference) -> String {
    let (from, to) = (&difference.from, &difference.to);
    let head = format!("{} v{} to v{}", to.list, from.number, to.number);
    let mut text = paragraph("", &visible(&head));
    text += &lines("added", "+ ", difference.added_total, &difference.added);
    text += &lines("changed", "~ ", difference.changed_total, &difference.changed);
    text + &lines("removed", "- ", difference.removed_total, &difference.removed)
}

fn lines(what: &str, sign: &str, total: u64, lines: &[ListLine]) -> String {
    let mut text = paragraph("", &format!("{what}: {total}"));
    for line in lines {
        let named = format!("{} ({})", line.name, line.entry);
        text += &paragraph(&format!("  {sign}"), &visible(&named));
        for change in &line.changes {
            text += &paragraph("      ", &visible(change));
        }
    }
    if total > lines.len() as u64 {
        text += &paragraph("  ", &format!("and {} more", total - lines.len() as u64));
    }
    text
}
