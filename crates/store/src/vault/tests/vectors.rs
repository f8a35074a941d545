//! The vectors of sealed files, in `vectors/vault.json`: one file each, and for those that do not open
//! exactly one thing wrong. They are made here, and the file must say what is made; with
//! `CHANCERY_WRITE_VECTORS=1` it is written.

use std::path::Path;

use serde_json::json;

use super::super::seal::VaultKey;
use super::super::{Place, VaultFlaw};
use super::{AT, SECRET, TEXT};

struct Vector {
    name: &'static str,
    bytes: Vec<u8>,
    flaw: Option<VaultFlaw>,
}

fn vectors() -> Vec<Vector> {
    let good = VaultKey::of(&SECRET).seal(AT, [1; 24], TEXT);
    let fine = |name, bytes| Vector { name, bytes, flaw: None };
    let wrong = |name, flaw, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        Vector { name, bytes, flaw: Some(flaw) }
    };
    let sealed = |name, flaw, bytes| Vector { name, bytes, flaw: Some(flaw) };
    let elsewhere = Place { name: "d2", ..AT };
    let moved = Place { collection: "reliance", ..AT };
    vec![
        fine("a text", good.clone()),
        fine("nothing", VaultKey::of(&SECRET).seal(AT, [2; 24], b"")),
        sealed("an empty file", VaultFlaw::Truncated, Vec::new()),
        wrong("another first letter", VaultFlaw::NotSealed, &|bytes| bytes[0] = b'C'),
        wrong("format version 2", VaultFlaw::OtherVersion { found: 2 }, &|bytes| bytes[7] = 2),
        wrong("cut within the head", VaultFlaw::Truncated, &|bytes| bytes.truncate(51)),
        wrong("without its last byte", VaultFlaw::Truncated, &|bytes| {
            bytes.truncate(bytes.len() - 1)
        }),
        wrong("a byte behind it", VaultFlaw::TooLong, &|bytes| bytes.push(0)),
        wrong("a length above 2 MiB", VaultFlaw::TooLong, &|bytes| bytes[24] = 1),
        sealed(
            "sealed with another key",
            VaultFlaw::OtherKey,
            VaultKey::of(&[8; 32]).seal(AT, [1; 24], TEXT),
        ),
        sealed(
            "sealed under another name",
            VaultFlaw::OtherPlace,
            VaultKey::of(&SECRET).seal(elsewhere, [1; 24], TEXT),
        ),
        sealed(
            "sealed in another collection",
            VaultFlaw::OtherPlace,
            VaultKey::of(&SECRET).seal(moved, [1; 24], TEXT),
        ),
        wrong("a bit of the nonce", VaultFlaw::Changed, &|bytes| bytes[28] ^= 1),
        wrong("a bit of the object", VaultFlaw::Changed, &|bytes| bytes[52] ^= 1),
        wrong("a bit of the tag", VaultFlaw::Changed, &|bytes| *bytes.last_mut().unwrap() ^= 1),
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_vector_opens_or_fails_as_it_says() {
    let key = VaultKey::of(&SECRET);
    for Vector { name, bytes, flaw } in vectors() {
        let opened = key.open(AT, &bytes).map(|plain| plain.to_vec());
        assert_eq!(opened.as_ref().err(), flaw.as_ref(), "of {name}");
    }
}

#[test]
fn the_file_of_vectors_says_what_is_made() {
    let each = |vector: &Vector| {
        json!({
            "name": vector.name,
            "sealed": hex(&vector.bytes),
            "opens": vector.flaw.is_none(),
            "flaw": vector.flaw.map(VaultFlaw::name),
        })
    };
    let all = json!({
        "about": "Sealed files (docs/spec/vault.md). Each opens, or has exactly one thing wrong.",
        "secret": hex(&SECRET),
        "collection": AT.collection,
        "name": AT.name,
        "vectors": vectors().iter().map(each).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&all).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/vault.json");
    if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).expect("because the vectors are kept");
    assert!(written == text, "vectors/vault.json differs: CHANCERY_WRITE_VECTORS=1 writes it");
}
