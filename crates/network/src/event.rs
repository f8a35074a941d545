//! What the network tells the node, and the closed lists of reasons in it.

use crate::{Address, PeerKey};

/// Something happened. Tickets of [`Event::Request`] and [`Event::Gossip`] are the network's own and
/// are given back with the answer or the verdict; those of the other two are what the node asked with.
#[derive(Debug)]
pub enum Event {
    /// The node can be reached here now.
    Listening(Address),
    /// A member is connected, speaks this protocol and belongs to this network.
    Connected(PeerKey),
    /// The last connection to a member is gone.
    Disconnected(PeerKey),
    /// A message came by gossip. It is not passed on until [`crate::Handle::verdict`] says so.
    Gossip {
        /// To be given back with the verdict.
        ticket: u64,
        /// Who handed it to us; not necessarily who wrote it.
        from: PeerKey,
        /// The message, as received.
        bytes: Vec<u8>,
    },
    /// A peer asks and waits for [`crate::Handle::answer`], for ten seconds.
    Request {
        /// To be given back with the answer.
        ticket: u64,
        /// Who asks.
        from: PeerKey,
        /// The question, as received.
        bytes: Vec<u8>,
    },
    /// The answer to a question of ours.
    Response {
        /// The ticket that the node asked with.
        ticket: u64,
        /// The answer, as received.
        bytes: Vec<u8>,
    },
    /// A question of ours will not be answered.
    RequestFailed {
        /// The ticket that the node asked with.
        ticket: u64,
        /// Why not.
        reason: FailReason,
    },
    /// Somebody was not let in or was let go, or what they sent was no frame.
    Refused {
        /// Who, when that was proved.
        peer: Option<PeerKey>,
        /// Where they were, when known and dialable.
        address: Option<Address>,
        /// Why.
        reason: Refusal,
    },
}

/// Why a question is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FailReason {
    /// There is no connection to that peer.
    #[error("not connected")]
    NotConnected,
    /// The whole exchange did not fit its ten seconds.
    #[error("timed out")]
    TimedOut,
    /// The connection closed under it.
    #[error("connection closed")]
    Closed,
    /// The peer speaks no version of the protocol that we speak.
    #[error("protocol not supported by the peer")]
    Unsupported,
    /// A frame broke its length bound, or ended early.
    #[error("broken frame")]
    BrokenFrame,
}

/// Why somebody is not connected to us, or something of theirs was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The key is not on the allow list.
    #[error("not a member of this network")]
    NotAllowed,
    /// The node had the peer disconnected a short while ago.
    #[error("held off after a disconnect")]
    HeldOff,
    /// A connection limit is reached.
    #[error("too many connections")]
    TooManyConnections,
    /// The peer proved another key than the address said.
    #[error("another key than expected")]
    WrongKey,
    /// The peer belongs to another network, or speaks another version.
    #[error("another network or protocol version")]
    WrongNetwork,
    /// What came was no handshake of ours: noise, a port scan.
    #[error("handshake failed")]
    Handshake,
    /// A connected peer sent a frame above its bound, half of one, or a report that cannot be read. Only
    /// the exchange is refused; the connection stays, and the node judges by its own measure.
    #[error("broken frame")]
    BrokenFrame,
}

/// What becomes of a gossip message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Good: pass it on.
    Accept,
    /// Neither good nor provably bad: keep it to ourselves.
    Ignore,
    /// Provably bad: do not pass it on, and lower the standing of who sent it.
    Reject,
}
