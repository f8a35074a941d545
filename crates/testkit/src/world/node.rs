//! An honest node: a real replica, its disk, and what its driver keeps beside it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::log::{Admissible, Id, LogId, Position};
use chancery_ledger::roster::Register;
use chancery_ledger::statement::Entry;
use chancery_replica::{Barrier, Gossip, Held, Input, Output, PeerKey, Replica, Settings};

use super::{Event, World};
use crate::disk::Disk;
use crate::invariant::Invariant;
use crate::plan::Plan;
use crate::wire::Ask;
use crate::{Dice, Mutation};

/// Wake-ups of one node at one virtual millisecond beyond which it spins.
const WAKES_PER_MS_MAX: u64 = 64;

/// The place of somebody who is not in the cast.
const NOBODY: usize = usize::MAX;

/// One honest node, up or down.
pub(super) struct Node {
    /// None while the node is down.
    pub(super) replica: Option<Replica>,
    /// Counts the starts.
    pub(super) life: u64,
    pub(super) disk: Disk,
    pub(super) backup: Option<Disk>,
    pub(super) writes: BTreeMap<u64, Write>,
    /// The own entry that is on its way to the disk.
    pub(super) signing: Option<Admissible>,
    pub(super) asks: BTreeMap<u64, Asked>,
    pub(super) requests: BTreeMap<u64, Asker>,
    pub(super) heard: BTreeMap<u64, Heard>,
    pub(super) reads: BTreeMap<u64, ReadOf>,
    /// Gossip that was seen, and when.
    pub(super) seen: HashMap<Digest, u64>,
    /// How far this node's clock is ahead.
    pub(super) clock_ms: u64,
    pub(super) settings: Settings,
    /// The highest position of the own log that anybody was told of, in any life.
    pub(super) own_left: Option<u64>,
    pub(super) to_publish: u64,
    /// Questions in the present second.
    pub(super) asks_this_s: (u64, u64),
    /// What this life has verified of others' logs.
    pub(super) witnessed: BTreeMap<Position, BTreeSet<Id>>,
    /// The largest tree of each log that the witness has signed; durable.
    pub(super) promises: BTreeMap<LogId, (u64, Digest)>,
    pub(super) witness: Witness,
    /// The batch of checkpoints that is being cosigned.
    pub(super) cosigning: Option<u64>,
    pub(super) mutation: Option<Mutation>,
    ticket: u64,
    wake_ms: Option<u64>,
    wakes_this_ms: (u64, u64),
}

/// A write on its way to the disk.
pub(super) enum Write {
    Batch(Vec<Admissible>),
    Proof(Vec<u8>),
    Act(ActId, Vec<u8>),
    Note(LogId, (u64, Digest), Vec<u8>),
    /// A checkpoint that was dropped before it was written.
    Dropped,
}

/// What a node's witness key may still do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Witness {
    Kept,
    /// What it has promised is lost: nothing is signed with it again.
    Retired,
}

/// A question without an answer yet.
pub(super) struct Asked {
    pub(super) to: usize,
    pub(super) ask: Ask,
    /// By the clock of the node that asked.
    pub(super) since_ms: u64,
}

/// Who waits for the answer to a request.
pub(super) struct Asker {
    pub(super) epoch: u64,
    pub(super) from: usize,
    pub(super) life: u64,
    pub(super) ticket: u64,
}

/// A gossip message without a verdict yet.
pub(super) struct Heard {
    pub(super) from: usize,
    pub(super) hash: Digest,
    pub(super) bytes: Rc<[u8]>,
    pub(super) since_ms: u64,
}

/// A read on its way.
pub(super) struct ReadOf {
    pub(super) log: LogId,
    pub(super) from: u64,
    pub(super) entries_max: u64,
    pub(super) bytes_max: u64,
}

impl Node {
    pub(super) fn new(plan: &Plan, at: usize, dice: &mut Dice) -> Self {
        let settings = Settings {
            gossip: plan.gossip,
            barrier_peers: dice.index(2) + 1,
            barrier: Barrier::Obeyed,
            ..Settings::default()
        };
        Self {
            replica: None,
            life: 0,
            disk: Disk::default(),
            backup: None,
            writes: BTreeMap::new(),
            signing: None,
            asks: BTreeMap::new(),
            requests: BTreeMap::new(),
            heard: BTreeMap::new(),
            reads: BTreeMap::new(),
            seen: HashMap::new(),
            clock_ms: dice.below(10_000_000),
            settings,
            own_left: None,
            to_publish: plan.entries_each,
            asks_this_s: (0, 0),
            witnessed: BTreeMap::new(),
            promises: BTreeMap::new(),
            witness: Witness::Kept,
            cosigning: None,
            mutation: plan.mutation.filter(|(broken, _)| *broken == at).map(|(_, how)| how),
            ticket: 0,
            wake_ms: None,
            wakes_this_ms: (0, 0),
        }
    }

    pub(super) fn is(&self, mutation: Mutation) -> bool {
        self.mutation == Some(mutation)
    }

    pub(super) fn next_ticket(&mut self) -> u64 {
        self.ticket += 1;
        self.ticket
    }

    /// Everything but the disk is gone.
    pub(super) fn forget(&mut self) {
        self.replica = None;
        self.writes.clear();
        self.signing = None;
        self.asks.clear();
        self.requests.clear();
        self.heard.clear();
        self.reads.clear();
        self.seen.clear();
        self.witnessed.clear();
        self.cosigning = None;
        self.wake_ms = None;
    }
}

impl World<'_> {
    /// Starts a node from its disk.
    pub(super) fn start(&mut self, at: usize) {
        let own = self.cast.players()[at].log();
        let genesis = self.cast.genesis();
        let seed = self.dice.roll();
        let Some(node) = self.node_mut(at) else { return };
        node.life += 1;
        let held = Held {
            heads: node.disk.heads(),
            policies: node.disk.policies(),
            proofs: node.disk.proofs().values().map(|proof| proof.to_vec()).collect(),
            notes: node.disk.notes().map(|note| note.to_vec()).collect(),
        };
        let acts: Vec<Vec<u8>> = node.disk.acts().values().map(|act| act.to_vec()).collect();
        let (register, _) = Register::load(genesis, &acts);
        let settings = node.settings.clone();
        node.replica = Some(Replica::new(settings, register, Some(own), &held, seed));
        self.check_report(at);
        self.feed(at, Input::Wakeup);
    }

    /// Hands one input to a node, and does what it says.
    pub(super) fn feed(&mut self, at: usize, input: Input) {
        let now_ms = self.queue.now_ms();
        let Some(node) = self.node_mut(at) else { return };
        let Some(replica) = node.replica.as_mut() else { return };
        let outputs = replica.handle(now_ms + node.clock_ms, input);
        let due_ms = replica.next_wakeup_ms().map(|ms| ms.saturating_sub(node.clock_ms));
        self.story.note(&[at as u64, now_ms, outputs.len() as u64]);
        for output in outputs {
            self.carry_out(at, output);
        }
        self.wake_later(at, due_ms);
    }

    fn wake_later(&mut self, at: usize, due_ms: Option<u64>) {
        let now_ms = self.queue.now_ms();
        let Some(node) = self.node_mut(at) else { return };
        if node.wake_ms == due_ms || node.replica.is_none() {
            return;
        }
        node.wake_ms = due_ms;
        let life = node.life;
        if let Some(due_ms) = due_ms {
            self.queue.after(due_ms.saturating_sub(now_ms), Event::Wake { at, life, due_ms });
        }
    }

    pub(super) fn on_wake(&mut self, at: usize, life: u64, due_ms: u64) {
        let now_ms = self.queue.now_ms();
        if !self.lives(at, life) {
            return;
        }
        let Some(node) = self.node_mut(at) else { return };
        if node.wake_ms != Some(due_ms) {
            return;
        }
        node.wake_ms = None;
        let (at_ms, wakes) = node.wakes_this_ms;
        node.wakes_this_ms = (now_ms, if at_ms == now_ms { wakes + 1 } else { 0 });
        if wakes > WAKES_PER_MS_MAX {
            let name = self.name(at);
            self.breach(Invariant::NoLivelock, || format!("{name} wakes again and again"));
            return;
        }
        self.feed(at, Input::Wakeup);
    }

    fn carry_out(&mut self, at: usize, output: Output) {
        match output {
            Output::Ask { ticket, to, bytes } => self.ask(at, ticket, to, bytes),
            Output::Answer { ticket, bytes } => self.answer(at, ticket, bytes),
            Output::Verify { ticket, jobs } => self.verify(at, ticket, jobs),
            Output::Persist { ticket, batch } => self.persist(at, ticket, batch),
            Output::KeepEvidence { ticket, proof } => self.keep(at, ticket, proof),
            Output::KeepAct { ticket, id, bytes } => self.keep_act(at, ticket, id, bytes),
            Output::KeepNote { ticket, log, size, root, bytes } => {
                self.keep_note(at, ticket, log, (size, root), bytes);
            }
            Output::DropNotes { log, above } => {
                self.drop_notes(at, log, above);
            }
            Output::Cosign { ticket, notes } => self.cosign(at, ticket, notes),
            Output::ProveConsistency { ticket, log, size, of } => {
                self.prove_consistency(at, ticket, log, (size, of));
            }
            Output::Read { ticket, log, from, entries_max, bytes_max } => {
                self.read(at, ticket, ReadOf { log, from, entries_max, bytes_max });
            }
            Output::Publish { bytes } => self.gossip(at, bytes),
            Output::Verdict { ticket, verdict } => self.on_verdict(at, ticket, verdict),
            Output::Refused(refusal) => self.on_refused(at, refusal),
            Output::Disconnect { peer } => self.on_disconnect(at, peer),
            Output::Stored(positions) => self.on_stored(at, &positions),
            Output::Frozen(position) => self.on_frozen(at, position),
            Output::RosterChanged => self.on_roster_changed(at),
            Output::Mismatch { log, size } => {
                let name = self.name(at);
                self.tell(|| format!("{name} finds another root of {log} at {size}"));
            }
            Output::OwnFrontierKnown => {
                let name = self.name(at);
                self.tell(|| format!("{name} knows its own frontier and may sign"));
            }
        }
    }

    fn on_disconnect(&mut self, at: usize, peer: PeerKey) {
        let Some(&peer) = self.by_peer.get(&peer) else {
            self.tally.count("strangers-refused");
            return;
        };
        let (name, other) = (self.name(at), self.name(peer));
        let allowed = self.allows(at, peer);
        if self.node(peer).is_some() && allowed {
            let what = || format!("{name} hangs up on {other}, who is honest");
            self.breach(Invariant::HonestNeverBlamed, what);
        }
        self.tally.count(if allowed { "liars-hung-up-on" } else { "outs-hung-up-on" });
        self.tell(|| format!("{name} hangs up on {other}"));
        self.hang_up(at, peer);
    }

    pub(super) fn on_lost(&mut self, at: usize, life: u64, peer: usize) {
        if !self.lives(at, life) {
            return;
        }
        // The questions to this peer end with the connection; the transport says so for each.
        let Some(node) = self.node_mut(at) else { return };
        let asks = node.asks.extract_if(.., |_, asked| asked.to == peer);
        let tickets: Vec<u64> = asks.map(|(ticket, _)| ticket).collect();
        self.feed(at, Input::Disconnected(self.cast.players()[peer].peer()));
        for ticket in tickets {
            self.feed(at, Input::RequestFailed { ticket });
        }
    }

    /// Somebody outside the roster knocks.
    pub(super) fn stranger(&mut self, at: usize) {
        let key = PeerKey([0x5a; 32]);
        let before = self.tally.of("strangers-refused");
        if self.node(at).is_none_or(|node| node.replica.is_none()) {
            return;
        }
        self.tally.count("strangers");
        self.feed(at, Input::Connected(key));
        if self.tally.of("strangers-refused") == before {
            let name = self.name(at);
            self.breach(Invariant::Bounded, || format!("{name} deals with a stranger"));
        }
        // It gets its answer, which is no, and what it gossips is weighed by what it is.
        let since_ms = self.queue.now_ms();
        let log = self.cast.players()[at].log();
        let bytes = Ask::Page { log, from: 0, count: 1 }.encode();
        let Some(node) = self.node_mut(at) else { return };
        let ticket = node.next_ticket();
        node.requests.insert(ticket, Asker { epoch: 0, from: NOBODY, life: 0, ticket });
        self.feed(at, Input::Request { ticket, from: key, bytes });
        let bytes: Rc<[u8]> = vec![0xff; 9].into();
        let Some(node) = self.node_mut(at) else { return };
        let ticket = node.next_ticket();
        let heard = Heard { from: NOBODY, hash: Digest::of(&bytes), bytes, since_ms };
        let bytes = heard.bytes.to_vec();
        node.heard.insert(ticket, heard);
        self.feed(at, Input::Gossip { ticket, from: key, bytes });
        self.feed(at, Input::Disconnected(key));
    }
}

/// Whether anything is gossiped in this run.
pub(super) fn speaks(plan: &Plan) -> bool {
    plan.gossip == Gossip::Published
}

/// The bytes of an entry, for bounds.
pub(super) fn weight(entry: &Entry) -> u64 {
    (entry.statement.len() + entry.body.len()) as u64
}
