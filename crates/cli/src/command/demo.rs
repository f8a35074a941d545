//! `chancery demo`: the main job, for a stranger, told as a short story that really happens.
//!
//! Real nodes, each a process of its own; what is told is what was measured. Invariant: a step that does not
//! come true ends the story with a failure, and however it ends, no process stays behind.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::{arguments::Place, exit::Exit, failure::Failure, screen::Form};

mod actor;
mod arrivals;
mod cases;
mod outage;
mod proof;
mod spread;
mod stage;
mod tale;

use actor::Actor;
use stage::Stage;
use tale::Tale;

use super::signals::Signals;

/// Show the whole thing: real nodes on this machine, public cases as exercises, one node killed
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Nodes to run, each a process of its own
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(2..=25))]
    nodes: u8,
    /// End when the story is told, instead of staying up
    #[arg(long)]
    once: bool,
}

/// What happened, in figures.
#[derive(Debug, Default)]
struct Figures {
    published: usize,
    arrivals_ms: Vec<u64>,
    missed_while_away: usize,
    caught_up_ms: u64,
    checks: usize,
    tampered_failed: String,
}

impl Demo {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let mut signals = Signals::new()?;
        let tale = Tale::new(place.screen());
        let began = Instant::now();
        let mut stage = Stage::set(usize::from(self.nodes))?;
        let told = tokio::select! {
            told = tell(&mut stage, tale) => Some(told),
            () = signals.next() => None,
        };
        let figures = match told {
            Some(Ok(figures)) => figures,
            Some(Err(failure)) => return Err(stage.abandon(failure)),
            None => {
                stage.strike();
                return Err(Failure::new("interrupted before the story was told", "run it again"));
            }
        };
        end(tale, &stage, &figures, began.elapsed())?;
        if place.form() == Form::Json {
            place
                .screen()
                .answer(&document(&stage, &figures, began.elapsed()), |_| String::new())?;
        }
        if !self.once {
            invite(tale, &stage)?;
            signals.next().await;
        }
        stage.strike();
        tale.say("The nodes have stopped and their folder is gone.")?;
        Ok(Exit::Done)
    }
}

async fn tell(stage: &mut Stage, tale: Tale) -> Result<Figures, Failure> {
    let mut figures = Figures::default();
    stage::open(stage, tale).await?;
    let mut news = arrivals::Arrivals::listen(stage).await?;
    let mut plan = cases::plan(&stage.states())?;
    spread::tell(stage, tale, &mut news, &mut plan, &mut figures).await?;
    outage::tell(stage, tale, &mut news, &mut plan, &mut figures).await?;
    spread::tell_sequels(stage, tale, &mut news, &mut plan, &mut figures).await?;
    proof::tell_lookup(stage, tale, &plan).await?;
    proof::tell_verification(stage, tale, &plan, &mut figures).await?;
    Ok(figures)
}

fn end(tale: Tale, stage: &Stage, figures: &Figures, took: Duration) -> Result<(), Failure> {
    let (median, slowest) = spread::median_and_slowest(&figures.arrivals_ms);
    tale.chapter("What happened")?;
    tale.fields(&[
        ("nodes", format!("{}, each a process; no server among them", stage.actors.len())),
        ("records", format!("{} signed, at every node", figures.published)),
        (
            "arrival",
            format!(
                "{median} ms in the median, {slowest} ms at the slowest, durable at the last node"
            ),
        ),
        (
            "outage",
            format!(
                "{} records missed, caught up {} ms after the restart",
                figures.missed_while_away, figures.caught_up_ms
            ),
        ),
        (
            "proof",
            format!(
                "{} checks hold offline; one changed letter fails {}",
                figures.checks, figures.tampered_failed
            ),
        ),
        ("took", format!("{}.{} s", took.as_secs(), took.subsec_millis() / 100)),
    ])
}

fn document(stage: &Stage, figures: &Figures, took: Duration) -> serde_json::Value {
    let (median, slowest) = spread::median_and_slowest(&figures.arrivals_ms);
    let states: Vec<&str> = stage.states().iter().map(|state| state.as_str()).collect();
    json!({
        "nodes": stage.actors.len(),
        "states": states,
        "dir": stage.path(),
        "published": figures.published,
        "arrival_ms": { "median": median, "slowest": slowest },
        "outage": {
            "missed": figures.missed_while_away,
            "caught_up_ms": figures.caught_up_ms,
        },
        "verified": true,
        "tampered": { "verified": false, "failed": figures.tampered_failed },
        "took_ms": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
    })
}

/// What to try from a second terminal: real commands with the real paths.
fn invite(tale: Tale, stage: &Stage) -> Result<(), Failure> {
    tale.chapter("The nodes stay up; from a second terminal")?;
    let [first, .., last] = stage.actors.as_slice() else {
        return Ok(());
    };
    let dir = |actor: &Actor| format!("--dir {}", stage::quoted(&actor.dir));
    let (here, there, draft) = (dir(first), dir(last), stage::quoted(&stage.draft()));
    let table: [(&str, &[&str]); 6] = [
        ("what a node holds", &["list", &there]),
        ("what arrives, as it arrives", &["watch", &there]),
        ("sign and send one more", &["publish", &draft, &here]),
        ("who is connected", &["peers", &here]),
        ("logs, refusals, size", &["status", &here]),
        ("everything verified again, from the bytes", &["fsck", &there]),
    ];
    for (about, words) in table {
        tale.line(&format!("  # {about}"))?;
        tale.command("  ", words)?;
    }
    tale.say("")?;
    tale.say("Ctrl-C stops the nodes and removes their folder.")
}
