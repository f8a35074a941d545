//! Laws of the proof by two checkpoints.

use chancery_encoding::{Digest, encode};
use ciborium::Value;

use super::{EQUIVOCATION_BYTES_MAX, Equivocation, EquivocationFlaw, proof};
use crate::log::POSITION_MAX;
use crate::tests::cast::{directory, statement_key};
use crate::tests::forest::{checkpoint, consistency, cosigned, leaves, signed};
use crate::tree::{PROOF_HASHES_MAX, Proof, ProofFlaw, root_of};

/// The log that everybody holds, and one that parts from it at place 4.
const HONEST: u64 = u64::MAX;
const PARTING: u64 = 4;

fn same_size() -> Equivocation {
    let [one, other] = [HONEST, PARTING].map(|parting| signed(&leaves(parting, 9)));
    Equivocation::prove_same_size(&one, &other).unwrap()
}

/// EE signed 6 leaves of the other log and 9 of the honest one.
fn other_beginning() -> Equivocation {
    let honest = leaves(HONEST, 9);
    let (smaller, larger) = (signed(&leaves(PARTING, 6)), signed(&honest));
    let beginning = root_of(&honest[..6]);
    let consistency = consistency(&honest, 6);
    Equivocation::prove_other_beginning(&smaller, &larger, beginning, consistency).unwrap()
}

#[test]
fn both_proofs_read_back_and_freeze_from_the_end_of_the_smaller() {
    for (proof, seq) in [(same_size(), 8), (other_beginning(), 5)] {
        let read = Equivocation::decode(&proof.encode(), &directory()).unwrap();
        assert_eq!(read, proof);
        assert_eq!(read.position().seq, seq);
        assert_eq!(read.position().log, checkpoint(&leaves(HONEST, 1)).log);
    }
}

#[test]
fn both_finders_write_the_same_bytes_whatever_witnesses_they_have() {
    let [one, other] = [HONEST, PARTING].map(|parting| cosigned(&leaves(parting, 9)));
    for (one, other) in [(&one, &other), (&other, &one)] {
        assert_eq!(Equivocation::prove_same_size(one, other).unwrap(), same_size());
    }
}

#[test]
fn a_log_that_grew_proves_nothing() {
    let honest = leaves(HONEST, 9);
    let (smaller, larger) = (signed(&honest[..6]), signed(&honest));
    let none = Err(EquivocationFlaw::NoContradiction);
    assert_eq!(Equivocation::prove_same_size(&larger, &larger), none);
    assert_eq!(Equivocation::prove_same_size(&smaller, &larger), none);
    let beginning = root_of(&honest[..6]);
    let shown = consistency(&honest, 6);
    let prove = |beginning, shown: &Proof| {
        Equivocation::prove_other_beginning(&smaller, &larger, beginning, shown.clone())
    };
    assert_eq!(prove(beginning, &shown), none);
    let other = root_of(&leaves(PARTING, 6));
    let flaw = EquivocationFlaw::Consistency(ProofFlaw::Subtree);
    assert_eq!(prove(other, &shown), Err(flaw));
    let swapped = Equivocation::prove_other_beginning(&larger, &smaller, beginning, shown);
    assert_eq!(swapped, Err(EquivocationFlaw::Order));
}

#[test]
fn checkpoints_of_two_authors_prove_nothing() {
    let mut foreign = checkpoint(&leaves(PARTING, 9));
    foreign.log.key = *statement_key("KR").public().as_bytes();
    foreign.issuer = crate::tests::cast::issuer("KR");
    let foreign = foreign.sign(&statement_key("KR")).unwrap();
    let found = Equivocation::prove_same_size(&signed(&leaves(HONEST, 9)), &foreign);
    assert_eq!(found, Err(EquivocationFlaw::DifferentLogs));
}

/// An honest author signs a size once; one that names another roster with the same root says nothing else of the log.
#[test]
fn two_rosters_under_one_root_prove_nothing() {
    let mut other = checkpoint(&leaves(HONEST, 9));
    other.roster = Digest::of(b"another");
    let other = other.sign(&statement_key("EE")).unwrap();
    let found = Equivocation::prove_same_size(&signed(&leaves(HONEST, 9)), &other);
    assert_eq!(found, Err(EquivocationFlaw::NoContradiction));
}

#[test]
fn an_unknown_roster_does_not_excuse() {
    let mut other = checkpoint(&leaves(PARTING, 9));
    other.roster = Digest::of(b"another");
    let other = other.sign(&statement_key("EE")).unwrap();
    let proof = Equivocation::prove_same_size(&signed(&leaves(HONEST, 9)), &other).unwrap();
    assert_eq!(Equivocation::decode(&proof.encode(), &directory()), Ok(proof));
}

#[test]
fn every_single_bit_flip_is_refused() {
    let directory = directory();
    for proof in [same_size(), other_beginning()] {
        let bytes = proof.encode();
        for bit in 0..bytes.len() * 8 {
            let mut bent = bytes.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert!(Equivocation::decode(&bent, &directory).is_err(), "bit {bit}");
        }
    }
}

#[test]
fn everybody_keeps_the_lowest_then_statements_then_the_smaller_bytes() {
    let (high, low, statements) = (same_size(), other_beginning(), proof());
    assert_eq!(high.clone().smaller_of(low.clone()), low);
    assert_eq!(low.clone().smaller_of(high.clone()), low);
    // The statements stand at place 1, and so does the end of the smaller checkpoint here.
    let [one, other] = [HONEST, 0].map(|parting| signed(&leaves(parting, 2)));
    let level = Equivocation::prove_same_size(&one, &other).unwrap();
    assert_eq!(level.position(), statements.position());
    assert_eq!(level.clone().smaller_of(statements.clone()), statements);
    assert_eq!(statements.clone().smaller_of(level.clone()), statements);
    let third = signed(&leaves(1, 2));
    let second = Equivocation::prove_same_size(&one, &third).unwrap();
    let smaller = if level.encode() < second.encode() { &level } else { &second };
    assert_eq!(&level.clone().smaller_of(second.clone()), smaller);
    assert_eq!(&second.clone().smaller_of(level.clone()), smaller);
}

#[test]
fn the_largest_proof_fits_its_bound() {
    let mut largest = checkpoint(&leaves(HONEST, 1));
    (largest.size, largest.log.epoch) = (POSITION_MAX, POSITION_MAX);
    largest.issuer.authority = "a".repeat(63);
    let note = Value::Bytes(largest.sign(&statement_key("EE")).unwrap().encode());
    let hash = Value::Bytes(vec![0; 32]);
    let proof = encode(&Value::Map(vec![
        (1.into(), note.clone()),
        (2.into(), note),
        (3.into(), hash.clone()),
        (4.into(), Value::Array(vec![hash; PROOF_HASHES_MAX])),
    ]));
    assert!(proof.len() <= EQUIVOCATION_BYTES_MAX, "{}", proof.len());
}
