//! The vectors of docs/spec/thread.md: statements as JSON, and the state that comes of them. Read,
//! folded and compared; with `CHANCERY_WRITE_VECTORS=1` they are written.

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::{Value, json};

use super::cast::{
    Scene, Speaker, TODAY, advisory, correction, delisting, record, renewal, withdrawal,
};
use crate::{
    Issuer, Order, Place, Reason, Said, Statements, Thread, changed,
    dates::Dated,
    remark::{Remark, Remarks},
};

/// One case: what is held, and about which statement it is asked.
struct Case {
    name: &'static str,
    scene: Scene,
    asked: chancery_encoding::Digest,
}

fn case(name: &'static str, tell: impl FnOnce(&mut Scene, &mut [Speaker; 4])) -> Case {
    let mut speakers =
        [("EE", 1), ("KR", 2), ("LV", 3), ("EE", 7)].map(|(state, key)| Speaker::new(state, key));
    let mut scene = Scene::default();
    tell(&mut scene, &mut speakers);
    let asked = scene.said[0].id;
    Case { name, scene, asked }
}

fn life() -> Vec<Case> {
    vec![
        case("in force", |scene, [ee, ..]| {
            scene.open(ee, advisory("One"));
        }),
        case("corrected twice, the second time through the first", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            let second = scene.about(ee, first, correction("Two"));
            scene.about(ee, second, correction("Three"));
        }),
        case("a correction taken back, after it was corrected", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            let second = scene.about(ee, first, correction("Two"));
            scene.about(ee, second, correction("Three"));
            scene.about(ee, second, withdrawal("error"));
        }),
        case("expired, renewed, and the renewal taken back", |scene, [ee, ..]| {
            let mut record = advisory("One");
            record["valid_until"] = json!("2026-01-01");
            let first = scene.open(ee, record);
            let renewed = scene.about(ee, first, renewal("2027-01-01"));
            scene.about(ee, renewed, withdrawal("error"));
        }),
        case("renewed by the second node of the authority", |scene, [ee, _, _, second]| {
            let first = scene.open(ee, advisory("One"));
            scene.about(second, first, renewal("2029-01-01"));
        }),
        case("partly withdrawn, and a correction brings the key back", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            scene.about(ee, first, delisting(&["a", "unheard-of"]));
            scene.about(ee, first, correction("Two"));
        }),
        case("withdrawn", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            scene.about(ee, first, correction("Two"));
            scene.about(ee, first, withdrawal("remediated"));
        }),
        case("a denial that its review revokes", |scene, [ee, ..]| {
            let mut denial = advisory("One");
            denial["kind"] = json!("denial-notice");
            let denial = scene.open(ee, denial);
            let review = json!({"kind": "denial-review", "outcome": "renew", "reason": "Still so.",
                "next_review": "2029-01-01"});
            scene.about(ee, denial, review);
            let review = json!({"kind": "denial-review", "outcome": "revoke", "reason": "Mended."});
            scene.about(ee, denial, review);
        }),
        case("a closed log", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            scene.at(first, Place::Revoked { last: None });
        }),
        case("a forked correction", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            let second = scene.about(ee, first, correction("Two"));
            scene.at(second, Place::Forked);
        }),
        case("pending", |scene, [ee, ..]| {
            let mut json = correction("Two");
            json["target"] = json!({"id": super::cast::id(77).to_string()});
            scene.open(ee, json);
        }),
    ]
}

fn days() -> Vec<Case> {
    vec![
        case("a review that revokes sets no day", |scene, [ee, ..]| {
            let mut denial = advisory("One");
            denial["kind"] = json!("denial-notice");
            let denial = scene.open(ee, denial);
            let review = json!({"kind": "denial-review", "outcome": "revoke", "reason": "Mended.",
                "next_review": "2029-01-01"});
            scene.about(ee, denial, review);
        }),
        case("a day with a sign before the year is none", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            scene.about(ee, first, renewal("+2029-01-01"));
        }),
    ]
}

fn remarks() -> Vec<Case> {
    vec![
        case("what others say of an advisory", |scene, [ee, kr, lv, _]| {
            let first = scene.open(ee, advisory("One"));
            let read =
                json!({"kind": "acknowledgement", "level": "actioned", "action": "customs-watch"});
            scene.about(kr, first, read);
            let sighting = json!({"kind": "sighting", "basis": "At the border.", "claim": "c1"});
            scene.about(kr, first, sighting);
            let dispute =
                json!({"kind": "dispute", "stance": "disagree", "basis": "Seen otherwise."});
            scene.about(lv, first, dispute);
            let summary =
                json!({"kind": "public-summary", "title": "In short", "summary": "Beware."});
            scene.about(ee, first, summary);
            scene.about(lv, first, json!({"kind": "unheard-of", "title": "From later"}));
        }),
        case("a consultation with more time and an answer", |scene, [ee, kr, ..]| {
            let asked =
                json!({"kind": "consultation-request", "question": "The same?", "to": ["KR"]});
            let question = scene.open(ee, asked);
            let more = json!({"kind": "consultation-response", "answer": "need-time",
                "reasons": "Archive.", "extension_until": "2026-12-20"});
            scene.about(kr, question, more);
            let answer =
                json!({"kind": "consultation-response", "answer": "identical", "reasons": "Yes."});
            scene.about(kr, question, answer);
        }),
        case("a translation before and after the correction of the text", |scene, [ee, kr, ..]| {
            let first = scene.open(ee, advisory("One"));
            let translation = |title: &str| {
                let hash = record(&advisory(title)).original_hash();
                json!({"kind": "translation", "language": "ko", "status": "courtesy",
                    "title": title, "text": "…", "of_hash": hash.to_string()})
            };
            scene.about(kr, first, translation("One"));
            let second = scene.about(ee, first, correction("Two"));
            scene.about(kr, second, translation("Two"));
        }),
        case(
            "a dispute that its author corrects and one that it withdraws",
            |scene, [ee, kr, lv, _]| {
                let first = scene.open(ee, advisory("One"));
                let says = |stance: &str| {
                    json!({"kind": "dispute", "stance": stance, "basis": "x", "exercise": false,
                    "target": {"id": first.to_string()}})
                };
                let dispute = scene.open(kr, says("disagree"));
                let corrected =
                    json!({"kind": "correction", "reason": "error", "replacement": says("agree")});
                scene.about(kr, dispute, corrected);
                let dispute = scene.open(lv, says("disagree"));
                scene.about(lv, dispute, withdrawal("error"));
            },
        ),
        case("an undercut notice", |scene, [ee, kr, ..]| {
            let mut denial = advisory("One");
            denial["kind"] = json!("denial-notice");
            let denial = scene.open(ee, denial);
            scene.about(
                kr,
                denial,
                json!({"kind": "undercut-notice", "decision": "granted",
                "decided_on": "2026-10-01", "explanation": "Another end user."}),
            );
        }),
    ]
}

/// One for each reason; the first statement's thread has it.
fn without_effect() -> Vec<Case> {
    let about_first = |name, json: Value| {
        case(name, move |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            scene.about(ee, first, json);
        })
    };
    let by_other = |name, json: Value| {
        case(name, move |scene, [ee, kr, ..]| {
            let first = scene.open(ee, advisory("One"));
            scene.about(kr, first, json);
        })
    };
    let drill = json!({"kind": "acknowledgement", "level": "read", "exercise": true});
    let mut cases = vec![
        by_other("not-the-originator", withdrawal("error")),
        by_other("exercise-mismatch", drill),
        about_first("no-text", json!({"kind": "correction", "replacement": withdrawal("error")})),
        about_first(
            "nothing-named",
            json!({"kind": "renewal", "reason": "x", "valid_until": "soon"}),
        ),
        by_other("wrong-kind", no_view()),
    ];
    cases.extend(told_at_length());
    for (name, place) in [("forked", Place::Forked), ("revoked", Place::Revoked { last: Some(0) })]
    {
        cases.push(case(name, move |scene, [ee, kr, ..]| {
            let first = scene.open(ee, advisory("One"));
            let seen = json!({"kind": "sighting", "basis": "x"});
            let seen = scene.about(kr, first, seen);
            scene.at(seen, place);
        }));
    }
    cases
}

fn no_view() -> Value {
    json!({"kind": "consultation-response", "answer": "no-view", "reasons": "x"})
}

fn told_at_length() -> Vec<Case> {
    vec![
        case("other-reference", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            let mut end = withdrawal("error");
            end["target"] = json!({"id": first.to_string(), "reference": "EE-1999-0001"});
            scene.open(ee, end);
        }),
        case("after-withdrawal", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            scene.about(ee, first, withdrawal("error"));
            scene.about(ee, first, renewal("2030-01-01"));
        }),
        case("final", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            let end = scene.about(ee, first, withdrawal("error"));
            scene.about(ee, end, withdrawal("error"));
        }),
        case("not-a-text", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            let renewed = scene.about(ee, first, renewal("2030-01-01"));
            scene.about(ee, renewed, correction("Two"));
        }),
        case("not-asked", |scene, [ee, kr, ..]| {
            let asked = json!({"kind": "consultation-request", "question": "x", "to": ["LV"]});
            let question = scene.open(ee, asked);
            scene.about(kr, question, no_view());
        }),
        case("own-record", |scene, [ee, ..]| {
            let mut denial = advisory("One");
            denial["kind"] = json!("denial-notice");
            let denial = scene.open(ee, denial);
            scene.about(ee, denial, json!({"kind": "undercut-notice", "decision": "granted"}));
        }),
        case("target-without-effect", |scene, [ee, kr, ..]| {
            let first = scene.open(ee, advisory("One"));
            let theirs = scene.about(kr, first, correction("Two"));
            scene.about(ee, theirs, correction("Three"));
        }),
        case("retargeted", |scene, [ee, kr, ..]| {
            let first = scene.open(ee, advisory("One"));
            let read = json!({"kind": "sighting", "basis": "x"});
            let seen = scene.about(kr, first, read);
            let elsewhere = json!({"kind": "sighting", "basis": "x", "exercise": false,
                "target": {"id": super::cast::id(77).to_string()}});
            let corrected = json!({"kind": "correction", "replacement": elsewhere});
            scene.about(kr, seen, corrected);
        }),
        case("taken-back", |scene, [ee, ..]| {
            let first = scene.open(ee, advisory("One"));
            let renewed = scene.about(ee, first, renewal("2030-01-01"));
            scene.about(ee, renewed, withdrawal("error"));
        }),
    ]
}

fn written(said: &Said) -> Value {
    let place = match said.place {
        Place::Stands => json!("stands"),
        Place::Forked => json!("forked"),
        Place::Revoked { last } => json!({ "revoked": last }),
    };
    let key: String = said.order.key.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({
        "id": said.id.to_string(),
        "state": said.issuer.state.as_str(),
        "authority": said.issuer.authority,
        "epoch": said.order.epoch,
        "seq": said.order.seq,
        "key": key,
        "issued_at": said.issued_at,
        "reference": said.reference,
        "place": place,
        "record": said.record.to_json(),
    })
}

fn read(json: &Value) -> Said {
    let text = |name: &str| json[name].as_str().expect("a text");
    let key = text("key").parse::<chancery_encoding::Digest>().expect("32 bytes");
    Said {
        id: text("id").parse().expect("an id"),
        issuer: Issuer {
            state: text("state").parse().expect("a state"),
            authority: text("authority").into(),
        },
        order: Order {
            epoch: json["epoch"].as_u64().expect("an epoch"),
            seq: json["seq"].as_u64().expect("a seq"),
            key: *key.as_bytes(),
        },
        issued_at: json["issued_at"].as_i64().expect("a time"),
        reference: text("reference").into(),
        record: record(&json["record"]),
        place: match &json["place"] {
            Value::String(place) if place == "stands" => Place::Stands,
            Value::String(place) if place == "forked" => Place::Forked,
            other => Place::Revoked { last: other["revoked"].as_u64() },
        },
    }
}

/// The state of a thread in the words of the page.
fn state(thread: &Thread) -> Value {
    let dated = |dated: Option<Dated>| {
        dated.map(|dated| json!({"day": dated.day.to_string(), "by": dated.by.to_string()}))
    };
    let versions = thread.versions.iter().map(|version| {
        let standing = thread.version_standing(version, TODAY).as_str();
        let told = changed(thread, &version.id, TODAY).expect("a version of it");
        let told: Vec<&str> = told.iter().map(|told| told.what.as_str()).collect();
        json!({"id": version.id.to_string(), "standing": standing, "changed": told})
    });
    let parts = thread.withdrawn_parts.iter().map(|it| {
        json!({"list": it.part.kind.as_str(), "key": it.part.key, "by": it.by.to_string(),
            "said": it.said})
    });
    let without_effect = thread.without_effect.iter();
    let without_effect =
        without_effect.map(|it| json!({"id": it.id.to_string(), "reason": it.reason.as_str()}));
    json!({
        "root": thread.root.to_string(),
        "standing": thread.standing(TODAY).as_str(),
        "marks": thread.marks.words(),
        "current": thread.version().id.to_string(),
        "text": thread.text.to_json(),
        "valid_until": dated(thread.dates.valid_until),
        "review_due": dated(thread.dates.review_due),
        "versions": versions.collect::<Vec<_>>(),
        "withdrawn_parts": parts.collect::<Vec<_>>(),
        "withdrawn_by": thread.tombstone.as_ref().map(|it| it.by.to_string()),
        "acts": thread.acts.iter().map(|act| act.id.to_string()).collect::<Vec<_>>(),
        "remarks": remarks_of(&thread.remarks),
        "without_effect": without_effect.collect::<Vec<_>>(),
    })
}

fn remarks_of(remarks: &Remarks) -> Value {
    fn told<T: std::fmt::Debug>(list: &[Remark<T>], word: impl Fn(&T) -> String) -> Vec<Value> {
        let told =
            |it: &Remark<T>| json!([it.id.to_string(), it.issuer.state.as_str(), word(&it.says)]);
        list.iter().map(told).collect()
    }
    use crate::remark::{Answer, Freshness};
    let answers = remarks.answers.values().flatten().cloned().collect::<Vec<_>>();
    let all = [
        ("acknowledgements", told(&remarks.acknowledgements, |it| it.level.as_str().into())),
        ("sightings", told(&remarks.sightings, |it| it.basis.clone())),
        ("disputes", told(&remarks.disputes, |it| it.stance.as_str().into())),
        (
            "answers",
            told(&answers, |it| match it {
                Answer::Consultation { answer, .. } => answer.as_str().into(),
                Answer::Information { outcome, .. } => outcome.as_str().into(),
            }),
        ),
        ("undercuts", told(&remarks.undercuts, |it| it.decision.as_str().into())),
        ("outcomes", told(&remarks.outcomes, |it| it.result.as_str().into())),
        ("summaries", told(&remarks.summaries, |it| it.title.clone())),
        (
            "translations",
            told(&remarks.translations, |it| match it.freshness {
                Freshness::Current => "current".into(),
                Freshness::Stale => "stale".into(),
            }),
        ),
        ("others", told(&remarks.others, |it| it.kind.clone())),
    ];
    let all = all.into_iter().filter(|(_, list)| !list.is_empty());
    Value::Object(all.map(|(name, list)| (name.to_owned(), Value::from(list))).collect())
}

fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors").join(format!("{file}.json"))
}

fn made(cases: &[Case]) -> Value {
    let made = cases.iter().map(|case| {
        json!({
            "name": case.name,
            "today": TODAY.to_string(),
            "asked": case.asked.to_string(),
            "said": case.scene.said.iter().map(written).collect::<Vec<_>>(),
            "state": state(&case.scene.thread(case.asked)),
        })
    });
    Value::Array(made.collect())
}

#[test]
fn every_vector_gives_its_state_in_whatever_order_it_is_read() {
    let life = [life(), days()].into_iter().flatten().collect();
    let files = [("life", life), ("remarks", remarks()), ("without-effect", without_effect())];
    for (file, cases) in files {
        let made = made(&cases);
        if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
            let text = serde_json::to_string_pretty(&made).expect("JSON");
            fs::write(path(file), text + "\n").expect("written");
        }
        let kept = fs::read_to_string(path(file)).expect("the file is there");
        let kept: Value = serde_json::from_str(&kept).expect("JSON");
        assert!(kept == made, "{file}.json differs; CHANCERY_WRITE_VECTORS=1 writes it");
        for case in kept.as_array().expect("cases") {
            let mut said: Vec<Said> =
                case["said"].as_array().expect("statements").iter().map(read).collect();
            said.reverse();
            let asked = case["asked"].as_str().expect("an id").parse().expect("an id");
            let thread = Thread::of(&Statements::new(&said), &asked).expect("it is held");
            assert_eq!(state(&thread), case["state"], "{file}: {}", case["name"]);
        }
    }
}

#[test]
fn every_file_of_vectors_is_used() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let names = fs::read_dir(folder)
        .expect("the folder")
        .map(|file| file.expect("a file").file_name().into_string().expect("a name"));
    let names: BTreeSet<String> = names.collect();
    let used = ["life.json", "remarks.json", "without-effect.json"].map(str::to_owned);
    assert_eq!(names, BTreeSet::from(used));
}

#[test]
fn every_reason_has_a_vector_of_its_name() {
    let by = super::cast::id(0);
    // Written out, so that a new reason is thought about here.
    let name = |reason: Reason| match reason {
        Reason::NotTheOriginator
        | Reason::ExerciseMismatch
        | Reason::OtherReference
        | Reason::AfterWithdrawal { .. }
        | Reason::Final
        | Reason::NoText
        | Reason::NotAText
        | Reason::NothingNamed
        | Reason::WrongKind
        | Reason::NotAsked
        | Reason::OwnRecord
        | Reason::TargetWithoutEffect
        | Reason::Retargeted
        | Reason::TakenBack { .. }
        | Reason::Forked
        | Reason::Revoked => reason.as_str(),
    };
    let all = [
        Reason::NotTheOriginator,
        Reason::ExerciseMismatch,
        Reason::OtherReference,
        Reason::AfterWithdrawal { by },
        Reason::Final,
        Reason::NoText,
        Reason::NotAText,
        Reason::NothingNamed,
        Reason::WrongKind,
        Reason::NotAsked,
        Reason::OwnRecord,
        Reason::TargetWithoutEffect,
        Reason::Retargeted,
        Reason::TakenBack { by },
        Reason::Forked,
        Reason::Revoked,
    ];
    let cases = without_effect();
    for reason in all {
        let case = cases.iter().find(|case| case.name == name(reason)).expect("a case of its name");
        let thread = case.scene.thread(case.asked);
        let found = thread.without_effect.iter().any(|it| name(it.reason) == case.name);
        assert!(found, "{}: {:?}", case.name, thread.without_effect);
    }
    assert_eq!(cases.len(), all.len());
}
