//! `chancery list remove NAME`: takes a list away.

use serde_json::json;

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Take a list away with all its versions
#[derive(Debug, clap::Args)]
pub(super) struct Remove {
    /// The list
    #[arg(value_name = "NAME")]
    name: String,
    /// Remove it; without this nothing is removed
    #[arg(long)]
    yes: bool,
}

impl Remove {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let versions = client.list_versions(&self.name).await?.len();
        if self.yes {
            client.remove_list(&self.name).await?;
        }
        let document = json!({ "list": self.name, "versions": versions, "removed": self.yes });
        place.screen().answer(&document, |_| {
            let text = match self.yes {
                true => format!("{} is gone; screenings that asked it say so still", self.name),
                false => format!(
                    "{} has {versions} versions here: nothing was removed, the same with --yes removes them",
                    self.name
                ),
            };
            paragraph("", &visible(&text))
        })?;
        Ok(if self.yes { Exit::Done } else { Exit::Refused })
    }
}
