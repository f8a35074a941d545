//! The simulator over a few seeds, and its checkers over replicas that are broken on purpose.

use super::*;
use crate::{Invariant, Mutation, Telling};

fn run(cast: &Cast, seed: u64) -> Outcome {
    simulate(cast, Plan::of(seed, cast.players().len()), Telling::Digest)
}

fn holds_over(seeds: std::ops::Range<u64>, replicas: usize) {
    let cast = Cast::of(replicas);
    for seed in seeds {
        let outcome = run(&cast, seed);
        assert_eq!(outcome.breach, None, "seed {seed} of {replicas} replicas: {}", outcome.plan);
    }
}

#[test]
fn all_invariants_hold_over_40_seeds_of_5_replicas() {
    holds_over(0..40, 5);
}

#[test]
fn all_invariants_hold_over_4_seeds_of_9_replicas() {
    holds_over(0..4, 9);
}

#[test]
fn one_seed_gives_one_story() {
    let cast = Cast::of(5);
    let told = |telling| simulate(&cast, Plan::of(11, 5), telling);
    let (one, other) = (told(Telling::Lines), told(Telling::Lines));
    assert!(one.lines.len() > 20);
    assert_eq!(one.lines, other.lines);
    assert_eq!(one.digest, other.digest);
    assert_eq!(one.tally, other.tally);
    // Being told does not change the story, and another seed is another one.
    assert_eq!(one.digest, told(Telling::Digest).digest);
    assert_ne!(one.digest, run(&cast, 12).digest);
}

#[test]
fn the_seeds_have_every_fault_and_every_kind_of_seed() {
    let plans: Vec<Plan> = (0..200).map(|seed| Plan::of(seed, 9)).collect();
    let share = |which: &dyn Fn(&Plan) -> bool| plans.iter().filter(|plan| which(plan)).count();
    for (what, which) in [
        ("gossip off", &(|plan: &Plan| !node::speaks(plan)) as &dyn Fn(&Plan) -> bool),
        ("liars", &|plan| !plan.liars.is_empty()),
        ("no liars", &|plan| plan.liars.is_empty()),
        ("restored", &|plan| plan.restored.is_some()),
        ("loss", &|plan| plan.weather.loss_percent > 0),
        ("disk failures", &|plan| plan.weather.disk_failure_percent > 0),
        ("partitions", &|plan| plan.partitions > 0),
        ("crashes", &|plan| plan.crashes > 0),
        ("history", &|plan| plan.history.is_some()),
    ] {
        assert!(share(which) >= 4, "{what}: {} of 200 seeds", share(which));
    }
}

/// Runs a broken node over seeds until somebody notices, and says what was noticed.
fn caught(mutation: Mutation) -> Option<Invariant> {
    let cast = Cast::of(5);
    (0..60).find_map(|seed| {
        let plan = Plan::of(seed, 5).broken(mutation);
        simulate(&cast, plan, Telling::Digest).breach.map(|breach| breach.invariant)
    })
}

#[test]
fn a_replica_that_acknowledges_before_durable_is_caught() {
    assert_eq!(caught(Mutation::AcknowledgesEarly), Some(Invariant::DurableFirst));
}

#[test]
fn a_replica_that_drops_evidence_is_caught() {
    assert_eq!(caught(Mutation::DropsEvidence), Some(Invariant::EvidenceConverged));
}

#[test]
fn a_replica_that_forgets_the_barrier_is_caught() {
    assert_eq!(caught(Mutation::ForgetsBarrier), Some(Invariant::HonestNeverProved));
}

#[test]
fn a_replica_that_gossips_what_is_not_durable_is_caught() {
    assert_eq!(caught(Mutation::SpeaksEarly), Some(Invariant::DurableFirst));
}

#[test]
fn a_replica_that_loses_an_entry_on_the_way_to_the_disk_is_caught() {
    assert_eq!(caught(Mutation::LosesEntries), Some(Invariant::DurableFirst));
}

#[test]
fn a_replica_that_stores_a_forgery_is_caught() {
    assert_eq!(caught(Mutation::StoresForgeries), Some(Invariant::OnlySigned));
}

#[test]
fn a_replica_that_answers_twice_is_caught() {
    assert_eq!(caught(Mutation::AnswersTwice), Some(Invariant::OneAnswer));
}

#[test]
fn a_replica_that_never_asks_is_caught() {
    assert_eq!(caught(Mutation::NeverAsks), Some(Invariant::NoRecordLost));
}

#[test]
fn a_replica_that_chatters_is_caught() {
    assert_eq!(caught(Mutation::Chatters), Some(Invariant::IdleIsQuiet));
}

#[test]
fn a_replica_that_forgets_verdicts_is_caught() {
    assert_eq!(caught(Mutation::ForgetsVerdicts), Some(Invariant::OneVerdict));
}
