//! The liar: our own network code with a member's transport key, and none of the machine behind it.

use std::fs;
use std::thread::{self, JoinHandle};

use chancery_ledger::key::SecretKey;
use chancery_ledger::roster::{Directory, Genesis};
use chancery_network::{Address, Event, Gossip, Handle, Network as Swarm, PeerKey, Settings};
use tokio::sync::{mpsc, oneshot};

use super::bytes::{equal, frontier, no_page};
use crate::harness::Network;

/// What it tells.
#[derive(Debug, Clone)]
pub(super) enum Lie {
    /// These, to everybody, one after the other.
    Gossip(Vec<Vec<u8>>),
    /// This, as a question.
    Ask(Vec<u8>),
    /// That it holds a head, and then this instead of the page.
    Pretend { head: [Vec<u8>; 4], page: Vec<u8> },
    /// Noise, again and again.
    GoOn,
}

/// A liar at work.
pub(super) struct Liar {
    end: oneshot::Sender<()>,
    work: JoinHandle<()>,
}

pub(super) fn directory(network: &Network) -> Directory {
    let bytes = fs::read(network.genesis()).expect("because the network was just made");
    Directory::new(&Genesis::decode(&bytes).expect("because the network was just made"))
}

/// The key of a state's log.
pub(super) fn statement_key(network: &Network, state: &str) -> [u8; 32] {
    let directory = directory(network);
    let mut authors = directory.authors();
    let author = authors.find(|author| author.issuer.state.as_str() == state);
    *author.expect("because it is a member").key.as_bytes()
}

pub(super) fn secret(network: &Network, state: &str, name: &str) -> SecretKey {
    let pem = fs::read_to_string(network.identity(state).join(name));
    let key = SecretKey::from_pem(&pem.expect("because it is there"), None);
    key.expect("because it is not locked")
}

impl Liar {
    /// Lies to the node of EE, as this member.
    pub(super) fn start(network: &Network, state: &str, lie: Lie) -> Self {
        let directory = directory(network);
        let address = |state: &str| -> Address {
            network.place(state).parse().expect("because it is an address of ours")
        };
        let settings = Settings {
            network: *directory.network().as_bytes(),
            listen: vec![address(state)],
            peers: vec![address("EE")],
            allowed: directory.authors().map(|author| PeerKey(author.transport)).collect(),
            gossip: Gossip::On,
        };
        let mut seed = *secret(network, state, "transport.pem").expose_seed();
        let (end, ended) = oneshot::channel();
        let work = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.expect("because threads can be made");
            runtime.block_on(async {
                let (handle, events) =
                    Swarm::start(settings, &mut seed).expect("because the port is free");
                tell(&handle, events, lie, ended).await;
                handle.stop().await;
            });
        });
        Self { end, work }
    }

    pub(super) fn stop(self) {
        // It may have ended by itself.
        let _ended = self.end.send(());
        self.work.join().expect("because the liar does not panic");
    }
}

async fn tell(
    handle: &Handle,
    mut events: mpsc::Receiver<Event>,
    lie: Lie,
    mut ended: oneshot::Receiver<()>,
) {
    loop {
        let event = tokio::select! {
            _ = &mut ended => return,
            event = events.recv() => event,
        };
        match event {
            None => return,
            Some(Event::Connected(peer)) => begin(handle, peer, &lie).await,
            Some(Event::Request { ticket, bytes, .. }) => {
                let answer = match &lie {
                    // A question for a page begins with kind 1, one for a frontier with kind 0.
                    Lie::Pretend { page, .. } if bytes.get(1) == Some(&1) => page.clone(),
                    Lie::Pretend { head, .. } => frontier(head),
                    Lie::GoOn => vec![0xff; 8],
                    // It has no page, and no wish to lie about that.
                    Lie::Gossip(_) | Lie::Ask(_) if bytes.get(1) == Some(&1) => no_page(),
                    Lie::Gossip(_) | Lie::Ask(_) => equal(),
                };
                let _refused = handle.answer(ticket, answer).await;
            }
            Some(_) => {}
        }
    }
}

/// Where the network is gone there is nobody to lie to.
async fn begin(handle: &Handle, peer: PeerKey, lie: &Lie) {
    match lie {
        Lie::Gossip(messages) => {
            for bytes in messages {
                let _refused = handle.publish(bytes.clone()).await;
            }
        }
        Lie::Ask(bytes) => {
            let _refused = handle.ask(peer, 1, bytes.clone()).await;
        }
        Lie::Pretend { .. } => {}
        Lie::GoOn => {
            for ticket in 0..8 {
                let _refused = handle.ask(peer, ticket, vec![0xff; 8]).await;
            }
        }
    }
}
