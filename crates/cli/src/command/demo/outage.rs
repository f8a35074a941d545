//! A node is killed, the others go on, and it catches up when it comes back.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::{
    Figures,
    arrivals::Arrivals,
    cases::Plan,
    spread::{everybody_but, publish, told},
    stage::{MEETING_WAIT_MAX, Stage},
    tale::Tale,
};
use crate::failure::Failure;

/// Start, connection and one comparison of frontiers; the next comparison comes after 10 s.
const CATCH_UP_WAIT_MAX: Duration = Duration::from_secs(30);

/// How often the node is asked whether it has them.
const LOOK_EVERY: Duration = Duration::from_millis(10);

pub(super) async fn tell(
    stage: &mut Stage,
    tale: Tale,
    news: &mut Arrivals,
    plan: &mut Plan,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let victim = stage.victim();
    let state = stage.actors[victim].state;
    tale.chapter("3  A node is killed, and comes back")?;
    let pid = stage.actors[victim].pid().unwrap_or_default();
    stage.actors[victim].kill()?;
    tale.say(&format!("kill -9 {pid}: the node of {state} is gone. The others go on:"))?;
    let others = everybody_but(stage, Some(victim));
    for case in &mut plan.meanwhile {
        let took_ms = publish(stage, news, case, &others, figures).await?;
        let (label, title) = told(case, took_ms);
        tale.item(&label, title)?;
    }
    let started = Instant::now();
    stage.actors[victim].spawn()?;
    stage.actors[victim].ready().await?;
    let ready_ms = started.elapsed().as_millis();
    for case in &plan.meanwhile {
        holds(stage, victim, &case.reference).await?;
    }
    figures.missed_while_away = plan.meanwhile.len();
    figures.caught_up_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let actor = &stage.actors[victim];
    news.listen_to(victim, &actor.client).await?;
    actor.sees(others.len(), MEETING_WAIT_MAX).await?;
    let pid = stage.actors[victim].pid().unwrap_or_default();
    tale.say(&format!(
        "It starts again as process {pid}, is ready after {ready_ms} ms and holds what it missed after {} ms. \
         Before it signs again it asks its peers how far its own log goes, so that a restored backup cannot \
         fork it. Gossip takes it in again within a few seconds; the next record may wait for that.",
        figures.caught_up_ms
    ))
}

async fn holds(stage: &Stage, place: usize, reference: &str) -> Result<(), Failure> {
    let actor = &stage.actors[place];
    let looking = async {
        while actor.client.show(reference).await.is_err() {
            sleep(LOOK_EVERY).await;
        }
    };
    timeout(CATCH_UP_WAIT_MAX, looking).await.map_err(|_| {
        Failure::new(
            format!(
                "the node of {} did not catch up with {reference} within {} s",
                actor.state,
                CATCH_UP_WAIT_MAX.as_secs()
            ),
            "see the nodes' logs",
        )
    })
}
