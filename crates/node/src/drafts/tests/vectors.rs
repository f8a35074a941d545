//! The vectors of drafts and rejections, in `vectors/draft.json`: drafts that read and drafts with one thing
//! missing or wrong, and what is signed to reject. They are made here, and the file must say what is made; with
//! `CHANCERY_WRITE_VECTORS=1` it is written.

use std::path::Path;

use chancery_encoding::Digest;
use chancery_ledger::key::SecretKey;
use serde_json::{Value, json};

use crate::drafts::claim::{Signed, rejection_message};
use crate::drafts::draft::Draft;

fn good() -> Value {
    json!({
        "name": "d7",
        "revision": 3,
        "state": "submitted",
        "record": { "kind": "threat-advisory", "title": "Ойрат ТОО" },
        "history": [
            { "at": 1_795_478_400, "what": "created" },
            { "at": 1_795_478_401, "what": "submitted", "by": "officer-1" },
        ],
        "fixed": {
            "body": "a0",
            "policy": "00".repeat(32),
            "at": 1_795_478_401,
            "approvals": [{
                "role": "author", "officer": "11".repeat(32), "at": 1_795_478_401, "signature": "22".repeat(64),
            }],
            "releasing": false,
        },
    })
}

fn drafts() -> Vec<(&'static str, bool, Value)> {
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut draft = good();
        change(&mut draft);
        draft
    };
    vec![
        ("submitted", true, good()),
        ("a field of a later release", true, changed(&|it| it["colour"] = json!("red"))),
        (
            "without a state",
            false,
            changed(&|it| drop(it.as_object_mut().map(|it| it.remove("state")))),
        ),
        ("an unknown state", false, changed(&|it| it["state"] = json!("lost"))),
        ("a revision below zero", false, changed(&|it| it["revision"] = json!(-1))),
        ("an unknown step", false, changed(&|it| it["history"][0]["what"] = json!("burnt"))),
        ("a history that is none", false, changed(&|it| it["history"] = json!({}))),
        (
            "fixed without a body",
            false,
            changed(&|it| drop(it["fixed"].as_object_mut().map(|it| it.remove("body")))),
        ),
        (
            "an approval without a role",
            false,
            changed(&|it| it["fixed"]["approvals"][0] = json!({})),
        ),
    ]
}

#[test]
fn every_vector_of_a_draft_reads_or_does_not() {
    for (name, reads, draft) in drafts() {
        let read = serde_json::from_value::<Draft>(draft.clone());
        assert_eq!(read.is_ok(), reads, "of {name}: {read:?}");
        if name == "submitted" {
            assert_eq!(
                serde_json::to_value(read.unwrap()).unwrap(),
                draft,
                "it is written as it was read"
            );
        }
    }
}

#[test]
fn the_file_of_vectors_says_what_is_made() {
    let key = SecretKey::from_seed(&[5; 32]);
    let (body, reason, at) = (Digest::of(b"body"), "Имя неверно", 1_795_478_400);
    let rejection = Signed::rejection(body, reason, at, &key);
    assert!(rejection.rejects(body, reason));
    let each = |(name, reads, draft): &(&str, bool, Value)| json!({ "name": name, "reads": reads, "draft": draft });
    let all = json!({
        "about": "Drafts as they lie in the vault, and a rejection (docs/spec/vault.md). Each draft reads, or has one thing wrong.",
        "drafts": drafts().iter().map(each).collect::<Vec<_>>(),
        "rejection": {
            "body": body.to_string(),
            "reason": reason,
            "at": at,
            "signed": String::from_utf8(rejection_message(body, reason, at)).unwrap(),
            "officer": rejection.officer,
            "signature": rejection.signature,
        },
    });
    let text = serde_json::to_string_pretty(&all).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/draft.json");
    if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).expect("because the vectors are kept");
    assert!(written == text, "vectors/draft.json differs: CHANCERY_WRITE_VECTORS=1 writes it");
}
