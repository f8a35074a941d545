//! Back-off, belief and memory of the address book.

use super::*;
use crate::bounds::{BACK_OFF_FIRST_MS, BACK_OFF_MAX_MS};

const OWN: PeerKey = PeerKey([1; 32]);
const OTHER: PeerKey = PeerKey([2; 32]);
const PUBLIC: &str = "/ip4/192.0.2.7/udp/4747/quic-v1";

fn address(text: &str) -> Address {
    text.parse().unwrap()
}

fn dialler(configured: &[Address]) -> Dialler {
    let mut dialler = Dialler::new(OWN, configured.to_vec(), 42);
    dialler.allow(HashSet::from([OTHER]));
    dialler
}

fn goals(dialler: &mut Dialler, now_ms: u64) -> Vec<Goal> {
    dialler.due(now_ms, |_| false).into_iter().map(|dial| dial.goal).collect()
}

#[test]
fn configured_address_is_tried_at_once_and_for_ever() {
    let place = Goal::Place(address(PUBLIC));
    let mut dialler = dialler(&[address(PUBLIC)]);
    let mut now_ms = 0;
    for _ in 0..50 {
        assert_eq!(goals(&mut dialler, now_ms), std::slice::from_ref(&place));
        assert!(goals(&mut dialler, now_ms).is_empty(), "because it is under way");
        dialler.failed(&place, now_ms);
        now_ms += BACK_OFF_MAX_MS;
    }
}

#[test]
fn waits_double_up_to_the_bound_and_differ() {
    let mut seen = HashSet::new();
    for failures in 0..40 {
        let whole = (BACK_OFF_FIRST_MS << failures.min(16)).min(BACK_OFF_MAX_MS);
        for random in [0, 1, 977, u64::MAX] {
            let wait = wait_ms(failures, random);
            assert!(wait >= whole / 2 && wait <= whole, "{failures} {wait}");
            seen.insert(wait);
        }
    }
    assert!(seen.len() > 20);
}

#[test]
fn connected_member_is_not_dialled() {
    let mut dialler = dialler(&[address(PUBLIC).with_key(OTHER)]);
    assert!(dialler.due(0, |key| *key == OTHER).is_empty());
    assert_eq!(goals(&mut dialler, 0), [Goal::Member(OTHER)]);
}

#[test]
fn short_connection_counts_as_a_failure() {
    let mut dialler = dialler(&[address(PUBLIC).with_key(OTHER)]);
    let mut now_ms = 0;
    for _ in 0..20 {
        assert_eq!(goals(&mut dialler, now_ms), [Goal::Member(OTHER)]);
        dialler.reached(&Goal::Member(OTHER), OTHER, address(PUBLIC));
        dialler.opened(OTHER, now_ms);
        dialler.closed(OTHER, now_ms + 10);
        now_ms += BACK_OFF_MAX_MS + 10;
    }
    assert!(dialler.members[&OTHER].retry.failures >= 20);
    dialler.opened(OTHER, now_ms);
    dialler.closed(OTHER, now_ms + STABLE_MS);
    assert_eq!(dialler.members[&OTHER].retry.failures, 1);
    assert!(goals(&mut dialler, now_ms + STABLE_MS).is_empty());
    let soon_ms = now_ms + STABLE_MS + BACK_OFF_FIRST_MS;
    assert_eq!(goals(&mut dialler, soon_ms), [Goal::Member(OTHER)]);
}

#[test]
fn who_was_found_at_a_place_is_dialled_by_key_first() {
    let place = Goal::Place(address(PUBLIC));
    let mut dialler = dialler(&[address(PUBLIC)]);
    assert_eq!(goals(&mut dialler, 0), std::slice::from_ref(&place));
    dialler.reached(&place, OTHER, address(PUBLIC));
    dialler.opened(OTHER, 0);
    dialler.closed(OTHER, STABLE_MS);
    let mut now_ms = STABLE_MS + BACK_OFF_FIRST_MS;
    assert_eq!(goals(&mut dialler, now_ms), [Goal::Member(OTHER)]);
    dialler.failed(&Goal::Member(OTHER), now_ms);
    now_ms += BACK_OFF_MAX_MS;
    assert!(goals(&mut dialler, now_ms).contains(&place), "because someone else may be there now");
}

#[test]
fn reported_address_is_dialled_only_of_members() {
    let mut dialler = dialler(&[]);
    let stranger = PeerKey([3; 32]);
    assert!(!dialler.learn(stranger, vec![address(PUBLIC)], Source::Another, Reach::Elsewhere, 0));
    assert!(!dialler.learn(OWN, vec![address(PUBLIC)], Source::Another, Reach::Elsewhere, 0));
    assert!(dialler.learn(OTHER, vec![address(PUBLIC)], Source::Another, Reach::Elsewhere, 0));
    assert!(!dialler.learn(OTHER, vec![address(PUBLIC)], Source::Another, Reach::Elsewhere, 0));
    assert_eq!(goals(&mut dialler, BACK_OFF_FIRST_MS), [Goal::Member(OTHER)]);
}

#[test]
fn loopback_is_believed_only_from_loopback() {
    for text in ["/ip4/127.0.0.1/tcp/4747", "/ip6/::1/tcp/4747", "/ip6/::ffff:127.0.0.1/tcp/4747"] {
        let near = address(text);
        let mut dialler = dialler(&[]);
        assert!(!dialler.learn(OTHER, vec![near.clone()], Source::Itself, Reach::Elsewhere, 0));
        assert!(dialler.learn(OTHER, vec![near.clone()], Source::Itself, Reach::Loopback, 0));
        assert!(dialler.addresses(&OTHER, Reach::Elsewhere).is_empty());
        assert_eq!(dialler.addresses(&OTHER, Reach::Loopback), [near.with_key(OTHER)]);
    }
}

#[test]
fn nowhere_is_not_believed() {
    let mut dialler = dialler(&[]);
    for text in [
        "/ip4/0.0.0.0/tcp/1",
        "/ip6/::/tcp/1",
        "/ip4/224.0.0.1/tcp/1",
        "/ip6/ff02::1/tcp/1",
        "/ip4/255.255.255.255/tcp/1",
        "/ip6/::ffff:0.0.0.0/tcp/1",
        "/ip4/192.0.2.7/tcp/0",
    ] {
        assert!(
            !dialler.learn(OTHER, vec![address(text)], Source::Another, Reach::Loopback, 0),
            "{text}"
        );
    }
}

fn many(ports: std::ops::Range<u16>) -> Vec<Address> {
    ports.map(|port| address(&format!("/ip4/192.0.2.7/tcp/{port}"))).collect()
}

fn dialled(dialler: &mut Dialler, now_ms: u64) -> Vec<Address> {
    dialler.due(now_ms, |_| false).into_iter().flat_map(|dial| dial.addresses).collect()
}

#[test]
fn hearsay_is_bounded_and_forgotten() {
    let mut dialler = dialler(&[]);
    for reported in many(1..100) {
        dialler.learn(OTHER, vec![reported], Source::Another, Reach::Elsewhere, 0);
    }
    let known = dialled(&mut dialler, BACK_OFF_FIRST_MS);
    assert_eq!(known.len(), ADDRESSES_PER_PEER_MAX);
    assert!(known[0].to_string().contains("/tcp/99"), "the newest is kept");
    for _ in 0..FORGET_AFTER_FAILURES {
        dialler.failed(&Goal::Member(OTHER), 0);
    }
    assert!(goals(&mut dialler, u64::MAX).is_empty());
}

#[test]
fn hearsay_is_not_passed_on() {
    let mut dialler = dialler(&[]);
    dialler.learn(OTHER, vec![address(PUBLIC)], Source::Another, Reach::Elsewhere, 0);
    assert!(dialler.addresses(&OTHER, Reach::Elsewhere).is_empty());
    assert!(!dialler.learn(OTHER, vec![address(PUBLIC)], Source::Itself, Reach::Elsewhere, 0));
    assert_eq!(dialler.addresses(&OTHER, Reach::Elsewhere), [address(PUBLIC).with_key(OTHER)]);
}

#[test]
fn hearsay_neither_displaces_nor_outlives_what_a_member_said_itself() {
    let mut dialler = dialler(&[]);
    dialler.learn(OTHER, vec![address(PUBLIC)], Source::Itself, Reach::Elsewhere, 0);
    dialler.learn(OTHER, many(1..100), Source::Another, Reach::Elsewhere, 0);
    let known = dialled(&mut dialler, BACK_OFF_FIRST_MS);
    assert!(known.contains(&address(PUBLIC).with_key(OTHER)));
    for _ in 0..2 * FORGET_AFTER_FAILURES {
        dialler.failed(&Goal::Member(OTHER), 0);
    }
    assert_eq!(dialled(&mut dialler, u64::MAX), [address(PUBLIC).with_key(OTHER)]);
}

#[test]
fn one_wrong_address_does_not_hide_the_right_one() {
    let right = address("/ip4/192.0.2.8/tcp/1");
    for (configured, wrong) in
        [(vec![], address(PUBLIC)), (vec![address(PUBLIC).with_key(OTHER)], address(PUBLIC))]
    {
        let mut dialler = dialler(&configured);
        let reported = vec![wrong.clone(), right.clone()];
        dialler.learn(OTHER, reported, Source::Another, Reach::Elsewhere, 0);
        assert_eq!(dialled(&mut dialler, BACK_OFF_FIRST_MS).len(), 2);
        dialler.disproved(&Goal::Member(OTHER), &wrong, BACK_OFF_FIRST_MS);
        let known = dialled(&mut dialler, BACK_OFF_FIRST_MS);
        assert_eq!(known, [right.clone().with_key(OTHER)], "at once, and without the wrong one");
    }
}

#[test]
fn wrong_address_that_is_the_only_one_backs_off() {
    let mut dialler = dialler(&[address(PUBLIC).with_key(OTHER)]);
    assert_eq!(goals(&mut dialler, 0), [Goal::Member(OTHER)]);
    dialler.disproved(&Goal::Member(OTHER), &address(PUBLIC), 0);
    assert!(goals(&mut dialler, 0).is_empty());
    assert_eq!(goals(&mut dialler, BACK_OFF_FIRST_MS), [Goal::Member(OTHER)]);
}

#[test]
fn place_whose_connections_never_last_backs_off() {
    let place = Goal::Place(address(PUBLIC));
    let mut dialler = dialler(&[address(PUBLIC)]);
    let mut attempts = 0;
    for now_ms in (0..10 * BACK_OFF_MAX_MS).step_by(100) {
        for goal in goals(&mut dialler, now_ms) {
            attempts += usize::from(goal == place);
            dialler.reached(&goal, OTHER, address(PUBLIC));
            dialler.opened(OTHER, now_ms);
            dialler.closed(OTHER, now_ms);
        }
    }
    assert!(attempts > 5 && attempts < 40, "{attempts}");
}

#[test]
fn newly_allowed_member_is_tried_at_once() {
    let mut dialler = Dialler::new(OWN, vec![address(PUBLIC).with_key(OTHER)], 42);
    for _ in 0..10 {
        dialler.failed(&Goal::Member(OTHER), 0);
    }
    assert!(goals(&mut dialler, 1).is_empty());
    dialler.allow(HashSet::from([OTHER]));
    assert_eq!(goals(&mut dialler, 1), [Goal::Member(OTHER)]);
}

#[test]
fn who_is_no_longer_a_member_is_forgotten() {
    let mut dialler = dialler(&[]);
    dialler.learn(OTHER, vec![address(PUBLIC)], Source::Another, Reach::Elsewhere, 0);
    dialler.allow(HashSet::new());
    assert!(goals(&mut dialler, u64::MAX).is_empty());
}

#[test]
fn own_address_is_dropped() {
    let place = Goal::Place(address(PUBLIC));
    let mut dialler = dialler(&[address(PUBLIC), address(PUBLIC).with_key(OWN)]);
    assert_eq!(goals(&mut dialler, 0), std::slice::from_ref(&place));
    dialler.found_self(&place);
    assert!(goals(&mut dialler, u64::MAX).is_empty());
}

#[test]
fn dials_under_way_are_bounded() {
    let mut dialler = dialler(&many(1..200));
    assert_eq!(goals(&mut dialler, 0).len(), DIALS_MAX);
    assert!(goals(&mut dialler, 0).is_empty());
}
