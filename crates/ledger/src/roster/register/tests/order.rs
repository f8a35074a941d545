//! The law of the set: whatever the order in which acts come, the directory and the digest are the same.

use proptest::prelude::*;

use super::{FIVE, SIX, Stage, head, heads, member_with, root, step};
use crate::log::Id;
use crate::roster::{Register, RosterProposal};
use crate::tests::cast::{key, member, state};

/// Acts of every kind, with a fork that is settled, a stolen root, and copies that must merge.
fn acts() -> (Stage, Vec<Vec<u8>>) {
    let (mut stage, mut acts) = (Stage::new(), Vec::new());
    let founding = stage.roster().clone();
    let mut backup = stage.request("EE", "EE backup");
    backup.under = None;
    acts.push(stage.certify(&backup, &root("EE")));
    acts.push(stage.revoke("FI", "FI statement", Some((4, Id::from_bytes([4; 32]))), &root("FI")));
    acts.push(stage.revoke("FI", "FI statement", Some((3, Id::from_bytes([3; 32]))), &root("FI")));
    let one = RosterProposal::after(&founding).admit(member("SE")).build().unwrap();
    let two = RosterProposal::after(&founding).admit(member("DK")).build().unwrap();
    acts.push(step(&one, &founding, &SIX[..5]));
    acts.push(step(&one, &founding, &FIVE));
    acts.push(step(&two, &founding, &FIVE));
    acts.iter().for_each(|act| {
        let act = stage.register.check(act).unwrap();
        stage.register.insert(act);
    });
    let choice = RosterProposal::after(&one)
        .settle(two.hash())
        .replace_root(state("EE"), key("EE second root").public());
    let choice = choice.end(stage.register.ending_of(state("EE"), &[])).build().unwrap();
    let enacted = step(&choice, &one, &FIVE);
    stage.take(&enacted);
    acts.push(enacted);
    let mut thief = stage.request("EE", "thief");
    thief.under = Some(one.hash());
    acts.push(stage.certify(&thief, &root("EE")));
    let mut rotated = stage.request("EE", "EE");
    (rotated.serial, rotated.epoch) = (2, 1);
    acts.push(stage.certify(&rotated, &key("EE second root")));
    acts.push(stage.withdraw("NL", &[head("NL statement", 7)], &root("NL")));
    let last = stage.propose().remove(state("NL")).suspend(state("KR"));
    let last = stage.build(last, &[head("KR statement", 2)]);
    let enacted = stage.step(&last, &FIVE);
    stage.take(&enacted);
    acts.push(enacted);
    let rejoined = stage.propose().admit(member_with("NL", "NL second root")).build().unwrap();
    acts.push(stage.step(&rejoined, &["DE", "FI", "FR", "SE"]));
    (stage, acts)
}

/// Takes the acts in this order, asking again for those that came too early, as a node does.
fn played(stage: &Stage, acts: &[Vec<u8>]) -> Register {
    let mut register = Register::new(&stage.genesis);
    let mut waiting: Vec<&Vec<u8>> = acts.iter().collect();
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|bytes| match register.check(bytes) {
            Ok(act) => {
                register.insert(act);
                false
            }
            Err(flaw) => {
                assert!(flaw.is_early(), "{}", flaw.name());
                true
            }
        });
        assert!(waiting.len() < before, "what is early comes in time");
    }
    register
}

#[test]
fn acts_come_out_in_an_order_in_which_each_can_be_checked() {
    let (stage, acts) = acts();
    let register = played(&stage, &acts);
    let mut again = Register::new(&stage.genesis);
    for act in register.acts() {
        let checked = again.check(act.bytes()).unwrap();
        again.insert(checked);
    }
    assert_eq!(again.digest(), register.digest());
    assert_eq!(register.acts().count(), acts.len() - 1, "two copies of one step are one act");
}

#[test]
fn one_act_more_is_another_digest() {
    let (stage, acts) = acts();
    let digests: std::collections::BTreeSet<_> = (0..acts.len())
        .filter(|at| *at != 3 && *at != 4)
        .map(|at| {
            let mut less = acts.clone();
            less.remove(at);
            Register::load(&stage.genesis, &less).0.digest()
        })
        .collect();
    assert!(!digests.contains(&Register::load(&stage.genesis, &acts).0.digest()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_gives_the_same_directory_and_digest(
        order in Just((0..acts().1.len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let (stage, acts) = acts();
        let (loaded, refused) = Register::load(&stage.genesis, &acts);
        prop_assert!(refused.is_empty());
        let shuffled: Vec<Vec<u8>> = order.into_iter().map(|at| acts[at].clone()).collect();
        let played = played(&stage, &shuffled);
        prop_assert_eq!(played.digest(), loaded.digest());
        prop_assert_eq!(heads(&played), heads(&loaded));
        let (reloaded, _) = Register::load(&stage.genesis, &shuffled);
        prop_assert_eq!(reloaded.digest(), loaded.digest());
        prop_assert_eq!(heads(&reloaded), heads(&loaded));
    }
}
