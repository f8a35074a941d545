//! One running node: everything opened in the right order, and closed again.
//!
//! Keys before the store, the store before the network, the network before the loop: a node that
//! cannot sign or remember never says that it is there. The invariant: when [`Node::stop`] has
//! returned, nothing of the data directory is open.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chancery_ledger::act::ActId;
use chancery_ledger::log::{Head, LogId};
use chancery_ledger::roster::{Directory, Genesis, Register};
use chancery_network::{Address, AddressError, Handle, Network};
use chancery_procedure::Packs;
use chancery_replica::{Barrier as BarrierSetting, Gossip, Held, Replica, Settings};
use chancery_store::Store;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

use crate::answer::Traffic;
use crate::asking::{Index, Indexer};
use crate::cases::Cabinet;
use crate::checking::OwnFile;
use crate::clock::Uptime;
use crate::config::Config;
use crate::counters::Counters;
use crate::data_dir::{DataDir, DirError};
use crate::desk::Desk;
use crate::disk::{Disk, Writer};
use crate::drafts::Book;
use crate::duties::{Crier, Duties, PacksError, packs};
use crate::engine::enacting::Enacting;
use crate::engine::rule;
use crate::engine::signing::Signer;
use crate::engine::witnessing::Witness;
use crate::engine::{ARRIVALS_MAX, COMPLETIONS_MAX, Ears, Engine, ORDERS_MAX};
use crate::graphs::Same;
use crate::identity::Identity;
use crate::lists::ListError;
use crate::opening::{Memory, MemoryError, Opening};
use crate::passphrase::{Passphrase, PassphraseError};
use crate::pool::Pool;
use crate::screening::Catalogue;
use crate::vault::Vault;
use crate::vocabulary::{Shelf, VocabularyError};
use crate::watches::{Receivers, Watcher, Watches};

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
    crier: Crier,
    watcher: Watcher,
    indexer: Indexer,
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
    /// What it remembers could not be opened.
    #[error("what the node remembers cannot be opened")]
    Memory(#[from] MemoryError),
    /// A pack of the vocabulary folder cannot be used.
    #[error("the vocabularies cannot be used")]
    Vocabulary(#[from] VocabularyError),
    /// A pack of the folder of calendars cannot be used.
    #[error("the calendars cannot be used")]
    Packs(#[from] PacksError),
    /// The folder of lists cannot be used.
    #[error("the lists cannot be used")]
    Lists(#[from] ListError),
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
            StartError::Memory(error) => error.hint(),
            StartError::Vocabulary(error) => error.hint(),
            StartError::Packs(error) => error.hint(),
            StartError::Lists(error) => error.hint(),
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
        let Opened { genesis, identity, memory, addresses, vault, shelf, packs, catalogue } =
            opened;
        let Memory { register, writer, notes } = memory;
        let own = OwnFile { path: dir.own_log(), log: writer.own_log };
        let settings = addresses.settings(&config, register.directory());
        let replica = replica(&config, register, &writer, notes)?;
        let mut secret = Zeroizing::new(*identity.transport.expose_seed());
        let (network, events) = Network::start(settings, &mut secret)?;
        let (orders, inbox) = mpsc::channel(ORDERS_MAX);
        let (completions, done) = mpsc::channel(COMPLETIONS_MAX);
        let (arrivals, _) = broadcast::channel(ARRIVALS_MAX);
        let (stop, stopped) = watch::channel(false);
        let desk = Desk {
            store: Arc::clone(&writer.store),
            board: Arc::clone(&writer.board),
            genesis: Arc::new(genesis),
            issuer: identity.certificate.issuer.clone(),
            own,
            orders,
            arrivals: arrivals.clone(),
            counters: Arc::new(Counters::default()),
            book: Arc::new(Book::new(vault.clone())),
            cabinet: Arc::new(Cabinet::new(vault.clone(), config.cases.retention_years)),
            vault,
            shelf: Arc::new(shelf),
            same: Arc::new(Same::default()),
            index: Arc::new(Index::new(dir.search())),
            catalogue: Arc::new(catalogue),
            settings: Arc::new(config.screening.clone()),
            duties: Arc::new(Duties::new(packs)),
            watches: Arc::new(Watches::new(
                config.screening.clone(),
                Receivers::new(&config.watches.receivers),
            )),
        };
        let covered = writer.board.newest(writer.own_log).unwrap_or(0);
        let engine = Engine {
            replica,
            network: network.clone(),
            store: Arc::clone(&writer.store),
            board: Arc::clone(&writer.board),
            own_log: writer.own_log,
            disk: Disk::start(writer, completions.clone())
                .map_err(|_| StartError::System("thread"))?,
            pool: Pool::new(),
            signer: Signer::new(identity.statement),
            witness: Witness::new(identity.witness, &config.checkpoint, covered),
            enacting: Enacting::default(),
            certificate: identity.certificate,
            earlier: Vec::new(),
            told: Vec::new(),
            clock: Uptime::start(),
            counters: Arc::clone(&desk.counters),
            issuer: desk.issuer.clone(),
            arrivals,
            completions,
            inputs: VecDeque::new(),
        };
        let ears = Ears { events, orders: inbox, done, stop: stopped };
        let loop_ended = tokio::spawn(engine.run(ears));
        let crier = Crier::start(desk.clone());
        let watcher = Watcher::start(desk.clone());
        let indexer = Indexer::start(desk.clone());
        stock(&desk);
        let listening = listening(&network, config.network.listen.len()).await;
        Ok(Node { desk, network, listening, stop, crier, watcher, indexer, loop_ended })
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
        let Node { desk, stop, crier, watcher, indexer, loop_ended, .. } = self;
        crier.stop().await;
        watcher.stop().await;
        indexer.stop().await;
        drop(desk);
        // An error says that the loop has ended by itself.
        let _ = stop.send(true);
        if let Err(error) = loop_ended.await {
            tracing::error!(%error, "the event loop did not end well");
        }
    }
}

/// Puts lists into the index that are not there, behind whatever else goes on.
fn stock(desk: &Desk) {
    let catalogue = Arc::clone(&desk.catalogue);
    // It ends by itself; a node that stops before it starts again with it.
    tokio::task::spawn_blocking(move || {
        if let Err(error) = catalogue.stock() {
            tracing::error!(cause = crate::causes(&error), "not all lists can be screened against");
        }
    });
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
    identity: Identity,
    addresses: Addresses,
    memory: Memory,
    vault: Vault,
    shelf: Shelf,
    packs: Packs,
    catalogue: Catalogue,
}

impl Opened {
    fn open(dir: &DataDir, config: &Config) -> Result<Opened, StartError> {
        let genesis = dir.read_genesis()?;
        let shelf = Shelf::open(dir.vocabulary())?;
        let packs = packs::load(&dir.calendars())?;
        let catalogue = Catalogue::open(dir.search().join("parties"), dir.lists())?;
        let acts = dir.read_acts()?;
        let passphrase = Passphrase::configured(config)?;
        let (early, _) = Register::load(&genesis, &acts);
        let identity = Identity::open(&dir.keys(), early.directory(), passphrase.as_ref())
            .map_err(DirError::Identity)?;
        let vault = Vault::open(dir, passphrase.as_ref());
        drop(passphrase);
        let addresses = Addresses::of(config)?;
        let memory = Opening {
            store_dir: &dir.store(),
            own_file: &dir.own_log(),
            steps_dir: &dir.acts(),
            cache_bytes: config.store.cache_bytes,
            genesis: &genesis,
            acts: &acts,
            certificate: &identity.certificate,
            key: &identity.statement,
        }
        .open()?;
        Ok(Opened { genesis, identity, addresses, memory, vault, shelf, packs, catalogue })
    }
}

/// The policies that bind the logs that are held.
fn policies(store: &Store, heads: &[Head]) -> Result<BTreeMap<LogId, ActId>, StartError> {
    let bound = |head: &Head| match store.policy(head.log) {
        Ok(policy) => policy.map(|policy| Ok((head.log, policy))),
        Err(error) => Some(Err(StartError::Memory(error.into()))),
    };
    heads.iter().filter_map(bound).collect()
}

fn replica(
    config: &Config,
    register: Register,
    writer: &Writer,
    notes: Vec<Vec<u8>>,
) -> Result<Replica, StartError> {
    let mut seed = [0; 8];
    getrandom::fill(&mut seed).map_err(|_| StartError::System("random numbers"))?;
    let (heads, proofs) = (writer.store.heads(), writer.store.proofs());
    let policies = policies(&writer.store, &heads)?;
    let held = Held { heads, policies, proofs, notes };
    let seed = u64::from_le_bytes(seed);
    Ok(Replica::new(settings(config), register, Some(writer.own_log), &held, seed))
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
            allowed: rule::allowed(directory),
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
