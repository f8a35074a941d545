//! Laws of reader keys.

use super::*;
use crate::key::SecretKey;

/// RFC 7748 section 6.1: Alice's.
const SECRET: [u8; 32] = [
    0x77, 0x07, 0x6d, 0x0a, 0x73, 0x18, 0xa5, 0x7d, 0x3c, 0x16, 0xc1, 0x72, 0x51, 0xb2, 0x66, 0x45,
    0xdf, 0x4c, 0x2f, 0x87, 0xeb, 0xc0, 0x99, 0x2a, 0xb1, 0x77, 0xfb, 0xa5, 0x1d, 0xb9, 0x2c, 0x2a,
];
const PUBLIC: [u8; 32] = [
    0x85, 0x20, 0xf0, 0x09, 0x89, 0x30, 0xa7, 0x54, 0x74, 0x8b, 0x7d, 0xdc, 0xb4, 0x3e, 0xf7, 0x5a,
    0x0d, 0xbf, 0x3a, 0x0d, 0x26, 0x38, 0x1a, 0xf4, 0xeb, 0xa4, 0xa9, 0x8e, 0xaa, 0x9b, 0x4e, 0x6a,
];

#[test]
fn public_half_is_that_of_the_rfc() {
    assert_eq!(ReaderSecret::from_seed(&SECRET).public(), PUBLIC);
}

#[test]
fn key_file_reads_back_and_only_with_its_passphrase() {
    let key = ReaderSecret::from_seed(&SECRET);
    let plain = key.to_pem(None).unwrap();
    assert_eq!(ReaderSecret::from_pem(&plain, None).unwrap().public(), PUBLIC);
    let lock = Lock { passphrase: "correct horse", salt: [7; 32] };
    let locked = key.to_pem(Some(&lock)).unwrap();
    let opened = ReaderSecret::from_pem(&locked, Some("correct horse")).unwrap();
    assert_eq!(opened.public(), PUBLIC);
    let wrong = ReaderSecret::from_pem(&locked, Some("correct house")).unwrap_err();
    assert_eq!(wrong, KeyFileFlaw::WrongPassphrase);
    assert_eq!(ReaderSecret::from_pem(&locked, None).unwrap_err(), KeyFileFlaw::Locked);
}

#[test]
fn key_of_one_job_does_not_open_as_one_of_the_other() {
    let signs = SecretKey::from_seed(&SECRET).to_pem(None).unwrap();
    let reads = ReaderSecret::from_seed(&SECRET).to_pem(None).unwrap();
    assert_eq!(ReaderSecret::from_pem(&signs, None).unwrap_err(), KeyFileFlaw::NotX25519);
    assert_eq!(SecretKey::from_pem(&reads, None).unwrap_err(), KeyFileFlaw::NotEd25519);
}

#[test]
fn secret_is_not_shown() {
    assert_eq!(format!("{:?}", ReaderSecret::from_seed(&SECRET)), "ReaderSecret(…)");
}

#[test]
fn derived_secrets_follow_from_key_and_label() {
    let key = ReaderSecret::from_seed(&SECRET);
    let derived = key.derive("a");
    let by_hand = chancery_encoding::Digest::of(&[b"a\0".as_slice(), &SECRET].concat());
    assert_eq!(&*derived, by_hand.as_bytes());
    assert_ne!(derived, key.derive("b"));
    assert_ne!(derived, ReaderSecret::from_seed(&[1; 32]).derive("a"));
}
