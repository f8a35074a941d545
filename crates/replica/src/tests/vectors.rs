//! The vectors of the wire, in `vectors/`: one message each, and for those that are refused exactly
//! one thing wrong with them. They are made here, and the files must say what is made; with
//! `CHANCERY_WRITE_VECTORS=1` they are written.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chancery_encoding::encode;
use ciborium::Value;
use serde_json::json;

use super::cast;
use crate::wire::{Answer, Gossip, Request, WireFlaw};

/// A message, and what is wrong with it.
struct Vector {
    name: &'static str,
    bytes: Vec<u8>,
    flaw: Option<&'static str>,
}

fn fine(name: &'static str, value: Vec<Value>) -> Vector {
    Vector { name, bytes: encode(&Value::Array(value)), flaw: None }
}

fn wrong(name: &'static str, flaw: &'static str, value: Vec<Value>) -> Vector {
    Vector { name, bytes: encode(&Value::Array(value)), flaw: Some(flaw) }
}

fn raw(name: &'static str, flaw: &'static str, hex: &str) -> Vector {
    Vector { name, bytes: unhex(hex), flaw: Some(flaw) }
}

fn uint(number: u64) -> Value {
    number.into()
}

fn bytes(length: usize, byte: u8) -> Value {
    Value::Bytes(vec![byte; length])
}

fn list(items: Vec<Value>) -> Value {
    Value::Array(items)
}

fn head(key: u8) -> Value {
    list(vec![bytes(32, key), uint(0), uint(41), bytes(32, 0x7a)])
}

fn paper(key: u8) -> Value {
    list(vec![bytes(32, key), uint(0), bytes(32, 0xd1)])
}

fn entry(statement: usize, body: usize) -> Value {
    list(vec![bytes(statement, 0x51), bytes(body, 0xb0)])
}

const UINT: &str = "an unsigned integer";
const BYTES: &str = "a byte string";
const BYTES32: &str = "a byte string of 32 bytes";
const ARRAY: &str = "an array";
const END: &str = "the end of an array";

fn requests() -> Vec<Vector> {
    let page = |from, count| vec![uint(1), bytes(32, 0x0a), uint(0), from, count];
    vec![
        fine("sync", vec![uint(0), bytes(32, 1), bytes(32, 2)]),
        fine("page of one", page(uint(0), uint(1))),
        fine("page of 512", page(uint(1_000_000), uint(512))),
        fine("evidence", vec![uint(2), bytes(32, 0x0a), uint(0)]),
        fine("notes", vec![uint(3), bytes(32, 0x0a), uint(7)]),
        fine("act list", vec![uint(4)]),
        fine("one act", vec![uint(5), list(vec![bytes(32, 0x0c)])]),
        fine("64 acts", vec![uint(5), list(vec![bytes(32, 0x0c); 64])]),
        raw("nothing", "truncated", ""),
        raw("not an array", ARRAY, "00"),
        raw("a map", ARRAY, "a0"),
        raw("cut short", "truncated", "8300"),
        raw("a byte behind it", "trailing", "810000"),
        raw("kind in two bytes", "not-shortest", "811800"),
        raw("indefinite array", "indefinite", "9f00ff"),
        raw("a tagged array", "tag-not-allowed", "d28100"),
        raw("a float", "float", "81f90000"),
        raw("array of 2^32 items", "truncated", "9b0000000100000000"),
        raw("nested too deep", "too-deep", "8181818180"),
        wrong("without a kind", UINT, vec![]),
        wrong("kind is text", UINT, vec!["sync".into()]),
        wrong("kind is negative", UINT, vec![Value::Integer((-1).into())]),
        wrong("unknown kind", "a kind of request", vec![uint(6)]),
        wrong("sync without the second digest", BYTES, vec![uint(0), bytes(32, 1)]),
        wrong("sync with a short digest", BYTES32, vec![uint(0), bytes(31, 1), bytes(32, 2)]),
        wrong("sync with a third", END, vec![uint(0), bytes(32, 1), bytes(32, 2), bytes(32, 3)]),
        wrong("page of none", "a count of 1 to 512 entries", page(uint(0), uint(0))),
        wrong("page of 513", "a count of 1 to 512 entries", page(uint(0), uint(513))),
        wrong("page from bytes", UINT, page(bytes(1, 0), uint(1))),
        wrong("page from below zero", UINT, page(Value::Integer((-1).into()), uint(1))),
        wrong("evidence with a long key", BYTES32, vec![uint(2), bytes(33, 0x0a), uint(0)]),
        wrong("notes without an epoch", UINT, vec![uint(3), bytes(32, 0x0a)]),
        wrong("act list with an item", END, vec![uint(4), uint(0)]),
        wrong("no act", "the id of an act", vec![uint(5), list(vec![])]),
        wrong("65 acts", "too-many", vec![uint(5), list(vec![bytes(32, 0x0c); 65])]),
        wrong("an act by number", BYTES, vec![uint(5), list(vec![uint(1)])]),
        wrong("an act by a short id", BYTES32, vec![uint(5), list(vec![bytes(31, 0x0c)])]),
        wrong("oversize", "oversize", vec![uint(0), bytes(4096, 1), bytes(32, 2)]),
    ]
}

fn answers() -> Vec<Vector> {
    let frontier = |heads, proofs| {
        vec![uint(1), list(heads), list(proofs), list(vec![paper(3)]), bytes(32, 0xac)]
    };
    let notes = |notes| vec![uint(1), list(vec![]), list(vec![]), list(notes), bytes(32, 0xac)];
    let act = || list(vec![bytes(32, 0x0c), bytes(32, 0x0d)]);
    let page = |entries| vec![uint(2), list(entries)];
    let real = cast::entries(&cast::history("EE", 2)).into_iter();
    let real = real.map(|e| list(vec![Value::Bytes(e.statement), Value::Bytes(e.body)])).collect();
    let zeros = |count| vec![uint(0); count];
    vec![
        fine("equal", vec![uint(0)]),
        fine("empty frontier", frontier(vec![], vec![])),
        fine("frontier", frontier(vec![head(1), head(2)], vec![paper(2)])),
        fine("empty page", page(vec![])),
        fine("page", page(vec![entry(100, 40), entry(100, 0)])),
        fine("page of a founding entry and a record", page(real)),
        fine("no proof", vec![uint(3)]),
        fine("proof", vec![uint(3), bytes(64, 0xee)]),
        fine("busy", vec![uint(4)]),
        fine("refused", vec![uint(5), "unknown-author".into()]),
        fine("no checkpoints", vec![uint(6), list(vec![])]),
        fine("8 checkpoints", vec![uint(6), list(vec![bytes(40, 0x4e); 8])]),
        fine("act list", vec![uint(7), list(vec![act(), act()])]),
        fine("no acts", vec![uint(8), list(vec![])]),
        fine("acts", vec![uint(8), list(vec![bytes(40, 0xac), bytes(50, 0xac)])]),
        wrong("unknown kind", "a kind of answer", vec![uint(9)]),
        wrong("equal with an item", END, vec![uint(0), uint(0)]),
        wrong("frontier without proofs", ARRAY, vec![uint(1), list(vec![head(1)])]),
        wrong("heads out of order", "unsorted", frontier(vec![head(2), head(1)], vec![])),
        wrong("one log twice", "unsorted", frontier(vec![head(1), head(1)], vec![])),
        wrong("proofs out of order", "unsorted", frontier(vec![], vec![paper(2), paper(1)])),
        wrong("a head without a tip", BYTES, frontier(vec![cut(head(1))], vec![])),
        wrong("a head that goes on", END, frontier(vec![longer(head(1))], vec![])),
        wrong("a head that is a number", ARRAY, frontier(zeros(1), vec![])),
        wrong("a proof that goes on", END, frontier(vec![], vec![longer(paper(1))])),
        wrong("8,193 heads", "too-many", frontier(zeros(8193), vec![])),
        wrong("2,049 proofs", "too-many", frontier(vec![], zeros(2049))),
        wrong("checkpoints out of order", "unsorted", notes(vec![paper(2), paper(1)])),
        wrong("2,049 logs with checkpoints", "too-many", notes(zeros(2049))),
        wrong("frontier without acts", BYTES, cut_off(notes(vec![]))),
        wrong("9 checkpoints", "too-many", vec![uint(6), list(vec![bytes(1, 0); 9])]),
        wrong("a checkpoint in text", BYTES, vec![uint(6), list(vec!["x".into()])]),
        wrong("act without its digest", BYTES, vec![uint(7), list(vec![cut(act())])]),
        wrong("act that goes on", END, vec![uint(7), list(vec![longer(act())])]),
        wrong("65 acts", "too-many", vec![uint(8), list(vec![bytes(1, 0); 65])]),
        wrong("acts that are no array", ARRAY, vec![uint(8), bytes(9, 0)]),
        wrong("page that is no array", ARRAY, vec![uint(2), uint(0)]),
        wrong("page of 513", "too-many", page(zeros(513))),
        wrong("entry without a body", BYTES, page(vec![cut(entry(9, 9))])),
        wrong("entry that goes on", END, page(vec![longer(entry(9, 9))])),
        wrong("statement is text", BYTES, page(vec![list(vec!["x".into(), bytes(1, 0)])])),
        wrong("two proofs", END, vec![uint(3), bytes(9, 0), bytes(9, 1)]),
        wrong("proof is text", BYTES, vec![uint(3), "x".into()]),
        wrong("refused without a reason", "a text string", vec![uint(5)]),
        raw("reason is not UTF-8", "bad-utf8", "820561ff"),
        raw("a page of 2^32 entries", "truncated", "82029b0000000100000000"),
    ]
}

fn rumours() -> Vec<Vector> {
    let head = |tip| vec![uint(1), bytes(32, 0x0a), uint(0), uint(41), tip];
    vec![
        fine("entry", vec![uint(0), bytes(100, 0x51), bytes(40, 0xb0)]),
        fine("head", head(bytes(32, 0x7a))),
        fine("evidence", vec![uint(2), bytes(64, 0xee)]),
        fine("checkpoint", vec![uint(3), bytes(64, 0x4e)]),
        fine("act", vec![uint(4), bytes(64, 0xac)]),
        wrong("unknown kind", "a kind of gossip", vec![uint(5)]),
        wrong("checkpoint above 2 KiB", "oversize", vec![uint(3), bytes(2049, 0x4e)]),
        wrong("checkpoint that goes on", END, vec![uint(3), bytes(9, 0), bytes(9, 0)]),
        wrong("act that is an array", BYTES, vec![uint(4), list(vec![])]),
        wrong("entry without a body", BYTES, vec![uint(0), bytes(100, 0x51)]),
        wrong("entry that goes on", END, vec![uint(0), bytes(9, 1), bytes(9, 2), uint(0)]),
        wrong("statement is an array", BYTES, vec![uint(0), list(vec![]), bytes(9, 2)]),
        wrong("head without a tip", BYTES, head(uint(0))),
        wrong("head with a short tip", BYTES32, head(bytes(31, 0x7a))),
        wrong("evidence without a proof", BYTES, vec![uint(2)]),
        wrong("evidence that goes on", END, vec![uint(2), bytes(9, 0), bytes(9, 0)]),
        raw("a message in text", "trailing", "68656c6c6f20776f726c64"),
    ]
}

/// The array without its last item.
fn cut(value: Value) -> Value {
    let Value::Array(mut items) = value else { unreachable!() };
    items.pop();
    Value::Array(items)
}

/// The items without the last.
fn cut_off(mut items: Vec<Value>) -> Vec<Value> {
    items.pop();
    items
}

/// The array with one item too many.
fn longer(value: Value) -> Value {
    let Value::Array(mut items) = value else { unreachable!() };
    items.push(uint(0));
    Value::Array(items)
}

/// Decodes at one door, and encodes again.
type Door = fn(&[u8]) -> Result<Vec<u8>, WireFlaw>;

fn doors() -> [(&'static str, Vec<Vector>, Door); 3] {
    [
        ("requests", requests(), |bytes| Request::decode(bytes).map(|each| each.encode())),
        ("answers", answers(), |bytes| Answer::decode(bytes).map(Answer::encode)),
        ("gossip", rumours(), |bytes| Gossip::decode(bytes).map(|each| each.encode())),
    ]
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

fn written(vectors: &[Vector]) -> String {
    let lines = vectors.iter().map(|vector| {
        let hex: String = vector.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("  {}", json!({ "name": vector.name, "hex": hex, "flaw": vector.flaw }))
    });
    format!("[\n{}\n]\n", lines.collect::<Vec<_>>().join(",\n"))
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn the_files_say_what_is_made_here() {
    let mut files = BTreeSet::new();
    for (door, vectors, _) in doors() {
        let file = folder().join(format!("{door}.json"));
        let made = written(&vectors);
        if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
            std::fs::write(&file, &made).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap();
        assert!(kept == made, "{door}.json differs; CHANCERY_WRITE_VECTORS=1 writes it");
        files.insert(file.file_name().unwrap().to_owned());
    }
    let found = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name());
    assert_eq!(found.collect::<BTreeSet<_>>(), files, "a vector file came or went");
}

#[test]
fn every_vector_is_judged_as_it_says() {
    for (door, _, decode) in doors() {
        let text = std::fs::read_to_string(folder().join(format!("{door}.json"))).unwrap();
        let vectors: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let mut names = BTreeSet::new();
        for vector in &vectors {
            let name = vector["name"].as_str().unwrap();
            let bytes = unhex(vector["hex"].as_str().unwrap());
            match decode(&bytes) {
                Ok(again) => {
                    assert_eq!(vector["flaw"].as_str(), None, "{door}: {name}");
                    assert_eq!(again, bytes, "{door}: {name}");
                }
                Err(flaw) => {
                    assert_eq!(Some(flaw.name()), vector["flaw"].as_str(), "{door}: {name}")
                }
            }
            assert!(names.insert(name), "{door}: {name} twice");
        }
    }
}
