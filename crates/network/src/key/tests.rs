//! The two spellings of a key are one.

use libp2p::identity::Keypair;

use super::*;

#[test]
fn key_and_peer_id_convert_without_loss() {
    let pair = Keypair::ed25519_from_bytes([7; 32]).unwrap();
    let peer = pair.public().to_peer_id();
    let key = PeerKey::from_peer_id(&peer).unwrap();
    let public = pair.public().try_into_ed25519().unwrap();
    assert_eq!(key.0, public.to_bytes());
    assert_eq!(key.peer_id(), peer);
    assert_eq!(key.to_string(), peer.to_string());
}

#[test]
fn any_32_bytes_have_a_peer_id() {
    for byte in 0..=255 {
        let key = PeerKey([byte; 32]);
        assert_eq!(PeerKey::from_peer_id(&key.peer_id()), Some(key));
    }
}

#[test]
fn peer_id_of_another_kind_has_no_key() {
    assert_eq!(PeerKey::from_peer_id(&PeerId::random()), None);
}
