//! Laws of the places for handshakes.

use super::*;

fn ids() -> impl Iterator<Item = ConnectionId> {
    (0..).map(ConnectionId::new_unchecked)
}

#[test]
fn one_address_fills_its_own_places_and_nobody_elses() {
    let mut queue = Queue::default();
    let (stranger, member) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
    let mut ids = ids();
    for _ in 0..PENDING_INBOUND_PER_ADDRESS_MAX {
        queue.enter(ids.next().unwrap(), stranger).unwrap();
    }
    let found = PENDING_INBOUND_PER_ADDRESS_MAX;
    assert_eq!(queue.enter(ids.next().unwrap(), stranger), Err(Crowded { found }));
    queue.enter(ids.next().unwrap(), member).unwrap();
}

#[test]
fn a_place_is_free_again_when_its_handshake_has_ended() {
    let mut queue = Queue::default();
    let from: IpAddr = "192.0.2.1".parse().unwrap();
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
    let here: IpAddr = "127.0.0.1".parse().unwrap();
    let entered = (0..100).filter(|_| queue.enter(ids.next().unwrap(), here).is_ok()).count();
    assert_eq!(entered, PENDING_INBOUND_THIS_MACHINE_MAX);
    let all = usize::try_from(crate::bounds::PENDING_INBOUND_MAX).unwrap();
    assert!(entered + PENDING_INBOUND_PER_ADDRESS_MAX <= all, "others still get in");
}
