//! What the node decides about its network before it starts.

use crate::{Address, PeerKey};

/// Whether messages are gossiped, or only fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gossip {
    /// Own messages are published to all, and those of others are forwarded.
    On,
    /// The gossip protocol is not even offered.
    Off,
}

/// What [`crate::Network::start`] needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The digest that names the network: peers of another network are refused.
    pub network: [u8; 32],
    /// Where to listen; port 0 lets the system choose.
    pub listen: Vec<Address>,
    /// Where to look for peers, tried for ever. Without a key, whoever is there is accepted if allowed.
    pub peers: Vec<Address>,
    /// Who may connect, either way. Nobody else.
    pub allowed: Vec<PeerKey>,
    /// Whether to gossip.
    pub gossip: Gossip,
}
