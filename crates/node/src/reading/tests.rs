//! What a summary says of a record that nobody has validated.

use super::*;

/// A body with nothing but a title, which no validation has seen.
fn titled(title: &str) -> Record {
    let length = u32::try_from(title.len()).unwrap().to_be_bytes();
    let salt = [b"\xa2\x64salt\x50".as_slice(), &[7; 16]].concat();
    let record = [b"\x66record\xa1\x65title\x7a".as_slice(), &length, title.as_bytes()].concat();
    Record::from_body(&[salt, record].concat()).unwrap()
}

#[test]
fn a_title_as_long_as_a_body_cannot_crowd_a_listing() {
    let long = "\u{1}".repeat(200_000);
    assert_eq!(title(&titled(&long)).len(), TITLE_CHARS_MAX);
    let wide = "監".repeat(70_000);
    assert_eq!(title(&titled(&wide)), "監".repeat(TITLE_CHARS_MAX));
}
