//! Laws of the jitter.

use super::Dice;

#[test]
fn jitter_is_between_half_a_period_and_the_whole() {
    let mut dice = Dice::new(3);
    let waits: Vec<u64> = (0..1_000).map(|_| dice.jittered(1_000)).collect();
    assert!(waits.iter().all(|wait| (500..=1_000).contains(wait)));
    let (least, most) = (waits.iter().min().unwrap(), waits.iter().max().unwrap());
    assert!(*least < 510 && *most > 990, "{least} to {most}: all of it is used");
}

#[test]
fn nothing_is_below_zero() {
    assert_eq!(Dice::new(3).below(0), 0);
    assert_eq!(Dice::new(3).jittered(0), 0);
}
