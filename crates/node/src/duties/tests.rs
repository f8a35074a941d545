//! Whose turn it is, what is near, and that nothing is told twice.

use chancery_encoding::{Digest, encode};
use chancery_procedure::{day, text_of};
use chancery_record::{Record, StateCode};
use chancery_thread::{Issuer, Order, Place, Said, Statements, Thread};
use ciborium::Value as Cbor;
use serde_json::{Value, json};
use time::Date;

use super::*;
use crate::answer::{Alert, Duty, DutyKind, Scope};
use crate::tests::ground::data_dir;
use crate::vault::Vault;

mod asked;
mod remembered;

fn on(text: &str) -> Date {
    day(text).expect("a day")
}

fn state(code: &str) -> StateCode {
    code.parse().expect("a state")
}

/// Noon of a day, in seconds since 1970.
fn noon(text: &str) -> i64 {
    on(text).midnight().assume_utc().unix_timestamp() + 43_200
}

/// A record with these fields, as a node reads it from a body.
fn record(fields: &Value) -> Record {
    let body = Cbor::Map(vec![
        ("salt".into(), Cbor::Bytes(vec![0; 16])),
        ("record".into(), to_cbor(fields)),
    ]);
    Record::from_body(&encode(&body)).expect("because it was just written")
}

fn to_cbor(value: &Value) -> Cbor {
    match value {
        Value::Object(fields) => {
            let field = |(name, field): (&String, &Value)| (name.as_str().into(), to_cbor(field));
            Cbor::Map(fields.iter().map(field).collect())
        }
        Value::Array(elements) => Cbor::Array(elements.iter().map(to_cbor).collect()),
        Value::String(text) => text.as_str().into(),
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.as_i64().expect("a whole number").into(),
        Value::Null => Cbor::Null,
    }
}

fn id(name: &str) -> Digest {
    Digest::of(name.as_bytes())
}

/// What a state said on a day; names stand for ids.
fn said(name: &str, by: &str, issued: &str, fields: Value) -> Said {
    let issuer = Issuer { state: state(by), authority: "authority".to_owned() };
    let order = Order { epoch: 0, seq: noon(issued).unsigned_abs(), key: [by.as_bytes()[0]; 32] };
    Said {
        id: id(name),
        issuer,
        order,
        issued_at: noon(issued),
        reference: name.to_owned(),
        record: record(&fields),
        place: Place::Stands,
    }
}

fn thread(root: &str, all: &[Said]) -> Thread {
    Thread::of(&Statements::new(all), &id(root)).expect("because it is held")
}

/// The fields of a statement about another.
fn about(target: &str, kind: &str, mut fields: Value) -> Value {
    fields["kind"] = json!(kind);
    fields["exercise"] = json!(false);
    fields["target"] = json!({ "id": id(target).to_string(), "reference": target });
    fields
}
