//! Laws of the body.

use super::*;

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
