//! `chancery draft submit DRAFT`: the text does not change any more, and its author signs it.

use crate::{
    arguments::Place,
    command::officer::{Confirm, Officer, Role},
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Fix the text of a draft and sign it as its author; any later change voids all approvals
#[derive(Debug, clap::Args)]
pub(crate) struct Submit {
    /// The draft, such as d7
    draft: String,
    #[command(flatten)]
    officer: Officer,
    #[command(flatten)]
    confirm: Confirm,
}

impl Submit {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let asked = self.officer.ask(&client, &self.draft, Role::Author).await?;
        self.confirm.show(place, &asked, "submit it as its author")?;
        let signed = self.officer.sign(&asked)?;
        let draft = client.approve(&self.draft, &signed).await?;
        place.screen().answer(&draft, |draft| {
            let by = draft.history.last().and_then(|step| step.by.as_deref()).unwrap_or("its author");
            let name = &draft.name;
            paragraph("", &visible(&format!("{name} is submitted by {by}: {}", draft.title)))
                + &paragraph("next: ", &format!("another officer reads it: `chancery approve {name} --officer KEYFILE`, or reject; a releaser lets it out: `chancery release {name} --officer KEYFILE`"))
        })?;
        Ok(Exit::Done)
    }
}
