//! Who is at the other end: a transport public key, and its libp2p spelling.
//!
//! A libp2p peer id of an Ed25519 key *is* the key with a fixed prefix, so the two convert without a
//! table and without loss. No other kind of peer id is ever let in.

use std::fmt;

use libp2p::PeerId;

/// Multihash "identity" (0x00) over 36 bytes: protobuf field 1 (key type) = 1 (Ed25519), field 2 (data),
/// 32 bytes long.
const PREFIX: [u8; 6] = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20];

/// The Ed25519 public key that a node uses for its connections, and for nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PeerKey(pub [u8; 32]);

impl PeerKey {
    /// The libp2p peer id of this key. Bytes that are no curve point make an id that nobody can prove.
    pub(crate) fn peer_id(self) -> PeerId {
        let mut bytes = [0; 38];
        bytes[..6].copy_from_slice(&PREFIX);
        bytes[6..].copy_from_slice(&self.0);
        PeerId::from_bytes(&bytes).expect("because the prefix is that of an Ed25519 peer id")
    }

    /// The key inside a peer id, or nothing for a key of another kind.
    pub(crate) fn from_peer_id(peer: &PeerId) -> Option<PeerKey> {
        let bytes = peer.to_bytes();
        let key = bytes.strip_prefix(&PREFIX)?;
        Some(PeerKey(key.try_into().ok()?))
    }
}

/// The libp2p spelling (`12D3Koo…`): it is what operators put into addresses.
impl fmt::Display for PeerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.peer_id().fmt(f)
    }
}

impl fmt::Debug for PeerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PeerKey({self})")
    }
}

#[cfg(test)]
mod tests;
