//! What is signed by one state arrives at all: advisories first, then what became of them.

use chancery_http::Listing;
use tokio::time::Instant;

use super::{
    Figures,
    arrivals::Arrivals,
    cases::{Case, EVERY_ADVISORY, Plan, WITHDRAWN},
    stage::Stage,
    tale::Tale,
};
use crate::{
    command::list::{standing, titled},
    failure::Failure,
    screen::table,
};

/// Publishes one record at its author's node and waits until these nodes have it; gives the milliseconds from
/// asking until it was durable at the last of them.
pub(super) async fn publish(
    stage: &Stage,
    news: &mut Arrivals,
    case: &mut Case,
    places: &[usize],
    figures: &mut Figures,
) -> Result<u64, Failure> {
    let asked = Instant::now();
    let published = stage.actors[case.author].client.publish(case.record.to_string()).await?;
    case.reference = published.reference;
    let last = news.everywhere(&case.reference, places).await?;
    let took_ms = u64::try_from((last - asked).as_millis()).unwrap_or(u64::MAX);
    figures.published += 1;
    figures.arrivals_ms.push(took_ms);
    Ok(took_ms)
}

/// Every node but these.
pub(super) fn everybody_but(stage: &Stage, away: Option<usize>) -> Vec<usize> {
    (0..stage.actors.len()).filter(|place| Some(*place) != away).collect()
}

pub(super) fn told(case: &Case, took_ms: u64) -> (String, &str) {
    (format!("  {}  {took_ms:>5} ms  ", case.reference), case.title())
}

/// The advisories.
pub(super) async fn tell(
    stage: &Stage,
    tale: Tale,
    news: &mut Arrivals,
    plan: &mut Plan,
    figures: &mut Figures,
) -> Result<(), Failure> {
    tale.chapter("2  Public cases, each signed by a state")?;
    tale.say(
        "The time is from asking one node to publish until the record is signed, gossiped, checked and durable \
         on the disk of the last node.",
    )?;
    let places = everybody_but(stage, None);
    for case in &mut plan.first {
        let took_ms = publish(stage, news, case, &places, figures).await?;
        let (label, title) = told(case, took_ms);
        tale.item(&label, title)?;
    }
    // The reader gets one to change and publish again.
    let draft = &plan.first[0].record;
    std::fs::write(stage.draft(), format!("{draft:#}\n"))
        .map_err(|error| Failure::of(&error, "is there space on the disk of the temporary folder?"))
}

/// What became of the cases: corrections, withdrawals whole and in part, a renewal, and what others say.
pub(super) async fn tell_sequels(
    stage: &Stage,
    tale: Tale,
    news: &mut Arrivals,
    plan: &mut Plan,
    figures: &mut Figures,
) -> Result<(), Failure> {
    tale.chapter("4  What was said is corrected, renewed and withdrawn, never edited")?;
    let places = everybody_but(stage, None);
    for at in 0..plan.sequels.len() {
        let mut case = plan.named(at);
        let took_ms = publish(stage, news, &mut case, &places, figures).await?;
        plan.sequels[at].0.reference.clone_from(&case.reference);
        let (label, title) = told(&case, took_ms);
        tale.item(&label, title)?;
    }
    let reader = &stage.actors[stage.victim()];
    tale.say(&format!(
        "Only the originator changes a record; others acknowledge and dispute. At the node of {}:",
        reader.state
    ))?;
    let listing = Listing { limit: Some(1000), ..Listing::default() };
    let held = reader.client.list(&listing).await?.records;
    let mut rows = Vec::new();
    for number in EVERY_ADVISORY {
        let reference = &plan.advisory(number).reference;
        let found = held.iter().find(|record| record.reference == *reference);
        let found = found.ok_or_else(|| {
            Failure::new(format!("{reference} is not held"), "see the nodes' logs")
        })?;
        rows.push([found.reference.clone(), standing(found), titled(found)]);
    }
    tale.output(&table(["reference", "status", "title"], rows))?;
    let withdrawn = &plan.advisory(WITHDRAWN).reference;
    let gone =
        held.iter().any(|one| one.reference == *withdrawn && one.status.as_str() == "withdrawn");
    match gone {
        true => Ok(()),
        false => Err(Failure::new(format!("{withdrawn} is not withdrawn"), "see the nodes' logs")),
    }
}

/// Both 0 where nothing was measured.
pub(super) fn median_and_slowest(times_ms: &[u64]) -> (u64, u64) {
    let mut sorted = times_ms.to_vec();
    sorted.sort_unstable();
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    (median, sorted.last().copied().unwrap_or(0))
}
