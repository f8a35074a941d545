//! Vectors: one failure each, written from here and judged from the file.
//!
//! `present` is a pack that is in use beside the shipped ones. Each case is the text of a pack, and the stable name
//! of why it is refused, or null. `CHANCERY_WRITE_VECTORS=1` writes the file anew; without it a test compares, so
//! that a change of the format shows as a change of the file.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};

use super::*;
use crate::sample::patched;

const DAY: &str = "2027-01-01";

fn present() -> Value {
    json!({
        "pack": "example", "edition": "1", "effective": DAY, "source": "invented",
        "vocabularies": [{ "name": "colour", "about": "Colour.", "states": true, "words": [
            { "word": "red", "about": "as blood", "aliases": ["crimson"] },
            { "word": "green", "about": "as grass", "retired": "2026-12-01", "instead": "red" },
        ] }],
    })
}

fn next() -> Value {
    patched(present(), &[("/edition", json!("2"))])
}

fn shipped_pack(text: &str) -> Value {
    let pack: Value = serde_json::from_str(text).expect("JSON");
    patched(pack, &[("/edition", json!("next")), ("/effective", json!(DAY))])
}

/// What is refused because of how it is written.
fn flaws() -> Vec<(&'static str, Value, &'static str)> {
    const WORD: &str = "/vocabularies/0/words/0";
    let at = |pointer: &str, value: Value| patched(next(), &[(pointer, value)]);
    let word = |field: &str, value: Value| at(&format!("{WORD}/{field}"), value);
    let list = |value: Value| at("/lists", json!([value]));
    let code = json!({ "list": "us-ccl", "numbering": "annex", "only_here": ["5.A.1"] });
    let twice = json!({ "word": "red", "about": "as roses" });
    vec![
        ("an array", json!([]), "pack-type"),
        ("a number for a text", word("about", json!(1)), "pack-type"),
        ("a text for a flag", at("/vocabularies/0/states", json!("yes")), "pack-type"),
        ("no edition", at("/edition", Value::Null), "pack-missing-field"),
        ("a word without meaning", word("about", Value::Null), "pack-missing-field"),
        ("a field of a later version", at("/later", json!(1)), "pack-unknown-field"),
        ("a field of a word of a later version", word("later", json!(1)), "pack-unknown-field"),
        ("no words and no states", at("/vocabularies/0/words", json!([])), "pack-count"),
        ("too many spellings", word("aliases", json!(vec!["x"; 17])), "pack-count"),
        ("a name with a capital", at("/vocabularies/0/name", json!("Colour")), "pack-syntax"),
        ("a word with a space", word("word", json!("dark red")), "pack-syntax"),
        ("a day that no calendar has", at("/effective", json!("2027-02-30")), "pack-syntax"),
        ("a meaning that hides", word("about", json!("as\u{202e}blood")), "pack-syntax"),
        (
            "a numbering nobody knows",
            list(json!({ "list": "us-ccl", "numbering": "x" })),
            "pack-syntax",
        ),
        ("a word twice", at("/vocabularies/0/words/-", twice), "pack-twice"),
        ("a spelling of two words", word("aliases", json!(["green"])), "pack-twice"),
        ("a successor of a word that stands", word("instead", json!("green")), "pack-not-retired"),
        (
            "a successor that is retired too",
            at("/vocabularies/0/words/1/instead", json!("green")),
            "pack-successor",
        ),
        (
            "nothing to write",
            patched(
                next(),
                &[
                    ("/vocabularies/0/states", Value::Null),
                    ("/vocabularies/0/words/1/instead", Value::Null),
                    (&format!("{WORD}/retired"), json!("2026-12-01")),
                ],
            ),
            "pack-all-retired",
        ),
        ("a code in another numbering", list(code), "pack-code"),
        ("nothing in it", at("/vocabularies", Value::Null), "pack-empty"),
    ]
}

/// What is refused because of what is in use.
fn misfits() -> Vec<(&'static str, Value, &'static str)> {
    let tlp = shipped_pack(include_str!("../../../packs/tlp.json"));
    let handling = shipped_pack(include_str!("../../../packs/handling.json"));
    let control = shipped_pack(include_str!("../../../packs/control.json"));
    let technology = shipped_pack(include_str!("../../../packs/technology.json"));
    let red = patched(tlp.clone(), &[("/vocabularies/0/words/4/retired", json!(DAY))]);
    let other = patched(next(), &[("/pack", json!("another"))]);
    let gone = json!([{ "word": "blue", "about": "as the sky" }]);
    let mars = patched(next(), &[("/lists", json!([{ "list": "mars", "numbering": "other" }]))]);
    let code = "/vocabularies/0/words/0/codes/2/code";
    vec![
        ("what is in use", present(), "vocabulary-in-use"),
        (
            "another meaning under the same edition",
            patched(present(), &[("/vocabularies/0/about", json!("Hue."))]),
            "vocabulary-same-edition",
        ),
        (
            "from an earlier day",
            patched(next(), &[("/effective", json!("2026-12-31"))]),
            "vocabulary-older",
        ),
        (
            "without a vocabulary",
            patched(next(), &[("/vocabularies/0/name", json!("hue"))]),
            "vocabulary-gone",
        ),
        (
            "without a word",
            patched(next(), &[("/vocabularies/0/words", gone)]),
            "vocabulary-word-gone",
        ),
        (
            "without the states",
            patched(handling, &[("/vocabularies/0/states", Value::Null)]),
            "vocabulary-states-gone",
        ),
        (
            "without an edition of a list",
            patched(control, &[("/lists/1/editions", Value::Null)]),
            "vocabulary-list-gone",
        ),
        ("without a word that the program compares with", red, "vocabulary-needed"),
        ("with the vocabulary of another pack", other, "vocabulary-other-pack"),
        ("with a list that is no word", mars, "vocabulary-unknown-list"),
        (
            "with an entry that does not exist",
            patched(technology, &[(code, json!("4D002"))]),
            "vocabulary-code",
        ),
    ]
}

fn accepted() -> Vec<(&'static str, Value)> {
    let blue = json!({ "word": "blue", "about": "as the sky", "aliases": ["Azure", "бела"] });
    let retired = [
        ("/vocabularies/0/words/0/retired", json!("2027-02-01")),
        ("/vocabularies/0/words/1/retired", Value::Null),
        ("/vocabularies/0/words/1/instead", Value::Null),
    ];
    vec![
        ("another edition", next()),
        ("a word more", patched(next(), &[("/vocabularies/0/words/-", blue)])),
        ("a word retired and another brought back", patched(next(), &retired)),
        ("the shipped risks", shipped_pack(include_str!("../../../packs/risk.json"))),
    ]
}

fn made() -> Value {
    let mut cases: Vec<Value> = Vec::new();
    for (name, pack) in accepted() {
        cases.push(json!({ "name": name, "text": pack.to_string(), "flaw": null }));
    }
    for (name, pack, flaw) in flaws().into_iter().chain(misfits()) {
        cases.push(json!({ "name": name, "text": pack.to_string(), "flaw": flaw }));
    }
    let twice = next().to_string().replacen('{', "{\"edition\":\"2\",", 1);
    cases.push(json!({ "name": "a key twice", "text": twice, "flaw": "pack-json" }));
    let half = patched(next(), &[("/vocabularies/0/about", json!(1.5))]).to_string();
    cases.push(json!({ "name": "a fraction", "text": half, "flaw": "pack-json" }));
    json!({ "present": present(), "cases": cases })
}

fn judge(present: &Vocabularies, text: &str) -> Option<&'static str> {
    match Pack::read(text) {
        Err(flaw) => Some(flaw.name()),
        Ok(pack) => present.with(pack).err().map(|misfit| misfit.name()),
    }
}

#[test]
fn every_vector_is_judged_as_it_says_and_every_reason_has_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/vocabulary.json");
    if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("written");
        let text = serde_json::to_string_pretty(&made()).expect("JSON") + "\n";
        fs::write(&path, text).expect("written");
    }
    let text = fs::read_to_string(&path).expect("the vectors are there");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(file, made(), "CHANCERY_WRITE_VECTORS=1 writes the vectors anew");
    let present = Pack::read(&file["present"].to_string()).expect("a pack");
    let present = shipped().with(present).expect("it fits");
    let mut seen = BTreeSet::new();
    for case in file["cases"].as_array().expect("cases") {
        let judged = judge(&present, case["text"].as_str().expect("text"));
        assert_eq!(judged, case["flaw"].as_str(), "{}", case["name"]);
        seen.extend(judged);
    }
    // The names of the reasons, as the sources spell them.
    let sources = [include_str!("../pack/flaw.rs"), include_str!("../set/misfit.rs")];
    let names = sources.iter().flat_map(|source| source.split("=> \"").skip(1));
    let names: BTreeSet<&str> = names.filter_map(|rest| rest.split('"').next()).collect();
    let unseen: Vec<_> = names.difference(&seen).copied().collect();
    // Two that a file of a few lines cannot show; they have laws of their own.
    assert_eq!(unseen, ["pack-too-long", "vocabulary-full"]);
}
