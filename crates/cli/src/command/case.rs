//! `chancery case`: a licence review, from the application to the file that defends the decision.
//!
//! Everything asks the running node but `verify`, which needs the file and the genesis alone.

use chancery_http::view::{ClosingView, ReasonView, RulingView};
use chancery_node::answer::{Case, CaseOutcome, Decision};
use clap::{Args, Subcommand, ValueEnum};

use crate::{arguments::Place, exit::Exit, failure::Failure, screen::visible};

mod application;
mod consult;
mod document;
mod export;
mod keep;
mod list;
mod open;
mod rely;
mod screen;
mod show;
mod told;
mod verify;

/// Review a licence application: local, sealed, and exported as one file that verifies
#[derive(Debug, Args)]
pub(crate) struct CaseCommand {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Open(open::Open),
    List(list::List),
    Show(show::Show),
    Amend(open::Amend),
    Screen(screen::ScreenCase),
    Decide(Decide),
    Rely(rely::RelyIn),
    Consult(consult::Consult),
    Close(Close),
    Reopen(Reopen),
    Hold(keep::Hold),
    Free(keep::Free),
    Export(export::Export),
    Verify(verify::Verify),
    Remove(keep::Remove),
}

/// Say what you make of hits; a later decision stands beside the earlier one, which stays
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("decision").required(true).args(["same", "not_the_same", "unclear"]))]
struct Decide {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// Hits, as `chancery case show` names them
    #[arg(value_name = "HIT", required = true)]
    hits: Vec<String>,
    /// It is the party, item or transaction of the application
    #[arg(long)]
    same: bool,
    /// It is another
    #[arg(long)]
    not_the_same: bool,
    /// It cannot be told
    #[arg(long)]
    unclear: bool,
    /// Why, in a sentence that somebody understands in five years
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
    /// Who decides, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// End a case; every hit that stands has a decision then
#[derive(Debug, Args)]
struct Close {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// How it ends
    #[arg(long, value_name = "WORD")]
    outcome: Ends,
    /// Why, in a sentence that somebody understands in five years
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
    /// Who decides, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Open a closed case again; that it was closed stays in its journal
#[derive(Debug, Args)]
struct Reopen {
    /// Number or name of the case
    #[arg(value_name = "CASE")]
    case: String,
    /// Why, in a sentence that somebody understands in five years
    #[arg(long, value_name = "TEXT", required = true)]
    reason: String,
    /// Who opens it, as you sign your files
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// How a case ends.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Ends {
    /// The licence is granted
    Granted,
    /// The same, with conditions
    GrantedWithConditions,
    /// It is refused
    Refused,
    /// The application went back without a decision
    Returned,
    /// The applicant took it back
    TakenBack,
}

impl CaseCommand {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::Open(open) => open.run(place).await,
            Act::List(list) => list.run(place).await,
            Act::Show(show) => show.run(place).await,
            Act::Amend(amend) => amend.run(place).await,
            Act::Screen(screen) => screen.run(place).await,
            Act::Decide(decide) => decide.run(place).await,
            Act::Rely(rely) => rely.run(place).await,
            Act::Consult(consult) => consult.run(place).await,
            Act::Close(close) => close.run(place).await,
            Act::Reopen(reopen) => reopen.run(place).await,
            Act::Hold(hold) => hold.run(place).await,
            Act::Free(free) => free.run(place).await,
            Act::Export(export) => export.run(place).await,
            Act::Verify(verify) => verify.run(place).await,
            Act::Remove(remove) => remove.run(place).await,
        }
    }
}

impl Decide {
    async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let decision = match (self.same, self.not_the_same) {
            (true, _) => Decision::Same,
            (_, true) => Decision::NotTheSame,
            _ => Decision::Unclear,
        };
        let ruling = RulingView {
            hits: self.hits.clone(),
            decision,
            reason: self.reason.clone(),
            by: self.by.clone(),
        };
        let case = place.client()?.decide(&self.case, &ruling).await?;
        place.screen().answer(&case, |case| {
            let hits = self.hits.join(", ");
            let text = format!("{hits} in {}: {}", told::named(case), decision.as_str());
            visible(&text) + "\n" + &told::left(case)
        })?;
        Ok(Exit::Done)
    }
}

impl Close {
    async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let outcome = match self.outcome {
            Ends::Granted => CaseOutcome::Granted,
            Ends::GrantedWithConditions => CaseOutcome::GrantedWithConditions,
            Ends::Refused => CaseOutcome::Refused,
            Ends::Returned => CaseOutcome::Returned,
            Ends::TakenBack => CaseOutcome::TakenBack,
        };
        let end = ClosingView { outcome, reason: self.reason.clone(), by: self.by.clone() };
        let case = place.client()?.close_case(&self.case, &end).await?;
        place.screen().answer(&case, |case| {
            let text = format!("{} is closed: {}", told::named(case), outcome.as_str());
            let next = format!("`chancery case export {} FILE` writes its file\n", case.name);
            visible(&text) + "\n" + &told::silent(case) + &next
        })?;
        Ok(Exit::Done)
    }
}

impl Reopen {
    async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let why = ReasonView { reason: self.reason.clone(), by: self.by.clone() };
        let case = place.client()?.reopen_case(&self.case, &why).await?;
        answer(place, &case, "is open again")
    }
}

/// A case, and what has become of it, in a line.
fn answer(place: &Place, case: &Case, what: &str) -> Result<Exit, Failure> {
    place.screen().answer(case, |case| visible(&format!("{} {what}", told::named(case))) + "\n")?;
    Ok(Exit::Done)
}
