//! Laws of the places for handshakes.

use super::*;

fn ids() -> impl Iterator<Item = ConnectionId> {
    (0..).map(ConnectionId::new_unchecked)
}

fn from(text: &str) -> Source {
    source(&text.parse().unwrap()).unwrap()
}

#[test]
fn one_address_fills_its_own_places_and_nobody_elses() {
    let mut queue = Queue::default();
    let stranger = from("/ip4/192.0.2.1/tcp/7000");
    let others = [from("/ip4/192.0.2.2/tcp/7000"), from("/ip4/192.0.2.1/udp/7000/quic-v1")];
    let mut ids = ids();
    for _ in 0..PENDING_INBOUND_PER_ADDRESS_MAX {
        queue.enter(ids.next().unwrap(), stranger).unwrap();
    }
    let found = PENDING_INBOUND_PER_ADDRESS_MAX;
    assert_eq!(queue.enter(ids.next().unwrap(), stranger), Err(Crowded { found }));
    for other in others {
        queue.enter(ids.next().unwrap(), other).unwrap();
    }
}

#[test]
fn a_place_is_free_again_when_its_handshake_has_ended() {
    let mut queue = Queue::default();
    let from = from("/ip4/192.0.2.1/tcp/7000");
    let places: Vec<ConnectionId> = ids().take(PENDING_INBOUND_PER_ADDRESS_MAX).collect();
    places.iter().for_each(|id| queue.enter(*id, from).unwrap());
    queue.leave(places[0]);
    queue.leave(places[0]);
    queue.enter(ConnectionId::new_unchecked(1_000), from).unwrap();
    assert!(queue.enter(ConnectionId::new_unchecked(1_001), from).is_err());
    places.iter().skip(1).for_each(|id| queue.leave(*id));
    queue.leave(ConnectionId::new_unchecked(1_000));
    assert!(queue.pending.is_empty() && queue.waiting.is_empty(), "nothing is left behind");
}

#[test]
fn an_ipv6_network_counts_as_one_address_and_a_mapped_ipv4_as_itself() {
    let counted = |text: &str| counted_as(text.parse().unwrap());
    assert_eq!(counted("2001:db8:1:2:3:4:5:6"), counted("2001:db8:1:2::9"));
    assert_ne!(counted("2001:db8:1:2::9"), counted("2001:db8:1:3::9"));
    assert_eq!(counted("::ffff:192.0.2.1"), counted("192.0.2.1"));
    assert!(counted("::1").is_loopback());
}

#[test]
fn this_machine_has_more_places_and_leaves_some() {
    let mut queue = Queue::default();
    let mut ids = ids();
    let here = [from("/ip4/127.0.0.1/tcp/7000"), from("/ip4/127.0.0.1/udp/7000/quic-v1")];
    let all = (0..100).flat_map(|_| here);
    let entered = all.filter(|from| queue.enter(ids.next().unwrap(), *from).is_ok()).count();
    assert_eq!(entered, 2 * PENDING_INBOUND_THIS_MACHINE_MAX);
    let all = usize::try_from(crate::bounds::PENDING_INBOUND_MAX).unwrap();
    assert!(entered + 2 * PENDING_INBOUND_PER_ADDRESS_MAX <= all, "others still get in");
}
