//! Laws of the scan, and every vector in `vectors/`.

use std::path::Path;

use super::{DEPTH_CEILING, FlawKind, Limits, check};
use crate::{decode, encode};

const LIMITS: Limits = Limits { bytes_max: 1024, depth_max: 4, tag: None };

/// One line of a vector file; `flaw` is null when the bytes are right.
struct Vector {
    name: String,
    bytes: Vec<u8>,
    limits: Limits,
    refusal: Option<(String, usize)>,
}

fn vectors(file: &Path) -> Vec<Vector> {
    let text = std::fs::read_to_string(file).unwrap();
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let number = |case: &serde_json::Value, field: &str| {
        case.get(field).map(|number| usize::try_from(number.as_u64().unwrap()).unwrap())
    };
    cases
        .iter()
        .map(|case| Vector {
            name: case["name"].as_str().unwrap().to_owned(),
            bytes: unhex(case["hex"].as_str().unwrap()),
            limits: Limits {
                bytes_max: number(case, "bytes_max").unwrap_or(LIMITS.bytes_max),
                depth_max: number(case, "depth_max").unwrap_or(LIMITS.depth_max),
                tag: number(case, "tag").map(|tag| tag as u64),
            },
            refusal: case["flaw"]
                .as_str()
                .map(|flaw| (flaw.to_owned(), number(case, "offset").unwrap())),
        })
        .collect()
}

fn unhex(hex: &str) -> Vec<u8> {
    assert!(hex.len().is_multiple_of(2), "half a byte in {hex}");
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn every_vector_is_judged_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut kinds_seen = std::collections::BTreeSet::new();
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        files += 1;
        for vector in vectors(&file) {
            let name = format!("{}: {}", file.display(), vector.name);
            let found = check(&vector.bytes, vector.limits)
                .err()
                .map(|flaw| (flaw.kind.name().to_owned(), flaw.offset));
            assert_eq!(found, vector.refusal, "{name}");
            match decode(&vector.bytes, vector.limits) {
                Ok(value) => assert_eq!(encode(&value), vector.bytes, "{name}"),
                Err(flaw) => assert_eq!(flaw.kind.name(), vector.refusal.unwrap().0, "{name}"),
            }
            kinds_seen.extend(found.map(|(kind, _)| kind));
        }
    }
    assert_eq!(files, 7, "a vector file came or went without its test");
    assert_eq!(kinds_seen.len(), 13, "every kind of flaw has a vector: {kinds_seen:?}");
}

#[test]
fn nesting_stops_at_the_ceiling_whatever_the_caller_allows() {
    let limits = Limits { bytes_max: 1 << 20, depth_max: usize::MAX, tag: None };
    let nest = |levels: usize| [vec![0x81; levels], vec![0x00]].concat();
    assert_eq!(check(&nest(DEPTH_CEILING), limits), Ok(()));
    let flaw = check(&nest(1 << 19), limits).unwrap_err();
    assert_eq!((flaw.kind, flaw.offset), (FlawKind::TooDeep, DEPTH_CEILING));
}

#[test]
fn every_prefix_of_an_item_is_truncated() {
    let bytes = unhex("a301820203182a6568656c6c6f1903e843010203");
    assert_eq!(check(&bytes, LIMITS), Ok(()));
    for length in 0..bytes.len() {
        let flaw = check(&bytes[..length], LIMITS).unwrap_err();
        assert_eq!(flaw.kind, FlawKind::Truncated, "of {length} bytes");
    }
}
