//! Signing: who waits for it, what is on its way to the disk, and what comes out.
//!
//! Records wait until the own-frontier barrier is open and the disk has taken the batch before; then
//! all that wait are sealed one after the other and share the writes. The invariant: nobody is told of
//! a reference before its statement is durable in the own file and in the store, and nothing is sealed
//! while an earlier statement is not.

use std::collections::VecDeque;
use std::sync::Arc;

use chancery_ledger::key::SecretKey;
use chancery_ledger::log::{Admissible, Chain, Position};
use chancery_ledger::statement::Draft;
use chancery_record::Reference;
use chancery_replica::Input;
use tokio::sync::oneshot;

use super::Engine;
use super::inputs::log_write_error;
use super::sealing::{Contents, marking};
use crate::answer::{Barrier, Published};
use crate::clock::now_s;
use crate::disk::{Authored, Job};
use crate::publishing::{PublishError, Ready};

/// Publications that wait at once; the desk's own queue stands before it.
const WAITING_MAX: usize = 256;

/// Publications sealed into one batch: 64 of 256 KiB are 16 MiB.
const BATCH_MAX: usize = 64;

/// How long a publication waits for the barrier before its author is told.
const WAIT_MS: u64 = 10_000;

/// How long after a full disk the rest of a batch is tried again.
const SETTLE_RETRY_MS: u64 = 2_000;

type Reply = oneshot::Sender<Result<Published, PublishError>>;

/// Everything about signing that has to be remembered.
pub(crate) struct Signer {
    key: SecretKey,
    waiting: VecDeque<Waiting>,
    /// On their way to the disk, in order.
    under_way: VecDeque<UnderWay>,
    /// In the own file and not in the store: the next try, and its time.
    unsettled: Option<(u64, Vec<Admissible>)>,
    /// The last number given out, and its year.
    last: (u16, u32),
    /// Entries of the own log that came from peers since the start.
    adopted: u64,
    /// An operator has said that this disk has everything.
    overridden: bool,
}

struct Waiting {
    ready: Ready,
    reply: Reply,
    until_ms: u64,
}

struct UnderWay {
    position: Position,
    published: Published,
    reply: Option<Reply>,
}

impl Signer {
    pub(crate) fn new(key: SecretKey) -> Signer {
        Signer {
            key,
            waiting: VecDeque::new(),
            under_way: VecDeque::new(),
            unsettled: None,
            last: (0, 0),
            adopted: 0,
            overridden: false,
        }
    }

    /// The statement key, which signs checkpoints of the own log as well.
    pub(super) fn key(&self) -> &SecretKey {
        &self.key
    }

    /// Whether something signed is not durable everywhere yet.
    pub(super) fn is_busy(&self) -> bool {
        !self.under_way.is_empty() && self.unsettled.is_none()
    }

    /// Whether an operator has said, for this run, that this disk has everything.
    pub(super) fn is_overridden(&self) -> bool {
        self.overridden
    }

    /// Whether something signed waits for room on the disk.
    pub(super) fn awaits_room(&self) -> bool {
        self.unsettled.is_some()
    }

    /// Entries of the own log that peers gave back since the start.
    pub(super) fn adopted(&self) -> u64 {
        self.adopted
    }

    /// When something has to be done without anything having happened.
    pub(super) fn next_wakeup_ms(&self) -> Option<u64> {
        // While the disk has a batch nobody who waits can be served or told: its answer wakes the loop.
        let waiting = if self.is_busy() { None } else { self.waiting.front() };
        let waiting = waiting.map(|waiting| waiting.until_ms);
        let unsettled = self.unsettled.as_ref().map(|(at_ms, _)| *at_ms);
        waiting.into_iter().chain(unsettled).min()
    }

    /// An entry of the own log became durable: it was signed here, or it was adopted.
    pub(super) fn note_stored(&mut self, position: Position) {
        if !self.under_way.iter().any(|under_way| under_way.position == position) {
            self.adopted += 1;
        }
    }
}

impl Engine {
    /// Takes up one publication.
    pub(super) fn take_up(&mut self, ready: Ready, barrier: Barrier, reply: Reply) {
        if barrier == Barrier::Override {
            tracing::warn!("an operator overrides the own-frontier barrier for this run");
            self.replica.waive_barrier();
            self.signer.overridden = true;
        }
        if self.signer.waiting.len() >= WAITING_MAX {
            return self.refuse_publish(reply, PublishError::Busy);
        }
        let until_ms = self.clock.now_ms() + WAIT_MS;
        self.signer.waiting.push_back(Waiting { ready, reply, until_ms });
    }

    /// Seals what waits, as far as it may; tells those who have waited too long.
    pub(super) fn sign_waiting(&mut self) {
        self.settle();
        if self.signer.under_way.is_empty() {
            match self.blocked() {
                None => self.seal_batch(),
                Some(block) => self.expire_waiting(|| PublishError::Blocked(block)),
            }
        } else if self.signer.unsettled.is_some() {
            self.tell_unsettled();
            self.expire_waiting(|| PublishError::NoRoom);
        }
    }

    /// Tells those who have waited too long why nothing was signed.
    fn expire_waiting(&mut self, why: impl Fn() -> PublishError) {
        let now_ms = self.clock.now_ms();
        while let Some(first) = self.signer.waiting.front()
            && first.until_ms <= now_ms
            && let Some(waiting) = self.signer.waiting.pop_front()
        {
            self.refuse_publish(waiting.reply, why());
        }
    }

    fn seal_batch(&mut self) {
        let Some(mut chain) = self.replica.own_chain() else { return };
        let mut batch = Vec::new();
        while batch.len() < BATCH_MAX
            && let Some(waiting) = self.signer.waiting.pop_front()
        {
            match self.seal(&waiting.ready, &mut chain) {
                Ok((published, entry)) => {
                    let position = entry.position();
                    let reply = Some(waiting.reply);
                    self.signer.under_way.push_back(UnderWay { position, published, reply });
                    batch.push(entry);
                }
                Err(error) => self.refuse_publish(waiting.reply, error),
            }
        }
        if !batch.is_empty() && self.disk.order(Job::Author { batch }).is_err() {
            // Never ordered, so never signed as far as anybody can know.
            for under_way in std::mem::take(&mut self.signer.under_way) {
                if let Some(reply) = under_way.reply {
                    self.refuse_publish(reply, PublishError::Busy);
                }
            }
        }
    }

    fn seal(
        &mut self,
        ready: &Ready,
        chain: &mut Chain,
    ) -> Result<(Published, Admissible), PublishError> {
        let Contents { body, release } = self.contents(ready, chain.policy())?;
        let issued_at = now_s();
        let reference = self.next_reference(issued_at);
        let draft = Draft {
            issuer: self.issuer.clone(),
            reference: reference.clone(),
            issued_at,
            epoch: self.own_log.epoch,
            seq: chain.next_seq(),
            prev: chain.tip(),
            roster: self.replica.directory().roster_hash(),
            kind: ready.record.kind_name().to_owned(),
            marking: marking(ready),
            body,
            release,
        };
        let authentic = draft.seal(&self.signer.key).map_err(PublishError::Unsealable)?;
        let entry = chain.admit(authentic, self.replica.directory()).map_err(|flaw| {
            tracing::error!(%flaw, "a statement of our own does not fit our own log");
            PublishError::Busy
        })?;
        let state = self.issuer.state.to_string();
        let published = Published { reference, id: entry.id(), state, position: entry.position() };
        Ok((published, entry))
    }

    /// The next number of the year, above everything that is held and everything given out.
    fn next_reference(&mut self, issued_at: i64) -> String {
        let year =
            time::OffsetDateTime::from_unix_timestamp(issued_at).map_or(1970, |at| at.year());
        let year = u16::try_from(year).unwrap_or(1970);
        let state = self.issuer.state;
        let held = self.store.last_number(state, year);
        let given = if self.signer.last.0 == year { self.signer.last.1 } else { 0 };
        let number = held.max(given) + 1;
        self.signer.last = (year, number);
        let reference = Reference::new(state, year, number);
        reference.map_or_else(|| format!("{state}-{year}-{number}"), |each| each.to_string())
    }

    /// The disk has what was signed, or has refused it.
    pub(super) async fn on_authored(&mut self, authored: Authored) {
        let Authored { kept, refused, unsettled } = authored;
        if let Some(error) = refused {
            log_write_error(&error);
            let error = Arc::new(error);
            self.signer.last = (0, 0);
            for under_way in self.signer.under_way.split_off(kept.len()) {
                let why = PublishError::NotWritten(Arc::clone(&error));
                if let Some(reply) = under_way.reply {
                    self.refuse_publish(reply, why);
                }
            }
        }
        if let Some(error) = unsettled {
            log_write_error(&error);
            self.signer.unsettled = Some((self.clock.now_ms() + SETTLE_RETRY_MS, kept));
            return self.tell_unsettled();
        }
        for entry in kept {
            let position = entry.position();
            self.feed(Input::Authored(entry)).await;
            // Whoever watches hears of this node's own records as well; an error says that nobody does.
            let _ = self.arrivals.send(position);
            if let Some(UnderWay { published, reply: Some(reply), .. }) =
                self.signer.under_way.pop_front()
            {
                tracing::info!(reference = published.reference, position = %published.position, "published");
                // Whoever asked may have stopped waiting; the record is out all the same.
                let _ = reply.send(Ok(published));
            }
        }
    }

    /// Tries again to get into the store what is in the own file.
    fn settle(&mut self) {
        let now_ms = self.clock.now_ms();
        if let Some((at_ms, batch)) = self.signer.unsettled.take() {
            if at_ms > now_ms {
                self.signer.unsettled = Some((at_ms, batch));
            } else if let Err(job) = self.disk.order(Job::Settle { batch })
                && let Job::Settle { batch } = *job
            {
                self.signer.unsettled = Some((now_ms + SETTLE_RETRY_MS, batch));
            }
        }
    }

    /// What is signed cannot be unsigned: its authors are told where it is.
    fn tell_unsettled(&mut self) {
        let told: Vec<(Reply, String)> = self
            .signer
            .under_way
            .iter_mut()
            .filter_map(|each| Some((each.reply.take()?, each.published.reference.clone())))
            .collect();
        for (reply, reference) in told {
            self.refuse_publish(reply, PublishError::Unsettled { reference });
        }
    }

    /// Nothing more is signed: the node stops.
    pub(super) fn refuse_waiting(&mut self) {
        for waiting in std::mem::take(&mut self.signer.waiting) {
            self.refuse_publish(waiting.reply, PublishError::Stopped);
        }
    }

    fn refuse_publish(&self, reply: Reply, error: PublishError) {
        tracing::info!(%error, "a publication was refused");
        self.counters.count(error.name());
        // Whoever asked may have stopped waiting.
        let _ = reply.send(Err(error));
    }
}
