//! How peers agree: the replication machine.
//!
//! Bytes in, bytes out. It has no sockets, no disk, no clock and no randomness of its own, so
//! that the real node and the simulator drive the same code.

#[cfg(test)]
mod agenda;
pub mod limits;
mod reason;
mod settings;
#[cfg(test)]
mod standing;

pub use reason::Reason;
pub use settings::{Barrier, Gossip, Settings};
