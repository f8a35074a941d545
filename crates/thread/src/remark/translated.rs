//! Whether a translation is of the text that stands.
//!
//! Only what is translated is hashed, title and summary: a correction of an address leaves the
//! translations of the text as good as they were.

use chancery_record::Record;

use super::Freshness;

/// Whether a translation that names `of_hash` is of this text; one that names none stands in the
/// record beside it, and is of that.
pub fn freshness(of_hash: Option<&str>, record: &Record) -> Freshness {
    let of_this = |hash: &str| hash.parse() == Ok(record.original_hash());
    match of_hash.is_none_or(of_this) {
        true => Freshness::Current,
        false => Freshness::Stale,
    }
}
