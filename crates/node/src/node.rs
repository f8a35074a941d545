//! One running node: everything opened in the right order, and closed again.
//!
//! Keys before the store, the store before the network, the network before the loop: a node that
//! cannot sign or remember never says that it is there. The invariant: when [`Node::stop`] has
//! returned, nothing of the data directory is open.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use chancery_ledger::act::ActFlaw;
use chancery_ledger::roster::{Directory, Genesis, Register};
use chancery_network::{Address, AddressError, Handle, Network, PeerKey};
use chancery_replica::{Barrier as BarrierSetting, Gossip, Held, Replica, Settings};
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

use crate::answer::Traffic;
use crate::checking::OwnFile;
use crate::clock::Uptime;
use crate::config::Config;
use crate::counters::Counters;
use crate::data_dir::{DataDir, DirError};
use crate::desk::Desk;
use crate::disk::{Disk, Writer};
use crate::engine::signing::Signer;
use crate::engine::{ARRIVALS_MAX, COMPLETIONS_MAX, Ears, Engine, ORDERS_MAX};
use crate::identity::Identity;
use crate::opening::{MemoryError, Opening};
use crate::passphrase::{Passphrase, PassphraseError};
use crate::pool::Pool;

/// How often a starting node looks whether its sockets are bound, and for how long: 2 s at most.
const LISTEN_RETRY: Duration = Duration::from_millis(5);
const LISTEN_TRIES_MAX: u32 = 400;

/// A running node.
#[derive(Debug)]
pub struct Node {
    desk: Desk,
    network: Handle,
    listening: Vec<String>,
    stop: watch::Sender<bool>,
    loop_ended: JoinHandle<()>,
}

/// Why a node did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory does not hold.
    #[error("the data directory cannot be used")]
    Dir(#[from] DirError),
    /// The passphrase could not be read.
    #[error("the passphrase cannot be used")]
    Passphrase(#[from] PassphraseError),
    /// This node's certificate contradicts another one of the genesis.
    #[error("this node's certificate contradicts the genesis")]
    Certificate(#[source] ActFlaw),
    /// What it remembers could not be opened.
    #[error("what the node remembers cannot be opened")]
    Memory(#[from] MemoryError),
    /// An address of the configuration is none.
    #[error("{key} holds {text:?}, which is no address")]
    Address {
        /// The key in the configuration.
        key: &'static str,
        /// What it holds.
        text: String,
        /// Why it is none.
        source: AddressError,
    },
    /// It cannot listen.
    #[error("the network did not start")]
    Network(#[from] chancery_network::StartError),
    /// The system gives no random numbers or no thread.
    #[error("the system gives no {0}")]
    System(&'static str),
}

impl StartError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            StartError::Dir(error) => error.hint(),
            StartError::Passphrase(error) => error.hint(),
            StartError::Certificate(_) => "ask the network's founders for the genesis again".into(),
            StartError::Memory(error) => error.hint(),
            StartError::Address { .. } => {
                "write a multiaddr such as /ip4/192.0.2.7/udp/7420/quic-v1; a peer's may end in /p2p/ID".into()
            }
            StartError::Network(_) => {
                "is another node on that port? choose another address in network.listen".into()
            }
            StartError::System(_) => "see `ulimit -a`, and the machine's entropy source".into(),
        }
    }
}

impl Node {
    /// Opens the data directory, and starts the network and the loop on the current runtime.
    ///
    /// # Errors
    /// When something does not hold; nothing stays open then.
    pub async fn start(dir: &DataDir, config: Config) -> Result<Node, StartError> {
        let opened = Opened::open(dir, &config)?;
        let own = OwnFile { path: dir.own_log(), log: opened.writer.own_log };
        let replica = opened.replica(&config)?;
        let Opened { directory, identity, writer, addresses, .. } = opened;
        let mut secret = Zeroizing::new(*identity.transport.expose_seed());
        let (network, events) =
            Network::start(addresses.settings(&config, &directory), &mut secret)?;
        let (orders, inbox) = mpsc::channel(ORDERS_MAX);
        let (completions, done) = mpsc::channel(COMPLETIONS_MAX);
        let (arrivals, _) = broadcast::channel(ARRIVALS_MAX);
        let (stop, stopped) = watch::channel(false);
        let desk = Desk {
            store: Arc::clone(&writer.store),
            directory: Arc::new(directory),
            genesis: Arc::new(dir.read_genesis()?),
            issuer: identity.certificate.issuer.clone(),
            own,
            orders,
            arrivals: arrivals.clone(),
            counters: Arc::new(Counters::default()),
        };
        let engine = Engine {
            replica,
            network: network.clone(),
            store: Arc::clone(&writer.store),
            own_log: writer.own_log,
            disk: Disk::start(writer, completions.clone())
                .map_err(|_| StartError::System("thread"))?,
            pool: Pool::new(),
            signer: Signer::new(identity.statement),
            clock: Uptime::start(),
            counters: Arc::clone(&desk.counters),
            issuer: desk.issuer.clone(),
            arrivals,
            completions,
            inputs: VecDeque::new(),
        };
        let ears = Ears { events, orders: inbox, done, stop: stopped };
        let loop_ended = tokio::spawn(engine.run(ears));
        let listening = listening(&network, config.network.listen.len()).await;
        Ok(Node { desk, network, listening, stop, loop_ended })
    }

    /// The way to ask it.
    pub fn desk(&self) -> Desk {
        self.desk.clone()
    }

    /// Where it listens, with its key; an address of all interfaces is listed once for each.
    pub fn listening(&self) -> &[String] {
        &self.listening
    }

    /// Bytes that the network has carried since the start.
    pub fn traffic(&self) -> Traffic {
        let counted = self.network.traffic();
        Traffic {
            bytes_in: counted.stream_bytes_in,
            bytes_out: counted.stream_bytes_out,
            payload_in: counted.ask_bytes_in + counted.gossip_bytes_in,
            payload_out: counted.ask_bytes_out + counted.gossip_bytes_out,
        }
    }

    /// Ends it: what is signed becomes durable, connections are closed, files are released.
    pub async fn stop(self) {
        let Node { desk, stop, loop_ended, .. } = self;
        drop(desk);
        // An error says that the loop has ended by itself.
        let _ = stop.send(true);
        if let Err(error) = loop_ended.await {
            tracing::error!(%error, "the event loop did not end well");
        }
    }
}

/// Where the node listens, once it does: a socket that is bound is reported a moment later.
async fn listening(network: &Handle, wanted: usize) -> Vec<String> {
    let mut tries_left = LISTEN_TRIES_MAX;
    loop {
        let listeners = network.listeners().await.unwrap_or_default();
        tries_left -= 1;
        if listeners.len() >= wanted || tries_left == 0 {
            return listeners.iter().map(ToString::to_string).collect();
        }
        tokio::time::sleep(LISTEN_RETRY).await;
    }
}

/// Everything that is read before anybody hears of the node.
struct Opened {
    genesis: Genesis,
    directory: Directory,
    identity: Identity,
    addresses: Addresses,
    writer: Writer,
}

impl Opened {
    fn open(dir: &DataDir, config: &Config) -> Result<Opened, StartError> {
        let genesis = dir.read_genesis()?;
        let passphrase = Passphrase::configured(config)?;
        let identity = Identity::open(&dir.keys(), &genesis, passphrase.as_ref())
            .map_err(DirError::Identity)?;
        drop(passphrase);
        let mut register = Register::new(&genesis);
        let certificate =
            register.check(identity.certificate.bytes()).map_err(StartError::Certificate)?;
        register.insert(certificate);
        let directory = register.directory().clone();
        let addresses = Addresses::of(config)?;
        let writer = Opening {
            store_dir: &dir.store(),
            own_file: &dir.own_log(),
            cache_bytes: config.store.cache_bytes,
            directory: &directory,
            certificate: &identity.certificate,
            key: &identity.statement,
            epoch: 0,
        }
        .open()?;
        Ok(Opened { genesis, directory, identity, addresses, writer })
    }

    fn replica(&self, config: &Config) -> Result<Replica, StartError> {
        let mut seed = [0; 8];
        getrandom::fill(&mut seed).map_err(|_| StartError::System("random numbers"))?;
        let store = &self.writer.store;
        let held = Held {
            heads: store.heads(),
            proofs: store.proofs(),
            notes: store.all_notes().map_err(MemoryError::Write)?,
        };
        let (settings, own) = (settings(config), Some(self.writer.own_log));
        Ok(Replica::new(settings, self.register()?, own, &held, u64::from_le_bytes(seed)))
    }

    /// The acts that the store has, and the certificate of this node.
    fn register(&self) -> Result<Register, StartError> {
        let acts = self.writer.store.acts().map_err(MemoryError::Write)?;
        let (mut register, refused) = Register::load(&self.genesis, &acts);
        for (_, flaw) in refused {
            tracing::warn!(%flaw, "an act in the store does not verify, and is left out");
        }
        let own = register.check(self.identity.certificate.bytes());
        register.insert(own.map_err(StartError::Certificate)?);
        Ok(register)
    }
}

/// The addresses of the configuration, parsed.
struct Addresses {
    listen: Vec<Address>,
    peers: Vec<Address>,
}

impl Addresses {
    fn of(config: &Config) -> Result<Addresses, StartError> {
        let parse = |key: &'static str, texts: &[String]| -> Result<Vec<Address>, StartError> {
            let one = |text: &String| {
                text.parse().map_err(|source| StartError::Address {
                    key,
                    text: text.clone(),
                    source,
                })
            };
            texts.iter().map(one).collect()
        };
        Ok(Addresses {
            listen: parse("network.listen", &config.network.listen)?,
            peers: parse("network.peers", &config.network.peers)?,
        })
    }

    fn settings(self, config: &Config, directory: &Directory) -> chancery_network::Settings {
        chancery_network::Settings {
            network: *directory.network().as_bytes(),
            listen: self.listen,
            peers: self.peers,
            allowed: directory.authors().map(|author| PeerKey(author.transport)).collect(),
            gossip: if config.network.gossip {
                chancery_network::Gossip::On
            } else {
                chancery_network::Gossip::Off
            },
        }
    }
}

fn settings(config: &Config) -> Settings {
    Settings {
        gossip: if config.network.gossip { Gossip::Published } else { Gossip::Silent },
        sync_ms: config.network.catch_up_ms,
        barrier_peers: config.signing.barrier_peers,
        barrier: if config.signing.barrier_peers == 0 {
            BarrierSetting::Overridden
        } else {
            BarrierSetting::Obeyed
        },
        ..Settings::default()
    }
}

#[cfg(test)]
mod tests;
