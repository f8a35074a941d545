//! Laws of paths.

use serde_json::json;

use super::*;

fn after(mut record: Value, assignment: &str) -> Value {
    set(&mut record, assignment).unwrap_or_else(|failure| panic!("{assignment}: {failure:?}"));
    record
}

#[test]
fn place_is_set_where_a_violation_points() {
    let record = json!({ "parties": [{ "names": [{ "value": "" }] }], "exercise": null });
    let set_name = after(record.clone(), "$.parties[0].names[0].value=Ойрат ТОО = 1");
    assert_eq!(set_name["parties"][0]["names"][0]["value"], json!("Ойрат ТОО = 1"));
    assert_eq!(after(record.clone(), "exercise=true")["exercise"], json!(true));
    assert_eq!(
        after(record.clone(), "parties[1].schema=Company")["parties"][1],
        json!({ "schema": "Company" })
    );
    assert_eq!(
        after(record.clone(), r#"handling={"tlp":"TLP:CLEAR"}"#)["handling"]["tlp"],
        json!("TLP:CLEAR")
    );
    assert_eq!(after(record, r#"title="2026""#)["title"], json!("2026"));
}

#[test]
fn empty_value_takes_the_place_away() {
    let record = json!({ "title": "x", "list": [1, 2] });
    assert_eq!(after(record.clone(), "title="), json!({ "list": [1, 2] }));
    assert_eq!(after(record, "list[0]="), json!({ "title": "x", "list": [2] }));
}

#[test]
fn what_is_no_place_is_refused() {
    for assignment in [
        "title",
        "=x",
        "a..b=x",
        "a[=x",
        "a[x]=1",
        "a[0]b=1",
        "list[2]=3",
        "title.inner=x",
        "list[5]=",
        "gone=",
    ] {
        let mut record = json!({ "title": "x", "list": [1] });
        let before = record.clone();
        assert!(set(&mut record, assignment).is_err(), "{assignment}");
        assert_eq!(record, before, "{assignment} changed something");
    }
}
