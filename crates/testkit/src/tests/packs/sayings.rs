//! What an authority says about its record, at random: most of it right, some of it odd.
//!
//! Words are few, so that things meet. Nothing here knows what an oddity comes to.

use serde_json::{Map, Value, json};

use crate::Dice;

/// Days, and what is none. Some are days to a reader who is more patient than the page.
const DAYS: [&str; 9] = [
    "2027-06-30",
    "2028-02-29",
    "2030-12-31",
    "0000-02-29",
    "2027-02-29",
    "+2027-06-30",
    "-2027-06-30",
    "2027-6-30",
    "",
];
/// So many of these are what they should be.
const PLAIN_DAYS: usize = 3;

const KEYS: [&str; 5] = ["k1", "k2", "k3", "ключ", ""];

/// What can be said of a record, each as often as it stands here.
const CHANGES: [&str; 8] = [
    "correction",
    "correction",
    "correction",
    "withdrawal",
    "withdrawal",
    "renewal",
    "denial-review",
    "denial-review",
];

/// Kinds that a correction brings, rightly and wrongly.
const BROUGHT: [&str; 8] = [
    "threat-advisory",
    "denial-notice",
    "exercise-marker",
    "unheard-of",
    "withdrawal",
    "correction",
    "acknowledgement",
    "denial-review",
];

fn pick(dice: &mut Dice, from: &[&'static str]) -> &'static str {
    from[dice.index(from.len())]
}

/// The record that all the rest is about.
pub(super) fn record(dice: &mut Dice, exercise: &Value) -> Value {
    let kind = pick(dice, &["threat-advisory", "denial-notice", "denial-notice", "unheard-of"]);
    let mut record = json!({ "kind": kind, "exercise": exercise });
    days(dice, &mut record);
    record
}

/// A change of what has this id and this reference.
pub(super) fn change(dice: &mut Dice, (id, reference): (&str, &str), exercise: &Value) -> Value {
    let kind = pick(dice, &CHANGES);
    let mut said = json!({ "kind": kind, "exercise": exercise, "target": { "id": id } });
    if dice.percent(30) {
        let other = dice.percent(10);
        said["target"]["reference"] = if other { json!("AL-1999-0001") } else { json!(reference) };
    }
    if dice.percent(4) {
        said["exercise"] = json!(pick(dice, &["true", "no"]) == "true");
    }
    match kind {
        "correction" => said["replacement"] = replacement(dice),
        "withdrawal" => withdrawal(dice, &mut said),
        "renewal" => days(dice, &mut said),
        _ => {
            days(dice, &mut said);
            said["outcome"] = json!(pick(dice, &["renew", "renew", "amend", "revoke", "postpone"]));
        }
    }
    said
}

fn days(dice: &mut Dice, record: &mut Value) {
    for name in ["valid_until", "review_due", "next_review"] {
        if dice.percent(50) {
            let most = if dice.percent(75) { PLAIN_DAYS } else { DAYS.len() };
            record[name] = json!(pick(dice, &DAYS[..most]));
        }
    }
}

fn replacement(dice: &mut Dice) -> Value {
    if dice.percent(5) {
        return if dice.percent(50) { Value::Null } else { json!("text") };
    }
    let most = if dice.percent(85) { 2 } else { BROUGHT.len() };
    let mut text = json!({ "kind": pick(dice, &BROUGHT[..most]) });
    if dice.percent(3) {
        text = json!({});
    }
    days(dice, &mut text);
    text
}

fn withdrawal(dice: &mut Dice, said: &mut Value) {
    if dice.percent(80) {
        said["reason"] = json!(pick(dice, &["listing-removed", "error", "unheard-of"]));
    }
    if dice.percent(10) {
        said["parts"] = if dice.percent(50) { Value::Null } else { json!({ "routes": ["k1"] }) };
    } else if dice.percent(60) {
        let mut parts = Map::new();
        for list in ["parties", "items", "claims"] {
            if dice.percent(50) {
                continue;
            }
            let keys: Vec<&str> = (0..dice.between(1, 3)).map(|_| pick(dice, &KEYS)).collect();
            parts.insert(list.to_owned(), json!(keys));
        }
        said["parts"] = Value::Object(parts);
    }
}
