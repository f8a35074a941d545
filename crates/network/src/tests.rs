//! The test vectors in `vectors/`: they say in bytes what `docs/spec/transport.md` says in words.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Every file, each read by one test.
const FILES: [&str; 4] =
    ["frame-accepted.json", "frame-refused.json", "report-accepted.json", "report-refused.json"];

/// The vectors of one file.
pub(crate) fn vectors(file: &str) -> Vec<Value> {
    assert!(FILES.contains(&file), "{file} is not on the list");
    let text = fs::read_to_string(folder().join(file)).unwrap();
    let vectors: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(!vectors.is_empty());
    vectors
}

/// A hex field.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    let digits = text(value).as_bytes();
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// A text field.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

#[test]
fn no_vector_lies_unused() {
    let entries = fs::read_dir(folder()).unwrap();
    let mut found: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    found.sort();
    assert_eq!(found, FILES);
}
