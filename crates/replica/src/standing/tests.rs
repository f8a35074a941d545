//! Laws of standing.

use super::*;

#[test]
fn three_malformed_messages_hang_up() {
    let mut standing = Standing::new(0);
    assert_eq!(standing.charge(0, Reason::Malformed), Conduct::Deal);
    assert_eq!(standing.charge(0, Reason::Malformed), Conduct::BackOff);
    assert_eq!(standing.charge(0, Reason::Malformed), Conduct::Disconnect);
}

#[test]
fn an_honest_relay_of_a_fork_pays_nothing() {
    let mut standing = Standing::new(0);
    for _ in 0..1_000 {
        standing.charge(0, Reason::Fork);
        standing.charge(0, Reason::Held);
        standing.charge(0, Reason::Frozen);
    }
    assert_eq!(standing.score(0), STANDING_BEST);
}

#[test]
fn time_gives_standing_back_and_no_past_is_beyond_repair() {
    let mut standing = Standing::new(0);
    for _ in 0..1_000 {
        standing.charge(0, Reason::BadSignature);
    }
    assert_eq!(standing.score(0), STANDING_WORST);
    let again_ms = standing.deal_again_ms(0).expect("because it is at its worst");
    assert_eq!(standing.conduct(again_ms - STANDING_POINT_MS), Conduct::BackOff);
    assert_eq!(standing.conduct(again_ms), Conduct::Deal);
    assert_eq!(standing.score(1_000_000_000), STANDING_BEST);
}

#[test]
fn frequent_charges_do_not_stop_the_recovery() {
    let mut standing = Standing::new(0);
    standing.charge(0, Reason::Malformed);
    for now_ms in 0..STANDING_POINT_MS * 10 {
        standing.charge(now_ms, Reason::Held);
    }
    assert_eq!(standing.score(STANDING_POINT_MS * 10), -30);
}

#[test]
fn names_of_reasons_are_unique_and_kebab_case() {
    let names: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|r| r.name()).collect();
    assert_eq!(names.len(), Reason::ALL.len());
    for name in names {
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
    }
}
