//! The vectors of case files, in `vectors/case.json`: each reads, or has exactly one thing wrong. They are
//! made here, and the file must say what is made; with `CHANCERY_WRITE_VECTORS=1` it is written.

use std::path::Path;

use serde_json::json;

use super::*;

struct Vector {
    name: &'static str,
    bytes: Vec<u8>,
    /// The stable name of what is wrong.
    flaw: Option<&'static str>,
}

fn flaw_name(flaw: &NoteFileFlaw) -> &'static str {
    match flaw {
        NoteFileFlaw::Cbor(_) => "cbor",
        NoteFileFlaw::Field(_) => "field",
        NoteFileFlaw::Format(_) => "format",
        NoteFileFlaw::Item { list: "notes", .. } => "note",
        NoteFileFlaw::Item { list: "packs", .. } => "pack",
        NoteFileFlaw::Item { .. } => "missing",
    }
}

/// The good case with one of its fields replaced.
fn with(key: i64, value: Value) -> Vec<u8> {
    let limits = Limits { bytes_max: CASE_BYTES_MAX, depth_max: DEPTH_MAX, tag: None };
    let Ok(Value::Map(mut fields)) = decode(&case().encode(), limits) else {
        unreachable!("because it was just written")
    };
    match fields.iter_mut().find(|(name, _)| *name == Value::from(key)) {
        Some((_, field)) => *field = value,
        None => fields.push((key.into(), value)),
    }
    encode(&Value::Map(fields))
}

/// A list with the first note, one of its fields replaced.
fn with_note(key: i64, value: Value) -> Vec<u8> {
    let Value::Map(mut fields) = super::super::note(&note(1, None)) else {
        unreachable!("because a note is a map")
    };
    match fields.iter_mut().find(|(name, _)| *name == Value::from(key)) {
        Some((_, field)) => *field = value,
        None => fields.push((key.into(), value)),
    }
    with(4, Value::Array(vec![Value::Map(fields)]))
}

fn vectors() -> Vec<Vector> {
    let good = case().encode();
    let wrong = |name, flaw, bytes| Vector { name, bytes, flaw: Some(flaw) };
    let bytes = |length: usize| Value::Bytes(vec![1; length]);
    let pair = |id: Value, why: Value| Value::Array(vec![Value::Array(vec![id, why])]);
    vec![
        Vector {
            name: "two notes, a pack, a version without evidence",
            bytes: good.clone(),
            flaw: None,
        },
        wrong("nothing", "cbor", Vec::new()),
        wrong("cut", "cbor", good[..good.len() - 1].to_vec()),
        wrong("a byte behind it", "cbor", [&good[..], &[0]].concat()),
        wrong("a list", "field", encode(&Value::Array(Vec::new()))),
        wrong("another format", "format", with(1, "chancery-case-2".into())),
        wrong("the format of a pack", "field", with(1, 1.into())),
        wrong("a state that is no text", "field", with(2, 1.into())),
        wrong("a field that nobody knows", "field", with(7, Value::Null)),
        wrong("packs that are no list", "field", with(5, bytes(1))),
        wrong("a pack that is text", "pack", with(5, Value::Array(vec!["pack".into()]))),
        wrong("a note that is text", "note", with(4, Value::Array(vec!["note".into()]))),
        wrong("a version of 31 bytes", "note", with_note(2, bytes(31))),
        wrong("a negative number", "note", with_note(3, (-1).into())),
        wrong("a drill that is no truth value", "note", with_note(8, 1.into())),
        wrong("something else that was done", "note", with_note(9, "ignored".into())),
        wrong("a case that is a number", "note", with_note(11, 17.into())),
        wrong("a time that is text", "note", with_note(12, "now".into())),
        wrong("a note with a field that nobody knows", "note", with_note(13, Value::Null)),
        wrong("an id of 33 bytes", "missing", with(6, pair(bytes(33), "why".into()))),
        wrong("no reason", "missing", with(6, pair(bytes(32), Value::Null))),
    ]
}

#[test]
fn each_vector_reads_or_has_its_one_flaw() {
    for vector in vectors() {
        let read = NoteFile::decode(&vector.bytes);
        assert_eq!(read.as_ref().err().map(flaw_name), vector.flaw, "{}: {read:?}", vector.name);
    }
}

#[test]
fn the_file_of_vectors_says_what_is_made() {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let each = |vector: &Vector| json!({ "name": vector.name, "bytes": hex(&vector.bytes), "flaw": vector.flaw });
    let all = json!({
        "about": "Case files (docs/spec/case.md). Each reads, or has exactly one thing wrong.",
        "vectors": vectors().iter().map(each).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&all).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/case.json");
    if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).expect("because the vectors are kept");
    assert!(written == text, "vectors/case.json differs: CHANCERY_WRITE_VECTORS=1 writes it");
}
