//! Where cases lie: whatever stops the node, what was acknowledged is there, and what is removed is gone.

use chancery_store::vault::Place;

use super::*;

fn cabinet(dir: &crate::data_dir::DataDir) -> (Cabinet, Vault) {
    let vault = Vault::open(dir, None);
    (Cabinet::new(vault.clone(), 10), vault)
}

fn open(cabinet: &Cabinet, number: &str) -> Case {
    let did = What::Opened {
        number: number.to_owned(),
        state: "KR".to_owned(),
        authority: "authority".to_owned(),
        application: application("Windmill Trading"),
    };
    cabinet.open(number, 1_000, None, did).unwrap()
}

fn held(_: &Case) -> Result<What, CaseError> {
    Ok(What::Held { reason: "a court asks".to_owned() })
}

fn stone(case: &Case) -> Result<Stone, CaseError> {
    Ok(Stone {
        name: case.name.clone(),
        opened_at_s: case.opened_at_s,
        closed_at_s: None,
        removed_at_s: 9,
        why: Why::Mistake,
        steps: case.journal.len() as u64,
        notes: 0,
        head: case.head.clone(),
    })
}

#[test]
fn case_is_there_after_a_start_and_is_found_by_name_and_number() {
    let (_root, dir) = data_dir();
    let (first, _) = cabinet(&dir);
    let case = open(&first, "2026-0815");
    assert_eq!(case.name, "c1");
    let held = first.add("2026-0815", 2_000, Some("KR 4".to_owned()), held).unwrap();
    assert_eq!(held.hold.as_ref().unwrap().reason, "a court asks");
    let again = cabinet(&dir).0;
    for name in ["c1", "2026-0815"] {
        assert_eq!(again.case(name).unwrap(), held);
    }
    assert!(matches!(again.case("c2"), Err(CaseError::NotFound { .. })));
    assert!(matches!(
        again.open("2026-0815", 1, None, opened()),
        Err(CaseError::Taken { name, .. }) if name == "c1"
    ));
    assert!(matches!(again.open("c12", 1, None, opened()), Err(CaseError::Number { .. })));
    let line = again.list().unwrap().remove(0);
    assert_eq!((line.about.as_str(), line.steps, line.held), ("Windmill Trading, to BD", 2, true));
}

#[test]
fn step_without_its_line_is_shown_and_the_line_is_mended() {
    let (_root, dir) = data_dir();
    let (first, vault) = cabinet(&dir);
    let case = open(&first, "2026-0815");
    // Stopped between the step and its line.
    let step =
        Step { before: Some(case.head.clone()), at_s: 2_000, by: None, did: held(&case).unwrap() };
    vault.put(Place { collection: "case-c1", name: "000002" }, &step.encode()).unwrap();
    let again = cabinet(&dir).0;
    assert!(again.case("c1").unwrap().hold.is_some());
    assert!(again.list().unwrap()[0].held, "and the line says so from then on");
}

#[test]
fn step_that_is_refused_leaves_nothing() {
    let (_root, dir) = data_dir();
    let (cabinet, _) = cabinet(&dir);
    let case = open(&cabinet, "2026-0815");
    let freed = cabinet.add("c1", 2, None, |_| Ok(What::Freed { reason: "x".to_owned() }));
    assert!(matches!(freed, Err(CaseError::Damaged { source: CaseFlaw::Unfit { .. }, .. })));
    assert_eq!(cabinet.case("c1").unwrap(), case);
}

#[test]
fn steps_that_were_changed_swapped_or_left_out_are_said_to_be_damaged() {
    let (_root, dir) = data_dir();
    let (cabinet, vault) = cabinet(&dir);
    let _ = open(&cabinet, "2026-0815");
    for at in 0..3 {
        cabinet.add("c1", at, None, held).unwrap();
    }
    let place = |name| Place { collection: "case-c1", name };
    let second = vault.get(place("000002")).unwrap().unwrap();
    vault.remove(place("000002")).unwrap();
    assert!(matches!(cabinet.case("c1"), Err(CaseError::Damaged { .. })), "left out");
    let third = vault.get(place("000003")).unwrap().unwrap();
    vault.put(place("000002"), &third).unwrap();
    assert!(matches!(cabinet.case("c1"), Err(CaseError::Damaged { .. })), "another in its place");
    vault.put(place("000002"), &second).unwrap();
    cabinet.case("c1").unwrap();
    vault.put(place("000004"), b"{}").unwrap();
    assert!(matches!(cabinet.case("c1"), Err(CaseError::Damaged { .. })), "no step");
}

#[test]
fn removed_case_leaves_a_stone_without_a_name_and_its_name_is_not_given_again() {
    let (_root, dir) = data_dir();
    let (cabinet, vault) = cabinet(&dir);
    let case = open(&cabinet, "2026-0815");
    let forgotten = std::cell::RefCell::new(Vec::new());
    let forget = |names: [&str; 2]| {
        forgotten.borrow_mut().push(names.map(str::to_owned));
        Ok(())
    };
    let removed = cabinet.remove("2026-0815", stone, forget).unwrap();
    assert_eq!(*forgotten.borrow(), [["c1".to_owned(), "2026-0815".to_owned()]]);
    assert_eq!(removed.head, case.head);
    assert_eq!(cabinet.stones().unwrap(), std::slice::from_ref(&removed));
    let text = serde_json::to_string(&removed).unwrap();
    assert!(!text.contains("Windmill") && !text.contains("0815"), "{text}");
    assert!(vault.list("case-c1").unwrap().is_empty() && vault.list("cases").unwrap().is_empty());
    assert!(matches!(cabinet.case("c1"), Err(CaseError::NotFound { .. })));
    assert_eq!(open(&cabinet, "2026-0815").name, "c2", "its number may be used again");
}

#[test]
fn removal_that_was_stopped_anywhere_is_finished_at_the_next_look() {
    for stopped_after in 0..4 {
        let (_root, dir) = data_dir();
        let (first, vault) = cabinet(&dir);
        let case = open(&first, "2026-0815");
        first.add("c1", 2, None, held).unwrap();
        let kept = open(&first, "2026-0816");
        let bytes = serde_json::to_vec(&stone(&case).unwrap()).unwrap();
        vault.put(Place { collection: "case-stones", name: "c1" }, &bytes).unwrap();
        // What `clear` removes, in its order, as far as it came.
        for name in ["000002", "000001"].into_iter().take(stopped_after) {
            vault.remove(Place { collection: "case-c1", name }).unwrap();
        }
        if stopped_after == 3 {
            vault.remove(Place { collection: "cases", name: "c1" }).unwrap();
        }
        let again = cabinet(&dir).0;
        again.settle(|_| Ok(())).unwrap();
        assert_eq!(again.list().unwrap().len(), 1, "stopped after {stopped_after}");
        assert_eq!(again.case("c2").unwrap(), kept);
        assert!(vault.list("case-c1").unwrap().is_empty());
        assert_eq!(again.stones().unwrap().len(), 1);
    }
}
