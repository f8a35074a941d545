//! A duty reads like something that somebody acts on, within the width of the screen.

use chancery_http::view::HolidayView;

use super::*;

fn duty() -> DutyView {
    DutyView {
        what: "awaited".to_owned(),
        reference: "KR-2026-0003".to_owned(),
        id: "0".repeat(64),
        kind: "consultation-request".to_owned(),
        title: "Is this the same transaction?".to_owned(),
        state: "KR".to_owned(),
        turn: "EE".to_owned(),
        exercise: true,
        day: Some("2026-03-03".to_owned()),
        reading: "due-soon".to_owned(),
        working_days_left: Some(1),
        period: Some(PeriodView {
            procedure: "eu-2021-821-art-16".to_owned(),
            basis: "Regulation (EU) 2021/821, Article 16".to_owned(),
            asked_on: "2026-02-16".to_owned(),
            first_day: "2026-03-03".to_owned(),
            extension_asked: Some("2026-06-30".to_owned()),
            extension_capped: true,
            answered_on: None,
            silence: "not-identical".to_owned(),
            silence_means: "silence means: not essentially identical".to_owned(),
            counted_on: "calendar-ee 2026-11, national".to_owned(),
            holidays: vec![HolidayView {
                day: "2026-02-24".to_owned(),
                name: "Independence Day".to_owned(),
            }],
            notes: Vec::new(),
        }),
        flaw: None,
        todo: "wait".to_owned(),
    }
}

#[test]
fn all_that_decides_is_said_within_a_hundred_columns() {
    let text = told(&[duty()]);
    for said in [
        "You wait for an answer",
        "[exercise] Is this the same transaction?",
        "EE answers by 2026-03-03: due soon, 1 working day left",
        "silence means: not essentially identical",
        "capped",
        "2026-02-24 Independence Day",
        "to do: wait",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert!(!text.contains("Own records"), "an empty section is not shown: {text}");
    assert_eq!(told(&[]), "nothing is due\n");
}

#[test]
fn text_of_another_state_moves_no_cursor() {
    let bent = DutyView { title: "a\u{1b}[2Jb".to_owned(), ..duty() };
    assert!(!item(&bent).contains('\u{1b}'));
}
