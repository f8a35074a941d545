//! Which connection is kept, and when a peer counts as connected.

use super::*;

const LOW: PeerKey = PeerKey([1; 32]);
const HIGH: PeerKey = PeerKey([2; 32]);
const QUIC: &str = "/ip4/127.0.0.1/udp/1/quic-v1";
const TCP: &str = "/ip4/127.0.0.1/tcp/1";

fn connection(id: usize, way: Way, address: &str) -> Connection {
    Connection {
        id: ConnectionId::new_unchecked(id),
        way,
        address: Some(address.parse().unwrap()),
        round_trip_us: None,
    }
}

fn ids(closed: Vec<ConnectionId>) -> Vec<ConnectionId> {
    closed
}

#[test]
fn only_connection_is_kept() {
    let mut peers = Peers::default();
    assert!(peers.opened(LOW, HIGH, connection(1, Way::Inbound, TCP)).is_empty());
}

#[test]
fn both_ends_of_a_double_dial_keep_the_same_connection() {
    // Connection 1 was dialled by the lower key, connection 2 by the higher.
    let mut low = Peers::default();
    low.opened(LOW, HIGH, connection(1, Way::Outbound, QUIC));
    let by_low = low.opened(LOW, HIGH, connection(2, Way::Inbound, QUIC));
    let mut high = Peers::default();
    high.opened(HIGH, LOW, connection(2, Way::Outbound, QUIC));
    let by_high = high.opened(HIGH, LOW, connection(1, Way::Inbound, QUIC));
    assert_eq!(by_low, ids(vec![ConnectionId::new_unchecked(2)]));
    assert_eq!(by_high, by_low);
}

#[test]
fn quic_is_kept_before_tcp() {
    let mut peers = Peers::default();
    peers.opened(LOW, HIGH, connection(1, Way::Outbound, TCP));
    let closed = peers.opened(LOW, HIGH, connection(2, Way::Inbound, QUIC));
    assert_eq!(closed, ids(vec![ConnectionId::new_unchecked(1)]));
}

#[test]
fn of_two_alike_the_dialler_closes_the_newer() {
    let mut dialler = Peers::default();
    dialler.opened(LOW, HIGH, connection(1, Way::Outbound, TCP));
    let closed = dialler.opened(LOW, HIGH, connection(2, Way::Outbound, TCP));
    assert_eq!(closed, ids(vec![ConnectionId::new_unchecked(2)]));
    let mut dialled = Peers::default();
    dialled.opened(HIGH, LOW, connection(7, Way::Inbound, TCP));
    assert!(dialled.opened(HIGH, LOW, connection(8, Way::Inbound, TCP)).is_empty());
}

#[test]
fn early_message_waits_for_identification() {
    let mut peers = Peers::default();
    peers.opened(LOW, HIGH, connection(1, Way::Inbound, TCP));
    let early = |ticket| Event::Request { ticket, from: HIGH, bytes: vec![] };
    assert!(peers.admit(HIGH, early(1)).is_none());
    assert!(peers.list().is_empty());
    assert_eq!(peers.identified(HIGH).unwrap().len(), 1);
    assert!(peers.identified(HIGH).is_none());
    assert!(peers.admit(HIGH, early(2)).is_some());
    assert_eq!(peers.list().len(), 1);
}

#[test]
fn early_messages_are_bounded() {
    let mut peers = Peers::default();
    peers.opened(LOW, HIGH, connection(1, Way::Inbound, TCP));
    for ticket in 0..2 * EARLY_MAX as u64 {
        peers.admit(HIGH, Event::Request { ticket, from: HIGH, bytes: vec![] });
    }
    assert_eq!(peers.identified(HIGH).unwrap().len(), EARLY_MAX);
}

#[test]
fn last_connection_makes_a_peer_gone() {
    let mut peers = Peers::default();
    peers.opened(LOW, HIGH, connection(1, Way::Inbound, TCP));
    peers.opened(LOW, HIGH, connection(2, Way::Inbound, TCP));
    peers.identified(HIGH);
    assert_eq!(peers.closed(HIGH, ConnectionId::new_unchecked(1)), Remains::Connected);
    assert_eq!(peers.closed(HIGH, ConnectionId::new_unchecked(2)), Remains::Gone);
    assert_eq!(peers.closed(HIGH, ConnectionId::new_unchecked(2)), Remains::Unknown);
}
