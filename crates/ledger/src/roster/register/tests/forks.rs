//! Laws of two versions at one height: both are kept, people choose, and whoever signed both is named.

use super::{FIVE, SIX, Stage, heads, step};
use crate::act::{ActKind, DoubleSignature, Quorum};
use crate::log::Chain;
use crate::roster::{Learnt, Roster, RosterProposal};
use crate::statement::founding_entry;
use crate::tests::cast::{draft, member, state, statement_key};

fn next(previous: &Roster, code: &str) -> RosterProposal {
    RosterProposal::after(previous).admit(member(code))
}

/// Two versions at height 1, with their steps.
fn forked(stage: &mut Stage) -> [Roster; 2] {
    let founding = stage.roster().clone();
    let one = next(&founding, "SE").build().unwrap();
    let two = next(&founding, "DK").build().unwrap();
    stage.take(&step(&one, &founding, &FIVE));
    stage.take(&step(&two, &founding, &SIX[..5]));
    [one, two]
}

#[test]
fn two_versions_at_one_height_halt_the_register_and_name_who_signed_both() {
    let mut stage = Stage::new();
    let founding = stage.roster().clone();
    let [one, two] = forked(&mut stage);
    let halt = stage.register.halt().unwrap();
    let mut hashes = vec![one.hash(), two.hash()];
    hashes.sort();
    assert_eq!((halt.height, &halt.versions), (1, &hashes));
    let named: Vec<&str> = halt.double_signers.iter().map(|state| state.as_str()).collect();
    assert_eq!(named, ["DE", "FI", "FR", "KR"], "EE and NL signed one each");
    assert_eq!(stage.roster(), &founding, "the last version that all share is in force");
    assert_eq!(stage.register.history().len(), 1);
    assert!(stage.directory().known_roster(&one.hash()).is_some());
    assert!(stage.directory().known_roster(&two.hash()).is_some());
}

#[test]
fn statement_that_names_either_version_verifies_during_the_halt() {
    let mut stage = Stage::new();
    let versions = forked(&mut stage);
    let certificate = stage.author("EE statement").unwrap().certificate.clone();
    let founding = founding_entry(&certificate, 0, &statement_key("EE")).unwrap();
    for version in versions {
        let mut chain = Chain::new(founding.position().log);
        chain.admit(founding.clone(), stage.directory()).unwrap();
        let mut draft = draft("EE", 1, Some(founding.id()));
        draft.roster = version.hash();
        let entry = draft.seal(&statement_key("EE")).unwrap();
        assert!(chain.admit(entry, stage.directory()).is_ok());
    }
}

#[test]
fn branch_that_settles_the_other_wins_and_stays() {
    let mut stage = Stage::new();
    let [one, two] = forked(&mut stage);
    let choice = RosterProposal::after(&one).settle(two.hash()).build().unwrap();
    stage.take(&step(&choice, &one, &FIVE));
    assert_eq!(stage.register.halt(), None);
    assert_eq!(stage.roster(), &choice);
    assert_eq!(stage.register.history().len(), 3);
    assert_eq!(stage.register.double_signers().len(), 4, "who signed both stays named");
    // A later version that settles nothing undoes nothing.
    let late = next(&two, "NO").build().unwrap();
    stage.take(&step(&late, &two, &SIX[..5]));
    assert_eq!((stage.register.halt(), stage.roster()), (None, &choice));
}

#[test]
fn branches_that_settle_each_other_halt_until_one_settles_that_too() {
    let mut stage = Stage::new();
    let founding = stage.roster().clone();
    let [one, two] = forked(&mut stage);
    let choice = RosterProposal::after(&one).settle(two.hash()).build().unwrap();
    let rival = RosterProposal::after(&two).settle(one.hash()).build().unwrap();
    stage.take(&step(&choice, &one, &FIVE));
    stage.take(&step(&rival, &two, &SIX[..5]));
    assert_eq!(stage.register.halt().unwrap().height, 1);
    assert_eq!(stage.roster(), &founding);
    let last = RosterProposal::after(&choice).settle(rival.hash()).build().unwrap();
    stage.take(&step(&last, &choice, &FIVE));
    assert_eq!((stage.register.halt(), stage.roster()), (None, &last));
}

#[test]
fn later_fork_above_a_settled_one_halts_there() {
    let mut stage = Stage::new();
    let [one, two] = forked(&mut stage);
    let choice = RosterProposal::after(&one).settle(two.hash()).build().unwrap();
    stage.take(&step(&choice, &one, &FIVE));
    for code in ["NO", "IS"] {
        let rival = next(&choice, code).build().unwrap();
        stage.take(&step(&rival, &choice, &FIVE));
    }
    assert_eq!(stage.register.halt().unwrap().height, 3);
    assert_eq!(stage.roster(), &choice, "the settled branch does not matter any more");
}

#[test]
fn three_branches_in_a_ring_halt() {
    let mut stage = Stage::new();
    let founding = stage.roster().clone();
    let firsts: Vec<Roster> =
        ["SE", "DK", "NO"].map(|code| next(&founding, code).build().unwrap()).to_vec();
    for first in &firsts {
        stage.take(&step(first, &founding, &FIVE));
    }
    for (at, first) in firsts.iter().enumerate() {
        let settled = firsts[(at + 1) % 3].hash();
        let second = RosterProposal::after(first).settle(settled).build().unwrap();
        stage.take(&step(&second, first, &FIVE));
    }
    assert_eq!(stage.register.halt().unwrap().versions.len(), 3);
    assert_eq!(stage.roster(), &founding);
}

/// Only one of the two has its quorum; the other is a paper that somebody was sent.
#[test]
fn partial_step_proves_who_signed_twice() {
    let mut stage = Stage::new();
    let founding = stage.roster().clone();
    let [one, two] = ["SE", "DK"].map(|code| next(&founding, code).build().unwrap());
    stage.take(&step(&one, &founding, &FIVE));
    let partial = step(&two, &founding, &["EE", "KR"]);
    assert_eq!(stage.refusal(&partial), "below-quorum");
    let proofs = stage.register.expose(&partial).unwrap();
    assert_eq!(proofs.len(), 1, "EE signed one alone");
    assert_eq!(stage.register.insert(proofs[0].clone()), Learnt::New);
    assert_eq!(proofs[0].kind(), ActKind::DoubleSignature);
    let [named] = stage.register.double_signers() else { panic!("one is named") };
    assert_eq!((named.version, named.state), (1, state("KR")));
    assert_eq!(stage.register.halt(), None, "nothing else follows");
    assert_eq!(stage.roster(), &one);
    assert_eq!(stage.register.expose(&step(&one, &founding, &FIVE)).unwrap(), []);
}

#[test]
fn of_several_proofs_against_one_root_everybody_keeps_the_same() {
    let stage = Stage::new();
    let founding = stage.roster().clone();
    let steps: Vec<_> = ["SE", "DK", "NO"]
        .map(|code| step(&next(&founding, code).build().unwrap(), &founding, &["KR"]))
        .iter()
        .map(|bytes| stage.register.read_step(bytes, Quorum::NotYet).unwrap())
        .collect();
    let proofs: Vec<Vec<u8>> = [(0, 1), (1, 2), (2, 0)]
        .into_iter()
        .flat_map(|(one, other)| DoubleSignature::prove(&steps[one], &steps[other]))
        .collect();
    assert_eq!(proofs.len(), 3);
    let outcome = |order: [usize; 3]| {
        let mut stage = stage.clone();
        for at in order {
            let act = stage.register.check(&proofs[at]).unwrap();
            stage.register.insert(act);
        }
        assert_eq!(stage.register.acts().count(), 1);
        (stage.register.digest(), heads(&stage.register).to_string())
    };
    let first = outcome([0, 1, 2]);
    for order in [[1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(outcome(order), first);
    }
}

#[test]
fn key_that_may_not_sign_proves_nothing() {
    let stage = Stage::new();
    let founding = stage.roster().clone();
    let [one, two] = ["SE", "DK"].map(|code| next(&founding, code).build().unwrap());
    let read = |roster| {
        let bytes = step(roster, &founding, &["KR"]);
        stage.register.read_step(&bytes, Quorum::NotYet).unwrap()
    };
    let proof = DoubleSignature::prove(&read(&one), &read(&two)).remove(0);
    assert_eq!(stage.refusal(&proof), "none");
    let other = Stage::of(&["EE", "FI"], &[]);
    assert_eq!(other.refusal(&proof), "unknown-roster", "of another network");
}

/// One root in two networks: it signs a version 1 in each, and has not lied in either.
#[test]
fn root_that_votes_in_two_networks_is_not_convicted() {
    let (here, there) = (Stage::new(), Stage::of(&["EE", "KR"], &[]));
    let read = |stage: &Stage| {
        let next = stage.propose().admit(member("SE")).build().unwrap();
        let bytes = step(&next, stage.roster(), &["KR"]);
        stage.register.read_step(&bytes, Quorum::NotYet).unwrap()
    };
    let proof = DoubleSignature::prove(&read(&here), &read(&there)).remove(0);
    for stage in [here, there] {
        assert_eq!(stage.refusal(&proof), "unknown-roster");
    }
}
