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

/// Which of these connections, all opened at the start, `own` closes.
fn settled(own: PeerKey, peer: PeerKey, connections: &[Connection]) -> Vec<ConnectionId> {
    let mut peers = Peers::default();
    connections.iter().for_each(|connection| peers.opened(peer, connection.clone()));
    peers.too_many(own, SETTLE_FIRST_MS)
}

fn id(id: usize) -> ConnectionId {
    ConnectionId::new_unchecked(id)
}

#[test]
fn only_connection_is_kept() {
    let mut peers = Peers::default();
    peers.opened(HIGH, connection(1, Way::Inbound, TCP));
    assert!(peers.too_many(LOW, SETTLE_FIRST_MS).is_empty());
    assert!(peers.too_many(LOW, u64::MAX).is_empty());
}

#[test]
fn both_ends_of_a_double_dial_keep_the_same_connection() {
    // Connection 1 was dialled by the lower key, connection 2 by the higher.
    let (out, inward) = (Way::Outbound, Way::Inbound);
    let low = [connection(1, out, QUIC), connection(2, inward, QUIC)];
    let high = [connection(2, out, QUIC), connection(1, inward, QUIC)];
    assert_eq!(settled(LOW, HIGH, &low), [id(2)]);
    assert_eq!(settled(HIGH, LOW, &high), [id(2)]);
}

#[test]
fn quic_is_kept_before_tcp() {
    let both = [connection(1, Way::Outbound, TCP), connection(2, Way::Inbound, QUIC)];
    assert_eq!(settled(LOW, HIGH, &both), [id(1)]);
}

#[test]
fn of_two_alike_the_dialler_closes_the_newer() {
    let dialler = [connection(1, Way::Outbound, TCP), connection(2, Way::Outbound, TCP)];
    assert_eq!(settled(LOW, HIGH, &dialler), [id(2)]);
    let dialled = [connection(7, Way::Inbound, TCP), connection(8, Way::Inbound, TCP)];
    assert!(settled(HIGH, LOW, &dialled).is_empty());
}

#[test]
fn double_dial_is_not_settled_before_both_ends_know_of_both() {
    let mut peers = Peers::default();
    peers.opened(HIGH, connection(1, Way::Outbound, QUIC));
    peers.opened(HIGH, connection(2, Way::Inbound, QUIC));
    assert!(peers.too_many(LOW, SETTLE_FIRST_MS - 1).is_empty());
}

fn two_connections_apart(way: Way) -> (Peers, u64) {
    let mut peers = Peers::default();
    peers.opened(HIGH, connection(1, Way::Outbound, QUIC));
    let mut late = connection(2, way, QUIC);
    late.opened_ms = DOUBLE_DIAL_MS + 1;
    let opened_ms = late.opened_ms;
    peers.opened(HIGH, late);
    (peers, opened_ms)
}

#[test]
fn late_dial_of_ours_is_closed() {
    let (peers, opened_ms) = two_connections_apart(Way::Outbound);
    assert_eq!(peers.too_many(LOW, opened_ms + SETTLE_FIRST_MS), [id(2)]);
}

#[test]
fn late_dial_that_the_peer_keeps_is_a_new_beginning() {
    let (mut peers, opened_ms) = two_connections_apart(Way::Inbound);
    assert!(peers.too_many(LOW, opened_ms + SETTLE_MAX_MS - 1).is_empty());
    assert_eq!(peers.too_many(LOW, opened_ms + SETTLE_MAX_MS), [id(1), id(2)]);
    peers.closed(HIGH, id(2));
    assert!(peers.too_many(LOW, u64::MAX).is_empty(), "because the peer has closed it itself");
}

#[test]
fn second_dial_that_the_peer_keeps_is_a_new_beginning_however_soon() {
    let mut peers = Peers::default();
    peers.opened(HIGH, connection(1, Way::Inbound, QUIC));
    peers.opened(HIGH, connection(2, Way::Inbound, QUIC));
    assert!(peers.too_many(LOW, SETTLE_MAX_MS - 1).is_empty());
    assert_eq!(peers.too_many(LOW, SETTLE_MAX_MS).len(), 2);
}

#[test]
fn reach_is_that_of_the_connection() {
    let mut peers = Peers::default();
    assert_eq!(peers.reach(&HIGH), Reach::Elsewhere);
    peers.opened(HIGH, connection(1, Way::Inbound, "/ip4/192.0.2.7/tcp/1"));
    assert_eq!(peers.reach(&HIGH), Reach::Elsewhere);
    peers.opened(HIGH, connection(2, Way::Inbound, "/ip6/::ffff:127.0.0.1/tcp/1"));
    assert_eq!(peers.reach(&HIGH), Reach::Loopback);
}

#[test]
fn early_message_waits_for_identification() {
    let mut peers = Peers::default();
    peers.opened(HIGH, connection(1, Way::Inbound, TCP));
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
    peers.opened(HIGH, connection(1, Way::Inbound, TCP));
    for ticket in 0..2 * EARLY_MAX as u64 {
        peers.admit(HIGH, Event::Request { ticket, from: HIGH, bytes: vec![] });
    }
    assert_eq!(peers.identified(HIGH).unwrap().len(), EARLY_MAX);
}

#[test]
fn last_connection_makes_a_peer_gone() {
    let mut peers = Peers::default();
    peers.opened(HIGH, connection(1, Way::Inbound, TCP));
    peers.opened(HIGH, connection(2, Way::Inbound, TCP));
    peers.identified(HIGH);
    assert_eq!(peers.closed(HIGH, id(1)), Remains::Connected);
    assert_eq!(peers.closed(HIGH, id(2)), Remains::Gone);
    assert_eq!(peers.closed(HIGH, id(2)), Remains::Unknown);
}
