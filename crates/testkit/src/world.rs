//! The world of one run: nodes, liars, links, and the events between them.
//!
//! Every honest node is a real [`chancery_replica::Replica`] with a simulated disk and network;
//! this module does for it what the node's engine does in a process. Nothing here looks at a
//! clock or at an unordered map, so a plan gives one story.

mod asking;
mod audit;
mod faults;
mod flood;
mod forgeries;
mod liar;
mod lies;
mod links;
mod node;
mod papers;
mod proving;
mod publishing;
mod rule;
mod settling;
mod storage;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chancery_encoding::Digest;
use chancery_ledger::key::PublicKey;
use chancery_ledger::log::{Id, LogId, Position};
use chancery_ledger::roster::Register;
use chancery_ledger::statement::Entry;
use chancery_replica::{Input, PeerKey};

use crate::invariant::{Breach, Invariant};
use crate::plan::{Plan, Weather};
use crate::queue::Queue;
use crate::registry::Registry;
use crate::story::{Story, Telling};
use crate::tally::Tally;
use crate::{Cast, Dice};

use liar::Liar;
use links::Links;
use node::Node;
use watch::Quiet;

pub use proving::prove_in_time;

/// Events at one virtual millisecond beyond which the world is spinning: a storm of 25 nodes has
/// a few thousand.
const EVENTS_PER_MS_MAX: u64 = 200_000;

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The plan that was run.
    pub plan: Plan,
    /// What was counted.
    pub tally: Tally,
    /// The virtual time of the whole run.
    pub virtual_ms: u64,
    /// From the end of the faults until all honest nodes were equal.
    pub settled_ms: u64,
    /// Of everything that happened.
    pub digest: Digest,
    /// What happened, for a reader; empty unless it was asked for.
    pub lines: Vec<String>,
    /// The first invariant that did not hold.
    pub breach: Option<Breach>,
}

/// Who plays a part.
enum Seat {
    Honest(Box<Node>),
    Liar(Box<Liar>),
}

/// How a node comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comeback {
    /// With the disk that it had.
    Disk,
    /// With an old copy of it.
    Backup,
    /// With nothing but the file of its own log; the store was damaged.
    OwnFile,
}

/// What becomes of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Durable,
    Failed,
}

/// What happens next. `life` counts a node's starts and `epoch` a link's: what was meant for an
/// earlier one is dropped.
enum Event {
    Rumour { epoch: u64, from: usize, to: usize, hash: Digest, bytes: Rc<[u8]> },
    Request { epoch: u64, from: usize, life: u64, to: usize, ticket: u64, bytes: Vec<u8> },
    Reply { epoch: u64, from: usize, to: usize, life: u64, ticket: u64, bytes: Vec<u8> },
    Failed { at: usize, life: u64, ticket: u64 },
    Verified { at: usize, life: u64, ticket: u64, jobs: Vec<(Entry, PublicKey)> },
    Written { at: usize, life: u64, ticket: u64, fate: Fate },
    Acknowledged { at: usize, life: u64, ticket: u64 },
    Read { at: usize, life: u64, ticket: u64 },
    Enact { at: usize, rule: usize },
    Checkpoint { at: usize },
    Cosign { at: usize, life: u64, ticket: u64, notes: Vec<Vec<u8>> },
    Consistency { at: usize, life: u64, ticket: u64, log: LogId, size: u64, of: u64 },
    Wake { at: usize, life: u64, due_ms: u64 },
    Lost { at: usize, life: u64, peer: usize },
    Dial { one: usize, other: usize },
    Publish { at: usize },
    Signed { at: usize, life: u64 },
    Scheme { at: usize },
    Stranger { at: usize },
    Crash { at: usize, comeback: Comeback },
    Restart { at: usize, comeback: Comeback },
    Image { at: usize },
    Jump { at: usize },
    Cut,
    Mend,
}

/// One run.
pub(crate) struct World<'a> {
    cast: &'a Cast,
    plan: Plan,
    queue: Queue<Event>,
    dice: Dice,
    weather: Weather,
    links: Links,
    seats: Vec<Seat>,
    by_peer: BTreeMap<PeerKey, usize>,
    registry: Registry<'a>,
    /// What honest authors were told is durable.
    acknowledged: BTreeMap<Position, Id>,
    /// All acts that are on some disk, whoever has them yet.
    register: Register,
    /// Whom they put out.
    out: BTreeSet<usize>,
    story: Story,
    tally: Tally,
    breach: Option<Breach>,
    quiet: Option<Quiet>,
    /// Nothing is signed after this.
    publish_until_ms: u64,
    /// No checkpoint is made after this.
    checkpoint_until_ms: u64,
    events_this_ms: (u64, u64),
}

impl<'a> World<'a> {
    pub(crate) fn new(cast: &'a Cast, plan: Plan, telling: Telling) -> Self {
        let mut dice = Dice::new(plan.seed.rotate_left(32) ^ 0x0057_4f52_4c44);
        let links = Links::draw(&plan, &mut dice.split());
        let players = cast.players().iter().take(plan.replicas).enumerate();
        let by_peer = players.map(|(at, player)| (player.peer(), at)).collect();
        let mut world = Self {
            cast,
            queue: Queue::new(),
            weather: plan.weather,
            links,
            seats: Vec::new(),
            by_peer,
            registry: Registry::new(cast.directory()),
            acknowledged: BTreeMap::new(),
            register: Register::new(cast.genesis()),
            out: BTreeSet::new(),
            story: Story::new(telling),
            tally: Tally::default(),
            breach: None,
            quiet: None,
            publish_until_ms: u64::MAX,
            checkpoint_until_ms: u64::MAX,
            events_this_ms: (0, 0),
            plan,
            dice: dice.split(),
        };
        world.seat_everybody();
        world.schedule_faults();
        world
    }

    fn seat_everybody(&mut self) {
        for at in 0..self.plan.replicas {
            let lie = self.plan.liars.iter().find(|(liar, _)| *liar == at);
            let seat = match lie {
                Some(&(_, lie)) => {
                    let mut liar = Liar::new(self.cast, at, lie, self.dice.split());
                    if self.plan.depth > 0 {
                        liar.deepen(self.cast, &mut self.registry, self.plan.depth);
                    }
                    Seat::Liar(Box::new(liar))
                }
                None => Seat::Honest(Box::new(Node::new(&self.plan, at, &mut self.dice))),
            };
            self.seats.push(seat);
        }
        if let Some((at, entries)) = self.plan.history {
            self.write_history(at, entries);
        }
    }

    /// Runs the plan to its end, or to the first breach.
    pub(crate) fn run(mut self) -> Outcome {
        let plan = self.plan.to_string();
        self.story.tell(0, || plan);
        for (at, lie) in self.plan.liars.clone() {
            let name = self.name(at);
            self.tell(|| format!("{name} lies: {}", lie.said()));
        }
        for at in self.honest() {
            if !self.plan.late.contains(&at) {
                self.start(at);
            }
        }
        self.run_until(self.plan.storm_ms);
        let calm_ms = self.queue.now_ms();
        let settled_ms = self.settle().saturating_sub(calm_ms);
        if self.breach.is_none() {
            self.audit();
        }
        self.end(settled_ms)
    }

    fn end(mut self, settled_ms: u64) -> Outcome {
        if let Some(breach) = &self.breach {
            let line = breach.to_string();
            self.story.tell(self.queue.now_ms(), || line);
        }
        Outcome {
            plan: self.plan,
            tally: self.tally,
            virtual_ms: self.queue.now_ms(),
            settled_ms,
            digest: self.story.digest(),
            lines: self.story.into_lines(),
            breach: self.breach,
        }
    }

    /// Lets everything happen that is due until then; stops at a breach.
    fn run_until(&mut self, until_ms: u64) {
        while self.breach.is_none()
            && let Some(event) = self.queue.next(until_ms)
        {
            let now_ms = self.queue.now_ms();
            let (at_ms, events) = self.events_this_ms;
            self.events_this_ms = (now_ms, if at_ms == now_ms { events + 1 } else { 0 });
            if events > EVENTS_PER_MS_MAX {
                self.breach(Invariant::NoLivelock, || "the world is spinning".to_owned());
            }
            self.happen(event);
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Rumour { epoch, from, to, hash, bytes } => {
                if self.links.epoch(from, to) == Some(epoch) {
                    self.hear(from, to, hash, &bytes);
                }
            }
            Event::Request { epoch, from, life, to, ticket, bytes } => {
                if self.links.epoch(from, to) == Some(epoch) {
                    self.on_request(epoch, from, life, to, ticket, bytes);
                }
            }
            Event::Reply { epoch, from, to, life, ticket, bytes } => {
                if self.links.epoch(from, to) == Some(epoch) {
                    self.on_reply(from, to, life, ticket, bytes);
                }
            }
            Event::Failed { at, life, ticket } => self.on_failed(at, life, ticket),
            Event::Verified { at, life, ticket, jobs } => self.on_verified(at, life, ticket, jobs),
            Event::Written { at, life, ticket, fate } => self.on_written(at, life, ticket, fate),
            Event::Acknowledged { at, life, ticket } => {
                if self.lives(at, life) {
                    self.feed(at, Input::Persisted { ticket });
                }
            }
            Event::Read { at, life, ticket } => self.on_read(at, life, ticket),
            Event::Enact { at, rule } => self.enact(at, rule),
            Event::Checkpoint { at } => self.checkpoint(at),
            Event::Cosign { at, life, ticket, notes } => self.on_cosign(at, life, ticket, &notes),
            Event::Consistency { at, life, ticket, log, size, of } => {
                self.on_consistency(at, life, ticket, (log, size, of));
            }
            Event::Wake { at, life, due_ms } => self.on_wake(at, life, due_ms),
            Event::Lost { at, life, peer } => self.on_lost(at, life, peer),
            Event::Dial { one, other } => self.dial(one, other),
            Event::Publish { at } => self.publish(at),
            Event::Signed { at, life } => self.on_signed(at, life),
            Event::Scheme { at } => self.scheme(at),
            Event::Stranger { at } => self.stranger(at),
            Event::Crash { at, comeback } => self.crash(at, comeback),
            Event::Restart { at, comeback } => self.restart(at, comeback),
            Event::Image { at } => self.image(at),
            Event::Jump { at } => self.jump(at),
            Event::Cut => self.cut(),
            Event::Mend => self.mend(),
        }
    }

    /// The honest nodes, up or down, that no state root has put out.
    fn honest(&self) -> Vec<usize> {
        let seats = self.seats.iter().enumerate();
        let honest =
            seats.filter(|(at, seat)| matches!(seat, Seat::Honest(_)) && !self.out.contains(at));
        honest.map(|(at, _)| at).collect()
    }

    fn node(&self, at: usize) -> Option<&Node> {
        match self.seats.get(at)? {
            Seat::Honest(node) => Some(node),
            Seat::Liar(_) => None,
        }
    }

    fn node_mut(&mut self, at: usize) -> Option<&mut Node> {
        match self.seats.get_mut(at)? {
            Seat::Honest(node) => Some(node),
            Seat::Liar(_) => None,
        }
    }

    fn liar_mut(&mut self, at: usize) -> Option<&mut Liar> {
        match self.seats.get_mut(at)? {
            Seat::Honest(_) => None,
            Seat::Liar(liar) => Some(liar),
        }
    }

    /// Whether this start of the node still runs.
    fn lives(&self, at: usize, life: u64) -> bool {
        self.node(at).is_some_and(|node| node.life == life && node.replica.is_some())
    }

    fn name(&self, at: usize) -> &'static str {
        self.cast.players().get(at).map_or("nobody", |player| player.state().as_str())
    }

    fn tell(&mut self, line: impl FnOnce() -> String) {
        self.story.tell(self.queue.now_ms(), line);
    }

    /// Notes a breach, unless there is one already: the first is the cause.
    fn breach(&mut self, invariant: Invariant, what: impl FnOnce() -> String) {
        if self.breach.is_none() {
            let now_ms = self.queue.now_ms();
            self.breach = Some(Breach { invariant, now_ms, what: what() });
        }
    }
}

/// Runs one plan.
///
/// # Panics
/// When the cast is smaller than the plan.
pub fn simulate(cast: &Cast, plan: Plan, telling: Telling) -> Outcome {
    assert!(cast.players().len() >= plan.replicas, "the cast is smaller than the plan");
    World::new(cast, plan, telling).run()
}

#[cfg(test)]
mod tests;
