//! Everything of a record is shown, and what says most stands first.

use serde_json::json;

use super::*;

#[test]
fn what_says_most_stands_first_and_nothing_is_left_out() {
    let record = json!({
        "actions": [1],
        "novel": 2,
        "kind": "k",
        "title": "t",
        "parties": [{"kind": "Company", "names": ["n"]}],
        "summary": "s",
    });
    let ordered = in_reading_order(&record);
    let names =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(names(&ordered), ["summary", "parties", "actions", "novel"]);
    assert_eq!(names(&ordered["parties"][0]), ["names", "kind"]);
}
