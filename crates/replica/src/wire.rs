//! What peers say to each other, as bytes: questions, answers, gossip.
//!
//! Every message is one deterministic CBOR array whose first item is its kind; arrays are closed,
//! and a newer protocol has a newer name. Lengths are checked before anything is allocated, and
//! the strict scan runs before anything looks inside. The spec is `docs/spec/replication.md`.
//!
//! Invariant: what decodes here encodes to the same bytes again.

mod answer;
mod gossip;
mod items;
mod request;

pub(crate) use answer::{Answer, Holdings};
pub(crate) use gossip::Gossip;
#[cfg(test)]
pub(crate) use items::WireFlaw;
pub(crate) use request::Request;

#[cfg(test)]
mod tests;
