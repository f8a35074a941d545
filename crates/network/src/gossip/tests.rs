//! What waits for a subscriber, and for how long.

use super::*;

fn tried(publishes: &mut Publishes, now_ms: u64, outcome: Attempt) -> Vec<Vec<u8>> {
    let mut seen = Vec::new();
    publishes.retry(now_ms, |bytes| {
        seen.push(bytes.to_vec());
        outcome
    });
    seen
}

#[test]
fn settings_are_consistent() {
    let _ = gossipsub(&topic(&[7; 32]));
}

#[test]
fn message_waits_until_somebody_takes_it() {
    let mut publishes = Publishes::default();
    publishes.keep(0, vec![1]);
    publishes.keep(0, vec![2]);
    assert_eq!(tried(&mut publishes, 1, Attempt::Waits), [[1]]);
    assert_eq!(tried(&mut publishes, 2, Attempt::Taken), [[1], [2]]);
    assert!(tried(&mut publishes, 3, Attempt::Taken).is_empty());
}

#[test]
fn message_expires() {
    let mut publishes = Publishes::default();
    publishes.keep(0, vec![1]);
    publishes.keep(5, vec![2]);
    assert_eq!(tried(&mut publishes, PUBLISH_EXPIRY_MS, Attempt::Taken), [[2]]);
}

#[test]
fn hopeless_message_does_not_block_the_next() {
    let mut publishes = Publishes::default();
    publishes.keep(0, vec![1]);
    publishes.keep(0, vec![2]);
    assert_eq!(tried(&mut publishes, 1, Attempt::Hopeless).len(), 2);
}

#[test]
fn oldest_makes_room() {
    let mut publishes = Publishes::default();
    for n in 0..=PUBLISHES_MAX {
        publishes.keep(0, n.to_be_bytes().to_vec());
    }
    let seen = tried(&mut publishes, 1, Attempt::Taken);
    assert_eq!(seen.len(), PUBLISHES_MAX);
    assert_eq!(seen[0], 1usize.to_be_bytes());
}
