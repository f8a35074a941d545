//! The desk: how people and programs on this machine talk to the node.
//!
//! One HTTP API over a Unix socket in the data directory, for its owner only, and the one client of it.
//! Nothing here decides anything: a route asks the node, converts the answer in one place and sends it.
//!
//! Read in this order: [`view`] (what is said, as JSON), [`Fault`] (how a refusal is said), [`Client`] (how it is asked),
//! [`Server`] (who answers).

mod client;
mod fault;
mod refusal;
mod routes;
mod server;
mod since;
mod socket;
pub mod view;

pub use client::{Around, Asked, Client, ClientError, Event, Events, Extent, Listing};
pub use fault::{Fault, FaultPlace, FaultViolation};
pub use server::Server;
pub use socket::SocketError;
