//! Laws of the roster.

use chancery_record::StateCode;
use proptest::prelude::*;

use super::{Roster, RosterFlaw, least_threshold};
use crate::roster::Member;
use crate::tests::cast::{MEMBERS, key, member, roster, state};

fn refusal(bent: impl FnOnce(&mut Roster)) -> Option<RosterFlaw> {
    let mut roster = roster();
    bent(&mut roster);
    let read = Roster::decode(&roster.encode());
    if let Ok(read) = &read {
        assert_eq!(read, &roster);
    }
    read.err()
}

#[test]
fn what_is_founded_reads_back_and_has_one_hash() {
    assert_eq!(refusal(|_| {}), None);
    let mut members = MEMBERS.map(member).to_vec();
    members.reverse();
    let other = Roster::found("exercise", members, vec![member("BR")]).unwrap();
    assert_eq!(other.hash(), roster().hash(), "the order of the arguments does not matter");
    let renamed = Roster::found("Exercise", MEMBERS.map(member).into(), vec![member("BR")]);
    assert_ne!(renamed.unwrap().hash(), roster().hash());
}

#[test]
fn threshold_is_more_than_two_thirds_and_at_most_all() {
    for (members, threshold) in
        [(1, 1), (2, 2), (3, 3), (4, 3), (6, 5), (7, 5), (25, 17), (193, 129)]
    {
        assert_eq!(least_threshold(members), threshold, "{members} members");
    }
    let flaw = |found| Some(RosterFlaw::Threshold { found, least: 3, most: 3 });
    assert_eq!(refusal(|roster| roster.threshold = 2), flaw(2));
    assert_eq!(refusal(|roster| roster.threshold = 4), flaw(4));
}

#[test]
fn states_are_sorted_and_stand_once() {
    assert_eq!(refusal(|roster| roster.members.swap(0, 1)), Some(RosterFlaw::Order));
    let twice = refusal(|roster| roster.members[1] = roster.members[0].clone());
    assert_eq!(twice, Some(RosterFlaw::Order));
    let both = refusal(|roster| {
        roster.observers = vec![Member { root: key("another").public(), ..member("EE") }];
    });
    assert_eq!(both, Some(RosterFlaw::Order), "member and observer at once");
}

#[test]
fn every_state_has_its_own_root() {
    let member = refusal(|roster| roster.members[1].root = roster.members[0].root);
    assert_eq!(member, Some(RosterFlaw::KeyReused));
    let observer = refusal(|roster| roster.observers[0].root = roster.members[0].root);
    assert_eq!(observer, Some(RosterFlaw::KeyReused));
}

#[test]
fn roster_without_members_is_none() {
    assert_eq!(refusal(|roster| roster.members.clear()), Some(RosterFlaw::Count { found: 0 }));
    assert_eq!(refusal(|roster| roster.observers.clear()), None);
}

#[test]
fn name_that_shows_as_another_is_refused() {
    for bad in ["", "a\nb", "\u{7f}", "Est\u{202e}onia", "Esto\u{200b}nia", &"x".repeat(129)] {
        let network = refusal(|roster| roster.network = bad.into());
        assert_eq!(network, Some(RosterFlaw::Name), "{bad:?}");
        let member = refusal(|roster| roster.members[0].name = bad.into());
        assert_eq!(member, Some(RosterFlaw::Name), "{bad:?}");
    }
    for good in ["Eesti", "대한민국", "Côte d’Ivoire", "مصر"] {
        assert_eq!(refusal(|roster| roster.members[0].name = good.into()), None, "{good}");
    }
}

#[test]
fn version_above_0_names_the_one_before_and_0_names_none() {
    let hash = roster().hash();
    assert_eq!(refusal(|roster| roster.version = 1), Some(RosterFlaw::Previous));
    assert_eq!(refusal(|roster| roster.previous = Some(hash)), Some(RosterFlaw::Previous));
    let later = refusal(|roster| (roster.version, roster.previous) = (1, Some(hash)));
    assert_eq!(later, None);
}

#[test]
fn every_state_there_is_fits() {
    let everybody: Vec<Member> = StateCode::all().map(|code| member(code.as_str())).collect();
    let roster = Roster::found("everybody", everybody, Vec::new()).unwrap();
    assert_eq!(Roster::decode(&roster.encode()), Ok(roster.clone()));
    assert!(roster.member(state("XK")).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whoever_founds_a_roster_reads_it_back(
        codes in proptest::sample::subsequence(StateCode::all().collect::<Vec<_>>(), 1..40),
        observers in 0..10_usize,
        name in "[\u{21}-\u{7e}\u{c0}-\u{17f}]{1,60}",
    ) {
        let mut members: Vec<Member> = codes.iter().map(|code| member(code.as_str())).collect();
        let observers = members.split_off(members.len().saturating_sub(observers).max(1));
        let roster = Roster::found(name, members, observers).unwrap();
        let bytes = roster.encode();
        prop_assert_eq!(Roster::decode(&bytes).unwrap().encode(), bytes);
    }
}
