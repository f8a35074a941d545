//! Vectors of evidence packs: a good one of every form, and one failure each.
//!
//! Good ones say what they come to as well, so that a second verifier can be held to it.

use chancery_encoding::{Digest, Limits, decode, encode};
use ciborium::Value;
use serde_json::{Value as Json, json};

use super::{Case, Made, Shared, case};
use crate::act::{DoubleSignature, Quorum};
use crate::pack::{Pack, Release, Verdict};
use crate::roster::{Genesis, RosterProposal};
use crate::statement::Issuer;
use crate::tests::cast::{genesis, key, member, request, roster, state};
use crate::tests::packing::{Stage, claim};

mod lives;
mod releases;

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let genesis = Genesis::decode(&shared.bytes("genesis")).unwrap();
    let verdict = Pack::decode(&case.bytes("pack")).and_then(|pack| pack.verify(&genesis));
    let verdict = verdict.map_err(|flaw| flaw.name())?;
    for (name, value) in findings(&verdict) {
        assert_eq!(case.0[name], value, "{} of {}", name, case.name());
    }
    Ok(())
}

/// What a good pack comes to.
fn findings(verdict: &Verdict) -> Vec<(&'static str, Json)> {
    let states = verdict.held.states.iter().map(|state| state.as_str().to_owned());
    vec![
        ("id", verdict.id.to_string().into()),
        ("status", verdict.status.name().into()),
        ("held_by", states.collect::<Vec<_>>().into()),
        ("members", verdict.held.of.into()),
        ("version", verdict.version.into()),
        ("cut", json!(verdict.cut.map(|(seq, _)| seq))),
        ("policy", Release::applied(verdict.release.as_ref()).into()),
        ("approvals", approvals(verdict).into()),
        ("without_effect", without_effect(verdict).into()),
        ("withdrawn_parts", withdrawn_parts(verdict).into()),
        ("valid_until", json!(verdict.valid_until.as_ref().map(|dated| &dated.day))),
        ("review_due", json!(verdict.review_due.as_ref().map(|dated| &dated.day))),
        ("renewed_by", json!(verdict.renewed_by.map(|by| by.to_string()))),
    ]
}

fn approvals(verdict: &Verdict) -> Vec<Json> {
    let all = verdict.release.iter().flat_map(|release| &release.approvals);
    all.map(|one| json!([one.role.as_str(), one.officer, one.at])).collect()
}

fn without_effect(verdict: &Verdict) -> Vec<Json> {
    let all = verdict.later.iter();
    all.filter_map(|later| Some(json!([later.reference, later.no_effect?.name()]))).collect()
}

fn withdrawn_parts(verdict: &Verdict) -> Vec<Json> {
    let all = verdict.withdrawn_parts.iter();
    all.map(|one| json!([one.part.list.name(), one.part.key, one.reason])).collect()
}

type Line = Vec<(&'static str, Json)>;

fn good(name: &str, change: impl FnOnce(&mut Stage)) -> Line {
    let mut stage = Stage::new();
    change(&mut stage);
    let pack = stage.pack();
    let verdict = pack.verify(&genesis()).unwrap();
    let mut line = case(name, "pack", &pack.encode(), None);
    line.extend(findings(&verdict));
    line
}

fn bad(name: &str, flaw: &'static str, bytes: &[u8]) -> Line {
    case(name, "pack", bytes, Some(flaw))
}

/// A pack of a stage that would not be packed.
fn staged(name: &str, flaw: &'static str, change: impl FnOnce(&mut Stage)) -> Line {
    let mut stage = Stage::new();
    change(&mut stage);
    bad(name, flaw, &stage.unverified().encode())
}

/// A good pack with one field changed.
fn bent(
    name: &str,
    flaw: &'static str,
    change: impl FnOnce(&mut Stage),
    field: i64,
    bend: impl FnOnce(&mut Value),
) -> Line {
    let mut stage = Stage::new();
    change(&mut stage);
    bad(name, flaw, &with(&stage.unverified().encode(), field, bend))
}

fn fields(bytes: &[u8]) -> Vec<(Value, Value)> {
    let limits = Limits { bytes_max: bytes.len(), depth_max: 3, tag: None };
    decode(bytes, limits).unwrap().into_map().unwrap()
}

fn with(bytes: &[u8], field: i64, bend: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut fields = fields(bytes);
    bend(&mut fields.iter_mut().find(|(key, _)| *key == field.into()).unwrap().1);
    encode(&Value::Map(fields))
}

fn nothing(_: &mut Stage) {}

fn flip(value: &mut Value) {
    *value.as_bytes_mut().unwrap().last_mut().unwrap() ^= 1;
}

fn list(value: &mut Value) -> &mut Vec<Value> {
    value.as_array_mut().unwrap()
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

/// Statement and body at the end of a stage's log.
fn last(stage: &Stage) -> Value {
    let entry = stage.log.last().unwrap().entry();
    Value::Array(vec![bytes(&entry.statement), bytes(&entry.body)])
}

fn speak(stage: &mut Stage, kind: &str) {
    let record = stage.record().clone();
    stage.speak_of(kind, &record);
}

/// A correction of the record by the authority's second node.
fn correct_elsewhere(stage: &mut Stage) {
    let record = stage.record().clone();
    let mut second = Stage::new();
    second.move_to_second_node();
    second.speak_of("correction", &record);
    stage.second_node();
    stage.later = second.later;
}

pub(super) fn make() -> Made {
    let groups = [
        forms(),
        of_the_map(),
        of_the_record(),
        of_acts(),
        of_acts_that_nothing_needs(),
        of_the_author(),
        of_the_tree(),
    ];
    let groups = groups.into_iter().flatten().chain(of_later()).chain(of_proofs());
    let cases = groups.chain(lives::all()).chain(releases::all()).collect();
    Made {
        about: "Evidence packs, verified with the genesis file `genesis` alone. A good one has what it comes to \
                beside it.",
        shared: vec![("genesis", genesis().encode())],
        cases,
    }
}

fn forms() -> Vec<Line> {
    vec![
        good("plain", nothing),
        good("first record of the log", |stage| stage.at = 1),
        good("last record of the log", |stage| stage.at = 6),
        good("without its body", |stage| stage.has_body = false),
        good("without a cosignature", |stage| stage.witnesses.clear()),
        good("corrected", |stage| speak(stage, "correction")),
        good("withdrawn", |stage| speak(stage, "withdrawal")),
        good("corrected, and the correction withdrawn", |stage| {
            speak(stage, "correction");
            let correction = stage.log.last().unwrap().clone();
            stage.speak_of("withdrawal", &correction);
        }),
        good("corrected by the authority's second node", correct_elsewhere),
        good("key that was certified later", Stage::move_to_second_node),
        good("second epoch of the key", Stage::next_epoch),
        good("roster step, with the new member's cosignature", Stage::admit),
        good("two rosters of one version", |stage| {
            let mut fork = Stage::new();
            fork.step(|proposal| proposal.admit(member("SE")));
            stage.admit();
            let step = fork.register.acts().next().unwrap().bytes().to_vec();
            stage.witnesses.pop();
            stage.enact(&step);
        }),
        good("log closed later", |stage| stage.revoke(Some(4))),
        good("log closed at the record", |stage| stage.revoke(Some(2))),
        good("cosigner's state has left", Stage::leave),
        good("evidence at the record's place", |stage| stage.equivocate(2)),
        good("evidence above the record", |stage| stage.equivocate(5)),
        good("withdrawal that is forked", |stage| {
            speak(stage, "withdrawal");
            stage.equivocate(7);
        }),
    ]
}

fn of_the_map() -> Vec<Line> {
    let plain = Stage::new().pack().encode();
    let less = fields(&plain).into_iter().filter(|(key, _)| *key != 9.into()).collect();
    let mut more = fields(&plain);
    more.push((10.into(), Value::Null));
    vec![
        bad("byte behind the pack", "pack-cbor", &[&plain[..], &[0]].concat()),
        bad("no list of proofs", "pack-field", &encode(&Value::Map(less))),
        bad("tenth field", "pack-field", &encode(&Value::Map(more))),
        bent("body that is a text", "pack-field", nothing, 4, |body| *body = "body".into()),
        bent("hash of 31 bytes", "pack-field", nothing, 5, |hashes| {
            list(hashes)[0] = bytes(&[0; 31]);
        }),
        bent("66 hashes", "pack-field", nothing, 5, |hashes| {
            *hashes = Value::Array(vec![bytes(&[0; 32]); 66]);
        }),
        bent(
            "later entry without its body",
            "pack-field",
            |stage| speak(stage, "correction"),
            8,
            |later| {
                list(&mut list(later)[0]).pop();
            },
        ),
        bent("format 2", "pack-format", nothing, 1, |format| *format = 2.into()),
        bent("of another network", "other-network", nothing, 2, flip),
    ]
}

fn of_the_record() -> Vec<Line> {
    vec![
        bent("statement that is none", "frame-cbor", nothing, 3, |statement| {
            *statement = bytes(&[]);
        }),
        staged("founding certificate", "not-a-record", |stage| stage.at = 0),
        bent("another body", "body-digest", nothing, 4, flip),
        bent("empty body", "body-length", nothing, 4, |body| *body = bytes(&[])),
        bent("author's signature is bad", "bad-signature", nothing, 3, flip),
    ]
}

fn of_acts() -> Vec<Line> {
    let second = |stage: &mut Stage| stage.move_to_second_node();
    vec![
        bent("act of no kind", "act-kind", nothing, 7, |acts| list(acts).push(bytes(&[0]))),
        bent("certificate that its root did not sign", "bad-signature", second, 7, |acts| {
            flip(&mut list(acts)[0]);
        }),
        bent(
            "certificate under a version that is not there",
            "unknown-roster",
            Stage::admit,
            7,
            |acts| {
                list(acts).remove(0);
            },
        ),
        bent("step that two of three signed", "below-quorum", Stage::admit, 7, |acts| {
            let step = list(acts)[0].as_bytes().unwrap().clone();
            let limits = Limits { bytes_max: step.len(), depth_max: 3, tag: None };
            let mut step = decode(&step, limits).unwrap();
            list(&mut step.as_map_mut().unwrap()[1].1).pop();
            list(acts)[0] = bytes(&encode(&step));
        }),
        bent(
            "certificate before the step",
            "act-order",
            |stage| {
                stage.admit();
                stage.second_node();
                stage.at = 2;
            },
            7,
            |acts| {
                let second = Stage::new().second_node();
                list(acts).insert(0, bytes(second.bytes()));
            },
        ),
        bent("one act twice", "act-order", second, 7, |acts| {
            let again = list(acts)[0].clone();
            list(acts).push(again);
        }),
    ]
}

fn of_acts_that_nothing_needs() -> Vec<Line> {
    vec![
        bent("certificate that nothing needs", "act-unneeded", nothing, 7, |acts| {
            list(acts).push(bytes(Stage::new().second_node().bytes()));
        }),
        bent("certificate of the genesis file", "act-unneeded", nothing, 7, |acts| {
            list(acts).push(bytes(genesis().certificates()[1].bytes()));
        }),
        bent(
            "revocation that does not count",
            "act-unneeded",
            |stage| stage.revoke(Some(4)),
            7,
            |acts| {
                let mut other = Stage::new();
                other.revoke(Some(5));
                list(acts).push(bytes(other.register.acts().next().unwrap().bytes()));
                list(acts).sort_by_key(|act| {
                    let act = Stage::new().register.check(act.as_bytes().unwrap()).unwrap();
                    act.id()
                });
            },
        ),
        bent(
            "withdrawal of a state that has no part",
            "act-unneeded",
            |stage| {
                stage.witnesses.pop();
            },
            7,
            |acts| {
                let mut other = Stage::new();
                other.leave();
                list(acts).push(bytes(other.register.acts().next().unwrap().bytes()));
            },
        ),
        bent("double signature", "act-unneeded", Stage::admit, 7, |acts| {
            list(acts).push(bytes(&double_signature()));
        }),
    ]
}

/// EE's root signed the version that admits PT, and another that admits SE.
fn double_signature() -> Vec<u8> {
    let steps = ["PT", "SE"].map(|code| {
        let mut stage = Stage::new();
        stage.step(|proposal: RosterProposal| proposal.admit(member(code)));
        let bytes = stage.register.acts().next().unwrap().bytes().to_vec();
        Stage::new().register.read_step(&bytes, Quorum::Needed).unwrap()
    });
    DoubleSignature::prove(&steps[0], &steps[1]).remove(0)
}

fn of_the_author() -> Vec<Line> {
    let said = |bend: fn(&mut crate::statement::Draft)| {
        move |stage: &mut Stage| {
            stage.say(bend);
            stage.at = stage.log.len() - 1;
        }
    };
    let observer = Stage::of("BR");
    vec![
        bent(
            "key without a certificate",
            "unknown-author",
            Stage::move_to_second_node,
            7,
            |acts| {
                list(acts).clear();
            },
        ),
        staged(
            "another authority's name",
            "wrong-issuer",
            said(|draft| {
                draft.issuer = Issuer::new(state("EE"), "customs").unwrap();
            }),
        ),
        bent("epoch that nobody opened", "future-epoch", Stage::next_epoch, 7, |acts| {
            list(acts).clear();
        }),
        staged(
            "roster that nobody knows",
            "wrong-roster",
            said(|draft| {
                draft.roster = Digest::of(b"another");
            }),
        ),
        staged("roster older than the certificate", "wrong-roster", |stage| {
            stage.step(|proposal| proposal.admit(member("PT")));
            let under = Some(stage.register.directory().roster_hash());
            stage.key = key("EE second statement");
            stage.certify(crate::certificate::CertificateRequest {
                serial: 2,
                statement_key: stage.key.public(),
                witness_key: key("EE second witness").public(),
                transport_key: key("EE second transport").public(),
                under,
                ..request("EE")
            });
            stage.say(|draft| draft.roster = roster().hash());
            stage.at = stage.log.len() - 1;
        }),
        bad("observer publishes", "observer-publishes", &observer.unverified().encode()),
        staged("behind the cut", "revoked", |stage| stage.revoke(Some(1))),
        staged("nothing of the log stands", "revoked", |stage| stage.revoke(None)),
        staged("another record at the cut", "revoked", |stage| {
            let mut other = Stage::new();
            other.log.truncate(2);
            other.say(|draft| draft.issued_at += 1);
            other.revoke(Some(2));
            let revocation = other.register.acts().next().unwrap().bytes().to_vec();
            stage.enact(&revocation);
        }),
    ]
}

fn of_the_tree() -> Vec<Line> {
    let of_kr = Stage::of("KR").checkpoint().encode();
    let mut short = Stage::new();
    short.log.truncate(2);
    short.at = 1;
    let short = short.checkpoint().encode();
    vec![
        bent("checkpoint that is none", "note-form", nothing, 6, |note| *note = bytes(b"nothing")),
        bent(
            "cosignature of a witness without a certificate",
            "unknown-witness",
            Stage::admit,
            7,
            |acts| {
                list(acts).pop();
            },
        ),
        bent("cosignatures not sorted", "cosignature-order", nothing, 6, |note| {
            let text = String::from_utf8(note.as_bytes().unwrap().clone()).unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            let count = lines.len();
            lines.swap(count - 1, count - 2);
            *note = bytes((lines.join("\n") + "\n").as_bytes());
        }),
        bent("checkpoint of another log", "other-log", nothing, 6, |note| *note = bytes(&of_kr)),
        bent("checkpoint that ends below the record", "proof-outside", nothing, 6, |note| {
            *note = bytes(&short);
        }),
        bent("one hash more", "proof-length", nothing, 5, |hashes| {
            list(hashes).push(bytes(&[0; 32]));
        }),
        bent("another hash", "proof-root", nothing, 5, |hashes| flip(&mut list(hashes)[0])),
    ]
}

fn of_later() -> Vec<Line> {
    let corrected = |stage: &mut Stage| speak(stage, "correction");
    let mut plain = Stage::new();
    plain.say(|_| ());
    let advisory = last(&plain);
    let mut of_kr = Stage::of("KR");
    let mut target = Stage::new();
    let record = target.record().clone();
    of_kr.speak_of("withdrawal", &record);
    let of_kr = last(&of_kr);
    let other = target.log[3].clone();
    target.speak_of("correction", &other);
    let of_other = last(&target);
    let mut cited = Stage::new();
    cited.say(|draft| {
        claim(draft, "EE", "correction", (record.id(), "EE-2026-0099"), Vec::new());
    });
    let cited = last(&cited);
    let push = |entry: Value| move |later: &mut Value| list(later).push(entry);
    vec![
        bent("later entry with another body", "body-digest", corrected, 8, |later| {
            flip(&mut list(&mut list(later)[0])[1]);
        }),
        bent("later entry that nobody signed", "bad-signature", corrected, 8, |later| {
            flip(&mut list(&mut list(later)[0])[0]);
        }),
        bent("advisory among what was said later", "later-kind", nothing, 8, push(advisory)),
        bent(
            "later entries not sorted",
            "later-order",
            |stage| {
                speak(stage, "correction");
                speak(stage, "withdrawal");
            },
            8,
            |later| list(later).reverse(),
        ),
        bent("one later entry twice", "later-order", corrected, 8, |later| {
            let again = list(later)[0].clone();
            list(later).push(again);
        }),
        bent("withdrawal by another authority", "later-of-another", nothing, 8, push(of_kr)),
        bent("correction of another record", "later-target", nothing, 8, push(of_other)),
        bent("correction that cites another reference", "later-target", nothing, 8, push(cited)),
    ]
}

fn of_proofs() -> Vec<Line> {
    let mut of_kr = Stage::of("KR");
    of_kr.equivocate(3);
    let of_kr = of_kr.proofs[0].encode();
    let both = |stage: &mut Stage| {
        correct_elsewhere(stage);
        stage.equivocate(5);
        let mut second = Stage::new();
        second.move_to_second_node();
        second.equivocate(3);
        stage.proofs.extend(second.proofs);
    };
    vec![
        good("evidence against both logs", both),
        bent("proof that is none", "proof-cbor", nothing, 9, |proofs| {
            list(proofs).push(bytes(&[]));
        }),
        bent("evidence against another log", "proof-of-another", nothing, 9, |proofs| {
            list(proofs).push(bytes(&of_kr));
        }),
        bent("proofs not sorted", "proofs-order", both, 9, |proofs| list(proofs).reverse()),
        bent(
            "one proof twice",
            "proofs-order",
            |stage| stage.equivocate(5),
            9,
            |proofs| {
                let again = list(proofs)[0].clone();
                list(proofs).push(again);
            },
        ),
    ]
}
