//! Laws of drafts that need no node: names, changes under one lock, and what a signature is over.

use std::sync::Arc;

use chancery_ledger::act::ActId;
use chancery_ledger::key::SecretKey;
use chancery_ledger::policy::Role;
use chancery_ledger::statement::Issuer;
use chancery_record::Record;
use chancery_record::vocabulary::Vocabularies;
use serde_json::{Value, json};

use super::claim::{DraftClaim, Signed, hex, unhex};
use super::draft::{Draft, DraftState, Move, step};
use super::error::DraftError;
use super::hints::{self, folded};
use super::template::{Found, Source, Start, begin};
use super::*;
use crate::data_dir::DataDir;
use crate::tests::ground::data_dir;
use crate::vault::Vault;

mod vectors;

const EXAMPLE: &str = include_str!("../../../../docs/reference/example-threat-advisory.json");

fn book() -> (tempfile::TempDir, Arc<Book>, DataDir) {
    let (root, dir) = data_dir();
    let book = Arc::new(Book::new(Vault::open(&dir, None)));
    (root, book, dir)
}

fn issuer() -> Issuer {
    Issuer::new("EE".parse().unwrap(), "authority").unwrap()
}

fn record() -> Record {
    Record::from_json(EXAMPLE, Vocabularies::shipped()).unwrap()
}

#[test]
fn name_is_given_once_also_after_a_drop_and_a_restart() {
    let (_root, book, dir) = book();
    let names = |book: &Book| book.all().unwrap().into_iter().map(|it| it.name).collect::<Vec<_>>();
    for _ in 0..11 {
        book.begin(json!({ "kind": "x" }), 1).unwrap();
    }
    assert_eq!(names(&book)[8..], ["d9", "d10", "d11"], "in the order of their numbers");
    book.drop_draft("d11").unwrap();
    let again = Book::new(Vault::open(&dir, None));
    assert_eq!(again.begin(json!({}), 1).unwrap().name, "d12");
}

#[test]
fn what_a_change_refuses_is_not_written() {
    let (_root, book, _dir) = book();
    let before = book.begin(json!({ "title": "a" }), 1).unwrap();
    let refused = book.change("d1", |draft| -> Result<(), DraftError> {
        draft.record = json!({ "title": "b" });
        Err(DraftError::NoReason)
    });
    assert!(matches!(refused, Err(DraftError::NoReason)));
    assert_eq!(book.read("d1").unwrap(), before);
    for name in ["", "d", "d2", "x1", "d1/..", "../d1", "D1", "d1.new"] {
        assert!(matches!(book.read(name), Err(DraftError::NotFound { .. })), "{name:?}");
    }
    assert!(matches!(book.begin(json!([]), 1), Err(DraftError::NoObject)));
}

#[test]
fn draft_on_its_way_is_not_changed_and_lands_once() {
    let (_root, book, _dir) = book();
    book.begin(json!({}), 1).unwrap();
    let ((), flight) = book.take_off("d1", |_| Ok(())).unwrap();
    let busy = |refused| matches!(refused, Err(DraftError::Releasing { .. }));
    assert!(busy(book.change("d1", |_| Ok(())).map(|_| ())));
    assert!(busy(book.take_off("d1", |_| Ok(())).map(|_| ())));
    assert!(busy(book.drop_draft("d1").map(|_| ())));
    let landed = flight.land(|draft| {
        draft.state = DraftState::Released;
        Ok(())
    });
    assert_eq!(landed.unwrap().state, DraftState::Released);
    assert!(book.change("d1", |_| Ok(())).is_ok());
}

#[test]
fn draft_of_which_nobody_knows_whether_it_is_out_waits_for_the_next_start() {
    let (_root, book, _dir) = book();
    book.begin(json!({}), 1).unwrap();
    let ((), flight) = book.take_off("d1", |_| Ok(())).unwrap();
    flight.stays_up();
    assert!(matches!(book.change("d1", |_| Ok(())), Err(DraftError::Releasing { .. })));
    assert!(matches!(book.take_off("d1", |_| Ok(())), Err(DraftError::Releasing { .. })));
}

#[test]
fn edits_in_a_row_are_one_step_and_the_first_step_is_never_lost() {
    let mut draft = Draft {
        name: "d1".into(),
        revision: 1,
        state: DraftState::Writing,
        record: json!({}),
        history: vec![step(1, Move::Created)],
        fixed: None,
        released: None,
    };
    draft.note(step(2, Move::Edited));
    draft.note(step(3, Move::Edited));
    assert_eq!(draft.history, [step(1, Move::Created), step(3, Move::Edited)]);
    for at in 0..2_000 {
        draft.note(step(at, Move::Rejected));
    }
    assert_eq!(draft.history[0], step(1, Move::Created));
    assert!(draft.history.len() <= 500);
}

#[test]
fn signature_is_over_body_role_and_policy_and_a_rejection_is_no_approval() {
    let key = SecretKey::from_seed(&[5; 32]);
    let policy = ActId::from_bytes([9; 32]);
    let body = record().to_body([1; 16]);
    let claim = DraftClaim { name: "d1".into(), body, policy, issuer: issuer() };
    let signed = claim.sign(Role::Author, 7, &key).unwrap();
    assert!(claim.is_signed_by(&signed.approval().unwrap()));

    let other = |change: &dyn Fn(&mut DraftClaim)| {
        let mut other = claim.clone();
        change(&mut other);
        assert!(!other.is_signed_by(&signed.approval().unwrap()));
    };
    other(&|claim| claim.body = record().to_body([2; 16]));
    other(&|claim| claim.policy = ActId::from_bytes([8; 32]));
    other(&|claim| claim.issuer = Issuer::new("EE".parse().unwrap(), "other").unwrap());
    let as_releaser = Signed { role: "releaser".into(), ..signed.clone() };
    assert!(!claim.is_signed_by(&as_releaser.approval().unwrap()));
    let later = Signed { at: 8, ..signed };
    assert!(!claim.is_signed_by(&later.approval().unwrap()));

    let rejection = Signed::rejection(claim.digest(), "wrong name", 7, &key);
    assert!(rejection.rejects(claim.digest(), "wrong name"));
    assert!(!rejection.rejects(claim.digest(), "right name"));
    assert!(!claim.is_signed_by(&rejection.approval().unwrap()));
}

#[test]
fn what_spells_no_signature_is_none() {
    let key = SecretKey::from_seed(&[5; 32]);
    let claim = DraftClaim {
        name: "d1".into(),
        body: record().to_body([1; 16]),
        policy: ActId::from_bytes([9; 32]),
        issuer: issuer(),
    };
    let good = claim.sign(Role::Author, 7, &key).unwrap();
    assert!(good.approval().is_some());
    let bad = [
        Signed { role: "boss".into(), ..good.clone() },
        Signed { officer: good.officer[1..].into(), ..good.clone() },
        Signed { officer: good.officer.to_uppercase(), ..good.clone() },
        Signed { signature: good.signature[2..].into(), ..good.clone() },
        Signed { signature: format!("zz{}", &good.signature[2..]), ..good.clone() },
    ];
    assert!(bad.iter().all(|signed| signed.approval().is_none()));
    assert_eq!(unhex(&hex(&[0, 15, 255])), Some(vec![0, 15, 255]));
    assert_eq!(unhex("é"), None);
}

#[test]
fn template_attests_nothing_and_takes_no_dates_of_another_record() {
    let mut earlier: Value = serde_json::from_str(EXAMPLE).unwrap();
    earlier["valid_until"] = json!("2027-01-01");
    let earlier = Record::from_json(&earlier.to_string(), Vocabularies::shipped()).unwrap();
    let found = Found {
        id: "0".repeat(64),
        reference: "EE-2026-0001".into(),
        text: earlier.clone(),
        record: earlier,
    };
    let start = |source| Start { kind: Some("withdrawal".into()), source, language: None };
    // 2026-11-24 in seconds.
    let now_s = 1_795_478_400;
    let like = begin(&start(Source::Like(String::new())), Some(&found), &issuer(), now_s).unwrap();
    assert_eq!(like["kind"], json!("threat-advisory"));
    assert_eq!(like.get("valid_until"), None);
    assert_eq!(like["created_at"], json!("2026-11-24T00:00:00Z"));
    assert!(like["attestations"].as_object().unwrap().values().all(|it| *it == json!(false)));
    let about =
        begin(&start(Source::About(String::new())), Some(&found), &issuer(), now_s).unwrap();
    assert_eq!(about["target"], json!({ "id": found.id, "reference": "EE-2026-0001" }));
    assert_eq!(about["handling"]["tlp"], json!("TLP:GREEN"), "as strict as what it is about");
    assert_eq!(about["exercise"], json!(true));
    let unknown = Start { kind: Some("memo".into()), source: Source::Blank, language: None };
    let refused = begin(&unknown, None, &issuer(), now_s).unwrap_err();
    assert!(matches!(refused, DraftError::UnknownKind { .. }));
}

#[test]
fn names_are_compared_in_any_script_without_case_and_marks() {
    assert_eq!(folded("ОЙРАТ  тоо."), folded("Ойрат ТОО"));
    assert_eq!(folded("“Example” Trading, Ltd"), folded("example trading ltd"));
    assert_ne!(folded("შპს ოირატი"), folded("შპს ირატი"));
    let text = |name: &str| json!({ "parties": [{ "names": [{ "value": name }] }] });
    let draft = |name: &str, record| Draft {
        name: name.into(),
        revision: 1,
        state: DraftState::Writing,
        record,
        history: Vec::new(),
        fixed: None,
        released: None,
    };
    let own = draft("d1", text("Ойрат ТОО"));
    let alike = hints::duplicates(&own, &[], &[own.clone(), draft("d2", text("ойрат тоо"))]);
    assert_eq!(alike.len(), 1, "not itself: {alike:?}");
    assert!(hints::duplicates(&own, &[], &[draft("d3", text("Другой"))]).is_empty());
    assert!(hints::duplicates(&draft("d1", text("")), &[], &[draft("d3", text(""))]).is_empty());
}
