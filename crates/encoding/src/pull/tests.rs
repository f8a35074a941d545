//! Items one by one are the items of the value.

use ciborium::Value;
use proptest::prelude::*;

use super::{Item, Pull};
use crate::codec::tests::value;
use crate::{Limits, decode, encode};

const LIMITS: Limits = Limits { bytes_max: 1 << 16, depth_max: 16, tag: Some(18) };

/// The value again, from its items.
fn built(pull: &mut Pull<'_>) -> Option<Value> {
    Some(match pull.next()? {
        Item::Integer(number) => Value::Integer(number.try_into().ok()?),
        Item::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
        Item::Text(text) => Value::Text(text.to_owned()),
        Item::Array(count) => Value::Array((0..count).map(|_| built(pull)).collect::<Option<_>>()?),
        Item::Map(count) => {
            let pair = |_| Some((built(pull)?, built(pull)?));
            Value::Map((0..count).map(pair).collect::<Option<_>>()?)
        }
        Item::Tag(tag) => Value::Tag(tag, Box::new(built(pull)?)),
        Item::Bool(truth) => Value::Bool(truth),
        Item::Null => Value::Null,
    })
}

proptest! {
    #[test]
    fn the_items_are_those_of_the_decoded_value(value in value()) {
        let bytes = encode(&value);
        let mut pull = Pull::new(&bytes, LIMITS).unwrap();
        prop_assert_eq!(built(&mut pull), decode(&bytes, LIMITS).ok());
        prop_assert_eq!(pull.next(), None);
    }

    #[test]
    fn what_is_not_decoded_is_not_pulled(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let pulled = Pull::new(&bytes, LIMITS).map(|mut pull| built(&mut pull));
        prop_assert_eq!(pulled, decode(&bytes, LIMITS).map(Some));
    }
}

#[test]
fn a_tag_stands_before_what_has_it() {
    let bytes = encode(&Value::Tag(18, Box::new(Value::Null)));
    let items: Vec<Item<'_>> = Pull::new(&bytes, LIMITS).unwrap().collect();
    assert_eq!(items, [Item::Tag(18), Item::Null]);
}
