//! Who is asked, and how often.

use super::*;

fn keys(bytes: &[u8]) -> Vec<PeerKey> {
    bytes.iter().map(|byte| PeerKey([*byte; 32])).collect()
}

#[test]
fn new_peer_is_asked_at_once_and_only_then() {
    let mut rounds = Rounds::default();
    let connected = keys(&[1, 2]);
    rounds.joined(connected[1], 0);
    assert_eq!(rounds.due(0, &connected), [connected[1]]);
    assert!(rounds.due(1, &connected).is_empty());
}

#[test]
fn peer_that_is_gone_again_is_not_asked() {
    let mut rounds = Rounds::default();
    rounds.joined(PeerKey([1; 32]), 0);
    assert!(rounds.due(0, &[]).is_empty());
}

#[test]
fn all_are_asked_in_turns() {
    let mut rounds = Rounds::default();
    let connected = keys(&[1, 2, 3, 4, 5, 6]);
    let mut now_ms = 0;
    let mut asked = Vec::new();
    for _ in 0..3 {
        now_ms += 2 * REPORT_MAX_MS;
        asked.extend(rounds.due(now_ms, &connected));
    }
    for key in connected {
        assert_eq!(asked.iter().filter(|other| **other == key).count(), 2, "{asked:?}");
    }
}

#[test]
fn rounds_become_rarer_until_there_is_news() {
    let mut rounds = Rounds::default();
    let connected = keys(&[1]);
    let mut gaps = Vec::new();
    let mut last_ms = 0;
    for now_ms in (0..10 * REPORT_MAX_MS).step_by(100) {
        if !rounds.due(now_ms, &connected).is_empty() {
            gaps.push(now_ms - last_ms);
            last_ms = now_ms;
        }
    }
    assert_eq!(gaps[..3], [REPORT_FIRST_MS, REPORT_FIRST_MS, 2 * REPORT_FIRST_MS]);
    assert_eq!(gaps.last(), Some(&REPORT_MAX_MS));
    let now_ms = 10 * REPORT_MAX_MS;
    rounds.news(now_ms);
    assert_eq!(rounds.due(now_ms + REPORT_FIRST_MS, &connected), connected);
}
