//! A run that looks for pairs: reads what is held, weighs group by group, and notes how far it is.
//!
//! What it has found is sealed batch by batch, and the place behind it: a run that is stopped, by whoever asked
//! for it or by the machine, goes on from there. Weighing a pair twice changes nothing.

use std::collections::BTreeSet;
use std::sync::TryLockError;

use chancery_graph::Judge;
use chancery_graph::propose::{Pool, Subject};
use chancery_graph::source::CardId;
use tokio::sync::mpsc;

use super::error::SameError;
use super::{book, scan};
use crate::answer::{SamePair, SameProgress, SameRun, SameState};
use crate::clock::now_s;
use crate::desk::Desk;
use crate::duties;

/// Parties between two notes of how far it is: some seconds of work at most.
const BATCH: usize = 200;

/// Pairs that wait for a decision. Somebody reads each of them, a minute each: two working days.
pub(crate) const OPEN_MAX: usize = 1_000;

impl Desk {
    /// Looks for parties of different states' records that may be one; dropping the receiver of the progress
    /// ends it, and the next run goes on.
    ///
    /// # Errors
    /// When something cannot be read, another run is going on, or it was ended.
    pub async fn propose_same(
        &self,
        limit: usize,
        progress: mpsc::Sender<SameProgress>,
    ) -> Result<SameRun, SameError> {
        self.same_waiting(move |desk| run(&desk, limit, &progress)).await
    }
}

fn run(
    desk: &Desk,
    limit: usize,
    progress: &mpsc::Sender<SameProgress>,
) -> Result<SameRun, SameError> {
    let _alone = match desk.same.running.try_lock() {
        Ok(alone) => alone,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Err(TryLockError::WouldBlock) => return Err(SameError::Busy),
    };
    let known = book::all(&desk.vault)?;
    let pass = scan::Pass::over(&desk.store, duties::today())?;
    tell(progress, "records read", pass.said.len(), pass.said.len())?;
    let (commonness, settings, beyond) = (pass.commonness(), scan::settings(), pass.beyond);
    let judge = Judge::new(&commonness, &settings);
    let mut pool = Pool::new(&judge);
    let total = pass.said.len();
    for (at, said) in pass.said.iter().enumerate() {
        if at % BATCH == 0 {
            tell(progress, "parties sorted", at, total)?;
        }
        // Nothing rests on what does not stand.
        if said.stands {
            Subject::all_of(said, &judge).into_iter().for_each(|subject| pool.add(subject));
        }
    }
    let groups = pool.groups(&book::decided(&known));
    let roots: Vec<&CardId> = groups.roots().collect();
    let cursor = book::cursor(&desk.vault)?;
    let began = roots.partition_point(|root| is_done(root, &cursor));
    let mut search = Search::new(desk, &known, settings.name(), limit);
    let mut at = began;
    while at < roots.len() && search.has_room() {
        let end = roots.len().min(at + BATCH);
        for root in &roots[at..end] {
            pool.proposals(&groups, root).into_iter().for_each(|found| search.take(found));
        }
        search.keep()?;
        at = end;
        let after = roots[at - 1];
        let after = Some((after.state.clone(), after.card.to_string()));
        book::keep_cursor(&desk.vault, &book::Cursor { after })?;
        tell(progress, "parties weighed", at, roots.len())?;
    }
    let through = at == roots.len();
    if through {
        // The next run begins again: records have come that stand before this place.
        book::keep_cursor(&desk.vault, &book::Cursor::default())?;
    }
    let (found, open) = search.finish();
    Ok(SameRun { found, open, through, beyond, weighed: at - began })
}

fn is_done(root: &CardId, cursor: &book::Cursor) -> bool {
    cursor.after.as_ref().is_some_and(|(state, card)| {
        (root.state.as_str(), root.card.to_string().as_str()) <= (state.as_str(), card.as_str())
    })
}

/// What a run has found so far.
struct Search<'a> {
    desk: &'a Desk,
    known: BTreeSet<&'a str>,
    settings: String,
    limit: usize,
    open: usize,
    unkept: Vec<SamePair>,
    found: Vec<SamePair>,
}

impl<'a> Search<'a> {
    fn new(desk: &'a Desk, known: &'a [SamePair], settings: String, limit: usize) -> Self {
        Search {
            desk,
            known: known.iter().map(|pair| pair.name.as_str()).collect(),
            settings,
            limit,
            open: known.iter().filter(|pair| pair.state == SameState::Open).count(),
            unkept: Vec::new(),
            found: Vec::new(),
        }
    }

    fn has_room(&self) -> bool {
        self.found.len() < self.limit && self.open < OPEN_MAX
    }

    fn take(&mut self, proposal: chancery_graph::propose::Proposal) {
        // One that waits is not proposed again; one that was taken back waits.
        if !self.known.contains(proposal.name.as_str()) {
            self.unkept.push(book::pair(proposal, &self.settings, now_s()));
        }
    }

    fn keep(&mut self) -> Result<(), SameError> {
        for pair in self.unkept.drain(..) {
            book::keep(&self.desk.vault, &pair)?;
            self.open += 1;
            self.found.push(pair);
        }
        Ok(())
    }

    /// What is new, the surest first, and how many wait now.
    fn finish(mut self) -> (Vec<SamePair>, usize) {
        self.found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.name.cmp(&b.name)));
        (self.found, self.open)
    }
}

/// Says how far it is; ends the run when nobody listens any more.
fn tell(
    progress: &mpsc::Sender<SameProgress>,
    stage: &'static str,
    done: usize,
    total: usize,
) -> Result<(), SameError> {
    let told = SameProgress { stage, done: done as u64, total: total as u64 };
    match progress.try_send(told) {
        // A reader who is slow misses a step and gets the next.
        Ok(()) | Err(mpsc::error::TrySendError::Full(_)) => Ok(()),
        Err(mpsc::error::TrySendError::Closed(_)) => Err(SameError::Ended),
    }
}
