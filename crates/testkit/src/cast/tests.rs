//! Laws of the cast.

use chancery_ledger::log::Chain;

use super::*;

#[test]
fn the_cast_is_the_same_every_time() {
    let (one, other) = (Cast::of_the_code(), Cast::of_the_code());
    assert_eq!(one.genesis().encode(), other.genesis().encode());
    assert_eq!(one.players().len(), 25);
}

#[test]
fn the_largest_cast_has_193_different_states() {
    let cast = Cast::of(CAST_MAX);
    let states: std::collections::BTreeSet<_> = cast.players().iter().map(Player::state).collect();
    assert_eq!(states.len(), CAST_MAX);
    assert_eq!(cast.directory().authors().count(), CAST_MAX);
}

#[test]
fn what_a_player_seals_is_admitted() {
    let cast = Cast::of(2);
    let player = &cast.players()[1];
    let mut chain = Chain::new(player.log());
    for salt in 0..3 {
        let sealed = player.seal_next(&chain, body_of(500, salt)).unwrap();
        chain.admit(sealed, cast.directory()).unwrap();
    }
    assert_eq!(chain.next_seq(), 3);
    assert!(cast.directory().by_transport(&player.peer().0).is_some());
}

#[test]
fn bodies_have_about_the_length_that_was_asked_for_and_differ() {
    for bytes in [0, 64, 300, 1024, 40_000] {
        let body = body_of(bytes, 1);
        assert!(body.len() >= bytes.saturating_sub(8) && body.len() <= bytes + 30, "{bytes}");
        assert_ne!(body, body_of(bytes, 2));
    }
}
