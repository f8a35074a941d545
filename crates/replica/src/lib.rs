//! How peers agree: the replication machine.
//!
//! Bytes in, bytes out. It has no sockets, no disk, no clock and no randomness of its own, so
//! that the real node and the simulator drive the same code: [`Replica::handle`] takes one
//! [`Input`] and says in [`Output`]s what is to be done. The protocol is in
//! `docs/spec/replication.md`.
//!
//! Two halves make it. Catch-up is what convergence rests on: a node asks a peer for its frontier,
//! then for the pages that it lacks, then verifies, admits and persists them. Gossip is a hint that
//! makes the same thing fast. Nothing is accepted, served, announced or counted before it is
//! durable, and a lie of an author ends as a proof that every node keeps.

mod port;

mod reason;
mod settings;

mod replica;

mod acts;
mod announcing;
mod barrier;
mod cosigning;
mod evidence;
mod fork;
mod gossip;
mod notes;
mod pages;
mod papers;
mod peers;
mod persist;
mod questions;
mod reading;
mod report;
mod rule;
mod sync;
mod verifying;

mod agenda;
mod allowance;
mod dice;
mod frontier;
pub mod limits;
mod log;
mod peer;
mod standing;
mod wire;

#[cfg(test)]
mod tests;

pub use barrier::SigningBlock;
pub use port::{Consistency, Held, Input, Output, PeerKey, Unsigned, Verdict};
pub use reason::{Reason, Refusal};
pub use replica::Replica;
pub use report::{LogReport, PeerReport};
pub use settings::{Barrier, Gossip, Settings};
