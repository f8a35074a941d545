//! What is said about an earlier record: by its originator, and by others.

use chancery_record::Kind;
use serde_json::{Map, Value, json};

use crate::Dice;
use crate::corpus::content::{Revision, content, envelope};
use crate::corpus::setting::{Setting, dice};
use crate::corpus::{Place, day, part};

/// The record that is spoken of.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) place: Place,
    pub(crate) id: String,
    pub(crate) reference: String,
}

/// What the place says of its target.
pub(crate) fn remark(set: &Setting, place: &Place, target: &Target) -> Map<String, Value> {
    let mut dice = dice(set.seed, "remark", place.number);
    let mut record = envelope(set, place, &mut dice);
    let words = dice.between(4, 8);
    let title = set.prose.write(&mut dice, &set.tongues[place.tongue], words);
    record.insert("title".into(), json!(title));
    let about = json!({ "id": target.id, "reference": target.reference });
    record.insert("target".into(), about);
    let dice = &mut dice;
    match place.kind {
        Kind::Correction => correction(set, dice, target, &mut record),
        Kind::Renewal => {
            record.insert("review_due".into(), json!(day(place.at_s + 2 * 365 * 86_400)));
            record.insert("reason".into(), json!(write(set, dice, 12)));
        }
        Kind::Withdrawal => {
            let reasons = ["error", "delisted", "remediated", "expired"];
            record.insert("reason".into(), json!(dice.pick(&reasons)));
            record.insert("explanation".into(), json!(write(set, dice, 18)));
            if dice.percent(40) {
                record.insert("parts".into(), json!({ "parties": ["p1"] }));
            }
        }
        Kind::Sighting => {
            record.insert("basis".into(), json!(write(set, dice, 20)));
            record.insert("seen".into(), json!(day(place.at_s)));
            record.insert("sources".into(), part::sources(dice, set));
        }
        Kind::Dispute => {
            let stances = ["strongly-disagree", "disagree", "disagree", "neutral", "agree"];
            record.insert("stance".into(), json!(dice.pick(&stances)));
            record.insert("basis".into(), json!(write(set, dice, 25)));
        }
        _ => {
            record.insert("level".into(), json!(dice.pick(&["received", "read", "read"])));
        }
    }
    record
}

fn write(set: &Setting, dice: &mut Dice, words: u64) -> String {
    set.prose.write(dice, &set.tongues[0], words)
}

fn correction(set: &Setting, dice: &mut Dice, target: &Target, record: &mut Map<String, Value>) {
    let mut replacement = content(set, &target.place, Revision::Corrected);
    // What goes out with it is as wide as the replacement, to the word.
    for field in ["handling", "exercise"] {
        record.insert(field.into(), replacement[field].clone());
    }
    replacement.insert("created_at".into(), record["created_at"].clone());
    let reasons = ["error", "new-information", "clarification"];
    record.insert("reason".into(), json!(dice.pick(&reasons)));
    record.insert("explanation".into(), json!(write(set, dice, 15)));
    record.insert("replacement".into(), Value::Object(replacement));
}
