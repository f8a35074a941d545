//! What the network reports, as the machine's inputs.

use chancery_ledger::log::LogId;
use chancery_network::{Event, Refusal};
use chancery_replica::{Input, PeerKey};

use super::Engine;
use crate::disk::WriteError;

impl Engine {
    pub(super) async fn on_event(&mut self, event: Event) {
        let input = match event {
            Event::Listening(address) => {
                tracing::info!(%address, "listening");
                return;
            }
            Event::Connected(peer) => {
                tracing::info!(%peer, state = self.state_of(PeerKey(peer.0)), "peer connected");
                Input::Connected(PeerKey(peer.0))
            }
            Event::Disconnected(peer) => {
                tracing::info!(%peer, state = self.state_of(PeerKey(peer.0)), "peer disconnected");
                Input::Disconnected(PeerKey(peer.0))
            }
            Event::Gossip { ticket, from, bytes } => {
                Input::Gossip { ticket, from: PeerKey(from.0), bytes }
            }
            Event::Request { ticket, from, bytes } => {
                Input::Request { ticket, from: PeerKey(from.0), bytes }
            }
            Event::Response { ticket, bytes } => Input::Response { ticket, bytes },
            Event::RequestFailed { ticket, reason } => {
                tracing::debug!(ticket, %reason, "a question came to nothing");
                Input::RequestFailed { ticket }
            }
            // The network has written the log line, with the address.
            Event::Refused { reason, .. } => return self.counters.count(refusal_name(reason)),
        };
        self.feed(input).await;
    }

    pub(super) async fn on_persisted(&mut self, ticket: u64, outcome: Result<(), WriteError>) {
        let input = match outcome {
            Ok(()) => Input::Persisted { ticket },
            Err(error) => {
                log_write_error(&error);
                Input::PersistFailed { ticket }
            }
        };
        self.feed(input).await;
        self.settle_acts(ticket);
    }

    /// The state of a peer's certificate, for log lines.
    pub(super) fn state_of(&self, peer: PeerKey) -> &'static str {
        let author = self.replica.directory().by_transport(&peer.0);
        author.map_or("unknown", |author| author.issuer.state.as_str())
    }
}

impl Engine {
    /// The state of a log, for log lines.
    pub(super) fn state_of_log(&self, log: LogId) -> &'static str {
        let author = self.replica.directory().author(&log.key);
        author.map_or("unknown", |author| author.issuer.state.as_str())
    }
}

/// The stable name under which a refused connection is counted.
fn refusal_name(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotAllowed => "not-a-member",
        Refusal::HeldOff => "held-off",
        Refusal::TooManyConnections => "too-many-connections",
        Refusal::WrongKey => "wrong-key",
        Refusal::WrongNetwork => "wrong-network",
        Refusal::Handshake => "handshake-failed",
        Refusal::BrokenFrame => "broken-frame",
    }
}

pub(super) fn log_write_error(error: &WriteError) {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    if error.is_full() {
        tracing::warn!(%error, cause, "no room on the disk: free some, the node tries again");
    } else if let WriteError::Ahead { .. } = error {
        tracing::error!(%error, "nothing is signed before the node is started again");
    } else {
        tracing::error!(%error, cause, "a write failed: stop the node and run `chancery fsck`");
    }
}
