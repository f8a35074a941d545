//! The hash by which a translation says what it translates.
//!
//! Only what is translated is hashed, title and summary: a correction of an address leaves the
//! translations of the text as good as they were.

use chancery_encoding::{Digest, encode};
use chancery_record::Record;
use ciborium::Value;

use super::Freshness;

/// SHA-256 of the deterministic CBOR of the map of `title` and `summary`, as far as the record has
/// them as texts.
pub fn translated_hash(record: &Record) -> Digest {
    let entry = |name: &str| {
        let text = record.text_at(&[name])?.to_owned();
        Some((Value::Text(name.to_owned()), Value::Text(text)))
    };
    let map = ["title", "summary"].into_iter().filter_map(entry).collect();
    Digest::of(&encode(&Value::Map(map)))
}

/// Whether a translation that names `of_hash` is of this text; one that names none stands in the
/// record beside it, and is of that.
pub fn freshness(of_hash: Option<&str>, record: &Record) -> Freshness {
    let of_this = |hash: &str| hash.parse() == Ok(translated_hash(record));
    match of_hash.is_none_or(of_this) {
        true => Freshness::Current,
        false => Freshness::Stale,
    }
}
