//! `chancery draft new`: from the blank fields of a kind, a file, or an earlier record.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::check;
use crate::{arguments::Place, command::input, exit::Exit, failure::Failure, screen::paragraph};

/// Begin a draft: the required fields of a kind, with today's dates and this node's authority
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("source").args(["from", "like", "about"]))]
pub(crate) struct New {
    /// Kind of record, such as threat-advisory
    #[arg(long, value_name = "KIND", required_unless_present_any = ["from", "like"])]
    kind: Option<String>,
    /// JSON file to begin from, whatever is wrong with it; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Earlier record whose content to begin from; it is attested anew
    #[arg(long, value_name = "REF-OR-ID", conflicts_with = "kind")]
    like: Option<String>,
    /// Record that this one is about: its target, and as strictly marked
    #[arg(long, value_name = "REF-OR-ID")]
    about: Option<String>,
    /// Language that it is written in, such as et; else en
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
}

impl New {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let record = self.from.as_deref().map(|file| -> Result<Value, Failure> {
            let text = input::record_text(file)?;
            parsed(&text, &file.display().to_string())
        });
        let beginning = json!({
            "kind": self.kind,
            "record": record.transpose()?,
            "like": self.like,
            "about": self.about,
            "language": self.language,
        });
        let client = place.client()?;
        let draft = client.begin_draft(&beginning).await?;
        let open = client.gate(&draft.name).await?;
        place.screen().answer(&draft, |draft| {
            let (name, kind) = (&draft.name, &draft.kind);
            paragraph("", &format!("{name} is a draft of a {kind}; nobody else sees it"))
                + &check::open(name, &open)
        })?;
        Ok(Exit::Done)
    }
}

/// JSON that somebody wrote.
pub(super) fn parsed(text: &str, from: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|flaw| {
        Failure::new(
            format!("{from} is not JSON: {flaw}"),
            "mend that place; what else is wrong is said when it is JSON",
        )
    })
}
