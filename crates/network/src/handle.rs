//! The node's end of the network: commands in, answers to its own questions about the network out.
//!
//! Every method may wait for room in the command queue, which the swarm's task always empties, so a node
//! that is slow to take its events cannot lock itself out.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::bounds::{ANSWER_BYTES_MAX, ASKS_MAX, GOSSIP_BYTES_MAX, QUESTION_BYTES_MAX};
use crate::meter::{Meter, Traffic};
use crate::{Address, PeerKey, Verdict};

/// Sends commands to the network. Clones are equal; when the last is dropped the network stops.
#[derive(Clone, Debug)]
pub struct Handle {
    key: PeerKey,
    commands: mpsc::Sender<Command>,
    slots: Arc<Semaphore>,
    meter: Arc<Meter>,
}

/// A place among the questions in flight, held until the outcome is with the node.
pub(crate) type Slot = OwnedSemaphorePermit;

/// What the swarm's task is told.
#[derive(Debug)]
pub(crate) enum Command {
    Ask { to: PeerKey, ticket: u64, bytes: Vec<u8>, slot: Slot },
    Answer { ticket: u64, bytes: Vec<u8> },
    Publish { bytes: Vec<u8> },
    Verdict { ticket: u64, verdict: Verdict },
    Disconnect { peer: PeerKey },
    Allow { peers: Vec<PeerKey> },
    Peers { reply: oneshot::Sender<Vec<PeerInfo>> },
    Listeners { reply: oneshot::Sender<Vec<Address>> },
    Stop { done: oneshot::Sender<()> },
}

/// Why something was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// As many questions as may be are in flight.
    #[error("too many questions in flight, at most {ASKS_MAX}")]
    Full,
    /// It is longer than its bound.
    #[error("{bytes} bytes are too long, at most {bytes_max}")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        bytes_max: usize,
    },
    /// The network has stopped.
    #[error("the network has stopped")]
    Stopped,
}

/// The network has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the network has stopped")]
pub struct Stopped;

/// Who opened a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The peer did.
    Inbound,
    /// We did.
    Outbound,
}

/// One connected member.
#[derive(Clone, Debug)]
pub struct PeerInfo {
    /// Who it is.
    pub key: PeerKey,
    /// The other end of the connection. Of an inbound TCP connection the port is a passing one.
    pub address: Option<Address>,
    /// Who opened it.
    pub way: Way,
    /// The last round trip, once one was measured.
    pub round_trip_us: Option<u64>,
}

impl Handle {
    pub(crate) fn new(key: PeerKey, commands: mpsc::Sender<Command>, meter: Arc<Meter>) -> Handle {
        Handle { key, commands, slots: Arc::new(Semaphore::new(ASKS_MAX)), meter }
    }

    /// Our own transport key.
    pub fn key(&self) -> PeerKey {
        self.key
    }

    /// Asks a peer. The outcome is exactly one `Response` or `RequestFailed` with this ticket.
    ///
    /// # Errors
    ///
    /// [`SendError::Full`] at once, rather than waiting, while too many questions are in flight.
    pub async fn ask(&self, to: PeerKey, ticket: u64, bytes: Vec<u8>) -> Result<(), SendError> {
        within(&bytes, QUESTION_BYTES_MAX)?;
        let slot = Arc::clone(&self.slots).try_acquire_owned().map_err(|_| SendError::Full)?;
        self.send(Command::Ask { to, ticket, bytes, slot }).await
    }

    /// Answers a question of a peer. One that has waited too long is dropped in silence.
    ///
    /// # Errors
    ///
    /// When the answer is too long, or the network has stopped.
    pub async fn answer(&self, ticket: u64, bytes: Vec<u8>) -> Result<(), SendError> {
        within(&bytes, ANSWER_BYTES_MAX)?;
        self.send(Command::Answer { ticket, bytes }).await
    }

    /// Gossips a message of our own; with gossip off, nothing happens.
    ///
    /// # Errors
    ///
    /// When the message is too long, or the network has stopped.
    pub async fn publish(&self, bytes: Vec<u8>) -> Result<(), SendError> {
        within(&bytes, GOSSIP_BYTES_MAX)?;
        self.send(Command::Publish { bytes }).await
    }

    /// Says what becomes of a gossip message; at the latest 12 s after it came.
    ///
    /// # Errors
    ///
    /// When the network has stopped.
    pub async fn verdict(&self, ticket: u64, verdict: Verdict) -> Result<(), SendError> {
        self.send(Command::Verdict { ticket, verdict }).await
    }

    /// Closes the connections to a peer, and keeps it away for a minute.
    ///
    /// # Errors
    ///
    /// When the network has stopped.
    pub async fn disconnect(&self, peer: PeerKey) -> Result<(), SendError> {
        self.send(Command::Disconnect { peer }).await
    }

    /// Replaces the allow list; connections to those who are no longer on it are closed.
    ///
    /// # Errors
    ///
    /// When the network has stopped.
    pub async fn allow(&self, peers: Vec<PeerKey>) -> Result<(), SendError> {
        self.send(Command::Allow { peers }).await
    }

    /// The connected members, in the order of their keys.
    ///
    /// # Errors
    ///
    /// When the network has stopped.
    pub async fn peers(&self) -> Result<Vec<PeerInfo>, Stopped> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Peers { reply }).await.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }

    /// Where the node listens, with its key.
    ///
    /// # Errors
    ///
    /// When the network has stopped.
    pub async fn listeners(&self) -> Result<Vec<Address>, Stopped> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Listeners { reply }).await.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }

    /// The byte counters.
    pub fn traffic(&self) -> Traffic {
        self.meter.traffic()
    }

    /// Stops listening, closes every connection and returns when that is done, after a second at most.
    pub async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        if self.send(Command::Stop { done }).await.is_ok() {
            // An error here says that the task is gone already, which is what was asked for.
            let _ = stopped.await;
        }
    }

    async fn send(&self, command: Command) -> Result<(), SendError> {
        self.commands.send(command).await.map_err(|_| SendError::Stopped)
    }
}

fn within(bytes: &[u8], bytes_max: usize) -> Result<(), SendError> {
    if bytes.len() > bytes_max {
        return Err(SendError::TooLong { bytes: bytes.len(), bytes_max });
    }
    Ok(())
}
