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
        opened_ms: 0,
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

fn two_connections_apart(way: Way) -> (Peers, Vec<ConnectionId>) {
    let mut peers = Peers::default();
    peers.opened(LOW, HIGH, connection(1, Way::Outbound, QUIC));
    let mut late = connection(2, way, QUIC);
    late.opened_ms = DOUBLE_DIAL_MS + 1;
    let closed = peers.opened(LOW, HIGH, late);
    (peers, closed)
}

#[test]
fn late_dial_of_ours_is_closed() {
    let (_, closed) = two_connections_apart(Way::Outbound);
    assert_eq!(closed, [ConnectionId::new_unchecked(2)]);
}

#[test]
fn late_dial_that_the_peer_keeps_is_a_new_beginning() {
    let (mut peers, closed) = two_connections_apart(Way::Inbound);
    assert!(closed.is_empty());
    let settled_ms = DOUBLE_DIAL_MS + 1 + SETTLE_MS;
    assert!(peers.begun_anew(settled_ms - 1).is_empty());
    assert_eq!(peers.begun_anew(settled_ms), [1, 2].map(ConnectionId::new_unchecked));
    peers.closed(HIGH, ConnectionId::new_unchecked(2));
    assert!(peers.begun_anew(settled_ms).is_empty(), "because the peer has closed it itself");
}

#[test]
fn second_dial_that_the_peer_keeps_is_a_new_beginning_however_soon() {
    let mut peers = Peers::default();
    peers.opened(LOW, HIGH, connection(1, Way::Inbound, QUIC));
    assert!(peers.begun_anew(SETTLE_MS).is_empty(), "because there is only one");
    assert!(peers.opened(LOW, HIGH, connection(2, Way::Inbound, QUIC)).is_empty());
    assert!(peers.begun_anew(SETTLE_MS - 1).is_empty());
    assert_eq!(peers.begun_anew(SETTLE_MS).len(), 2);
}

#[test]
fn reach_is_that_of_the_connection() {
    let mut peers = Peers::default();
    assert_eq!(peers.reach(&HIGH), Reach::Elsewhere);
    peers.opened(LOW, HIGH, connection(1, Way::Inbound, "/ip4/192.0.2.7/tcp/1"));
    assert_eq!(peers.reach(&HIGH), Reach::Elsewhere);
    peers.opened(LOW, HIGH, connection(2, Way::Inbound, "/ip6/::ffff:127.0.0.1/tcp/1"));
    assert_eq!(peers.reach(&HIGH), Reach::Loopback);
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
