//! `chancery same`: parties of different states' records that may be one, proposed, and decided by people.
//!
//! What is decided lies sealed on this node. It changes nobody's record, and nobody else learns of it.

use chancery_http::{
    Events, Fault,
    view::{DecideView, ProgressView, SamePairView, SameRunView, SameSideView},
};
use clap::{Args, Subcommand};

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{Progress, counted, fields, paragraph, table, visible},
};

#[cfg(test)]
mod tests;

/// Find parties of different states' records that may be one, and decide: local, never gossiped
#[derive(Debug, Args)]
pub(crate) struct Same {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    Propose(Propose),
    List(List),
    Show(Show),
    Confirm(Confirm),
    Refuse(Refuse),
    TakeBack(TakeBack),
}

/// Look for pairs that may be one; a run that was stopped goes on where it was
#[derive(Debug, Args)]
struct Propose {
    /// Stop when so many new ones are found
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
}

/// List the pairs that wait for a decision, the surest first
#[derive(Debug, Args)]
struct List {
    /// Also those that are decided
    #[arg(long, conflicts_with_all = ["confirmed", "refused"])]
    all: bool,
    /// Only those that are confirmed
    #[arg(long, conflicts_with = "refused")]
    confirmed: bool,
    /// Only those that are refused
    #[arg(long)]
    refused: bool,
}

/// Show a pair: both parties, why, what was decided, what has changed since
#[derive(Debug, Args)]
struct Show {
    /// Name of the pair
    #[arg(value_name = "NAME")]
    name: String,
}

/// Say that the two are one party
#[derive(Debug, Args)]
struct Confirm {
    #[command(flatten)]
    decision: Decision,
}

/// Say that the two are two; they are not proposed again until one of them changes
#[derive(Debug, Args)]
struct Refuse {
    #[command(flatten)]
    decision: Decision,
}

/// Undo what was decided; what was said stays in the history
#[derive(Debug, Args)]
struct TakeBack {
    #[command(flatten)]
    decision: Decision,
}

#[derive(Debug, Args)]
struct Decision {
    /// Name of the pair
    #[arg(value_name = "NAME")]
    name: String,
    /// Why, in a sentence that somebody understands in five years
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl Same {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        match &self.act {
            Act::Propose(propose) => propose.run(place).await,
            Act::List(list) => list.run(place).await,
            Act::Show(show) => {
                let pair = place.client()?.same_pair(&show.name).await?;
                place.screen().answer(&pair, shown)?;
                Ok(Exit::Done)
            }
            Act::Confirm(confirm) => confirm.decision.run(place, "confirmed").await,
            Act::Refuse(refuse) => refuse.decision.run(place, "refused").await,
            Act::TakeBack(back) => back.decision.run(place, "open").await,
        }
    }
}

impl Decision {
    async fn run(&self, place: &Place, did: &str) -> Result<Exit, Failure> {
        let decision = DecideView { did: did.to_owned(), reason: self.reason.clone() };
        let pair = place.client()?.decide_same(&self.name, &decision).await?;
        place.screen().answer(&pair, shown)?;
        Ok(Exit::Done)
    }
}

impl List {
    async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let state = match (self.all, self.confirmed, self.refused) {
            (true, ..) => None,
            (_, true, _) => Some("confirmed"),
            (_, _, true) => Some("refused"),
            _ => Some("open"),
        };
        let pairs = place.client()?.same(state).await?;
        place.screen().answer(&pairs, |pairs| listed(pairs))?;
        Ok(Exit::Done)
    }
}

impl Propose {
    async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let mut progress = Progress::new(place.form());
        let run = follow(place.client()?.propose_same(self.limit).await?, &mut progress).await;
        progress.end();
        place.screen().answer(&run?, found)?;
        Ok(Exit::Done)
    }
}

async fn follow(mut events: Events, progress: &mut Progress) -> Result<SameRunView, Failure> {
    while let Some(event) = events.next().await? {
        match event.name.as_str() {
            "progress" => {
                let ProgressView { stage, done, total } = event.json()?;
                progress.tell(&stage, done, total);
            }
            "result" => return Ok(event.json()?),
            "fault" => {
                let Fault { error, hint, .. } = event.json()?;
                return Err(Failure::new(error, hint));
            }
            // A newer node may say more than this version understands.
            _ => {}
        }
    }
    Err(Failure::new("the node has ended the run", "`chancery same propose` goes on where it was")
        .ending(Exit::NoNode))
}

fn found(run: &SameRunView) -> String {
    let mut text = match run.found.as_slice() {
        [] => "nothing new\n".to_owned(),
        found => listed(found),
    };
    text.push('\n');
    text += &paragraph(
        "",
        &format!(
            "{} weighed; {} for a decision: `chancery same show NAME` says why",
            counted(run.weighed, "party").replace("partys", "parties"),
            if run.open == 1 {
                "1 pair waits".to_owned()
            } else {
                format!("{} pairs wait", run.open)
            },
        ),
    );
    if !run.through {
        text += &paragraph("", "not all were weighed: `chancery same propose` goes on from here");
    }
    if run.beyond > 0 {
        let beyond = counted(run.beyond, "older record");
        text += &paragraph("", &format!("{beyond} were not read: there are too many for one run"));
    }
    text
}

fn listed(pairs: &[SamePairView]) -> String {
    if pairs.is_empty() {
        return "no pairs\n".to_owned();
    }
    let side = |side: &SameSideView| {
        format!("{} ({} v{})", side.name, side.cited.reference, side.cited.number)
    };
    table(
        ["name", "state", "score", "one", "other"],
        pairs.iter().map(|pair| {
            [
                pair.name.clone(),
                pair.state.clone(),
                score(pair.score),
                side(&pair.one),
                side(&pair.other),
            ]
        }),
    )
}

fn shown(pair: &SamePairView) -> String {
    let side = |side: &SameSideView| {
        let SameSideView { state, cited, party, name, .. } = side;
        format!("{name}, party {party} of {} v{} of {state}", cited.reference, cited.number)
    };
    let mut text = fields(&[
        ("pair", pair.name.clone()),
        ("state", pair.state.clone()),
        ("one", side(&pair.one)),
        ("other", side(&pair.other)),
        ("score", format!("{}, with the settings {}", score(pair.score), pair.settings)),
        ("proposed", pair.proposed_at.clone()),
    ]);
    text += "why\n";
    pair.reasons.iter().for_each(|reason| text += &paragraph("  - ", &visible(reason)));
    if !pair.steps.is_empty() {
        text += "decisions\n";
    }
    for step in &pair.steps {
        let did = if step.did == "open" { "taken back" } else { &step.did };
        text += &paragraph(&format!("  {} {did}: ", step.at), &visible(&step.reason));
    }
    if !pair.notes.is_empty() {
        text += "to know\n";
    }
    pair.notes.iter().for_each(|note| text += &paragraph("  - ", &visible(note)));
    text + "it stays on this node and changes no record\n"
}

fn score(score: u16) -> String {
    format!("{}.{:03}", score / 1_000, score % 1_000)
}
