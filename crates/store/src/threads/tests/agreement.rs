//! What a list says, read off the index, against what the fold of all bodies says: the same.
//!
//! Four logs speak at random, rightly and wrongly; two of them are of one authority. One log forks, one is
//! closed, and the end of one has not come yet.

use chancery_encoding::{Digest, encode};
use chancery_ledger::log::{Id, LogId, Position};
use chancery_ledger::statement::Issuer;
use chancery_record::Record;
use chancery_thread::{Order, Place, Said, Statements, Thread};
use ciborium::Value as Cbor;
use proptest::prelude::*;
use serde_json::{Value, json};
use time::{Date, Month};

use crate::index::facts::{Facts, day_of};
use crate::index::{Index, Noted, Revoked};
use crate::judged::Judge;
use crate::standing::Standing;
use crate::threads::stand;

const STATES: [&str; 4] = ["EE", "EE", "KR", "LV"];
const DAYS: [&str; 4] = ["2025-01-01", "2026-11-24", "2028-01-01", "2026-99-99"];

/// What one statement says, about which earlier one (in parts of 256), and which word it takes.
#[derive(Debug, Clone)]
struct Line {
    log: usize,
    kind: &'static str,
    target: u8,
    word: u8,
    slip: u8,
}

fn line() -> impl Strategy<Value = Line> {
    const KINDS: [&str; 20] = [
        "threat-advisory",
        "denial-notice",
        "correction",
        "correction",
        "correction",
        "correction",
        "renewal",
        "renewal",
        "withdrawal",
        "withdrawal",
        "denial-review",
        "denial-review",
        "dispute",
        "dispute",
        "sighting",
        "sighting",
        "parts",
        "parts",
        "acknowledgement",
        "unheard-of",
    ];
    let log = prop_oneof![5 => Just(0_usize), 2 => Just(1), 2 => Just(2), 1 => Just(3)];
    (log, prop::sample::select(&KINDS[..]), any::<u8>(), any::<u8>(), any::<u8>())
        .prop_map(|(log, kind, target, word, slip)| Line { log, kind, target, word, slip })
}

/// The body of a statement about one with that id and reference.
fn body(line: &Line, target: Option<(Id, String)>) -> Vec<u8> {
    let pick = |words: [&'static str; 4]| words[usize::from(line.word) % 4];
    let mut record = match line.kind {
        "threat-advisory" | "denial-notice" => {
            json!({"valid_until": pick(DAYS), "parties": [{"key": "a"}, {"key": "b"}]})
        }
        "correction" => {
            let kind = pick(["threat-advisory", "dispute", "sighting", "withdrawal"]);
            json!({"replacement": {"kind": kind, "valid_until": pick(DAYS), "exercise": false,
                "stance": pick(["disagree", "agree", "disagree", "neutral"])}})
        }
        "renewal" => json!({ "valid_until": pick(DAYS) }),
        "denial-review" => json!({"outcome": pick(["renew", "amend", "revoke", "unheard-of"]),
            "next_review": pick(DAYS)}),
        "dispute" => json!({"stance": pick(["disagree", "strongly-disagree", "agree", "x"])}),
        "parts" => json!({"parts": {"parties": if line.word < 32 { vec![] } else { vec!["a"] }}}),
        _ => json!({}),
    };
    record["kind"] = json!(if line.kind == "parts" { "withdrawal" } else { line.kind });
    record["exercise"] = json!(line.slip < 16);
    if let Some((id, reference)) = target {
        record["target"] = json!({"id": id.to_string(), "reference": reference});
        // A remark that is corrected still names its target, or no longer does.
        if record.get("replacement").is_some() && line.word < 200 {
            record["replacement"]["target"] = json!({"id": id.to_string()});
        }
        if (16..32).contains(&line.slip) {
            record["target"]["reference"] = json!("EE-1999-0001");
        }
    }
    encode(&Cbor::Map(vec![
        ("record".into(), cbor(&record)),
        ("salt".into(), Cbor::Bytes(vec![7; 16])),
    ]))
}

fn cbor(json: &Value) -> Cbor {
    match json {
        Value::Bool(value) => Cbor::Bool(*value),
        Value::String(text) => Cbor::Text(text.clone()),
        Value::Array(list) => Cbor::Array(list.iter().map(cbor).collect()),
        Value::Object(map) => {
            Cbor::Map(map.iter().map(|(key, value)| (key.clone().into(), cbor(value))).collect())
        }
        Value::Null | Value::Number(_) => Cbor::Null,
    }
}

/// Entries as the index takes them, each with its body.
fn written(lines: &[Line]) -> Vec<(Noted, Vec<u8>)> {
    let mut written: Vec<(Noted, Vec<u8>)> = Vec::new();
    let mut seqs = [0; 4];
    for (number, line) in lines.iter().enumerate() {
        let place = usize::from(line.target) * written.len() / 256;
        let opens = matches!(line.kind, "threat-advisory" | "denial-notice");
        let target = written.get(place).filter(|_| !opens).map(|(target, _)| target);
        // A remark that is corrected is aimed through its own target, as its author would write it.
        let body = body(line, target.map(|target| (target.id, target.reference.clone())));
        let log = LogId { key: [u8::try_from(line.log).unwrap(); 32], epoch: 0 };
        let issuer = Issuer::new(STATES[line.log].parse().unwrap(), "authority").unwrap();
        let mut id = [7; 32];
        id[..8].copy_from_slice(&(number as u64).to_be_bytes());
        let noted = Noted {
            id: Id::from_bytes(id),
            position: Position { log, seq: seqs[line.log] },
            number: 0,
            facts: Facts::of(&issuer, &body),
            issuer,
            reference: format!("{}-2026-{:04}", STATES[line.log], number + 1),
            kind: if line.kind == "parts" { "withdrawal" } else { line.kind }.to_owned(),
            issued_at: 0,
        };
        seqs[line.log] += 1;
        written.push((noted, body));
    }
    written
}

fn said(index: &Index, noted: &Noted, body: &[u8]) -> Said {
    let at = index.at(noted.position).unwrap();
    let place = match index.revoked(at) {
        Some(Revoked { last }) => Place::Revoked { last },
        None if index.is_forked(at) => Place::Forked,
        None => Place::Stands,
    };
    Said {
        id: digest(noted.id),
        issuer: chancery_thread::Issuer {
            state: noted.issuer.state,
            authority: noted.issuer.authority.clone(),
        },
        order: Order {
            epoch: noted.position.log.epoch,
            seq: noted.position.seq,
            key: noted.position.log.key,
        },
        issued_at: noted.issued_at,
        reference: noted.reference.clone(),
        record: Record::from_body(body).unwrap(),
        place,
    }
}

fn digest(id: Id) -> Digest {
    Digest::from_bytes(*id.as_bytes())
}

/// A standing of the list in the words of the fold.
fn told(judge: &Judge<'_>, standing: Standing, thread: &Thread) -> chancery_thread::Standing {
    let id = |by| digest(judge.index.row(judge.index.at(by).unwrap()).id);
    match standing {
        Standing::InForce => chancery_thread::Standing::InForce,
        Standing::Corrected { by } => chancery_thread::Standing::Corrected { by: id(by) },
        Standing::Expired => chancery_thread::Standing::Expired {
            last: thread.dates.valid_until.expect("a last day").day,
        },
        Standing::Withdrawn { by } => chancery_thread::Standing::Withdrawn { by: id(by) },
        Standing::Forked => chancery_thread::Standing::Forked,
        Standing::Revoked { last } => chancery_thread::Standing::Revoked { last },
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn a_list_says_what_the_fold_says(
        lines in prop::collection::vec(line(), 1..28),
        fork in prop::option::weighted(0.3, (0..4_u8, 0..6_u64)),
        cut in prop::option::weighted(0.3, (0..4_u8, prop::option::of(0..4_usize))),
        missing in prop::option::weighted(0.5, (0..4_u8, 0..6_u64)),
    ) {
        let log = |key: u8| LogId { key: [key; 32], epoch: 0 };
        let mut written = written(&lines);
        if let Some((key, from)) = missing {
            written.retain(|(noted, _)| noted.position.log != log(key) || noted.position.seq < from);
        }
        let mut index = Index::default();
        if let Some((key, seq)) = fork {
            index.fork(Position { log: log(key), seq }, Vec::new());
        }
        if let Some((key, place)) = cut {
            let mut of = written.iter().filter(|(noted, _)| noted.position.log == log(key));
            let last = place.and_then(|place| of.nth(place));
            let last = last.map(|(noted, _)| (noted.position.seq, noted.id));
            index.close([(log(key), last)].into_iter().collect());
        }
        written.iter().for_each(|(noted, _)| index.add(noted.clone()));
        let said: Vec<Said> =
            written.iter().map(|(noted, body)| said(&index, noted, body)).collect();
        let statements = Statements::new(&said);
        let today = Date::from_calendar_date(2026, Month::November, 24).unwrap();
        let mut judge = Judge::new(&index);
        for root in statements.roots() {
            let thread = Thread::of(&statements, &root).unwrap();
            for version in &thread.versions {
                let id = Id::from_bytes(*version.id.as_bytes());
                let stand = stand(&mut judge, index.by_id(id).unwrap(), day_of(today));
                let standing = told(&judge, stand.standing, &thread);
                prop_assert_eq!(standing, thread.version_standing(version, today), "{:?}", id);
                let (marks, fold) = (stand.marks, &thread.marks);
                prop_assert_eq!(marks.renewed, fold.renewed.is_some());
                prop_assert_eq!(marks.partly_withdrawn, fold.partly_withdrawn.is_some());
                prop_assert_eq!(&marks.disputed_by, &fold.disputed);
                prop_assert_eq!(&marks.corroborated_by, &fold.corroborated);
                prop_assert_eq!(marks.pending, fold.pending.is_some());
                prop_assert_eq!(stand.over, thread.expired(today));
            }
        }
    }
}
