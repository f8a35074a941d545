//! Questions, reviews and ends, from threads and a day.

use chancery_procedure::Packs;

use super::*;

fn question() -> Said {
    let fields = json!({
        "kind": "consultation-request", "exercise": false, "title": "Is it the same?",
        "procedure": "eu-2021-821-art-16", "asked_on": "2026-02-16", "deadline": "2026-03-03",
        "to": ["EE", "KR"], "question": "Is it?",
    });
    said("NL-2026-0001", "NL", "2026-02-16", fields)
}

fn answer(name: &str, by: &str, issued: &str, fields: Value) -> Said {
    said(name, by, issued, about("NL-2026-0001", "consultation-response", fields))
}

fn duties(all: &[Said], own: &str, today: &str, scope: Scope) -> Vec<Duty> {
    let thread = thread("NL-2026-0001", all);
    questions::duties(&thread, state(own), &Packs::shipped(), on(today), scope)
}

fn open(all: &[Said], own: &str, today: &str) -> Vec<(String, String, &'static str)> {
    let all = duties(all, own, today, Scope::Open).into_iter();
    all.map(|duty| (duty.turn, duty.day.unwrap_or_default(), duty.reading)).collect()
}

#[test]
fn each_asked_state_has_its_own_day_and_others_have_nothing_to_do() {
    let all = [question()];
    let own = |code: &str| duties(&all, code, "2026-02-17", Scope::All);
    let asker = own("NL");
    assert_eq!(asker.len(), 2);
    assert!(asker.iter().all(|duty| duty.what == DutyKind::Awaited));
    let estonia = &own("EE")[..];
    assert_eq!(estonia.len(), 1);
    assert_eq!((estonia[0].what, estonia[0].turn.as_str()), (DutyKind::Answer, "EE"));
    assert_eq!(estonia[0].day.as_deref(), Some("2026-03-03"));
    assert_eq!(own("KR")[0].day.as_deref(), Some("2026-03-05"));
    assert!(own("FI").is_empty());
    assert_eq!(estonia[0].working_days_left, Some(9));
    assert!(!estonia[0].pressing, "nine working days are not pressing");
}

#[test]
fn silence_is_read_for_whoever_was_silent_alone() {
    let answered = answer("EE-2026-0001", "EE", "2026-03-03", json!({ "answer": "identical" }));
    let all = [question(), answered];
    assert_eq!(
        open(&all, "NL", "2026-03-06"),
        [("KR".to_owned(), "2026-03-05".to_owned(), "silent")]
    );
    let whole = duties(&all, "NL", "2026-03-06", Scope::All);
    assert_eq!(whole[0].reading, "answered-in-time");
    let period = whole[0].period.as_ref().unwrap();
    assert_eq!(period.answered_on.as_deref(), Some("2026-03-03"));
    assert_eq!(period.holidays, [("2026-02-24".to_owned(), "Independence Day".to_owned())]);
    assert_eq!(whole[1].period.as_ref().unwrap().silence, "not-identical");
    assert!(whole[1].todo.contains("not essentially identical"), "{}", whole[1].todo);
    // As it stood before the answer came.
    assert_eq!(duties(&all, "EE", "2026-03-02", Scope::Open)[0].reading, "due-soon");
}

#[test]
fn more_time_moves_the_day_of_whoever_asked_for_it() {
    let fields = json!({ "answer": "need-time", "extension_until": "2026-09-01", "reasons": "r" });
    let all = [question(), answer("EE-2026-0001", "EE", "2026-02-20", fields)];
    let awaited = duties(&all, "NL", "2026-03-06", Scope::Open);
    assert_eq!(awaited[0].reading, "due", "Estonia has more time");
    let period = awaited[0].period.as_ref().unwrap();
    assert_eq!(period.first_day, "2026-03-03");
    assert_eq!(period.extension_asked.as_deref(), Some("2026-09-01"));
    assert!(period.extension_capped, "thirty working days at most");
    let cap = Packs::shipped().calendar(state("EE")).after(on("2026-02-16"), 30);
    assert_eq!(awaited[0].day, Some(text_of(cap)));
    assert_eq!(awaited[1].reading, "silent");
}

#[test]
fn answer_of_a_state_that_was_not_asked_ends_no_wait() {
    let stranger = answer("FI-2026-0001", "FI", "2026-02-18", json!({ "answer": "identical" }));
    assert_eq!(open(&[question(), stranger], "NL", "2026-02-20").len(), 2);
}

#[test]
fn withdrawn_question_waits_for_nobody_and_a_flawed_one_tells_its_author() {
    let fields = json!({ "reason": "error", "explanation": "asked twice" });
    let withdrawal =
        said("NL-2026-0002", "NL", "2026-02-17", about("NL-2026-0001", "withdrawal", fields));
    for own in ["NL", "EE"] {
        assert!(
            duties(&[question(), withdrawal.clone()], own, "2026-02-20", Scope::All).is_empty()
        );
    }
    let mut fields = json!({ "kind": "information-request", "exercise": true, "to": ["EE"] });
    fields["asked_on"] = json!("2026-02-16");
    fields["needed_by"] = json!("2026-02-15");
    let all = [said("NL-2026-0001", "NL", "2026-02-16", fields)];
    assert!(duties(&all, "EE", "2026-02-20", Scope::All).is_empty());
    let own = duties(&all, "NL", "2026-02-20", Scope::Open);
    assert!(own[0].flaw.as_ref().unwrap().contains("before the day"), "{own:?}");
    assert!(own[0].exercise && own[0].pressing);
}

fn reviewed(all: &[Said], today: &str, scope: Scope) -> Vec<(DutyKind, String, &'static str)> {
    let thread = thread("EE-2026-0001", all);
    let duties = reviews::duties(&thread, state("EE"), on(today), scope).into_iter();
    duties.map(|duty| (duty.what, duty.day.unwrap_or_default(), duty.reading)).collect()
}

#[test]
fn review_and_end_follow_the_last_renewal() {
    let fields = json!({
        "kind": "risk-advisory", "exercise": false, "title": "A pattern",
        "review_due": "2026-06-01", "valid_until": "2026-07-01",
    });
    let advisory = said("EE-2026-0001", "EE", "2026-01-05", fields);
    let all = [advisory.clone()];
    assert!(reviewed(&all, "2026-05-01", Scope::Open).is_empty(), "more than a month away");
    assert_eq!(reviewed(&all, "2026-05-01", Scope::All).len(), 2);
    let near = reviewed(&all, "2026-05-03", Scope::Open);
    assert_eq!(near, [(DutyKind::Review, "2026-06-01".to_owned(), "due-soon")]);
    assert_eq!(reviewed(&all, "2026-06-01", Scope::Open)[0].2, "due");
    assert_eq!(reviewed(&all, "2026-06-02", Scope::Open)[0].2, "overdue");
    let over = reviewed(&all, "2026-07-02", Scope::All);
    assert_eq!(over, [(DutyKind::Expiry, "2026-07-01".to_owned(), "expired")]);

    let fields =
        json!({ "reason": "still so", "review_due": "2027-06-01", "valid_until": "2027-07-01" });
    let renewal =
        said("EE-2026-0002", "EE", "2026-05-20", about("EE-2026-0001", "renewal", fields));
    assert!(reviewed(&[advisory.clone(), renewal], "2026-06-02", Scope::Open).is_empty());
    let fields = json!({ "reason": "error", "explanation": "wrong" });
    let gone =
        said("EE-2026-0003", "EE", "2026-05-21", about("EE-2026-0001", "withdrawal", fields));
    assert!(reviewed(&[advisory, gone], "2026-06-02", Scope::All).is_empty());
}
