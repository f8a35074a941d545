//! A lie on two sides of a cut, over a few seeds, and a node that drops proofs.

use super::prove_in_time;
use crate::{Cast, Invariant, Mutation, Plan, Telling};

#[test]
fn lie_is_proved_everywhere_within_two_rounds_after_the_cut() {
    for (replicas, seeds) in [(3, 0..8), (9, 0..4), (25, 0..1)] {
        let cast = Cast::of(replicas);
        for seed in seeds {
            let outcome = prove_in_time(&cast, Plan::parted(seed, replicas), Telling::Digest);
            assert_eq!(outcome.breach, None, "seed {seed} of {replicas}: {}", outcome.plan);
            assert_eq!(outcome.tally.of("lies-told"), 1, "seed {seed} of {replicas}");
        }
    }
}

#[test]
fn node_that_drops_proofs_is_caught() {
    let cast = Cast::of(5);
    let plan = Plan::parted(1, 5).broken(Mutation::DropsEvidence);
    let breach = prove_in_time(&cast, plan, Telling::Digest).breach.map(|breach| breach.invariant);
    assert_eq!(breach, Some(Invariant::ProvedInTime));
}
