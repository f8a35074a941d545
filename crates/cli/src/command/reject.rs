//! `chancery reject DRAFT`: back to its author, with the reason.

use super::officer::{Confirm, Officer, Role};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Give a submitted draft back to its author, with the reason; every approval of it is void
#[derive(Debug, clap::Args)]
pub(crate) struct Reject {
    /// The draft, such as d7
    draft: String,
    #[command(flatten)]
    officer: Officer,
    /// Why; its author reads it in the draft's history
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    confirm: Confirm,
}

impl Reject {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let client = place.client()?;
        let reason = self.reason.trim();
        if reason.is_empty() {
            let hint = "say with --reason what its author has to change";
            return Err(Failure::new("a rejection needs a reason", hint).ending(Exit::Usage));
        }
        let asked = self.officer.ask(&client, &self.draft, Role::Reviewer).await?;
        self.confirm.show(place, &asked, "reject it")?;
        let signed = self.officer.reject(&asked, reason)?;
        let draft = client.reject(&self.draft, reason, &signed).await?;
        place.screen().answer(&draft, |draft| {
            let by =
                draft.history.last().and_then(|step| step.by.as_deref()).unwrap_or("an officer");
            let name = &draft.name;
            paragraph("", &visible(&format!("{name} is rejected by {by}: {reason}")))
                + &paragraph(
                    "next: ",
                    &format!("its author changes it: `chancery draft edit {name}`"),
                )
        })?;
        Ok(Exit::Done)
    }
}
