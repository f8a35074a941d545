//! Every case is a valid exercise, whoever signs it.

use chancery_record::Record;
use chancery_record::vocabulary::Vocabularies;

use super::*;

fn states(codes: &[&str]) -> Vec<StateCode> {
    codes.iter().map(|code| code.parse().unwrap()).collect()
}

fn casts() -> Vec<Vec<StateCode>> {
    vec![
        states(&["US", "CA"]),
        states(&["US", "CA", "EE"]),
        states(&["US", "CA", "EE", "KR", "DE", "GB", "NO", "FI", "NL"]),
    ]
}

#[test]
fn every_case_is_a_valid_exercise_whoever_signs_it() {
    for cast in casts() {
        let plan = plan(&cast).unwrap();
        let changes = [&plan.correction, &plan.withdrawal];
        for case in plan.first.iter().chain(&plan.meanwhile).chain(changes) {
            let record = Record::from_json(&case.record.to_string(), Vocabularies::shipped())
                .unwrap_or_else(|violations| panic!("{}: {violations:?}", case.title()));
            assert!(record.exercise(), "{}", case.title());
            assert_eq!(record.state(), Some(cast[case.author]), "{}", case.title());
            assert_eq!(record.authority(), Some("authority"), "{}", case.title());
        }
    }
}

#[test]
fn a_case_is_signed_by_its_own_state_when_that_is_on_stage() {
    let cast = states(&["US", "CA", "EE"]);
    let plan = plan(&cast).unwrap();
    assert_eq!(plan.first[0].author, 0);
    assert_eq!(plan.first[plan.withdrawn].author, 1);
}

#[test]
fn while_a_node_is_away_others_publish_and_every_case_is_told_once() {
    for cast in casts() {
        let plan = plan(&cast).unwrap();
        assert_eq!(plan.meanwhile.len(), HELD_BACK);
        assert_eq!(plan.first.len() + plan.meanwhile.len(), ADVISORIES.len());
        assert!(plan.meanwhile.iter().all(|case| case.author != cast.len() - 1));
    }
}

#[test]
fn a_change_is_by_the_originator_of_what_it_changes() {
    for cast in casts() {
        let plan = plan(&cast).unwrap();
        assert_eq!(plan.correction.author, plan.first[plan.corrected].author);
        assert_eq!(plan.withdrawal.author, plan.first[plan.withdrawn].author);
    }
}
