//! `chancery approve DRAFT`: an officer stands by exactly this text.

use super::officer::{Confirm, Officer, Role};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Approve a submitted draft: shows the text and what is signed, and asks before
#[derive(Debug, clap::Args)]
pub(crate) struct Approve {
    /// The draft, such as d7
    draft: String,
    #[command(flatten)]
    officer: Officer,
    /// As what to approve
    #[arg(long, value_name = "ROLE", default_value = "reviewer")]
    role: Role,
    #[command(flatten)]
    confirm: Confirm,
}

impl Approve {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let asked = self.officer.ask(&client, &self.draft, self.role).await?;
        self.confirm.show(place, &asked, "approve it")?;
        let signed = self.officer.sign(&asked)?;
        let draft = client.approve(&self.draft, &signed).await?;
        place.screen().answer(&draft, |draft| {
            let by =
                draft.history.last().and_then(|step| step.by.as_deref()).unwrap_or("an officer");
            let name = &draft.name;
            paragraph("", &visible(&format!("{name} is approved by {by}: {}", draft.title)))
                + &paragraph(
                    "next: ",
                    &format!("a releaser lets it out: `chancery release {name} --officer KEYFILE`"),
                )
        })?;
        Ok(Exit::Done)
    }
}
