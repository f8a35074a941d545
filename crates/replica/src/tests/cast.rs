//! The fixed cast of this crate's tests: four members and what they sign. Every key is the digest
//! of its role, so that all bytes are the same in every run.

use chancery_encoding::{Digest, encode};
use chancery_ledger::act::{Revocation, RevocationRequest, Step, sign_roster};
use chancery_ledger::certificate::{Certificate, CertificateRequest};
use chancery_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use chancery_ledger::evidence::Equivocation;
use chancery_ledger::key::{PublicKey, SecretKey};
use chancery_ledger::log::{Head, LogId};
use chancery_ledger::roster::{
    Directory, Ending, Genesis, Member, Register, Roster, RosterProposal,
};
use chancery_ledger::statement::{Authentic, Draft, Entry, Issuer, founding_entry};
use chancery_ledger::tree::root_of;
use chancery_record::{Marking, StateCode};
use ciborium::Value;

use crate::PeerKey;
use crate::wire::{Answer, Holdings};

pub(crate) const MEMBERS: [&str; 4] = ["EE", "KR", "LV", "NL"];

/// 2026-11-24 09:00:00 UTC.
const NOW: i64 = 1_795_510_800;

fn state(code: &str) -> StateCode {
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

pub(crate) fn roster() -> Roster {
    roster_of(&MEMBERS)
}

fn roster_of(members: &[&str]) -> Roster {
    let member = |code: &str| Member {
        state: state(code),
        name: state(code).name().into(),
        root: key(&format!("{code} root")).public(),
    };
    let members = members.iter().map(|code| member(code)).collect();
    Roster::found("exercise", members, Vec::new()).unwrap()
}

pub(crate) fn certificate(code: &str) -> Certificate {
    certificate_with(code, 1)
}

fn certificate_with(code: &str, serial: u64) -> Certificate {
    certificate_of(code, "", serial)
}

/// The certificate of another node of the same authority.
fn second(code: &str) -> Certificate {
    certificate_of(code, "second ", 2)
}

pub(crate) fn second_certificate(code: &str) -> Vec<u8> {
    second(code).bytes().to_vec()
}

/// The log of the second node, and the proof that it said two things at one place.
pub(crate) fn second_liar(code: &str) -> (LogId, Vec<u8>) {
    let key = key(&format!("{code} second statement"));
    let first = founding_entry(&second(code), 0, &key).unwrap();
    let say = |text| draft(code, 1, &first, body(text)).seal(&key).unwrap();
    let proof = Equivocation::prove(&say("one"), &say("other")).unwrap();
    (first.position().log, proof.encode())
}

fn certificate_of(code: &str, node: &str, serial: u64) -> Certificate {
    certificate_under(&roster(), code, node, serial)
}

fn certificate_under(roster: &Roster, code: &str, node: &str, serial: u64) -> Certificate {
    let request = CertificateRequest {
        network: roster.hash(),
        issuer: issuer(code),
        serial,
        issued_at: NOW,
        statement_key: key(&format!("{code} {node}statement")).public(),
        witness_key: key(&format!("{code} {node}witness")).public(),
        transport_key: key(&format!("{code} {node}transport")).public(),
        roles: vec!["authority".into()],
        under: None,
        epoch: 0,
        reader_key: None,
        possession: None,
    };
    Certificate::issue(&request, &key(&format!("{code} root")), roster).unwrap()
}

/// The directory of the whole cast.
pub(crate) fn directory() -> Directory {
    register().directory().clone()
}

/// The register of the whole cast, before any act.
pub(crate) fn register() -> Register {
    register_of(&MEMBERS)
}

/// The register of a network of one.
pub(crate) fn register_alone(code: &str) -> Register {
    let roster = roster_of(&[code]);
    let certificate = certificate_under(&roster, code, "", 1);
    Register::new(&Genesis::new(roster, vec![certificate]).unwrap())
}

/// A register with the certificates of some.
pub(crate) fn register_of(codes: &[&str]) -> Register {
    let certificates = codes.iter().map(|code| certificate(code)).collect();
    Register::new(&Genesis::new(roster(), certificates).unwrap())
}

/// The answer of a peer that holds these heads and proofs, and no act and no checkpoint.
pub(crate) fn frontier(heads: Vec<Head>, proofs: Vec<(LogId, Digest)>) -> Answer {
    Answer::Frontier(Holdings { heads, proofs, notes: Vec::new(), acts: register().digest() })
}

pub(crate) fn public(code: &str) -> PublicKey {
    statement_key(code).public()
}

pub(crate) fn log(code: &str) -> LogId {
    LogId { key: *public(code).as_bytes(), epoch: 0 }
}

pub(crate) fn peer(code: &str) -> PeerKey {
    PeerKey(*key(&format!("{code} transport")).public().as_bytes())
}

/// A body that is deterministic CBOR and no record; different texts make different bodies.
pub(crate) fn body(text: &str) -> Vec<u8> {
    encode(&Value::Map(vec![(0.into(), text.into())]))
}

/// The statement behind `prev`, or the founding one.
pub(crate) fn next(code: &str, prev: Option<&Authentic>, body: Vec<u8>) -> Authentic {
    let Some(prev) = prev else {
        return founding_entry(&certificate(code), 0, &statement_key(code)).unwrap();
    };
    let seq = prev.position().seq + 1;
    draft(code, seq, prev, body).seal(&statement_key(code)).unwrap()
}

/// A record at a place of one's choice that names `prev`.
pub(crate) fn draft(code: &str, seq: u64, prev: &Authentic, body: Vec<u8>) -> Draft {
    Draft {
        issuer: issuer(code),
        reference: format!("{code}-2026-{seq:04}"),
        issued_at: NOW,
        epoch: 0,
        seq,
        prev: Some(prev.id()),
        roster: roster().hash(),
        kind: "threat-advisory".into(),
        marking: Marking::Green,
        body,
        release: None,
    }
}

/// The first `count` statements of a log, bodies after `text` from `fork` on: two logs of one
/// author with other texts part there.
pub(crate) fn branch(code: &str, count: u64, fork: u64, text: &str) -> Vec<Authentic> {
    let mut log: Vec<Authentic> = Vec::new();
    for seq in 0..count {
        let text = if seq < fork { format!("{seq}") } else { format!("{seq} {text}") };
        log.push(next(code, log.last(), body(&text)));
    }
    log
}

/// The first `count` statements of a log.
pub(crate) fn history(code: &str, count: u64) -> Vec<Authentic> {
    branch(code, count, u64::MAX, "")
}

/// The head that a log ends in.
pub(crate) fn head_of(log: &[Authentic]) -> Head {
    let last = log.last().unwrap();
    let position = last.position();
    Head { log: position.log, seq: position.seq, tip: last.id() }
}

pub(crate) fn entries(log: &[Authentic]) -> Vec<Entry> {
    log.iter().map(|entry| entry.entry().clone()).collect()
}

/// The same statement with a signature that does not verify.
pub(crate) fn forged(entry: &Authentic) -> Entry {
    let mut entry = entry.entry().clone();
    *entry.statement.last_mut().unwrap() ^= 1;
    entry
}

/// The first statements of a log as its author says them in a checkpoint; with another root than
/// theirs when `root` is given.
pub(crate) fn checkpoint(log: &[Authentic], root: Option<Digest>) -> SignedCheckpoint {
    let header = log[0].header();
    let leaves: Vec<Digest> = log.iter().map(Authentic::leaf).collect();
    let code = header.issuer.state.to_string();
    let checkpoint = Checkpoint {
        log: header.log(),
        issuer: header.issuer.clone(),
        network: roster().hash(),
        size: log.len() as u64,
        root: root.unwrap_or_else(|| root_of(&leaves)),
        roster: roster().hash(),
    };
    checkpoint.sign(&statement_key(&code)).unwrap()
}

/// The same with the lines of these witnesses.
pub(crate) fn cosigned(
    mut signed: SignedCheckpoint,
    codes: &[&str],
    time: u64,
) -> SignedCheckpoint {
    for code in codes {
        let line = signed.cosign(&certificate(code), &key(&format!("{code} witness")), time);
        signed.add(line.unwrap());
    }
    signed
}

/// The act that closes a state's log behind `last`; nothing of it stands without one.
pub(crate) fn revocation(code: &str, last: Option<&Authentic>) -> Vec<u8> {
    let request = RevocationRequest {
        network: roster().hash(),
        issuer: issuer(code),
        under: roster().hash(),
        log: log(code),
        last: last.map(|last| (last.position().seq, last.id())),
        issued_at: NOW,
        reason: "stolen".into(),
    };
    let root = key(&format!("{code} root"));
    Revocation::issue(&request, &root, &directory()).unwrap().bytes().to_vec()
}

/// The same keys under another serial.
pub(crate) fn renewal(code: &str, serial: u64) -> Vec<u8> {
    certificate_with(code, serial).bytes().to_vec()
}

/// The step that leaves a state out; what it said up to `last` stands.
pub(crate) fn removal(code: &str, last: &Authentic) -> Vec<u8> {
    let keeps = vec![certificate(code).id()];
    let ending =
        Ending { state: state(code), keeps, closed: vec![head_of(std::slice::from_ref(last))] };
    step(&RosterProposal::after(&roster()).remove(state(code)).end(ending).build().unwrap())
}

/// The step that changes nothing but the threshold.
pub(crate) fn other_version() -> Vec<u8> {
    step(&RosterProposal::after(&roster()).threshold(4).build().unwrap())
}

/// A version that follows that one.
pub(crate) fn version_after_other() -> Vec<u8> {
    let other = RosterProposal::after(&roster()).threshold(4).build().unwrap();
    let next = RosterProposal::after(&other).threshold(3).build().unwrap();
    let signatures = MEMBERS.map(|code| sign_roster(&next, &key(&format!("{code} root"))));
    Step::combine(&next, &other, &signatures).unwrap().bytes().to_vec()
}

/// The same, with three signatures and with four.
pub(crate) fn other_version_copies() -> Vec<Vec<u8>> {
    let next = RosterProposal::after(&roster()).threshold(4).build().unwrap();
    let signatures = MEMBERS.map(|code| sign_roster(&next, &key(&format!("{code} root"))));
    let copy = |count| Step::combine(&next, &roster(), &signatures[..count]).unwrap();
    [3, 4].map(|count| copy(count).bytes().to_vec()).into()
}

fn step(next: &Roster) -> Vec<u8> {
    let signatures = MEMBERS.map(|code| sign_roster(next, &key(&format!("{code} root"))));
    Step::combine(next, &roster(), &signatures).unwrap().bytes().to_vec()
}
