//! The task that owns the swarm: one loop over commands, swarm events, time and the way to the node.
//!
//! It never waits for the node (see `outbox`), reads no clock but the one of its own ticker, and keeps
//! every table that relates the node's tickets to libp2p's.

mod asking;
mod commands;
mod discovery;
mod events;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use libp2p::PeerId;
use libp2p::gossipsub::{IdentTopic, MessageId};
use libp2p::request_response::ResponseChannel;
use libp2p::swarm::{ConnectionId, Swarm};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::asks::Asks;
use crate::behaviour::{Protocols, protocol_version};
use crate::bounds::{REFUSALS_PER_SECOND_MAX, STOP_GRACE_MS, TICK_MS};
use crate::dialler::{Dial, Dialler};
use crate::gossip::{Publishes, publish};
use crate::handle::Command;
use crate::meter::Meter;
use crate::outbox::Outbox;
use crate::peers::Peers;
use crate::rounds::Rounds;
use crate::{Address, Event, PeerKey, Refusal, Settings};

/// The swarm with everything around it.
pub(crate) struct Driver {
    swarm: Swarm<Protocols>,
    own: PeerKey,
    version: String,
    topic: IdentTopic,
    meter: Arc<Meter>,
    commands: mpsc::Receiver<Command>,
    outbox: Outbox,
    peers: Peers,
    dialler: Dialler,
    dials: HashMap<ConnectionId, Dial>,
    rounds: Rounds,
    allowed: HashSet<PeerKey>,
    held_off: HashMap<PeerKey, u64>,
    asks: Asks,
    answers: BTreeMap<u64, ResponseChannel<Vec<u8>>>,
    verdicts: BTreeMap<u64, (MessageId, PeerId)>,
    publishes: Publishes,
    refusals: u32,
    next_ticket: u64,
    now_ms: u64,
}

/// Why the loop ended.
enum End {
    /// Somebody waits to be told.
    Asked(oneshot::Sender<()>),
    /// The node has dropped its end.
    Abandoned,
}

impl Driver {
    pub(crate) fn new(
        swarm: Swarm<Protocols>,
        settings: Settings,
        topic: IdentTopic,
        meter: Arc<Meter>,
        commands: mpsc::Receiver<Command>,
        events: mpsc::Sender<Event>,
    ) -> Driver {
        let own = PeerKey::from_peer_id(swarm.local_peer_id())
            .expect("because the swarm was made with an Ed25519 key");
        let mut driver = Driver {
            swarm,
            own,
            version: protocol_version(&settings.network),
            topic,
            meter,
            commands,
            outbox: Outbox::new(events),
            peers: Peers::default(),
            dialler: Dialler::new(own, settings.peers, spread(own)),
            dials: HashMap::new(),
            rounds: Rounds::default(),
            allowed: HashSet::new(),
            held_off: HashMap::new(),
            asks: Asks::default(),
            answers: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            publishes: Publishes::default(),
            refusals: 0,
            next_ticket: 0,
            now_ms: 0,
        };
        driver.allow(settings.allowed);
        driver
    }

    /// Runs until it is stopped or abandoned, then closes the connections.
    pub(crate) async fn run(mut self) {
        let end = self.turn().await;
        for key in self.peers.keys() {
            // Not connected any more is as good.
            let _ = self.swarm.disconnect_peer_id(key.peer_id());
        }
        let farewell = async {
            while self.swarm.connected_peers().next().is_some() {
                let _ = self.swarm.next().await;
            }
        };
        if timeout(Duration::from_millis(STOP_GRACE_MS), farewell).await.is_err() {
            tracing::debug!("some connections were dropped rather than closed");
        }
        drop(self);
        if let End::Asked(done) = end {
            // Whoever asked may be gone, which is no matter of ours.
            let _ = done.send(());
        }
    }

    async fn turn(&mut self) -> End {
        let mut ticker = interval(Duration::from_millis(TICK_MS));
        ticker.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let start = ticker.tick().await;
        self.dial_who_is_due();
        loop {
            tokio::select! {
                command = self.commands.recv() => match command {
                    None => return End::Abandoned,
                    Some(Command::Stop { done }) => return End::Asked(done),
                    Some(command) => self.obey(command),
                },
                handed = self.outbox.hand_over(), if !self.outbox.is_empty() => {
                    if handed.is_err() {
                        return End::Abandoned;
                    }
                }
                event = self.swarm.select_next_some(), if self.outbox.has_room() => {
                    self.on_swarm_event(event);
                }
                now = ticker.tick() => {
                    let elapsed = now.duration_since(start).as_millis();
                    self.tick(u64::try_from(elapsed).unwrap_or(u64::MAX));
                }
            }
        }
    }

    fn tick(&mut self, now_ms: u64) {
        if now_ms / 1000 != self.now_ms / 1000 {
            let untold = self.refusals.saturating_sub(REFUSALS_PER_SECOND_MAX);
            if untold > 0 {
                tracing::warn!(untold, "more connections were refused than are told one by one");
            }
            self.refusals = 0;
        }
        self.now_ms = now_ms;
        self.answers.retain(|_, channel| channel.is_open());
        self.release_held_off();
        for surplus in self.peers.too_many(self.own, now_ms) {
            self.swarm.close_connection(surplus);
        }
        self.dial_who_is_due();
        self.ask_for_reports();
        self.retry_publishes();
    }

    fn release_held_off(&mut self) {
        let now_ms = self.now_ms;
        let over = |(key, until): (&PeerKey, &u64)| (*until <= now_ms).then_some(*key);
        let released: Vec<PeerKey> = self.held_off.iter().filter_map(over).collect();
        for key in released {
            self.held_off.remove(&key);
            if self.allowed.contains(&key) {
                self.swarm.behaviour_mut().allowed.allow_peer(key.peer_id());
            }
        }
    }

    fn retry_publishes(&mut self) {
        let Some(gossipsub) = self.swarm.behaviour_mut().gossip.as_mut() else { return };
        self.publishes.retry(self.now_ms, |bytes| {
            let attempt = publish(gossipsub, &self.topic, bytes);
            if attempt == crate::gossip::Attempt::Taken {
                self.meter.gossiped_out(bytes.len());
            }
            attempt
        });
    }

    fn ticket(&mut self) -> u64 {
        self.next_ticket += 1;
        self.next_ticket
    }

    fn refuse(&mut self, peer: Option<PeerKey>, address: Option<Address>, reason: Refusal) {
        self.refusals = self.refusals.saturating_add(1);
        if self.refusals <= REFUSALS_PER_SECOND_MAX {
            let shown = address.as_ref().map(Address::to_string).unwrap_or_default();
            tracing::info!(peer = ?peer, address = shown, %reason, "connection refused");
            self.outbox.push(Event::Refused { peer, address, reason });
        }
    }
}

/// Spreads the waits of nodes that lost each other at the same moment: no two have the same key.
fn spread(own: PeerKey) -> u64 {
    own.0.iter().fold(0, |spread: u64, byte| spread.rotate_left(8) ^ u64::from(*byte))
}
