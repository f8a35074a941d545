//! The vectors of case files, in `vectors/case-2.json`: each reads, or has exactly one thing wrong. They are
//! made here, and the file must say what is made; with `CHANCERY_WRITE_VECTORS=1` it is written.

use std::path::Path;

use chancery_encoding::{Limits, decode, encode};
use chancery_ledger::log::Id;
use ciborium::Value;
use serde_json::json;

use super::*;
use crate::answer::{NoteFile, Reliance, ReliedAs};

struct Vector {
    name: &'static str,
    bytes: Vec<u8>,
    /// The stable name of what is wrong.
    flaw: Option<&'static str>,
}

fn case_file() -> CaseFile {
    let id = |byte| Id::from_bytes([byte; 32]);
    let note = Reliance {
        note: "00112233aabbccdd".to_owned(),
        version: id(1),
        number: 1,
        reference: "EE-2026-0001".to_owned(),
        cited: "EE-2026-0001".to_owned(),
        title: "Überwachung, 監視".to_owned(),
        state: "EE".to_owned(),
        exercise: true,
        relied_as: ReliedAs::ReliedOn,
        reason: "the end user is the same".to_owned(),
        case: Some("2026-0815".to_owned()),
        made_at_s: 1_005,
    };
    CaseFile {
        network: Digest::of(b"a founding roster"),
        name: "c7".to_owned(),
        steps: chain([
            opened(),
            screened(&[], vec![record("EE-2026-0001", 1, "in-force")]),
            decided(&["h1"], Decision::Same, vec![stood(1, Vec::new())]),
        ]),
        notes: vec![note],
        cited: vec![Cited { version: id(1), root: id(1) }, Cited { version: id(3), root: id(2) }],
        packs: vec![vec![1, 2, 3]],
        missing: vec![(id(3), "no checkpoint covers it".to_owned())],
    }
}

fn fields(bytes: &[u8]) -> Vec<(Value, Value)> {
    let limits = Limits { bytes_max: file::CASE_FILE_BYTES_MAX, depth_max: 4, tag: None };
    let Ok(Value::Map(fields)) = decode(bytes, limits) else { unreachable!("it was just written") };
    fields
}

fn replaced(mut fields: Vec<(Value, Value)>, key: i64, value: Value) -> Vec<u8> {
    match fields.iter_mut().find(|(name, _)| *name == Value::from(key)) {
        Some((_, field)) => *field = value,
        None => fields.push((key.into(), value)),
    }
    encode(&Value::Map(fields))
}

/// The good envelope with one of its fields replaced.
fn with(key: i64, value: Value) -> Vec<u8> {
    replaced(fields(&case_file().encode()), key, value)
}

/// The good file with one field of its content replaced, and the hash of that.
fn holding(key: i64, value: Value) -> Vec<u8> {
    let envelope = fields(&case_file().encode());
    let Some((_, Value::Bytes(content))) = envelope.into_iter().find(|(it, _)| *it == 3.into())
    else {
        unreachable!("because it has a content")
    };
    let content = replaced(fields(&content), key, value);
    let digest = Value::Bytes(Digest::of(&content).as_bytes().to_vec());
    let outer = fields(&with(2, digest));
    replaced(outer, 3, Value::Bytes(content))
}

fn vectors() -> Vec<Vector> {
    let good = case_file().encode();
    let wrong = |name, flaw, bytes| Vector { name, bytes, flaw: Some(flaw) };
    let bytes = |length: usize| Value::Bytes(vec![7; length]);
    let list = |item: Value| Value::Array(vec![item]);
    let pair = |a: Value, b: Value| Value::Array(vec![a, b]);
    let twice = |one: Value| Value::Array(vec![one.clone(), one]);
    vec![
        Vector {
            name: "three steps, a note, two versions, a pack, a version without evidence",
            bytes: good.clone(),
            flaw: None,
        },
        wrong("nothing", "cbor", Vec::new()),
        wrong("cut", "cbor", good[..good.len() - 1].to_vec()),
        wrong("a byte behind it", "cbor", [&good[..], &[0]].concat()),
        wrong("a list", "field", encode(&Value::Array(Vec::new()))),
        wrong("a note file", "format", with(1, "chancery-case-1".into())),
        wrong("the format of a pack", "field", with(1, 1.into())),
        wrong("a hash of 31 bytes", "field", with(2, bytes(31))),
        wrong("the hash of something else", "digest", with(2, bytes(32))),
        wrong("a content that is a map", "field", with(3, Value::Map(Vec::new()))),
        wrong("a field that nobody knows", "field", with(4, Value::Null)),
        wrong("a network of 33 bytes", "field", holding(1, bytes(33))),
        wrong("a name that is a number", "field", holding(2, 7.into())),
        wrong("a step that is text", "step", holding(3, list("step".into()))),
        wrong("a note that is text", "note", holding(4, list("note".into()))),
        wrong("a version without its record", "version", holding(5, list(list(bytes(32))))),
        wrong("a version of 31 bytes", "version", holding(5, list(pair(bytes(31), bytes(32))))),
        wrong(
            "a version that stands twice",
            "order",
            holding(5, twice(pair(bytes(32), bytes(32)))),
        ),
        wrong("a pack that is text", "pack", holding(6, list("pack".into()))),
        wrong("no reason", "missing", holding(7, list(pair(bytes(32), Value::Null)))),
        wrong("missing twice", "order", holding(7, twice(pair(bytes(32), "why".into())))),
        wrong("a field in it that nobody knows", "field", holding(8, Value::Null)),
    ]
}

#[test]
fn each_vector_reads_or_has_its_one_flaw() {
    for vector in vectors() {
        let read = CaseFile::decode(&vector.bytes);
        let found = read.as_ref().err().map(CaseFileFlaw::name);
        assert_eq!(found, vector.flaw, "{}: {read:?}", vector.name);
        assert!(NoteFile::decode(&vector.bytes).is_err(), "{} is no note file", vector.name);
    }
}

#[test]
fn case_file_reads_as_it_was_written_and_every_bit_counts() {
    let bytes = case_file().encode();
    assert_eq!(CaseFile::decode(&bytes).unwrap(), case_file());
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut bent = bytes.clone();
            bent[at] ^= 1 << bit;
            assert!(CaseFile::decode(&bent).is_err(), "byte {at}, bit {bit}");
        }
    }
    for length in 0..bytes.len() {
        assert!(CaseFile::decode(&bytes[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn the_file_of_vectors_says_what_is_made() {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let each = |vector: &Vector| json!({ "name": vector.name, "bytes": hex(&vector.bytes), "flaw": vector.flaw });
    let all = json!({
        "about": "Case files, version 2 (docs/spec/case.md). Each reads, or has exactly one thing wrong.",
        "vectors": vectors().iter().map(each).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&all).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/case-2.json");
    if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).expect("because the vectors are kept");
    assert!(written == text, "vectors/case-2.json differs: CHANCERY_WRITE_VECTORS=1 writes it");
}
