//! `chancery case consult`: ask the state that denied, before a licence is granted.

use chancery_http::view::ConsultingView;
use clap::Args;

use super::told;
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible},
};

/// Draft a consultation of the state whose denial a hit is; nothing is sent before an officer releases it
#[derive(Debug, Args)]
pub(super) struct Consult {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// The hit: a denial of another state
    #[arg(value_name = "HIT")]
    hit: String,
    /// Procedure; without it the one that binds both states, or a voluntary one
    #[arg(long, value_name = "WORD")]
    procedure: Option<String>,
    /// Day by which to answer; without it the procedure's last day on the asked state's calendar
    #[arg(long, value_name = "DAY")]
    deadline: Option<String>,
    /// Tell of the transaction: items, destination, stated end use, end-users and consignees
    #[arg(long)]
    with_transaction: bool,
    /// Who consults, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Consult {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let asked = ConsultingView {
            hit: self.hit.clone(),
            procedure: self.procedure.clone(),
            deadline: self.deadline.clone(),
            sketch: self.with_transaction,
            by: self.by.clone(),
        };
        let drafted = place.client()?.consult(&self.case, &asked).await?;
        place.screen().answer(&drafted, |drafted| {
            let of = told::named(&drafted.case);
            let mut text = visible(&format!("{} is a draft of a consultation, from {of}", drafted.draft));
            text += "\nwhat the peers learn when it is released:\n";
            for told in &drafted.told {
                text += &paragraph("  - ", &visible(told));
            }
            let draft = &drafted.draft;
            text += &paragraph(
                "",
                &format!(
                    "read it with `chancery draft show {draft}`; `chancery draft check {draft}` says what is missing; an officer releases it with `chancery release {draft}`"
                ),
            );
            text
        })?;
        Ok(Exit::Done)
    }
}
