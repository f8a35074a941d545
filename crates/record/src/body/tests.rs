//! Laws of the body.

use chancery_encoding::FlawKind;

use super::*;
use crate::tree::{INTEGER_MAX, VALUES_MAX, from_json};

fn body(record: Value, salt: usize) -> Vec<u8> {
    encode(&Value::Map(vec![
        (Value::Text("record".into()), record),
        (Value::Text("salt".into()), Value::Bytes(vec![7; salt])),
    ]))
}

#[test]
fn a_salt_of_another_length_is_refused() {
    assert!(read(&body(Value::Map(vec![]), 16)).is_ok());
    assert_eq!(read(&body(Value::Map(vec![]), 15)), Err(BodyFlaw::Salt(15)));
}

#[test]
fn a_body_whose_record_is_no_map_is_refused() {
    assert_eq!(read(&body(Value::Array(vec![]), 16)), Err(BodyFlaw::NotMap));
}

#[test]
fn a_byte_string_in_a_record_is_refused() {
    let record = Value::Map(vec![(Value::Text("a".into()), Value::Bytes(vec![1]))]);
    assert_eq!(read(&body(record, 16)), Err(BodyFlaw::Tree(TreeFlaw::Type)));
}

#[test]
fn what_json_cannot_say_is_refused() {
    let map = |key: Value, value: Value| Value::Map(vec![(key, value)]);
    let rows = [
        (map(Value::Integer(1.into()), Value::Null), TreeFlaw::KeyNotText),
        (map("a".into(), Value::Integer((INTEGER_MAX + 1).into())), TreeFlaw::IntegerRange),
        (map("a".into(), Value::Integer((-INTEGER_MAX - 1).into())), TreeFlaw::IntegerRange),
        (map("a".into(), Value::Integer(u64::MAX.into())), TreeFlaw::IntegerRange),
        (map("a".into(), Value::Array(vec![Value::Null; VALUES_MAX])), TreeFlaw::TooManyValues),
    ];
    for (record, flaw) in rows {
        assert_eq!(read(&body(record, 16)), Err(BodyFlaw::Tree(flaw)));
    }
}

#[test]
fn a_field_beside_record_and_salt_is_refused() {
    let field = |name: &str, value| (Value::Text(name.into()), value);
    let salt = || field("salt", Value::Bytes(vec![7; 16]));
    let rows = [
        vec![field("record", Value::Map(vec![])), salt(), field("more", Value::Null)],
        vec![field("record", Value::Map(vec![]))],
        vec![salt()],
        vec![],
    ];
    for fields in rows {
        let bytes = encode(&Value::Map(fields));
        assert!(matches!(read(&bytes), Err(BodyFlaw::Shape(_))), "{bytes:02x?}");
    }
}

#[test]
fn bytes_that_are_not_deterministic_are_refused() {
    let good = body(Value::Map(vec![("a".into(), Value::Integer(1.into()))]), 16);
    assert!(read(&good).is_ok());
    let kind = |bytes: &[u8]| match read(bytes) {
        Err(BodyFlaw::Cbor(flaw)) => Some(flaw.kind),
        _ => None,
    };
    let behind = [&good[..], &[0xf6]].concat();
    assert_eq!(kind(&behind), Some(FlawKind::Trailing));
    assert_eq!(kind(&good[..good.len() - 1]), Some(FlawKind::Truncated));
    let mut longer = good.clone();
    longer.splice(good.len() - 1.., [0x18, 0x01]);
    assert_eq!(kind(&longer), Some(FlawKind::NotShortest));
    assert_eq!(kind(&vec![0x60; BODY_BYTES_MAX + 1]), Some(FlawKind::TooLong));
}

#[test]
fn the_deepest_record_travels_and_a_deeper_one_does_not() {
    // The map of the record is one level.
    let json = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let tree = from_json(&json(DEPTH_MAX - 1)).expect("deep enough");
    assert_eq!(read(&write(&tree, [0; SALT_BYTES])), Ok(tree));
    assert!(from_json(&json(DEPTH_MAX)).is_err());
    let deeper = (0..DEPTH_MAX).fold(Value::Array(vec![]), |value, _| Value::Array(vec![value]));
    let bytes = body(Value::Map(vec![("a".into(), deeper)]), 16);
    assert!(matches!(read(&bytes), Err(BodyFlaw::Cbor(flaw)) if flaw.kind == FlawKind::TooDeep));
}

#[test]
fn the_published_body_is_what_is_written() {
    // The example of docs/spec/record.md.
    let tree = from_json(r#"{"kind":"x","n":1}"#).expect("a tree");
    let hex: String =
        write(&tree, [0; SALT_BYTES]).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hex,
        "a26473616c7450000000000000000000000000000000006672 65636f7264a2616e01646b696e646178"
            .replace(' ', "")
    );
}

#[test]
fn a_record_is_read_alike_with_and_without_a_tree_between() {
    for kind in crate::Kind::ALL {
        let tree = from_json(kind.example()).unwrap();
        let bytes = write(&tree, [7; SALT_BYTES]);
        let limits = Limits { bytes_max: BODY_BYTES_MAX, depth_max: DEPTH_MAX + 1, tag: None };
        let mut items = Pull::new(&bytes, limits).unwrap();
        assert!(stands_before_record(&mut items), "{kind}");
        let between = from_cbor(to_cbor(&tree)).unwrap();
        assert_eq!(from_items(&mut items).unwrap(), between, "{kind}");
        assert_eq!(read(&bytes).unwrap(), tree, "{kind}");
    }
}
