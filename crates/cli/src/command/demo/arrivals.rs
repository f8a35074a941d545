//! When each record arrived where, heard from every node's own stream of events.

use std::{collections::BTreeMap, time::Duration};

use chancery_http::{Client, view::SummaryView};
use chancery_record::StateCode;
use tokio::{
    sync::mpsc,
    time::{Instant, timeout_at},
};

use super::stage::Stage;
use crate::failure::Failure;

/// 25 nodes tell of 21 records each: 525 fit with room to spare.
const TOLD_WAITING_MAX: usize = 1024;

/// Gossip takes milliseconds; the catch-up that mends what it lost comes every 10 s.
const ARRIVAL_WAIT_MAX: Duration = Duration::from_secs(20);

/// One record, durable at one node.
#[derive(Debug)]
struct Arrived {
    place: usize,
    reference: String,
    at: Instant,
}

/// Everything heard so far.
#[derive(Debug)]
pub(super) struct Arrivals {
    teller: mpsc::Sender<Arrived>,
    told: mpsc::Receiver<Arrived>,
    heard: BTreeMap<String, BTreeMap<usize, Instant>>,
    states: Vec<StateCode>,
}

impl Arrivals {
    /// Listens to everybody.
    pub(super) async fn listen(stage: &Stage) -> Result<Arrivals, Failure> {
        let (teller, told) = mpsc::channel(TOLD_WAITING_MAX);
        let arrivals = Arrivals { teller, told, heard: BTreeMap::new(), states: stage.states() };
        for (place, actor) in stage.actors.iter().enumerate() {
            arrivals.listen_to(place, &actor.client).await?;
        }
        Ok(arrivals)
    }

    /// Listens to one node until it ends.
    pub(super) async fn listen_to(&self, place: usize, client: &Client) -> Result<(), Failure> {
        let mut events = client.watch().await?;
        let teller = self.teller.clone();
        tokio::spawn(async move {
            // A node that is killed breaks its stream; it is listened to again when it is back.
            while let Ok(Some(event)) = events.next().await {
                let at = Instant::now();
                let Ok(SummaryView { reference, .. }) = event.json() else {
                    continue;
                };
                if teller.send(Arrived { place, reference, at }).await.is_err() {
                    return;
                }
            }
        });
        Ok(())
    }

    /// Waits until all these nodes have the record; gives when the last had it.
    pub(super) async fn everywhere(
        &mut self,
        reference: &str,
        places: &[usize],
    ) -> Result<Instant, Failure> {
        let until = Instant::now() + ARRIVAL_WAIT_MAX;
        loop {
            let heard = self.heard.get(reference);
            let at: Vec<Instant> = places
                .iter()
                .filter_map(|place| heard.and_then(|heard| heard.get(place)).copied())
                .collect();
            if at.len() == places.len()
                && let Some(last) = at.into_iter().max()
            {
                return Ok(last);
            }
            match timeout_at(until, self.told.recv()).await {
                Ok(Some(Arrived { place, reference, at })) => {
                    self.heard.entry(reference).or_default().entry(place).or_insert(at);
                }
                Ok(None) | Err(_) => return Err(self.missing(reference, places)),
            }
        }
    }

    fn missing(&self, reference: &str, places: &[usize]) -> Failure {
        let heard = self.heard.get(reference);
        let missing: Vec<&str> = places
            .iter()
            .filter(|place| heard.is_none_or(|heard| !heard.contains_key(place)))
            .filter_map(|place| self.states.get(*place).map(|state| state.as_str()))
            .collect();
        Failure::new(
            format!(
                "{reference} did not arrive within {} s at the node of {}",
                ARRIVAL_WAIT_MAX.as_secs(),
                missing.join(", ")
            ),
            "see the nodes' logs",
        )
    }
}
