//! `chancery case open` and `chancery case amend`: what the licence is asked for.

use chancery_http::view::{AmendmentView, OpeningView};
use clap::Args;

use super::{answer, application::Asked, told};
use crate::{arguments::Place, exit::Exit, failure::Failure, screen::visible};

/// Open a case: it stays on this node, sealed, and no peer learns of it
#[derive(Debug, Args)]
pub(super) struct Open {
    #[command(flatten)]
    asked: Asked,
    /// File number of your authority; without it the application's
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// Who opens it, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Put another application in the place of the one that was there, which stays in the journal
#[derive(Debug, Args)]
pub(super) struct Amend {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    #[command(flatten)]
    asked: Asked,
    /// What changed
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
    /// Who says so, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Open {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let (number, by) = (self.number.clone(), self.by.clone());
        let opening = OpeningView { number, application: self.asked.read()?, by };
        let case = place.client()?.open_case(&opening).await?;
        place.screen().answer(&case, |case| {
            let next =
                format!("`chancery case screen {}` compares it with all that is held\n", case.name);
            visible(&format!("{} is open; it stays on this node", told::named(case))) + "\n" + &next
        })?;
        Ok(Exit::Done)
    }
}

impl Amend {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let amendment = AmendmentView {
            application: self.asked.read()?,
            reason: self.reason.clone(),
            by: self.by.clone(),
        };
        let case = place.client()?.amend_case(&self.case, &amendment).await?;
        answer(place, &case, "has another application; screen it again")
    }
}
