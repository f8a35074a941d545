//! The journal over restarts: an alert has one number for ever, a reminder is given once.

use super::*;

fn alert(change: &str) -> Alert {
    Alert {
        number: 0,
        change: change.to_owned(),
        reference: "KR-2026-0001".to_owned(),
        version: "00".repeat(32),
        version_number: 1,
        title: "A text".to_owned(),
        state: "KR".to_owned(),
        exercise: true,
        by: None,
        by_reference: None,
        by_state: None,
        reason: String::new(),
        explanation: String::new(),
        parts: Vec::new(),
        touches: "relied-on".to_owned(),
        note: "0123456789abcdef".to_owned(),
        case: None,
        noticed_at_s: 1,
        done: false,
        todo: String::new(),
    }
}

fn found(changes: &[&str]) -> Vec<(String, Alert)> {
    changes.iter().map(|change| ((*change).to_owned(), alert(change))).collect()
}

fn numbers(alerts: &[Alert]) -> Vec<u64> {
    alerts.iter().map(|alert| alert.number).collect()
}

#[test]
fn alert_is_raised_once_and_keeps_its_number_over_restarts() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let journal = Journal::default();
    assert_eq!(numbers(&journal.raise(&vault, found(&["a", "b"])).unwrap()), [1, 2]);
    assert!(journal.raise(&vault, found(&["b", "a"])).unwrap().is_empty());
    assert!(journal.done(&vault, 2).unwrap().done);
    assert!(matches!(journal.done(&vault, 3), Err(DutyError::NoAlert { number: 3 })));

    let again = Journal::default();
    let vault = Vault::open(&dir, None);
    assert_eq!(numbers(&again.raise(&vault, found(&["a", "c", "b"])).unwrap()), [3]);
    let all = again.after(&vault, 0).unwrap();
    assert_eq!(numbers(&all), [1, 2, 3]);
    assert_eq!(all.iter().map(|alert| alert.done).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(numbers(&again.after(&vault, 2).unwrap()), [3], "a cursor gives what is behind it");
}

#[test]
fn ten_alerts_stand_in_the_order_of_their_numbers_and_not_of_their_names() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let names: Vec<String> = (0..12).map(|number| format!("change {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Journal::default().raise(&vault, found(&names)).unwrap();
    let all = Journal::default().after(&vault, 0).unwrap();
    assert_eq!(numbers(&all), (1..=12).collect::<Vec<u64>>());
}

#[test]
fn reminder_is_given_once_over_restarts() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    let keys = || ["one".to_owned(), "two".to_owned()].into_iter();
    let journal = Journal::default();
    assert_eq!(journal.not_given(&vault, keys()).unwrap(), ["one", "two"]);
    journal.give(&vault, vec!["one".to_owned()]).unwrap();
    assert_eq!(journal.not_given(&vault, keys()).unwrap(), ["two"]);
    assert_eq!(Journal::default().not_given(&vault, keys()).unwrap(), ["two"]);
}

#[test]
fn packs_of_the_folder_count_and_one_that_is_none_keeps_the_node_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calendars");
    assert_eq!(packs::load(&path).unwrap(), Packs::shipped(), "no folder, no change");
    std::fs::create_dir(&path).unwrap();
    let text = r#"{"pack":"procedures","name":"procedures","edition":"2","source":"a treaty",
        "procedures":[{"slug":"treaty-2","title":"t","basis":"b","working_days":5,"silence":"no-objection"}]}"#;
    std::fs::write(path.join("treaty.json"), text).unwrap();
    std::fs::write(path.join("README.txt"), "not a pack").unwrap();
    let packs = packs::load(&path).unwrap();
    assert_eq!(packs.procedure("treaty-2").unwrap().working_days, Some(5));
    std::fs::write(path.join("bent.json"), text.replace("no-objection", "consent")).unwrap();
    assert!(matches!(packs::load(&path), Err(PacksError::Flaw { .. })));
}
