//! Laws of reading and writing.

use ciborium::Value;
use proptest::prelude::*;

use super::{decode, encode};
use crate::{FlawKind, Limits, check};

const LIMITS: Limits = Limits { bytes_max: 1 << 16, depth_max: 16, tag: Some(18) };

pub(crate) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-24i64..24).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
        ".{0,20}".prop_map(Value::Text),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        let entries = proptest::collection::vec((inner.clone(), inner.clone()), 0..8);
        prop_oneof![
            proptest::collection::vec(inner, 0..8).prop_map(Value::Array),
            entries.prop_map(|entries| {
                let mut unique: Vec<(Value, Value)> = Vec::new();
                for (key, value) in entries {
                    if unique.iter().all(|(other, _)| encode(other) != encode(&key)) {
                        unique.push((key, value));
                    }
                }
                Value::Map(unique)
            }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_passes_the_check_and_reads_back(value in value()) {
        let bytes = encode(&value);
        prop_assert_eq!(check(&bytes, LIMITS), Ok(()));
        prop_assert_eq!(encode(&decode(&bytes, LIMITS).unwrap()), bytes.clone());
        // A reader that is not ours sees the same values.
        let foreign: Value = ciborium::from_reader(bytes.as_slice()).unwrap();
        prop_assert_eq!(encode(&foreign), bytes);
    }

    #[test]
    fn random_bytes_never_panic_and_have_one_spelling(
        bytes in proptest::collection::vec(any::<u8>(), 0..64),
    ) {
        if let Ok(value) = decode(&bytes, LIMITS) {
            prop_assert_eq!(encode(&value), bytes);
        }
    }

    #[test]
    fn one_changed_byte_never_panics_and_never_makes_a_second_spelling(
        value in value(), at in any::<prop::sample::Index>(), new in any::<u8>(),
    ) {
        let mut bytes = encode(&value);
        let at = at.index(bytes.len());
        bytes[at] = new;
        if let Ok(value) = decode(&bytes, LIMITS) {
            prop_assert_eq!(encode(&value), bytes);
        }
    }
}

#[test]
fn what_may_not_be_read_is_written_and_then_refused() {
    let cases = [
        (Value::Float(1.5), FlawKind::Float),
        (Value::Tag(1, Box::new(Value::Null)), FlawKind::TagNotAllowed),
        (
            Value::Map(vec![(1.into(), Value::Null), (1.into(), Value::Null)]),
            FlawKind::DuplicateKey,
        ),
    ];
    for (value, kind) in cases {
        assert_eq!(check(&encode(&value), LIMITS).unwrap_err().kind, kind);
    }
}

#[test]
fn whole_integer_range_survives() {
    for number in [0, 23, 24, 255, 256, 65535, 65536, u32::MAX.into(), 1 << 32, u64::MAX.into()] {
        for number in [number, -1 - number] {
            let value = Value::Integer(i128::try_into(number).unwrap());
            assert_eq!(decode(&encode(&value), LIMITS), Ok(value));
        }
    }
}
