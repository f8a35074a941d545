//! Files are told apart by what they hold, and garbage is nothing.

use super::*;

#[test]
fn keys_are_told_by_their_first_line_and_garbage_is_nothing() {
    assert_eq!(Kind::of(b"-----BEGIN PUBLIC KEY-----\n"), Some(Kind::PublicKey));
    assert_eq!(Kind::of(b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), Some(Kind::SecretKey));
    for garbage in [&b""[..], b"\xa0", b"text", &[0xff; 200]] {
        assert_eq!(Kind::of(garbage), None, "{garbage:?}");
    }
}

#[test]
fn files_that_are_none_of_ours_are_told_by_how_they_begin() {
    assert_eq!(Kind::of(b"{\"kind\": \"withdrawal\"}"), Some(Kind::Json));
    assert_eq!(Kind::of(b"{ not json"), None);
    assert_eq!(Kind::of(b"<!DOCTYPE html><html>"), Some(Kind::Html));
    assert_eq!(Kind::of(b"%PDF-1.7"), Some(Kind::Pdf));
    assert_eq!(Kind::of(b"PK\x03\x04"), Some(Kind::Archive));
}

#[test]
fn a_media_type_counts_in_the_header_only() {
    let name = b"application/vnd.chancery.revocation+cbor";
    let header = [&[0x84, 0x58, 0x50][..], name].concat();
    assert_eq!(Kind::of(&header), Some(Kind::Revocation));
    assert_eq!(Kind::of(&[&[0; HEADER_BYTES][..], name].concat()), None);
}
