//! Bad input, door by door: what does not belong is refused with its reason, nothing that was
//! accepted is lost, and the node goes on serving.
//!
//! Each door has a table, one row for each thing that does not belong. Gossip and pages are the
//! doors of the machine and have their vectors in `crates/replica`; [`hostile`] knocks at them
//! through a real connection.

mod config;
mod disk;
mod file;
mod hostile;
mod http;
mod keys;
mod peer;
mod store;
