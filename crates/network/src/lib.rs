//! How bytes move: the libp2p swarm behind a handle and a stream of events.
//!
//! This crate carries opaque bytes between nodes that are named by their transport keys, and nothing
//! else. It knows which keys may connect, where they were last seen and how much may be in flight;
//! it does not know what a statement is. What it hands up is what a peer sent, unread.
//!
//! [`Network::start`] opens the listeners and returns a [`Handle`], which asks, answers and publishes,
//! and a receiver of [`Event`]s. Both ends are bounded: when the node does not take its events the swarm
//! is no longer polled, and the peers feel it as back-pressure, not we as memory.
//!
//! Gossip is a hint and may be left out ([`Gossip::Off`]); asking and answering is what replication
//! rests on.

mod address;
mod asks;
mod behaviour;
mod bounds;
mod dialler;
mod driver;
mod event;
mod frame;
mod gossip;
mod handle;
mod key;
mod meter;
mod muxer;
mod network;
mod outbox;
mod peers;
mod queue;
mod report;
mod rounds;
mod settings;
mod transport;

pub use address::{Address, AddressError};
pub use bounds::{ANSWER_BYTES_MAX, GOSSIP_BYTES_MAX, QUESTION_BYTES_MAX};
pub use event::{Event, FailReason, Refusal, Verdict};
pub use handle::{Handle, PeerInfo, SendError, Stopped, Way};
pub use key::PeerKey;
pub use meter::Traffic;
pub use network::{Network, StartError};
pub use settings::{Gossip, Settings};

#[cfg(test)]
mod tests;
