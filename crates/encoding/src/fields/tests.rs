//! Laws of typed fields.

use ciborium::Value;

use super::{FieldFault, Fields};

fn fields() -> Fields {
    let entries = vec![
        (1.into(), 7.into()),
        (2.into(), Value::Bytes(vec![9; 32])),
        (3.into(), Value::Null),
        (4.into(), Value::Integer((-7).into())),
        ("chancery".into(), Value::Map(vec![(1.into(), "text".into())])),
    ];
    Fields::new(Value::Map(entries), 0).unwrap()
}

#[test]
fn every_field_is_taken_once_and_by_its_type() {
    let mut fields = fields();
    assert_eq!(fields.uint(1), Ok(7));
    assert_eq!(fields.bytes32_or_null(2), Ok(Some([9; 32])));
    assert_eq!(fields.bytes32_or_null(3), Ok(None));
    assert_eq!(fields.int(4), Ok(-7));
    assert_eq!(fields.map("chancery").unwrap().text(1).unwrap(), "text");
    assert_eq!(fields.clone().finish(), Ok(()));
    assert_eq!(fields.uint(1).unwrap_err().fault, FieldFault::Missing);
}

#[test]
fn field_may_be_null_or_left_out_where_that_is_asked_for() {
    assert_eq!(fields().uint_or_null(1), Ok(Some(7)));
    assert_eq!(fields().uint_or_null(3), Ok(None));
    let refusal = |key: i64| fields().uint_or_null(key).unwrap_err().to_string();
    assert_eq!(refusal(4), "field 4 is not an unsigned integer");
    assert_eq!(refusal(9), "field 9 is missing");
    assert_eq!(fields().if_there(2, Fields::bytes32), Ok(Some([9; 32])));
    assert_eq!(fields().if_there(9, Fields::bytes32), Ok(None));
    let refused = fields().if_there(1, Fields::bytes32).unwrap_err();
    assert_eq!(refused.to_string(), "field 1 is not a byte string");
}

#[test]
fn refusal_names_the_field_and_what_was_expected() {
    assert_eq!(fields().text(1).unwrap_err().to_string(), "field 1 is not a text string");
    assert_eq!(fields().uint(4).unwrap_err().to_string(), "field 4 is not an unsigned integer");
    assert_eq!(fields().bytes(9).unwrap_err().to_string(), "field 9 is missing");
    let mut short = Fields::new(Value::Map(vec![(1.into(), Value::Bytes(vec![1]))]), 0).unwrap();
    assert_eq!(short.bytes32(1).unwrap_err().to_string(), "field 1 has 1 bytes instead of 32");
    assert_eq!(Fields::new(Value::Null, "x").unwrap_err().to_string(), "field \"x\" is not a map");
}

#[test]
fn unknown_field_is_kept_or_refused_by_name() {
    let mut fields = fields();
    for key in 1..=4 {
        fields.value(key).unwrap();
    }
    assert_eq!(fields.clone().rest().len(), 1);
    let flaw = fields.finish().unwrap_err();
    assert_eq!(flaw.to_string(), "field \"chancery\" is not known here");
}
