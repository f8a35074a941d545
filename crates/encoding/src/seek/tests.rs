//! Laws of finding a text without a decode.

use ciborium::Value;
use proptest::prelude::*;

use super::text_at;
use crate::encode;

fn body() -> Vec<u8> {
    let handling = vec![
        ("notes".into(), Value::Array(vec![1.into(), Value::Map(vec![(1.into(), 2.into())])])),
        ("tlp".into(), "TLP:GREEN".into()),
    ];
    encode(&Value::Map(vec![
        (1.into(), Value::Array(vec!["tlp".into(), "TLP:RED".into()])),
        ("salt".into(), Value::Bytes(vec![7; 16])),
        ("record".into(), Value::Map(vec![("handling".into(), Value::Map(handling))])),
    ]))
}

#[test]
fn text_is_found_behind_its_siblings() {
    assert_eq!(text_at(&body(), &["record", "handling", "tlp"]), Some("TLP:GREEN"));
    assert_eq!(text_at(&encode(&"alone".into()), &[]), Some("alone"));
}

#[test]
fn what_is_not_there_or_no_text_is_not_found() {
    for path in [
        &["record", "handling", "missing"][..],
        &["record", "tlp"],
        &["record", "handling"],
        &["salt"],
        &["salt", "tlp"],
        &[],
    ] {
        assert_eq!(text_at(&body(), path), None, "{path:?}");
    }
}

#[test]
fn hostile_counts_and_depths_cost_nothing() {
    assert_eq!(text_at(&[0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], &["a"]), None);
    let mut deep = vec![0xa2, 0x61, b'a'];
    deep.extend([0x81; 100_000]);
    assert_eq!(text_at(&deep, &["b"]), None);
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = text_at(&bytes, &["a", "b"]);
        let _ = text_at(&[&[0xa2, 0x61, b'a'], bytes.as_slice()].concat(), &["a", "b"]);
    }

    #[test]
    fn every_text_of_a_map_is_found(
        entries in proptest::collection::btree_map("[a-z]{1,9}", "[a-z]{0,30}", 0..9),
    ) {
        let map = entries.iter().map(|(key, value)| (key.clone().into(), value.clone().into()));
        let bytes = encode(&Value::Map(map.collect()));
        for (key, value) in &entries {
            prop_assert_eq!(text_at(&bytes, &[key]), Some(value.as_str()));
        }
    }
}
