//! The one event loop: it owns the replication machine and nobody else does.
//!
//! Network events, finished work, orders of the desk and time come in; each becomes an input of the
//! machine, and what the machine answers is done here. Nothing in the loop waits for a disk, a
//! signature check or a peer. The invariant: an output is performed in the order in which it was
//! given, and each question of the machine gets exactly one answer.

pub(crate) mod enacting;
mod inputs;
mod outputs;
mod report;
pub(crate) mod rule;
mod sealing;
pub(crate) mod signing;
pub(crate) mod witnessing;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use chancery_ledger::certificate::Certificate;
use chancery_ledger::log::{LogId, Position};
use chancery_ledger::roster::Register;
use chancery_ledger::statement::{Authentic, Entry, Issuer, StatementFlaw};
use chancery_network::{Event, Handle};
use chancery_replica::{Consistency, Input, PeerKey, Replica, SigningBlock};
use chancery_store::Store;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::sleep;

use crate::answer::{ActView, Barrier, Enacted, PeerView, Published, RosterView, Status};
use crate::board::Board;
use crate::clock::Uptime;
use crate::counters::Counters;
use crate::disk::{Disk, Done};
use crate::pool::Pool;
use crate::publishing::{PublishError, Ready};

use enacting::{EnactError, Enacting};
use signing::Signer;
use witnessing::Witness;

/// Orders of the desk on their way to the loop: each is a person or a script that waits.
pub(crate) const ORDERS_MAX: usize = 64;

/// Finished work on its way to the loop: 64 reads, 16 verifications and the disk, with room. Whoever
/// finishes when it is full waits; the loop never waits for them.
pub(crate) const COMPLETIONS_MAX: usize = 256;

/// Positions that one slow watcher may lag behind before it is told that it missed some: 48 bytes each.
pub(crate) const ARRIVALS_MAX: usize = 4_096;

/// A loop without alarms still looks up so often.
const IDLE: Duration = Duration::from_secs(60);

/// How long a stop waits for signatures that are on their way to the disk.
const STOP_WAIT: Duration = Duration::from_secs(5);

/// Work that was done elsewhere.
#[derive(Debug)]
pub(crate) enum Completion {
    /// Signatures were checked.
    Verified { ticket: u64, outcomes: Vec<Result<Authentic, StatementFlaw>> },
    /// Entries were read.
    Read { ticket: u64, entries: Vec<Entry> },
    /// Something was written, or not.
    Disk(Done),
    /// How two sizes of a log hang together.
    Consistency { ticket: u64, found: Option<Consistency> },
}

/// What the desk wants of the loop.
#[derive(Debug)]
pub(crate) enum Order {
    /// Sign and publish a record that is checked and whose target is known.
    Publish {
        ready: Box<Ready>,
        barrier: Barrier,
        reply: oneshot::Sender<Result<Published, PublishError>>,
    },
    /// Who holds these, as far as known.
    Holders { positions: Vec<Position>, reply: oneshot::Sender<Vec<Vec<PeerKey>>> },
    /// The peers, for the operator.
    Peers { reply: oneshot::Sender<Vec<PeerView>> },
    /// The node at a glance.
    Status { reply: oneshot::Sender<Box<Status>> },
    /// An act that an operator submits.
    Enact { bytes: Vec<u8>, reply: oneshot::Sender<Result<Enacted, EnactError>> },
    /// Every act.
    Acts { reply: oneshot::Sender<Vec<ActView>> },
    /// A copy of all acts and what follows from them.
    Register { reply: oneshot::Sender<Box<Register>> },
    /// The rosters.
    Roster { reply: oneshot::Sender<RosterView> },
}

/// The loop with everything that it owns.
pub(crate) struct Engine {
    pub(crate) replica: Replica,
    pub(crate) network: Handle,
    pub(crate) store: Arc<Store>,
    pub(crate) disk: Disk,
    pub(crate) pool: Pool,
    pub(crate) signer: Signer,
    pub(crate) witness: Witness,
    pub(crate) enacting: Enacting,
    pub(crate) board: Arc<Board>,
    /// Logs of this authority that have ended.
    pub(crate) earlier: Vec<LogId>,
    /// This node's own.
    pub(crate) certificate: Certificate,
    /// What its operator has been told.
    pub(crate) told: Vec<String>,
    pub(crate) clock: Uptime,
    pub(crate) counters: Arc<Counters>,
    pub(crate) issuer: Issuer,
    pub(crate) own_log: LogId,
    pub(crate) arrivals: broadcast::Sender<Position>,
    pub(crate) completions: mpsc::Sender<Completion>,
    /// Inputs that outputs have caused, such as a question that could not be sent.
    pub(crate) inputs: VecDeque<Input>,
}

/// Where the loop hears from.
pub(crate) struct Ears {
    pub(crate) events: mpsc::Receiver<Event>,
    pub(crate) orders: mpsc::Receiver<Order>,
    pub(crate) done: mpsc::Receiver<Completion>,
    pub(crate) stop: watch::Receiver<bool>,
}

impl Engine {
    /// Runs until it is told to stop or the network is gone; then lets the disk finish.
    pub(crate) async fn run(mut self, mut ears: Ears) {
        self.know_earlier_logs();
        self.sound_alarms();
        loop {
            let wait = self.wait();
            tokio::select! {
                changed = ears.stop.changed() => {
                    if changed.is_err() || *ears.stop.borrow() {
                        break;
                    }
                }
                event = ears.events.recv() => match event {
                    Some(event) => self.on_event(event).await,
                    None => break,
                },
                Some(done) = ears.done.recv() => self.on_completion(done).await,
                Some(order) = ears.orders.recv() => self.on_order(order).await,
                () = sleep(wait) => self.feed(Input::Wakeup).await,
            }
            self.sign_waiting();
            self.checkpoint().await;
            self.cosign_early();
        }
        self.stop(ears).await;
    }

    /// How long nothing has to be done of its own accord.
    fn wait(&self) -> Duration {
        let wake_ms =
            [self.replica.next_wakeup_ms(), self.signer.next_wakeup_ms(), self.checkpoint_due_ms()];
        let next = wake_ms.into_iter().flatten().min();
        next.map_or(IDLE, |at_ms| self.clock.until(at_ms))
    }

    /// Gives one input to the machine, and does what it answers, until nothing is left to do.
    pub(crate) async fn feed(&mut self, input: Input) {
        self.inputs.push_back(input);
        while let Some(input) = self.inputs.pop_front() {
            let outputs = self.replica.handle(self.clock.now_ms(), input);
            for output in outputs {
                self.perform(output).await;
            }
        }
    }

    async fn on_completion(&mut self, completion: Completion) {
        match completion {
            Completion::Verified { ticket, outcomes } => {
                self.feed(Input::Verified { ticket, outcomes }).await;
            }
            Completion::Read { ticket, entries } => {
                self.feed(Input::Read { ticket, entries }).await;
            }
            Completion::Disk(Done::Persisted { ticket, outcome }) => {
                self.on_persisted(ticket, outcome).await;
            }
            Completion::Disk(Done::Authored(authored)) => self.on_authored(authored).await,
            Completion::Disk(Done::Promised { ticket, outcomes }) => {
                self.on_promised(ticket, outcomes).await;
            }
            Completion::Disk(Done::Nothing) => {}
            Completion::Consistency { ticket, found } => {
                self.feed(Input::Consistency { ticket, found }).await;
            }
        }
    }

    async fn on_order(&mut self, order: Order) {
        match order {
            Order::Publish { ready, barrier, reply } => self.take_up(*ready, barrier, reply),
            // Whoever asked may have stopped waiting: the answers are dropped then.
            Order::Holders { positions, reply } => {
                let holders = positions.into_iter().map(|at| self.replica.holders(at)).collect();
                let _ = reply.send(holders);
            }
            Order::Peers { reply } => {
                let views = self.peer_views().await;
                let _ = reply.send(views);
            }
            Order::Status { reply } => {
                let status = self.status().await;
                let _ = reply.send(Box::new(status));
            }
            Order::Enact { bytes, reply } => self.take_act(bytes, reply).await,
            Order::Acts { reply } => drop(reply.send(self.act_views())),
            Order::Register { reply } => {
                drop(reply.send(Box::new(self.replica.register().clone())));
            }
            Order::Roster { reply } => drop(reply.send(self.roster_view())),
        }
    }

    /// Why this node must not sign now.
    pub(crate) fn blocked(&self) -> Option<SigningBlock> {
        self.replica.may_sign().err().or_else(|| self.earlier_log_behind())
    }

    /// Whether an earlier log of this authority is still on its way here: what was said there has numbers that
    /// must not be given out again.
    fn earlier_log_behind(&self) -> Option<SigningBlock> {
        if self.signer.is_overridden() {
            return None;
        }
        let reports = self.earlier.iter().map(|log| self.replica.log_report(*log));
        let behind = reports.into_iter().find(|report| report.behind > 0)?;
        let held = behind.durable.map_or(0, |head| head.seq + 1);
        Some(SigningBlock::Adopting { held, seen: held + behind.behind })
    }

    /// Lets what is signed become durable and known, then closes the network and the disk.
    async fn stop(mut self, mut ears: Ears) {
        ears.orders.close();
        self.refuse_waiting();
        let settled = async {
            while self.signer.is_busy() {
                match ears.done.recv().await {
                    Some(done) => self.on_completion(done).await,
                    None => break,
                }
            }
        };
        if tokio::time::timeout(STOP_WAIT, settled).await.is_err() {
            tracing::warn!("stopped while an entry was on its way to the disk; it is kept");
        }
        self.network.stop().await;
        // The thread may wait for room in the completions, which nobody empties any more.
        drop(ears);
        let disk = self.disk;
        let finished = tokio::task::spawn_blocking(move || disk.finish()).await;
        if finished.is_err() {
            tracing::error!("the disk did not finish");
        }
    }
}
