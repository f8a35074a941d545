//! Records for tests, as a node reads them from a body: nothing of them has been checked.

use chancery_record::Record;
use ciborium::Value as Cbor;
use serde_json::Value;

/// A record with these fields.
pub(crate) fn record(fields: &Value) -> Record {
    let body = Cbor::Map(vec![
        ("salt".into(), Cbor::Bytes(vec![0; 16])),
        ("record".into(), to_cbor(fields)),
    ]);
    let body = chancery_encoding::encode(&body);
    Record::from_body(&body).expect("because it was just written")
}

fn to_cbor(value: &Value) -> Cbor {
    match value {
        Value::Object(fields) => Cbor::Map(
            fields.iter().map(|(name, field)| (name.as_str().into(), to_cbor(field))).collect(),
        ),
        Value::Array(elements) => Cbor::Array(elements.iter().map(to_cbor).collect()),
        Value::String(text) => text.as_str().into(),
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.as_i64().expect("a whole number").into(),
        Value::Null => Cbor::Null,
    }
}
