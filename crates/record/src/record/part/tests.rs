//! Laws of parts: what has no such key stays, and the record that was given stays whole.

use std::collections::BTreeSet;

use serde_json::json;

use super::Record;
use crate::tree;

fn record(json: &serde_json::Value) -> Record {
    Record(tree::from_json(&json.to_string()).expect("a tree"))
}

#[test]
fn elements_go_by_their_key_and_those_without_one_stay() {
    let whole = record(&json!({
        "parties": [{"key": "a"}, {"name": "none"}, {"key": "b"}],
        "assessment": {"claims": [{"key": "a"}, {"key": 1}]},
    }));
    let keys = BTreeSet::from(["a"]);
    let parties = whole.clone().without_keys(&["parties"], &keys);
    assert_eq!(parties.to_json()["parties"], json!([{"name": "none"}, {"key": "b"}]));
    assert_eq!(parties.keys_at(&["assessment", "claims"]), ["a"], "another list is left alone");
    let claims = whole.clone().without_keys(&["assessment", "claims"], &keys);
    assert_eq!(claims.to_json()["assessment"]["claims"], json!([{"key": 1}]));
    assert_eq!(whole.clone().without_keys(&["kind", "parties"], &keys), whole);
    let wanted = BTreeSet::from(["b", "c"]);
    let found = whole.elements_at(&["parties"], &wanted);
    assert_eq!(found, [("b".to_owned(), json!({"key": "b"}))]);
}
