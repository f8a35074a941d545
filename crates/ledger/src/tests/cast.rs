//! The fixed cast of this crate's tests: three members, one observer, and what they sign.
//!
//! Every key is the digest of its role, so all bytes are the same in every run, and vectors can be
//! compared with what is made afresh.

use chancery_encoding::{Digest, encode};
use chancery_record::{Marking, StateCode};
use ciborium::Value;

use crate::act::{Revocation, RevocationRequest, Step, sign_roster};
use crate::certificate::{Certificate, CertificateRequest, Possession};
use crate::key::SecretKey;
use crate::log::{Id, LogId};
use crate::roster::{Directory, Genesis, Member, Roster};
use crate::statement::{Authentic, Draft, Issuer, founding_entry};

pub(crate) const MEMBERS: [&str; 3] = ["EE", "KR", "NL"];
pub(crate) const OBSERVER: &str = "BR";

/// 2026-11-24 09:00:00 UTC.
pub(crate) const NOW: i64 = 1_795_510_800;

pub(crate) fn state(code: &str) -> StateCode {
    code.parse().unwrap()
}

pub(crate) fn issuer(code: &str) -> Issuer {
    Issuer::new(state(code), "foreign-trade").unwrap()
}

/// The key of a role such as `EE root`.
pub(crate) fn key(role: &str) -> SecretKey {
    SecretKey::from_seed(Digest::of(format!("chancery test key {role}").as_bytes()).as_bytes())
}

pub(crate) fn statement_key(code: &str) -> SecretKey {
    key(&format!("{code} statement"))
}

pub(crate) fn member(code: &str) -> Member {
    let state = state(code);
    Member { state, name: state.name().into(), root: key(&format!("{code} root")).public() }
}

pub(crate) fn roster() -> Roster {
    Roster::found("exercise", MEMBERS.map(member).into(), vec![member(OBSERVER)]).unwrap()
}

/// What the root of a state is asked to certify first.
pub(crate) fn request(code: &str) -> CertificateRequest {
    CertificateRequest {
        network: roster().hash(),
        issuer: issuer(code),
        serial: 1,
        issued_at: NOW,
        statement_key: statement_key(code).public(),
        witness_key: key(&format!("{code} witness")).public(),
        transport_key: key(&format!("{code} transport")).public(),
        roles: vec!["authority".into()],
        under: None,
        epoch: 0,
        reader_key: None,
        possession: None,
    }
}

/// What the three keys of `name` sign for an issuer.
pub(crate) fn possession(code: &str, name: &str) -> Possession {
    let [one, two, three] =
        ["statement", "witness", "transport"].map(|job| key(&format!("{name} {job}")));
    Possession::sign(roster().hash(), &issuer(code), [&one, &two, &three])
}

pub(crate) fn certificate(code: &str) -> Certificate {
    Certificate::issue(&request(code), &key(&format!("{code} root")), &roster()).unwrap()
}

pub(crate) fn genesis() -> Genesis {
    let codes = MEMBERS.into_iter().chain([OBSERVER]);
    Genesis::new(roster(), codes.map(certificate).collect()).unwrap()
}

pub(crate) fn directory() -> Directory {
    Directory::new(&genesis())
}

/// The first statement of a state's log.
pub(crate) fn founding(code: &str) -> Authentic {
    founding_entry(&certificate(code), 0, &statement_key(code)).unwrap()
}

/// A body that says what its statement says.
pub(crate) fn body(code: &str, title: &str) -> Vec<u8> {
    encode(&Value::Map(vec![
        ("record".into(), record(code, title)),
        ("salt".into(), Value::Bytes(vec![7; 16])),
    ]))
}

pub(crate) fn record(code: &str, title: &str) -> Value {
    let map = |entries: Vec<(&str, Value)>| {
        Value::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    };
    map(vec![
        ("kind", "threat-advisory".into()),
        ("title", title.into()),
        ("handling", map(vec![("tlp", Marking::Green.as_str().into())])),
        ("originator", map(vec![("state", code.into()), ("authority", "foreign-trade".into())])),
    ])
}

/// A draft for the place behind `prev`.
pub(crate) fn draft(code: &str, seq: u64, prev: Option<Id>) -> Draft {
    Draft {
        issuer: issuer(code),
        reference: format!("{code}-2026-{seq:04}"),
        issued_at: NOW + 60,
        epoch: 0,
        seq,
        prev,
        roster: roster().hash(),
        kind: "threat-advisory".into(),
        marking: Marking::Green,
        body: body(code, "Interception system offered without a licence"),
        release: None,
    }
}

/// The record at place 1.
pub(crate) fn first_record(code: &str) -> Authentic {
    draft(code, 1, Some(founding(code).id())).seal(&statement_key(code)).unwrap()
}

/// Another record at place 1.
pub(crate) fn rival_record(code: &str) -> Authentic {
    let mut draft = draft(code, 1, Some(founding(code).id()));
    draft.body = body(code, "Something else");
    draft.seal(&statement_key(code)).unwrap()
}

/// What closes epoch 0 of a state's log behind `last`.
pub(crate) fn revocation_request(code: &str, last: Option<(u64, Id)>) -> RevocationRequest {
    RevocationRequest {
        network: roster().hash(),
        issuer: issuer(code),
        under: roster().hash(),
        log: LogId { key: *statement_key(code).public().as_bytes(), epoch: 0 },
        last,
        issued_at: NOW + 3600,
        reason: "The node was stolen".into(),
    }
}

pub(crate) fn revocation(code: &str, last: Option<(u64, Id)>) -> Revocation {
    let root = key(&format!("{code} root"));
    Revocation::issue(&revocation_request(code, last), &root, &directory()).unwrap()
}

/// A roster with the signatures of these states, by the roots of the cast.
pub(crate) fn step(next: &Roster, previous: &Roster, signers: &[&str]) -> Step {
    let sign = |code: &&str| sign_roster(next, &key(&format!("{code} root")));
    let signatures: Vec<_> = signers.iter().map(sign).collect();
    Step::combine(next, previous, &signatures).unwrap()
}
