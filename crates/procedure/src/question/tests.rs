//! Which records ask and answer, and which of them have no clock.

use serde_json::{Value, json};

use super::*;
use crate::sample::record;

fn request(change: &Value) -> Record {
    let mut fields = json!({
        "kind": "consultation-request", "procedure": "eu-2021-821-art-16",
        "asked_on": "2026-02-16", "deadline": "2026-03-03", "to": ["EE", "KR", "EE", 7, "ZZ"],
    });
    let more = change.as_object().expect("an object").clone();
    fields.as_object_mut().expect("an object").extend(more);
    record(&fields)
}

fn on(text: &str) -> Date {
    day(text).expect("a day")
}

#[test]
fn question_is_read_from_the_records_that_ask() {
    let question = Question::of(&request(&json!({}))).unwrap().unwrap();
    assert_eq!(question.procedure, "eu-2021-821-art-16");
    assert_eq!((question.asked_on, question.deadline), (on("2026-02-16"), on("2026-03-03")));
    let states: Vec<&str> = question.to.iter().map(|state| state.as_str()).collect();
    assert_eq!(states, ["EE", "KR"], "each once, and no state that is none");

    let asked = json!({
        "kind": "information-request", "asked_on": "2026-02-16", "needed_by": "2026-02-16", "to": ["NL"],
    });
    let question = Question::of(&record(&asked)).unwrap().unwrap();
    assert_eq!(question.procedure, "voluntary", "without a procedure it is voluntary");
    assert_eq!(Question::of(&record(&json!({"kind": "threat-advisory"}))), None);
}

#[test]
fn question_without_sense_has_no_clock() {
    let flaw = |change: Value| Question::of(&request(&change)).unwrap().unwrap_err();
    let before = flaw(json!({"deadline": "2026-02-15"}));
    assert_eq!(
        before.to_string(),
        "its deadline 2026-02-15 is before the day on which it was asked, 2026-02-16"
    );
    assert_eq!(flaw(json!({"asked_on": "2026-02-30"})), QuestionFlaw::Day { field: "asked_on" });
    assert_eq!(flaw(json!({"deadline": 20_260_303})), QuestionFlaw::Day { field: "deadline" });
    assert_eq!(flaw(json!({"to": ["ZZ"]})), QuestionFlaw::NobodyAsked);
}
