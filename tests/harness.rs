//! What the end-to-end tests share: real processes of `chancery`, started and stopped.
//!
//! A test speaks to a node as its people do: through the commands, and through the socket. Nothing
//! here looks into a node's memory. Waiting is always for a condition, with a limit that only a
//! broken build reaches.
//!
//! Invariant: no process and no file outlives the test that made it.

mod answer;
mod network;
mod node;
mod ports;
mod roots;
mod socket;
mod text;
mod wait;

pub(crate) use answer::{Answer, chancery, chancery_with, command, command_at};
pub(crate) use network::{Carrier, Network, copy_all};
pub(crate) use node::{Node, Signal};
pub(crate) use ports::free as free_port;
pub(crate) use roots::{FreshKeys, Roots, head_of};
pub(crate) use socket::{Then, exchange, post};
pub(crate) use text::{ENVELOPE, advisory, correction, withdrawal};
pub(crate) use wait::eventually;
