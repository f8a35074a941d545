//! Statements made up for the tests: short bodies, unchecked, as a node reads them from others.

use chancery_encoding::{Digest, encode};
use chancery_record::Record;
use ciborium::Value as Cbor;
use serde_json::{Value, json};
use time::{Date, macros::date};

use crate::{Issuer, Order, Place, Said, Statements, Thread};

pub(super) const TODAY: Date = date!(2026 - 11 - 24);

/// A record of any JSON, known kind or not, as it comes out of a body.
pub(crate) fn record(json: &Value) -> Record {
    let body = Cbor::Map(vec![
        (Cbor::Text("salt".into()), Cbor::Bytes(vec![0; 16])),
        (Cbor::Text("record".into()), cbor(json)),
    ]);
    Record::from_body(&encode(&body)).expect("a body")
}

fn cbor(json: &Value) -> Cbor {
    match json {
        Value::Null => Cbor::Null,
        Value::Bool(value) => Cbor::Bool(*value),
        Value::Number(number) => Cbor::Integer(number.as_i64().expect("an integer").into()),
        Value::String(text) => Cbor::Text(text.clone()),
        Value::Array(elements) => Cbor::Array(elements.iter().map(cbor).collect()),
        Value::Object(map) => Cbor::Map(
            map.iter().map(|(key, value)| (Cbor::Text(key.clone()), cbor(value))).collect(),
        ),
    }
}

/// The id of the statement with that number.
pub(super) fn id(number: u64) -> Digest {
    Digest::of(&number.to_be_bytes())
}

/// A log of one state's authority, on which one statement after another is said.
pub(super) struct Speaker {
    state: &'static str,
    key: u8,
    seq: u64,
}

/// What was said, by several speakers.
#[derive(Default)]
pub(super) struct Scene {
    pub(super) said: Vec<Said>,
}

impl Speaker {
    pub(super) const fn new(state: &'static str, key: u8) -> Speaker {
        Speaker { state, key, seq: 0 }
    }
}

impl Scene {
    /// Says something that has no target.
    pub(super) fn open(&mut self, by: &mut Speaker, record: Value) -> Digest {
        self.say(by, None, record)
    }

    /// Says something about an earlier statement.
    pub(super) fn about(&mut self, by: &mut Speaker, target: Digest, record: Value) -> Digest {
        self.say(by, Some(target), record)
    }

    fn say(&mut self, by: &mut Speaker, target: Option<Digest>, mut json: Value) -> Digest {
        let number = self.said.len() as u64;
        if let Some(target) = target {
            json["target"]["id"] = json!(target.to_string());
        }
        if json.get("exercise").is_none() {
            json["exercise"] = json!(false);
        }
        self.said.push(Said {
            id: id(number),
            issuer: Issuer {
                state: by.state.parse().expect("a state"),
                authority: "agency".into(),
            },
            order: Order { epoch: 0, seq: by.seq, key: [by.key; 32] },
            issued_at: 1_700_000_000 + i64::try_from(number).expect("few") * 60,
            reference: format!("{}-2026-{:04}", by.state, number + 1),
            record: record(&json),
            place: Place::Stands,
        });
        by.seq += 1;
        id(number)
    }

    /// Something happens to the log where that statement stands.
    pub(super) fn at(&mut self, id: Digest, place: Place) {
        let said = self.said.iter_mut().find(|said| said.id == id);
        said.expect("it was said").place = place;
    }

    pub(super) fn thread(&self, id: Digest) -> Thread {
        Thread::of(&Statements::new(&self.said), &id).expect("it is held")
    }
}

pub(super) fn advisory(title: &str) -> Value {
    json!({
        "kind": "threat-advisory",
        "title": title,
        "summary": "What is known.",
        "valid_until": "2027-06-30",
        "parties": [{"key": "a", "n": 1}, {"key": "b", "n": 2}, {"n": 3}],
        "assessment": {"claims": [{"key": "c1", "text": "It sells."}]},
    })
}

pub(super) fn correction(title: &str) -> Value {
    let mut replacement = advisory(title);
    replacement["exercise"] = json!(false);
    json!({
        "kind": "correction",
        "title": "Correction",
        "reason": "error",
        "explanation": "The title was wrong.",
        "replacement": replacement,
    })
}

pub(super) fn withdrawal(reason: &str) -> Value {
    json!({"kind": "withdrawal", "reason": reason, "explanation": "It has ended."})
}

pub(super) fn delisting(parties: &[&str]) -> Value {
    let mut json = withdrawal("delisted");
    json["parts"] = json!({"parties": parties});
    json
}

pub(super) fn renewal(until: &str) -> Value {
    json!({"kind": "renewal", "reason": "Looked at again.", "valid_until": until})
}
