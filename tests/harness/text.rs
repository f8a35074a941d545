//! Records to publish: the one example that the reference pages show, changed as little as a test
//! needs. Everything in it is invented.

use serde_json::{Value, json};

const EXAMPLE: &str = include_str!("../../docs/reference/example-threat-advisory.json");

/// What every kind carries.
pub(crate) const ENVELOPE: [&str; 10] = [
    "schema_version",
    "exercise",
    "title",
    "originator",
    "created_at",
    "handling",
    "attestations",
    "personal_data",
    "languages",
    "commitments",
];

/// A threat advisory of this state.
pub(crate) fn advisory(state: &str, title: &str) -> Value {
    let mut record: Value = serde_json::from_str(EXAMPLE).expect("because the example is JSON");
    record["originator"]["state"] = json!(state);
    record["title"] = json!(title);
    record
}

/// The whole content again, with another title.
pub(crate) fn correction(state: &str, target: &str, title: &str) -> Value {
    let replacement = advisory(state, title);
    let mut record = envelope(&replacement);
    record["kind"] = json!("correction");
    record["target"] = json!({ "reference": target });
    record["reason"] = json!("error");
    record["explanation"] = json!("EXERCISE. The title was wrong.");
    record["replacement"] = replacement;
    record
}

/// The record does not stand any more.
pub(crate) fn withdrawal(state: &str, target: &str) -> Value {
    let mut record = envelope(&advisory(state, "Withdrawn: the source was mistaken"));
    record["kind"] = json!("withdrawal");
    record["target"] = json!({ "reference": target });
    record["reason"] = json!("error");
    record["explanation"] = json!("EXERCISE. The source was mistaken.");
    record
}

fn envelope(record: &Value) -> Value {
    ENVELOPE.iter().map(|key| ((*key).to_owned(), record[*key].clone())).collect()
}
