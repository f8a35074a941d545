//! What people decide is kept as they said it, in order, and is read by one rule.

use std::path::Path;

use chancery_encoding::Digest;
use chancery_graph::propose::name_of;
use chancery_graph::source::{CardId, Cited};
use chancery_store::vault::Place;
use serde_json::{Value, json};

use super::{book, desk};
use crate::answer::{SamePair, SameSide, SameState};
use crate::graphs::SameError;
use crate::tests::ground::data_dir;
use crate::vault::Vault;

fn side(state: &str, reference: &str, name: &str) -> SameSide {
    SameSide {
        id: CardId { state: state.to_owned(), card: Digest::of(name.as_bytes()) },
        cited: Cited {
            reference: reference.to_owned(),
            number: 1,
            version: Digest::of(reference.as_bytes()),
        },
        party: "maker".to_owned(),
        name: name.to_owned(),
    }
}

fn pair() -> SamePair {
    let (one, other) =
        (side("EE", "EE-2026-0001", "Кестрел"), side("KR", "KR-2026-0001", "Kestrel"));
    SamePair {
        name: name_of(&one.id, &other.id),
        one,
        other,
        score: 931,
        reasons: vec!["the names sound alike".to_owned()],
        settings: "rules-1/000000000000".to_owned(),
        proposed_at_s: 1_795_478_400,
        state: SameState::Open,
        steps: Vec::new(),
        notes: Vec::new(),
    }
}

fn kept() -> (tempfile::TempDir, Vault, SamePair) {
    let (root, dir) = data_dir();
    let (vault, pair) = (Vault::open(&dir, None), pair());
    book::keep(&vault, &pair).unwrap();
    (root, vault, pair)
}

fn decide(vault: &Vault, name: &str, did: SameState, reason: &str) -> Result<(), SameError> {
    desk::decide(vault, name, did, reason.to_owned())
}

#[test]
fn pair_is_read_as_it_was_kept() {
    let (_root, vault, pair) = kept();
    assert_eq!(book::one(&vault, &pair.name).unwrap(), Some(pair.clone()));
    assert_eq!(book::all(&vault).unwrap(), [pair]);
    for name in ["s-0000000000", "", "../drafts/d1", "S-1", &"s".repeat(81)] {
        assert_eq!(book::one(&vault, name).unwrap(), None, "{name}");
    }
}

#[test]
fn decisions_stay_in_their_order_and_can_be_taken_back() {
    let (_root, vault, pair) = kept();
    decide(&vault, &pair.name, SameState::Confirmed, "the register says so").unwrap();
    let again = decide(&vault, &pair.name, SameState::Confirmed, "again").unwrap_err();
    assert!(again.to_string().contains("is confirmed already"), "{again}");
    let decided = book::decided(&book::all(&vault).unwrap());
    assert!(decided.is_one(&pair.one.id, &pair.other.id));
    decide(&vault, &pair.name, SameState::Open, "the register was wrong").unwrap();
    decide(&vault, &pair.name, SameState::Refused, "they have two numbers").unwrap();
    let kept = book::one(&vault, &pair.name).unwrap().unwrap();
    assert_eq!(kept.state, SameState::Refused);
    let did: Vec<SameState> = kept.steps.iter().map(|step| step.did).collect();
    assert_eq!(did, [SameState::Confirmed, SameState::Open, SameState::Refused]);
    let decided = book::decided(&[kept]);
    assert!(!decided.is_one(&pair.one.id, &pair.other.id));
    assert!(decided.is_refused(&pair.other.id, &pair.one.id));
}

#[test]
fn decision_needs_a_pair_and_a_reason_and_has_a_bound() {
    let (_root, vault, pair) = kept();
    let wrong = |name: &str, reason: &str| decide(&vault, name, SameState::Confirmed, reason);
    assert!(matches!(wrong("s-none", "why"), Err(SameError::NoPair(_))));
    for reason in ["", "  \n", &"x".repeat(4_001)] {
        assert!(matches!(wrong(&pair.name, reason), Err(SameError::Length { .. })));
    }
    for number in 0..60 {
        let did = if number % 2 == 0 { SameState::Confirmed } else { SameState::Open };
        decide(&vault, &pair.name, did, "again").unwrap();
    }
    let full = wrong(&pair.name, "once more").unwrap_err();
    assert!(matches!(full, SameError::Steps { steps: 60, .. }), "{full}");
    assert_eq!(book::one(&vault, &pair.name).unwrap().unwrap().steps.len(), 60);
}

#[test]
fn run_goes_on_where_it_was_and_a_broken_note_begins_again() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    assert_eq!(book::cursor(&vault).unwrap(), book::Cursor::default());
    let cursor = book::Cursor { after: Some(("EE".to_owned(), "ab".to_owned())) };
    book::keep_cursor(&vault, &cursor).unwrap();
    assert_eq!(book::cursor(&vault).unwrap(), cursor);
    vault.put(Place { collection: "same-run", name: "cursor" }, b"{").unwrap();
    assert_eq!(book::cursor(&vault).unwrap(), book::Cursor::default());
}

/// An object, and whether it reads.
fn vectors() -> Vec<(&'static str, bool, Value)> {
    let side = |state: &str| {
        json!({
            "state": state, "card": "11".repeat(32), "reference": format!("{state}-2026-0001"),
            "number": 2, "version": "22".repeat(32), "party": "no. 2", "name": "Кестрел Системс",
        })
    };
    let good = json!({
        "one": side("EE"), "other": side("KR"), "score": 931, "reasons": ["the names sound alike"],
        "settings": "rules-1/000000000000", "proposed_at_s": 1_795_478_400,
        "steps": [{ "at_s": 1_795_478_401, "did": "confirmed", "reason": "the register says so" }],
    });
    let with = |path: &[&str], value: Value| {
        let mut object = good.clone();
        let place = path.iter().fold(&mut object, |at, name| match name.parse::<usize>() {
            Ok(index) => &mut at[index],
            Err(_) => &mut at[*name],
        });
        *place = value;
        object
    };
    let without = |name: &str| {
        let mut object = good.clone();
        object.as_object_mut().unwrap().remove(name);
        object
    };
    vec![
        ("a pair that was confirmed", true, good.clone()),
        ("without decisions", true, without("steps")),
        ("a field of a later release", true, with(&["later"], json!(1))),
        ("without one of the two", false, without("other")),
        ("without reasons", false, without("reasons")),
        ("a card of 31 bytes", false, with(&["one", "card"], json!("11".repeat(31)))),
        ("a version that is no digest", false, with(&["other", "version"], json!("v1"))),
        ("a negative number of a version", false, with(&["one", "number"], json!(-1))),
        ("a score beyond 65,535", false, with(&["score"], json!(65_536))),
        ("something else that was done", false, with(&["steps", "0", "did"], json!("ignored"))),
        ("a time that is text", false, with(&["steps", "0", "at_s"], json!("now"))),
        ("a list instead of a pair", false, json!([good])),
    ]
}

#[test]
fn each_vector_reads_or_has_its_one_flaw() {
    let (_root, dir) = data_dir();
    let vault = Vault::open(&dir, None);
    for (about, reads, object) in vectors() {
        let bytes = serde_json::to_vec(&object).unwrap();
        vault.put(Place { collection: "same", name: "s-1" }, &bytes).unwrap();
        let read = book::one(&vault, "s-1");
        assert_eq!(read.is_ok(), reads, "{about}: {read:?}");
        assert!(reads || matches!(read, Err(SameError::Unread { .. })), "{about}");
    }
}

#[test]
fn the_file_of_vectors_says_what_is_made() {
    let each = |(name, reads, object): (&str, bool, Value)| json!({ "name": name, "reads": reads, "pair": object });
    let all = json!({
        "about": "Pairs as they lie in the vault (docs/spec/same.md). Each reads, or has exactly one thing wrong.",
        "vectors": vectors().into_iter().map(each).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&all).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/same.json");
    if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).expect("because the vectors are kept");
    assert!(written == text, "vectors/same.json differs: CHANCERY_WRITE_VECTORS=1 writes it");
}
