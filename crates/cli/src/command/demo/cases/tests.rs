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
        let sequels = plan.sequels.iter().map(|(case, _)| case);
        for case in plan.first.iter().chain(&plan.meanwhile).chain(sequels) {
            let mut record = case.record.clone();
            if record["target"].is_object() {
                let about = if case.is_by_originator() { case.author } else { case.author + 1 };
                let reference = format!("{}-2026-0001", cast[about % cast.len()]);
                record["target"] = json!({ "reference": reference });
            }
            let record = Record::from_json(&record.to_string(), Vocabularies::shipped())
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
    assert_eq!(plan.advisory(0).author, 0);
    assert_eq!(plan.advisory(WITHDRAWN).author, 1);
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
fn a_change_is_by_the_originator_of_what_it_changes_and_a_comment_by_somebody_else() {
    for cast in casts() {
        let plan = plan(&cast).unwrap();
        for (case, about) in &plan.sequels {
            let originator = match about {
                About::Advisory(number) => plan.advisory(*number).author,
                About::Sequel(earlier) => plan.sequels[*earlier].0.author,
            };
            let own = case.author == originator;
            assert_eq!(own, case.is_by_originator(), "{}", case.title());
        }
    }
}

#[test]
fn what_a_sequel_is_about_comes_before_it() {
    for (at, (_, about)) in SEQUELS.iter().enumerate() {
        assert!(
            matches!(about, About::Advisory(number) if *number < ADVISORIES.len())
                || matches!(about, About::Sequel(earlier) if *earlier < at)
        );
    }
}
