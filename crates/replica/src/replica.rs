//! The machine: its state, its one entry point, and the order in which things happen.
//!
//! `handle(now, input)` first rings every alarm that is due, then takes the input, then settles:
//! admits what is in line, hands the disk a batch, reads what it needs, asks for what is missing.
//! It never waits, never fails and never looks at a clock. The steps live in the modules beside
//! this one; the fields are shared between them and with nobody else.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chancery_ledger::evidence::Equivocation;
use chancery_ledger::key::PublicKey;
use chancery_ledger::log::{Admissible, LogId, POSITION_MAX};
use chancery_ledger::roster::{Author, Register};

use crate::acts::Acts;
use crate::agenda::Agenda;
use crate::barrier::Barrier;
use crate::cosigning::{Comparing, Cosigning};
use crate::dice::Dice;
use crate::fork::Search;
use crate::frontier::Frontier;
use crate::log::Log;
use crate::papers::Paper;
use crate::peer::Peer;
use crate::persist::Batch;
use crate::questions::Asked;
use crate::reading::Reading;
use crate::rule::cut_of;
use crate::verifying::Verifying;
use crate::{Held, Input, Output, PeerKey, Reason, Refusal, Settings, Verdict};

/// One replica.
#[derive(Debug)]
pub struct Replica {
    pub(crate) settings: Settings,
    pub(crate) acts: Acts,
    pub(crate) own: Option<LogId>,
    pub(crate) logs: BTreeMap<LogId, Log>,
    pub(crate) peers: BTreeMap<PeerKey, Peer>,
    pub(crate) frontier: Frontier,
    pub(crate) barrier: Barrier,
    /// Questions without an answer yet.
    pub(crate) asked: BTreeMap<u64, Asked>,
    /// Jobs without an outcome yet.
    pub(crate) verifying: BTreeMap<u64, Verifying>,
    /// Reads without a result yet.
    pub(crate) reading: BTreeMap<u64, Reading>,
    /// Papers on their way to the disk.
    pub(crate) keeping: BTreeMap<u64, Paper>,
    /// Gossip messages whose verdict waits for a paper.
    pub(crate) papers_waiting: BTreeSet<u64>,
    /// Logs with checkpoints that may be compared with the entries held.
    pub(crate) judging: BTreeSet<LogId>,
    /// The checkpoints that are being compared and cosigned.
    pub(crate) cosigning: Option<Cosigning>,
    /// Consistency proofs that were asked for.
    pub(crate) comparing: BTreeMap<u64, Comparing>,
    /// Admitted entries that wait for the disk.
    pub(crate) queue: VecDeque<Admissible>,
    /// The one batch that the disk has.
    pub(crate) batch: Option<Batch>,
    /// Searches for a point of divergence.
    pub(crate) searches: BTreeMap<LogId, Search>,
    /// Logs of which some peer holds more.
    pub(crate) wanting: BTreeSet<LogId>,
    /// Logs with something new in line.
    pub(crate) touched: BTreeSet<LogId>,
    /// Stopped logs whose last position that stands has to be read.
    pub(crate) floors_wanted: BTreeSet<LogId>,
    /// Where the scheduler goes on, so that no log starves.
    pub(crate) cursor: Option<LogId>,
    pub(crate) pages_in_flight: usize,
    pub(crate) gossip_in_flight: usize,
    /// Reads under way for other peers.
    pub(crate) reads: usize,
    /// Bytes of entries received and not yet durable: in pages being verified, in line, admitted.
    pub(crate) unsaved_bytes: u64,
    pub(crate) agenda: Agenda<Alarm>,
    pub(crate) dice: Dice,
    pub(crate) now_ms: u64,
    last_ticket: u64,
    pub(crate) out: Vec<Output>,
}

/// What can be due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Alarm {
    /// Exchange frontiers with a peer.
    Sync(PeerKey),
    /// A question has had no answer in time.
    Unanswered(u64),
    /// A gossip message has waited too long for its verdict.
    Verdict { log: LogId, seq: u64, ticket: u64 },
    /// A gossip message has waited too long for its paper.
    PaperVerdict(u64),
    /// Tell everybody the head of a log.
    Announce(LogId),
    /// Try the disk again.
    Disk,
    /// A peer's standing is good enough again.
    Deal(PeerKey),
}

impl Replica {
    /// A replica that starts from what its disk holds.
    ///
    /// `register` has the acts that are durable; `own` is the log that this node signs; `held` is
    /// what the store gave back. Of that, what does not verify under the register's directory is
    /// left out. `seed` only moves timers.
    #[must_use]
    pub fn new(
        settings: Settings,
        register: Register,
        own: Option<LogId>,
        held: &Held,
        seed: u64,
    ) -> Self {
        let mut replica = Self::empty(settings, register, own, seed);
        for head in held.heads.iter().filter(|head| head.seq <= POSITION_MAX) {
            if replica.author(&head.log).is_err() {
                continue;
            }
            let cut = cut_of(replica.directory(), &head.log);
            let policy = held.policies.get(&head.log).copied();
            replica.logs.insert(head.log, Log::new(head.log, Some(*head), policy, cut));
            replica.find_floor(head.log);
            replica.show(head.log);
        }
        for bytes in &held.proofs {
            if let Ok(proof) = Equivocation::decode(bytes, replica.directory()) {
                replica.recall(proof);
            }
        }
        held.notes.iter().for_each(|note| replica.recall_note(note));
        let logs: Vec<LogId> = replica.logs.keys().copied().collect();
        logs.into_iter().for_each(|log| replica.keep_note(log));
        replica
    }

    fn empty(settings: Settings, register: Register, own: Option<LogId>, seed: u64) -> Self {
        let acts = Acts::new(register);
        Self {
            barrier: Barrier::default(),
            settings,
            frontier: Frontier::new(acts.register().digest()),
            acts,
            own,
            logs: BTreeMap::new(),
            peers: BTreeMap::new(),
            asked: BTreeMap::new(),
            verifying: BTreeMap::new(),
            reading: BTreeMap::new(),
            keeping: BTreeMap::new(),
            papers_waiting: BTreeSet::new(),
            judging: BTreeSet::new(),
            cosigning: None,
            comparing: BTreeMap::new(),
            queue: VecDeque::new(),
            batch: None,
            searches: BTreeMap::new(),
            wanting: BTreeSet::new(),
            touched: BTreeSet::new(),
            floors_wanted: BTreeSet::new(),
            cursor: None,
            pages_in_flight: 0,
            gossip_in_flight: 0,
            reads: 0,
            unsaved_bytes: 0,
            agenda: Agenda::new(),
            dice: Dice::new(seed),
            now_ms: 0,
            last_ticket: 0,
            out: Vec::new(),
        }
    }

    /// Takes one input, and says what is to be done about it.
    ///
    /// Time never runs backwards here: an earlier `now_ms` than before counts as the same.
    pub fn handle(&mut self, now_ms: u64, input: Input) -> Vec<Output> {
        self.now_ms = self.now_ms.max(now_ms);
        while let Some(alarm) = self.agenda.take_due(self.now_ms) {
            self.ring(alarm);
        }
        match input {
            Input::Connected(peer) => self.on_connected(peer),
            Input::Disconnected(peer) => self.on_disconnected(peer),
            Input::Gossip { ticket, from, bytes } => self.on_gossip(ticket, from, &bytes),
            Input::Request { ticket, from, bytes } => self.on_request(ticket, from, &bytes),
            Input::Response { ticket, bytes } => self.on_response(ticket, &bytes),
            Input::RequestFailed { ticket } => self.on_unanswered(ticket, Reason::RequestFailed),
            Input::Verified { ticket, outcomes } => self.on_verified(ticket, outcomes),
            Input::Persisted { ticket } => self.on_persisted(ticket),
            Input::PersistFailed { ticket } => self.on_persist_failed(ticket),
            Input::Read { ticket, entries } => self.on_read(ticket, entries),
            Input::Authored(entry) => self.on_authored(entry),
            Input::Checkpointed { note } => self.on_checkpointed(&note),
            Input::Cosigned { ticket, outcomes } => self.on_cosigned(ticket, outcomes),
            Input::Consistency { ticket, found } => self.on_consistency(ticket, found),
            Input::Enacted { bytes } => self.on_enacted(&bytes),
            Input::Wakeup => {}
        }
        self.settle();
        std::mem::take(&mut self.out)
    }

    /// When `handle` wants to be called next, with [`Input::Wakeup`] if with nothing else.
    #[must_use]
    pub fn next_wakeup_ms(&self) -> Option<u64> {
        self.agenda.next_ms()
    }

    fn ring(&mut self, alarm: Alarm) {
        match alarm {
            Alarm::Sync(peer) => self.ask_sync(peer),
            Alarm::Unanswered(ticket) => self.on_unanswered(ticket, Reason::TimedOut),
            Alarm::Verdict { log, seq, ticket } => self.expire(log, seq, ticket),
            Alarm::Announce(log) => self.announce(log),
            Alarm::PaperVerdict(ticket) => self.expire_paper(ticket),
            Alarm::Disk => self.retry_papers(),
            Alarm::Deal(peer) => self.ask_sync(peer),
        }
    }

    fn settle(&mut self) {
        while let Some(log) = self.touched.pop_first() {
            self.admit_ready(log);
        }
        self.flush();
        self.read_floors();
        self.ask_cosign();
        self.ask_pages();
        self.watch_barrier();
    }

    pub(crate) fn ticket(&mut self) -> u64 {
        self.last_ticket += 1;
        self.last_ticket
    }

    pub(crate) fn verdict(&mut self, ticket: u64, verdict: Verdict) {
        self.out.push(Output::Verdict { ticket, verdict });
    }

    /// The author of a log, or why the log is none of ours.
    pub(crate) fn author(&self, log: &LogId) -> Result<&Author, Reason> {
        let Some(author) = self.directory().author(&log.key) else {
            // No certificate will ever have a key that may not verify.
            let may_verify = PublicKey::from_bytes(log.key).is_ok();
            return Err(if may_verify { Reason::UnknownAuthor } else { Reason::WeakKey });
        };
        if author.has_opened(log.epoch) { Ok(author) } else { Err(Reason::FutureEpoch) }
    }

    pub(crate) fn author_key(&self, log: &LogId) -> Result<PublicKey, Reason> {
        self.author(log).map(|author| author.key)
    }

    pub(crate) fn log_mut(&mut self, log: LogId) -> &mut Log {
        let directory = self.acts.register().directory();
        self.logs.entry(log).or_insert_with(|| Log::new(log, None, None, cut_of(directory, &log)))
    }

    /// Brings the frontier up to date with what is settled of a log.
    pub(crate) fn show(&mut self, log: LogId) {
        let head = self.logs.get(&log).and_then(Log::settled);
        self.frontier.set_head(log, head);
    }

    /// Counts a refusal, and charges the peer that caused it.
    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        self.out.push(Output::Refused(refusal));
        let Some(peer) = refusal.peer else { return };
        self.charge(peer, refusal.reason);
    }
}

#[cfg(test)]
mod tests;
