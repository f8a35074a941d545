//! Signature checks, on all cores and off the event loop.
//!
//! A check takes about 50 µs, a page of 512 takes 25 ms: too long for the loop, long enough to be worth
//! splitting. Chunks of one page go to the runtime's blocking threads, as many at a time as there are
//! cores, so that a flood of gossip cannot start a thread for every message.

use std::sync::Arc;

use chancery_ledger::key::PublicKey;
use chancery_ledger::statement::{Authentic, Entry, StatementFlaw};
use tokio::sync::{Semaphore, mpsc};

use crate::engine::Completion;

/// Jobs in one chunk: 64 checks are 3 ms, well above the cost of handing them over.
const CHUNK_JOBS_MIN: usize = 64;

/// The checks under way.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    cores: usize,
    free: Arc<Semaphore>,
}

type Job = (Entry, PublicKey);
type Outcome = Result<Authentic, StatementFlaw>;

impl Pool {
    /// A pool as wide as the machine.
    pub(crate) fn new() -> Pool {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Pool { cores, free: Arc::new(Semaphore::new(cores)) }
    }

    /// Checks all jobs and reports the outcomes in their order.
    pub(crate) fn verify(
        &self,
        ticket: u64,
        jobs: Vec<Job>,
        completions: mpsc::Sender<Completion>,
    ) {
        let pool = self.clone();
        tokio::spawn(async move {
            let outcomes = pool.check(jobs).await;
            // The loop has stopped: nobody needs it.
            let _ = completions.send(Completion::Verified { ticket, outcomes }).await;
        });
    }

    async fn check(&self, mut jobs: Vec<Job>) -> Vec<Outcome> {
        let size = jobs.len().div_ceil(self.cores).max(CHUNK_JOBS_MIN);
        let total = jobs.len();
        let mut chunks = Vec::new();
        while !jobs.is_empty() {
            let rest = jobs.split_off(size.min(jobs.len()));
            let chunk = std::mem::replace(&mut jobs, rest);
            let place = Arc::clone(&self.free)
                .acquire_owned()
                .await
                .expect("because the pool never closes its semaphore");
            chunks.push(tokio::task::spawn_blocking(move || {
                let outcomes: Vec<Outcome> = chunk.into_iter().map(check).collect();
                drop(place);
                outcomes
            }));
        }
        let mut outcomes = Vec::with_capacity(total);
        for chunk in chunks {
            outcomes.extend(chunk.await.expect("because checking never panics"));
        }
        outcomes
    }
}

fn check((entry, key): Job) -> Outcome {
    entry.decode()?.authenticate(&key)
}
