//! Vectors of steps of the roster chain.

use chancery_encoding::encode;
use ciborium::Value;

use super::{Case, Made, Shared, case};
use crate::act::{Quorum, Step, sign_roster};
use crate::roster::register::tests::{Stage, step};
use crate::roster::{Ending, Roster, RosterProposal};
use crate::tests::cast::{key, member, state};
use crate::tests::forge::set;

pub(super) fn judge(shared: &Shared, case: &Case) -> Result<(), &'static str> {
    let previous = Roster::decode(&shared.bytes("previous")).unwrap();
    let read = Step::decode(&case.bytes("step"), &previous, Quorum::Needed);
    read.map(|_| ()).map_err(|flaw| flaw.name())
}

type Row = (&'static str, Vec<u8>, Option<&'static str>);

/// The version that is followed: six members, of whom KR is suspended, and an observer.
fn previous() -> Roster {
    let founding = Stage::new().roster().clone();
    let kr = Ending { state: state("KR"), keeps: vec![], closed: vec![] };
    RosterProposal::after(&founding).suspend(state("KR")).end(kr).build().unwrap()
}

fn next() -> Roster {
    RosterProposal::after(&previous()).admit(member("SE")).build().unwrap()
}

/// Four of the five that are not suspended.
const FOUR: [&str; 4] = ["DE", "EE", "FI", "FR"];

fn good() -> Vec<u8> {
    step(&next(), &previous(), &FOUR)
}

fn entry(roster: &Roster, role: &str) -> Value {
    let signature = sign_roster(roster, &key(role));
    Value::Array(vec![
        Value::Bytes(signature.root.as_bytes().to_vec()),
        Value::Bytes(signature.signature.to_vec()),
    ])
}

/// A step with these entries, in the order of their keys.
fn with(roster: &Roster, signers: &[&str], more: Vec<Value>) -> Vec<u8> {
    let mut entries: Vec<Value> =
        signers.iter().map(|code| entry(roster, &format!("{code} root"))).collect();
    entries.extend(more);
    entries.sort_by_key(encode);
    file(roster, entries)
}

fn file(roster: &Roster, entries: Vec<Value>) -> Vec<u8> {
    encode(&Value::Map(vec![
        (1.into(), Value::Bytes(roster.encode())),
        (2.into(), Value::Array(entries)),
    ]))
}

pub(super) fn make() -> Made {
    let rows = shapes().into_iter().chain(versions()).chain(signatures());
    Made {
        about: "Steps that follow `previous`, in which DE, EE, FI, FR, KR and NL are members, KR is \
                suspended, BR observes, and 4 must sign.",
        shared: vec![("previous", previous().encode())],
        cases: rows.map(|(name, bytes, flaw)| case(name, "step", &bytes, flaw)).collect(),
    }
}

fn shapes() -> Vec<Row> {
    let good = good();
    let mut extra = Value::Map(vec![
        (1.into(), Value::Bytes(next().encode())),
        (2.into(), Value::Array(Vec::new())),
    ]);
    set(&mut extra, &[3.into()], Value::Null);
    let one_part = Value::Array(vec![Value::Bytes(vec![7; 32])]);
    let short = Value::Array(vec![Value::Bytes(vec![7; 32]), Value::Bytes(vec![7; 63])]);
    vec![
        ("four of five sign", good.clone(), None),
        ("all five sign", with(&next(), &["DE", "EE", "FI", "FR", "NL"], vec![]), None),
        ("byte behind the step", [&good[..], &[0]].concat(), Some("step-cbor")),
        ("third field", encode(&extra), Some("step-field")),
        ("entry without a signature", file(&next(), vec![one_part]), Some("signature-entry")),
        ("signature of 63 bytes", file(&next(), vec![short]), Some("signature-entry")),
    ]
}

fn versions() -> Vec<Row> {
    let bent = |bend: fn(&mut Roster)| {
        let mut roster = next();
        bend(&mut roster);
        with(&roster, &FOUR, vec![])
    };
    let ending = || Ending { state: state("NL"), keeps: vec![], closed: vec![] };
    let mut removed =
        RosterProposal::after(&previous()).remove(state("NL")).end(ending()).build().unwrap();
    let good = with(&removed, &FOUR, vec![]);
    removed.endings.clear();
    let mut observer = next();
    observer.members.retain(|one| one.state != state("NL"));
    observer.observers.push(member("NL"));
    let mut ended = next();
    ended.endings = vec![ending()];
    vec![
        ("member that is removed", good, None),
        (
            "follows another version",
            bent(|next| next.previous = Some(next.hash())),
            Some("unknown-roster"),
        ),
        (
            "follows the founding version",
            bent(|next| next.previous = Some(Stage::new().roster().hash())),
            Some("unknown-roster"),
        ),
        ("version is left out", bent(|next| next.version += 1), Some("step-version")),
        (
            "network with another name",
            bent(|next| next.network = "another".into()),
            Some("other-network"),
        ),
        ("roster that is none", bent(|next| next.threshold = 1), Some("threshold")),
        ("removed without an ending", with(&removed, &FOUR, vec![]), Some("ending-missing")),
        ("ending of a member that goes on", with(&ended, &FOUR, vec![]), Some("ending-missing")),
        (
            "member becomes an observer with its root",
            with(&observer, &FOUR, vec![]),
            Some("same-root"),
        ),
    ]
}

fn signatures() -> Vec<Row> {
    let next = next();
    let other = RosterProposal::after(&previous()).admit(member("DK")).build().unwrap();
    let three = &FOUR[..3];
    let by = |role: &str| with(&next, three, vec![entry(&next, role)]);
    let mut reversed: Vec<Value> =
        FOUR.iter().map(|code| entry(&next, &format!("{code} root"))).collect();
    reversed.sort_by_key(encode);
    reversed.reverse();
    let mut weak = vec![0; 32];
    weak[0] = 1;
    let weak = Value::Array(vec![Value::Bytes(weak), Value::Bytes(vec![0; 64])]);
    let mut borrowed = entry(&next, "FR root").into_array().unwrap();
    borrowed[1] = entry(&next, "NL root").into_array().unwrap()[1].clone();
    vec![
        ("three sign", with(&next, three, vec![]), Some("below-quorum")),
        ("nobody signs", with(&next, &[], vec![]), Some("below-quorum")),
        ("one signs twice", by("EE root"), Some("signed-twice")),
        ("signatures out of order", file(&next, reversed), Some("signature-order")),
        ("stranger signs", by("SE root"), Some("not-a-member")),
        ("observer signs", by("BR root"), Some("not-a-member")),
        ("suspended member signs", by("KR root"), Some("suspended-signer")),
        ("weak key signs", with(&next, three, vec![weak]), Some("key-weak")),
        (
            "signature on another roster",
            with(&next, three, vec![entry(&other, "FR root")]),
            Some("bad-signature"),
        ),
        (
            "signature of another member",
            with(&next, three, vec![Value::Array(borrowed)]),
            Some("bad-signature"),
        ),
    ]
}
