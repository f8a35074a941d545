//! No door of this crate panics on anything, and none lets through what it would write otherwise.

use proptest::prelude::*;

use super::cast::{
    MEMBERS, certificate, directory, first_record, founding, genesis, key, member, revocation,
    rival_record, roster, state, step,
};
use super::forest::{cosigned, leaves, signed};
use crate::act::{DoubleSignature, RosterSignature, sign_roster};
use crate::certificate::Certificate;
use crate::checkpoint::SignedCheckpoint;
use crate::evidence::Equivocation;
use crate::key::{PublicKey, SecretKey};
use crate::note::{Note, NoteKey};
use crate::roster::{Ending, Genesis, Register, Roster, RosterProposal};
use crate::statement::{Entry, SignedCopy};

/// How many examples there are.
const EXAMPLES: usize = 14;

/// One whole example for each door, to be bent.
fn examples() -> [(&'static str, Vec<u8>); EXAMPLES] {
    let record = first_record("EE");
    let copy = SignedCopy {
        entry: record.entry().clone(),
        certificate: certificate("EE").bytes().to_vec(),
    };
    let proof = Equivocation::prove(&record, &rival_record("EE")).unwrap();
    [
        ("statement", record.entry().statement.clone()),
        ("founding statement", founding("EE").entry().statement.clone()),
        ("certificate", certificate("EE").bytes().to_vec()),
        ("roster", roster().encode()),
        ("genesis", genesis().encode()),
        ("equivocation", proof.encode()),
        ("signed copy", copy.encode()),
        ("checkpoint", cosigned(&leaves(u64::MAX, 7)).encode()),
        ("equivocation by checkpoints", same_size().encode()),
        ("later roster", next("SE").encode()),
        ("step", step(&next("SE"), &roster(), &MEMBERS).bytes().to_vec()),
        ("double signature", doubly_signed()),
        ("revocation", revocation("EE", Some((1, record.id()))).bytes().to_vec()),
        ("signature on a roster", sign_roster(&next("SE"), &key("EE root")).encode()),
    ]
}

/// A version that admits a state and suspends another.
fn next(code: &str) -> Roster {
    let kept = vec![certificate("KR").id()];
    let ending = Ending { state: state("KR"), keeps: kept, closed: Vec::new() };
    let proposal = RosterProposal::after(&roster()).admit(member(code)).suspend(state("KR"));
    proposal.end(ending).settle(roster().hash()).build().unwrap()
}

fn doubly_signed() -> Vec<u8> {
    let [one, other] = ["SE", "DK"].map(|code| step(&next(code), &roster(), &["EE"]));
    DoubleSignature::prove(&one, &other).remove(0)
}

fn same_size() -> Equivocation {
    let [one, other] = [u64::MAX, 4].map(|parting| signed(&leaves(parting, 9)));
    Equivocation::prove_same_size(&one, &other).unwrap()
}

/// Sends `bytes` through every door, and checks that what a door takes is written again alike.
fn through_every_door(bytes: &[u8]) {
    let founding = Roster::found("exercise", MEMBERS.map(member).into(), Vec::new());
    for roster in [roster(), founding.unwrap()] {
        if let Ok(read) = Certificate::decode(bytes, &roster) {
            assert_eq!(read.bytes(), bytes);
        }
    }
    if let Ok(read) = Roster::decode(bytes) {
        assert_eq!(read.encode(), bytes);
    }
    if let Ok(act) = Register::new(&genesis()).check(bytes) {
        assert_eq!(act.bytes(), bytes);
    }
    if let Ok(read) = RosterSignature::decode(bytes, &next("SE")) {
        assert_eq!(read.encode(), bytes);
    }
    if let Ok(read) = Genesis::decode(bytes) {
        assert_eq!(read.encode(), bytes);
    }
    if let Ok(read) = Equivocation::decode(bytes, &directory()) {
        assert_eq!(read.encode(), bytes);
    }
    if let Ok(read) = Note::decode(bytes) {
        assert_eq!(read.encode(), bytes);
    }
    if let Ok(read) = SignedCheckpoint::decode(bytes, &directory()) {
        assert_eq!(read.encode(), bytes);
    }
    if let Ok(key) = String::from_utf8_lossy(bytes).parse::<NoteKey>() {
        assert_eq!(key.to_string().as_bytes(), bytes);
    }
    if let Ok(read) = SignedCopy::decode(bytes) {
        assert_eq!(read.encode(), bytes);
        let _ = read.verify(&roster());
    }
    let body = super::cast::draft("EE", 1, None).body;
    if let Ok(read) = (Entry { statement: bytes.to_vec(), body }).decode() {
        assert_eq!(read.entry().statement, bytes);
    }
    let _ = (Entry { statement: first_record("EE").into_entry().statement, body: bytes.to_vec() })
        .decode();
    let _ = SecretKey::from_pem(&String::from_utf8_lossy(bytes), Some("passphrase"));
    if let Ok(key) = bytes.try_into() {
        let _ = PublicKey::from_bytes(key);
    }
}

#[test]
fn no_door_takes_half_of_anything() {
    let register = Register::new(&genesis());
    for (name, bytes) in examples() {
        for end in 0..bytes.len() {
            let half = &bytes[..end];
            assert!(Roster::decode(half).is_err(), "{name} up to {end}");
            assert!(Genesis::decode(half).is_err(), "{name} up to {end}");
            assert!(SignedCopy::decode(half).is_err(), "{name} up to {end}");
            assert!(Certificate::decode(half, &roster()).is_err(), "{name} up to {end}");
            assert!(register.check(half).is_err(), "{name} up to {end}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        through_every_door(&bytes);
    }

    #[test]
    fn bent_examples_never_panic_and_never_have_a_second_spelling(
        example in 0..EXAMPLES,
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let (_, mut bytes) = examples()[example].clone();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        through_every_door(&bytes);
    }

    #[test]
    fn spliced_examples_never_panic(
        example in 0..EXAMPLES,
        at in any::<prop::sample::Index>(),
        inserted in proptest::collection::vec(any::<u8>(), 1..12),
    ) {
        let (_, mut bytes) = examples()[example].clone();
        let at = at.index(bytes.len());
        bytes.splice(at..at, inserted);
        through_every_door(&bytes);
    }
}
