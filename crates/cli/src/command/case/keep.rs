//! `chancery case hold`, `free` and `remove`: how long a case is kept.

use chancery_http::view::ReasonView;
use clap::{Args, ValueEnum};

use super::{answer, told};
use crate::{arguments::Place, exit::Exit, failure::Failure, screen::visible};

/// Hold a case: it is not removed, whatever its day, until somebody frees it
#[derive(Debug, Args)]
pub(super) struct Hold {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// Why: a court, an audit, an appeal
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
    /// Who holds it, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// End a hold
#[derive(Debug, Args)]
pub(super) struct Free {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// Why
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
    /// Who frees it, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Remove a case with its notes when its retention is over; a stone without names stays
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// Before its day, and why: the word stays on the stone
    #[arg(long, value_name = "WORD")]
    force: Option<Force>,
}

/// Why a case goes before its day.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Force {
    /// Somebody has the right to have it erased
    Erasure,
    /// A court or a supervisory authority has ordered it
    Order,
    /// It was opened by mistake
    Mistake,
    /// Another file of the authority holds it
    Moved,
    /// It was a drill
    Exercise,
}

impl Hold {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let why = ReasonView { reason: self.reason.clone(), by: self.by.clone() };
        let case = place.client()?.hold_case(&self.case, &why).await?;
        answer(place, &case, "is held")
    }
}

impl Free {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let why = ReasonView { reason: self.reason.clone(), by: self.by.clone() };
        let case = place.client()?.free_case(&self.case, &why).await?;
        answer(place, &case, "is no longer held")
    }
}

impl Remove {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let force = self.force.map(|force| match force {
            Force::Erasure => "erasure",
            Force::Order => "order",
            Force::Mistake => "mistake",
            Force::Moved => "moved",
            Force::Exercise => "exercise",
        });
        let stone = place.client()?.remove_case(&self.case, force).await?;
        place.screen().answer(&stone, |stone| {
            let text = format!(
                "{} is removed, with {} steps and {} notes ({}); its stone says so, without a name",
                stone.name,
                stone.steps,
                stone.notes,
                stone.why.as_str()
            );
            let last =
                format!("last step {}, removed on {}", stone.head, told::day(stone.removed_at_s));
            visible(&text) + "\n" + &last + "\n"
        })?;
        Ok(Exit::Done)
    }
}
