//! Real swarms on loopback: the harness, and a file of laws for each subject.

mod asking;
mod connecting;
mod finding;
mod gossiping;
mod refusing;
mod rude;

use std::time::Duration;

use libp2p::identity::Keypair;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::{Address, Event, Gossip, Handle, Network, PeerKey, Settings};

/// Long enough for a busy machine; nothing waits for it that goes well.
const PATIENCE: Duration = Duration::from_secs(60);

/// Long enough for what must not happen to have happened.
const QUIET: Duration = Duration::from_millis(700);

const QUIC: &str = "/ip4/127.0.0.1/udp/0/quic-v1";
const TCP: &str = "/ip4/127.0.0.1/tcp/0";

/// The transport key of the node with this seed.
fn key(seed: u8) -> PeerKey {
    let pair = Keypair::ed25519_from_bytes([seed; 32]).unwrap();
    PeerKey::from_peer_id(&pair.public().to_peer_id()).unwrap()
}

fn keys(seeds: &[u8]) -> Vec<PeerKey> {
    seeds.iter().copied().map(key).collect()
}

/// Settings of a node that listens on `listen` and lets these in.
fn settings(listen: &str, allowed: &[u8]) -> Settings {
    Settings {
        network: [9; 32],
        listen: vec![listen.parse().unwrap()],
        peers: vec![],
        allowed: keys(allowed),
        gossip: Gossip::On,
    }
}

/// One running node, and the events that nobody has asked for yet.
struct Node {
    handle: Handle,
    events: mpsc::Receiver<Event>,
    seen: Vec<Event>,
    address: Address,
}

/// Waits until the system has let go of the port of a node that ran here before.
async fn freed(address: &Address) -> String {
    let place = (address.ip(), address.port());
    let is_free =
        || std::net::UdpSocket::bind(place).is_ok() && std::net::TcpListener::bind(place).is_ok();
    timeout(PATIENCE, async {
        while !is_free() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("because nobody else has the port");
    address.place().to_string()
}

impl Node {
    /// Starts, and waits until it listens.
    async fn start(seed: u8, settings: Settings) -> Node {
        let (handle, events) = Network::start(settings, &mut [seed; 32]).unwrap();
        let address = "/ip4/127.0.0.1/tcp/1".parse().unwrap();
        let mut node = Node { handle, events, seen: vec![], address };
        node.address = node
            .wait(|event| match event {
                Event::Listening(address) => Some(address.clone()),
                _ => None,
            })
            .await;
        node
    }

    /// The first event, old or new, that `pick` takes.
    async fn wait<T>(&mut self, pick: impl FnMut(&Event) -> Option<T>) -> T {
        match timeout(PATIENCE, self.wait_for_ever(pick)).await {
            Ok(found) => found,
            Err(_) => panic!("{} waited in vain, seen: {:?}", self.handle.key(), self.seen),
        }
    }

    async fn wait_for_ever<T>(&mut self, mut pick: impl FnMut(&Event) -> Option<T>) -> T {
        for at in 0..self.seen.len() {
            if let Some(found) = pick(&self.seen[at]) {
                self.seen.remove(at);
                return found;
            }
        }
        loop {
            let event = self.events.recv().await.expect("because the network still runs");
            if let Some(found) = pick(&event) {
                return found;
            }
            self.seen.push(event);
        }
    }

    /// Fails if an event that `pick` takes comes within a moment.
    async fn never<T>(&mut self, pick: impl FnMut(&Event) -> Option<T>) {
        assert!(timeout(QUIET, self.wait_for_ever(pick)).await.is_err());
    }

    async fn connected(&mut self, seed: u8) {
        let wanted = key(seed);
        self.wait(|event| matches!(event, Event::Connected(key) if *key == wanted).then_some(()))
            .await;
    }

    async fn disconnected(&mut self, seed: u8) {
        let wanted = key(seed);
        self.wait(|event| {
            matches!(event, Event::Disconnected(key) if *key == wanted).then_some(())
        })
        .await;
    }

    async fn gossip(&mut self) -> (u64, Vec<u8>) {
        self.wait(|event| match event {
            Event::Gossip { ticket, bytes, .. } => Some((*ticket, bytes.clone())),
            _ => None,
        })
        .await
    }

    async fn request(&mut self) -> (u64, PeerKey, Vec<u8>) {
        self.wait(|event| match event {
            Event::Request { ticket, from, bytes } => Some((*ticket, *from, bytes.clone())),
            _ => None,
        })
        .await
    }
}

/// Two nodes, of seeds 1 and 2, the second having dialled the first.
async fn pair(listen: &str) -> (Node, Node) {
    let first = Node::start(1, settings(listen, &[2])).await;
    let mut wanted = settings(listen, &[1]);
    wanted.peers = vec![first.address.clone()];
    let mut second = Node::start(2, wanted).await;
    let mut first = first;
    first.connected(2).await;
    second.connected(1).await;
    (first, second)
}
