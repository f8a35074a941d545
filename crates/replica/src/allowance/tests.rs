//! Laws of a peer's allowance.

use super::*;

#[test]
fn a_burst_passes_and_what_follows_is_spent() {
    let mut allowance = Allowance::new(0);
    for _ in 0..GOSSIP_PER_PEER_BURST_MAX {
        assert_eq!(allowance.take(0, 1), Taken::Granted);
    }
    assert_eq!(allowance.take(0, 1), Taken::Spent);
    assert_eq!(allowance.take(1_000, 1), Taken::Granted);
}

#[test]
fn it_grows_by_the_second_however_often_it_is_asked() {
    let mut allowance = Allowance::new(0);
    while allowance.take(0, 1) == Taken::Granted {}
    let granted =
        (1..=10_000).filter(|&now_ms| allowance.take(now_ms, 1) == Taken::Granted).count();
    assert_eq!(granted as u64, 10 * GOSSIP_PER_PEER_PER_SECOND);
}

#[test]
fn it_never_holds_more_than_a_burst() {
    let mut allowance = Allowance::new(0);
    assert_eq!(allowance.take(u64::MAX, GOSSIP_PER_PEER_BURST_MAX), Taken::Granted);
    assert_eq!(allowance.take(u64::MAX, 1), Taken::Spent);
}
