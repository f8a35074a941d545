//! The shapes keep the field names that callers rely on.

use super::*;

#[test]
fn a_status_word_is_the_same_in_json_and_in_print() {
    for word in [
        StatusWord::InForce,
        StatusWord::Corrected,
        StatusWord::Expired,
        StatusWord::Withdrawn,
        StatusWord::Forked,
        StatusWord::Revoked,
    ] {
        assert_eq!(serde_json::to_value(word).unwrap(), word.as_str());
    }
}

#[test]
fn a_published_record_has_the_five_promised_fields() {
    let view = PublishedView {
        reference: "EE-2026-0001".into(),
        id: "00".repeat(32),
        state: "EE".into(),
        epoch: 0,
        seq: 1,
    };
    let json = serde_json::to_value(view).unwrap();
    let fields: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["reference", "id", "state", "epoch", "seq"]);
}
